"""The plans that are being filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samverkan_docs.plan import SCHOOL, Plan, plan_file
from samverkan_docs.store.database import Database, now
from samverkan_docs.store.faults import Fault
from samverkan_docs.store.issued import Issued
from samverkan_docs.store.page_drafts import PageDrafts, forget_pages
from samverkan_docs.store.sqlite import url_of
from samverkan_docs.store.tables import PLANS, VERSIONS
from samverkan_docs.store.values import Stored, plan_in
from samverkan_docs.store.version_rows import newest_plan


class NoSuchPlan(LookupError):
    """No draft has this id: it never was, has been deleted, or has been adopted."""


class HasDraft(RuntimeError):
    """The plan has an open draft already, *stored*, which would be lost."""

    def __init__(self, stored: Stored) -> None:
        super().__init__(stored.plan.id)
        self.stored = stored


class Store:
    """The drafts in the database at *url*; beside them what is *issued*, and drafts of *pages*."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self.issued = Issued(self._database)
        self.pages = PageDrafts(self._database)

    @classmethod
    def in_file(cls, file: Path) -> Store:
        """Open the SQLite database in *file*."""
        return cls(url_of(file))

    def plans(self, school: str = SCHOOL) -> list[Stored]:
        """Return the school's drafts, the last changed first; those of a newer program left out."""
        found = (_stored_if_readable(row) for row in self._rows(school))
        return [stored for stored in found if stored is not None]

    def unreadable(self, school: str = SCHOOL) -> int:
        """Return how many of the school's drafts come from a newer program."""
        return sum(_stored_if_readable(row) is None for row in self._rows(school))

    def _rows(self, school: str) -> Sequence[sa.Row[Any]]:
        query = sa.select(PLANS).where(PLANS.c.school == school)
        with self._database.transaction() as connection:
            return connection.execute(query.order_by(PLANS.c.changed.desc())).all()

    def load(self, plan_id: str) -> Stored:
        """Return the draft with *plan_id*; NoSuchPlan if there is none."""
        with self._database.transaction() as connection:
            return _load(connection, plan_id)

    def is_alone(self, plan_id: str, school: str = SCHOOL) -> bool:
        """Return whether the school has no plan but this one, neither drafted nor issued."""
        others = sa.union_all(
            sa.select(PLANS.c.id).where(PLANS.c.school == school, PLANS.c.id != plan_id),
            sa.select(VERSIONS.c.plan_id).where(
                VERSIONS.c.school == school, VERSIONS.c.plan_id != plan_id
            ),
        )
        with self._database.transaction() as connection:
            return connection.execute(others.limit(1)).first() is None

    def add(self, plan: Plan, *, is_read_in: bool = False) -> None:
        """Add a new draft; *is_read_in* if it came from a file."""
        with self._database.transaction(write=True) as connection:
            _add(connection, plan, is_read_in=is_read_in)

    def reopen(self, plan_id: str, change: Callable[[Plan], Plan]) -> Plan:
        """Return the draft of an adopted plan: `change(newest version's plan)` unless one is open.

        NoSuchVersion if it has no version that is not withdrawn.
        """
        with self._database.transaction(write=True) as connection:
            try:
                return _load(connection, plan_id).plan
            except NoSuchPlan:
                draft = change(newest_plan(connection, plan_id))
                _add(connection, draft)
                return draft

    def carry_over(
        self,
        plan_id: str,
        onto: str,
        change: Callable[[Plan, Plan], Plan],
        *,
        instead_of: Plan | None,
    ) -> Plan:
        """Make a draft that of the next version of the adopted plan *onto*, and return it.

        It is `change(draft, newest version's plan)`. The open draft of *onto* is lost if it is
        *instead_of*; HasDraft, and nothing done, if there is another.
        """
        with self._database.transaction(write=True) as connection:
            plan = change(_load(connection, plan_id).plan, newest_plan(connection, onto))
            _make_room(connection, onto, instead_of)
            changed = {"id": onto, "document": plan_file.write(plan), "changed": now()}
            connection.execute(PLANS.update().where(PLANS.c.id == plan_id).values(**changed))
        self._database.forget()
        return plan

    def update(self, plan_id: str, change: Callable[[Plan], Plan]) -> Plan:
        """Replace the plan by `change(newest plan)`; what *change* raises leaves all as it was."""
        with self._database.transaction(write=True) as connection:
            plan = change(_load(connection, plan_id).plan)
            connection.execute(
                PLANS.update()
                .where(PLANS.c.id == plan_id)
                .values(document=plan_file.write(plan), changed=now())
            )
        return plan

    def delete(self, plan_id: str) -> None:
        """Delete the draft with *plan_id*; NoSuchPlan if there is none."""
        with self._database.transaction(write=True) as connection:
            _load(connection, plan_id)
            connection.execute(PLANS.delete().where(PLANS.c.id == plan_id))
            forget_pages(connection, plan_id)
        self._database.forget()

    def close(self) -> None:
        """Close every connection."""
        self._database.close()


def _make_room(connection: sa.Connection, plan_id: str, instead_of: Plan | None) -> None:
    try:
        stored = _load(connection, plan_id)
    except NoSuchPlan:
        return
    if stored.plan != instead_of:
        raise HasDraft(stored)
    connection.execute(PLANS.delete().where(PLANS.c.id == plan_id))


def _add(connection: sa.Connection, plan: Plan, *, is_read_in: bool = False) -> None:
    at = now()
    values = {"id": plan.id, "school": plan.school, "created": at, "changed": at}
    values["read_in"] = is_read_in
    connection.execute(PLANS.insert().values(document=plan_file.write(plan), **values))


def _load(connection: sa.Connection, plan_id: str) -> Stored:
    row = connection.execute(sa.select(PLANS).where(PLANS.c.id == plan_id)).one_or_none()
    if row is None:
        raise NoSuchPlan(plan_id)
    return _stored(row)


def _stored(row: sa.Row[Any]) -> Stored:
    return Stored(
        plan=plan_in(row),
        created=row.created,
        changed=row.changed,
        is_read_in=bool(row.read_in),
    )


def _stored_if_readable(row: sa.Row[Any]) -> Stored | None:
    try:
        return _stored(row)
    except Fault:
        return None
