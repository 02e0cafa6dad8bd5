"""One step of going through a plan, a confirmation or a removal, and the way back.

Rule: a step is undone only while what it left is still there; what others did meanwhile stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samverkan_docs import catalogue
from samverkan_docs.plan import confirmation, numbers_in_texts
from samverkan_docs.plan.confirmation import Item
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.rows import Contact
from samverkan_docs.plan.value import Plan


class Overtaken(RuntimeError):
    """What the step left has been changed since, or there is no room for what it took away."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """An *item* as it was, and as it is *after* the step: None if it was removed.

    *above* are the ids of the contacts before it in its list; *waited* are those of its places
    that nobody had confirmed.
    """

    item: Item
    after: Item | None
    above: tuple[str, ...]
    waited: frozenset[Place]


def confirm(plan: Plan, item: Item, today: date) -> tuple[Plan, Step]:
    """Return *plan* with *item* confirmed, and the step."""
    return _taken(plan, confirmation.confirmed(plan, item, today), item)


def remove(plan: Plan, item: Item) -> tuple[Plan, Step]:
    """Return *plan* without *item*, and the step."""
    after = numbers_in_texts.remembered(plan, confirmation.removed(plan, item))
    return _taken(plan, after, item)


def _taken(before: Plan, after: Plan, item: Item) -> tuple[Plan, Step]:
    ids = [row.id for row in _list(before, item)]
    contact = item.contact
    return after, Step(
        item=item,
        after=confirmation.found(after, item.places),
        above=tuple(ids[: ids.index(contact.id)]) if contact else (),
        waited=before.unconfirmed & item.places,
    )


def undone(plan: Plan, step: Step) -> Plan:
    """Return *plan* as it would be without *step*; Overtaken if that is not possible any more."""
    now = confirmation.found(plan, step.item.places)
    if (now and now.values) != (step.after and step.after.values):
        raise Overtaken
    if step.item.contact is not None:
        plan = _with_contact(plan, step, step.item.contact)
    elif step.item.line is not None:
        plan = confirmation.with_line(plan, step.item.line)
    elif step.after is None:
        plan = _with_answers(plan, step.item)
    return replace(plan, unconfirmed=plan.unconfirmed | step.waited)


def _with_answers(plan: Plan, item: Item) -> Plan:
    given: dict[str, Any] = {place.question: value for place, value in item.values}
    return plan.answered(item.section.key, {**plan.of(item.section.key), **given})


def _list(plan: Plan, item: Item) -> tuple[Contact, ...]:
    """Return the contacts of the list that *item* stands in; none if its partner is gone."""
    if item.partner is None:
        return plan.contacts(item.section.key)
    rows = (row.kontakter for row in plan.partners if item.partner.id == row.id)
    return next(rows, ())


def _with_contact(plan: Plan, step: Step, contact: Contact) -> Plan:
    """Return *plan* with *contact* as it was: where it stands, or after those it stood after."""
    rows = list(_list(plan, step.item))
    ids = [row.id for row in rows]
    if contact.id in ids:
        rows[ids.index(contact.id)] = contact
    else:
        place = max((ids.index(row) + 1 for row in step.above if row in ids), default=0)
        rows.insert(place, contact)
    if len(rows) > catalogue.CONTACTS.limit:
        raise Overtaken
    return _with_list(plan, step.item, tuple(rows))


def _with_list(plan: Plan, item: Item, rows: tuple[Contact, ...]) -> Plan:
    if item.partner is None:
        return plan.with_contacts(item.section.key, rows)
    if item.partner.id not in {row.id for row in plan.partners}:
        raise Overtaken
    return plan.with_partners(
        tuple(
            replace(row, kontakter=rows) if row.id == item.partner.id else row
            for row in plan.partners
        )
    )
