"""What stands on which paper: the selection from a plan, and its HTML.

Rule: a template never sees more than its paper may hold. Contacts come to it stripped of the
fields that their questions keep from that paper, and answers only from questions that name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs import catalogue, guidance, reference
from samverkan_docs.plan import Agreement, Contact, HelpLine, Partner, Plan, Signatory, Value
from samverkan_docs.presentation import capital, environment, phone, prose_date
from samverkan_docs.questions import Kind, Option, Paper, Question, Section

# --- A section, as a paper or the review page shows it ------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question's label and the answer as text; no text means that it is not filled in."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Directory:
    """A list of contacts, and the names of those that are asked for and not there."""

    contacts: tuple[Contact, ...]
    unfilled: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """All of a section, or of one further partner, that a paper may hold; None: not asked."""

    key: str
    title: str
    facts: tuple[Answer, ...] = ()
    directory: Directory | None = None
    answers: tuple[Answer, ...] = ()
    agreement: Agreement | None = None
    partners: tuple[Part, ...] | None = None
    help_lines: tuple[HelpLine, ...] | None = None
    signatories: tuple[Signatory, ...] | None = None


def part(plan: Plan, section: Section, paper: Paper) -> Part:
    """Give what *paper* may hold of *section*, for the partial that shows it."""
    asked = [q for q in section.asked if _stands(q, plan, paper)]
    kinds = {q.kind for q in asked}
    answers = [(q, plan.of(section.key).get(q.key)) for q in asked]
    return Part(
        key=section.key,
        title=section.title,
        facts=tuple(_answer(q, value) for q, value in answers if _is_fact(q)),
        directory=_directory(plan, section, paper),
        answers=tuple(_answer(q, value) for q, value in answers if _is_prose(q)),
        agreement=_agreement(plan, section) if Kind.AGREEMENT in kinds else None,
        partners=_partners(plan, paper) if section is catalogue.OVRIGA else None,
        help_lines=_help_lines(plan) if Kind.HELP_LINES in kinds else None,
        signatories=plan.signatories if Kind.SIGNATORIES in kinds else None,
    )


def contacts(plan: Plan, section: Section, paper: Paper) -> tuple[Contact, ...]:
    """Give the contacts of *section* that may stand on *paper*, with what it may show of them."""
    fields = _contact_fields(section)
    return tuple(
        _stripped(contact, fields, paper)
        for contact in plan.contacts(section.key)
        if _belongs(contact, paper)
    )


def _belongs(contact: Contact, paper: Paper) -> bool:
    """Whether *paper* is the place for *contact*; the internal sheet repeats no others."""
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


def _directory(plan: Plan, section: Section, paper: Paper) -> Directory | None:
    question = next((q for q in section.asked if q.kind is Kind.CONTACTS), None)
    if question is None:
        return None
    found = contacts(plan, section, paper)
    if paper is Paper.INTERNAL:
        return Directory(contacts=found) if found else None
    return Directory(contacts=found, unfilled=_unfilled(question, section, found))


def _unfilled(question: Question, section: Section, found: Iterable[Contact]) -> tuple[str, ...]:
    functions = [contact.funktion.casefold() for contact in found]
    if not question.needs:
        return () if functions or not question.required else (section.title,)
    return tuple(
        capital(need.label)
        for need in question.needs
        if not any(need.stem in function for function in functions)
    )


def _partners(plan: Plan, paper: Paper) -> tuple[Part, ...]:
    parts = (_partner(partner, paper) for partner in plan.partners)
    return tuple(p for p in parts if paper is not Paper.INTERNAL or p.directory)


def _partner(partner: Partner, paper: Paper) -> Part:
    fields = catalogue.OVRIGA.question("parter").fields
    found = tuple(
        _stripped(contact, _contact_fields(catalogue.OVRIGA), paper)
        for contact in partner.kontakter
        if _belongs(contact, paper)
    )
    prose = [q for q in fields if _is_prose(q) and paper in q.papers]
    return Part(
        key=partner.id,
        title=partner.namn or guidance.NOT_FILLED_IN,
        directory=Directory(contacts=found) if found else None,
        answers=tuple(_answer(q, getattr(partner, q.key)) for q in prose),
        agreement=None if paper is Paper.INTERNAL else partner.avstamt,
    )


def _agreement(plan: Plan, section: Section) -> Agreement:
    value = plan.of(section.key).get("avstamt")
    return value if isinstance(value, Agreement) else Agreement()


def _help_lines(plan: Plan) -> tuple[HelpLine, ...]:
    return tuple(line for line in plan.help_lines if line.i_planen)


def _stands(question: Question, plan: Plan, paper: Paper) -> bool:
    return paper in question.papers and (plan.is_public or not question.public_only)


def _is_prose(question: Question) -> bool:
    """Whether the answer is an account under its own heading; those alone have a förslag."""
    return question.kind is Kind.TEXT and bool(question.suggestion)


def _is_fact(question: Question) -> bool:
    """Whether the answer is a line in the section's table; the decision has its own block."""
    listed = question.kind.is_rows or question.kind in {Kind.AGREEMENT, Kind.REFERENCE}
    return not (listed or _is_prose(question))


