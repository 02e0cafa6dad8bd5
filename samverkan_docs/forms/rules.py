"""What an answer may contain: each rule takes tidied text and says in Swedish what to write.

Rule: a sentence names the fault and the cure, never the person; a blank answer breaks no rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from email_validator import EmailNotValidError, validate_email

from samverkan_docs.catalogue import Kind, reference
from samverkan_docs.forms import dates, personal_numbers
from samverkan_docs.pdf import fonts
from samverkan_docs.plan import SchoolYear, phones
from samverkan_docs.words import listed, number

Rule: TypeAlias = Callable[[str], None]
_BULLETS = re.compile(
    r"(?m)^([ \t]*)[\uf0a7\uf0b7\uf0d8\uf0fc\u25cf\u25e6\u25aa\u25ab\u2023\u2219\u00b7][ \t]*"
)
_BLANKS = re.compile(r"[\t\u2000-\u200a\u202f\u205f\u3000]")


_LONGEST_WORD = 20  # characters that are told of one
_MOST_NAMED = 6  # of the characters that cannot be printed


class Broken(ValueError):
    """A rule is broken; the text is the Swedish sentence for the person who typed."""


def tidy(text: str, *, lines: bool = False) -> str:
    """Return *text* as it is stored: NFC, LF, no stray blanks; one line unless *lines*.

    What Word and the web write for a bullet, a blank and a line break becomes what fonts have.
    """
    text = re.sub(r"\r\n?|[\v\f\u2028\u2029\u0085]", "\n", text)
    text = re.sub(r"[\ufeff\u00ad\u200b\u2060]", "", text)
    text = _BLANKS.sub(" ", _BULLETS.sub(r"\1• ", text))
    text = unicodedata.normalize("NFC", text)
    if lines:
        return "\n".join(line.rstrip(" ") for line in text.split("\n")).strip()
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def day(text: str) -> date | None:
    """Return the day that *text* names with its year, None if it names none."""
    return dates.day(text)


def stored_phone(text: str) -> str:
    """Return a typed number in stored form, empty if it is none."""
    try:
        return phones.parse(text)
    except phones.NotAPhoneNumber:
        return ""


def written_phone(digits: str) -> str:
    """Return bare digits as a phone number is written, empty if they are none."""
    stored = stored_phone(digits)
    return phones.display(stored) if stored else ""


def within(limit: int) -> Rule:
    """Return the rule that a text has at most *limit* characters (code points)."""

    def rule(text: str) -> None:
        excess = len(text) - limit
        if excess > 0:
            raise Broken(
                f"Texten är {number(excess)} tecken för lång. Den får ha högst {number(limit)} "
                "tecken. Korta den."
            )

    return rule


def printable(text: str) -> None:
    """Raise Broken for the characters that none of our fonts has: what each is, and where."""
    found = fonts.unprintable(text)
    if not found:
        return
    told = [_named(char) for char in found[:_MOST_NAMED]]
    if len(found) == 1:
        where = _where(found[0], text)
        raise Broken(f"Tecknet {told[0]} går inte att skriva ut. {where}Ta bort det.")
    more = f" och {len(found) - _MOST_NAMED} till" if len(found) > _MOST_NAMED else ""
    raise Broken(f"De här tecknen går inte att skriva ut: {', '.join(told)}{more}. Ta bort dem.")


def holds_unprintable(text: str) -> bool:
    """Return whether *text* holds characters that cannot be printed."""
    return bool(fonts.unprintable(text))


def without_unprintable(text: str) -> str:
    """Return *text* without the characters that cannot be printed."""
    gone = set(fonts.unprintable(text))
    return "".join(char for char in text if char not in gone)


def _named(char: str) -> str:
    shown = "" if unicodedata.category(char)[0] in "CZ" else f"”{char}” "
    return f"{shown}(U+{ord(char):04X})"


def _where(char: str, text: str) -> str:
    """Return beside which word *char* stands in *text*, empty if there is none."""
    before, _, after = text.partition(char)
    for word, side in ((before.split()[-1:], "efter"), (after.split()[:1], "före")):
        said = without_unprintable("".join(word))
        if len(said) > _LONGEST_WORD:
            said = f"…{said[-_LONGEST_WORD:]}" if side == "efter" else f"{said[:_LONGEST_WORD]}…"
        if said:
            return f"Det står {side} ”{said}”. "
    return ""


def no_personal_number(text: str) -> None:
    """Raise Broken for a personnummer, and for ten digits that may be a phone number or one."""
    if personal_numbers.certain(text):
        raise Broken(
            "Texten innehåller ett personnummer eller samordningsnummer. Ta bort det. Planen får "
            "inte peka ut någon elev."
        )
    for digits in personal_numbers.possible(text):
        phone = written_phone(digits)
        if phone:
            raise Broken(
                f"Är {digits} ett telefonnummer? Skriv det då som {phone}. Är det ett "
                "personnummer ska det bort."
            )
        raise Broken(
            f"{digits} ser ut som ett personnummer. Ta bort det. Planen får inte peka ut någon "
            "elev."
        )


def possible_phones(text: str) -> dict[str, str]:
    """Return the bare digits in *text* that `no_personal_number` asks about, as written."""
    found = {digits: written_phone(digits) for digits in personal_numbers.possible(text)}
    return {digits: phone for digits, phone in found.items() if phone}


def _phone(text: str) -> None:
    if not stored_phone(text):
        raise Broken(_why_no_phone(text))


def _why_no_phone(text: str) -> str:
    """Return what hinders *text* from being one phone number."""
    numbers = _numbers_in(text)
    if len(numbers) > 1:
        return (
            f"Här står {len(numbers)} nummer: {listed(numbers)}. Skriv bara ett. Det andra skriver "
            "du under Ersättarens telefon, eller i en egen rad."
        )
    if not re.search(r"[0-9]", text):
        return (
            "Här står inget nummer. Lämna fältet tomt, eller skriv med riktnummer, till exempel "
            "08-465 004 21."
        )
    if re.search(r"[^\W\d_]{2}", text):
        return "Skriv bara numret här. Knappval och annat skriver du under Knappval."
    return "Telefonnumret går inte att ringa. Skriv med riktnummer, till exempel 08-465 004 21."


_BETWEEN_NUMBERS = re.compile(r"[/,;\n]|\b(?:eller|och|samt|alt)\b")


def _numbers_in(text: str) -> list[str]:
    """Return the numbers in *text* as they are written, those that nothing but a sign parts too."""
    parted = [stored_phone(part.strip()) for part in _BETWEEN_NUMBERS.split(text)]
    stored = [each for each in parted if each] or [each.stored for each in phones.found(text)]
    return [phones.display(each) for each in stored]


def _email(text: str) -> None:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise Broken(
            "E-postadressen är inte hel. Skriv den till exempel som kurator@skolan.example.se."
        ) from None


def _web(text: str) -> None:
    if not re.fullmatch(r"(https?://)?[\w-]+(\.[\w-]+)+(/\S*)?", text):
        raise Broken("Webbadressen är inte hel. Skriv den till exempel som skolan.example.se.")


def _day(text: str) -> None:
    if day(text) is None:
        found = dates.written(text)
        is_whole = found is not None and found.year is not None
        blamed = "Datumet finns inte. Skriv" if is_whole else "Skriv datumet som"
        raise Broken(f"{blamed} år, månad och dag, till exempel 2026-08-17.")


def _school_year(text: str) -> None:
    try:
        SchoolYear.parse(text)
    except ValueError:
        raise Broken("Ett läsår är två år i följd. Skriv det till exempel som 2026/27.") from None


def _school_code(text: str) -> None:
    if not re.fullmatch(r"[0-9]{8}", text):
        raise Broken("En skolenhetskod har åtta siffror. Skriv till exempel 12345678.")


BY_KIND: Mapping[Kind, Rule] = {
    Kind.LINE: no_personal_number,
    Kind.TEXT: no_personal_number,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.WEB: _web,
    Kind.DATE: _day,
    Kind.SCHOOL_YEAR: _school_year,
    Kind.SCHOOL_CODE: _school_code,
}


def ends_after_start(start: date | None, end: date | None) -> None:
    """Raise Broken for a last day before the first."""
    if start and end and end < start:
        proposed = SchoolYear.proposed(start).last_day
        raise Broken(f"Slutet ligger före början, {start}. Skriv till exempel {proposed}.")


def starts_in(year_text: str, start: date | None) -> None:
    """Raise Broken for a first day that belongs to another läsår, such as last year's."""
    try:
        year = SchoolYear.parse(year_text)
    except ValueError:
        return  # the läsår itself has its own sentence
    if start and not date(year.start, 6, 1) <= start < date(year.start + 1, 8, 1):
        raise Broken(f"Dagen hör inte till läsåret {year}. Skriv till exempel {year.first_day}.")


def mobile_is_explained(answer: str, *typed: str) -> None:
    """Raise Broken if one of the *typed* numbers is mobile and 'tjänstenummer?' has no answer."""
    if not answer and any(phones.is_mobile(stored_phone(text)) for text in typed):
        raise Broken("Är mobilnumret ett tjänstenummer? Välj Ja eller Nej.")


def line_is_named(name: str) -> None:
    """Raise Broken for a help line of the school's own without a name, or named as one of ours."""
    if not name:
        raise Broken("Skriv vad linjen heter.")
    if name.casefold() in {line.name.casefold() for line in reference.HELP_LINES}:
        raise Broken("Linjen finns redan i listan. Rätta den raden, och ta bort den här.")


def line_is_reachable(phone: str, web: str) -> None:
    """Raise Broken for a help line that nobody can reach."""
    if not (phone or web):
        raise Broken("Skriv ett nummer eller en webbadress, annars kan ingen nå linjen.")
