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
)

PAPERS = sa.Table(
    "papers",
    METADATA,
    sa.Column("plan_id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("digest", sa.String, nullable=False, index=True),
    sa.Column("pdf", sa.LargeBinary),
)

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

for _verb in ("UPDATE", "DELETE"):
    sa.event.listen(
        LOG,
        "after_create",
        sa.DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER log_allows_no_{_verb.lower()} BEFORE {_verb} ON log "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        ).execute_if(dialect="sqlite"),
    )
