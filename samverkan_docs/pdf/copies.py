"""One drawing, several files: with the data that it was made from, or as an archive copy.

Rule: what the files share is computed once. By itself pydyf computes, and packs, every object for
each file, and once more for the file's identifier.
"""

from __future__ import annotations

import hashlib
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from pydyf import PDF, Array, Dictionary, Object, Stream, String

DATA_NAME = "plan.json"
_DESCRIPTION = "Planens källdata"
_VERSION = "1.7"
_PART = b'pdfaid:part="3"'
_ARCHIVE_PART = b'pdfaid:part="2"'


@dataclass(frozen=True, kw_only=True)
class Data:
    """What a document was made from, as JSON, and when, with a time zone: no clock is asked."""

    text: str
    made: datetime


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a file is for: *scale* enlarges page and all, √2 makes an A3 of an A4.

    *attachment* is embedded as plan.json. An *archive* copy is PDF/A-2a and may not have it: what
    is embedded there must be archivable itself.
    """

    scale: float = 1.0
    attachment: Data | None = None
    archive: bool = False


class _Computed(Object):  # type: ignore[misc] # the library has no types
    """An object of a PDF as the bytes that it is written as."""

    data = b""

    def __init__(self, original: Object) -> None:
        super().__init__()
        self.number = original.number
        self.generation = original.generation
        self.free = original.free
        self.data = original.data


class _ComputedStream(_Computed, Stream):  # type: ignore[misc] # the same
    """The same of a stream, which is not packed together with others."""


def compute(pdf: PDF) -> None:
    """Compute every object of *pdf*, a PDF/A-3a, but what differs from file to file."""
    own = {0, pdf.catalog.number, _metadata(pdf)}
    pdf.objects = [each if each.number in own else _computed(each) for each in pdf.objects]


def _computed(each: Object) -> _Computed:
    return _ComputedStream(each) if isinstance(each, Stream) else _Computed(each)


def _metadata(pdf: PDF) -> int:
    return int(pdf.catalog["Metadata"].split()[0])


def written(pdf: PDF, as_copy: Copy) -> bytes:
    """Return *pdf* as a file of that kind; it stays as it is."""
    another = copy(pdf)
    another.objects = list(pdf.objects)
    become(another, as_copy)
    target = BytesIO()
    another.write(target, _VERSION, identifier=True, compress=True)
    return target.getvalue()


def become(pdf: PDF, as_copy: Copy) -> None:
    """Turn *pdf* into one of that kind."""
    pdf.catalog = copy(pdf.catalog)
    pdf.objects[pdf.catalog.number] = pdf.catalog
    if as_copy.archive:
        _claim_archive(pdf)
    elif as_copy.attachment:
        _embed(pdf, as_copy.attachment)


def _claim_archive(pdf: PDF) -> None:
    number = _metadata(pdf)
    metadata = copy(pdf.objects[number])
    [text] = metadata.stream
    metadata.stream = [text.replace(_PART, _ARCHIVE_PART)]
    pdf.objects[number] = metadata


def _embed(pdf: PDF, attachment: Data) -> None:
    name, data = String(DATA_NAME), _stream(attachment)
    pdf.add_object(data)
    listed = Dictionary({"Type": "/Filespec", "F": name, "UF": name})
    listed["EF"] = Dictionary({"F": data.reference})
    listed["Desc"] = String(_DESCRIPTION)
    listed["AFRelationship"] = "/Source"
    pdf.add_object(listed)
    files = Dictionary({"Names": Array([name, listed.reference])})
    pdf.add_object(files)
    names = Dictionary(pdf.catalog.get("Names"))
    names["EmbeddedFiles"] = files.reference
    pdf.catalog["Names"] = names
    pdf.catalog["AF"] = Array([listed.reference])


def _stream(attachment: Data) -> Stream:
    data = attachment.text.encode()
    made = String(f"{attachment.made.astimezone(UTC):D:%Y%m%d%H%M%SZ}")
    about = Dictionary({"Size": len(data), "CreationDate": made, "ModDate": made})
    about["CheckSum"] = f"<{hashlib.md5(data, usedforsecurity=False).hexdigest()}>"
    kind = {"Type": "/EmbeddedFile", "Subtype": "/application#2fjson", "Params": about}
    return Stream([data], kind, compress=True)
