"""What the pages' templates ask for: filters and texts that no paper needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment

from samverkan_docs import words
from samverkan_docs.catalogue import Paper, Question, guidance
from samverkan_docs.forms import rules
from samverkan_docs.plan import HelpLine


def configure(env: Environment) -> None:
    """Return *env* the pages' filters and texts."""
    env.filters.update(
        in_row=in_row, local_day=local_day, local_time=local_time, number=words.number
    )
    env.globals.update(
        line_name=line_name,
        possible_phones=rules.possible_phones,
        reminder=guidance.REMINDER,
        stands_on=stands_on,
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


def stands_on(question: Question) -> str:
    """Return which papers show the answer, and so who can read it."""
    if Paper.INTERNAL in question.papers:
        return guidance.STANDS_ON["internt"]
    return guidance.STANDS_ON["anslag" if Paper.WALL in question.papers else "plan"]


def line_name(line_id: str) -> str:
    """Return the name of a help line."""
    return HelpLine(id=line_id or "").namn


def in_row(key: str, form: Mapping[str, Any]) -> str:
    """Return the id of the field *key* in a row's form."""
    return str(form[key].id)
