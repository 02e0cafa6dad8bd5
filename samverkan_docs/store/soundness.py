"""Whether a database that comes from elsewhere is one of ours, and can be read to the last row.

Rule: what is restored is read before it is taken, by the same readers as later on.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from samverkan_docs.store.faults import Fault
from samverkan_docs.store.page_drafts import page_draft_in
from samverkan_docs.store.tables import (
    LATE,
    LOG,
    METADATA,
    PAGE_DRAFTS,
    PAPERS,
    PLANS,
    SCANS,
    VERSIONS,
)
from samverkan_docs.store.values import Event, plan_in
from samverkan_docs.store.version_rows import version_in


class NotADatabase(ValueError):
    """The file is no sound database of this program; the text is a Swedish sentence."""


def demand_sound(file: Path) -> None:
    """Raise NotADatabase unless *file* is a whole database with our tables and readable rows."""
    try:
        with _opened(file) as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
            sound = sound and _is_ours(connection) and _papers_are_whole(connection)
            _read_all(connection)
    except (SQLAlchemyError, sqlite3.Error, Fault, ValueError, TypeError, AttributeError) as error:
        raise NotADatabase(f"{file} är ingen hel säkerhetskopia av samverkansplaner.") from error
    if not sound:
        raise NotADatabase(f"{file} är skadad och går inte att återställa.")


@contextmanager
def _opened(file: Path) -> Iterator[sa.Connection]:
    address = f"{file.absolute().as_uri()}?mode=ro"
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True),
        poolclass=sa.NullPool,
        hide_parameters=True,
    )
    with engine.connect() as connection:
        yield connection


def _is_ours(connection: sa.Connection) -> bool:
    """Return whether it has no table, column, index, view or trigger but ours: an older lacks some.

    A stranger's trigger would go on working inside the database that it was restored into.
    """
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    try:
        with engine.connect() as ours:
            METADATA.create_all(ours)
            known = set(_schema(ours))
    finally:
        engine.dispose()
    return set(_schema(connection)) <= known


def _schema(connection: sa.Connection) -> Iterator[tuple[str, ...]]:
    """Yield each column with its type, and all else that there is with its definition."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    for kind, name, definition in connection.exec_driver_sql(query).fetchall():
        if kind == "table":
            columns = sa.inspect(connection).get_columns(name)
            yield from ((name, column["name"], str(column["type"])) for column in columns)
        else:
            yield kind, name, re.sub(r"\s+", " ", definition)


def _read_all(connection: sa.Connection) -> None:
    """Read every row as the program does."""
    for row in _rows(connection, PLANS, needed=True):
        plan_in(row)
    for row in _rows(connection, PAGE_DRAFTS):
        page_draft_in(row)
    if not _has(connection, VERSIONS):  # a program that could not adopt plans yet
        return
    for row in _rows(connection, VERSIONS):
        version_in(row)
    for row in _rows(connection, LOG, needed=True):
        Event(row.event)
    for table in (PAPERS, SCANS):
        for _row in _rows(connection, table, needed=table is PAPERS):
            pass


def _rows(
    connection: sa.Connection, table: sa.Table, *, needed: bool = False
) -> Iterator[sa.Row[Any]]:
    if needed or _has(connection, table):
        yield from connection.execute(sa.select(*_columns(connection, table)))


def _columns(connection: sa.Connection, table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """Return the table's columns, null for one that an older program's database gets later."""
    there = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
    late = {column.name for column in LATE if column.table is table} - there
    return [sa.null().label(c.name) if c.name in late else c for c in table.c]


def _has(connection: sa.Connection, table: sa.Table) -> bool:
    return sa.inspect(connection).has_table(table.name)


def _papers_are_whole(connection: sa.Connection) -> bool:
    papers = (row for row in _rows(connection, PAPERS) if row.pdf is not None)
    return all(hashlib.sha256(row.pdf).hexdigest() == row.digest for row in papers)
