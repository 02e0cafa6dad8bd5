"""Backup: the whole database in one file, and back again.

Rule: a copy is checked before it counts, and nothing is changed by one that is unsound.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from samverkan_docs.plan import plan_file
from samverkan_docs.store.database import Database
from samverkan_docs.store.faults import Fault, sentence
from samverkan_docs.store.sqlite import make_private, url_of


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


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            _read_drafts(opened)
            if _has_versions(opened):
                sound = sound and _papers_are_whole(opened)
                _read_versions(opened)
    except (sqlite3.Error, plan_file.Unreadable) as error:
        raise NotADatabase(f"{file} är ingen hel säkerhetskopia av samverkansplaner.") from error
    if not sound:
        raise NotADatabase(f"{file} är skadad och går inte att återställa.")


def _read_drafts(opened: sqlite3.Connection) -> None:
    for row in opened.execute("SELECT document, id, school, created, changed FROM plans"):
        plan_file.read(row[0])


def _has_versions(opened: sqlite3.Connection) -> bool:
    """Return whether the copy is of a program that could adopt plans."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'versions'"
    return opened.execute(query).fetchone() is not None


def _read_versions(opened: sqlite3.Connection) -> None:
    query = "SELECT document, changes, signed, fingerprint FROM versions WHERE withdrawn IS NULL"
    for row in opened.execute(query):
        plan_file.read(row[0])
    opened.execute("SELECT at, event, version, function, reason FROM log").fetchall()


def _papers_are_whole(opened: sqlite3.Connection) -> bool:
    papers = opened.execute("SELECT pdf, digest FROM papers WHERE pdf IS NOT NULL")
    return all(hashlib.sha256(pdf).hexdigest() == digest for pdf, digest in papers)
