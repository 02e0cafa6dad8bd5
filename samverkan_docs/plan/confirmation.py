"""What somebody must ask about again: carried over from last year, or not checked for long.

Rule: one item is one question to a person ("does this still hold?"). To confirm a contact is to
have checked it, so its date becomes that day's; whatever is edited is confirmed by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question, Section
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.rows import EMERGENCY, Contact, HelpLine, Partner, Row, Value, rows_in
from samverkan_docs.plan.value import Plan


@dataclass(frozen=True, kw_only=True)
class Item:
    """What is asked about at once: a *contact*, a help *line*, a prose answer, or short answers.

    *values* are what the item stands for, by their places; *partner* is the further partner that it
    belongs to, if it is one's. A *former* question is no longer asked: its answer is kept, and
    printed, only if it is confirmed.
    """

    section: Section
    title: str
    values: tuple[tuple[Place, Value | Row], ...]
    contact: Contact | None = None
    line: HelpLine | None = None
    partner: Partner | None = None
    former: bool = False

    @property
    def places(self) -> frozenset[Place]:
        """The places of what it stands for."""
        return frozenset(place for place, _ in self.values)

    @property
    def place(self) -> Place:
        """The first of its places, by which it is found again."""
        return self.values[0][0]


def items(plan: Plan) -> Iterator[Item]:
    """Yield everything in *plan* that can be confirmed, in the form's order."""
    for section in catalogue.SECTIONS:
        given = plan.of(section.key)
        short: list[tuple[Place, Value | Row]] = []
        for question in section.questions:
            if question.key not in given or question.is_decision or question.yearly:
                continue
            value = given[question.key]
            if question.kind is Kind.CONTACTS:
                yield from _of_contacts(section, question, rows_in(value))
            elif question.kind is Kind.HELP_LINES:
                yield from _of_lines(section, question, plan.help_lines)
            elif question.kind is Kind.PARTNERS:
                yield from _of_partners(section, question, rows_in(value))
            elif question.kind is Kind.TEXT or question.retired:
                values = ((Place.of(section, question), value),)
                former = question.retired
                yield Item(section=section, title=question.label, values=values, former=former)
            elif question.kind is not Kind.AGREEMENT:
                short.append((Place.of(section, question), value))
        if short:
            yield Item(section=section, title="Korta uppgifter", values=tuple(short))


def _of_contacts(
    section: Section,
    question: Question,
    rows: tuple[Row, ...],
    partner: Partner | None = None,
) -> Iterator[Item]:
    above = [partner.id] if partner else []
    for row in rows:
        if isinstance(row, Contact):
            key = Place.of(section, question, *above, row.id)
            yield Item(
                section=section,
                title=row.funktion,
                values=((key, row),),
                contact=row,
                partner=partner,
            )


def _of_lines(section: Section, question: Question, lines: tuple[HelpLine, ...]) -> Iterator[Item]:
    """Yield the lines that stand on a paper; nobody calls 112 to see whether it is there."""
    for line in lines:
        if (line.i_planen or line.pa_anslaget) and line.telefon != EMERGENCY:
            values = ((Place.of(section, question, line.id), line),)
            yield Item(section=section, title=line.name, values=values, line=line)


def _of_partners(section: Section, question: Question, rows: tuple[Row, ...]) -> Iterator[Item]:
    for row in rows:
        if isinstance(row, Partner):
            yield from _of_contacts(section, question, row.kontakter, row)
            own = replace(row, kontakter=())
            key = Place.of(section, question, row.id)
            yield Item(section=section, title=row.namn, values=((key, own),), partner=row)


def in_round(found: Iterable[Item]) -> list[Item]:
    """Return the items as they are gone through, what the wall sheet is made of first."""
    return sorted(found, key=lambda item: not item.section.starred)


def from_place(plan: Plan, place: Place | None, today: date) -> Item | None:
    """Return the first that is to be gone through from *place* on; what was skipped comes last."""
    order = in_round(items(plan))
    at = next((n for n, item in enumerate(order) if place in item.places), 0)
    left = {item.places for item in waiting(plan, today)}
    return next((item for item in order[at:] + order[:at] if item.places in left), None)


