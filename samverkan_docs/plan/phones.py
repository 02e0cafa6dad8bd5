"""Phone numbers: read what a person types, store it in one form, print it the Swedish way.

They are also found in running text, however people write them there.

Rule: a number is stored as E.164 with an optional ';ext=', or as the digits of a short number;
what phonenumbers does not call valid is refused, and so is a foreign number without its country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import (
    Leniency,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    PhoneNumberType,
    shortnumberinfo,
)

from samverkan_docs.catalogue import reference

_REGION = "SE"
_CODE = 46
_EXTENSION = re.compile(
    r"[\s,;]*\b(?:ank(?:n|nytning)?\.?|ext\.?|x)\s*=?\s*([0-9]{1,7})\s*$", re.IGNORECASE
)
_EXTENSION_NEXT = re.compile(
    r"[\s,;(]*\b(?:ank(?:n|nytning)?\.?|ext\.?|x)\s*=?\s*([0-9]{1,7})\b", re.IGNORECASE
)
_ALLOWED = re.compile(r"\+?[0-9\s()/.\u00a0\u2010-\u2015\u2212-]+")
_LONGEST = 60
_HAS_AREA = re.compile(r"[\s(]*[0+]")  # without one it would be another town's number


class NotAPhoneNumber(ValueError):
    """The text is no valid Swedish phone number."""


def parse(text: str) -> str:
    """Return the stored form of the number in *text*, E.164 or short; NotAPhoneNumber if none."""
    if len(text) > _LONGEST:
        raise NotAPhoneNumber(text)
    extension = _EXTENSION.search(text)
    main = text[: extension.start()] if extension else text
    if not _ALLOWED.fullmatch(main.strip()):
        raise NotAPhoneNumber(text)
    try:
        number = phonenumbers.parse(main, _REGION)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber(text) from error
    is_ours = phonenumbers.is_valid_number_for_region(number, _REGION)
    is_foreign = main.lstrip().startswith("+") and _is_foreign(number)
    if (_HAS_AREA.match(main) and is_ours) or is_foreign:
        return f"{_stored(number)};ext={extension[1]}" if extension else _stored(number)
    digits = re.sub(r"[^0-9]", "", main)
    if not extension and "+" not in main and _is_short(digits):
        return digits
    raise NotAPhoneNumber(text)


def _is_foreign(number: PhoneNumber) -> bool:
    """Return whether *number* is a valid one of another country, such as an embassy's there."""
    return number.country_code != _CODE and phonenumbers.is_valid_number(number)


def _is_short(digits: str) -> bool:
    if digits in reference.SHORT_NUMBERS:
        return True
    number = phonenumbers.PhoneNumber(country_code=46, national_number=int(digits or "0"))
    return not digits.startswith("0") and shortnumberinfo.is_valid_short_number_for_region(
        number, _REGION
    )


@lru_cache(maxsize=4096)  # every page and paper asks for the same numbers again and again
def display(stored: str) -> str:
    """Return a stored number as it is written in Sweden: 08-405 50 05, 114 14, 070-123 45 67."""
    number, _, extension = stored.partition(";ext=")
    if not number.startswith("+"):
        return re.sub(r"^(11[0-9])([0-9]{2,3})$", r"\1 \2", number)
    parsed = phonenumbers.parse(number)
    is_ours = parsed.country_code == _CODE
    form = PhoneNumberFormat.NATIONAL if is_ours else PhoneNumberFormat.INTERNATIONAL
    written = phonenumbers.format_number(parsed, form)
    return f"{written}, ankn. {extension}" if extension else written


def shown(stored: str) -> str:
    """Return a stored number as it is written, and an address as it is."""
    return stored if "@" in stored else display(stored)


def display_abroad(stored: str) -> str:
    """Return a number in E.164 as it is written for those abroad: +46 8-405 50 05.

    Only an area code is set off by a hyphen: +46 77 114 14 00.
    """
    written = "+46 " + display(stored).removeprefix("0")
    has_area = phonenumbers.is_number_geographical(phonenumbers.parse(stored))
    return written if has_area or is_mobile(stored) else written.replace("-", " ", 1)


def is_mobile(stored: str) -> bool:
    """Return whether a stored number is mobile or personal (075), and so may be private."""
    number = stored.partition(";")[0]
    kinds = {PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER}
    return number.startswith("+") and (
        phonenumbers.number_type(phonenumbers.parse(number)) in kinds
    )


# --- In running text ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Found:
    """A number that stands in a text, from *start* to *end*, in *stored* form."""

    start: int
    end: int
    stored: str


