"""Rows of issued versions, read and written within a transaction that somebody else holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from samverkan_docs.plan import Plan, plan_file, twins
from samverkan_docs.store.database import now
from samverkan_docs.store.tables import LOG, PLANS, VERSIONS
from samverkan_docs.store.values import NONE, Event, History, Version, plan_in


class NoSuchVersion(LookupError):
    """The plan has no such version, or has had it withdrawn; or the version no such paper."""


class Overtaken(RuntimeError):
    """Somebody else changed, adopted or withdrew meanwhile; nothing has been done."""


class YearTaken(RuntimeError):
    """Another plan of the same school holds for that läsår: its *version*."""

    def __init__(self, version: Version) -> None:
        super().__init__(version.year)
        self.version = version


# --- Reading ------------------------------------------------------------------------------------


def versions(connection: sa.Connection, school: str) -> list[Version]:
    """Return the school's versions, the last issued first."""
    query = sa.select(VERSIONS).where(VERSIONS.c.school == school)
    newest_first = query.order_by(VERSIONS.c.issued.desc(), VERSIONS.c.version.desc())
    return [version_in(row) for row in connection.execute(newest_first)]


def history(connection: sa.Connection, plan_id: str) -> History:
    """Return the versions of a plan."""
    query = sa.select(VERSIONS).where(VERSIONS.c.plan_id == plan_id)
    found = connection.execute(query.order_by(VERSIONS.c.version.desc()))
    return History(map(version_in, found))


def newest_plan(connection: sa.Connection, plan_id: str) -> Plan:
    """Return the plan of the newest version not withdrawn; NoSuchVersion if there is none."""
    standing = history(connection, plan_id).standing
    if not standing:
        raise NoSuchVersion(plan_id)
    return standing[0].plan


def load(connection: sa.Connection, plan_id: str, number: int) -> Version:
    """Return one version; NoSuchVersion if there is none."""
    query = sa.select(VERSIONS)
    query = query.where(VERSIONS.c.plan_id == plan_id, VERSIONS.c.version == number)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NoSuchVersion(plan_id)
    return version_in(row)


def version_in(row: sa.Row[Any]) -> Version:
    """Return the version in a row; Fault if its plan cannot be read."""
    signed = {key: date.fromisoformat(day) for key, day in row.signed.items()}
    return Version(
        plan=plan_in(row) if row.withdrawn is None else Plan(id=row.plan_id, school=row.school),
        number=row.version,
        year=row.year,
        issued=row.issued,
        fingerprint=row.fingerprint,
        changes=tuple(row.changes),
        signed=MappingProxyType(signed),
        withdrawn=row.withdrawn,
        then_holds=row.then_holds,
    )


# --- Demanding ----------------------------------------------------------------------------------


def demand_unchanged(connection: sa.Connection, version: Version, draft: Plan | None) -> None:
    """Raise Overtaken unless all is as it was when the papers were made."""
    plan_id = version.plan.id
    newest = sa.select(sa.func.max(VERSIONS.c.version)).where(VERSIONS.c.plan_id == plan_id)
    if (connection.execute(newest).scalar() or 0) != version.number - 1:
        raise Overtaken(plan_id)
    row = connection.execute(sa.select(PLANS).where(PLANS.c.id == plan_id)).one_or_none()
    if (None if row is None else plan_in(row)) != draft:
        raise Overtaken(plan_id)


def demand_alone(connection: sa.Connection, plan: Plan) -> None:
    """Raise YearTaken if another plan of the same school holds for the läsår of *plan*."""
    by_plan: dict[str, list[Version]] = {}
    for version in versions(connection, plan.school):
        by_plan.setdefault(version.plan.id, []).append(version)
    for found in by_plan.values():
        holding = History(found).holding
        if holding and twins.is_twin(holding.plan, plan):
            raise YearTaken(holding)


def demand_choice(connection: sa.Connection, version: Version, then_holds: int | None) -> None:
    """Raise Overtaken if *then_holds* is no longer to be chosen, or YearTaken, once withdrawn."""
    known = history(connection, version.plan.id)
    is_holding = known.holding is not None and known.holding.number == version.number
    former = known.former if is_holding else None
    if then_holds not in ({None} if former is None else {NONE, former.number}):
        raise Overtaken(version.plan.id)
    if former and then_holds == former.number:
        demand_alone(connection, former.plan)


# --- Writing ------------------------------------------------------------------------------------


def key(version: Version) -> dict[str, Any]:
    """Return the values by which tables know *version*."""
    return {"plan_id": version.plan.id, "version": version.number}


def is_of(table: sa.Table, version: Version) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what chooses the rows of *version* in *table*."""
    return tuple(table.c[name] == value for name, value in key(version).items())


def insert(connection: sa.Connection, version: Version) -> None:
    """Write a new version."""
    values = key(version) | {
        "school": version.plan.school,
        "year": version.year,
        "document": plan_file.write(version.plan),
        "changes": list(version.changes),
        "signed": {},
        "issued": version.issued,
        "fingerprint": version.fingerprint,
    }
    connection.execute(VERSIONS.insert().values(values))


def change(connection: sa.Connection, version: Version, values: Mapping[str, Any]) -> None:
    """Change a version that has not been withdrawn; NoSuchVersion if it has."""
    query = VERSIONS.update().where(*is_of(VERSIONS, version), VERSIONS.c.withdrawn.is_(None))
    if connection.execute(query.values(values)).rowcount != 1:
        raise NoSuchVersion(version.plan.id)


def log(
    connection: sa.Connection, version: Version, event: Event, function: str, reason: str = ""
) -> None:
    """Write a line of the log."""
    values = {"at": now(), "school": version.plan.school, "event": event.value}
    about = {"function": function, "reason": reason}
    connection.execute(LOG.insert().values(**key(version), **values, **about))
