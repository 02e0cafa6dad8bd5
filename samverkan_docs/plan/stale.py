"""What was said about a number or an address dies with it.

Rule: a day of check and an answer to "Är det ett tjänstenummer?" hold for the number that they were
given for. Whoever changes the number and says nothing new about it has said nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from samverkan_docs import catalogue
from samverkan_docs.plan.rows import Contact
from samverkan_docs.plan.value import Plan


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A *contact* as it is now, and what was known of its former number and is so no longer."""

    contact: Contact
    check: bool = False
    is_work_number: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields of the contact that are empty now."""
        check = (catalogue.CHECKED_ON.key,) if self.check else ()
        return (*check, catalogue.MAY_BE_PRIVATE.key) if self.is_work_number else check


def without_stale(before: Plan, after: Plan) -> tuple[Plan, tuple[Stale, ...]]:
    """Return *after* without what was said in *before* about numbers since changed, and whose."""
    told: list[Stale] = []
    for section in catalogue.SECTIONS:
        if section is not catalogue.OVRIGA and after.contacts(section.key):
            was, now = before.contacts(section.key), after.contacts(section.key)
            after = after.with_contacts(section.key, _cleaned(was, now, told))
    former = {partner.id: partner.kontakter for partner in before.partners}
    partners = tuple(
        replace(now, kontakter=_cleaned(former.get(now.id, ()), now.kontakter, told))
        for now in after.partners
    )
    return (after.with_partners(partners) if partners else after), tuple(told)


def _cleaned(
    was: tuple[Contact, ...], now: tuple[Contact, ...], told: list[Stale]
) -> tuple[Contact, ...]:
    """Return *now* without what is stale, and add that to what is *told*."""
    known = {row.id: row for row in was}
    found = {row.id: _stale(known.get(row.id), row) for row in now}
    told += filter(None, found.values())
    return tuple(_without(row, found[row.id]) for row in now)


def _stale(was: Contact | None, now: Contact) -> Stale | None:
    if was is None:
        return None
    numbers = (was.telefon, was.ersattare_telefon) != (now.telefon, now.ersattare_telefon)
    found = Stale(
        contact=now,
        check=was.ways != now.ways
        and now.kontrollerad is not None
        and now.kontrollerad == was.kontrollerad,
        is_work_number=numbers and now.tjanstenummer == was.tjanstenummer != "",
    )
    return found if found.check or found.is_work_number else None


def _without(row: Contact, stale: Stale | None) -> Contact:
    if stale is None:
        return row
    return replace(
        row,
        kontrollerad=None if stale.check else row.kontrollerad,
        tjanstenummer="" if stale.is_work_number else row.tjanstenummer,
    )
