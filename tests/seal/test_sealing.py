"""A file that is stamped, and what is then done to it."""

from __future__ import annotations

# ruff: noqa: SLF001 # some tests do to a file, or look at, what the libraries keep to themselves
import random
import re
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from asn1crypto import tsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext

from samverkan_docs.catalogue import Paper
from samverkan_docs.papers import printing, selection
from samverkan_docs.papers.printing import Issue
from samverkan_docs.pdf import cover
from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.seal import Key, after_seal, foreign_pdf, keys, page_differences, sealing
from samverkan_docs.seal.sealing import Level, Unreadable, Verdict
from tests.limits import bounded_work
from tests.signed_files import approved, key_file, with_certificate

DAY = timedelta(days=1)
SHORT, LONG = 0.2, 120  # seconds: for a service that never answers, and for one that does


@pytest.fixture(scope="session")
def plain(issued: Mapping[Issue, bytes]) -> bytes:
    """The plan as it is issued, with its data in it."""
    return issued[Issue.PLAN]


@pytest.fixture(scope="session")
def stamped(plain: bytes, key: Key) -> bytes:
    return sealing.seal(plain, key).pdf


def _saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:  # noqa: ANN401 # pikepdf's own
    written = BytesIO()
    pdf.save(written, **options)
    return written.getvalue()


def _refused(pdf: bytes) -> bool:
    try:
        return not sealing.check(pdf).intact
    except Unreadable:
        return True


# --- The stamp ----------------------------------------------------------------------------------


def test_a_stamped_file_is_intact_and_says_whose_and_when(plain: bytes, key: Key) -> None:
    when = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    sealed = sealing.seal(plain, key, when=when)
    verdict = sealing.check(sealed.pdf, own={key.fingerprint})
    assert sealed.level == Level.B
    assert sealed.pdf.startswith(plain)
    assert (
        Verdict(
            sealed=True,
            intact=True,
            own=True,
            name="Ekbackaskolan",
            fingerprint=key.fingerprint,
            covered=cover.digest(sealed.pdf),
            digest=hashes_of(sealed.pdf),
            end=len(sealed.pdf),
            when=when,
        )
        == verdict
    )


def hashes_of(data: bytes) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize().hex()


def test_a_stamped_file_keeps_its_pages_tags_and_attachment(plain: bytes, stamped: bytes) -> None:
    with pikepdf.open(BytesIO(plain)) as before, pikepdf.open(BytesIO(stamped)) as after:
        assert len(before.pages) == len(after.pages)
        assert before.Root.StructTreeRoot.objgen == after.Root.StructTreeRoot.objgen
        assert before.Root.MarkInfo.Marked == after.Root.MarkInfo.Marked
        data = [pdf.attachments["plan.json"].get_file().read_bytes() for pdf in (before, after)]
        assert data[0] == data[1]


def test_the_field_prints_lies_off_the_page_has_a_name_and_admits_signatures_only(
    stamped: bytes,
) -> None:
    with pikepdf.open(BytesIO(stamped)) as pdf:
        [field] = pdf.Root.AcroForm.Fields
        assert str(field.TU) == "Elektronisk stämpel"
        assert int(field.F) == 4 | 128  # print, locked
        assert [int(number) for number in field.Rect] == [-9999] * 4
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        assert int(field.V.Reference[0].TransformParams.P) == 2
        assert pdf.Root.Perms.DocMDP.objgen == field.V.objgen


def test_a_file_without_a_stamp_is_not_sealed(plain: bytes) -> None:
    verdict = sealing.check(plain)
    assert (verdict.sealed, verdict.intact) == (False, False)
    assert "ingen stämpel" in verdict.changed


def test_another_schools_stamp_is_intact_but_not_ours(
    plain: bytes, key: Key, other_key: Key
) -> None:
    verdict = sealing.check(sealing.seal(plain, other_key).pdf, own={key.fingerprint})
    assert (verdict.intact, verdict.own, verdict.name) == (True, False, "Björkskolan")


# --- What is done to it -------------------------------------------------------------------------


def test_five_hundred_changes_of_one_byte_are_each_refused(stamped: bytes) -> None:
    drawn = random.Random(1)  # noqa: S311 # no secret
    for _ in range(500):
        changed = bytearray(stamped)
        changed[drawn.randrange(len(changed))] ^= drawn.randrange(1, 256)
        assert _refused(bytes(changed))


