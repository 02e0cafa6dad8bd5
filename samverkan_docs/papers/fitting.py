"""How much a wall sheet and a pocket card hold, in which type, and what there is no room for.

Rule: larger type before smaller, shorter rows before fewer, and the last in rank are the first to
go. A sheet is measured by laying it out, never by counting letters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.papers import markup, wall_sheet, whom_to_call
from samverkan_docs.papers.edition import Edition
from samverkan_docs.papers.markup import Card
from samverkan_docs.papers.whom_to_call import CallRow
from samverkan_docs.pdf import document
from samverkan_docs.plan import Plan

# Styles of the sheets, the largest type first.
WALL_STEPS = ("roomy", "snug", "tight")
WALL_STEPS_A3 = ("grand", *WALL_STEPS)
CARD_STEPS = ("roomy", "snug")
_MOST_LONG = 8  # are told: more is no help to anybody
_ROOMY = "roomy"
_FEW = 10  # rows: a sheet of more has never fitted in the roomy type, and is not laid out to see


@dataclass(frozen=True, kw_only=True)
class Surplus:
    """The lowest-ranked *rows*, without which a wall sheet fits, and those that could be shorter.

    *long* rows take more than one line: the highest of them, and those first.
    """

    rows: tuple[CallRow, ...]
    long: tuple[CallRow, ...]


def wall_rows(plan: Plan, edition: Edition | None = None) -> tuple[CallRow, ...]:
    """Return the rows of the wall sheet: an adopted one has no place for what is missing."""
    rows = whom_to_call.wall_rows(plan)
    return whom_to_call.filled(rows) if edition else rows


def wall_steps(rows: Collection[CallRow], *, larger: bool) -> Iterator[str]:
    """Yield the sizes of type to try for *rows*, the largest first; *larger* is a sheet of A3."""
    for step in WALL_STEPS_A3 if larger else WALL_STEPS:
        if step != _ROOMY or len(rows) <= _FEW:
            yield step


def surplus(
    plan: Plan,
    rows: tuple[CallRow, ...],
    edition: Edition | None = None,
    on: date | None = None,
) -> Surplus:
    """Return what hinders a wall sheet with *rows* from fitting its page, in its smallest type."""

    def tight(rows: tuple[CallRow, ...]) -> str:
        return markup.wall_html(plan, rows, edition, on, step=WALL_STEPS[-1])

    holds = _most(lambda count: document.page_count(tight(rows[:count])) == 1, len(rows))
    heights = document.measured(tight((*rows, *_SHORT))).heights
    return Surplus(rows=rows[holds:], long=_long(rows, heights))


_SHORT = tuple(
    CallRow(section=section.key, label="A", phone="112", row="kort-rad")
    for section in (catalogue.RESURSPERSONER, catalogue.STODLINJER)
)
"""Rows of one line: a number, and a line of the small print."""


def _long(rows: tuple[CallRow, ...], heights: Mapping[str, float]) -> tuple[CallRow, ...]:
    """Return the highest of those *rows* that take more than one line."""
    one = {wall_sheet.is_support(short): heights[short.anchor] for short in _SHORT}

    def over(row: CallRow) -> int:
        return round(heights.get(row.anchor, 0) - one[wall_sheet.is_support(row)])

    found = sorted((row for row in rows if over(row)), key=over, reverse=True)
    return tuple(found[:_MOST_LONG])


def card(plan: Plan, edition: Edition | None = None) -> Card:
    """Return the card with all rows in the largest type that fits, else with those it holds."""
    rows = whom_to_call.card_rows(plan)
    if edition:
        rows = whom_to_call.filled(rows)

    def fits(card: Card) -> bool:
        return document.page_count(markup.card_html(plan, card, edition, copies=1)) == 1

    *larger, full = (Card(rows=rows, step=step) for step in CARD_STEPS)
    if fits(full):
        return next(filter(fits, larger), full)

    def of(count: int) -> Card:
        return replace(full, rows=rows[:count], left_off=rows[count:])

    return of(_most(lambda count: fits(of(count)), len(rows)))


def _most(fits: Callable[[int], bool], too_many: int) -> int:
    """Return the largest number that *fits*, below one that is *too_many*."""
    holds = 0
    while too_many - holds > 1:
        tried = (holds + too_many) // 2
        if fits(tried):
            holds = tried
        else:
            too_many = tried
    return holds
