"""What was typed on a page and is not saved: a draft of the page, not of the plan.

Rule: one for each page that was opened, so that nobody writes over another's text. It stands in
no export and on no paper, and is deleted when the page is saved, with its plan, and after LIFE.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from samverkan_docs.store.database import Database, now
from samverkan_docs.store.tables import PAGE_DRAFTS, PLANS, VERSIONS

LIFE = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class PageDraft:
    """What stands on the opened page *id* of a *section*: the *texts* of its fields by name.

    *seen* is the digest of the section that the page was given; *unsaved* names the answers that a
    save has left out, none if there has been no save; *at* is when it was kept (UTC).
    """

    id: str
    plan_id: str
    section: str
    seen: str
    texts: Mapping[str, Sequence[str]]
    unsaved: tuple[str, ...] = ()
    at: datetime = field(default_factory=now)

    @property
    def until(self) -> datetime:
        """When it is deleted, if nobody saves it."""
        return self.at + LIFE


class PageDrafts:
    """The drafts of pages in a *database*."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, draft: PageDraft) -> bool:
        """Keep *draft* in place of what the page held before; False if its plan is gone."""
        with self._database.transaction(write=True) as connection:
            connection.execute(PAGE_DRAFTS.delete().where(PAGE_DRAFTS.c.at < now() - LIFE))
            if not _has_plan(connection, draft.plan_id):
                return False
            before = _unsaved(connection, draft.id)
            connection.execute(PAGE_DRAFTS.delete().where(PAGE_DRAFTS.c.id == draft.id))
            texts = {name: list(found) for name, found in draft.texts.items()}
            values = vars(draft) | {"texts": texts, "unsaved": list(draft.unsaved or before)}
            connection.execute(PAGE_DRAFTS.insert().values(values))
        return True

    def of(self, plan_id: str) -> list[PageDraft]:
        """Return the drafts of a plan's pages, the last kept first."""
        query = sa.select(PAGE_DRAFTS).where(
            PAGE_DRAFTS.c.plan_id == plan_id, PAGE_DRAFTS.c.at >= now() - LIFE
        )
        with self._database.transaction() as connection:
            found = connection.execute(query.order_by(PAGE_DRAFTS.c.at.desc()))
            return [page_draft_in(row) for row in found]

    def drop(self, plan_id: str, page: str, at: datetime | None = None) -> None:
        """Delete the draft of a *page*; only what was kept *at* that time, if that is given."""
        where = [PAGE_DRAFTS.c.plan_id == plan_id, PAGE_DRAFTS.c.id == page]
        if at is not None:
            where.append(PAGE_DRAFTS.c.at == at)
        with self._database.transaction(write=True) as connection:
            connection.execute(PAGE_DRAFTS.delete().where(*where))


def forget_pages(connection: sa.Connection, plan_id: str) -> None:
    """Delete the drafts of a plan's pages."""
    connection.execute(PAGE_DRAFTS.delete().where(PAGE_DRAFTS.c.plan_id == plan_id))


def _has_plan(connection: sa.Connection, plan_id: str) -> bool:
    """Return whether there is a plan, drafted or issued, whose page it can be."""
    issued = VERSIONS.c.plan_id == plan_id, VERSIONS.c.withdrawn.is_(None)
    there = sa.union_all(
        sa.select(PLANS.c.id).where(PLANS.c.id == plan_id),
        sa.select(VERSIONS.c.plan_id).where(*issued),
    )
    return connection.execute(there.limit(1)).first() is not None


def _unsaved(connection: sa.Connection, page: str) -> Sequence[str]:
    query = sa.select(PAGE_DRAFTS.c.unsaved).where(PAGE_DRAFTS.c.id == page)
    return connection.execute(query).scalar_one_or_none() or ()


def page_draft_in(row: sa.Row[Any]) -> PageDraft:
    """Return the draft in a row; TypeError or AttributeError if it is none."""
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name
    texts = {str(name): tuple(map(str, found)) for name, found in row.texts.items()}
    return PageDraft(**values | {"texts": texts, "unsaved": tuple(map(str, row.unsaved))})
