"""Days as people in Sweden write them: 2026-08-17, 17/8 2026, 17.8.2026, 17 aug, den 17 augusti.

Rule: a day without a year belongs to the läsår of the plan, and is never guessed without one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from samverkan_docs.plan import SchoolYear
from samverkan_docs.words import months

_YEARS = range(2000, 2100)
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*")
_FORMS = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>20[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(r"(?P<y>[0-9]{4})[./](?P<m>[0-9]{1,2})[./](?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2})[./](?P<m>[0-9]{1,2})(?:[./\s-]+(?P<y>[0-9]{4}|[0-9]{2}))?"),
    re.compile(r"(?:den )?(?P<d>[0-9]{1,2})(?::?[ae])? (?P<name>[a-zåäö]+)(?: (?P<y>[0-9]{4}))?"),
)
_FIRST_MONTH = 7  # of a läsår, for a day that names no year


@dataclass(frozen=True, kw_only=True)
class Written:
    """A day as it was written: *year* is None if it was left out."""

    day: int
    month: int
    year: int | None = None


def written(text: str) -> Written | None:
    """Return what *text* says of a day, which may not exist; None if it is no such form."""
    plain = _DASHES.sub("-", " ".join(text.split()).casefold().rstrip("."))
    plain = re.sub(r"(?<=[0-9])\. (?=[0-9])", ".", plain).replace(". ", " ")
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match:
            return _written(match.groupdict())
    return None


def _written(found: dict[str, str | None]) -> Written | None:
    name, year = found.get("name"), found["y"]
    month = _months().get(name) if name else int(found["m"] or 0)
    if month is None:
        return None
    century = 2000 if year and len(year) == len("26") else 0
    return Written(
        day=int(found["d"] or 0), month=month, year=century + int(year) if year else None
    )


@cache
def _months() -> dict[str, int]:
    """Return the months by their names and by what these are shortened to."""
    names = months()
    return {name[:length]: n for name, n in names.items() for length in range(3, len(name) + 1)}


def day(text: str, school_year: str = "") -> date | None:
    """Return the day that *text* names, None if none, or without a year and a *school_year*."""
    found = written(text)
    if found is None:
        return None
    year = found.year or _year_in(school_year, found.month)
    if year not in _YEARS:
        return None
    try:
        return date(year, found.month, found.day)
    except ValueError:
        return None


def _year_in(school_year: str, month: int) -> int:
    try:
        start = SchoolYear.parse(school_year).start
    except ValueError:
        return 0
    return start if month >= _FIRST_MONTH else start + 1
