"""What goes into the store and comes out: drafts, versions, scans, lines of the log.

Rule: times are in UTC and say so nowhere else; what cannot be read is a Fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.store.faults import Fault


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A plan as it lies in the store, with the times of its making and last change.

    *is_read_in* tells that it came from a file.
    """

    plan: Plan
    created: datetime
    changed: datetime
    is_read_in: bool = False


class Event(StrEnum):
    """What the log tells of."""

    ISSUED = "Fastställd"
    WITHDRAWN = "Tillbakadragen"
    SIGNED = "Underskrifter registrerade"
    SCAN_ADDED = "Skannat papper tillagt"


NONE = 0
"""In the place of the number of the version that holds, when none does."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """An adopted version of a plan; once *withdrawn* its plan is empty and its changes are gone.

    *signed* gives the day on which each signatory, by id, signed with a pen; *fingerprint* is that
    of the certificate that stamped the papers. *then_holds* is what was said when the version that
    held was withdrawn: the number of the former one that holds again, or NONE.
    """

    plan: Plan
    number: int
    year: str
    issued: datetime
    fingerprint: str
    changes: tuple[str, ...] = ()
    signed: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: datetime | None = None
    then_holds: int | None = None

    @property
    def last_day(self) -> date | None:
        """The plan's last day, after which it should be looked over."""
        return self.plan.last_day


class History(tuple[Version, ...]):
    """The versions of one plan, the newest first; empty if it was never adopted."""

    __slots__ = ()

    @property
    def standing(self) -> tuple[Version, ...]:
        """Those that have not been withdrawn."""
        return tuple(version for version in self if not version.withdrawn)

    @property
    def holding(self) -> Version | None:
        """The newest version not withdrawn, None if the school has said that none holds any more.

        Whether the day has come from which it holds is asked elsewhere.
        """
        for version in self:
            if not version.withdrawn:
                return version
            if version.then_holds == NONE:
                return None
        return None

    @property
    def former(self) -> Version | None:
        """The version that can hold again if the one that holds is withdrawn."""
        holding = self.holding
        return History(v for v in self if v is not holding).holding if holding else None

    @property
    def latest(self) -> Version | None:
        """The version that holds, else the last one that did."""
        return self.holding or next(iter(self), None)

    @property
    def next_number(self) -> int:
        """The number of the version that comes next."""
        return len(self) + 1


@dataclass(frozen=True, kw_only=True)
class NewScan:
    """A file to keep beside a version; *continues* if it begins with the plan's own bytes."""

    kind: str
    continues: bool
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A file that is kept beside a version, without its content."""

    id: str
    kind: str
    continues: bool
    added: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the log: what happened, when, and which function did it."""

    at: datetime
    event: str
    version: int | None
    function: str
    reason: str


def plan_in(row: sa.Row[Any]) -> Plan:
    """Return the plan in a row of drafts or versions; Fault if it cannot be read."""
    try:
        plan = plan_file.read(row.document)
    except plan_file.Unreadable as error:
        raise Fault(f"En sparad plan går inte att läsa. {error}") from error
    return replace(plan, school=row.school)
