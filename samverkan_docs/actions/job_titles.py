"""The functions that people at a school have, for the log, which holds no names."""

from __future__ import annotations

from samverkan_docs import catalogue

OFFERED = catalogue.FUNCTION.offers
OTHER = "annan funktion"


def named_in(text: str) -> str:
    """Return the function that *text* names, the longest if several; OTHER if none."""
    words = text.casefold()
    return max((name for name in OFFERED if name in words), key=len, default=OTHER)
