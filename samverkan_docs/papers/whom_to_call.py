"""Whom to call: the contacts and help lines that stand on the wall sheet and the first page.

Rule: rows have a rank, and the last are the first to go when there is no room. First comes what
the steps point at, then those who answer day and night, then whoever else the school has chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper, Section, reference
from samverkan_docs.papers.selection import contacts, unfilled
from samverkan_docs.plan import HelpLine, Place, Plan
from samverkan_docs.plan.confirmation import is_old
from samverkan_docs.words import capital, prose_date


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """Somebody to turn to: *phone* in stored form, else *web*; neither means not filled in.

    *choices* are what a switchboard demands after the number, *abroad* is the number to call from
    abroad. Of a help line that nobody at the school has checked, *source* says where it was seen.
    *row* is the id of the contact or the help line that it shows.
    """

    section: str
    label: str
    phone: str = ""
    choices: str = ""
    abroad: str = ""
    web: str = ""
    hours: str = ""
    source: str = ""
    checked: date | None = None
    row: str = ""

    @property
    def anchor(self) -> str:
        """The name of its place on a paper, empty if it shows nobody."""
        return f"{self.section}-{self.row}" if self.row else ""

    @property
    def place(self) -> Place:
        """Where in the plan it is filled in."""
        is_line = self.section == catalogue.STODLINJER.key
        question = catalogue.HELP_LINES if is_line else catalogue.CONTACTS
        return Place.of(catalogue.section(self.section), question, *filter(None, [self.row]))

    @property
    def is_filled(self) -> bool:
        """Whether there is a way to turn to it."""
        return bool(self.phone or self.web)

    @property
    def is_police_line(self) -> bool:
        """Whether it is the number of the police for what is not urgent."""
        return self.section == catalogue.STODLINJER.key and self.row == _POLICE_LINE


_POLICE_LINE = "polisen"
_ALARM_LINE = "sos_alarm"
_ABROAD_LINE = "ud_jouren"
_STAYING = {line.key for line in reference.HELP_LINES if line.stays_on_wall}
_MOST_STAFF = 3  # on the holiday list: who answers in the holidays is seldom the first
_FIRST_STAFF = 3  # of the school's own people, as many go before all others
_IN_BRIEF = (
    (catalogue.RESURSPERSONER, 2),
    (catalogue.SOCIALTJANST, 2),
    (catalogue.POLIS, 1),
    (catalogue.UNGDOMSMOTTAGNING, 1),
    (catalogue.JOURER, 1),
    (catalogue.VARD, 1),
)


def wall_rows(plan: Plan) -> tuple[CallRow, ...]:
    """Return the wall sheet's rows by rank, those that are asked for and not filled in as well."""
    staff = _rows(plan, catalogue.RESURSPERSONER, Paper.WALL)
    social = _social(plan)
    needed = len(catalogue.SOCIALTJANST.contacts.needs)
    lines = [_line_row(line) for line in plan.help_lines if line.pa_anslaget]
    lines = [row for row in lines if row.row != _ALARM_LINE]
    police = [row for row in lines if row.is_police_line]
    partners = [s for s in catalogue.SECTIONS if s.partner and not s.starred]
    others = [row for row in lines if not row.is_police_line]
    return (
        *social[:needed],
        *staff[:_FIRST_STAFF],
        *police,
        *(row for row in others if row.row in _STAYING),
        *social[needed:],
        *(row for row in _rows(plan, catalogue.POLIS, Paper.WALL) if row.phone or not police),
        *staff[_FIRST_STAFF:],
        *(row for section in partners for row in _filled(plan, section, Paper.WALL)),
        *(row for row in others if row.row not in _STAYING),
    )


def _social(plan: Plan) -> list[CallRow]:
    section = catalogue.SOCIALTJANST
    return _needed_first(section, _rows(plan, section, Paper.WALL))


def card_rows(plan: Plan) -> tuple[CallRow, ...]:
    """Return the pocket card's rows by rank: day and night first, own school, the police's line."""
    social = _social(plan)
    needed = len(catalogue.SOCIALTJANST.contacts.needs)
    return (
        *social[:needed],
        *_rows(plan, catalogue.RESURSPERSONER, Paper.WALL),
        *(_line_row(line) for line in plan.help_lines if _is_police_on_wall(line)),
        *social[needed:],
    )


