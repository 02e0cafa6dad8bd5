"""What may be kept beside a version: a picture or a PDF, known by what it begins with."""

from __future__ import annotations

from enum import Enum

from samverkan_docs import signing

TOO_LARGE = signing.TOO_LARGE


class NotAScan(ValueError):
    """The file is no scan; the text is a Swedish sentence."""


class Kind(Enum):
    """What a scan is, by the ending of its file's name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"

    @property
    def ending(self) -> str:
        """The ending of the file's name."""
        return self.value

    @property
    def media_type(self) -> str:
        """What the file is called over HTTP."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}
_BEGINNINGS = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPEG, b"\x89PNG\r\n\x1a\n": Kind.PNG}


def recognised(data: bytes) -> Kind:
    """Give what *data* are; NotAScan if they are none or too many."""
    if len(data) > signing.LIMIT:
        raise NotAScan(TOO_LARGE)
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    raise NotAScan("Filen är varken PDF, JPEG eller PNG.")
