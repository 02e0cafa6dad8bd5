"""What has been issued: versions of plans, their papers as bytes, their scans, and the log.

Rule: a version is written once, in one transaction with its papers and its line in the log, and
is served unchanged. When it is withdrawn its content is gone for good and the log says so. The
log holds no names and no answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from samverkan_docs.pdf import cover
from samverkan_docs.plan import SCHOOL, Plan, new_id, plan_file
from samverkan_docs.store.database import Database, now
from samverkan_docs.store.tables import LOG, PAPERS, PLANS, SCANS, VERSIONS
from samverkan_docs.store.values import Entry, Event, History, NewScan, Scan, Version, plan_in


class NoSuchVersion(LookupError):
    """The plan has no such version, or has had it withdrawn; or the version no such paper."""


class Overtaken(RuntimeError):
    """Somebody else changed or adopted the plan meanwhile; nothing has been issued."""


class Issued:
    """The issued versions in *database*."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- Issuing ---

    def add(
        self, version: Version, papers: Mapping[str, bytes], *, draft: Plan | None, function: str
    ) -> None:
        """Issue *version* with its *papers* by name; the *draft* that it was made from is gone.

        Overtaken, and nothing issued, if the draft or the newest version is no longer the same.
        """
        with self._database.transaction(write=True) as connection:
            _demand_unchanged(connection, version, draft)
            connection.execute(PLANS.delete().where(PLANS.c.id == version.plan.id))
            connection.execute(VERSIONS.insert().values(_values(version)))
            for name, pdf in papers.items():
                digests = {"digest": hashlib.sha256(pdf).hexdigest(), "covered": cover.digest(pdf)}
                values = {"name": name, "pdf": pdf, **digests}
                connection.execute(PAPERS.insert().values(**_key(version), **values))
            _log(connection, version, Event.ISSUED, function)

    def demand_unchanged(self, version: Version, draft: Plan | None) -> None:
        """Raise Overtaken if `add` would: it is asked before the papers are made, too."""
        with self._database.transaction() as connection:
            _demand_unchanged(connection, version, draft)

    def withdraw(self, version: Version, *, function: str, reason: str) -> None:
        """Empty *version* for good: its data, its papers, its scans; the log keeps the *reason*."""
        empty = {"document": "", "changes": [], "signed": {}, "withdrawn": now()}
        with self._database.transaction(write=True) as connection:
            _change(connection, version, empty)
            connection.execute(PAPERS.update().where(*_is(PAPERS, version)).values(pdf=None))
            connection.execute(SCANS.delete().where(*_is(SCANS, version)))
            _log(connection, version, Event.WITHDRAWN, function, reason)
        self._database.forget()

    # --- Reading ---

    def versions(self, school: str = SCHOOL) -> list[Version]:
        """Return the school's versions, the last issued first."""
        query = sa.select(VERSIONS).where(VERSIONS.c.school == school)
        newest_first = query.order_by(VERSIONS.c.issued.desc(), VERSIONS.c.version.desc())
        with self._database.transaction() as connection:
            return [version_in(row) for row in connection.execute(newest_first)]

    def history(self, plan_id: str) -> History:
        """Return the versions of a plan."""
        query = sa.select(VERSIONS).where(VERSIONS.c.plan_id == plan_id)
        with self._database.transaction() as connection:
            found = connection.execute(query.order_by(VERSIONS.c.version.desc()))
            return History(map(version_in, found))

    def load(self, plan_id: str, number: int) -> Version:
        """Return one version; NoSuchVersion if there is none."""
        with self._database.transaction() as connection:
            return _load(connection, plan_id, number)

    def paper(self, plan_id: str, number: int, name: str) -> bytes:
        """Return a paper as it was issued; NoSuchVersion if it is not there, or withdrawn."""
        query = sa.select(PAPERS.c.pdf).where(
            PAPERS.c.plan_id == plan_id, PAPERS.c.version == number, PAPERS.c.name == name
        )
        with self._database.transaction() as connection:
            pdf = connection.execute(query).scalar_one_or_none()
        if pdf is None:
            raise NoSuchVersion(plan_id)
        return bytes(pdf)

    def find(self, covered: str, digest: str) -> tuple[Version, str] | None:
        """Return the version and the name of the paper whose stamp covers what has this SHA-256.

        What an older program issued and withdrew is known by the *digest* of all its bytes alone.
        """
        query = sa.select(PAPERS.c.plan_id, PAPERS.c.version, PAPERS.c.name)
        is_it = (PAPERS.c.covered == covered) | (PAPERS.c.digest == digest)
        with self._database.transaction() as connection:
            row = connection.execute(query.where(is_it)).first()
        return None if row is None else (self.load(row.plan_id, row.version), row.name)

    def fingerprints(self) -> frozenset[str]:
        """Return the fingerprints of every certificate that has stamped a version here."""
        with self._database.transaction() as connection:
            found = connection.execute(sa.select(VERSIONS.c.fingerprint).distinct())
            return frozenset(found.scalars())

    def log(self, plan_id: str) -> list[Entry]:
        """Return what has happened to a plan, the last first."""
        query = sa.select(LOG).where(LOG.c.plan_id == plan_id).order_by(LOG.c.id.desc())
        with self._database.transaction() as connection:
            return [
                Entry(
                    at=row.at,
                    event=row.event,
                    version=row.version,
                    function=row.function,
                    reason=row.reason,
                )
                for row in connection.execute(query)
            ]

    # --- Signatures with a pen ---

    def sign(
        self,
        version: Version,
        signed: Mapping[str, date],
        *,
        function: str,
        scan: NewScan | None = None,
    ) -> None:
        """Record on which day each signatory, by id, signed *version*, and keep the *scan*."""
        days = {key: day.isoformat() for key, day in signed.items()}
        with self._database.transaction(write=True) as connection:
            before = _load(connection, version.plan.id, version.number)
            _change(connection, version, {"signed": days})
            if before.signed != signed:
                _log(connection, version, Event.SIGNED, function)
            if scan is not None:
                values = {"id": new_id(), "added": now(), **vars(scan)}
                connection.execute(SCANS.insert().values(**_key(version), **values))
                _log(connection, version, Event.SCAN_ADDED, function)

    def scans(self, version: Version) -> list[Scan]:
        """Return the scans that are kept beside *version*, in the order that they came."""
        columns = (SCANS.c.id, SCANS.c.kind, SCANS.c.continues, SCANS.c.added)
        query = sa.select(*columns).where(*_is(SCANS, version))
        with self._database.transaction() as connection:
            found = connection.execute(query.order_by(SCANS.c.added))
            return [Scan(**row._mapping) for row in found]  # noqa: SLF001 -- SQLAlchemy's public name

    def scan(self, version: Version, scan_id: str) -> tuple[Scan, bytes]:
        """Return a scan of *version* and its bytes; NoSuchVersion if there is none."""
        query = sa.select(SCANS).where(SCANS.c.id == scan_id, *_is(SCANS, version))
        with self._database.transaction() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NoSuchVersion(scan_id)
        scan = Scan(id=row.id, kind=row.kind, continues=row.continues, added=row.added)
        return scan, bytes(row.content)


