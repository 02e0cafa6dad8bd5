"""The plan as a file: JSON with a format number, read strictly.

Rule: `read` checks names and types and says in Swedish where something is wrong; what the
answers may contain is checked by the same forms as a posted page (see `forms`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from datetime import date
from types import MappingProxyType

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question, Section
from samverkan_docs.plan import former_formats, place
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.rows import ROW_TYPES, Agreement, Answers, Row, Value, is_id, new_id
from samverkan_docs.plan.strict_json import Json, Unreadable, parsed, shown
from samverkan_docs.plan.value import Plan

__all__ = ["FORMAT", "KIND", "Json", "Unreadable", "digest", "read", "write"]

FORMAT = 2
KIND = "samverkansplan"
_MOST_UNCONFIRMED = 2_000  # every answer and every row
_DEEPEST_ROW = 2  # a contact of a partner
_A_PLACE = "del.fråga, eller del.fråga/rad"
_FORMERLY = "tidigare_nummer"
_EDITION = "upplaga"
_NAMES = {"typ", "format", "id", "svar", "skal", "obekraftat", "foregaende", _FORMERLY, _EDITION}

# --- Writing ------------------------------------------------------------------------------------


def write(plan: Plan) -> str:
    """Return the plan as JSON text, the same text for the same plan."""
    return json.dumps(_document(plan), ensure_ascii=False, indent=2) + "\n"


def digest(answers: Answers) -> str:
    """Return a digest of one section's answers, to see whether somebody else has changed it."""
    text = json.dumps(_to_json(dict(answers)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _document(plan: Plan) -> Json:
    answers: dict[str, Json] = {
        section.key: {
            question.key: _to_json(plan.of(section.key)[question.key])
            for question in section.questions
            if question.key in plan.of(section.key)
        }
        for section in catalogue.SECTIONS
        if plan.of(section.key)
    }
    beside: dict[str, Json] = {
        "skal": {str(at): plan.reasons[at] for at in sorted(plan.reasons)},
        "obekraftat": [str(at) for at in sorted(plan.unconfirmed)],
        "foregaende": plan.previous,
        _FORMERLY: dict(sorted(plan.formerly.items())),
        _EDITION: plan.edition if plan.edition != FORMAT else None,
    }
    told = {key: value for key, value in beside.items() if value}
    return {"typ": KIND, "format": FORMAT, "id": plan.id, "svar": answers, **told}


def _to_json(value: object) -> Json:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _to_json(item) for key, item in value.items()}
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in dataclass_fields(value))
        return {key: _to_json(item) for key, item in pairs if item not in _EMPTY}
    if isinstance(value, str | bool):
        return value
    raise TypeError(type(value))


_EMPTY: tuple[object, ...] = ("", None, False, (), Agreement())


# --- Reading ------------------------------------------------------------------------------------


def read(data: str | bytes) -> Plan:
    """Read a plan from JSON; Unreadable says in Swedish what is wrong and where."""
    document = _object(parsed(data), "filen")
    _refuse_unknown(document, _NAMES, "filen")
    if document.get("typ") != KIND:
        message = f"Filen är ingen samverkansplan: ”typ” ska vara ”{KIND}”."
        raise Unreadable(message)
    if _format(document.get("format")) < FORMAT:
        document = former_formats.of_today(document)
    plan = Plan(id=_id(document, "id"))
    answers = _object(document.get("svar", {}), "svar")
    _refuse_unknown(answers, set(catalogue.BY_KEY), "svar")
    for section in catalogue.SECTIONS:
        if section.key in answers:
            place = f"svar, {section.key}"
            plan = plan.answered(section.key, _read_section(section, answers[section.key], place))
    return replace(
        plan.excused(_read_reasons(document.get("skal", {}))),
        unconfirmed=frozenset(_read_places(document.get("obekraftat", []))),
        previous=_id(document, "filen", "foregaende") if "foregaende" in document else "",
        formerly=MappingProxyType(_read_texts(document.get(_FORMERLY, {}), _FORMERLY)),
        edition=_edition(document.get(_EDITION, FORMAT)),
    )


def _read_places(value: Json) -> list[Place]:
    given = _list(value, "obekraftat", _MOST_UNCONFIRMED)
    try:
        places = [Place.parse(_text(key, "obekraftat")) for key in given]
    except Unreadable:
        raise
    except ValueError as error:
        raise _wrong("obekraftat", _A_PLACE) from error
    if any(len(each.ids) > _DEEPEST_ROW or not all(map(is_id, each.ids)) for each in places):
        raise _wrong("obekraftat", _A_PLACE)
    return places


