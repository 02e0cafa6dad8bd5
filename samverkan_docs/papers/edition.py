"""Which version of a plan a paper shows, and what changed from version to version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper
from samverkan_docs.papers.selection import only
from samverkan_docs.plan import Plan
from samverkan_docs.plan.changes import Change, changes


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A line of the plan's change table; *day* is that of the decision, None once withdrawn."""

    version: int
    day: date | None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An adopted version; *revisions* tell of it and those before, the oldest first.

    *news* are a few lines about what differs from the plan of the year before.
    """

    version: int
    revisions: tuple[Revision, ...] = ()
    news: tuple[str, ...] = ()


def printed_changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return what differs between the plan documents, in the same order; for all who read them."""
    lines = {line.id for plan in (before, after) for line in plan.help_lines if line.i_planen}
    return changes(_printed(before, lines), _printed(after, lines))


def in_brief(found: Iterable[Change], limit: int = 5) -> tuple[str, ...]:
    """Return *found* as at most *limit* lines (one at least), with a count of what is not told."""
    every = list(found)
    if len(every) <= limit:
        return tuple(_line(change) for change in every)
    sections = [list(group) for _, group in groupby(every, key=lambda change: change.section.key)]
    if len(sections) <= limit:
        return tuple(map(_gathered, sections))
    shown = sections[: limit - 1]
    rest = len(every) - sum(map(len, shown))
    return (*map(_gathered, shown), f"… och {rest} ändringar till")


def _line(change: Change) -> str:
    return f"{change.section.title} – {change.text}"


def _gathered(group: list[Change]) -> str:
    first, *others = group
    return f"{first.section.title}: {len(group)} ändringar" if others else _line(first)


def _printed(plan: Plan, lines: set[str]) -> Plan:
    """Return *plan* with what its document may hold, and of the help lines *lines* alone."""
    shown = tuple(line for line in plan.help_lines if line.id in lines)
    return only(plan, Paper.PLAN).answered(
        catalogue.STODLINJER.key, {catalogue.HELP_LINES.key: shown}
    )
