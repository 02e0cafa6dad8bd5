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


PATIENCE = "busy_timeout=5000"  # milliseconds
_PRAGMAS = (PATIENCE, "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


def prepare(engine: sa.Engine) -> None:
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
