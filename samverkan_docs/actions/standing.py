"""What holds at a school on a day: how each version stands, and which has taken its place.

Rule: asked here and nowhere else, so that the start page, a version's page and the verdict on a
file never say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from samverkan_docs.plan import Plan, twins, validity
from samverkan_docs.plan.validity import Validity
from samverkan_docs.store import History, Store, Stored, Version


class State(Enum):
    """How a version stands, in a few words, and whether it is its plan's valid one."""

    WITHDRAWN = ("Tillbakadragen", False)
    NONE_HOLDS = ("Ingen version gäller", False)
    REPLACED = ("Ersatt", False)
    SUCCEEDED = ("Ersatt av nästa läsårs plan", False)
    NOT_YET = (Validity.NOT_YET.value, True)
    HOLDS = (Validity.NOW.value, True)
    PAST = (Validity.PAST.value, True)

    def __init__(self, words: str, is_valid: bool) -> None:  # noqa: FBT001 -- a member's value
        self.words = words
        self.is_valid = is_valid


_BY_DAY = {
    Validity.NOT_YET: State.NOT_YET,
    Validity.NOW: State.HOLDS,
    Validity.PAST: State.PAST,
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a version stands; *by* is the version to use in its place, None if there is none."""

    state: State
    by: Version | None = None


@dataclass(frozen=True, kw_only=True)
class School:
    """All that a school has adopted, by plan, seen on the day *today*."""

    histories: Mapping[str, History]
    today: date

    @classmethod
    def on(cls, store: Store, school: str, today: date) -> School:
        """Return what *school* has adopted."""
        return cls(histories=histories(store.issued.versions(school)), today=today)

    def of(self, version: Version) -> Standing:
        """Return how *version* stands."""
        holding = self.histories.get(version.plan.id, History()).holding
        if version.withdrawn:
            return Standing(state=State.WITHDRAWN, by=holding)
        if holding is None:
            return Standing(state=State.NONE_HOLDS)
        if holding.number != version.number:
            return Standing(state=State.REPLACED, by=holding)
        next_years = self._successor(version.plan)
        if next_years:
            return Standing(state=State.SUCCEEDED, by=next_years)
        return Standing(state=_BY_DAY[validity.on(version.plan, self.today)])

    def _successor(self, plan: Plan) -> Version | None:
        """Return the version of a later plan of the same school whose first day has come."""
        begun = [
            version
            for version in self._others(plan)
            if _first(version.plan) > _first(plan) and _first(version.plan) <= self.today
        ]
        return max(begun, key=lambda version: _first(version.plan), default=None)

    def until_then(self, plan: Plan) -> Version | None:
        """Return the version of the school's earlier plan that holds until *plan* does."""
        earlier = [v for v in self._others(plan) if _first(v.plan) < _first(plan)]
        return max(earlier, key=lambda version: _first(version.plan), default=None)

    def twin(self, plan: Plan) -> Version | None:
        """Return the version of another plan that holds for the same school and läsår."""
        return next((v for v in self._valid() if twins.is_twin(v.plan, plan)), None)

    def of_year(self, year: str) -> tuple[Version, ...]:
        """Return the versions that hold for a läsår."""
        return tuple(version for version in self._valid() if version.plan.year == year)

    def _others(self, plan: Plan) -> Iterator[Version]:
        for version in self._valid():
            if version.plan.id != plan.id and twins.is_of_same_school(version.plan, plan):
                yield version

    def _valid(self) -> Iterator[Version]:
        return (held for history in self.histories.values() if (held := history.holding))


def histories(versions: Iterable[Version]) -> dict[str, History]:
    """Return the history of each plan that has *versions*, the last issued first."""
    found: dict[str, list[Version]] = {}
    for version in versions:
        found.setdefault(version.plan.id, []).append(version)
    return {plan_id: History(each) for plan_id, each in found.items()}


def twin_drafts(store: Store, plan: Plan) -> list[Stored]:
    """Return the other drafts for the same school and läsår as *plan*."""
    return [stored for stored in store.plans(plan.school) if twins.is_twin(stored.plan, plan)]


def _first(plan: Plan) -> date:
    return plan.first_day or date.min
