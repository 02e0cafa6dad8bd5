"""What differs between two answers to the same question, in words.

Rule: rows are told apart by their ids, so that a moved row is the same row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samverkan_docs.catalogue import Kind, Question, Section
from samverkan_docs.plan import phones
from samverkan_docs.plan.rows import Agreement, Answers, Row, Value, rows_in


class Mark(StrEnum):
    """How a row of one list stands to the other list."""

    SAME = "lika"
    CHANGED = "ändrad"
    ONLY_HERE = "finns bara här"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an answer in words; only a list's lines carry a *mark*."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A question with two answers: *mine*, just typed, and the *saved* one."""

    question: Question
    mine: tuple[Line, ...]
    saved: tuple[Line, ...]


def differences(section: Section, mine: Answers, saved: Answers) -> list[Difference]:
    """Return the questions of *section* that are answered differently."""
    return [
        Difference(
            question=question,
            mine=_lines(question, mine.get(question.key), saved.get(question.key)),
            saved=_lines(question, saved.get(question.key), mine.get(question.key)),
        )
        for question in section.asked
        if mine.get(question.key) != saved.get(question.key)
    ]


def _lines(question: Question, value: Value | None, other: Value | None) -> tuple[Line, ...]:
    if not question.kind.is_rows:
        text = "" if value is None else in_words(question, value)
        return tuple(Line(text=line) for line in text.split("\n") if line)
    others = {row.id: row for row in rows_in(other)}
    return tuple(
        Line(text=_row_in_words(question, row), mark=_mark(row, others)) for row in rows_in(value)
    )


def _mark(row: Row, others: Mapping[str, Row]) -> Mark:
    if row.id not in others:
        return Mark.ONLY_HERE
    return Mark.SAME if others[row.id] == row else Mark.CHANGED


def _row_in_words(question: Question, row: Row) -> str:
    given = ((inner, getattr(row, inner.key)) for inner in question.fields)
    words = (in_words(inner, value) for inner, value in given if value)
    return ", ".join(word.replace("\n", " ") for word in words if word)


def in_words(question: Question, value: Value) -> str:
    """Return an answer in words, rows after one another."""
    if question.kind.is_rows:
        return "; ".join(_row_in_words(question, row) for row in rows_in(value))
    if isinstance(value, Agreement):
        return f"{value.funktion} {value.datum or ''}".strip()
    if isinstance(value, bool):
        return question.label if value else ""
    if isinstance(value, date):
        return value.isoformat()
    labels = {option.key: option.label for option in question.options}
    if isinstance(value, tuple):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    return phones.display(value) if question.kind is Kind.PHONE else labels.get(value, value)
