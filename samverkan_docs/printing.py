"""What a person can print: each paper of a plan as a PDF, and the name of its file.

Rule: nothing is ever cut. A wall sheet that would not fit one page is not printed; the error
names the rows that have to go.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from math import sqrt

from samverkan_docs import document, papers, whom_to_call
from samverkan_docs.plan import Plan
from samverkan_docs.questions import Paper
from samverkan_docs.whom_to_call import Row

_SLUG_LIMIT = 60
_NAMES = {
    Paper.PLAN: "samverkansplan",
    Paper.WALL: "anslag",
    Paper.INTERNAL: "internt-blad",
    Paper.BLANK: "blankett-samverkansplan",
}


class Size(StrEnum):
    """The sheets that a paper can be printed on; A3 is A4 enlarged."""

    A4 = "a4"
    A3 = "a3"

    @property
    def scale(self) -> float:
        """How much larger than A4 it is."""
        return sqrt(2) if self is Size.A3 else 1.0


class TooLong(Exception):
    """The wall sheet takes more than a page; without *rows*, the lowest-ranked, it would fit."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        super().__init__(", ".join(row.label for row in rows))
        self.rows = rows


def make(plan: Plan, paper: Paper, size: Size = Size.A4) -> bytes:
    """Give *paper* as a PDF; TooLong if it is a wall sheet that does not fit."""
    if paper is Paper.WALL:
        return wall_pdf(plan, size)
    if paper is Paper.INTERNAL:
        return internal_pdf(plan, size)
    return blank_pdf(size) if paper is Paper.BLANK else plan_pdf(plan, size)


def plan_pdf(plan: Plan, size: Size = Size.A4) -> bytes:
    """Give the plan document."""
    return document.write(papers.plan_html(plan), scale=size.scale)


def internal_pdf(plan: Plan, size: Size = Size.A4) -> bytes:
    """Give the internal sheet."""
    return document.write(papers.internal_html(plan), scale=size.scale)


def blank_pdf(size: Size = Size.A4) -> bytes:
    """Give the form to fill in with a pen."""
    return document.write(papers.blank_html(), scale=size.scale)


def wall_pdf(plan: Plan, size: Size = Size.A4) -> bytes:
    """Give the wall sheet, in the larger type if that fits; TooLong if neither does."""
    rows = whom_to_call.wall_rows(plan)
    for tight in (False, True):
        html = papers.wall_html(plan, rows, tight=tight)
        written = document.write_one_page(html, scale=size.scale)
        if written is not None:
            return written
    raise TooLong(rows[_fitting(plan, rows) :])


def _fitting(plan: Plan, rows: tuple[Row, ...]) -> int:
    """Give how many of the first *rows* a page can hold, in the smaller type."""
    holds, too_many = 0, len(rows)
    while too_many - holds > 1:
        tried = (holds + too_many) // 2
        html = papers.wall_html(plan, rows[:tried], tight=True)
        if document.page_count(html) == 1:
            holds = tried
        else:
            too_many = tried
    return holds


def file_name(plan: Plan, paper: Paper, size: Size = Size.A4) -> str:
    """Give the name that the file is saved under: ASCII, with school and läsår where known."""
    of_plan = (
        [] if paper is Paper.BLANK else [plan.text("skolan", "skola"), plan.text("skolan", "lasar")]
    )
    ending = [] if size is Size.A4 else [size.value]
    parts = (_slug(text) for text in [_NAMES[paper], *of_plan, *ending])
    return "-".join(part for part in parts if part) + ".pdf"


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_SLUG_LIMIT].strip("-")