# --- Rows ---------------------------------------------------------------------------------------


def newest_plan(connection: sa.Connection, plan_id: str) -> Plan:
    """Return the plan of the newest version not withdrawn; NoSuchVersion if there is none."""
    query = sa.select(VERSIONS).where(VERSIONS.c.plan_id == plan_id, VERSIONS.c.withdrawn.is_(None))
    row = connection.execute(query.order_by(VERSIONS.c.version.desc())).first()
    if row is None:
        raise NoSuchVersion(plan_id)
    return plan_in(row)


def _load(connection: sa.Connection, plan_id: str, number: int) -> Version:
    query = sa.select(VERSIONS)
    query = query.where(VERSIONS.c.plan_id == plan_id, VERSIONS.c.version == number)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NoSuchVersion(plan_id)
    return version_in(row)


def _key(version: Version) -> dict[str, Any]:
    return {"plan_id": version.plan.id, "version": version.number}


def _is(table: sa.Table, version: Version) -> tuple[sa.ColumnElement[bool], ...]:
    return tuple(table.c[name] == value for name, value in _key(version).items())


def _change(connection: sa.Connection, version: Version, values: Mapping[str, Any]) -> None:
    """Change a version that has not been withdrawn."""
    query = VERSIONS.update().where(*_is(VERSIONS, version), VERSIONS.c.withdrawn.is_(None))
    if connection.execute(query.values(values)).rowcount != 1:
        raise NoSuchVersion(version.plan.id)


def _demand_unchanged(connection: sa.Connection, version: Version, draft: Plan | None) -> None:
    """Raise Overtaken unless all is as it was when the papers were made."""
    plan_id = version.plan.id
    newest = sa.select(sa.func.max(VERSIONS.c.version)).where(VERSIONS.c.plan_id == plan_id)
    if (connection.execute(newest).scalar() or 0) != version.number - 1:
        raise Overtaken(plan_id)
    row = connection.execute(sa.select(PLANS).where(PLANS.c.id == plan_id)).one_or_none()
    if (None if row is None else plan_in(row)) != draft:
        raise Overtaken(plan_id)


def _values(version: Version) -> dict[str, Any]:
    return _key(version) | {
        "school": version.plan.school,
        "year": version.year,
        "document": plan_file.write(version.plan),
        "changes": list(version.changes),
        "signed": {},
        "issued": version.issued,
        "fingerprint": version.fingerprint,
    }


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
    )


def _log(
    connection: sa.Connection, version: Version, event: Event, function: str, reason: str = ""
) -> None:
    values = {"at": now(), "school": version.plan.school, "event": event.value}
    about = {"function": function, "reason": reason}
    connection.execute(LOG.insert().values(**_key(version), **values, **about))
