"""The chapters of the plan document, in the order in which its readers need them.

Rule: what to do comes first and what is about the plan itself last, whatever the form's order is;
a chapter with nothing in it is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper, guidance
from samverkan_docs.papers.gaps import Excuse, excuses, has_something, without_blanks
from samverkan_docs.papers.selection import Answer, Part, part
from samverkan_docs.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A numbered part of the plan document; one without *part* has standing texts."""

    number: int
    key: str
    title: str
    part: Part | None = None
    excuses: tuple[Excuse, ...] = ()

    @property
    def is_for_signing(self) -> bool:
        """Whether it says what those who sign stand for."""
        return self.key == catalogue.UNDERSKRIFTER.key

    @property
    def is_about_signs(self) -> bool:
        """Whether it begins with what one may notice and how to talk about it."""
        return self.key == catalogue.TECKEN.key

    @property
    def is_about_the_law(self) -> bool:
        """Whether it holds the laws in short."""
        return self.key == _THE_LAW

    @property
    def is_for_reading_on(self) -> bool:
        """Whether it names what else to read."""
        return self.key == _READ_ON


_THE_LAW, _READ_ON, _GAPS, _DECISION = "lagen", "las_mer", guidance.GAPS_KEY, "beslut"
_STANDING = {
    _THE_LAW: "Lagen i korthet",
    _READ_ON: "Läs mer",
    _GAPS: guidance.GAPS_TITLE,
    _DECISION: "Beslut",
}
_FIRST = (catalogue.AKUT.key,)
_LAST = (
    _THE_LAW,
    catalogue.STODLINJER.key,
    _READ_ON,
    _GAPS,
    catalogue.SKOLAN.key,
    catalogue.UPPFOLJNING.key,
    _DECISION,
    catalogue.UNDERSKRIFTER.key,
)
ON_FIRST_PAGE = frozenset(
    question.label
    for question in (
        catalogue.SCHOOL_NAME,
        catalogue.MUNICIPALITY,
        catalogue.YEAR,
        catalogue.FIRST_DAY,
        catalogue.LAST_DAY,
        catalogue.RESPONSIBLE,
        catalogue.PLACE,
    )
)


def chapters(plan: Plan, on: date | None, *, adopted: bool) -> tuple[Chapter, ...]:
    """Return the chapters of *plan*; an *adopted* one has no places to write in.

    They say which numbers should be checked again as of the day *on*, if that is given.
    """
    parts = {s.key: part(plan, s, Paper.PLAN, on) for s in catalogue.SECTIONS}
    reasons = excuses(parts.values())
    if adopted:
        parts = {key: without_blanks(view) for key, view in parts.items()}
    parts[catalogue.SKOLAN.key] = _beyond_the_first_page(parts[catalogue.SKOLAN.key])
    left_out = {key for key, view in parts.items() if adopted and not has_something(view)}
    left_out.discard(catalogue.TECKEN.key)  # it has standing texts
    if not reasons:
        left_out.add(_GAPS)
    return tuple(
        Chapter(
            number=number,
            key=key,
            title=parts[key].title if key in parts else _STANDING[key],
            part=parts.get(key),
            excuses=reasons if key == _GAPS else (),
        )
        for number, key in enumerate(_order(left_out), start=1)
    )


def _order(left_out: Collection[str]) -> Iterator[str]:
    """Yield the chapters' keys: between the first and the last, the sections in their own order."""
    between = (s.key for s in catalogue.SECTIONS if s.key not in {*_FIRST, *_LAST})
    yield from (key for key in (*_FIRST, *between, *_LAST) if key not in left_out)


def _beyond_the_first_page(view: Part) -> Part:
    """Return what *view* says of the school and the plan and the first page does not."""
    return replace(view, facts=tuple(fact for fact in view.facts if not _is_on_first_page(fact)))


def _is_on_first_page(fact: Answer) -> bool:
    return bool(fact.text) and fact.label in ON_FIRST_PAGE