def test_changes_within_the_stamp_itself_are_each_refused(stamped: bytes) -> None:
    drawn = random.Random(2)  # noqa: S311 # no secret
    found = re.search(rb"<[0-9A-F]{2000,}>", stamped)
    assert found
    for position in drawn.sample(range(*found.span()), 200):
        changed = bytearray(stamped)
        changed[position] = drawn.choice(sorted(set(b"0123456789ABCDEF") - {changed[position]}))
        assert _refused(bytes(changed))


@pytest.mark.parametrize("letter", [b"A", b"F"])
def test_another_case_of_the_stamps_letters_is_refused(stamped: bytes, letter: bytes) -> None:
    start = re.search(rb"<[0-9A-F]{2000,}>", stamped)
    assert start
    place = stamped.index(letter, start.start())
    assert _refused(stamped[:place] + letter.lower() + stamped[place + 1 :])


@pytest.mark.parametrize(
    ("added", "words"),
    [
        (b"\n", ("en radbrytning",)),
        (b"\r\n\0\0", ("en radbrytning", "tomma byte (nollor)")),
        (bytes(5000), ("tomma byte (nollor)",)),
        (b"hej", ("något annat",)),
        (b"startxref\n0\n%%EOF\n", ("något som inte går att läsa",)),
    ],
)
def test_bytes_added_at_the_end_are_told_and_the_genuine_ones_end_before_them(
    stamped: bytes, added: bytes, words: tuple[str, ...]
) -> None:
    verdict = sealing.check(stamped + added)
    assert (verdict.intact, verdict.continued, verdict.end) == (True, True, len(stamped))
    assert after_seal.added(stamped + added, verdict.end) == words


def _updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _overlay(writer: IncrementalPdfFileWriter) -> None:
    name, page = generic.pdf_name, writer.find_page_for_modification(1)[0].get_object()
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200))),
            name("/Contents"): generic.pdf_string("Ring mig i stället"),
        }
    )
    notes = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    page[name("/Annots")] = notes
    writer.update_container(page)


def _replace_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(1)[0].get_object()
    page[generic.pdf_name("/Contents")] = writer.add_object(
        generic.StreamObject(stream_data=b"BT ET")
    )
    writer.update_container(page)


def _replace_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(1)[0].get_object()
    content = page.raw_get("/Contents")
    stream = content.get_object()
    stream._data, stream._encoded_data = b"BT ET", None
    writer.mark_update(content.reference)


def _replace_attachment(writer: IncrementalPdfFileWriter) -> None:
    [_, spec] = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    file = spec.get_object()["/EF"].raw_get("/F")
    stream = file.get_object()
    stream._data, stream._encoded_data = b'{"typ": "annat"}', None
    writer.mark_update(file.reference)


@pytest.mark.parametrize(
    ("change", "pages"),
    [
        (_overlay, ()),  # a note that says nothing of how it looks is for each reader to draw
        (_replace_page, (2,)),
        (_replace_content, (2,)),
        (_replace_attachment, ()),
    ],
)
def test_an_update_is_something_else_and_the_pages_that_look_different_are_named(
    stamped: bytes, change: Callable[[IncrementalPdfFileWriter], None], pages: tuple[int, ...]
) -> None:
    changed = _updated(stamped, change)
    verdict = sealing.check(changed)
    differences = page_differences.between(changed, verdict.end)
    assert (verdict.intact, verdict.continued, verdict.end) == (True, True, len(stamped))
    assert after_seal.added(changed, verdict.end) == ("något annat",)
    assert (differences.drawn, differences.pages) == (True, pages)
    assert tuple(picture.page for picture in differences.pictures) == pages


def test_a_change_that_somebody_signed_is_something_else_too(
    stamped: bytes, other_key: Key
) -> None:
    signed = approved(_updated(stamped, _replace_page), other_key)
    assert after_seal.added(signed, len(stamped)) == (
        "en underskrift av Björkskolan",
        "något annat",
    )


