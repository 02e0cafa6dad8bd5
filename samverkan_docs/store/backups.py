"""Backup: the whole database in one file, and back again.

Rule: a copy is checked before it counts, and nothing is changed by one that is unsound.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from samverkan_docs.store.database import Database
from samverkan_docs.store.faults import Fault, sentence
from samverkan_docs.store.soundness import demand_sound
from samverkan_docs.store.sqlite import make_private, url_of


def backup(database: Path, target: Path) -> None:
    """Copy *database* to *target* while it may be in use, and check the copy."""
    part = target.with_name(target.name + ".ofullstandig")
    part.unlink(missing_ok=True)
    make_private(part)
    _copy(database, part, in_one_file=True)
    demand_sound(part)
    part.replace(target)


def restore(source: Path, database: Path) -> None:
    """Make *database* a copy of *source*; NotADatabase, and nothing changed, if that is unsound."""
    demand_sound(source)
    make_private(database)
    _copy(source, database)
    Database(url_of(database)).close()  # makes the tables that an older copy lacks


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