def _answer(question: Question, value: Value | None) -> Answer:
    return Answer(label=question.label, text=_printed(question, value))


def _printed(question: Question, value: Value | None) -> str:
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


# --- Rows to call, on the wall sheet and the plan's first page ----------------------------------


@dataclass(frozen=True, kw_only=True)
class Row:
    """Somebody to turn to: *phone* in stored form, else *web*; neither means not filled in."""

    section: str
    label: str
    phone: str = ""
    web: str = ""
    hours: str = ""
    checked: date | None = None


_POLICE_LINE = "polisen"
_ALARM_LINE = "sos_alarm"
_IN_BRIEF = {
    "resurspersoner": 2,
    "socialtjanst": 2,
    "polis": 1,
    "ungdomsmottagning": 1,
    "jourer": 1,
    "vard": 1,
}


def wall_rows(plan: Plan) -> tuple[Row, ...]:
    """Give the wall sheet's rows by rank: own school, socialtjänst, polis, partners, lines."""
    lines = {line.id: _line_row(line) for line in plan.help_lines if line.pa_anslaget}
    lines.pop(_ALARM_LINE, None)
    police_line = [row for key, row in lines.items() if key == _POLICE_LINE]
    partners = [s for s in catalogue.SECTIONS if s.partner and not s.starred]
    return (
        *_rows(plan, catalogue.RESURSPERSONER, Paper.WALL),
        *_rows(plan, catalogue.SOCIALTJANST, Paper.WALL),
        *(row for row in _rows(plan, catalogue.POLIS, Paper.WALL) if row.phone or not police_line),
        *police_line,
        *(row for section in partners for row in _filled(plan, section, Paper.WALL)),
        *(row for key, row in lines.items() if key != _POLICE_LINE),
    )


def brief_rows(plan: Plan) -> tuple[Row, ...]:
    """Give the few contacts that the plan's first page names, by rank."""
    return tuple(
        row
        for key, count in _IN_BRIEF.items()
        for row in _needed_first(catalogue.section(key), _rows(plan, catalogue.section(key)))[
            :count
        ]
    )


def checked(rows: Iterable[Row]) -> str:
    """Say when the numbers of the school's own contacts among *rows* were last checked."""
    own = [row for row in rows if row.phone and row.section != catalogue.STODLINJER.key]
    days = [row.checked for row in own if row.checked]
    if not days:
        return "Numren är inte kontrollerade."
    when = since(days)
    if len(days) < len(own):
        return f"Alla nummer är inte kontrollerade. De andra kontrollerades {when}."
    return f"Numren kontrollerades {when}."


def since(days: Iterable[date]) -> str:
    """Give the earliest of *days*, and say so when others are later."""
    earliest, *later = sorted(set(days))
    return prose_date(earliest) + (" eller senare" if later else "")


def _rows(plan: Plan, section: Section, paper: Paper = Paper.PLAN) -> list[Row]:
    """Give the rows of *section*, ending with one for each that is asked for and not there."""
    question = section.question("kontakter")
    reachable = [contact for contact in contacts(plan, section, paper) if _number(contact)]
    unfilled = _unfilled(question, section, reachable)
    return [
        *_filled(plan, section, paper),
        *(Row(section=section.key, label=label) for label in unfilled),
    ]


def _filled(plan: Plan, section: Section, paper: Paper) -> Iterator[Row]:
    known = {contact.id: contact.kontrollerad for contact in plan.contacts(section.key)}
    for contact in contacts(plan, section, paper):
        if _number(contact):
            yield Row(
                section=section.key,
                label=capital(contact.funktion),
                phone=_number(contact),
                hours=contact.telefontid,
                checked=known[contact.id],
            )


def _number(contact: Contact) -> str:
    return contact.telefon or ("112" if contact.nas_via_112 else "")


def _line_row(line: HelpLine) -> Row:
    return Row(
        section=catalogue.STODLINJER.key,
        label=line.namn,
        phone=line.telefon,
        web="" if line.telefon else line.webb,
        hours=line.beskrivning.removesuffix("."),
        checked=line.kontrollerad,
    )