def test_a_removed_stamp_leaves_no_stamp(plain: bytes, stamped: bytes) -> None:
    assert not sealing.check(stamped[: len(plain)]).sealed
    with pikepdf.open(BytesIO(stamped)) as pdf:
        del pdf.Root.AcroForm, pdf.Root.Perms, pdf.pages[0].Annots[-1]
        assert not sealing.check(_saved(pdf)).sealed


@pytest.mark.parametrize("other", ["another plan", "the archive copy"])
def test_the_stamp_of_another_file_is_refused(
    stamped: bytes, issued: Mapping[Issue, bytes], quick_plan: Plan, key: Key, other: str
) -> None:
    its = issued[Issue.ARCHIVE] if other == "the archive copy" else printing.plan_pdf(quick_plan)
    gap = re.compile(rb"<[0-9A-F]{2000,}>")
    own, strange = gap.search(stamped), gap.search(sealing.seal(its, key).pdf)
    assert own
    assert strange
    assert len(own[0]) == len(strange[0])
    pasted = stamped[: own.start()] + strange[0] + stamped[own.end() :]
    assert sealing.check(pasted).changed == "Filen eller dess stämpel är ändrad."


def test_a_changed_plan_that_somebody_stamps_in_the_schools_name_is_not_the_schools(
    stamped: bytes, key: Key
) -> None:
    with pikepdf.open(BytesIO(stamped)) as pdf:
        del pdf.Root.AcroForm, pdf.Root.Perms, pdf.pages[0].Annots
        del pdf.pages[1].Contents
        changed = _saved(pdf)
    forged = sealing.seal(changed, keys.load(keys.new(key.name))).pdf
    verdict = sealing.check(forged, own={key.fingerprint})
    assert (verdict.intact, verdict.own, verdict.name) == (True, False, key.name)


# --- Signatures afterwards ----------------------------------------------------------------------


def _added(stamped: bytes, whole: bytes) -> tuple[str, ...]:
    verdict = sealing.check(whole)
    assert (verdict.intact, verdict.continued, verdict.end) == (True, True, len(stamped))
    assert verdict.digest == hashes_of(stamped)
    return after_seal.added(whole, verdict.end)


SIGNED = "en underskrift av Björkskolan"


def test_a_signature_afterwards_is_named_and_not_vouched_for(
    stamped: bytes, other_key: Key
) -> None:
    assert _added(stamped, approved(stamped, other_key)) == (SIGNED,)


def test_a_visible_signature_is_named_and_its_page_looks_different(
    stamped: bytes, other_key: Key
) -> None:
    signed = approved(stamped, other_key, {"on_page": 1, "box": (0, 0, 300, 300)})
    assert SIGNED in _added(stamped, signed)
    differences = page_differences.between(signed, len(stamped))
    assert differences.pages == (2,)
    with Image.open(BytesIO(differences.pictures[0].png)) as picture:
        assert picture.width < picture.height


def test_what_a_service_adds_to_check_a_signature_by_is_part_of_it(
    stamped: bytes, other_key: Key
) -> None:
    known = x509.Certificate.load(other_key.certificate.public_bytes(Encoding.DER))
    signed = approved(
        stamped,
        other_key,
        embed_validation_info=True,
        validation_context=ValidationContext(trust_roots=[known], allow_fetching=False),
    )
    assert b"/DSS" in signed[len(stamped) :]
    assert _added(stamped, signed) == (SIGNED,)
    assert _added(stamped, signed + b"hej") == (SIGNED, "något annat")


def test_a_documents_own_time_stamp_is_called_one(
    stamped: bytes, stamper: DummyTimeStamper
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(stamped))
    timed = signers.PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256").getvalue()
    assert _added(stamped, timed) == ("en tidsstämpel",)


def test_a_signature_afterwards_must_hold_and_end_the_file(stamped: bytes, other_key: Key) -> None:
    signed = approved(stamped, other_key)
    flipped = bytearray(signed)
    flipped[signed.index(b"/M (D", len(stamped)) + 12] ^= 1
    assert _added(stamped, bytes(flipped)) == ("något annat",)
    assert _added(stamped, signed + b"\n") == (SIGNED, "något annat")
    assert _added(stamped, _updated(signed, _replace_page)) == (SIGNED, "något annat")


