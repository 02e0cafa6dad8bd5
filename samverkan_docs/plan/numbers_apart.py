"""Which numbers differ between two versions of a plan: what a person would dial, and what not.

Rule: for the school's own eyes alone; unlike `changes` it names the numbers themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Section
from samverkan_docs.plan.rows import Contact
from samverkan_docs.plan.value import Plan


@dataclass(frozen=True, kw_only=True)
class Number:
    """Whose number differs in *section*: *was* in the former version, *now* in the latter."""

    section: Section
    function: str
    was: str
    now: str


def replaced(before: Plan, after: Plan) -> tuple[Number, ...]:
    """Return the numbers of *before* that are others, or gone, in *after*."""
    return tuple(
        Number(section=section, function=function, was=number, now=now.get(place, ""))
        for section in catalogue.SECTIONS
        for now in [{place: number for place, _, number in _numbers(after, section)}]
        for place, function, number in _numbers(before, section)
        if now.get(place, "") != number
    )


def _numbers(plan: Plan, section: Section) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Yield where each number of *section* stands, whose it is, and the number."""
    for contact in plan.contacts(section.key):
        yield from _of_contact(contact)
    if section is catalogue.STODLINJER:
        for line in plan.help_lines:
            if line.telefon:
                yield (line.id, ""), line.name, line.telefon


def _of_contact(contact: Contact) -> Iterator[tuple[tuple[str, str], str, str]]:
    if contact.number:
        yield (contact.id, ""), contact.funktion, contact.number
    if contact.ersattare_telefon:
        whose = f"{contact.funktion}, ersättare"
        yield (contact.id, "ersattare"), whose, contact.ersattare_telefon
