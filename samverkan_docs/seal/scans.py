"""What is kept beside a version: a scan of the signed page, checked for what it really is.

Rule: a file is what its content is, never what it is called, and is looked through in a child.
"""

from __future__ import annotations

from enum import StrEnum

from samverkan_docs.seal import sandbox

LIMIT = 20_000_000
"""The largest file that is kept, in bytes."""

_MB = 1_000_000

TOO_LARGE = (
    f"Filen är för stor. Den får vara högst {LIMIT // _MB} MB. Skanna med lägre upplösning, till "
    "exempel 300 dpi."
)


class NotAScan(Exception):
    """The file is not kept; the text is a Swedish sentence."""


class ScanKind(StrEnum):
    """What a file is, as a media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def ending(self) -> str:
        """How the name of such a file ends, with the dot."""
        return {"PDF": ".pdf", "JPEG": ".jpg", "PNG": ".png"}[self.name]


def recognised(data: bytes) -> ScanKind:
    """Return what the file *data* is; NotAScan if it is nothing that is kept."""
    if not data:
        raise NotAScan("Filen är tom.")
    if len(data) > LIMIT:
        raise NotAScan(TOO_LARGE)

    from samverkan_docs.seal import scan_reading

    try:
        return ScanKind(sandbox.run(scan_reading.named, data).decode())
    except sandbox.Refused as error:
        raise NotAScan(str(error)) from error
    except sandbox.Failed as error:
        raise NotAScan("Filen går inte att läsa. Skanna eller spara den på nytt.") from error
