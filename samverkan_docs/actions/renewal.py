"""Begin the next läsår from a plan, go through what must be asked about again, copy contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs.actions.standing import School, twin_drafts
from samverkan_docs.catalogue import Section
from samverkan_docs.plan import (
    Contact,
    Place,
    Plan,
    Row,
    Value,
    confirmation,
    new_id,
    plan_file,
    roll_over,
    steps,
)
from samverkan_docs.plan.confirmation import Item
from samverkan_docs.plan.steps import Step
from samverkan_docs.store import Store, YearTaken


class Changed(RuntimeError):
    """Somebody has changed or removed what the page showed, meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """A *step* that was taken in a plan, and the place to go *on* from."""

    plan_id: str
    step: Step
    on: Place


def begin_next_year(store: Store, plan: Plan, today: date) -> Plan:
    """Begin the plan for the läsår after that of *plan*; a draft of it that is there is kept.

    Raises store.YearTaken, store.Fault.
    """
    draft = roll_over.next_year(plan, today)
    taken = School.on(store, plan.school, today).twin(draft)
    if taken:
        raise YearTaken(taken)
    for stored in twin_drafts(store, draft):
        if stored.plan.previous == plan.id:
            return stored.plan
    store.add(draft)
    return draft


def confirm(store: Store, plan_id: str, places: frozenset[Place], seen: str, today: date) -> Done:
    """Confirm that the item at *places* holds; *seen* is its digest on the page.

    Raises Changed, store.NoSuchPlan, store.Fault.
    """
    return _done(store, plan_id, places, seen, lambda plan, item: steps.confirm(plan, item, today))


def remove(store: Store, plan_id: str, places: frozenset[Place], seen: str) -> Done:
    """Remove the item at *places*; *seen* and errors as in `confirm`."""
    return _done(store, plan_id, places, seen, steps.remove)


def _done(
    store: Store,
    plan_id: str,
    places: frozenset[Place],
    seen: str,
    act: Callable[[Plan, Item], tuple[Plan, Step]],
) -> Done:
    done: list[Done] = []

    def change(plan: Plan) -> Plan:
        item = _unchanged(plan, places, seen)
        after, step = act(plan, item)
        done[:] = [Done(plan_id=plan_id, step=step, on=confirmation.place_after(plan, item))]
        return after

    store.update(plan_id, change)
    return done[0]


def undo(store: Store, done: Done) -> None:
    """Undo what was *done*; Changed if others have changed it since, store.NoSuchPlan, Fault."""
    try:
        store.update(done.plan_id, lambda plan: steps.undone(plan, done.step))
    except steps.Overtaken as error:
        raise Changed from error


def _unchanged(plan: Plan, places: frozenset[Place], seen: str) -> Item:
    item = confirmation.found(plan, places)
    if item is None or digest(item) != seen:
        raise Changed
    return item


def digest(item: Item) -> str:
    """Return a digest of *item*, to see whether somebody else has changed it."""
    return plan_file.digest({str(place): _as_answer(value) for place, value in item.values})


def _as_answer(value: Value | Row) -> Value:
    return (value,) if isinstance(value, Row) else value


# --- Between plans ------------------------------------------------------------------------------


class TooManyRows(ValueError):
    """The section has no room for all that was chosen; the text is a Swedish sentence."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Another plan of the school, and its contacts in a section."""

    plan: Plan
    contacts: tuple[Contact, ...]


def sources(store: Store, plan: Plan, section: Section) -> list[Source]:
    """Return the other plans, newest first, that have contacts in *section*: drafts and adopted."""
    adopted = [v.plan for v in store.issued.versions(plan.school) if not v.withdrawn]
    plans = [*(stored.plan for stored in store.plans(plan.school)), *adopted]
    newest = {other.id: other for other in reversed(plans) if other.id != plan.id}
    found = (Source(plan=other, contacts=other.contacts(section.key)) for other in newest.values())
    return [source for source in found if source.contacts][::-1]


def copy(
    store: Store, plan_id: str, section: Section, source: Plan, ids: frozenset[str]
) -> tuple[Contact, ...]:
    """Copy the contacts with *ids* from *source* into *section*, to be confirmed; give them.

    Raises TooManyRows, store.NoSuchPlan, store.Fault.
    """
    chosen = (row for row in source.contacts(section.key) if row.id in ids)
    copies = tuple(replace(row, id=new_id()) for row in chosen)
    question = section.contacts

    def change(plan: Plan) -> Plan:
        rows = (*plan.contacts(section.key), *copies)
        if len(rows) > question.limit:
            raise TooManyRows(
                f"Delen har plats för {question.limit} kontakter, och det skulle bli {len(rows)}. "
                "Välj färre."
            )
        plan = plan.with_contacts(section.key, rows)
        places = {Place.of(section, question, row.id) for row in copies}
        return replace(plan, unconfirmed=plan.unconfirmed | places)

    store.update(plan_id, change)
    return copies
