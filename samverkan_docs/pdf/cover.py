"""Which bytes of a PDF file its first signature covers: all up to an end, but for itself.

Rule: what a file was is known by these bytes alone. The signature in the gap between them is
covered by nobody, and more certificates can be put into it without breaking it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_RANGE = re.compile(rb"/ByteRange ?\[ ?0 (\d{1,8}) (\d{1,8}) (\d{1,8}) ?\]")


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The bytes up to *end* but for the *gap*; *written_at* is where the file says so."""

    gap: slice
    end: int
    written_at: int

    def sha256(self, pdf: bytes) -> bytes:
        """Return the digest of what is covered, which is what was signed."""
        return hashlib.sha256(pdf[: self.gap.start] + pdf[self.gap.stop : self.end]).digest()


def find(pdf: bytes) -> Cover | None:
    """Return what the first signature of *pdf* covers, None if it has none."""
    found = _RANGE.search(pdf)
    if not found:
        return None
    start, stop, rest = map(int, found.groups())
    return Cover(gap=slice(start, stop), end=stop + rest, written_at=found.end())


def digest(pdf: bytes) -> str:
    """Return the SHA-256 of what the signature of *pdf* covers; of all of it, if it has none."""
    cover = find(pdf)
    return (cover.sha256(pdf) if cover else hashlib.sha256(pdf).digest()).hex()
