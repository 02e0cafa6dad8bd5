"""Files that are no whole plan of a school: each is refused with a sentence, and nothing is kept.

How long that takes, and how much memory, is no test's business: the bounds are the program's own.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from samverkan_docs import actions
from samverkan_docs.actions import checking
from samverkan_docs.actions.checking import State
from samverkan_docs.papers.printing import Issue
from samverkan_docs.plan import plan_file
from samverkan_docs.plan.plan_file import Unreadable
from samverkan_docs.seal import Key, KeyRing, sealing
from samverkan_docs.store import Store
from tests.signed_files import key_file

TODAY = date(2026, 11, 22)
LATER = date(2026, 12, 1)  # than any check of the plans that are adopted

# --- The files ----------------------------------------------------------------------------------


def too_large(_stamped: bytes, _key: Key) -> bytes:
    return b"%PDF-1.7\n" + random.Random(1).randbytes(sealing.LIMIT)  # noqa: S311 # no secret


def five_hundred_pages(_stamped: bytes, _key: Key) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(500):
            pdf.add_blank_page()
        return saved(pdf)


def five_hundred_pages_stamped(stamped: bytes, key: Key) -> bytes:
    return sealing.seal(five_hundred_pages(stamped, key), key).pdf


def bomb(_stamped: bytes, _key: Key) -> bytes:
    return with_attachment(packed_gigabyte(), packed=True)


def bomb_stamped(stamped: bytes, key: Key) -> bytes:
    return sealing.seal(bomb(stamped, key), key).pdf


def encrypted(stamped: bytes, _key: Key) -> bytes:
    with pikepdf.open(BytesIO(stamped)) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))


def truncated(stamped: bytes, _key: Key) -> bytes:
    return stamped[: len(stamped) * 2 // 3]


def no_plan_attached(_stamped: bytes, key: Key) -> bytes:
    return sealing.seal(with_attachment(b'{"namn": "Ada"}'), key).pdf


def no_json_attached(_stamped: bytes, key: Key) -> bytes:
    return sealing.seal(with_attachment(b"Hej!" * 100_000), key).pdf


def nothing_attached(_stamped: bytes, key: Key) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        return sealing.seal(saved(pdf), key).pdf


def plan_changed_within(stamped: bytes, _key: Key) -> bytes:
    """Change the data in the stamped file itself, as long as it was."""
    with pikepdf.open(BytesIO(stamped)) as pdf:
        packed = pdf.attachments["plan.json"].obj.EF.F.read_raw_bytes()
    start = stamped.index(packed)
    changed = bytearray(stamped)
    changed[start + len(packed) // 2] ^= 1
    return bytes(changed)


def plan_changed_and_saved(stamped: bytes, _key: Key) -> bytes:
    """Change the data as a PDF program would, which writes the file anew."""
    with pikepdf.open(BytesIO(stamped)) as pdf:
        data = pdf.attachments["plan.json"].get_file().read_bytes()
        pdf.attachments["plan.json"] = data.replace(b"Ekbacka", b"Ekberga")
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    written = BytesIO()
    pdf.save(written, **options)  # type: ignore[arg-type]
    return written.getvalue()


def with_attachment(data: bytes, *, packed: bool = False) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        stream = pdf.make_stream(data, **({"Filter": pikepdf.Name.FlateDecode} if packed else {}))
        spec = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, UF="plan.json", EF=pikepdf.Dictionary(F=stream)
        )
        names = pikepdf.Dictionary(Names=["plan.json", pdf.make_indirect(spec)])
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=names)
        return saved(pdf, compress_streams=False, stream_decode_level=None)


def packed_gigabyte() -> bytes:
    packer = zlib.compressobj()
    packed = packer.compress(bytes(10**7)) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed + packed[2:] * 99 + packer.flush()


# What a reading in says of each, and what a check does: a state, or the sentence of a refusal.
FILES: dict[Callable[[bytes, Key], bytes], tuple[str, State | str]] = {
    too_large: ("för stor", "för stor"),
    five_hundred_pages: ("ingen stämpel", State.NO_PLAN),
    five_hundred_pages_stamped: ("inga uppgifter", State.UNREGISTERED),
    bomb: ("ingen stämpel", State.NO_PLAN),
    bomb_stamped: ("bilagor går inte att läsa", State.UNREGISTERED),
    encrypted: ("krypterad", "krypterad"),
    truncated: ("avkortad", "avkortad"),
    no_plan_attached: ("", State.UNREGISTERED),
    no_json_attached: ("", State.UNREGISTERED),
    nothing_attached: ("inga uppgifter", State.UNREGISTERED),
    plan_changed_within: ("ändrad", State.CHANGED),
    plan_changed_and_saved: ("ändrad", State.CHANGED),
}

# What an attachment is not taken from, and what has none.
REFUSED = {too_large, bomb, bomb_stamped, encrypted, truncated, plan_changed_within}
WITHOUT = {five_hundred_pages, five_hundred_pages_stamped, nothing_attached}

each_file = pytest.mark.parametrize("make", FILES, ids=lambda make: make.__name__)


# --- What is said of them -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def stamped(issued: Mapping[Issue, bytes], key: Key) -> bytes:
    return sealing.seal(issued[Issue.PLAN], key).pdf


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path}/samverkan.sqlite3")
    yield opened
    opened.close()


def is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and "Error" not in text and "\n" not in text


@each_file
def test_it_is_not_read_in_and_the_reason_is_said(
    make: Callable[[bytes, Key], bytes], stamped: bytes, key: Key, plans: Store
) -> None:
    with pytest.raises((sealing.Unreadable, Unreadable)) as caught:
        actions.read_in(plans, make(stamped, key), LATER, {key.fingerprint})
    assert is_sentence(str(caught.value))
    assert FILES[make][0] in str(caught.value)
    assert plans.plans() == []


@each_file
def test_a_check_says_what_it_is(
    make: Callable[[bytes, Key], bytes], stamped: bytes, key: Key, plans: Store, tmp_path: Path
) -> None:
    expected = FILES[make][1]
    own = tmp_path / "stampel.p12"
    own.touch(mode=0o600)
    own.write_bytes(key_file(key.private, key.certificate))
    ring = KeyRing(tmp_path)
    try:
        found = checking.check(plans, ring, make(stamped, key), TODAY)
    except sealing.Unreadable as error:
        said, state = str(error), None
    else:
        said, state = found.text, found.state
    assert is_sentence(said)
    assert state is expected if isinstance(expected, State) else expected in said
    assert plans.plans() == []


@each_file
def test_its_attachment_is_given_whole_or_refused_with_a_sentence(
    make: Callable[[bytes, Key], bytes], stamped: bytes, key: Key
) -> None:
    file = make(stamped, key)
    if make in REFUSED:
        with pytest.raises(sealing.Unreadable) as caught:
            sealing.attachment(file, "plan.json")
        assert is_sentence(str(caught.value))
    else:
        data = sealing.attachment(file, "plan.json")
        assert (data is None) is (make in WITHOUT)


def test_the_file_that_they_are_made_from_is_read_in(
    stamped: bytes, key: Key, plans: Store
) -> None:
    read = actions.read_in(plans, stamped, LATER, {key.fingerprint})
    assert plan_file.write(plans.load(read.plan.id).plan) == plan_file.write(read.plan)
    assert not read.stranger