def test_a_certificate_put_into_the_stamp_does_not_make_it_another_file(
    stamped: bytes, other_key: Key
) -> None:
    verdict, first = sealing.check(with_certificate(stamped, other_key)), sealing.check(stamped)
    assert (verdict.intact, verdict.continued) == (True, False)
    assert verdict.covered == first.covered
    assert verdict.digest != first.digest


# --- Time stamps --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stamper() -> DummyTimeStamper:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    usage = pyca.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = _certificate(private, lambda builder: builder.add_extension(usage, critical=True))
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        load_private_key_from_pemder_data(der, passphrase=None),
        fixed_dt=datetime(2027, 5, 6, 7, 8, 9, tzinfo=UTC),
    )


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[bytes], bytes]], str]]:
    servers = []

    def start(answer: Callable[[bytes], bytes]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None: ...

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_time_stamp_is_asked_for_and_read_again(
    plain: bytes,
    key: Key,
    stamper: DummyTimeStamper,
    serve: Callable[[Callable[[bytes], bytes]], str],
) -> None:
    def answer(request: bytes) -> bytes:
        return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())

    sealed = sealing.seal(plain, key, timestamp_url=serve(answer), patience=LONG)
    verdict = sealing.check(sealed.pdf)
    assert sealed.level == Level.T
    assert verdict.intact
    assert verdict.time_stamp == datetime(2027, 5, 6, 7, 8, 9, tzinfo=UTC)
    stated, other = (
        year.hex().upper().encode() for year in (b"20270506070809Z", b"20280506070809Z")
    )
    assert stated in sealed.pdf
    assert _refused(sealed.pdf.replace(stated, other))


