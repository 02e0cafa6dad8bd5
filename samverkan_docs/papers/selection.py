"""What of a section may stand on which paper: the selection from a plan.

Rule: contacts come out stripped of the fields that their questions keep from that paper, and
answers only from questions that name it; the papers and the review page see nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Option, Paper, Question, Section, guidance
from samverkan_docs.papers.templating import phone
from samverkan_docs.plan import (
    Agreement,
    Answers,
    Contact,
    HelpLine,
    Meeting,
    Partner,
    Place,
    Plan,
    Signatory,
    Value,
    proposed,
)
from samverkan_docs.plan.confirmation import every_place, is_old
from samverkan_docs.words import capital, prose_date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question's key and label, and the answer as text; no text: not filled in."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something that is asked for and missing, by the words for it, and the school's *reason*."""

    label: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Directory:
    """A list of contacts, and the names of those that are asked for and not there.

    *old* are the ids of those that should be checked again.
    """

    contacts: tuple[Contact, ...]
    old: frozenset[str] = frozenset()
    unfilled: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Meetings:
    """The agreed meetings by their days, under the question's label."""

    label: str
    rows: tuple[Meeting, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """All of a section, or of one further partner, that a paper may hold; None: not asked.

    *gaps* are what is missing for a reason; the reasons stand together elsewhere (see `gaps`).
    """

    key: str
    title: str
    facts: tuple[Answer, ...] = ()
    directory: Directory | None = None
    answers: tuple[Answer, ...] = ()
    agreement: Agreement | None = None
    partners: tuple[Part, ...] | None = None
    help_lines: tuple[HelpLine, ...] | None = None
    old_lines: frozenset[str] = frozenset()
    meetings: Meetings | None = None
    signatories: tuple[Signatory, ...] | None = None
    gaps: tuple[Gap, ...] = ()


def part(plan: Plan, section: Section, paper: Paper, on: date | None = None) -> Part:
    """Return what *paper* may hold of *section*, for the partial that shows it.

    It says which numbers should be checked again as of the day *on*, if that is given.
    """
    asked = [q for q in _shown(plan, section) if stands(q, plan, paper)]
    held = _with_held(plan, section, paper)
    kinds = {q.kind for q in asked}
    given = plan.of(section.key)
    answers = [(q, answer(q, given.get(q.key))) for q in asked]
    return Part(
        key=section.key,
        title=section.title,
        facts=tuple(shown for q, shown in answers if is_fact(q)),
        directory=_directory(plan, section, paper, on),
        answers=tuple(shown for q, shown in answers if is_prose(q)),
        agreement=_agreement(plan, section) if Kind.AGREEMENT in kinds else None,
        partners=_partners(plan, paper, on) if section is catalogue.OVRIGA else None,
        help_lines=_help_lines(plan) if Kind.HELP_LINES in kinds else None,
        old_lines=_old(section, _help_lines(plan), on),
        meetings=_meetings(plan, asked),
        signatories=plan.signatories if Kind.SIGNATORIES in kinds else None,
        gaps=tuple(gap for q in asked for gap in _gaps(plan, held, section, q, paper)),
    )


def _gaps(
    plan: Plan, held: Plan, section: Section, question: Question, paper: Paper
) -> Iterator[Gap]:
    if reason := _reason(plan, held, section, question):
        for label in _lacking(plan, section, question, paper) or (question.label,):
            yield Gap(label=label, reason=reason)


def _lacking(plan: Plan, section: Section, question: Question, paper: Paper) -> tuple[str, ...]:
    """Return what a list lacks by the words for it, without naming a row that *paper* keeps back.

    Nothing is returned if all of it is missing.
    """
    if question.key not in plan.of(section.key):
        return ()
    if question.kind is not Kind.CONTACTS:
        return (guidance.INCOMPLETE.format(label=question.label),)
    found = contacts(plan, section, paper)
    places = {Place.of(section, question, contact.id) for contact in found}
    waits = section.starred and not plan.unconfirmed.isdisjoint(places)
    lacking = (*unfilled(question, section, found), *((guidance.UNCONFIRMED,) if waits else ()))
    return lacking or (guidance.INCOMPLETE.format(label=question.label),)


def _shown(plan: Plan, section: Section) -> tuple[Question, ...]:
    """Return what is asked, and the former questions whose answers the school keeps."""
    given = plan.of(section.key)
    kept = (q for q in section.questions if q.retired and q.key in given)
    former = (q for q in kept if Place.of(section, q) not in plan.unconfirmed)
    return (*section.asked, *former)


def only(plan: Plan, paper: Paper) -> Plan:
    """Return *plan* with nothing but what *paper* holds, as data to go with it.

    All help lines of `reference` are in it, for the paper prints those that nobody has touched as
    well. What is kept beside: the choices that say where a contact or a help line stands, and which
    of what is held nobody has confirmed, so that it prints the same again.
    """
    held = Plan(id=plan.id, school=plan.school)
    for section in catalogue.SECTIONS:
        held = held.answered(section.key, _held(plan, section, paper))
    standing = {
        Place.of(section, question): _reason(
            plan, _with_held(plan, section, paper), section, question
        )
        for section in catalogue.SECTIONS
        for question in section.asked
        if stands(question, plan, paper)
    }
    return replace(held.excused(standing), unconfirmed=plan.unconfirmed & every_place(held))


def _with_held(plan: Plan, section: Section, paper: Paper) -> Plan:
    """Return *plan* with only what *paper* holds of *section*."""
    held = plan.answered(section.key, _held(plan, section, paper))
    return replace(held, unconfirmed=plan.unconfirmed & every_place(held))


def _reason(plan: Plan, held: Plan, section: Section, question: Question) -> str:
    """Return why something is missing from what a paper holds, and not from what it hides."""
    return plan.reason(section, question) and held.reason(section, question)


def _held(plan: Plan, section: Section, paper: Paper) -> Answers:
    given = plan.of(section.key)
    held: dict[str, Value] = {
        question.key: given[question.key]
        for question in (*_shown(plan, section), *(q for q in section.questions if q.at_adoption))
        if question.key in given and stands(question, plan, paper)
    }
    if catalogue.CONTACTS.key in held:
        held[catalogue.CONTACTS.key] = contacts(plan, section, paper)
    if section is catalogue.OVRIGA and held:
        held[catalogue.PARTNERS.key] = tuple(
            _partner_held(partner, paper) for partner in plan.partners
        )
    if section is catalogue.STODLINJER:
        known = (line for line in plan.help_lines if line.standing or line.i_planen)
        held[catalogue.HELP_LINES.key] = tuple(map(_line_held, known))
    return held


def _partner_held(partner: Partner, paper: Paper) -> Partner:
    return replace(partner, kontakter=partner_contacts(partner, paper))


def _line_held(line: HelpLine) -> HelpLine:
    """Return what the plan prints of *line*; of one that it does not print, only that it is off."""
    if line.i_planen:
        return line
    return replace(proposed(line.id), i_planen=False, pa_anslaget=line.pa_anslaget)


def contacts(plan: Plan, section: Section, paper: Paper) -> tuple[Contact, ...]:
    """Return the contacts of *section* that may stand on *paper*, with what it may show of them."""
    return _standing(plan.contacts(section.key), section, paper)


def partner_contacts(partner: Partner, paper: Paper) -> tuple[Contact, ...]:
    """Return the contacts of a further partner in the same way."""
    return _standing(partner.kontakter, catalogue.OVRIGA, paper)


def _standing(found: Iterable[Contact], section: Section, paper: Paper) -> tuple[Contact, ...]:
    fields = _contact_fields(section)
    return tuple(_stripped(contact, fields, paper) for contact in found if _belongs(contact, paper))


def _belongs(contact: Contact, paper: Paper) -> bool:
    """Return whether *paper* is the place for *contact*; the internal sheet repeats no others."""
    if paper is Paper.INTERNAL:
        return contact.papers == {Paper.INTERNAL} or bool(contact.anteckning)
    return paper in contact.papers


def _stripped(contact: Contact, fields: tuple[Question, ...], paper: Paper) -> Contact:
    if paper is Paper.INTERNAL:
        return contact
    held_back = (q.key for q in fields if q.kind is not Kind.TICK and paper not in q.papers)
    blank = Contact(id=contact.id)
    return replace(contact, **{key: getattr(blank, key) for key in held_back})


def _contact_fields(section: Section) -> tuple[Question, ...]:
    questions = [*section.questions, *(q for outer in section.questions for q in outer.fields)]
    return next((q.fields for q in questions if q.kind is Kind.CONTACTS), ())


def _directory(plan: Plan, section: Section, paper: Paper, on: date | None) -> Directory | None:
    question = next((q for q in section.asked if q.kind is Kind.CONTACTS), None)
    if question is None:
        return None
    found = contacts(plan, section, paper)
    if paper is Paper.INTERNAL:
        return Directory(contacts=found, old=_old(section, found, on)) if found else None
    return Directory(
        contacts=found,
        old=_old(section, found, on),
        unfilled=unfilled(question, section, found),
    )


def _old(section: Section, found: Iterable[Contact | HelpLine], on: date | None) -> frozenset[str]:
    """Return which of the rows that were once checked should be checked again by the day *on*."""
    return frozenset(
        row.id for row in found if on and row.kontrollerad and is_old(section, row.kontrollerad, on)
    )


def unfilled(question: Question, section: Section, found: Iterable[Contact]) -> tuple[str, ...]:
    """Return the names of what a list of contacts asks for and *found* does not hold."""
    functions = [contact.funktion.casefold() for contact in found]
    if not question.needs:
        return () if functions or not question.required else (section.title,)
    return tuple(
        capital(need.label)
        for need in question.needs
        if not any(need.stem in function for function in functions)
    )


def _partners(plan: Plan, paper: Paper, on: date | None) -> tuple[Part, ...]:
    parts = (_partner(partner, paper, on) for partner in plan.partners)
    return tuple(p for p in parts if paper is not Paper.INTERNAL or p.directory)


def _partner(partner: Partner, paper: Paper, on: date | None) -> Part:
    fields = catalogue.PARTNERS.fields
    found = partner_contacts(partner, paper)
    prose = [q for q in fields if is_prose(q) and paper in q.papers]
    return Part(
        key=partner.id,
        title=partner.namn or guidance.NOT_FILLED_IN,
        directory=Directory(contacts=found, old=_old(catalogue.OVRIGA, found, on))
        if found
        else None,
        answers=tuple(answer(q, getattr(partner, q.key)) for q in prose),
        agreement=None if paper is Paper.INTERNAL else partner.avstamt,
    )


def _agreement(plan: Plan, section: Section) -> Agreement:
    value = plan.of(section.key).get(catalogue.AVSTAMT.key)
    return value if isinstance(value, Agreement) else Agreement()


def _meetings(plan: Plan, asked: list[Question]) -> Meetings | None:
    labels = (question.label for question in asked if question.kind is Kind.MEETINGS)
    label = next(labels, "")
    return Meetings(label=label, rows=plan.meetings) if label else None


def _help_lines(plan: Plan) -> tuple[HelpLine, ...]:
    return tuple(line for line in plan.help_lines if line.i_planen)


def stands(question: Question, plan: Plan, paper: Paper) -> bool:
    """Return whether the answer to *question* may stand on *paper* of this plan."""
    return paper in question.papers and (plan.is_public or not question.public_only)


def is_prose(question: Question) -> bool:
    """Return whether the answer is an account under its own heading; those alone have a förslag."""
    return question.kind is Kind.TEXT and bool(question.suggestion)


def is_fact(question: Question) -> bool:
    """Return whether the answer is a line in the section's table; the decision has a block."""
    listed = question.kind.is_rows or question.kind in {Kind.AGREEMENT, Kind.REFERENCE}
    return not (listed or is_prose(question))


def answer(question: Question, value: Value | None) -> Answer:
    """Return the question's label and *value* as it is printed."""
    return Answer(key=question.key, label=question.label, text=printed(question, value))


def printed(question: Question, value: Value | None) -> str:
    """Return *value* as it is printed, empty if there is none."""
    if isinstance(value, date):
        return prose_date(value)
    if isinstance(value, tuple):
        chosen = (option.label for option in question.options if option.key in value)
        return _in_a_row(chosen)
    if not isinstance(value, str):
        return ""
    if question.kind is Kind.PHONE:
        return phone(value)
    if question.options:
        return _label(question.options, value)
    return capital(value) if question.offers else value


def _label(options: tuple[Option, ...], key: str) -> str:
    return next((option.label for option in options if option.key == key), key)


def _in_a_row(labels: Iterable[str]) -> str:
    first, *rest = [*labels] or [""]
    return ", ".join([first, *(label.lower() for label in rest)])
