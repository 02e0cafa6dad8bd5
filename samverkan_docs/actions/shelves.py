"""A school's plans, each with its open draft and its versions, and where their copies hang."""

from __future__ import annotations

from dataclasses import dataclass

from samverkan_docs.plan import Plan, adoption
from samverkan_docs.store import Store, Stored, Version


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A plan with all that there is of it: its *draft* if one is open, *versions* newest first."""

    draft: Stored | None
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version | None:
        """The newest version that has not been withdrawn."""
        return next((version for version in self.versions if not version.withdrawn), None)

    @property
    def plan(self) -> Plan | None:
        """The plan as it is now: the draft, else the newest version; None if all is withdrawn."""
        if self.draft:
            return self.draft.plan
        return self.newest.plan if self.newest else None


def shelves(store: Store, school: str) -> list[Shelf]:
    """Return the school's plans: those with a draft first, then the last adopted first."""
    drafts = {stored.plan.id: stored for stored in store.plans(school)}
    versions: dict[str, list[Version]] = {}
    for version in store.issued.versions(school):
        versions.setdefault(version.plan.id, []).append(version)
    return [
        Shelf(draft=drafts.get(plan_id), versions=tuple(versions.get(plan_id, ())))
        for plan_id in dict.fromkeys([*drafts, *versions])
    ]


def begin_next(store: Store, version: Version) -> Plan:
    """Return the draft of what follows *version*: the open one, or one from the plan's newest.

    The newest, since a page that shows *version* may have lain open while it was replaced.
    """
    return store.reopen(version.plan.id, adoption.undecided)


def places_of_copies(store: Store, version: Version) -> tuple[str, ...]:
    """Return the places where copies hang, of this version and the one that it replaces."""
    known = (v for v in store.issued.of(version.plan.id) if not v.withdrawn)
    both = [v for v in known if v.number <= version.number][:2]
    return tuple(dict.fromkeys(place for version in both for place in version.plan.copies))
