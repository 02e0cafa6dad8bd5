"""A scan looked through, in the child process of `scans`.

Rule: a picture passes only if all of it can be drawn, a PDF file only if its pages can be found;
both within bounds of memory and time.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO

from PIL import (
    Image,
    ImageFile,
    MpoImagePlugin,  # noqa: F401 # which the library itself loads late, when a child can open no more
    TiffImagePlugin,  # noqa: F401 # the same, for what a camera writes about a picture
)

from samverkan_docs.seal import foreign_pdf, sandbox
from samverkan_docs.seal.scans import NotAScan, ScanKind

Image.preinit()  # in a child nothing can be opened later

_MB = 1_000_000
_PAGES = 50
_LEAD = 1024  # bytes in which a PDF file begins, as readers of PDF have it
_PIXELS = 50_000_000  # an A4 page at 600 dpi has 35 million, a phone's largest picture 48
_INKS = 4  # of a picture for print
_FOR_PRINT = 2  # times the memory
_PICTURE_BYTES = 140_000_000  # such a page with colours and transparency
_SCANS = 20  # passes in which a JPEG file draws its picture; the usual programs make ten
_PARTS = 20_000  # of a picture file
_BAD_PICTURE = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,  # what Pillow calls a PNG file with a broken part
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def named(data: bytes) -> bytes:
    """Return the media type of *data*, for the way out of a child."""
    try:
        return kind_of(data).value.encode()
    except NotAScan as error:
        raise sandbox.Refused(str(error)) from error


def kind_of(data: bytes) -> ScanKind:
    """Return what the file *data* is; NotAScan if it is nothing that is kept."""
    if data.startswith(b"\xff\xd8\xff"):
        _demand_picture(data, ScanKind.JPEG)
        return ScanKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _demand_picture(data, ScanKind.PNG)
        return ScanKind.PNG
    if b"%PDF-" in data[:_LEAD]:
        _demand_pages(_without_rubbish(data))
        return ScanKind.PDF
    raise NotAScan(
        "Filen är varken PDF, JPEG eller PNG. Skanna sidan till PDF, eller fotografera den och "
        "spara bilden som JPEG."
    )


def _without_rubbish(data: bytes) -> bytes:
    """Return a PDF file without what mail gateways and scanners put before and after it."""
    return data[data.index(b"%PDF-") :].rstrip(b"\x00\x1a \t\r\n")


def _demand_pages(data: bytes) -> None:
    if b"%%EOF" not in data[-1024:]:
        raise NotAScan("PDF-filen är avkortad: slutet saknas. Hämta eller skanna den på nytt.")
    try:
        pages = foreign_pdf.pages(data, _PAGES)
    except foreign_pdf.Encrypted as error:
        raise NotAScan("PDF-filen är låst med ett lösenord. Spara den utan lösenord.") from error
    except foreign_pdf.Garbled as error:
        raise NotAScan("PDF-filen går inte att läsa. Skanna eller spara den på nytt.") from error
    if not pages:
        raise NotAScan("PDF-filen har inga sidor.")
    if pages > _PAGES:
        raise NotAScan(
            f"PDF-filen har fler än {_PAGES} sidor. Välj bara det som hör till underskrifterna."
        )


# --- Pictures -----------------------------------------------------------------------------------


def _demand_picture(data: bytes, kind: ScanKind) -> None:
    """Draw the whole picture, once what it says about itself has shown that this can be done."""
    try:
        if kind is ScanKind.JPEG:
            _demand_common_jpeg(data)
        else:
            _demand_whole_png(data)
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on, for the whole program
        with Image.open(BytesIO(data), formats=[kind.name]) as picture:
            picture.draft("L", (1, 1))  # a JPEG is drawn small and grey, which is all of it still
            picture.load()
    except _BAD_PICTURE as error:
        raise NotAScan(
            "Bilden går inte att läsa: den är skadad eller avkortad. Spara eller fotografera den "
            "på nytt."
        ) from error


def _too_large() -> NotAScan:
    return NotAScan(
        f"Bilden är för stor. Den får ha högst {_PIXELS // _MB} miljoner bildpunkter. Skanna med "
        "lägre upplösning, till exempel 300 dpi."
    )


def _uncommon() -> NotAScan:
    return NotAScan(
        "Bilden är sparad på ett ovanligt sätt. Öppna den i ett bildprogram och spara den som en "
        "vanlig JPEG i färg eller gråskala."
    )


_PNG_BITS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # numbers for each pixel, by the type of colour


def _demand_whole_png(data: bytes) -> None:
    """Raise ValueError unless the PNG file is whole, and NotAScan if it is too much to draw."""
    at = 8
    for _ in range(_PARTS):
        length, name = struct.unpack_from(">I4s", data, at)
        start, at = at + 4, at + 12 + length
        if zlib.crc32(data[start : at - 4]) != int.from_bytes(data[at - 4 : at]):
            raise ValueError(name)
        if name == b"IEND":
            break
    else:
        raise _uncommon()
    width, height, bits, colours = struct.unpack_from(">IIBB", data, 16)
    weight = width * height * bits * _PNG_BITS[colours]
    if width * height > _PIXELS or weight > _PICTURE_BYTES * 8:
        raise _too_large()


_MARKER = re.compile(rb"\xff([\x02-\xcf\xd8-\xfe])")  # none of those that stand within a picture
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_COMMON_FRAMES = {0xC0, 0xC1, 0xC2}


def _demand_common_jpeg(data: bytes) -> None:
    """Raise ValueError unless the JPEG file is whole, and NotAScan if it is too much to draw.

    Only the common kinds are drawn in bounded time: of few passes, grey, in colour or for print.
    """
    at, scans, pixels = 2, 0, []
    for _ in range(_PARTS):
        found = _MARKER.search(data, at)
        if not found:
            raise ValueError(at)
        marker, at = found[1][0], found.end()
        if marker == _END:
            break
        length, _bits, height, width, colours = struct.unpack_from(">HBHHB", data, at)
        scans += marker == _SCAN
        if marker in _FRAMES:
            if marker not in _COMMON_FRAMES or colours not in {1, 3, _INKS}:
                raise _uncommon()
            pixels.append(width * height * (_FOR_PRINT if colours == _INKS else 1))
        at += length if marker != _START else 0
    if not pixels or not scans:
        raise ValueError(at)
    if len(pixels) > 1 or scans > _SCANS:
        raise _uncommon()
    if pixels[0] > _PIXELS:
        raise _too_large()
