"""What has been issued: versions of plans, their papers as bytes, their scans, and the log.

Rule: a version is written once, in one transaction with its papers and its line in the log, and
is served unchanged. When it is withdrawn its content is gone for good and the log says so. The
log holds no names and no answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from samverkan_docs.pdf import cover
from samverkan_docs.plan import SCHOOL, Plan, new_id
from samverkan_docs.store import version_rows as rows
from samverkan_docs.store.database import Database, now
from samverkan_docs.store.page_drafts import forget_pages
from samverkan_docs.store.tables import LOG, PAPERS, PLANS, SCANS, VERSIONS
from samverkan_docs.store.values import Entry, Event, History, NewScan, Scan, Version
from samverkan_docs.store.version_rows import NoSuchVersion


class Issued:
    """The issued versions in *database*."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- Issuing ---

    def add(
        self, version: Version, papers: Mapping[str, bytes], *, draft: Plan | None, function: str
    ) -> None:
        """Issue *version* with its *papers* by name; the *draft* that it was made from is gone.

        Overtaken, and nothing issued, if the draft or the newest version is no longer the same;
        YearTaken if another plan of the same school holds for the läsår.
        """
        with self._database.transaction(write=True) as connection:
            _demand_may_be_issued(connection, version, draft)
            connection.execute(PLANS.delete().where(PLANS.c.id == version.plan.id))
            rows.insert(connection, version)
            for name, pdf in papers.items():
                digests = {"digest": hashlib.sha256(pdf).hexdigest(), "covered": cover.digest(pdf)}
                values = {"name": name, "pdf": pdf, **digests}
                connection.execute(PAPERS.insert().values(**rows.key(version), **values))
            rows.log(connection, version, Event.ISSUED, function)

    def demand_unchanged(self, version: Version, draft: Plan | None) -> None:
        """Raise what `add` would: it is asked before the papers are made, too."""
        with self._database.transaction() as connection:
            _demand_may_be_issued(connection, version, draft)

    def withdraw(
        self, version: Version, *, function: str, reason: str, then_holds: int | None = None
    ) -> None:
        """Empty *version* for good: its data, its papers, its scans; the log keeps the *reason*.

        If it is the version that holds and there is a former one, *then_holds* is the number of
        that one, or NONE. Overtaken, and nothing withdrawn, if that is not so (any more);
        YearTaken if the former one cannot hold beside another plan.
        """
        empty = {"document": "", "changes": [], "signed": {}, "withdrawn": now()}
        with self._database.transaction(write=True) as connection:
            rows.demand_choice(connection, version, then_holds)
            rows.change(connection, version, {**empty, "then_holds": then_holds})
            connection.execute(PAPERS.update().where(*rows.is_of(PAPERS, version)).values(pdf=None))
            connection.execute(SCANS.delete().where(*rows.is_of(SCANS, version)))
            forget_pages(connection, version.plan.id)
            rows.log(connection, version, Event.WITHDRAWN, function, reason)
        self._database.forget()

    # --- Reading ---

    def versions(self, school: str = SCHOOL) -> list[Version]:
        """Return the school's versions, the last issued first."""
        with self._database.transaction() as connection:
            return rows.versions(connection, school)

    def history(self, plan_id: str) -> History:
        """Return the versions of a plan."""
        with self._database.transaction() as connection:
            return rows.history(connection, plan_id)

    def load(self, plan_id: str, number: int) -> Version:
        """Return one version; NoSuchVersion if there is none."""
        with self._database.transaction() as connection:
            return rows.load(connection, plan_id, number)

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

    def papers(self, version: Version) -> frozenset[str]:
        """Return the names of the papers that *version* was issued with."""
        key = PAPERS.c.plan_id == version.plan.id, PAPERS.c.version == version.number
        with self._database.transaction() as connection:
            return frozenset(connection.execute(sa.select(PAPERS.c.name).where(*key)).scalars())

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
            before = rows.load(connection, version.plan.id, version.number)
            rows.change(connection, version, {"signed": days})
            if before.signed != signed:
                rows.log(connection, version, Event.SIGNED, function)
            if scan is not None:
                values = {"id": new_id(), "added": now(), **vars(scan)}
                connection.execute(SCANS.insert().values(**rows.key(version), **values))
                rows.log(connection, version, Event.SCAN_ADDED, function)

    def scans(self, version: Version) -> list[Scan]:
        """Return the scans that are kept beside *version*, in the order that they came."""
        columns = (SCANS.c.id, SCANS.c.kind, SCANS.c.continues, SCANS.c.added)
        query = sa.select(*columns).where(*rows.is_of(SCANS, version))
        with self._database.transaction() as connection:
            found = connection.execute(query.order_by(SCANS.c.added))
            return [Scan(**row._mapping) for row in found]  # noqa: SLF001 -- SQLAlchemy's public name

    def scan(self, version: Version, scan_id: str) -> tuple[Scan, bytes]:
        """Return a scan of *version* and its bytes; NoSuchVersion if there is none."""
        query = sa.select(SCANS).where(SCANS.c.id == scan_id, *rows.is_of(SCANS, version))
        with self._database.transaction() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NoSuchVersion(scan_id)
        scan = Scan(id=row.id, kind=row.kind, continues=row.continues, added=row.added)
        return scan, bytes(row.content)


def _demand_may_be_issued(connection: sa.Connection, version: Version, draft: Plan | None) -> None:
    rows.demand_unchanged(connection, version, draft)
    rows.demand_alone(connection, version.plan)