@pytest.mark.parametrize("part", ["imprint", "nonce"])
def test_a_time_stamp_of_something_else_costs_the_level_only(
    plain: bytes,
    key: Key,
    stamper: DummyTimeStamper,
    serve: Callable[[Callable[[bytes], bytes]], str],
    part: str,
) -> None:
    def answer(request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        if part == "imprint":
            asked["message_imprint"]["hashed_message"] = bytes(32)
        else:
            asked["nonce"] = 5
        return bytes(stamper.request_tsa_response(asked).dump())

    sealed = sealing.seal(plain, key, timestamp_url=serve(answer), patience=LONG)
    assert sealed.level == Level.B
    assert sealing.check(sealed.pdf).intact


@pytest.mark.parametrize("said", [b"", b"hej", b"0\x03\x02\x01\x00", b"0\x00"])
def test_a_service_that_answers_nonsense_costs_the_level_only(
    plain: bytes, key: Key, said: bytes, serve: Callable[[Callable[[bytes], bytes]], str]
) -> None:
    sealed = sealing.seal(plain, key, timestamp_url=serve(lambda _: said), patience=LONG)
    assert sealed.level == Level.B
    assert sealing.check(sealed.pdf).intact


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://127.0.0.1:x/", "tidsstämpel"])
def test_a_service_that_is_not_there_costs_the_level_only(plain: bytes, key: Key, url: str) -> None:
    sealed = sealing.seal(plain, key, timestamp_url=url, patience=LONG)
    assert sealed.level == Level.B
    assert sealing.check(sealed.pdf).intact


def _stall(connection: socket.socket) -> None:
    """Answer nothing."""


def _drip(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            connection.sendall(b"0")
            time.sleep(0.05)


@pytest.fixture
def service() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    with ExitStack() as opened:

        def start(answer: Callable[[socket.socket], None]) -> str:
            server = opened.enter_context(socket.create_server(("127.0.0.1", 0)))

            def run() -> None:
                with suppress(OSError):
                    while True:
                        answer(opened.enter_context(server.accept()[0]))

            threading.Thread(target=run, daemon=True).start()
            return f"http://127.0.0.1:{server.getsockname()[1]}/"

        yield start


@pytest.mark.parametrize("answer", [_stall, _drip])
def test_a_service_that_lets_wait_is_left(
    plain: bytes,
    key: Key,
    service: Callable[[Callable[[socket.socket], None]], str],
    answer: Callable[[socket.socket], None],
) -> None:
    sealed = sealing.seal(plain, key, timestamp_url=service(answer), patience=SHORT)
    assert sealed.level == Level.B
    assert sealing.check(sealed.pdf).intact


def test_a_service_whose_second_answer_lets_wait_is_left(
    plain: bytes,
    key: Key,
    stamper: DummyTimeStamper,
    serve: Callable[[Callable[[bytes], bytes]], str],
) -> None:
    asked, left = [], threading.Event()

    def answer(request: bytes) -> bytes:
        asked.append(request)
        if len(asked) == 2:
            left.wait()
        return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())

    sealed = sealing.seal(plain, key, timestamp_url=serve(answer), patience=SHORT)
    left.set()
    assert sealed.level == Level.B


def test_a_name_that_takes_long_to_look_up_is_left(
    plain: bytes, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def look_up(*_: object, **__: object) -> None:
        released.wait()
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = "http://tid.example.se/"
    sealed = sealing.seal(plain, key, timestamp_url=url, patience=SHORT)
    released.set()
    assert sealed.level == Level.B


# --- Keys ---------------------------------------------------------------------------------------


def _certificate(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    extend: Callable[[pyca.CertificateBuilder], pyca.CertificateBuilder] = lambda builder: builder,
) -> pyca.Certificate:
    name = pyca.Name([pyca.NameAttribute(NameOID.COMMON_NAME, "Huvudmannen")])
    now = datetime.now(UTC)
    builder = pyca.CertificateBuilder(name, name, private.public_key(), 1, now - DAY, now + DAY)
    return extend(builder).sign(private, hashes.SHA256())


def _usage(*, content_commitment: bool) -> pyca.KeyUsage:
    no = dict.fromkeys(
        [
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ],
        False,
    )
    return pyca.KeyUsage(digital_signature=True, content_commitment=content_commitment, **no)


def test_a_new_key_is_as_archives_want_it(key: Key) -> None:
    certificate = key.certificate
    usage = certificate.extensions.get_extension_for_class(pyca.KeyUsage)
    now = datetime.now(UTC)
    assert key.private.key_size == 3072
    assert key.name == "Ekbackaskolan"
    assert isinstance(certificate.signature_hash_algorithm, hashes.SHA256)
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.content_commitment) == (True, True)
    assert certificate.subject == certificate.issuer
    assert key.days_left(now) == 3651
    assert key.days_left(certificate.not_valid_after_utc + timedelta(seconds=1)) == -1
    assert "RSAPrivateKey" not in repr(key)


@pytest.mark.parametrize(
    ("school", "name"), [("x" * 200, "x" * 64), (" \n", "Skola utan namn"), ("A\tB", "A B")]
)
def test_any_name_of_a_school_makes_a_certificate(school: str, name: str) -> None:
    assert name == keys.load(keys.new(school)).name


def test_a_passphrase_opens_its_file_alone(key: Key) -> None:
    file = key_file(key.private, key.certificate, "rätt lösen")
    assert key.fingerprint == keys.load(file, "rätt lösen").fingerprint
    with pytest.raises(keys.WrongPassphrase, match="öppnar inte"):
        keys.load(file, "fel")
    with pytest.raises(keys.WrongPassphrase, match="Ange den"):
        keys.load(file)


@pytest.mark.parametrize("data", [b"", b"hej", b"0" * 1000, bytes(1000)])
def test_a_file_that_is_no_key_is_refused(data: bytes) -> None:
    with pytest.raises(keys.NoKey, match="ingen hel"):
        keys.load(data)


def test_a_cut_key_file_is_refused(key: Key) -> None:
    with pytest.raises(keys.NoKey, match="ingen hel"):
        keys.load(key_file(key.private, key.certificate)[:900])


def test_a_file_without_a_key_is_refused(key: Key) -> None:
    file = pkcs12.serialize_key_and_certificates(b"", None, None, [key.certificate], NoEncryption())
    with pytest.raises(keys.NoKey, match="saknar nyckel"):
        keys.load(file)


@pytest.mark.parametrize(
    "private",
    [
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(65537, 1024),  # noqa: S505 # to be refused
    ],
    ids=["elliptic curve", "short"],
)
def test_a_key_that_archives_do_not_take_is_refused(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
) -> None:
    with pytest.raises(keys.NoKey, match="RSA-nyckel på minst 2048"):
        keys.load(key_file(private, _certificate(private)))


@pytest.mark.parametrize("usage", [None, _usage(content_commitment=False)])
def test_a_certificate_for_something_else_is_refused(key: Key, usage: pyca.KeyUsage | None) -> None:
    certificate = _certificate(
        key.private, lambda made: made.add_extension(usage, critical=True) if usage else made
    )
    with pytest.raises(keys.NoKey, match="nonRepudiation"):
        keys.load(key_file(key.private, certificate))


def test_an_expired_certificate_stamps_nothing(plain: bytes, key: Key) -> None:
    late = key.certificate.not_valid_after_utc + DAY
    with pytest.raises(keys.NotValidNow, match=r"gick ut den 20\d\d-"):
        sealing.seal(plain, key, when=late)


def test_a_clock_set_back_stamps_nothing(plain: bytes, key: Key) -> None:
    early = key.certificate.not_valid_before_utc - DAY
    with pytest.raises(keys.NotValidNow, match="datorns klocka"):
        sealing.seal(plain, key, when=early)


def test_a_huvudmans_certificate_brings_its_issuers(plain: bytes, key: Key) -> None:
    certificate = _certificate(
        key.private,
        lambda made: made.add_extension(_usage(content_commitment=True), critical=True),
    )
    file = pkcs12.serialize_key_and_certificates(
        b"", key.private, certificate, [key.certificate], NoEncryption()
    )
    loaded = keys.load(file)
    assert (key.certificate,) == loaded.issuers
    assert sealing.check(sealing.seal(plain, loaded).pdf).name == "Huvudmannen"


# --- Hostile files ------------------------------------------------------------------------------


def _bounded(judge: Callable[[], object]) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with bounded_work():
        judge()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (bytes(sealing.LIMIT + 1), "för stor"),
        (b"", "ingen PDF"),
        (b"PK\x03\x04", "ingen PDF"),
        (b"%PDF-1.7\n", "avkortad"),
        (b"%PDF-1.7\n" + b"/ByteRange " * 1_000_000, "avkortad"),
    ],
    ids=["too large", "empty", "zip", "header only", "many ranges"],
)
def test_what_is_no_whole_pdf_is_refused_with_a_sentence(pdf: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        _bounded(lambda: sealing.check(pdf))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999, 0.999999])
def test_a_cut_file_is_refused(stamped: bytes, share: float) -> None:
    with pytest.raises(Unreadable, match="avkortad"):
        sealing.check(stamped[: int(len(stamped) * share)])


