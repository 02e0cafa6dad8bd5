"""Plans in one database: SQLite today, by a SQLAlchemy URL so that it can be another tomorrow.

Rule: a save is one transaction and is on the disk when it is acknowledged; nothing is ever half
written. Answers are personal data and stand in no error text.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from samverkan_docs import plan_file
from samverkan_docs.plan import SCHOOL, Plan

_METADATA = sa.MetaData()
_PLANS = sa.Table(
    "plans",
    _METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("school", sa.String, nullable=False, index=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("created", sa.DateTime, nullable=False),
    sa.Column("changed", sa.DateTime, nullable=False),
)


class NoSuchPlan(LookupError):
    """No plan has this id, or it has been deleted."""


class Fault(RuntimeError):
    """The database cannot do it now; the text is a Swedish sentence that says what to do."""


class NotADatabase(ValueError):
    """The file is no sound database of this program; the text is a Swedish sentence."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A plan as it lies in the store, with the times (UTC) of its making and last change."""

    plan: Plan
    created: datetime
    changed: datetime


_FAULTS = {
    sqlite3.SQLITE_FULL: "Disken är full. Frigör plats på datorn och spara sedan igen.",
    sqlite3.SQLITE_READONLY: (
        "Programmet får inte skriva i sin databas. Be den som sköter datorn att göra filen "
        "skrivbar, och spara sedan igen."
    ),
    sqlite3.SQLITE_BUSY: (
        "Databasen är upptagen av ett annat program. Vänta en minut och spara sedan igen."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "Databasen går inte att öppna. Se efter att disken är ansluten, starta om programmet och "
        "försök igen."
    ),
    sqlite3.SQLITE_NOTADB: (
        "Databasen är skadad. Stäng programmet och återställ den senaste säkerhetskopian."
    ),
}
_FAULTS[sqlite3.SQLITE_LOCKED] = _FAULTS[sqlite3.SQLITE_BUSY]
_FAULTS[sqlite3.SQLITE_CORRUPT] = _FAULTS[sqlite3.SQLITE_NOTADB]
_OTHER_FAULT = "Databasen svarar inte som den ska. Starta om programmet och försök igen."


class Store:
    """The plans in the database at *url*, e.g. `sqlite:////folder/file`; made if not there."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, hide_parameters=True)
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)
        with self._transaction(write=True) as connection:
            _METADATA.create_all(connection)

    @classmethod
    def in_file(cls, file: Path) -> Store:
        """Open the SQLite database in *file*, whatever characters its name has."""
        return cls(sa.URL.create("sqlite", database=str(file)).render_as_string())

    def plans(self, school: str = SCHOOL) -> list[Stored]:
        """Give the school's plans, the last changed first; those of a newer program left out."""
        found = (_stored_if_readable(row) for row in self._rows(school))
        return [stored for stored in found if stored is not None]

    def unreadable(self, school: str = SCHOOL) -> int:
        """Tell how many of the school's plans come from a newer program."""
        return sum(_stored_if_readable(row) is None for row in self._rows(school))

    def _rows(self, school: str) -> Sequence[sa.Row[Any]]:
        query = sa.select(_PLANS).where(_PLANS.c.school == school)
        with self._transaction() as connection:
            return connection.execute(query.order_by(_PLANS.c.changed.desc())).all()

    def load(self, plan_id: str) -> Stored:
        """Give the plan with *plan_id*; NoSuchPlan if there is none."""
        with self._transaction() as connection:
            return _load(connection, plan_id)

    def add(self, plan: Plan) -> None:
        """Put a new plan in."""
        now = _now()
        values = {"id": plan.id, "school": plan.school, "created": now, "changed": now}
        with self._transaction(write=True) as connection:
            connection.execute(_PLANS.insert().values(document=plan_file.write(plan), **values))

    def update(self, plan_id: str, change: Callable[[Plan], Plan]) -> Plan:
        """Put `change(newest plan)` in its place; what *change* raises leaves all as it was."""
        with self._transaction(write=True) as connection:
            plan = change(_load(connection, plan_id).plan)
            connection.execute(
                _PLANS.update()
                .where(_PLANS.c.id == plan_id)
                .values(document=plan_file.write(plan), changed=_now())
            )
        return plan

    def delete(self, plan_id: str) -> None:
        """Delete the plan with *plan_id*; NoSuchPlan if there is none."""
        with self._transaction(write=True) as connection:
            _load(connection, plan_id)
            connection.execute(_PLANS.delete().where(_PLANS.c.id == plan_id))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[sa.Connection]:
        try:
            with (
                self._engine.connect().execution_options(samverkan_write=write) as connection,
                connection.begin(),
            ):
                yield connection
        except DBAPIError as error:
            raise Fault(_sentence(error.orig)) from error
        except sqlite3.Error as error:  # raised while a connection is made ready
            raise Fault(_sentence(error)) from error


