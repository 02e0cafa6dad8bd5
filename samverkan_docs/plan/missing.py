"""What an answer lacks before the plan can be adopted, as Swedish phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from samverkan_docs.catalogue import Kind, Need, Question, Section
from samverkan_docs.plan.rows import (
    Contact,
    Meeting,
    Row,
    Value,
    is_given,
    rows_in,
)
from samverkan_docs.words import capital, count, small


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Something that a section lacks, as a Swedish phrase, and the question it belongs to.

    A reason may stand for it in an adopted plan if it is *excusable*: a bracket is not, nor what
    identifies the plan.
    """

    section: Section
    question: Question
    text: str
    excusable: bool = True

    @property
    def is_bracket(self) -> bool:
        """Whether it is a bracket that is left from a förslag."""
        return self.question.kind is Kind.TEXT and not self.excusable


def in_brief(missing: Sequence[Missing]) -> str:
    """Return in one sentence what a section lacks: *missing*, which is not empty."""
    first, *others = missing
    if all(lack.is_bracket for lack in missing):
        left = count(len(missing), "hakparentes", "hakparenteser")
        return f"{left} är kvar att fylla i eller ta bort."
    named = first.text.removeprefix("Lägg till ")
    return f"Saknas: {named}{f', och {len(others)} till' if others else ''}"


def brackets(text: str) -> list[str]:
    """Return the [hakparenteser] of a förslag that nobody has filled in."""
    return re.findall(r"\[[^\[\]\n]+\]", text)


Lack: TypeAlias = tuple[str, bool]


def lacks(question: Question, value: Value | None) -> Iterator[Lack]:
    """Yield what an answer lacks, phrase by phrase, and whether a reason may stand for it."""
    if value is None or not is_given(value):
        if question.required:
            phrases = [f"Lägg till {need.label}" for need in question.needs] or [question.label]
            yield from ((phrase, not question.identifies) for phrase in phrases)
    elif isinstance(value, str) and question.kind is Kind.TEXT:
        for bracket in brackets(value):
            yield f"Fyll i eller ta bort {bracket}", False
    elif isinstance(value, tuple):
        yield from _lacks_in_rows(question, rows_in(value))


def _lacks_in_rows(question: Question, rows: tuple[Row, ...]) -> Iterator[Lack]:
    for need in question.needs:
        if not any(_meets(row, need) for row in rows):
            yield f"Lägg till {need.label}", True
    if question.for_wall:
        yield from _lacks_on_wall(question, rows)
    for number, row in enumerate(rows, start=1):
        for inner in question.fields:
            name = _row_name(row) or f"rad {number}"
            for text, excusable in lacks(inner, getattr(row, inner.key)):
                yield f"{name}: {small(text)}", excusable
        if isinstance(row, Contact) and row.is_unexplained:
            yield f"{row.funktion or f'Kontakt {number}'}: är numret ett tjänstenummer?", False
        if isinstance(row, Contact) and not row.is_reachable:
            yield f"{row.funktion or f'Kontakt {number}'}: telefon, e-post eller webbadress", True


def _lacks_on_wall(question: Question, rows: tuple[Row, ...]) -> Iterator[Lack]:
    """Yield whom the wall sheet has no number for, though the list names them."""
    on_wall = [row for row in rows if isinstance(row, Contact) and row.is_called_from_wall]
    for need in question.needs:
        if any(_meets(row, need) for row in rows) and not any(_meets(row, need) for row in on_wall):
            yield f"{capital(need.label)}: ett nummer som får stå på anslaget", True
    if not (question.needs or on_wall):
        yield "Ett nummer som får stå på anslaget", True


def _meets(row: Row, need: Need) -> bool:
    function = row.funktion if isinstance(row, Contact) else getattr(row, "befattning", "")
    return need.stem in function.casefold()


def _row_name(row: Row) -> str:
    if isinstance(row, Meeting):
        return ""
    return row.funktion if isinstance(row, Contact) else row.namn
