"""What the pages' templates ask for: filters and texts that no paper needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from jinja2 import Environment

from samverkan_docs import catalogue, words
from samverkan_docs.catalogue import Kind, Question, guidance, reference
from samverkan_docs.forms import rules
from samverkan_docs.papers import templating
from samverkan_docs.papers.whom_to_call import CallRow
from samverkan_docs.plan import Contact, HelpLine, Plan, missing
from samverkan_docs.store import PageDraft

RowForm: TypeAlias = Mapping[str, Any]


def configure(env: Environment) -> None:
    """Return *env* the pages' filters and texts."""
    env.filters.update(
        in_row=in_row,
        local_day=local_day,
        local_time=local_time,
        in_brief=missing.in_brief,
        number=words.number,
        unsaved_in_words=unsaved_in_words,
    )
    env.tests["filled_in"] = is_filled_in
    env.globals.update(
        calls_112=calls_112,
        holds_unprintable=rules.holds_unprintable,
        possible_phones=rules.possible_phones,
        reminder=guidance.REMINDER,
        row_name=row_name,
        row_place=row_place,
        standing=standing,
        stands_on=stands_on,
        about_school=catalogue.SKOLAN,
    )


def local_time(moment: datetime) -> str:
    """Return a time from the store (UTC) as the clock on the wall has it: i dag 13.42."""
    local = moment.replace(tzinfo=UTC).astimezone()
    day = "i dag" if local.date() == datetime.now(UTC).astimezone().date() else "den "
    if day == "den ":
        day += words.prose_date(local.date())
    return f"{day} klockan {local:%H.%M}"


def local_day(moment: datetime) -> str:
    """Return the day of a time from the store (UTC) where the program runs."""
    return words.prose_date(moment.replace(tzinfo=UTC).astimezone().date())


def unsaved_in_words(draft: PageDraft) -> str:
    """Return that a page's text is not saved: which answers a save left out, or since when."""
    told = [words.capital(place) for place in draft.unsaved]
    if not told:
        return f"Det finns text som inte sparades, från {local_time(draft.at)}."
    is_not = "1 svar är inte sparat" if len(told) == 1 else f"{len(told)} svar är inte sparade"
    return f"{is_not}: {'; '.join(told)}{'' if told[-1].endswith('?') else '.'}"


def stands_on(question: Question) -> str:
    """Return which papers show the answer, and so who can read it."""
    return guidance.STANDS_ON[templating.stands_on(question)]


def row_name(question: Question, form: RowForm) -> str:
    """Return what a row of the list *question* is called: its first field names it."""
    named = form[question.fields[0].key].data or ""
    if question.has_standing_rows:
        return HelpLine(id=form["id"].data or "", namn=named).name
    return named


def standing(question: Question, form: RowForm) -> reference.StandingLine | None:
    """Return the help line of `reference` that a row of the list *question* is; None if none."""
    return HelpLine(id=form["id"].data or "").standing if question.has_standing_rows else None


def row_place(plan: Plan, row: CallRow) -> str | None:
    """Return where on its section's page the contact or the help line of *row* is filled in."""
    every: Sequence[Contact | HelpLine] = plan.contacts(row.section)
    if row.section == catalogue.STODLINJER.key:
        every = plan.help_lines
    found = (number for number, each in enumerate(every) if each.id == row.row)
    return next((f"{row.place.question}-{number}" for number in found), None)


def calls_112(question: Question, form: RowForm) -> bool:
    """Return whether a row of the list *question* has the number 112."""
    phones = (field for field in question.fields if field.kind is Kind.PHONE)
    return any(form[field.key].data == "112" for field in phones)


def in_row(field: Question, form: RowForm) -> str:
    """Return the id of *field* in a row's form."""
    return str(form[field.key].id)


def is_filled_in(field: Question, form: RowForm) -> bool:
    """Return whether somebody has answered *field* in a row's form: a default is no answer."""
    return not field.default and bool(form[field.key].data)
