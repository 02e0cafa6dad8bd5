"""A page of a paper of our own as a picture, for those who look before they print.

Rule: only a file that the program has just made is drawn here; anybody else's is drawn in a child
process, in `page_drawing`. PDFium is not safe in several threads: one picture at a time.
"""

from __future__ import annotations

from io import BytesIO
from threading import Lock

_COLOURS = 32
_LOCK = Lock()


def picture(pdf: bytes, width: int) -> bytes:
    """Return the first page of *pdf* as a PNG, *width* dots wide."""
    import pypdfium2

    with _LOCK, pypdfium2.PdfDocument(pdf) as document, BytesIO() as written:
        page = document[0]
        drawn = page.render(scale=width / page.get_width()).to_pil()
        drawn.convert("RGB").quantize(_COLOURS).save(written, "PNG")
        return written.getvalue()
