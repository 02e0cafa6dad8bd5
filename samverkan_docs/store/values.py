"""What comes out of the store: drafts, versions, scans and lines of the log. Times are in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from samverkan_docs.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A plan as it lies in the store, with the times of its making and last change."""

    plan: Plan
    created: datetime
    changed: datetime


class Event(StrEnum):
    """What the log tells of."""

    ISSUED = "Fastställd"
    WITHDRAWN = "Tillbakadragen"
    SIGNED = "Underskrifter registrerade"
    SCAN_ADDED = "Skannat papper tillagt"


@dataclass(frozen=True, kw_only=True)
class Version:
    """An adopted version of a plan; once *withdrawn* its plan is empty and its changes are gone.

    *signed* gives the day on which each signatory, by id, signed with a pen; *fingerprint* is that
    of the certificate that stamped the papers.
    """

    plan: Plan
    number: int
    year: str
    issued: datetime
    fingerprint: str
    changes: tuple[str, ...] = ()
    signed: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: datetime | None = None

    @property
    def last_day(self) -> date | None:
        """The plan's last day, after which it should be looked over."""
        return self.plan.day("skolan", "galler_till")


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A file that somebody keeps beside a version; *continues* if it begins with the plan's."""

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