def _read_reasons(value: Json) -> dict[Place, str]:
    given = _read_texts(value, "skal")
    known = set(map(str, place.answers()))
    _refuse_unknown({key.partition("/")[0]: "" for key in given}, known, "skal")
    try:
        return {Place.parse(key): reason for key, reason in given.items()}
    except ValueError as error:
        raise _wrong("skal", _A_PLACE) from error


def _read_texts(value: Json, place: str) -> dict[str, str]:
    return {k: _text(text, f"{place}, {shown(k)}") for k, text in _object(value, place).items()}


def _format(number: Json) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        message = f"Filen saknar formatnummer: ”format” ska vara ett heltal, till exempel {FORMAT}."
        raise Unreadable(message)
    if number > FORMAT:
        message = (
            f"Filen har format {number} och kommer från ett nyare program. Det här programmet "
            f"läser format {FORMAT}. Uppdatera programmet och försök igen."
        )
        raise Unreadable(message)
    return number


def _edition(number: Json) -> int:
    """Return the edition; a file that does not say one has that of its format."""
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise _wrong(_EDITION, "ett heltal, till exempel 2")
    return min(number, catalogue.EDITION)


def _read_section(section: Section, value: Json, place: str) -> dict[str, Value]:
    given = _object(value, place)
    _refuse_unknown(given, {question.key for question in section.questions}, place)
    return {
        question.key: _value(question, given[question.key], f"{place}, {question.key}")
        for question in section.questions
        if question.key in given
    }


def _value(question: Question, value: Json, place: str) -> Value:
    if question.kind.is_rows:
        rows = _list(value, place, question.limit)
        return tuple(_row(question, row, f"{place}, rad {n}") for n, row in enumerate(rows, 1))
    if question.kind is Kind.CHOICES:
        return tuple(_text(item, place) for item in _list(value, place, len(question.options)))
    if question.kind is Kind.AGREEMENT:
        return _agreement(question, value, place)
    if question.kind is Kind.TICK:
        if not isinstance(value, bool):
            raise _wrong(place, "true eller false")
        return value
    if question.kind is Kind.DATE:
        return _date(value, place)
    return _text(value, place)


def _row(question: Question, value: Json, place: str) -> Row:
    given = _object(value, place)
    _refuse_unknown(given, {"id", *(inner.key for inner in question.fields)}, place)
    values = {
        inner.key: _value(inner, given[inner.key], f"{place}, {inner.key}")
        for inner in question.fields
        if inner.key in given
    }
    return ROW_TYPES[question.kind](id=_id(given, place), **values)  # type: ignore[arg-type]


def _agreement(question: Question, value: Json, place: str) -> Agreement:
    given = _object(value, place)
    _refuse_unknown(given, {inner.key for inner in question.fields}, place)
    when = given.get("datum")
    return Agreement(
        funktion=_text(given.get("funktion", ""), f"{place}, funktion"),
        datum=None if when is None else _date(when, f"{place}, datum"),
    )


def _id(given: Mapping[str, Json], place: str, name: str = "id") -> str:
    value = given.get(name)
    if value is None:
        return new_id()
    if not is_id(_text(value, f"{place}, {name}")):
        raise _wrong(f"{place}, {name}", "högst 64 bokstäver a–z, siffror, - och _")
    return str(value)


def _date(value: Json, place: str) -> date:
    try:
        return date.fromisoformat(_text(value, place))
    except ValueError as error:
        raise _wrong(place, "ett datum, till exempel 2026-08-17") from error


def _object(value: Json, place: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise _wrong(place, "ett objekt { … }")
    return value


def _list(value: Json, place: str, most: int) -> list[Json]:
    """Return a list that the forms can take: a longer one would be hours of work for them."""
    if not isinstance(value, list):
        raise _wrong(place, "en lista [ … ]")
    if len(value) > most:
        excess = len(value) - most
        raise Unreadable(f"Här får {most} rader plats ({place}). Ta bort minst {excess}.")
    return value


def _text(value: Json, place: str) -> str:
    if not isinstance(value, str):
        raise _wrong(place, "en text inom citattecken")
    return value


def _wrong(place: str, wanted: str) -> Unreadable:
    return Unreadable(f"Fel sorts värde ({place}). Det ska vara {wanted}.")


def _refuse_unknown(given: Mapping[str, Json], known: set[str], place: str) -> None:
    for key in given:
        if key not in known:
            message = f"Okänt namn ”{shown(key)}” ({place}). Ta bort det eller rätta stavningen."
            raise Unreadable(message)
