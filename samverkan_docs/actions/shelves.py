"""A school's plans, each with its open draft and its versions, and where their copies hang."""

from __future__ import annotations

from dataclasses import dataclass

from samverkan_docs.plan import Plan, adoption
from samverkan_docs.store import History, Store, Stored, Version


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
    versions: dict[str, list[Version]] = {}
    for version in store.issued.versions(school):
        versions.setdefault(version.plan.id, []).append(version)
    return [
        Shelf(draft=drafts.get(plan_id), versions=History(versions.get(plan_id, ())))
        for plan_id in dict.fromkeys([*drafts, *versions])
    ]


def begin_next(store: Store, plan_id: str) -> Plan:
    """Return the draft of an adopted plan's next version: the open one, or a new one."""
    return store.reopen(plan_id, adoption.undecided)


def places_of_copies(store: Store, version: Version) -> tuple[str, ...]:
    """Return the places where copies hang, of this version and the one that it replaces."""
    standing = store.issued.history(version.plan.id).standing
    both = [known for known in standing if known.number <= version.number][:2]
    return tuple(dict.fromkeys(place for version in both for place in version.plan.copies))
