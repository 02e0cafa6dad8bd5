"""Every free text of a plan, with where it stands, and the plan with one of them reworded.

Rule: what the catalogue asks for as a line or a text is free text, in rows too; the decision's
fields are not, since they are typed when the plan is adopted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question, Section
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.rows import Contact, HelpLine, Meeting, Row, Signatory, Value, rows_in
from samverkan_docs.plan.value import Plan


@dataclass(frozen=True, kw_only=True)
class Text:
    """A free text: the *question* (or field of a row) it answers, its *place*, and its *title*.

    The ids of its place lead to it: a row's id, then the key of the field, as deep as it lies.
    """

    section: Section
    question: Question
    place: Place
    title: str
    text: str


def texts(plan: Plan) -> Iterator[Text]:
    """Yield the free texts of *plan* in the form's order."""
    for section in catalogue.SECTIONS:
        given = plan.of(section.key)
        for question in section.questions:
            if question.key in given and not question.is_decision:
                place = Place.of(section, question)
                yield from _in_answer(section, question, given[question.key], place, ())


def _in_answer(
    section: Section, question: Question, value: Value, place: Place, title: tuple[str, ...]
) -> Iterator[Text]:
    if isinstance(value, str):
        if value and question.kind in {Kind.LINE, Kind.TEXT}:
            words = ", ".join((*title, question.label))
            yield Text(section=section, question=question, place=place, title=words, text=value)
    elif question.kind is Kind.AGREEMENT:
        yield from _in_fields(section, question.fields, value, place, (*title, question.label))
    elif question.kind.is_rows:
        for row in rows_in(value):
            named = (*title, _name(row) or question.row_noun)
            yield from _in_fields(section, question.fields, row, _within(place, row.id), named)


def _in_fields(
    section: Section,
    fields: Iterable[Question],
    holder: object,
    place: Place,
    title: tuple[str, ...],
) -> Iterator[Text]:
    for field in fields:
        value = getattr(holder, field.key)
        yield from _in_answer(section, field, value, _within(place, field.key), title)


def _within(place: Place, key: str) -> Place:
    return replace(place, ids=(*place.ids, key))


def _name(row: Row) -> str:
    if isinstance(row, Meeting):
        return ""
    if isinstance(row, Contact):
        return row.funktion
    if isinstance(row, HelpLine):
        return row.name
    return row.befattning if isinstance(row, Signatory) else row.namn


def reworded(plan: Plan, place: Place, text: str) -> Plan:
    """Return *plan* with *text* at the *place* of one of its free texts."""
    answers = plan.of(place.section)
    value = _reworded(answers[place.question], place.ids, text)
    return plan.answered(place.section, {**answers, place.question: value})


def _reworded(value: Any, keys: tuple[str, ...], text: str) -> Any:  # noqa: ANN401 -- its type goes with the question's kind
    if not keys:
        return text
    key, *rest = keys
    if isinstance(value, tuple):
        return tuple(_reworded(r, tuple(rest), text) if r.id == key else r for r in value)
    return replace(value, **{key: _reworded(getattr(value, key), tuple(rest), text)})
