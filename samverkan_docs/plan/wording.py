"""A sentence of a text, and the text with a function named where a number stood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from samverkan_docs.words import capital, small

Span: TypeAlias = tuple[int, int]

_SENTENCE_ENDS = re.compile(r"[.!?]\s+(?=[A-ZÅÄÖ])|\n+")
_NOUNS = "på|tjänstenumret|numret|telefonnummer|nummer|telefon|mobil|tel|tfn|nr"
_TIE = rf"(?P<tie>[\s,:(–-]*(?:(?:{_NOUNS})\b\.?[\s:]*)*)$"


def sentence(text: str, span: Span) -> Span:
    """Return where the sentence around *span* begins and ends."""
    start, end = span
    ends = list(_SENTENCE_ENDS.finditer(text))
    first = max((match.end() for match in ends if match.end() <= start), default=0)
    last = min((_last(match) for match in ends if match.start() >= end), default=len(text))
    return first, last


def _last(match: re.Match[str]) -> int:
    return match.start() + (0 if match[0].startswith("\n") else 1)


def put(text: str, spans: Iterable[Span], function: str) -> str:
    """Return *text* with *function* at *spans*, once only where it was already named just before.

    "socialjouren, 08-465 004 10" and "socialjouren (08-465 004 10)" become "socialjouren".
    """
    for start, end in sorted(spans, reverse=True):
        before, after = text[:start], text[end:]
        named = re.search(rf"\b{re.escape(function)}\w*{_TIE}", before, re.IGNORECASE)
        if named is None:
            text = before + (capital if _begins(before) else _within)(function) + after
        else:
            closes = "(" in named["tie"] and after.startswith(")")
            text = before[: named.start("tie")] + (after[1:] if closes else after)
    return text


def _within(function: str) -> str:
    """Return *function* as it stands within a sentence; BUP keeps its capitals."""
    return small(function) if function[1:2].islower() else function


def _begins(before: str) -> bool:
    """Return whether what follows *before* begins a sentence."""
    return not before.strip() or before.rstrip(" ")[-1:] in ".!?\n"
