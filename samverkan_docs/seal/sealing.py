"""The electronic stamp: put on a PDF file, and checked again.

Rule: genuine are the bytes that the stamp covers and the stamp itself, written as the program
writes it, and nothing else: what follows them is vouched for by nobody. Whose the stamp is, the
fingerprint of its certificate tells. Bytes are compared, and no parser sees a stranger's file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from samverkan_docs.pdf import cover
from samverkan_docs.pdf.cover import Cover
from samverkan_docs.seal import sandbox
from samverkan_docs.seal.keys import Key

LIMIT = 20_000_000
"""The largest file that is read, in bytes."""

TOO_LARGE = f"Filen är för stor. Den får vara högst {LIMIT // 1_000_000} MB."

_PARSED_LIMIT = 5_000_000
_SERVICE_SECONDS = 2  # for both requests, and the look-up of where the service is
_REASON = "Filen är oförändrad sedan skolan fastställde den."


class Unreadable(Exception):
    """The file cannot be judged; the text is a Swedish sentence."""


class Level(StrEnum):
    """The levels of PAdES that a stamp can have."""

    B = "PAdES B-B"
    T = "PAdES B-T"


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A stamped file, and the level of its stamp."""

    pdf: bytes
    level: Level


def seal(
    pdf: bytes,
    key: Key,
    *,
    when: datetime | None = None,
    timestamp_url: str = "",
    patience: float = _SERVICE_SECONDS,
) -> Sealed:
    """Stamp *pdf*; keys.NotValidNow if the certificate is not valid at *when*, otherwise now.

    Only the service at *timestamp_url* is asked for anything. If it fails, or takes longer than
    *patience* seconds, the stamp has no time stamp, and that is all.
    """
    from samverkan_docs.seal import pades

    when = (when or datetime.now(UTC)).astimezone(UTC)
    key.demand_valid(when)
    if timestamp_url:
        try:
            service = pades.TimeStampService(timestamp_url, patience)
            stamped = pades.sign(pdf, key, when, reason=_REASON, service=service)
        except pades.NoTimeStamp:
            pass
        else:
            if check(stamped).time_stamp is not None:
                return Sealed(pdf=stamped, level=Level.T)
    return Sealed(pdf=pades.sign(pdf, key, when, reason=_REASON), level=Level.B)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a file's stamp shows. Only if it is *intact* can the rest be relied upon.

    Genuine are the first *end* bytes and no more. *covered* is the SHA-256 of those that the stamp
    covers, which tell the version; *digest* that of all of them, the stamp included.
    """

    sealed: bool = False
    intact: bool = False
    changed: str = ""  # what is not as it was, a Swedish sentence; empty if intact
    own: bool = False
    name: str = ""
    fingerprint: str = ""
    covered: str = ""
    digest: str = ""
    end: int = 0
    continued: bool = False  # something follows the genuine bytes
    when: datetime | None = None  # as the one who stamped it says
    time_stamp: datetime | None = None  # as a time-stamp service says


def check(pdf: bytes, own: Collection[str] = ()) -> Verdict:
    """Judge the stamp of *pdf*; *own* are the fingerprints of the school's own certificates.

    What follows the stamped bytes is not looked at. Unreadable if it is no PDF file, or none that
    can be judged.
    """
    _refuse(pdf)
    stamp = _find(pdf)
    if stamp is None:
        _refuse_encrypted(pdf)
        _refuse_cut(pdf, len(pdf))
        return Verdict(changed="Filen har ingen stämpel från det här programmet.")
    _refuse_encrypted(pdf[: stamp.cover.end])
    # A program that saved the file anew has moved the stamp from where it says that it lies.
    _refuse_cut(pdf, stamp.cover.end if stamp.contents else len(pdf))

    from samverkan_docs.seal import pades

    covered = stamp.cover.sha256(pdf)
    try:
        signature = pades.verify(stamp.contents, covered)
    except pades.Broken:
        return Verdict(sealed=True, changed="Filen eller dess stämpel är ändrad.")
    return Verdict(
        sealed=True,
        intact=True,
        own=signature.fingerprint in own,
        name=signature.name,
        fingerprint=signature.fingerprint,
        covered=covered.hex(),
        digest=hashlib.sha256(pdf[: stamp.cover.end]).hexdigest(),
        end=stamp.cover.end,
        continued=stamp.cover.end < len(pdf),
        when=stamp.when,
        time_stamp=signature.time_stamp,
    )


def attachment(pdf: bytes, name: str, limit: int = 5_000_000) -> bytes | None:
    """Return the attached file *name*, None if there is none; Unreadable if larger than *limit*."""
    _refuse(pdf)
    if len(pdf) > _PARSED_LIMIT:
        raise Unreadable("Filen är för stor för att vara en plan.")

    from samverkan_docs.seal import foreign_pdf

    try:
        found = sandbox.run(foreign_pdf.attached, pdf, name, limit)
    except (sandbox.Refused, sandbox.Failed) as error:
        raise Unreadable(
            "Filens bilagor går inte att läsa: de är skadade, eller större än en plan kan vara."
        ) from error
    return found[1:] if found else None


# --- The file's bytes ---------------------------------------------------------------------------

_HEXADECIMAL = re.compile(rb"<((?:[0-9A-F]{2})*)>")
_WHEN = re.compile(rb"/M \(D(?::|\\072)(\d{14})Z\)")
_HEADER = 4  # bytes of tag and length before the signature's content, which is of 256 to 65,535
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+ \d+ R|<<)")


@dataclass(frozen=True, kw_only=True)
class _Stamp:
    """A stamp: what it covers, and what stands in the gap that holds itself."""

    cover: Cover
    contents: bytes
    when: datetime | None


def _find(pdf: bytes) -> _Stamp | None:
    """Return the first signature of *pdf* if it is a stamp as the program writes it."""
    found = cover.find(pdf)
    if not found:
        return None
    about = pdf[found.written_at : pdf.find(b"endobj", found.written_at)]
    if b"/ETSI.CAdES.detached" not in about or b"/DocMDP" not in about:
        return None
    written = _WHEN.search(about)
    return _Stamp(
        cover=found,
        contents=_contents(pdf[found.gap]),
        when=_moment(written[1].decode()) if written else None,
    )


def _contents(gap: bytes) -> bytes:
    """Return what the hexadecimal in *gap* says, empty unless in capitals and filled with zeros."""
    written = _HEXADECIMAL.fullmatch(gap)
    if not written:
        return b""
    data = bytes.fromhex(written[1].decode())
    length = _HEADER + int.from_bytes(data[2:_HEADER], "big")
    return data[:length] if not any(data[length:]) else b""


def _moment(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _refuse(pdf: bytes) -> None:
    if len(pdf) > LIMIT:
        raise Unreadable(TOO_LARGE)
    if not pdf.startswith(b"%PDF-"):
        raise Unreadable("Filen är ingen PDF.")


def _refuse_encrypted(pdf: bytes) -> None:
    if _ENCRYPTED.search(pdf):
        raise Unreadable("Filen är krypterad. Välj den fil som programmet gav.")


def _refuse_cut(pdf: bytes, end: int) -> None:
    if end > len(pdf) or b"%%EOF" not in pdf[max(0, end - 1024) : end]:
        raise Unreadable("Filen är avkortad: slutet saknas. Hämta den på nytt.")
