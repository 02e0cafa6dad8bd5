"""The plan as a value: a school's answers for one läsår, and what is still missing.

Rule: everything here is immutable; an edit gives a new plan. An answer that is not there is not
in the mapping. Keys and attribute names are those of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question, Section, reference
from samverkan_docs.plan.missing import Lack, Missing, lacks
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.rows import (
    Answers,
    Contact,
    HelpLine,
    Meeting,
    Partner,
    Row,
    Signatory,
    Value,
    is_given,
    new_id,
    proposed,
    rows_in,
)
from samverkan_docs.plan.school_year import SchoolYear

SCHOOL = "skolan"  # the one school that a checkout has; several come with accounts


class Status(StrEnum):
    """How far a section is."""

    NOT_BEGUN = "Inte påbörjad"
    BEGUN = "Påbörjad"
    DONE = "Klar"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A school's plan for one läsår: *answers* by section key, then by question key.

    *reasons* say why a required answer is missing, or why a number stays in a text. What came from
    *previous*, the plan of the year before, and nobody has confirmed yet is *unconfirmed*: answers
    and rows, by their places. *formerly* says whose numbers in its texts were that are no longer.
    *edition* is that of the catalogue in which it was last adopted, else begun.
    """

    id: str
    school: str = SCHOOL
    answers: Mapping[str, Answers] = field(default_factory=lambda: MappingProxyType({}))
    reasons: Mapping[Place, str] = field(default_factory=lambda: MappingProxyType({}))
    unconfirmed: frozenset[Place] = frozenset()
    previous: str = ""
    formerly: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    edition: int = catalogue.EDITION

    @classmethod
    def new(cls, today: date) -> Plan:
        """Begin a plan for the läsår proposed from *today*."""
        year = SchoolYear.proposed(today)
        return cls(id=new_id()).answered(catalogue.SKOLAN.key, year_answers(year))

    def answered(self, section: str, answers: Answers) -> Plan:
        """Return the plan with *answers* as all that *section* holds; empty values are left out."""
        kept = MappingProxyType({key: value for key, value in answers.items() if is_given(value)})
        others = {key: value for key, value in self.answers.items() if key != section}
        return replace(
            self,
            answers=MappingProxyType({**others, **({section: kept} if kept else {})}),
        )

    def excused(self, reasons: Mapping[Place, str]) -> Plan:
        """Return the plan with *reasons* as all that it has; empty ones are left out."""
        kept = {place: reason for place, reason in reasons.items() if reason}
        return replace(self, reasons=MappingProxyType(kept))

    def reason(self, section: Section, question: Question) -> str:
        """Return why the answer is missing, empty if nobody said or nothing is missing any more."""
        reason = self.reasons.get(Place.of(section, question), "")
        return reason if any(gap.question == question for gap in self.missing(section)) else ""

    def of(self, section: str) -> Answers:
        """Return what *section* holds, empty if nothing."""
        return self.answers.get(section, MappingProxyType({}))

    def text(self, section: str, key: str) -> str:
        """Return the answer as text, empty if there is none."""
        value = self.of(section).get(key, "")
        return value if isinstance(value, str) else ""

    def day(self, section: str, key: str) -> date | None:
        """Return the answer as a date, None if there is none."""
        value = self.of(section).get(key)
        return value if isinstance(value, date) else None

    def contacts(self, section: str) -> tuple[Contact, ...]:
        """Return the contacts of *section*; those of every further partner for `ovriga`."""
        if section == catalogue.OVRIGA.key:
            return tuple(contact for partner in self.partners for contact in partner.kontakter)
        rows = rows_in(self.of(section).get(catalogue.CONTACTS.key))
        return tuple(row for row in rows if isinstance(row, Contact))

    def with_contacts(self, section: str, contacts: tuple[Contact, ...]) -> Plan:
        """Return the plan with *contacts* as those of *section*, which has no partners' rows."""
        return self.answered(section, {**self.of(section), catalogue.CONTACTS.key: contacts})

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The further partners."""
        rows = self._rows(catalogue.OVRIGA, catalogue.PARTNERS)
        return tuple(row for row in rows if isinstance(row, Partner))

    def with_partners(self, partners: tuple[Partner, ...]) -> Plan:
        """Return the plan with *partners* as its further partners."""
        key = catalogue.OVRIGA.key
        return self.answered(key, {**self.of(key), catalogue.PARTNERS.key: partners})

    @property
    def signatories(self) -> tuple[Signatory, ...]:
        """Those who are to sign."""
        rows = self._rows(catalogue.UNDERSKRIFTER, catalogue.SIGNATORIES)
        return tuple(row for row in rows if isinstance(row, Signatory))

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The agreed meetings, by their days; those without one come last."""
        rows = self._rows(catalogue.UPPFOLJNING, catalogue.MEETINGS)
        found = (row for row in rows if isinstance(row, Meeting))
        return tuple(sorted(found, key=lambda meeting: meeting.datum or date.max))

    @property
    def help_lines(self) -> tuple[HelpLine, ...]:
        """The help lines in the school's order, and where they belong those that it lacks."""
        rows = self._rows(catalogue.STODLINJER, catalogue.HELP_LINES)
        lines = [row for row in rows if isinstance(row, HelpLine)]
        place = 0
        for line in reference.HELP_LINES:
            known = [row.id for row in lines]
            if line.key not in known:
                lines.insert(place, proposed(line.key))
            place = [row.id for row in lines].index(line.key) + 1
        return tuple(lines)

    def with_help_lines(self, lines: tuple[HelpLine, ...]) -> Plan:
        """Return the plan with *lines* as its help lines, in that order."""
        key = catalogue.STODLINJER.key
        return self.answered(key, {**self.of(key), catalogue.HELP_LINES.key: lines})

    @property
    def is_public(self) -> bool:
        """Whether the school is public, so that the plan is an allmän handling."""
        return self.principal_type not in {"", catalogue.INDEPENDENT}

    def _rows(self, section: Section, question: Question) -> tuple[Row, ...]:
        return rows_in(self.of(section.key).get(question.key))

    # --- What the plan says about itself ---

    @property
    def school_name(self) -> str:
        """The school's name, empty if it is not filled in."""
        return self._about(catalogue.SCHOOL_NAME)

    @property
    def principal_type(self) -> str:
        """The key of the type of huvudman, empty if none is chosen."""
        return self._about(catalogue.PRINCIPAL_TYPE)

    @property
    def year(self) -> str:
        """The läsår that it is for, such as 2026/27; empty if it is not filled in."""
        return self._about(catalogue.YEAR)

    @property
    def first_day(self) -> date | None:
        """The day from which it holds."""
        return self.day(catalogue.SKOLAN.key, catalogue.FIRST_DAY.key)

    @property
    def last_day(self) -> date | None:
        """The day until which it holds; after that it should be looked over."""
        return self.day(catalogue.SKOLAN.key, catalogue.LAST_DAY.key)

    @property
    def responsible(self) -> str:
        """The function that keeps it up to date."""
        return self._about(catalogue.RESPONSIBLE)

    @property
    def copies(self) -> tuple[str, ...]:
        """The places where copies of its papers hang."""
        lines = (line.strip() for line in self._about(catalogue.COPIES).splitlines())
        return tuple(line for line in lines if line)

    @property
    def decided_by(self) -> str:
        """Who adopts it, empty as long as nobody has."""
        return self._about(catalogue.DECIDED_BY)

    @property
    def decided_on(self) -> date | None:
        """The day of the decision that adopts it."""
        return self.day(catalogue.SKOLAN.key, catalogue.DECIDED_ON.key)

    @property
    def nobody_answers(self) -> str:
        """Whom to call when nobody answers."""
        return self.text(catalogue.AKUT.key, catalogue.NOBODY_ANSWERS.key)

    def _about(self, question: Question) -> str:
        return self.text(catalogue.SKOLAN.key, question.key)

    # --- How far it is ---

    def missing(self, section: Section) -> tuple[Missing, ...]:
        """Return what *section* lacks before the plan can be adopted, in the form's order."""
        return tuple(
            Missing(section=section, question=question, text=text, excusable=excusable)
            for question in section.asked
            if not question.public_only or self.is_public
            for text, excusable in (
                *lacks(question, self.of(section.key).get(question.key)),
                *self._lacks_confirmation(section, question),
            )
        )

    def _lacks_confirmation(self, section: Section, question: Question) -> Iterator[Lack]:
        """Yield which contacts of a starred section nobody has confirmed since last year."""
        if section.starred and question.kind is Kind.CONTACTS:
            for contact in self.contacts(section.key):
                if Place.of(section, question, contact.id) in self.unconfirmed:
                    yield f"{contact.funktion}: bekräfta att uppgiften stämmer", True

    def is_confirmed(self, section: Section) -> bool:
        """Return whether nothing in *section* waits to be confirmed."""
        return not any(place.section == section.key for place in self.unconfirmed)

    def status(self, section: Section) -> Status:
        """Return how far *section* is; an untouched one is not done even if nothing is required."""
        if section.key not in self.answers:
            return Status.NOT_BEGUN
        whole = self.is_confirmed(section) and not self.missing(section)
        return Status.DONE if whole else Status.BEGUN


def year_answers(year: SchoolYear) -> dict[str, Value]:
    """Return the answers of a plan for *year*: the läsår, and the days that are proposed."""
    return {
        catalogue.YEAR.key: str(year),
        catalogue.FIRST_DAY.key: year.first_day,
        catalogue.LAST_DAY.key: year.last_day,
    }
