"""Whether pages look different once something has been added to a file: both are drawn.

Rule: what is added is drawn by PDFium in a child process, as it looks on the screen and as it
prints. Any difference counts, however faint. Other programs may draw what is added in other ways.
"""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass, field

from samverkan_docs.seal import sandbox

_SECONDS = 3  # forty pages take one


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A page as it looks with what was added, its differing places marked, as PNG."""

    page: int
    png: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Which *pages* look different; *drawn* tells whether the file could be drawn at all.

    Only the first dozen have a picture, and of a long file only *compared* pages were drawn.
    """

    drawn: bool = True
    pages: tuple[int, ...] = ()
    pictures: tuple[Picture, ...] = ()
    compared: int | None = None  # None: all of them


def between(pdf: bytes, end: int) -> Differences:
    """Compare the pages of the first *end* bytes with those of all of *pdf*."""
    from samverkan_docs.seal import page_drawing

    try:
        found = json.loads(sandbox.run(page_drawing.compared, pdf, end, seconds=_SECONDS))
    except sandbox.Failed:
        return Differences(drawn=False)
    return Differences(
        pages=tuple(found["pages"]),
        pictures=tuple(Picture(page=page, png=b64decode(png)) for page, png in found["pictures"]),
        compared=found["compared"],
    )
