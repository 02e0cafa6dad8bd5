"""Read a PDF's tags and type sizes, for the tests that look inside."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Tag:
    """A structure element: its type, its parent's, and its attributes."""

    kind: str
    parent: str
    element: pikepdf.Object

    @property
    def kids(self) -> list[str]:
        return [str(kid.S) for kid in _elements(self.element)]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def tags(document: pikepdf.Pdf) -> Iterator[Tag]:
    """Give every tag below the root, in reading order."""
    yield from _below(document.Root.StructTreeRoot)


def _below(parent: pikepdf.Object) -> Iterator[Tag]:
    for element in _elements(parent):
        yield Tag(str(element.S), str(parent.get("/S", "")), element)
        yield from _below(element)


def _elements(parent: pikepdf.Object) -> list[pikepdf.Object]:
    kids = parent.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def picture(pdf: bytes, page: int = 0, *, dpi: int = 50) -> Image.Image:
    """Give *page* in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[page].render(scale=dpi / 72).to_pil()
        return image.convert("L")


def lines(pdf: bytes, page: int) -> list[str]:
    """Give the lines of *page* as the eye reads them, whatever the order they are drawn in."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        whole = text.get_text_range()
        boxes = [text.get_charbox(n, loose=True) for n in range(text.count_chars())]
    rows: dict[int, list[tuple[float, str]]] = {}
    for char, (left, bottom, _, _) in zip(whole, boxes, strict=True):
        if char.isprintable():
            rows.setdefault(round(bottom), []).append((left, char))
    top_down = sorted(rows.items(), reverse=True)
    return [" ".join("".join(_spaced(sorted(row))).split()) for _, row in top_down]


def _spaced(row: list[tuple[float, str]]) -> Iterator[str]:
    wide = 20
    last = row[0][0]
    for left, char in row:
        yield f" {char}" if left - last > wide else char
        last = left


def ink_heights(pdf: bytes, word: str, *, dpi: int = 300) -> list[float]:
    """Give how high the ink of each character of *word* is where it first stands, in mm."""
    image = picture(pdf, dpi=dpi)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        start = text.get_text_range().replace("\u00a0", " ").index(word)
        boxes = [text.get_charbox(start + n) for n in range(len(word)) if word[n] != " "]
        above = page.get_height()
    pixels = [
        [edge * dpi / 72 for edge in (x, above - y2, x2, above - y)] for x, y, x2, y2 in boxes
    ]
    inks = (image.crop((round(a), round(b) - 9, round(c), round(d) + 9)) for a, b, c, d in pixels)
    return [_dark_rows(ink) * MM_PER_INCH / dpi for ink in inks]


def _dark_rows(image: Image.Image) -> int:
    box = image.point(lambda value: 255 if value < 128 else 0).getbbox()
    return box[3] - box[1] if box else 0
