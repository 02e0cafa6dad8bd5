"""Two files drawn page by page and compared, in the child process of `page_differences`.

Rule: any dot that differs counts, as the page looks on the screen or as it prints.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

Image.preinit()  # in a child nothing can be opened later

_PAGES = 60  # as many are drawn
_PICTURES = 12
_SCALE = 1.5  # 108 dots to the inch
_LONGEST = 1800  # dots
_APART = 12  # dots between two places that are marked as two
_RED = (200, 0, 40)


def compared(pdf: bytes, end: int) -> bytes:
    """Return as JSON which pages of the first *end* bytes look different in all of *pdf*."""
    before, after = _opened(pdf[:end]), _opened(pdf)
    count = max(len(before), len(after))
    pages: list[int] = []
    pictures: list[tuple[int, str]] = []
    for number in range(min(count, _PAGES)):
        old, new = _drawn(before, number), _drawn(after, number)
        if old != new:
            pages.append(number + 1)
            if new and len(pictures) < _PICTURES:
                pictures.append((number + 1, b64encode(_marked(old, new)).decode()))
    limit = _PAGES if count > _PAGES else None
    return json.dumps({"pages": pages, "pictures": pictures, "compared": limit}).encode()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document


def _drawn(document: pypdfium2.PdfDocument, number: int) -> list[Image.Image]:
    """Return a page as it looks on the screen and as it prints; nothing if there is none."""
    if number >= len(document):
        return []
    page = document[number]
    scale = min(_SCALE, _LONGEST / max(page.get_size()))
    flags = (0, pypdfium2.raw.FPDF_PRINTING)
    return [page.render(scale=scale, extra_flags=each).to_pil().convert("RGB") for each in flags]


def _marked(old: list[Image.Image], new: list[Image.Image]) -> bytes:
    """Return the way of drawing that differs, the screen's first, with its differences marked."""
    screen = not old or old[0] != new[0]
    before, after = (old[0] if old else None, new[0]) if screen else (old[1], new[1])
    picture = after.copy()
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in _places(before, after):
        box = (max(left - 4, 0), max(top - 4, 0), right + 3, bottom + 3)
        pen.rectangle(box, outline=_RED, width=3)
    with BytesIO() as written:
        picture.quantize(64).save(written, "PNG", optimize=False)
        return written.getvalue()


def _places(before: Image.Image | None, after: Image.Image) -> Iterator[tuple[int, int, int, int]]:
    """Yield a box around each group of rows that differ; the whole page if its size does."""
    if before is None or before.size != after.size:
        yield (4, 4, after.width - 4, after.height - 4)
        return
    bands = ImageChops.difference(before, after).split()
    mask = ImageChops.lighter(ImageChops.lighter(*bands[:2]), bands[2]).point([0] + [255] * 255)
    top = 0
    while box := mask.crop((0, top, *mask.size)).getbbox():
        first, last = top + box[1], _last_row(mask, top + box[1])
        left, _, right, _ = mask.crop((0, first, mask.width, last)).getbbox() or box
        yield (left, first, right, last)
        top = last


def _last_row(mask: Image.Image, row: int) -> int:
    """Return where the group of differing rows that begins at *row* ends."""
    while row < mask.height:
        box = mask.crop((0, row, mask.width, row + _APART)).getbbox()
        if box is None:
            break
        row += box[3]
    return min(row, mask.height)
