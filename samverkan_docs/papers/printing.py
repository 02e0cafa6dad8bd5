"""What a person can print: each paper of a plan as a PDF, and the name of its file.

Rule: nothing is ever cut. A wall sheet that would not fit one page is not printed; the error
names the rows that could be shorter and those that else have to go. Pocket cards hold the rows they
can, and their sheet names the rest.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from math import sqrt

from samverkan_docs.catalogue import Paper
from samverkan_docs.papers import fitting, markup, selection
from samverkan_docs.papers.edition import Edition
from samverkan_docs.papers.whom_to_call import CallRow
from samverkan_docs.pdf import Copy, Data, document
from samverkan_docs.plan import Plan, plan_file

_SLUG_LIMIT = 60
_NAMES = {
    Paper.PLAN: "samverkansplan",
    Paper.WALL: "anslag",
    Paper.INTERNAL: "internt-blad",
    Paper.BLANK: "blankett-samverkansplan",
    Paper.CARD: "fickkort",
    Paper.HOLIDAYS: "lovlista",
}


class Size(StrEnum):
    """The sheets that a paper can be printed on; A3 is A4 enlarged, in a type of its own or not."""

    A4 = "a4"
    A3 = "a3"

    @property
    def scale(self) -> float:
        """How much larger than A4 it is."""
        return sqrt(2) if self is Size.A3 else 1.0


class Issue(StrEnum):
    """The papers that are made when a plan is adopted, by the names of their files."""

    PLAN = "plan"
    ARCHIVE = "plan-arkiv"
    WALL = "anslag"
    WALL_A3 = "anslag-a3"
    INTERNAL = "internt"
    CARD = "kort"
    HOLIDAYS = "lovlista"


_ISSUED_NAMES = {
    Issue.PLAN: "samverkansplan",
    Issue.ARCHIVE: "samverkansplan-arkivkopia",
    Issue.WALL: "anslag",
    Issue.WALL_A3: "anslag-a3",
    Issue.INTERNAL: "internt-blad",
    Issue.CARD: "fickkort",
    Issue.HOLIDAYS: "lovlista",
}


class TooLong(Exception):
    """The wall sheet takes more than a page; without *rows*, the lowest-ranked, it would fit.

    The *long* rows take more than one line: shorter, they may leave room for the others.
    """

    def __init__(self, surplus: fitting.Surplus) -> None:
        super().__init__(", ".join(row.label for row in surplus.rows))
        self.rows = surplus.rows
        self.long = surplus.long


def make(
    plan: Plan,
    paper: Paper,
    size: Size = Size.A4,
    *,
    archive: bool = False,
    on: date | None = None,
) -> bytes:
    """Return *paper* of a draft as a PDF; TooLong if it is a wall sheet that does not fit.

    It says which numbers should be checked again as of the day *on*, if that is given.
    """
    copy = Copy(scale=size.scale, archive=archive)
    if paper is Paper.WALL:
        return _wall(plan, fitting.wall_rows(plan), copy, on=on)
    if paper is Paper.HOLIDAYS:
        return document.write_each(markup.holidays_html(plan), [copy])[0]
    if paper is Paper.INTERNAL:
        return document.write_each(markup.internal_html(plan, on=on), [copy])[0]
    if paper is Paper.CARD:
        return _card(plan, copy)
    html = markup.blank_html() if paper is Paper.BLANK else markup.plan_html(plan, on=on)
    return document.write_each(html, [copy])[0]


def plan_pdf(plan: Plan, size: Size = Size.A4) -> bytes:
    """Return the plan document."""
    return make(plan, Paper.PLAN, size)


def internal_pdf(plan: Plan, size: Size = Size.A4) -> bytes:
    """Return the internal sheet."""
    return make(plan, Paper.INTERNAL, size)


def blank_pdf(size: Size = Size.A4) -> bytes:
    """Return the form to fill in with a pen."""
    return make(Plan(id="blankett"), Paper.BLANK, size)


def wall_pdf(plan: Plan, size: Size = Size.A4) -> bytes:
    """Return the wall sheet; TooLong if it does not fit."""
    return make(plan, Paper.WALL, size)


def issued(plan: Plan, edition: Edition) -> dict[Issue, bytes]:
    """Return every paper of an adopted plan, not yet stamped: the same bytes for the same plan.

    The plan carries the data that it prints. TooLong if the wall sheet does not fit.
    """
    rows = fitting.wall_rows(plan, edition)
    walls = [_wall(plan, rows, Copy(scale=size.scale), edition) for size in Size]
    archive = Copy(archive=True)
    plans = document.write_each(markup.plan_html(plan, edition), [_with_data(plan), archive])
    internal = document.write(markup.internal_html(plan, edition))
    card = _card(plan, Copy(), edition)
    holidays = document.write(markup.holidays_html(plan, edition))
    return dict(zip(Issue, [*plans, *walls, internal, card, holidays], strict=True))


def _with_data(plan: Plan) -> Copy:
    """Return the plan's own copy: its data as a file that can be read in again."""
    decided = plan.decided_on or date.min
    made = datetime.combine(decided, time(), UTC)
    text = plan_file.write(selection.only(plan, Paper.PLAN))
    return Copy(attachment=Data(text=text, made=made))


