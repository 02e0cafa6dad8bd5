"""The data of a page as a browser posts them: from answers, and after a page's small buttons.

Rule: names are paths (`kontakter-2-telefon`); a button rearranges texts and never judges them,
so that nothing typed is lost and the page works the same with and without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from samverkan_docs.catalogue import Kind, Need, Question, Section
from samverkan_docs.forms import rules
from samverkan_docs.plan import ROW_TYPES, Answers, Contact, HelpLine, Partner, Row, new_id, phones


class FormData(dict[str, list[str]]):
    """Form data: each name with its texts, in order."""

    def getlist(self, name: str) -> list[str]:
        """Return all texts under *name*, as WTForms asks for them."""
        return self.get(name, [])

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> FormData:
        """Gather name-and-text pairs."""
        data = cls()
        for name, text in pairs:
            data.setdefault(name, []).append(text)
        return data


# --- From answers -------------------------------------------------------------------------------


def flatten(section: Section, answers: Answers) -> FormData:
    """Return the answers as a page would post them."""
    return FormData.of(_questions(section.asked, answers, ""))


def opened(section: Section, answers: Answers, help_lines: tuple[HelpLine, ...] = ()) -> FormData:
    """Return the data of a page that is opened: the answers, and rows to begin in where none is."""
    lines = {q.key: help_lines for q in section.asked if q.kind is Kind.HELP_LINES}
    answers = {**answers, **lines}  # all of them, also one that came after the plan was begun
    data = flatten(section, answers)
    for question in section.asked:
        if question.key not in answers and question.kind.is_rows:
            data |= FormData.of(_value(question, _first_rows(question), question.key))
    return data


def _first_rows(question: Question) -> tuple[Row, ...]:
    """Return the rows with which the page of a list that holds nothing begins."""
    if question.proposed:
        contact = Contact(id=new_id())
        return (Partner(id=new_id(), namn=question.proposed, kontakter=(contact,)),)
    needs = question.needs or (None,)
    return tuple(_new_row(question, need) for need in needs) if question.required else ()


def _questions(
    questions: tuple[Question, ...], values: Mapping[str, Any], prefix: str
) -> Iterator[tuple[str, str]]:
    for question in questions:
        value = values.get(question.key)
        if value is not None:
            yield from _value(question, value, f"{prefix}{question.key}")


def _value(question: Question, value: Any, name: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- its type goes with the question's kind
    if question.kind.is_rows:
        for number, row in enumerate(value):
            yield f"{name}-{number}-id", row.id
            yield from _questions(question.fields, vars(row), f"{name}-{number}-")
    elif question.kind is Kind.AGREEMENT:
        yield from _questions(question.fields, vars(value), f"{name}-")
    elif question.kind is Kind.CHOICES:
        yield from ((name, item) for item in value)
    elif question.kind is Kind.TICK:
        yield from [(name, "ja")] if value else []
    elif question.kind is Kind.PHONE:
        yield name, phones.display(value) if rules.stored_phone(value) == value else value
    else:
        yield name, value.isoformat() if isinstance(value, date) else value


def _new_row(question: Question, need: Need | None = None) -> Row:
    """Return a row with its fields' defaults, and the function that a *need* asks for."""
    values = {inner.key: inner.default for inner in question.fields if inner.default}
    if need is not None:
        named = next(inner for inner in question.fields if inner.offers)
        values[named.key] = next(offer for offer in named.offers if need.stem in offer)
    return ROW_TYPES[question.kind](id=new_id(), **values)  # type: ignore[arg-type]


# --- When somebody else has saved meanwhile -----------------------------------------------------

SAVED = "sparad"  # the choice of what lies in the store


def choice_name(key: str) -> str:
    """Return the name under which a page posts the choice between two answers to a question."""
    return f"val-{key}"


def only_answers(section: Section, data: FormData) -> FormData:
    """Return what belongs to the section's questions, without tokens and choices."""
    asked = {question.key for question in section.asked}
    return FormData({name: texts for name, texts in data.items() if name.split("-")[0] in asked})


def is_undecided(data: FormData) -> bool:
    """Return whether the page asked for a choice (`val`) that nobody made."""
    return any(choice_name(key) not in data for key in data.getlist("val"))


def chosen(section: Section, data: FormData, saved: Answers) -> FormData:
    """Return *data* with the saved answers in place of those for which the person chose them."""
    stored = flatten(section, saved)
    picked = {q.key for q in section.asked if data.getlist(choice_name(q.key)) == [SAVED]}
    mine = {name: texts for name, texts in data.items() if name.split("-")[0] not in picked}
    theirs = {name: texts for name, texts in stored.items() if name.split("-")[0] in picked}
    return FormData(mine | theirs)