def _needed_first(section: Section, rows: list[Row]) -> list[Row]:
    """Give *rows* with one for each of the section's needs before the others."""
    stems = [need.stem for need in section.question("kontakter").needs]
    first = [next(row for row in rows if stem in row.label.casefold()) for stem in stems]
    return list(dict.fromkeys([*first, *rows]))


# --- The papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A numbered part of the plan document; one without *part* has standing texts."""

    number: int
    key: str
    title: str
    part: Part | None = None


def plan_html(plan: Plan) -> str:
    """Give the plan document."""
    return _render(
        "plan",
        plan,
        chapters=_chapters(plan),
        rows=brief_rows(plan),
        laws=reference.LAWS,
        laws_checked=since(law.checked for law in reference.LAWS),
        secrecy=_secrecy(plan),
        publications=reference.PUBLICATIONS,
        decision=_decision(plan),
    )


def wall_html(plan: Plan, rows: tuple[Row, ...], *, tight: bool = False) -> str:
    """Give the wall sheet with *rows*; *tight* is the smaller of its two type sizes."""
    return _render(
        "wall_sheet",
        plan,
        rows=rows,
        checked=checked(rows),
        nobody_answers=" ".join(plan.text("akut", "svarar_ingen").split()),
        tight=tight,
    )


def internal_html(plan: Plan) -> str:
    """Give the internal sheet, which the resource persons keep to themselves."""
    parts = (part(plan, section, Paper.INTERNAL) for section in catalogue.SECTIONS)
    return _render("internal_sheet", plan, parts=[p for p in parts if _has_something(p)])


def blank_html() -> str:
    """Give the whole catalogue as a form for a pen."""
    return (
        environment()
        .get_template("documents/blank_form.html")
        .render(sections=[_to_fill_in(section) for section in catalogue.SECTIONS])
    )


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A section as the blank form asks it: its short questions in one table, then the others."""

    section: Section
    facts: tuple[Question, ...]
    others: tuple[Question, ...]
    help_lines: tuple[reference.HelpLine, ...] = reference.HELP_LINES


def _to_fill_in(section: Section) -> Blank:
    questions = [q for q in section.questions if not q.retired]
    facts = tuple(q for q in questions if _is_fact(q) or q.kind is Kind.REFERENCE)
    return Blank(section=section, facts=facts, others=tuple(q for q in questions if q not in facts))


def _render(template: str, plan: Plan, **values: object) -> str:
    name = f"documents/{template}.html"
    return environment().get_template(name).render(plan=plan, skolan=_school(plan), **values)


def _school(plan: Plan) -> dict[str, str]:
    """Give the answers about the school as text, empty where there is none."""
    given = plan.of(catalogue.SKOLAN.key)
    return {q.key: _printed(q, given.get(q.key)) for q in catalogue.SKOLAN.questions}


def _chapters(plan: Plan) -> tuple[Chapter, ...]:
    parts = {s.key: part(plan, s, Paper.PLAN) for s in catalogue.SECTIONS}
    last = ("uppfoljning", "stodlinjer", "underskrifter")
    keys_and_titles = (
        *((s.key, s.title) for s in catalogue.SECTIONS if s.key not in last),
        ("lagen", "Lagen i korthet"),
        ("stodlinjer", catalogue.STODLINJER.title),
        ("las_mer", "Läs mer"),
        ("uppfoljning", catalogue.UPPFOLJNING.title),
        ("beslut", "Beslut"),
        ("underskrifter", catalogue.UNDERSKRIFTER.title),
    )
    return tuple(
        Chapter(number=number, key=key, title=title, part=parts.get(key))
        for number, (key, title) in enumerate(keys_and_titles, start=1)
    )


def _secrecy(plan: Plan) -> str:
    if not plan.text("skolan", "huvudmannatyp"):
        return ""
    return reference.SECRECY_PUBLIC if plan.is_public else reference.SECRECY_INDEPENDENT


def _decision(plan: Plan) -> tuple[Answer, ...]:
    """Give what the decision block asks: by whom, when, and at a public school the number."""
    given = plan.of(catalogue.SKOLAN.key)
    return tuple(
        _answer(q, given.get(q.key))
        for q in catalogue.SKOLAN.questions
        if (q.at_adoption or q.kind is Kind.REFERENCE) and _stands(q, plan, Paper.PLAN)
    )


def _has_something(view: Part) -> bool:
    return bool(view.directory or view.answers or view.partners)
