"""Swedish as everybody writes it: dates, numbers, lists and the reasons of the operating system.

Rule: what the language lays down comes from Babel's Swedish locale; only what is ours is here.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from datetime import date

from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal

NBSP = "\u00a0"
_LOCALE = "sv"


def prose_date(day: date) -> str:
    """Return a date for running text, 17 augusti 2026; no line breaks between day and month."""
    return format_date(day, "d MMMM y", locale=_LOCALE).replace(" ", NBSP, 1)


def period(first: date | None, last: date | None) -> str:
    """Return from and until which day, in running text; empty if neither is known."""
    since = [f"från och med den {prose_date(first)}"] if first else []
    return " ".join([*since, f"till och med den {prose_date(last)}"] if last else since)


def month(day: date) -> str:
    """Return the month of *day* in running text, april 2024."""
    return format_date(day, "MMMM y", locale=_LOCALE)


def months() -> dict[str, int]:
    """Return the months' numbers by their names: januari is 1."""
    return {name: n for n, name in get_month_names("wide", locale=_LOCALE).items()}


def number(value: int) -> str:
    """Return a number with a no-break space between the thousands: 4 000."""
    return format_decimal(value, locale=_LOCALE)


def count(value: int, one: str, many: str) -> str:
    """Return how many there are: 1 kontakt, 2 kontakter."""
    return f"{number(value)} {one if value == 1 else many}"


def listed(words: Sequence[str]) -> str:
    """Return *words* as a list in running text: numret, namnet och telefontiden."""
    return format_list(words, locale=_LOCALE)


def capital(text: str) -> str:
    """Return *text* with a capital first letter, as in the first cell of a row."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return *text* with a small first letter, as in the middle of a sentence; BUP stays BUP."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


_REASONS = {
    errno.ENOENT: "den eller mappen finns inte",
    errno.EACCES: "du får inte använda den",
    errno.EPERM: "du får inte använda den",
    errno.EISDIR: "den är en mapp",
    errno.ENOTDIR: "den är ingen mapp",
    errno.EEXIST: "den är ingen mapp",
    errno.EROFS: "disken är skrivskyddad",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "disken är full",
}


def reason(error: OSError) -> str:
    """Return in Swedish why the system refused a file or a folder."""
    return _REASONS.get(error.errno or 0, f"fel {error.errno}")