# --- What the buttons of a page do --------------------------------------------------------------


def after(section: Section, data: FormData, action: str) -> FormData:
    """Return *data* after a button's *action*, e.g. `ta-bort:kontakter-2`; unchanged if unknown.

    Actions: lagg-till:LIST, ta-bort:LIST-N, upp:LIST-N, ned:LIST-N, forslag:FIELD,
    telefon:FIELD:DIGITS, rensa:FIELD.
    """
    verb, _, target = action.partition(":")
    if verb == "lagg-till":
        return _with_row(section, data, target)
    if verb == "forslag":
        return _with_suggestion(section, data, target)
    if verb == "telefon":
        name, _, digits = target.partition(":")
        return _with_phone(data, name, digits)
    if verb == "rensa":
        clean = [rules.without_unprintable(text) for text in data.getlist(target)]
        return FormData(data | {target: clean}) if clean else data
    return _with_moved_row(data, verb, target)


def focus(data: FormData, action: str) -> str:
    """Return the id of what to look at after *action* has given *data*: a field or a row."""
    verb, _, target = action.partition(":")
    name, _, number = target.rpartition("-")
    last = len(_row_numbers(data, target if verb == "lagg-till" else name)) - 1
    if verb == "lagg-till":
        return f"{target}-{last}"
    if verb in {"upp", "ned", "ta-bort"} and number.isdecimal():
        step = {"upp": -1, "ned": 1, "ta-bort": 0}[verb]
        return f"{name}-{min(max(0, int(number) + step), last)}" if last >= 0 else ""
    return target.partition(":")[0]


def _with_row(section: Section, data: FormData, name: str) -> FormData:
    question = question_at(section.asked, name)
    if question is None or not question.kind.is_rows:
        return data
    rows = _row_numbers(data, name)
    fresh = _value(question, (_new_row(question),), name)
    renamed = ((f"{name}-{len(rows)}{key[len(name) + 2 :]}", text) for key, text in fresh)
    return FormData(_renumbered(data, name, rows) | FormData.of(renamed))


def _with_suggestion(section: Section, data: FormData, name: str) -> FormData:
    question = question_at(section.asked, name)
    if question is None or not question.suggestion:
        return data
    typed = "".join(data.getlist(name)).rstrip()
    if question.suggestion in typed:
        return data
    parts = [typed, question.suggestion]
    return FormData(data | {name: ["\n\n".join(part for part in parts if part)]})


def _with_phone(data: FormData, name: str, digits: str) -> FormData:
    written = rules.written_phone(digits) or digits
    return FormData(data | {name: [text.replace(digits, written) for text in data.getlist(name)]})


def _with_moved_row(data: FormData, verb: str, target: str) -> FormData:
    name, _, number = target.rpartition("-")
    rows = _row_numbers(data, name)
    if verb not in {"ta-bort", "upp", "ned"} or number not in map(str, rows):
        return data
    place = rows.index(int(number))
    row = rows.pop(place)
    if verb != "ta-bort":
        rows.insert(max(0, place - 1) if verb == "upp" else place + 1, row)
    return _renumbered(data, name, rows)


def _row_numbers(data: FormData, name: str) -> list[int]:
    found = (re.match(rf"{re.escape(name)}-([0-9]{{1,4}})-", key) for key in data)
    return sorted({int(match[1]) for match in found if match})


def _renumbered(data: FormData, name: str, rows: list[int]) -> FormData:
    """Return *data* with the rows of *name* in the order *rows*; the others are dropped."""
    new = FormData()
    for key, texts in data.items():
        match = re.match(rf"{re.escape(name)}-([0-9]{{1,4}})-(.*)", key, re.DOTALL)
        if not match:
            new[key] = texts
        elif int(match[1]) in rows:
            new[f"{name}-{rows.index(int(match[1]))}-{match[2]}"] = texts
    return new


def question_at(questions: tuple[Question, ...], name: str) -> Question | None:
    """Find the question that a field belongs to, e.g. `parter-0-kontakter`; None if none."""
    key, _, rest = name.partition("-")
    question = next((question for question in questions if question.key == key), None)
    if question is None or not rest:
        return question
    inner = rest.partition("-")[2] if question.kind.is_rows else rest
    return question_at(question.fields, inner) if inner else None
