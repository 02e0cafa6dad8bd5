"""What a person typed, as the fields keep it: reading is generous, keeping is strict.

Rule: what is understood as something else than it says is told before it is saved; what merely
looks different is not. What is not understood stays as it was typed, for the rules to speak of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Section
from samverkan_docs.forms import dates, rules
from samverkan_docs.forms.form_data import FormData, question_at
from samverkan_docs.pdf import fonts
from samverkan_docs.plan import SchoolYear, phones
from samverkan_docs.words import prose_date


@dataclass(frozen=True, kw_only=True)
class Note:
    """What was *typed* in the field *anchor*, by its *place* in words, and how it was *read*."""

    anchor: str
    place: str
    typed: str
    read: str


@dataclass(frozen=True, kw_only=True)
class Understood:
    """The data of a page as its fields keep them, and what a person should look at first."""

    data: FormData
    notes: tuple[Note, ...] = ()


def understood(section: Section, data: FormData, school_year: str) -> Understood:
    """Return the posted *data* as they are understood; days without a year are in *school_year*."""
    read = FormData(data)
    notes = [note for name in data for note in _in_field(section, read, name, school_year)]
    return Understood(data=read, notes=tuple(notes))


def _in_field(section: Section, data: FormData, name: str, school_year: str) -> Iterator[Note]:
    question = question_at(section.asked, name)
    texts = data.getlist(name)
    if question is None or len(texts) != 1 or not texts[0].strip():
        return
    typed = rules.tidy(texts[0])
    if fonts.unprintable(typed):
        return
    if question.kind is Kind.PHONE:
        yield from _phone(section, data, name, typed)
    elif question.kind is Kind.DATE:
        yield from _day(section, data, name, typed, school_year)
    elif question.kind is Kind.EMAIL:
        yield from _email(section, data, name, typed)
    elif question.kind in _SILENT:
        data[name] = [_SILENT[question.kind](typed)]


def _note(section: Section, data: FormData, name: str, typed: str, read: str) -> Note:
    row = name.rpartition("-")[0]
    called = (f"{row}-{key}" for key in (catalogue.FUNCTION.key, catalogue.HELP_LINE_NAME.key))
    named = next((text for key in called for text in data.getlist(key) if text), "")
    question = question_at(section.asked, name)
    label = question.label if question else ""
    return Note(anchor=name, place=f"{named}, {label}" if named else label, typed=typed, read=read)


# --- Phone numbers ------------------------------------------------------------------------------

_LABEL = re.compile(r"^(?:telefon|tel|tfn|tln|mobil|mob|nummer|nr)\b[.:]*\s*", re.IGNORECASE)
_SWITCHBOARD = re.compile(r"\bvx\b\.?", re.IGNORECASE)
_AROUND = " \t,.;:()/\u2013-"


def _phone(section: Section, data: FormData, name: str, typed: str) -> Iterator[Note]:
    """Put the words beside a number where they belong, if the row has a place for them."""
    numbers = phones.found(typed) if not rules.stored_phone(typed) else ()
    if len(numbers) != 1:
        return
    (number,) = numbers
    words = _words(typed[: number.start], typed[number.end :])
    beside = f"{name.rpartition('-')[0]}-{catalogue.CHOICES.key}"
    has_place = name.endswith(f"-{catalogue.CONTACT_PHONE.key}") and question_at(
        section.asked, beside
    )
    if words and (not has_place or re.search(r"[0-9]{3}", words)):
        return
    shown = phones.display(number.stored)
    data[name] = [shown]
    if words:
        kept = ", ".join(filter(None, [*data.getlist(beside), words]))
        data[beside] = [kept]
        shown = f"{shown}, {catalogue.CHOICES.label.lower()}: {kept}"
        yield _note(section, data, name, typed, shown)


def _words(before: str, after: str) -> str:
    """Return what stands around a number without what only says that it is one."""
    parts = [_LABEL.sub("", before.strip(_AROUND)), after]
    told = (_SWITCHBOARD.sub("växel", part).strip(_AROUND) for part in parts)
    return ", ".join(part for part in told if part)


# --- Days and addresses -------------------------------------------------------------------------


def _day(
    section: Section, data: FormData, name: str, typed: str, school_year: str
) -> Iterator[Note]:
    year = next(iter(data.getlist(catalogue.YEAR.key)), school_year)
    found = dates.day(typed, _school_year(year))
    if found is None:
        return
    data[name] = [found.isoformat()]
    how = dates.written(typed)
    if how is not None and how.year is None:
        yield _note(section, data, name, typed, prose_date(found))


def _email(section: Section, data: FormData, name: str, typed: str) -> Iterator[Note]:
    inside = re.search(r"<([^<>]+)>", typed)
    address = re.sub(r"(?i)^mailto:", "", (inside[1] if inside else typed).strip())
    address = re.sub(r"\s*@\s*", "@", address).strip(" .,;")
    data[name] = [address]
    if inside and typed.strip() != inside[0]:
        yield _note(section, data, name, typed, address)


def _school_year(typed: str) -> str:
    """Return a läsår as it is kept: 26/27, 2026–27 and 2026/2027 are 2026/27."""
    match = re.fullmatch(r"(20)?([0-9]{2})\s*[/\u2010-\u2015-]\s*(20)?([0-9]{2})", typed.strip())
    if match is None or (int(match[2]) + 1) % 100 != int(match[4]):
        return typed
    return str(SchoolYear(2000 + int(match[2])))


def _web(typed: str) -> str:
    return re.sub(r"(?i)^https?://", "", typed.strip())


def _school_code(typed: str) -> str:
    digits = re.sub(r"[\s-]", "", typed)
    return digits if re.fullmatch(r"[0-9]{8}", digits) else typed


Silent: TypeAlias = Callable[[str], str]
_SILENT: Mapping[Kind, Silent] = {
    Kind.SCHOOL_YEAR: _school_year,
    Kind.WEB: _web,
    Kind.SCHOOL_CODE: _school_code,
}
