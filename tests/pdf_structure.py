"""Read a PDF's tags, what is heard of it, and its type sizes, for the tests that look inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

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

    @property
    def is_cell(self) -> bool:
        return self.kind in {"/TH", "/TD"}

    @property
    def numbers(self) -> list[int]:
        """The numbers of the content that it holds itself."""
        kids: list[object] = list(self.element.get("/K", pikepdf.Array()))
        return [kid for kid in kids if isinstance(kid, int)]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def tags(document: pikepdf.Pdf) -> Iterator[Tag]:
    """Yield every tag below the root, in reading order."""
    yield from _below(document.Root.StructTreeRoot)


def _below(parent: pikepdf.Object) -> Iterator[Tag]:
    for element in _elements(parent):
        yield Tag(str(element.S), str(parent.get("/S", "")), element)
        yield from _below(element)


def _elements(parent: pikepdf.Object) -> list[pikepdf.Object]:
    kids = parent.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


# --- What is heard ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """A piece of a page's content, with the number that its tag knows it by, if it has one."""

    kind: str
    properties: dict[str, str]
    number: int | None
    text: str


def marks(page: pikepdf.Page) -> Iterator[Mark]:
    """Yield each marked piece of *page*, and text without a mark as a piece of no kind."""
    opened: list[Mark] = []
    letters: dict[bytes, str] = {}
    for item in pikepdf.parse_content_stream(page):
        operands = item.operands
        match str(item.operator):
            case "BMC" | "BDC":
                opened.append(_mark(str(operands[0]), *operands[1:]))
            case "EMC":
                yield opened.pop()
            case "Tf":
                letters = _letters(page.resources.Font[str(operands[0])])
            case "TJ":
                shown = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
                text = "".join(_read(b"".join(shown), letters))
                if opened:
                    opened[-1] = replace(opened[-1], text=opened[-1].text + text)
                else:
                    yield Mark("", {}, None, text)


def _mark(kind: str, properties: pikepdf.Object | None = None) -> Mark:
    given = {} if properties is None else dict(properties.items())
    number = given.pop("/MCID", None)
    return Mark(
        kind,
        {key: str(value) for key, value in given.items()},
        None if number is None else int(number),
        "",
    )


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes())
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in pairs
    }


def _read(codes: bytes, letters: dict[bytes, str]) -> Iterator[str]:
    for place in range(0, len(codes), 2):
        yield letters[codes[place : place + 2]]


def heard(document: pikepdf.Pdf) -> list[str]:
    """Return the text of each piece that the tags lead to, in reading order."""
    texts = _texts(document)
    return [text for tag in tags(document) for text in _own(tag, texts)]


def cells(document: pikepdf.Pdf, table: Tag) -> list[list[str]]:
    """Return what is heard of each cell of *table*, row by row."""
    texts = _texts(document)

    def heard_of(cell: Tag) -> str:
        inner = [text for tag in _below(cell.element) for text in _own(tag, texts)]
        return " ".join([*_own(cell, texts), *inner]).strip()

    rows = [row for row in _below(table.element) if row.kind == "/TR"]
    return [[heard_of(cell) for cell in _below(row.element) if cell.is_cell] for row in rows]


def _texts(document: pikepdf.Pdf) -> dict[tuple[tuple[int, int], int | None], str]:
    return {
        (page.obj.objgen, mark.number): mark.text for page in document.pages for mark in marks(page)
    }


def _own(tag: Tag, texts: dict[tuple[tuple[int, int], int | None], str]) -> list[str]:
    return [texts[tag.element.Pg.objgen, number] for number in tag.numbers]


def ids(document: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Return the elements that the document lists by an ID."""
    root = document.Root.StructTreeRoot
    if "/IDTree" not in root:
        return {}
    return {str(name): element for name, element in pikepdf.NameTree(root.IDTree).items()}


# --- What is seen -------------------------------------------------------------------------------


def picture(pdf: bytes, page: int = 0, *, dpi: int = 50) -> Image.Image:
    """Return *page* in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[page].render(scale=dpi / 72).to_pil()
        return image.convert("L")


def lines(pdf: bytes, page: int) -> list[str]:
    """Return the lines of *page* as the eye reads them, whatever the order they are drawn in."""
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
    """Return how high the ink of each character of *word* is where it first stands, in mm."""
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


def ink_boxes(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Return left, upper, right and lower edge of each character of *page*, in mm from above."""
    with pypdfium2.PdfDocument(pdf) as document:
        above, text = document[page].get_height(), document[page].get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    points = ((x, above - y2, x2, above - y) for x, y, x2, y2 in boxes if x2 > x)
    per_mm = 72 / MM_PER_INCH
    return [(a / per_mm, b / per_mm, c / per_mm, d / per_mm) for a, b, c, d in points]


def type_of(pdf: bytes, word: str) -> tuple[str, float]:
    """Return the typeface and the size in points that *word* first stands in."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = (
            part for part in _type_on(document[0]) if word in part.extract().replace("\u00a0", " ")
        )
        part = next(found)
        return part.get_font().get_base_name(), _points(part)


def type_sizes(pdf: bytes) -> set[float]:
    """Return the sizes in points of all type on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return {_points(part) for part in _type_on(document[0])}


def _type_on(page: Any) -> Iterator[Any]:  # noqa: ANN401 -- the library has no types
    yield from page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage())


def _points(part: Any) -> float:  # noqa: ANN401 -- the same
    return round(float(part.get_font_size()) * abs(float(part.get_matrix().d)), 2)
