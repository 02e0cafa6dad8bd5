"""A school's plans, each with its open draft and its versions, and where their copies hang."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samverkan_docs.actions.standing import histories
from samverkan_docs.plan import Plan, adoption, plan_file
from samverkan_docs.store import HasDraft, History, Store, Stored, Version


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A plan with all that there is of it: its *draft* if one is open, *versions* newest first."""

    draft: Stored | None
    versions: History

    @property
    def plan(self) -> Plan | None:
        """The plan as it is now: the draft, else the newest version; None if all is withdrawn."""
        if self.draft:
            return self.draft.plan
        return self.versions.holding.plan if self.versions.holding else None


def shelves(store: Store, school: str) -> list[Shelf]:
    """Return the school's plans: those with a draft first, then the last adopted first."""
    drafts = {stored.plan.id: stored for stored in store.plans(school)}
    adopted = histories(store.issued.versions(school))
    return [
        Shelf(draft=drafts.get(plan_id), versions=adopted.get(plan_id, History()))
        for plan_id in dict.fromkeys([*drafts, *adopted])
    ]


def begin_next(store: Store, plan_id: str) -> Plan:
    """Return the draft of an adopted plan's next version: the open one, or a new one."""
    return store.reopen(plan_id, adoption.undecided)


def carry_over(store: Store, plan_id: str, onto: str, seen: str) -> Plan:
    """Make the draft *plan_id* that of the next version of the adopted plan *onto*.

    The open draft of that plan is lost if its digest is *seen*. Raises store.HasDraft if there is
    one that the person has not seen, store.NoSuchPlan, store.NoSuchVersion, store.Fault.
    """

    def change(draft: Plan, adopted: Plan) -> Plan:
        return replace(adoption.undecided(draft), id=onto, previous=adopted.previous)

    try:
        return store.carry_over(plan_id, onto, change, instead_of=None)
    except HasDraft as error:
        if digest(error.stored.plan) != seen:
            raise
        return store.carry_over(plan_id, onto, change, instead_of=error.stored.plan)


def digest(plan: Plan) -> str:
    """Return a digest of a draft, to see whether it is still the one that was shown."""
    return plan_file.digest({"plan": plan_file.write(plan)})


def places_of_copies(store: Store, version: Version) -> tuple[str, ...]:
    """Return the places where copies hang, of this version and the one that it replaces."""
    standing = store.issued.history(version.plan.id).standing
    both = [known for known in standing if known.number <= version.number][:2]
    return tuple(dict.fromkeys(place for version in both for place in version.plan.copies))
