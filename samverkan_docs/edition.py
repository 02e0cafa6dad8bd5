"""Which version of a plan a paper shows, and what changed from version to version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A line of the plan's change table; *day* is that of the decision, None once withdrawn."""

    version: int
    day: date | None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An adopted version; *revisions* tell of it and those before, the oldest first.

    *news* are a few lines about what differs from the plan of the year before.
    """

    version: int
    revisions: tuple[Revision, ...] = ()
    news: tuple[str, ...] = ()