def holiday_rows(plan: Plan) -> tuple[CallRow, ...]:
    """Return whom to call before and after a holiday: own school, socialtjänst, UD-jouren."""
    staff = list(_filled(plan, catalogue.RESURSPERSONER, Paper.PLAN))[:_MOST_STAFF]
    lines = (_line_row(line) for line in plan.help_lines if line.i_planen)
    return filled([*staff, *_social(plan)[:2], *(r for r in lines if r.row == _ABROAD_LINE)])


def filled(rows: Iterable[CallRow]) -> tuple[CallRow, ...]:
    """Return those of *rows* that somebody can be reached by, as an adopted paper has them."""
    return tuple(row for row in rows if row.is_filled)


def as_read(rows: Iterable[CallRow]) -> tuple[CallRow, ...]:
    """Return *rows* in the order in which they are called: own school, socialtjänst, others."""
    order = [section.key for section in catalogue.SECTIONS]
    return tuple(sorted(rows, key=lambda row: order.index(row.section)))


def brief_rows(plan: Plan) -> tuple[CallRow, ...]:
    """Return the few contacts that the plan's first page names, by rank."""
    return tuple(
        row
        for section, count in _IN_BRIEF
        for row in _needed_first(section, _rows(plan, section))[:count]
    )


def checked(rows: Iterable[CallRow], on: date | None = None) -> str:
    """Return when the numbers of *rows*, those of help lines too, were last checked.

    It says so if one of them should be checked again as of the day *on*.
    """
    called = [row for row in rows if row.phone]
    days = [row.checked for row in called if row.checked]
    if not days:
        return "Numren är inte kontrollerade."
    when = ("tidigast " if len(set(days)) > 1 else "") + f"den {prose_date(min(days))}"
    if len(days) < len(called):
        left = len(called) - len(days)
        told = f"{left} av {len(called)} nummer är inte kontrollerade."
        return f"{told} De andra kontrollerades {when}."
    if on and any(is_old(catalogue.section(row.section), row.checked, on) for row in called):
        return f"Numren kontrollerades {when} och bör kontrolleras igen."
    return f"Numren kontrollerades {when}."


def _rows(plan: Plan, section: Section, paper: Paper = Paper.PLAN) -> list[CallRow]:
    """Return the rows of *section*, ending with one for each that is asked for and not there."""
    question = section.contacts
    reachable = [contact for contact in contacts(plan, section, paper) if contact.number]
    lacking = unfilled(question, section, reachable)
    return [
        *_filled(plan, section, paper),
        *(CallRow(section=section.key, label=label) for label in lacking),
    ]


def _filled(plan: Plan, section: Section, paper: Paper) -> Iterator[CallRow]:
    known = {contact.id: contact.kontrollerad for contact in plan.contacts(section.key)}
    for contact in contacts(plan, section, paper):
        if contact.number:
            yield CallRow(
                section=section.key,
                label=capital(contact.funktion),
                phone=contact.number,
                choices=contact.knappval,
                hours=contact.telefontid,
                checked=known[contact.id],
                row=contact.id,
            )


def _line_row(line: HelpLine) -> CallRow:
    return CallRow(
        section=catalogue.STODLINJER.key,
        label=line.name,
        phone=line.telefon,
        abroad=line.abroad,
        web="" if line.telefon else line.webb,
        hours=line.beskrivning.removesuffix("."),
        source="" if line.kontrollerad or not line.source else str(line.source),
        checked=line.kontrollerad,
        row=line.id,
    )


def _is_police_on_wall(line: HelpLine) -> bool:
    return line.id == _POLICE_LINE and line.pa_anslaget


def _needed_first(section: Section, rows: list[CallRow]) -> list[CallRow]:
    """Return *rows* with one for each of the section's needs before the others."""
    stems = [need.stem for need in section.contacts.needs]
    first = [next(row for row in rows if stem in row.label.casefold()) for stem in stems]
    return list(dict.fromkeys([*first, *rows]))
