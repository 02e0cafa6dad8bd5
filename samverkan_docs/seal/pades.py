"""One signature in a PDF file, as PAdES lays it down: made and judged, with pyHanko.

Rule: a signature is judged by its bytes and the digest of what was signed, without reading the
file around it. Nobody's trust is asked: a certificate is known by its fingerprint, or it is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from threading import Thread
from typing import Any

from asn1crypto import algos, cms, x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

from samverkan_docs.seal.foreign_pdf import GARBLED, QuickReader
from samverkan_docs.seal.keys import Key

_FIELD = SigFieldSpec(
    "Stampel",
    invis_sig_settings=InvisSigSettings(
        set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
    ),
    readable_field_name="Elektronisk stämpel",
)
_METADATA = PdfSignatureMetadata(
    _FIELD.sig_field_name,
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    certify=True,
    docmdp_permissions=MDPPerm.FILL_FORMS,
)

"""What the library raises, one way or another, when something is not what it should be."""


class Broken(Exception):
    """A signature does not hold, or is not written as the program writes its stamps."""


class NoTimeStamp(Exception):
    """The time-stamp service did not answer, or not with a time stamp."""


# --- Making one ---------------------------------------------------------------------------------


class _Signer(Signer):
    """Signs with a key that is loaded already; the library's own loads and tests it each time."""

    def __init__(self, key: Key) -> None:
        self._private = key.private
        super().__init__(
            signing_cert=_asn1(key),
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            cert_registry=SimpleCertificateStore.from_certs(
                x509.Certificate.load(issuer.public_bytes(Encoding.DER)) for issuer in key.issuers
            ),
        )

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign *data*; *dry_run* asks for as many bytes only, *digest_algorithm* is SHA-256."""
        if dry_run:
            return bytes(self._private.key_size // 8)
        return self._private.sign(data, PKCS1v15(), SHA256())


class _PdfSigner(PdfSigner):
    """Signs at a given moment; the library's own asks the clock."""

    when: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        """Begin as the library does, at our moment."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.when
        return session


@dataclass(frozen=True)
class TimeStampService:
    """Where time stamps are asked for, and how many *seconds* it may take, for all of it."""

    url: str
    seconds: float


def sign(
    pdf: bytes,
    key: Key,
    when: datetime,
    *,
    reason: str,
    service: TimeStampService | None = None,
) -> bytes:
    """Add an invisible, certifying signature after which only signatures may follow."""
    stamper = HTTPTimeStamper(service.url, timeout=service.seconds) if service else None
    metadata = replace(_METADATA, reason=reason)
    signer = _PdfSigner(metadata, _Signer(key), timestamper=stamper, new_field_spec=_FIELD)
    signer.when = when
    if service is None:
        return _signed(pdf, signer, _room(key))
    try:
        # The library asks the service twice: first to learn how long its time stamps are.
        return _in_time(lambda: _signed(pdf, signer, None), service.seconds)
    except GARBLED as error:
        raise NoTimeStamp from error


def _signed(pdf: bytes, signer: PdfSigner, room: int | None) -> bytes:
    writer = IncrementalPdfFileWriter.from_reader(QuickReader(BytesIO(pdf)))
    return bytes(signer.sign_pdf(writer, bytes_reserved=room).getvalue())


def _in_time(make: Callable[[], bytes], seconds: float) -> bytes:
    """Return what *make* gives; TimeoutError if the service lets it wait.

    It waits in a thread of its own, as a look-up of a name cannot be broken off, only left.
    """
    made: Future[bytes] = Future()

    def run() -> None:
        try:
            made.set_result(make())
        except GARBLED as error:
            made.set_exception(error)

    Thread(target=run, daemon=True).start()
    return made.result(seconds)


def _room(key: Key) -> int:
    certificates = (key.certificate, *key.issuers)
    return 2 * (2048 + sum(len(each.public_bytes(Encoding.DER)) for each in certificates))


def _asn1(key: Key) -> Any:
    return x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))


# --- Judging one --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Whose signature it is, and when a time-stamp service saw it; None if none did."""

    name: str
    fingerprint: str
    time_stamp: datetime | None


def verify(contents: bytes, digest: bytes) -> Signature:
    """Return the signature that *contents* holds; Broken unless it holds and is as we write it.

    *digest* is the SHA-256 of what was signed.
    """
    try:
        message = cms.ContentInfo.load(contents, strict=True)
        signed = message["content"]
        info = extract_signer_info(signed)
        certificate = extract_certificate_info(signed).signer_cert
        holds = (
            info["digest_algorithm"]["algorithm"].native == "sha256"
            and _as_written(signed, info, certificate) == contents
            and all(validate_sig_integrity(info, certificate, "data", digest))
        )
        time_stamp = _time_stamp(info) if holds else None
    except GARBLED as error:
        raise Broken from error
    if not holds:
        raise Broken
    return Signature(
        name=name_in(certificate), fingerprint=certificate.sha256.hex(), time_stamp=time_stamp
    )


def _as_written(signed: Any, info: Any, certificate: Any) -> bytes:
    """Return the bytes that the program writes around what the signature itself protects."""
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    issuer = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    written = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
        "digest_algorithm": sha256,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        "signed_attrs": info["signed_attrs"],
        "signature": info["signature"].native,
    }
    if info["unsigned_attrs"].native:
        written["unsigned_attrs"] = info["unsigned_attrs"]
    content = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": signed["certificates"],
        "signer_infos": [cms.SignerInfo(written)],
    }
    message = {"content_type": "signed_data", "content": cms.SignedData(content)}
    return bytes(cms.ContentInfo(message).dump())


def _time_stamp(info: Any) -> datetime | None:
    """Return the time that the signature's one time stamp states, None if it has none."""
    attributes = info["unsigned_attrs"]
    if not attributes.native:
        return None
    [attribute] = attributes
    [token] = attribute["values"]
    if attribute["type"].native != "signature_time_stamp_token":
        raise ValueError(attribute["type"].native)
    content = stated(token["content"])
    imprint = content["message_imprint"]
    method = imprint["hash_algorithm"]["algorithm"].native
    if imprint["hashed_message"].native != hashlib.new(method, info["signature"].native).digest():
        raise ValueError(method)
    time_stamp: datetime = content["gen_time"].native
    return time_stamp


def stated(signed: Any) -> Any:
    """Return what a time-stamp token states; ValueError unless its own signature holds."""
    info = extract_signer_info(signed)
    content = signed["encap_content_info"]["content"]
    digest = hashlib.new(info["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    certificate = extract_certificate_info(signed).signer_cert
    if not all(validate_sig_integrity(info, certificate, "tst_info", digest)):
        raise ValueError(digest)
    return content.parsed


_NAME_SHOWN = 100  # characters


def name_in(certificate: Any) -> str:
    """Return whom *certificate* names, never empty and harmless to a terminal or a page."""
    names = certificate.subject.native
    name = str(names.get("common_name") or certificate.subject.human_friendly or "utan namn")
    return "".join(char if char.isprintable() else "?" for char in name[:_NAME_SHOWN])