def test_an_encrypted_file_is_refused(plain: bytes) -> None:
    with pikepdf.open(BytesIO(plain)) as pdf:
        encrypted = _saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unreadable, match="krypterad"):
        sealing.check(encrypted)


def test_a_file_of_five_hundred_pages_is_judged_in_time(key: Key) -> None:
    with pikepdf.new() as pdf:
        for _ in range(500):
            pdf.add_blank_page()
        pages = _saved(pdf)
    stamped = sealing.seal(pages, key).pdf
    _bounded(lambda: sealing.check(pages))
    _bounded(lambda: sealing.check(stamped))


def _bomb() -> bytes:
    """Return what unpacks to a gigabyte."""
    packer = zlib.compressobj()
    packed = packer.compress(bytes(10**7)) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed + packed[2:] * 99 + packer.flush()


def test_a_bomb_among_the_attachments_is_refused(key: Key) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        packed = pdf.make_stream(_bomb(), Filter=pikepdf.Name.FlateDecode)
        spec = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, UF="plan.json", EF=pikepdf.Dictionary(F=packed)
        )
        pdf.Root.Names = pikepdf.Dictionary(
            EmbeddedFiles=pikepdf.Dictionary(Names=["plan.json", pdf.make_indirect(spec)])
        )
        bomb = _saved(pdf, compress_streams=False, stream_decode_level=None)

    def judge() -> None:
        with pytest.raises(Unreadable, match="bilagor"):
            sealing.attachment(bomb, "plan.json")

    _bounded(judge)
    _bounded(lambda: sealing.check(sealing.seal(bomb, key).pdf))