def place_after(plan: Plan, item: Item) -> Place:
    """Return the place of what comes after *item*: where to go on when it is removed."""
    order = in_round(items(plan))
    at = next(n for n, other in enumerate(order) if other.places == item.places)
    return order[(at + 1) % len(order)].place


def every_place(plan: Plan) -> frozenset[Place]:
    """Return the places of all that can be confirmed."""
    return frozenset(place for item in items(plan) for place in item.places)


def waiting(plan: Plan, today: date) -> list[Item]:
    """Return what is to be gone through: what nobody has confirmed, and what should be checked."""
    return [item for item in items(plan) if item.places & plan.unconfirmed or is_due(item, today)]


def is_due(item: Item, today: date) -> bool:
    """Return whether *item* is a contact or line last checked or seen too long ago, or never."""
    if item.line is not None:
        return is_old(item.section, item.line.last_seen, today)
    return item.contact is not None and is_old(item.section, item.contact.kontrollerad, today)


def due(plan: Plan, today: date) -> list[Contact]:
    """Return the contacts that were last checked too long ago, or never."""
    return [item.contact for item in items(plan) if item.contact and is_due(item, today)]


def due_lines(plan: Plan, today: date) -> list[HelpLine]:
    """Return the help lines on a paper that were last checked or seen too long ago, or never."""
    return [item.line for item in items(plan) if item.line and is_due(item, today)]


def is_old(section: Section, checked: date | None, today: date) -> bool:
    """Return whether what was *checked* then in *section* should be checked again by *today*."""
    return checked is None or today - checked > timedelta(days=section.check_after)


def found(plan: Plan, places: frozenset[Place]) -> Item | None:
    """Return the item at *places*, None if it is no longer there."""
    return next((item for item in items(plan) if item.places == places), None)


# --- What a person does with it -----------------------------------------------------------------


def confirmed(plan: Plan, item: Item, today: date) -> Plan:
    """Return *plan* with *item* confirmed; a contact or a help line has been checked *today*."""
    if item.contact is not None:
        plan = _with_contact(plan, item, lambda contact: (replace(contact, kontrollerad=today),))
    if item.line is not None:
        plan = with_line(plan, replace(item.line, kontrollerad=today))
    return replace(plan, unconfirmed=plan.unconfirmed - item.places)


def removed(plan: Plan, item: Item) -> Plan:
    """Return *plan* without *item*; a help line is kept, and stands on no paper any more."""
    if item.line is not None:
        plan = with_line(plan, replace(item.line, i_planen=False, pa_anslaget=False))
    elif item.contact is not None:
        plan = _with_contact(plan, item, lambda _contact: ())
    else:
        gone = {place.question for place in item.places}
        kept = {k: v for k, v in plan.of(item.section.key).items() if k not in gone}
        plan = plan.answered(item.section.key, kept)
    return replace(plan, unconfirmed=plan.unconfirmed - item.places)


def with_line(plan: Plan, line: HelpLine) -> Plan:
    """Return *plan* with *line* in the place of the help line that it has under the same id."""
    lines = tuple(line if row.id == line.id else row for row in plan.help_lines)
    return plan.with_help_lines(lines)


def _with_contact(plan: Plan, item: Item, change: Callable[[Contact], tuple[Contact, ...]]) -> Plan:
    def changed(rows: tuple[Contact, ...]) -> tuple[Contact, ...]:
        return tuple(
            new
            for row in rows
            for new in (change(row) if item.contact and row.id == item.contact.id else (row,))
        )

    key = item.section.key
    if item.partner is None:
        return plan.with_contacts(key, changed(plan.contacts(key)))
    partners = tuple(
        replace(row, kontakter=changed(row.kontakter)) if row.id == item.partner.id else row
        for row in plan.partners
    )
    return plan.with_partners(partners)


def after_edit(before: Plan, after: Plan) -> Plan:
    """Return *after* with what was edited or taken away no longer waiting to be confirmed."""
    was = dict(pair for item in items(before) for pair in item.values)
    now = dict(pair for item in items(after) for pair in item.values)
    still = frozenset(at for at in before.unconfirmed if at in now and now[at] == was.get(at))
    return replace(after, unconfirmed=still)
