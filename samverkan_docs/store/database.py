"""The database: how it is opened, how a transaction is held, and what goes wrong in words.

Rule: a save is one transaction and is on the disk when it is acknowledged; what is deleted is
overwritten. Answers are personal data and stand in no error text.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from samverkan_docs.store.tables import METADATA


class Fault(RuntimeError):
    """The database cannot do it now; the text is a Swedish sentence that says what to do."""


FAULTS = {
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
FAULTS[sqlite3.SQLITE_LOCKED] = FAULTS[sqlite3.SQLITE_BUSY]
FAULTS[sqlite3.SQLITE_CORRUPT] = FAULTS[sqlite3.SQLITE_NOTADB]
_OTHER_FAULT = "Databasen svarar inte som den ska. Starta om programmet och försök igen."


class Database:
    """The database at *url*, e.g. `sqlite:////folder/file`; made if not there."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, hide_parameters=True)
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)
        self._owes_forgetting = True  # it may have ended last time while a reader was in the way
        with self.transaction(write=True) as connection:
            METADATA.create_all(connection)

    @contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[sa.Connection]:
        """Hold a transaction: all of it is done, or nothing; Fault if the database cannot."""
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
        """Let nothing that was deleted remain in SQLite's journal.

        Whoever began to read before the deletion still reads from there. While somebody does, it
        is tried again after every save, and at the next start.
        """
        self._owes_forgetting = not self._journal_is_emptied(patience=1000)

    def _journal_is_emptied(self, *, patience: int) -> bool:
        """Write the journal into the file and cut it; False if one is in the way that many ms."""
        if self._engine.dialect.name != "sqlite":
            return True
        with closing(self._engine.raw_connection()) as pooled:
            raw = cast("sqlite3.Connection", pooled.driver_connection)
            try:
                raw.execute(f"PRAGMA busy_timeout={patience}")
                (is_busy, *_frames) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.Error:
                return False  # what was to be deleted is; the disk may be full, or read-only
            finally:
                raw.execute(f"PRAGMA {_PATIENCE}")
        return not is_busy

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def url_of(file: Path) -> str:
    """Give the URL of the SQLite database in *file*, whatever characters its name has."""
    return sa.URL.create("sqlite", database=str(file)).render_as_string()


def now() -> datetime:
    """Give the time (UTC) as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def sentence(error: BaseException | None) -> str:
    """Say in Swedish what the database says by its code."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the high bits only refine it
    return FAULTS.get(code, _OTHER_FAULT)


# --- SQLite -------------------------------------------------------------------------------------

_PATIENCE = "busy_timeout=5000"  # milliseconds
_PRAGMAS = (_PATIENCE, "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Make every connection durable and every transaction say beforehand whether it writes."""
    file = engine.url.database
    if file:
        make_private(Path(file))

    @sa.event.listens_for(engine, "connect")
    def durable(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that begins as a reader and then writes may fail halfway (SQLITE_BUSY).
        write = connection.get_execution_options().get("samverkan_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def make_private(file: Path) -> None:
    """Make an empty *file*, readable by its owner alone, if there is none."""
    if not file.exists():
        try:
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise Fault(FAULTS[sqlite3.SQLITE_CANTOPEN]) from error
