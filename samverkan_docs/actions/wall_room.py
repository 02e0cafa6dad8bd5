"""Make room on a wall sheet that does not fit its page.

Rule: only what the person saw listed is taken off, and in the plan everything stays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from samverkan_docs import catalogue
from samverkan_docs.plan import Place, Plan
from samverkan_docs.store import Store


def take_off(store: Store, plan_id: str, places: Collection[Place]) -> Plan:
    """Take the contacts and help lines at *places* off the wall sheet of a draft."""
    return store.update(plan_id, lambda plan: _without(plan, places))


def _without(plan: Plan, places: Collection[Place]) -> Plan:
    for place in places:
        if place.question == catalogue.CONTACTS.key:
            plan = _without_contact(plan, place)
        elif place.question == catalogue.HELP_LINES.key:
            plan = _without_line(plan, place)
    return plan


def _without_contact(plan: Plan, place: Place) -> Plan:
    rows = plan.contacts(place.section)
    off = tuple(row.off_wall if place.ids == (row.id,) else row for row in rows)
    return plan.with_contacts(place.section, off)


def _without_line(plan: Plan, place: Place) -> Plan:
    off = (
        replace(line, pa_anslaget=False) if place.ids == (line.id,) else line
        for line in plan.help_lines
    )
    return plan.with_help_lines(tuple(off))
