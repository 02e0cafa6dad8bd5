"""What was said about a number or an address dies with it.

Rule: a day of check and an answer to "Är det ett tjänstenummer?" hold for the number that they were
given for. Whoever changes the number and says nothing new about it has said nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.plan.rows import Contact, HelpLine, rows_in
from samverkan_docs.plan.value import Plan
from samverkan_docs.words import capital


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A contact or help line as it is now, and what its former number had and it has no longer."""

    contact: Contact | HelpLine
    check: bool = False
    is_work_number: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields of the contact that are empty now."""
        check = (catalogue.CHECKED_ON.key,) if self.check else ()
        return (*check, catalogue.MAY_BE_PRIVATE.key) if self.is_work_number else check

    @property
    def name(self) -> str:
        """What the contact or the help line is called."""
        row = self.contact
        return row.funktion if isinstance(row, Contact) else row.name

    @property
    def sentence(self) -> str:
        """What a person must say anew about it, in Swedish."""
        told = [f"{capital(self.name) or 'Kontakten'}: uppgifterna är ändrade."]
        if self.check:
            told.append("Dagen för kontrollen gällde de gamla, så den är borttagen.")
        if self.is_work_number:
            told.append("Svara igen på om det nya numret är ett tjänstenummer.")
        return " ".join(told)


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
    after = after.with_partners(partners) if partners else after
    return _with_lines(before, after, told), tuple(told)


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
        check=was.ways != now.ways and _is_carried(was.kontrollerad, now.kontrollerad),
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


# --- Help lines ---------------------------------------------------------------------------------


def _with_lines(before: Plan, after: Plan, told: list[Stale]) -> Plan:
    """Return *after* without the days of check of help lines whose number is another."""
    was = {line.id: line for line in before.help_lines}
    rows = rows_in(after.of(catalogue.STODLINJER.key).get(catalogue.HELP_LINES.key))
    lines = [row for row in rows if isinstance(row, HelpLine)]
    changed = [line for line in lines if line.id in was and _is_unchecked(was[line.id], line)]
    if not changed:
        return after
    told += (Stale(contact=line, check=True) for line in changed)
    kept = tuple(replace(r, kontrollerad=None) if r in changed else r for r in lines)
    answers = after.of(catalogue.STODLINJER.key)
    return after.answered(catalogue.STODLINJER.key, {**answers, catalogue.HELP_LINES.key: kept})


def _is_unchecked(was: HelpLine, now: HelpLine) -> bool:
    return was.ways != now.ways and _is_carried(was.kontrollerad, now.kontrollerad)


def _is_carried(was: date | None, now: date | None) -> bool:
    """Return whether the day *now* says nothing new: it is the former one, or one before it."""
    return now is not None and was is not None and now <= was
