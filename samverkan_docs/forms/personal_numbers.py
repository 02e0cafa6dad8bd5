"""Find personnummer and samordningsnummer in free text.

Rule: twelve digits, or six and four with a hyphen, plus, dash or blank between them, with a date
that has been (day plus 60 for a samordningsnummer) and the right check digit (Luhn over the last
ten), are one. Ten bare digits that would pass are only *possible*: a phone number passes by chance
one time in twenty.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum import luhn

REMOVED = "[borttaget: såg ut som ett personnummer]"
_BLANK = "[ \t\u00a0\u2007\u2009\u202f]"
_SIGN = "[-+\u2010-\u2015\u2212]"
_BETWEEN = rf"(?:{_BLANK}*{_SIGN}{_BLANK}*|{_BLANK}+)"
_CERTAIN = re.compile(
    rf"(?<![0-9])(?:[0-9]{{8}}{_BETWEEN}?|[0-9]{{6}}{_BETWEEN})[0-9]{{4}}(?![0-9])"
)
_POSSIBLE = re.compile(r"(?<![0-9+])[0-9]{10}(?![0-9])")
_COORDINATION_DAYS = 60
_FULL_DATE = 8
_CENTURIES = (1800, 1900, 2000)
_YEARS = range(1800, 2100)


def certain(text: str) -> list[str]:
    """Return the personal numbers that stand in *text* beyond doubt, as written."""
    return [found for found in _CERTAIN.findall(text) if _is_personal(found)]


def possible(text: str) -> list[str]:
    """Return the runs of ten bare digits in *text* that may be a personal or a phone number."""
    return [found for found in _POSSIBLE.findall(text) if _is_personal(found)]


def without(text: str, *, even_possible: bool = True) -> str:
    """Return *text* with a bracket in place of each personal number that stands in it."""
    found = certain(text) + (possible(text) if even_possible else [])
    for written in found:
        text = text.replace(written, REMOVED)
    return text


def _is_personal(written: str) -> bool:
    digits = re.sub(r"[^0-9]", "", written)
    return luhn.is_valid(digits[-10:]) and _has_date(digits[:-4])


def _has_date(digits: str) -> bool:
    day = int(digits[-2:])
    day -= _COORDINATION_DAYS * (day > _COORDINATION_DAYS)
    month, year = int(digits[-4:-2]), int(digits[:-4])
    years = [year] if len(digits) == _FULL_DATE else [c + year for c in _CENTURIES]
    return any(y in _YEARS and _has_been(y, month, day) for y in years)


def _has_been(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day) <= date.today()  # noqa: DTZ011 -- where the school is
    except ValueError:
        return False
