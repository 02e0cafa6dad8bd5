"""The database: how it is opened, how a transaction is held, and what goes wrong in words.

Rule: a save is one transaction and is on the disk when it is acknowledged; what is deleted is
overwritten. Answers are personal data and stand in no error text.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError

from samverkan_docs.pdf import cover
from samverkan_docs.store import sqlite
from samverkan_docs.store.faults import Fault, sentence
from samverkan_docs.store.tables import LATE, METADATA, PAPERS


class NotSupported(ValueError):
    """The URL names a database that the store cannot use; the text is a Swedish sentence."""


def _demand_sqlite(url: str) -> None:
    try:
        kind = sa.make_url(url).drivername
    except ArgumentError as error:
        raise NotSupported(
            "Adressen till databasen går inte att förstå. Skriv den som sqlite:////mapp/fil."
        ) from error
    if kind not in {"sqlite", "sqlite+pysqlite"}:
        raise NotSupported(
            f"Programmet kan bara spara i en SQLite-databas, inte i {kind}. Skriv adressen som "
            "sqlite:////mapp/fil."
        )


class Database:
    """The database at *url*, e.g. `sqlite:////folder/file`; made if not there.

    NotSupported if it is another kind of database than SQLite: transactions, triggers and the
    erasing of what is deleted are written for SQLite, and would be silently wrong elsewhere.
    """

    def __init__(self, url: str) -> None:
        _demand_sqlite(url)
        self._engine = sa.create_engine(url, hide_parameters=True)
        # Whoever lets go of the database, or ends the program, has closed it.
        weakref.finalize(self, self._engine.dispose)
        sqlite.prepare(self._engine)
        self._owes_forgetting = True  # it may have ended last time while a reader was in the way
        with self.transaction(write=True) as connection:
            _catch_up(connection)
            METADATA.create_all(connection)

    @contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[sa.Connection]:
        """Run a transaction: all of it is done, or nothing; Fault if the database cannot."""
        try:
            with (
                self._engine.connect().execution_options(samverkan_write=write) as connection,
                connection.begin(),
            ):
                yield connection
        except DBAPIError as error:
            raise Fault(sentence(error.orig)) from error
        except sqlite3.Error as error:  # raised while a connection is made ready
            raise Fault(sentence(error)) from error
        if write and self._owes_forgetting:
            self._owes_forgetting = not self._journal_is_emptied(patience=0)

    def forget(self) -> None:
        """Erase what was deleted from SQLite's journal.

        Whoever began to read before the deletion still reads from there. While somebody does, it
        is tried again after every save, and at the next start.
        """
        self._owes_forgetting = not self._journal_is_emptied(patience=1000)

    def _journal_is_emptied(self, *, patience: int) -> bool:
        """Write the journal into the file and cut it; False if one is in the way that many ms."""
        with closing(self._engine.raw_connection()) as pooled:
            raw = cast("sqlite3.Connection", pooled.driver_connection)
            try:
                raw.execute(f"PRAGMA busy_timeout={patience}")
                (is_busy, *_frames) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.Error:
                return False  # what was to be deleted is; the disk may be full, or read-only
            finally:
                raw.execute(f"PRAGMA {sqlite.PATIENCE}")
        return not is_busy

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _catch_up(connection: sa.Connection) -> None:
    """Add to a database of an older program the columns that its tables lack."""
    for column in LATE:
        table = column.table
        if _has(connection, table.name) and column.name not in _columns(connection, table.name):
            kind = column.type.compile(connection.dialect)
            connection.execute(
                sa.DDL(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}")  # type: ignore[no-untyped-call]
            )
            if column is PAPERS.c.covered:
                _learn_covered(connection)


def _learn_covered(connection: sa.Connection) -> None:
    """Give every paper the digest of what its stamp covers."""
    for index in PAPERS.indexes:
        index.create(connection, checkfirst=True)
    key = (PAPERS.c.plan_id, PAPERS.c.version, PAPERS.c.name)
    kept = sa.select(*key).where(PAPERS.c.pdf.is_not(None))
    for row in connection.execute(kept).all():
        is_it = [column == value for column, value in zip(key, row, strict=True)]
        pdf = connection.execute(sa.select(PAPERS.c.pdf).where(*is_it)).scalar_one()
        connection.execute(PAPERS.update().where(*is_it).values(covered=cover.digest(pdf)))


def _has(connection: sa.Connection, table: str) -> bool:
    return bool(sa.inspect(connection).has_table(table))


def _columns(connection: sa.Connection, table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(connection).get_columns(table)}


def now() -> datetime:
    """Return the time (UTC) as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
