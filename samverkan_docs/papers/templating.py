"""How values become text: the one place that configures Jinja, for papers and web pages alike.

Rule: autoescaping is on and an undefined name is an error, so that a partial template means the
same on a page as on a paper. Filters give text or tuples; only templates write HTML.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from samverkan_docs import resources
from samverkan_docs.catalogue import Paper, Question, guidance, introduction
from samverkan_docs.plan import phones
from samverkan_docs.words import NBSP, capital, prose_date, small


@cache
def environment() -> Environment:
    """Return the environment that the papers are written with; it knows no request."""
    env = Environment(loader=FileSystemLoader(resources.TEMPLATES), autoescape=True)
    configure(env)
    return env


def configure(env: Environment) -> None:
    """Make *env* strict and escaping, and give it the filters and the standing texts."""
    env.autoescape = True
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.filters.update(
        capital=capital,
        direction=direction,
        iso_date=iso_date,
        paragraphs=paragraphs,
        phone=phone,
        phone_abroad=phone_abroad,
        prose_date=prose_date,
        ranges=ranges,
        small=small,
        stands_on=stands_on,
    )
    env.globals.update(guidance=guidance, introduction=introduction)


def phone_abroad(stored: str) -> str:
    """Return a stored number as it is called from abroad, with no-break spaces."""
    return phones.display_abroad(stored).replace(" ", NBSP)


def phone(stored: str) -> str:
    """Return a stored number the Swedish way; a line breaks only between it and its extension."""
    return phones.display(stored).replace(" ", NBSP).replace(f",{NBSP}", ", ")


def iso_date(day: date) -> str:
    """Return a date for tables and metadata: 2026-08-17."""
    return day.isoformat()


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Split *text* into paragraphs at blank lines, and each paragraph into its lines.

    A space between two digits, as in a phone number, becomes one that no line breaks at.
    """
    kept_together = re.sub(r"(?<=[0-9]) (?=[0-9])", NBSP, text.strip())
    blocks = re.split(r"\n[ \t]*\n", kept_together)
    return tuple(
        tuple(line.strip() for line in block.split("\n") if line.strip())
        for block in blocks
        if block.strip()
    )


def ranges(text: str) -> tuple[tuple[str, str], ...]:
    """Split *text* after each range of numbers such as 8–16.30, in which no line may break."""
    parts = re.split(r"([^\s,;]*[0-9]–[0-9][^\s,;]*)", text)
    return tuple(zip(parts[::2], [*parts[1::2], ""], strict=True))


def stands_on(question: Question) -> str:
    """Return the key, in the reminders, of the paper that shows the answer to most readers."""
    widest = (Paper.WALL, Paper.HOLIDAYS, Paper.PLAN, Paper.INTERNAL)
    return next(paper for paper in widest if paper in question.papers).value


def direction(text: str) -> str:
    """Return which way *text* runs, `rtl` or `ltr`, by its first letter that has a direction."""
    strong = (unicodedata.bidirectional(char) for char in text)
    first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"