def _load(connection: sa.Connection, plan_id: str) -> Stored:
    row = connection.execute(sa.select(_PLANS).where(_PLANS.c.id == plan_id)).one_or_none()
    if row is None:
        raise NoSuchPlan(plan_id)
    return _stored(row)


def _stored(row: sa.Row[Any]) -> Stored:
    try:
        plan = plan_file.read(row.document)
    except plan_file.Unreadable as error:
        raise Fault(f"En sparad plan går inte att läsa. {error}") from error
    plan = replace(plan, school=row.school)
    return Stored(plan=plan, created=row.created, changed=row.changed)


def _stored_if_readable(row: sa.Row[Any]) -> Stored | None:
    try:
        return _stored(row)
    except Fault:
        return None


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _sentence(error: BaseException | None) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the high bits only refine it
    return _FAULTS.get(code, _OTHER_FAULT)


# --- SQLite -------------------------------------------------------------------------------------


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Make every connection durable and every transaction say beforehand whether it writes."""
    file = engine.url.database
    if file:
        _make_private(Path(file))

    @sa.event.listens_for(engine, "connect")
    def durable(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that begins as a reader and then writes may fail halfway (SQLITE_BUSY).
        write = connection.get_execution_options().get("samverkan_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def backup(database: Path, target: Path) -> None:
    """Copy *database* to *target* while it may be in use, and check the copy."""
    part = target.with_name(target.name + ".ofullstandig")
    part.unlink(missing_ok=True)
    _make_private(part)
    _copy(database, part, in_one_file=True)
    _check(part)
    part.replace(target)


def restore(source: Path, database: Path) -> None:
    """Make *database* a copy of *source*; NotADatabase, and nothing changed, if that is unsound."""
    _check(source)
    _make_private(database)
    _copy(source, database)


def _make_private(file: Path) -> None:
    """Make an empty *file*, readable by its owner alone, if there is none."""
    if not file.exists():
        try:
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise Fault(_FAULTS[sqlite3.SQLITE_CANTOPEN]) from error


def _copy(source: Path, target: Path, *, in_one_file: bool = False) -> None:
    """Copy a database; *in_one_file* leaves no WAL, so that a read-only disk can hold it."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as origin,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            copy.execute("BEGIN IMMEDIATE")  # fails after a while where `backup` waits for ever
            copy.execute("ROLLBACK")
            origin.backup(copy)
            if in_one_file:
                copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise Fault(_sentence(error)) from error


def _check(file: Path) -> None:
    columns = "document, id, school, created, changed"
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            plans = opened.execute(f"SELECT {columns} FROM plans").fetchall()  # noqa: S608 -- our own names
        for row in plans:
            plan_file.read(row[0])
    except (sqlite3.Error, plan_file.Unreadable) as error:
        raise NotADatabase(f"{file} är ingen hel säkerhetskopia av samverkansplaner.") from error
    if not sound:
        raise NotADatabase(f"{file} är skadad och går inte att återställa.")
