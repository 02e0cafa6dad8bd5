"""Phone numbers: read what a person types, store it in one form, print it the Swedish way.

Rule: a number is stored as E.164 with an optional ';ext=', or as the digits of a short number;
what phonenumbers does not call valid (or a valid short number) in Sweden is refused.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, shortnumberinfo

_REGION = "SE"
_EXTENSION = re.compile(
    r"[\s,;]*\b(?:ankn(?:ytning)?\.?|ext\.?)\s*=?\s*([0-9]{1,7})\s*$", re.IGNORECASE
)
_ALLOWED = re.compile(r"\+?[0-9\s()/.\u00a0\u2010-\u2015\u2212-]+")
_LONGEST = 60


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
    has_area = re.match(r"[\s(]*[0+]", main)  # without one it would be another town's number
    if has_area and phonenumbers.is_valid_number_for_region(number, _REGION):
        stored = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        return f"{stored};ext={extension[1]}" if extension else stored
    digits = re.sub(r"[^0-9]", "", main)
    if not extension and "+" not in main and _is_short(digits):
        return digits
    raise NotAPhoneNumber(text)


def _is_short(digits: str) -> bool:
    number = phonenumbers.PhoneNumber(country_code=46, national_number=int(digits or "0"))
    return not digits.startswith("0") and shortnumberinfo.is_valid_short_number_for_region(
        number, _REGION
    )


def display(stored: str) -> str:
    """Return a stored number as it is written in Sweden: 08-405 50 05, 114 14, 070-123 45 67."""
    number, _, extension = stored.partition(";ext=")
    if not number.startswith("+"):
        return re.sub(r"^(11[0-9])([0-9]{2,3})$", r"\1 \2", number)
    national = phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.NATIONAL)
    return f"{national}, ankn. {extension}" if extension else national


def is_mobile(stored: str) -> bool:
    """Return whether a stored number is mobile or personal (075), and so may be private."""
    number = stored.partition(";")[0]
    kinds = {PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER}
    return number.startswith("+") and (
        phonenumbers.number_type(phonenumbers.parse(number)) in kinds
    )
