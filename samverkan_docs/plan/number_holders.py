"""Whose a number or an address is in a plan: a contact's, its substitute's or a help line's.

Rule: numbers are compared in stored form, addresses in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Section
from samverkan_docs.plan import phones
from samverkan_docs.plan.rows import Contact, HelpLine
from samverkan_docs.plan.value import Plan


@dataclass(frozen=True, kw_only=True)
class Way:
    """A number or an address, and whose it is."""

    stored: str
    function: str
    is_line: bool = False


def ways(plan: Plan) -> dict[tuple[str, str, str], Way]:
    """Return the numbers and addresses of all contacts and help lines, by row and field."""
    found = {
        (section.key, row.id, key): Way(stored=stored, function=function)
        for section in catalogue.SECTIONS
        for row in plan.contacts(section.key)
        for key, stored, function in _of_contact(row)
    }
    for line in plan.help_lines:
        found[catalogue.STODLINJER.key, line.id, "telefon"] = _of_line(line)
    return {key: way for key, way in found.items() if way.stored}


def _of_contact(row: Contact) -> Iterator[tuple[str, str, str]]:
    function = row.funktion.strip()
    yield "telefon", row.telefon, function
    substitute = row.ersattare.strip() or (f"ersättaren för {function}" if function else "")
    yield "ersattare_telefon", row.ersattare_telefon, substitute
    yield "epost", row.epost.casefold(), function


def _of_line(line: HelpLine) -> Way:
    return Way(stored=line.telefon, function=line.name, is_line=True)


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Whose the numbers of *plan* are, and whose they were *formerly*."""

    plan: Plan
    ways: tuple[Way, ...]
    formerly: Mapping[str, str]

    @classmethod
    def of(cls, plan: Plan, formerly: Mapping[str, str] | None = None) -> Holders:
        """Return those of *plan*; *formerly* is its own, unless another is given."""
        known = plan.formerly if formerly is None else formerly
        return cls(plan=plan, ways=tuple(ways(plan).values()), formerly=known)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number and address that is or was somebody's, each once."""
        return tuple(dict.fromkeys([*(way.stored for way in self.ways), *self.formerly]))

    def holding(self, stored: str) -> tuple[Way, ...]:
        """Return whose a number is now."""
        return tuple(way for way in self.ways if phones.is_same(stored, way.stored))

    def formerly_of(self, stored: str) -> str:
        """Return whose a number was, empty if it has been nobody's."""
        names = (name for key, name in self.formerly.items() if phones.is_same(stored, key))
        return next(names, "")

    def functions_in(self, section: Section) -> tuple[str, ...]:
        """Return the functions of the section's contacts; of all contacts where it has none."""
        own = self.plan.contacts(section.key)
        every = (row for one in catalogue.SECTIONS for row in self.plan.contacts(one.key))
        return tuple(row.funktion for row in (own or every))
