"""What differs between two versions of a plan, in Swedish phrases for those who know the first.

Rule: a phrase names functions, questions and counts; it never repeats a phone number, an address,
a person's name or an answer, old or new. What the plan says is told, not the decision about it
(who adopted it, when, diarienummer), nor to which id or school it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question, Section, change_words
from samverkan_docs.plan.row_names import names
from samverkan_docs.plan.rows import (
    Agreement,
    Answers,
    Contact,
    HelpLine,
    Row,
    Value,
    is_given,
    rows_in,
)
from samverkan_docs.plan.value import Plan
from samverkan_docs.words import capital, count, listed, small


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that differs in *section*, as a Swedish phrase."""

    section: Section
    text: str


def changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return all that differs, in the order of the catalogue; for the school's own eyes."""
    return tuple(
        Change(section=section, text=capital(text))
        for section in catalogue.SECTIONS
        for text in (
            *_in_section(section, _answers(before, section), _answers(after, section)),
            *_in_reasons(section, before, after),
        )
    )


# --- What is compared ---------------------------------------------------------------------------


def _answers(plan: Plan, section: Section) -> dict[str, Value]:
    lines = {q.key: plan.help_lines for q in section.questions if q.kind is Kind.HELP_LINES}
    return {**plan.of(section.key), **lines}


# --- Answers ------------------------------------------------------------------------------------


def _in_section(section: Section, was: Answers, now: Answers) -> Iterator[str]:
    told = tuple(question for question in section.questions if not question.is_decision)
    yield from _in_answers(told, was, now)
    checked = [_is_checked(*pair) for pair in _kept(told, was, now)].count(True)
    if checked and section is catalogue.STODLINJER:
        yield f"{count(checked, 'stödlinje', 'stödlinjer')} har kontrollerats"
    elif checked:
        yield f"{count(checked, 'kontakt', 'kontakter')} har kontrollerats"


def _in_answers(questions: Iterable[Question], was: Answers, now: Answers) -> Iterator[str]:
    for question in questions:
        old, new = was.get(question.key, ""), now.get(question.key, "")
        if question.kind.is_rows:
            yield from _in_rows(question, rows_in(old), rows_in(new))
        elif old == new or not (is_given(old) or is_given(new)):
            continue
        elif question.kind is Kind.AGREEMENT:
            yield _agreement(old, new)
        elif not is_given(old):
            yield f"nytt svar: {question.label}"
        else:
            yield f"svaret {'ändrat' if is_given(new) else 'borttaget'}: {question.label}"


def _agreement(old: Value, new: Value) -> str:
    if not is_given(new):
        return "inte längre avstämt"
    if not is_given(old):
        return "avstämt med samverkansparten"
    days = [value.datum for value in (old, new) if isinstance(value, Agreement)]
    return "avstämt på nytt" if _is_later(*days) else "uppgiften om avstämning ändrad"


def _in_reasons(section: Section, before: Plan, after: Plan) -> Iterator[str]:
    """Yield the reasons that are worded anew; one that comes or goes does so with its answer."""
    for question in section.asked:
        reasons = before.reason(section, question), after.reason(section, question)
        if all(reasons) and len(set(reasons)) > 1:
            yield f"nytt skäl till att svar saknas: {question.label}"


# --- Rows ---------------------------------------------------------------------------------------

_COMES_AND_GOES = {
    Kind.CONTACTS: ("ny kontakt", "borttagen"),
    Kind.PARTNERS: ("ny samverkanspart", "borttagen"),
    Kind.HELP_LINES: ("ny stödlinje", "borttagen"),
    Kind.SIGNATORIES: ("ska underteckna", "ska inte längre underteckna"),
    Kind.MEETINGS: ("inlagt", "borttaget"),
}


def _in_rows(question: Question, old: tuple[Row, ...], new: tuple[Row, ...]) -> Iterator[str]:
    was, now = {row.id: row for row in old}, {row.id: row for row in new}
    called = names(old, new)
    for row in new:
        if row.id in was:
            yield from _in_row(question, called[row.id], was[row.id], row)
        else:
            yield f"{called[row.id]}: {_COMES_AND_GOES[question.kind][0]}"
    for row in old:
        if row.id not in now:
            yield f"{called[row.id]}: {_COMES_AND_GOES[question.kind][1]}"
    if [key for key in was if key in now] != [key for key in now if key in was]:
        yield f"{small(question.label)}: ordningen ändrad"


def _in_row(question: Question, name: str, was: Row, now: Row) -> Iterator[str]:
    """Yield what differs in a row that both have; only further partners have answers within."""
    within = {Kind.CONTACTS, Kind.TEXT, Kind.AGREEMENT}
    words = _in_fields([q for q in question.fields if q.kind not in within], was, now)
    if words:
        yield f"{name}: {'; '.join(words)}"
    inner = [q for q in question.fields if q.kind in within]
    yield from (f"{name}, {text}" for text in _in_answers(inner, vars(was), vars(now)))


def _in_fields(questions: Iterable[Question], was: Row, now: Row) -> list[str]:
    ticks: list[str] = []
    nouns: dict[str, list[str]] = {}
    for question in questions:
        old, new = getattr(was, question.key), getattr(now, question.key)
        if old == new or (
            question.key == catalogue.CHECKED_ON.key and _goes_without_saying(was, now)
        ):
            continue
        if question.kind is Kind.TICK:
            ticks.append(_ticked(question, is_on=bool(new)))
        else:
            noun = change_words.noun(question)
            nouns.setdefault(_verb(old, new), []).append(noun)
    return [*(f"{listed(found)} {verb}" for verb, found in nouns.items()), *ticks]


def _ticked(question: Question, *, is_on: bool) -> str:
    on, off = change_words.turned(question)
    return on if is_on else off


def _verb(old: Value, new: Value) -> str:
    if not is_given(old):
        return "har lagts till"
    return "har ändrats" if is_given(new) else "har tagits bort"


def _kept(questions: Iterable[Question], was: Answers, now: Answers) -> Iterator[tuple[Row, Row]]:
    """Yield the rows that both versions have, those of further partners too."""
    for question in questions:
        old = {row.id: row for row in rows_in(was.get(question.key))}
        for row in rows_in(now.get(question.key)):
            if row.id in old:
                yield old[row.id], row
                yield from _kept(question.fields, vars(old[row.id]), vars(row))


def _goes_without_saying(was: Row, now: Row) -> bool:
    """Return whether the day of check is counted elsewhere, or was lost with a changed number."""
    checked = Contact | HelpLine
    if isinstance(was, checked) and isinstance(now, checked) and now.kontrollerad is None:
        return was.ways != now.ways
    return _is_checked(was, now)


def _is_checked(was: Row, now: Row) -> bool:
    """Return whether somebody has called or asked since; a day struck or moved back is no check."""
    return _is_later(
        getattr(was, catalogue.CHECKED_ON.key, None), getattr(now, catalogue.CHECKED_ON.key, None)
    )


def _is_later(old: date | None, new: date | None) -> bool:
    return new is not None and (old is None or old < new)
