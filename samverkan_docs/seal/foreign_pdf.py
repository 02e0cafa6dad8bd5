"""A PDF file from anyone, opened within bounds of memory and time.

Rule: nothing that a file says about itself, how long, how many or where, is believed beyond what
a real one needs. Pictures and texts are never unpacked to learn how many pages there are.
"""

from __future__ import annotations

import logging
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from typing import Any

from pyhanko.pdf_utils import (
    filters,  # noqa: F401 # which the library itself loads late, when a child can open no more
    generic,
    reader,
)
from pyhanko.pdf_utils.decode_limits import (
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.misc import PdfError, PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefBuilder

from samverkan_docs.seal import sandbox

_SECONDS = 3  # of this thread's own work on a file from anyone
_SECONDS_PAGES = 1
_READ = 100_000_000  # bytes: an object may lie within another, and is then read more than once
_LOOKS = 64  # reads between two looks at the clock
_QUICK = 500_000  # bytes that are read soon enough without a look at the clock
_ENTRIES = 50_000  # of all cross-reference streams, or of one object stream
_REVISIONS = 200
_WIDEST = 8  # bytes of a number in a cross-reference stream

# What the library raises over a file that is no sound PDF.
GARBLED = (
    PdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=5_000_000),
    per_purpose={DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_output_size=500_000)},
    document_budget=DocumentDecodeBudget(base_allowance=32_000_000, max_ratio=1),
)

logging.getLogger("pyhanko.pdf_utils").setLevel(logging.ERROR)  # no file may fill the log


class Garbled(Exception):
    """The file cannot be read, or not within the bounds."""


class OutOfTime(Garbled):
    """Reading the file takes longer than it may."""


class Encrypted(Garbled):
    """The file is encrypted."""


@contextmanager
def reading() -> Iterator[None]:
    """Raise Garbled for whatever the library raises over a file."""
    try:
        yield
    except GARBLED as error:
        raise Garbled from error


def pages(pdf: bytes, most: int) -> int:
    """Count the pages, and none after one more than *most*; Garbled if that cannot be done."""
    with reading():
        return sum(1 for _ in islice(_leaves(Reader(pdf, _SECONDS_PAGES, strict=False)), most + 1))


def _leaves(opened: Reader) -> Iterator[Any]:
    waiting, seen = [opened.root.raw_get("/Pages")], set()
    while waiting:
        opened.demand_time()
        reference = waiting.pop()
        if reference.idnum in seen:
            raise PdfReadError("a page in two places")
        seen.add(reference.idnum)
        node = reference.get_object()
        if "/Kids" in node:
            waiting.extend(node["/Kids"])
        elif node["/Type"] == "/Page":
            yield node


# --- The bounds ---------------------------------------------------------------------------------


class QuickReader(PdfFileReader):
    """Finds an object in its stream at once, not after all before it."""

    def __init__(self, stream: BytesIO, **options: Any) -> None:
        self._streams: dict[int, tuple[BytesIO, list[int], list[int]]] = {}
        super().__init__(stream, **options)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        if stmnum not in self._streams:
            self._streams[stmnum] = self._opened(stmnum)
        stream, numbers, offsets = self._streams[stmnum]
        if idx >= len(numbers) or numbers[idx] != idnum:
            raise PdfReadError("not at its place in the object stream")
        stream.seek(offsets[idx])
        found = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfReadError("not allowed in an object stream")
        return found

    def _opened(self, number: int) -> tuple[BytesIO, list[int], list[int]]:
        stream = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfReadError("no object stream")
        data, first = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"])
        table = [int(word) for word in data[:first].split()[: 2 * int(stream["/N"])]]
        return BytesIO(data), table[::2], [first + offset for offset in table[1::2]]