def test_a_bomb_after_the_stamp_is_not_unpacked(stamped: bytes) -> None:
    def change(writer: IncrementalPdfFileWriter) -> None:
        stream = generic.StreamObject(
            {generic.pdf_name("/Filter"): generic.pdf_name("/FlateDecode")}, encoded_data=_bomb()
        )
        writer.root[generic.pdf_name("/Metadata")] = writer.add_object(stream)
        writer.update_root()

    assert _added(stamped, _updated(stamped, change)) == ("något annat",)


@pytest.mark.slow
def test_ways_without_end_through_a_file_are_given_up(key: Key, other_key: Key) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        way = pdf.make_indirect(pikepdf.Array())
        for _ in range(60):
            way = pdf.make_indirect(pikepdf.Array([way, way]))
        pdf.Root.Ways = way
        stamped = sealing.seal(_saved(pdf), key).pdf
    words = _added(stamped, approved(stamped, other_key))
    assert words[-1] == "något som inte går att läsa"


@pytest.mark.parametrize(
    "index", [b"[0 99999999]", b"[0 99999999 99999999 -99999999]"], ids=["many", "backwards"]
)
def test_cross_references_without_end_are_refused(index: bytes) -> None:
    words = b"/Type /XRef /Size 5 /Root 2 0 R /W [0 0 0] /Length 0 /Index " + index
    pdf = b"%PDF-1.7\n1 0 obj\n<< " + words + b" >>\nstream\n\nendstream\nendobj\n"

    def judge() -> None:
        with pytest.raises(Unreadable, match="bilagor"):
            sealing.attachment(pdf + b"startxref\n9\n%%EOF\n", "plan.json")

    _bounded(judge)


def test_an_attachment_that_takes_long_to_unpack_is_refused() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["plan.json"] = b"{}"
        stream = pdf.attachments["plan.json"].get_file().obj
        params = pikepdf.Dictionary(Predictor=12, Columns=0)
        stream.write(
            zlib.compress(bytes(4_000_000)), filter=pikepdf.Name.FlateDecode, decode_parms=params
        )
        slow = _saved(
            pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )

    def judge() -> None:
        with pytest.raises(Unreadable, match="bilagor"):
            sealing.attachment(slow, "plan.json")

    _bounded(judge)


# --- Attachments --------------------------------------------------------------------------------


def test_an_attachment_is_taken_out_again(
    stamped: bytes, plain: bytes, third_version: Plan
) -> None:
    data = plan_file.write(selection.only(third_version, Paper.PLAN)).encode()
    assert sealing.attachment(stamped, "plan.json") == data
    assert sealing.attachment(plain, "plan.json") == data
    assert sealing.attachment(stamped, "annat.json") is None


def test_a_file_without_attachments_has_none() -> None:
    with pikepdf.new() as pdf:
        assert sealing.attachment(_saved(pdf), "plan.json") is None
        pdf.Root.Names = pikepdf.Dictionary()
        assert sealing.attachment(_saved(pdf), "plan.json") is None


def test_a_file_too_large_for_a_plan_has_its_attachments_left_alone(stamped: bytes) -> None:
    with pytest.raises(Unreadable, match="för stor"):
        sealing.attachment(stamped + bytes(5_000_000), "plan.json")


def test_an_attachment_is_given_up_to_the_limit_only(stamped: bytes) -> None:
    data = sealing.attachment(stamped, "plan.json")
    assert data
    assert sealing.attachment(stamped, "plan.json", limit=len(data))
    with pytest.raises(Unreadable, match="bilagor"):
        sealing.attachment(stamped, "plan.json", limit=len(data) - 1)


@pytest.mark.parametrize("pdf", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + b"[" * 100_000])
def test_attachments_of_a_garbled_file_are_refused(pdf: bytes) -> None:
    with pytest.raises(Unreadable, match="bilagor"):
        sealing.attachment(pdf, "plan.json")


def test_the_library_is_given_objects_from_streams_as_it_finds_them_itself(stamped: bytes) -> None:
    slow, quick = PdfFileReader(BytesIO(stamped)), foreign_pdf.Reader(stamped)
    assert PdfFileReader._get_object_from_stream is not foreign_pdf.Reader._get_object_from_stream
    for number in random.Random(3).sample(range(1, 200), 20):  # noqa: S311 # no secret
        expected = generic.Reference(number, 0, slow).get_object()
        assert repr(expected) == repr(generic.Reference(number, 0, quick).get_object())