_BETWEEN = r"[\s()/.\u00a0\u2010-\u2015\u2212-]"
_CLOCK = r"(?:[01]?[0-9]|2[0-4])[.:]?[0-5][0-9]"
_TO = r"\s*[\u2010-\u2015\u2212-]\s*"
_NO_NUMBER = re.compile(
    rf"(?<![0-9])(?:{_CLOCK}{_TO}{_CLOCK}"  # 0830-1630
    rf"|[0-9]{{1,2}}{_TO}[0-9]{{1,2}}[\s/.-]20[0-9]{{2}}"  # 08-09 2026
    r"|20[0-9]{2}[-/.:][0-9]+(?:[-/.][0-9]+)*)(?![0-9])"  # 2026-08-17, 2026/27, 2025:400
)
_RUN = re.compile(rf"(?<![0-9])(?:\+|\(?0)(?:[0-9]|{_BETWEEN})+")
_SHORT = re.compile(r"(?<![0-9+-])1(?:1[0-9]|77)[ \u00a0]?[0-9]{1,3}(?![0-9])")
_SHORT_LENGTHS = (4, 5, 6)
_LONG_ENOUGH = 6


@lru_cache(maxsize=4096)  # a plan's texts, most of which are the same at the next save
def found(text: str) -> tuple[Found, ...]:
    """Return the numbers in *text* in order; times, days, years and the like are none."""
    rest = _NO_NUMBER.sub(_blank, text)
    every: list[Found] = []
    for look in (_matched, _in_runs, _short):
        for number in look(rest):
            end = number.end
            every.append(number)
            rest = rest[: number.start] + " " * (end - number.start) + rest[end:]
    return tuple(sorted(every, key=lambda number: number.start))


def found_without_area(text: str, stored: str) -> tuple[Found, ...]:
    """Return where the number *stored* stands in *text* without its area code."""
    local = _local(stored)
    if len(local) < _LONG_ENOUGH or local not in _digits(text):
        return ()
    digits = rf"{_BETWEEN}?".join(local)
    pattern = rf"(?<![0-9+])(?<![0-9][\s/-]){digits}(?![0-9])"
    return tuple(
        Found(start=match.start(), end=match.end(), stored=stored)
        for match in re.finditer(pattern, text)
    )


@lru_cache(maxsize=4096)
def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def is_same(one: str, other: str) -> bool:
    """Return whether two stored numbers are the same, the one perhaps without its extension."""
    return one == other or one == other.partition(";")[0]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _matched(text: str) -> Iterator[Found]:
    for match in list(PhoneNumberMatcher(text, _REGION, leniency=Leniency.VALID)):
        if _is_written_out(match.raw_string, match.number):
            opens = match.raw_string.startswith("(") and ")" not in match.raw_string
            extension = _EXTENSION_NEXT.match(text, match.end)
            yield _found(match.number, match.start + opens, match.end, extension)


def _is_written_out(raw: str, number: PhoneNumber) -> bool:
    """Return whether *raw* has an area code, and a local number that can be one."""
    return bool(_HAS_AREA.match(raw)) and not _local(_stored(number)).startswith("0")


def _in_runs(text: str) -> Iterator[Found]:
    """Yield the numbers that stand so close that the library takes them for one."""
    for run in list(_RUN.finditer(text)):
        ends = [run.start() + m.end() for m in re.finditer(r"[0-9](?![0-9])", run[0])]
        starts = [run.start() + m.start() for m in re.finditer(r"(?<![0-9])[+0]", run[0])]
        at = run.start()
        for start in starts:
            if start < at:
                continue
            for end in reversed([end for end in ends if end > start]):
                stored = _parsed(text[start:end])
                if stored:
                    yield Found(start=start, end=end, stored=stored)
                    at = end
                    break


def _parsed(text: str) -> str:
    try:
        stored = parse(text)
    except NotAPhoneNumber:
        return ""
    return "" if _local(stored).startswith("0") else stored


def _short(text: str) -> Iterator[Found]:
    for match in list(_SHORT.finditer(text)):
        digits = re.sub(r"[^0-9]", "", match[0])
        if len(digits) in _SHORT_LENGTHS and _is_short(digits):
            yield Found(start=match.start(), end=match.end(), stored=digits)


def _found(number: PhoneNumber, start: int, end: int, extension: re.Match[str] | None) -> Found:
    given = number.extension or (extension[1] if extension else "")
    stored = f"{_stored(number)};ext={given}" if given else _stored(number)
    return Found(start=start, end=extension.end() if extension else end, stored=stored)


def _stored(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


@lru_cache(maxsize=4096)
def _local(stored: str) -> str:
    """Return a stored number without its area code, empty if it has none."""
    number = stored.partition(";")[0]
    if not number.startswith("+"):
        return ""
    parsed = phonenumbers.parse(number)
    area = phonenumbers.length_of_geographical_area_code(parsed)
    return phonenumbers.national_significant_number(parsed)[area:] if area else ""