class Reader(QuickReader):
    """Reads within bounds."""

    def __init__(self, pdf: bytes, seconds: float = _SECONDS, *, strict: bool = True) -> None:
        self._until = time.thread_time() + seconds
        super().__init__(_Watched(pdf, self), strict=strict, decode_limits=_LIMITS)
        if "/Encrypt" in self.trailer:
            raise Encrypted

    def demand_time(self) -> None:
        """Raise OutOfTime if the file has had its time."""
        if time.thread_time() > self._until:
            raise OutOfTime

    def get_historical_resolver(self, revision: int) -> reader.HistoricalResolver:
        """Return the file as it was in *revision*."""
        cached = self._historical_resolver_cache
        if revision not in cached:
            cached[revision] = _Resolver(self, revision)
        return cached[revision]

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        self.demand_time()
        return super()._get_object_from_stream(idnum, stmnum, idx)

    def _opened(self, number: int) -> tuple[BytesIO, list[int], list[int]]:
        stream = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfReadError("no object stream")
        count, first = int(stream["/N"]), int(stream["/First"])
        if not 0 <= count <= _ENTRIES:
            raise PdfReadError("more objects than a file has")
        data = unpacked(stream, DecodePurpose.OBJECT_STREAM)
        words = data[:first].split(maxsplit=2 * count)
        table = [int(word) for word in words[: 2 * count]]
        opened = BytesIO(data) if len(data) < _QUICK else _Watched(data, self)
        return opened, table[::2], [first + offset for offset in table[1::2]]


def unpacked(stream: Any, purpose: DecodePurpose = DecodePurpose.GENERIC) -> bytes:
    """Return what *stream* holds; the packings that take the library long are refused."""
    if stream.get("/Filter", "/FlateDecode") != "/FlateDecode" or "/DecodeParms" in stream:
        raise PdfReadError("packed in an uncommon way")
    data: bytes = stream.read_data(purpose)
    return data


class _Watched(BytesIO):
    """Looks at the clock while it is read, and counts what is read."""

    def __init__(self, data: bytes, opened: Reader) -> None:
        super().__init__(data)
        self._opened, self._reads, self._left = opened, 0, _READ

    def read(self, size: int | None = -1, /) -> bytes:
        """Read *size* bytes."""
        self._reads += 1
        if self._reads % _LOOKS == 0:
            self._opened.demand_time()
        data = super().read(size)
        self._left -= len(data)
        if self._left < 0:
            raise PdfReadError("objects within each other")
        return data


class _Resolver(reader.HistoricalResolver):
    """An earlier state of the file. Each step through it looks at the clock.

    The ways to an object can be made to grow without bound in a file that is small.
    """

    reader: Reader

    def get_object(self, ref: Any, as_metadata_stream: bool = False) -> Any:
        """Return an object, if there is time."""
        self.reader.demand_time()
        return super().get_object(ref, as_metadata_stream)


class _References(XRefBuilder):
    """Reads where the objects lie; the library's own believes any number and width of entries."""

    _entries = 0

    def _read_xref_stream_object(self) -> Any:
        reference, stream = super()._read_xref_stream_object()  # type: ignore[no-untyped-call]
        numbers = list(stream.get("/Index", (0, stream["/Size"])))[1::2]
        self._entries += sum(numbers)
        if (
            min(numbers) < 0
            or self._entries > _ENTRIES
            or len(self.sections) > _REVISIONS
            or max(stream["/W"]) > _WIDEST
        ):
            raise PdfReadError("more cross-references than a file has")
        return reference, stream

    def _read_xref_table(self, declared_startxref: int) -> Any:
        if len(self.sections) > _REVISIONS:
            raise PdfReadError("more revisions than a file has")
        return super()._read_xref_table(declared_startxref)


reader.XRefBuilder = _References  # type: ignore[attr-defined] # there is no other way in


# --- Attachments --------------------------------------------------------------------------------


def attachment(pdf: bytes, name: str, limit: int) -> bytes | None:
    """Return the attached file *name*, None if there is none; Garbled if larger than *limit*."""
    with reading():
        reader = Reader(pdf)
        root = reader.root
        if "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]:
            return None
        for file in _files(reader, root["/Names"]["/EmbeddedFiles"]):
            if name in (file.get("/UF", None), file.get("/F", None)):
                data = unpacked(file["/EF"]["/F"])
                if len(data) > limit:
                    raise PdfReadError("too large")
                return data
    return None


def _files(reader: Reader, tree: Any) -> Iterator[Any]:
    """Yield the file specifications in a name *tree*, which has names or branches."""
    reader.demand_time()
    yield from (file.get_object() for file in list(tree.get("/Names", ()))[1::2])
    for branch in tree.get("/Kids", ()):
        yield from _files(reader, branch.get_object())


def attached(pdf: bytes, name: str, limit: int) -> bytes:
    """Return the same for the way out of a child: after one byte, or nothing if there is none."""
    try:
        found = attachment(pdf, name, limit)
    except Garbled as error:
        raise sandbox.Refused from error
    return b"" if found is None else b"=" + found
