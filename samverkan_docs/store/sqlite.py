"""SQLite's own ways: a private file, durable saves, and transactions that say if they write."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from samverkan_docs.store.faults import FAULTS, Fault


def url_of(file: Path) -> str:
    """Return the URL of the SQLite database in *file*, whatever characters its name has."""
    return sa.URL.create("sqlite", database=str(file)).render_as_string()


# What is written to a file that has lost its name is gone when the program ends.
MOVED = (
    "Databasens filer har tagits bort eller bytts ut medan programmet var i gång, så inget sparas. "
    "Kopiera det du har skrivit, stäng programmet, lägg tillbaka filerna och starta det igen."
)
_OPENED = "samverkan_files"
PATIENCE = "busy_timeout=5000"  # milliseconds
_PRAGMAS = (PATIENCE, "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


def prepare(engine: sa.Engine) -> None:
    """Make every connection durable and every transaction say beforehand whether it writes.

    A transaction that writes is refused when the files are no longer the ones that were opened.
    """
    file = engine.url.database
    if file:
        make_private(Path(file))

    @sa.event.listens_for(engine, "connect")
    def durable(connection: sqlite3.Connection, record: sa.pool.ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # opens the journal too
        record.info[_OPENED] = _files(file)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that begins as a reader and then writes may fail halfway (SQLITE_BUSY).
        write = connection.get_execution_options().get("samverkan_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        if write and _files(file) != connection.info[_OPENED]:
            raise Fault(MOVED)


def _files(database: str | None) -> list[tuple[int, int] | None]:
    """Return which files now have the names of the database and its journal, None for no file."""
    return [_identity(Path(f"{database}{end}")) for end in ("", "-wal")] if database else []


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def make_private(file: Path) -> None:
    """Make an empty *file*, readable by its owner alone, if there is none."""
    if not file.exists():
        try:
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise Fault(FAULTS[sqlite3.SQLITE_CANTOPEN]) from error