def _wall(
    plan: Plan,
    rows: tuple[CallRow, ...],
    copy: Copy,
    edition: Edition | None = None,
    on: date | None = None,
) -> bytes:
    """Return the wall sheet with *rows* in the largest type that fits; TooLong if none does."""
    for step in fitting.wall_steps(rows, larger=copy.scale > 1):
        html = markup.wall_html(plan, rows, edition, on, step=step)
        for written in document.write_each_on_one_page(html, [copy]):
            return written
    raise TooLong(fitting.surplus(plan, rows, edition, on))


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A draft's sheet as it will be, without the rows that have no room: on paper, and why."""

    pdf: bytes = field(repr=False)
    shown: tuple[CallRow, ...]
    left_off: tuple[CallRow, ...] = ()
    long: tuple[CallRow, ...] = ()


def wall_preview(plan: Plan, on: date | None = None) -> Preview:
    """Return the wall sheet with the rows that it has room for."""
    rows = fitting.wall_rows(plan)
    try:
        return Preview(pdf=_wall(plan, rows, Copy(), on=on), shown=rows)
    except TooLong as error:
        kept = rows[: -len(error.rows)]
        pdf = _wall(plan, kept, Copy(), on=on)
        return Preview(pdf=pdf, shown=kept, left_off=error.rows, long=error.long)


def card_preview(plan: Plan) -> Preview:
    """Return one pocket card with the rows that it has room for."""
    card = fitting.card(plan)
    pdf = document.write(markup.card_html(plan, card, copies=1))
    return Preview(pdf=pdf, shown=card.rows, left_off=card.left_off)


def card_pdf(plan: Plan, size: Size = Size.A4) -> bytes:
    """Return a sheet of pocket cards; it names the rows that a card has no room for."""
    return make(plan, Paper.CARD, size)


def _card(plan: Plan, copy: Copy, edition: Edition | None = None) -> bytes:
    html = markup.card_html(plan, fitting.card(plan, edition), edition)
    return document.write_each(html, [copy])[0]


def file_name(plan: Plan, paper: Paper, size: Size = Size.A4) -> str:
    """Return the name that the file is saved under: ASCII, with school and läsår where known."""
    of_plan = [] if paper is Paper.BLANK else [plan.school_name, plan.year]
    ending = [] if size is Size.A4 else [size.value]
    parts = (_slug(text) for text in [_NAMES[paper], *of_plan, *ending])
    return "-".join(part for part in parts if part) + ".pdf"


def issued_name(plan: Plan, issue: Issue, version: int) -> str:
    """Return the name that an issued paper is saved under."""
    about = [plan.school_name, plan.year, f"version {version}"]
    parts = (_slug(text) for text in [_ISSUED_NAMES[issue], *about])
    return "-".join(part for part in parts if part) + ".pdf"


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_SLUG_LIMIT].strip("-")
