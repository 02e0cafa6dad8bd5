"""Days of check that have not been yet, in a plan that comes from elsewhere.

Rule: nobody has called on a day to come. The form refuses such a day; from a file it is left out,
and told, so that nothing else in the file is lost for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from samverkan_docs import catalogue
from samverkan_docs.plan.rows import Contact, HelpLine, rows_in
from samverkan_docs.plan.value import Plan
from samverkan_docs.words import capital

_Row = TypeVar("_Row", Contact, HelpLine)


def without_days_to_come(plan: Plan, today: date) -> tuple[Plan, tuple[str, ...]]:
    """Return *plan* without the days of check after *today*, and what those rows are called."""
    told: list[str] = []

    def kept(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
        late = [row for row in rows if row.kontrollerad and row.kontrollerad > today]
        told.extend(_name(row) for row in late)
        return tuple(replace(row, kontrollerad=None) if row in late else row for row in rows)

    for section in catalogue.SECTIONS:
        if section is not catalogue.OVRIGA and plan.contacts(section.key):
            plan = plan.with_contacts(section.key, kept(plan.contacts(section.key)))
    if plan.partners:
        partners = (replace(row, kontakter=kept(row.kontakter)) for row in plan.partners)
        plan = plan.with_partners(tuple(partners))
    rows = rows_in(plan.of(catalogue.STODLINJER.key).get(catalogue.HELP_LINES.key))
    if rows:
        plan = plan.with_help_lines(kept(tuple(row for row in rows if isinstance(row, HelpLine))))
    return plan, tuple(told)


def _name(row: Contact | HelpLine) -> str:
    return capital(row.funktion) if isinstance(row, Contact) else row.name
