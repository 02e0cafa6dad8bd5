"""The database's tables.

Rule: what is issued is never changed, only emptied when it is withdrawn, and the log is never
changed at all: the database itself refuses.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

PLANS = sa.Table(
    "plans",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("school", sa.String, nullable=False, index=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("created", sa.DateTime, nullable=False),
    sa.Column("changed", sa.DateTime, nullable=False),
    sa.Column("read_in", sa.Boolean),  # whether it came from a file
)
"""The drafts; an adopted plan has one only while its next version is being written."""

VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("plan_id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("school", sa.String, nullable=False, index=True),
    sa.Column("year", sa.String, nullable=False),  # the läsår, which is known even when withdrawn
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("changes", sa.JSON, nullable=False),
    sa.Column("signed", sa.JSON, nullable=False),
    sa.Column("issued", sa.DateTime, nullable=False),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("withdrawn", sa.DateTime),
    sa.Column("then_holds", sa.Integer),
)
"""*then_holds* is what the school said when it withdrew the version that held: the number of the
former version that holds again, 0 if none does; null if there was nothing to choose."""

PAPERS = sa.Table(
    "papers",
    METADATA,
    sa.Column("plan_id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("digest", sa.String, nullable=False, index=True),
    sa.Column("pdf", sa.LargeBinary),
    sa.Column("covered", sa.String, index=True),  # null: withdrawn before the program kept it
)
"""The papers; *digest* is of a whole one, *covered* of what its stamp covers and is known by."""

SCANS = sa.Table(
    "scans",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("plan_id", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("continues", sa.Boolean, nullable=False),
    sa.Column("added", sa.DateTime, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

PAGE_DRAFTS = sa.Table(
    "page_drafts",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("plan_id", sa.String, nullable=False, index=True),
    sa.Column("section", sa.String, nullable=False),
    sa.Column("seen", sa.String, nullable=False),
    sa.Column("texts", sa.JSON, nullable=False),
    sa.Column("unsaved", sa.JSON, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
)
"""What was typed on pages and is not saved; nobody but who opens the page reads it."""

LOG = sa.Table(
    "log",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("school", sa.String, nullable=False, index=True),
    sa.Column("plan_id", sa.String, nullable=False),
    sa.Column("version", sa.Integer),
    sa.Column("event", sa.String, nullable=False),
    sa.Column("function", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
)

LATE = (PAPERS.c.covered, VERSIONS.c.then_holds, PLANS.c.read_in)
"""The columns that came after their tables: a database of an older program lacks them."""

# SQLite's own guard, for whatever program opens the file. A row that is inserted over another is
# deleted without a word to a DELETE trigger; hence those on INSERT.
_TRIGGERS = {
    "log_allows_no_update": "BEFORE UPDATE ON log",
    "log_allows_no_delete": "BEFORE DELETE ON log",
    "log_allows_no_replace": "BEFORE INSERT ON log WHEN NEW.id IN (SELECT id FROM log)",
    "versions_allow_no_delete": "BEFORE DELETE ON versions",
    "versions_allow_no_replace": (
        "BEFORE INSERT ON versions WHEN EXISTS (SELECT 1 FROM versions "
        "WHERE plan_id = NEW.plan_id AND version = NEW.version)"
    ),
    "versions_stay_what_they_are": (
        "BEFORE UPDATE OF plan_id, version, school, year, issued, fingerprint ON versions"
    ),
    "versions_are_only_emptied": (
        "BEFORE UPDATE OF document, changes, withdrawn ON versions "
        "WHEN NEW.document <> '' OR NEW.changes <> '[]' OR NEW.withdrawn IS NULL"
    ),
    "versions_that_stand_say_nothing_of_after": (
        "BEFORE UPDATE OF then_holds ON versions WHEN NEW.withdrawn IS NULL"
    ),
    "versions_stay_empty": "BEFORE UPDATE ON versions WHEN OLD.withdrawn IS NOT NULL",
    "papers_allow_no_delete": "BEFORE DELETE ON papers",
    "papers_allow_no_replace": (
        "BEFORE INSERT ON papers WHEN EXISTS (SELECT 1 FROM papers "
        "WHERE plan_id = NEW.plan_id AND version = NEW.version AND name = NEW.name)"
    ),
    "papers_stay_what_they_are": "BEFORE UPDATE OF plan_id, version, name, digest ON papers",
    "papers_stay_covered": "BEFORE UPDATE OF covered ON papers WHEN OLD.covered IS NOT NULL",
    "papers_are_only_emptied": "BEFORE UPDATE OF pdf ON papers WHEN NEW.pdf IS NOT NULL",
}

for _name, _when in _TRIGGERS.items():
    sa.event.listen(
        METADATA,
        "after_create",  # at every start: a database that has lost one gets it back
        sa.DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER IF NOT EXISTS {_name} {_when} "
            "BEGIN SELECT RAISE(ABORT, 'what is issued is not changed'); END"
        ),
    )
