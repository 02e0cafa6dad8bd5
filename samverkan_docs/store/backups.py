"""Backup: the whole database in one file, and back again.

Rule: a copy is checked before it counts, and nothing is changed by one that is unsound.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from samverkan_docs import plan_file
from samverkan_docs.store.database import Fault, make_private, sentence


class NotADatabase(ValueError):
    """The file is no sound database of this program; the text is a Swedish sentence."""


def backup(database: Path, target: Path) -> None:
    """Copy *database* to *target* while it may be in use, and check the copy."""
    part = target.with_name(target.name + ".ofullstandig")
    part.unlink(missing_ok=True)
    make_private(part)
    _copy(database, part, in_one_file=True)
    _check(part)
    part.replace(target)


def restore(source: Path, database: Path) -> None:
    """Make *database* a copy of *source*; NotADatabase, and nothing changed, if that is unsound."""
    _check(source)
    make_private(database)
    _copy(source, database)


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
        raise Fault(sentence(error)) from error


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
