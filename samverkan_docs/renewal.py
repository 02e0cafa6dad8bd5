"""Begin the next läsår from a plan, and go through what must be asked about again."""

from __future__ import annotations

from datetime import date

from samverkan_docs import confirmation, plan_file, roll_over
from samverkan_docs.confirmation import Item
from samverkan_docs.plan import Plan
from samverkan_docs.rows import Row, Value
from samverkan_docs.store import Store, Version


class YearTaken(RuntimeError):
    """The school has an adopted plan for that läsår already: *version*."""

    def __init__(self, version: Version) -> None:
        super().__init__(version.year)
        self.version = version


class Changed(RuntimeError):
    """Somebody has changed or removed what the page showed, meanwhile."""


def begin_next_year(store: Store, plan: Plan, today: date) -> Plan:
    """Begin the plan for the läsår after that of *plan*; a draft of it that is there is kept.

    Raises YearTaken, store.Fault.
    """
    draft = roll_over.next_year(plan, today)
    for version in store.issued.versions(plan.school):
        if not version.withdrawn and _is_same(version.plan, draft):
            raise YearTaken(version)
    for stored in store.plans(plan.school):
        if stored.plan.previous == plan.id and _is_same(stored.plan, draft):
            return stored.plan
    store.add(draft)
    return draft


def _is_same(one: Plan, other: Plan) -> bool:
    """Tell whether both are for the same school, by its name, and the same läsår."""
    return all(
        one.text("skolan", key).casefold() == other.text("skolan", key).casefold()
        for key in ("skola", "lasar")
    )


def confirm(store: Store, plan_id: str, keys: frozenset[str], seen: str, today: date) -> Item:
    """Keep that the item with *keys* still holds, and give it; *seen* is its digest on the page.

    Raises Changed, store.NoSuchPlan, store.Fault.
    """
    held: list[Item] = []

    def change(plan: Plan) -> Plan:
        held.append(_unchanged(plan, keys, seen))
        return confirmation.confirmed(plan, held[0], today)

    store.update(plan_id, change)
    return held[0]


def remove(store: Store, plan_id: str, keys: frozenset[str], seen: str) -> Item:
    """Take the item with *keys* away and give it; *seen* and errors as in `confirm`."""
    held: list[Item] = []

    def change(plan: Plan) -> Plan:
        held.append(_unchanged(plan, keys, seen))
        return confirmation.removed(plan, held[0])

    store.update(plan_id, change)
    return held[0]


def _unchanged(plan: Plan, keys: frozenset[str], seen: str) -> Item:
    item = confirmation.found(plan, keys)
    if item is None or digest(item) != seen:
        raise Changed
    return item


def digest(item: Item) -> str:
    """Give a digest of *item*, to see whether somebody else has changed it."""
    return plan_file.digest({key: _as_answer(value) for key, value in item.values})


def _as_answer(value: Value | Row) -> Value:
    return (value,) if isinstance(value, Row) else value
