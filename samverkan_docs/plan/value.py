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
from samverkan_docs.plan.rows import (
    Answers,
    Contact,
    HelpLine,
    Meeting,
    Partner,
    Row,
    Signatory,
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

    *reasons* say why a required answer is missing, by `answer_key`. What came from *previous*,
    the plan of the year before, and nobody has confirmed yet is *unconfirmed*: answers by
    `answer_key`, rows by `row_key`.
    """

    id: str
    school: str = SCHOOL
    answers: Mapping[str, Answers] = field(default_factory=lambda: MappingProxyType({}))
    reasons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unconfirmed: frozenset[str] = frozenset()
    previous: str = ""

    @classmethod
    def new(cls, today: date) -> Plan:
        """Begin a plan for the läsår proposed from *today*."""
        year = SchoolYear.proposed(today)
        return cls(id=new_id()).answered(
            "skolan",
            {
                "lasar": str(year),
                "galler_fran": year.first_day,
                "galler_till": year.last_day,
            },
        )

    def answered(self, section: str, answers: Answers) -> Plan:
        """Return the plan with *answers* as all that *section* holds; empty values are left out."""
        kept = MappingProxyType({key: value for key, value in answers.items() if is_given(value)})
        others = {key: value for key, value in self.answers.items() if key != section}
        return replace(
            self,
            answers=MappingProxyType({**others, **({section: kept} if kept else {})}),
        )

    def excused(self, reasons: Mapping[str, str]) -> Plan:
        """Return the plan with *reasons* as all that it has; empty ones are left out."""
        kept = {key: reason for key, reason in reasons.items() if reason}
        return replace(self, reasons=MappingProxyType(kept))

    def reason(self, section: Section, question: Question) -> str:
        """Return why the answer is missing, empty if nobody said or nothing is missing any more."""
        reason = self.reasons.get(answer_key(section, question), "")
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
        return tuple(row for row in self._rows(section, "kontakter") if isinstance(row, Contact))

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The further partners."""
        return tuple(row for row in self._rows("ovriga", "parter") if isinstance(row, Partner))

    @property
    def signatories(self) -> tuple[Signatory, ...]:
        """Those who are to sign."""
        rows = self._rows("underskrifter", "undertecknare")
        return tuple(row for row in rows if isinstance(row, Signatory))

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The agreed meetings, by their days; those without one come last."""
        rows = self._rows("uppfoljning", "moten")
        found = (row for row in rows if isinstance(row, Meeting))
        return tuple(sorted(found, key=lambda meeting: meeting.datum or date.max))

    @property
    def help_lines(self) -> tuple[HelpLine, ...]:
        """Every help line of `reference`, as the school has it or as it is proposed."""
        chosen = {row.id: row for row in self._rows("stodlinjer", "linjer")}
        return tuple(
            row if isinstance(row := chosen.get(line.key), HelpLine) else proposed(line.key)
            for line in reference.HELP_LINES
        )

    @property
    def is_public(self) -> bool:
        """Whether the school is public, so that the plan is an allmän handling."""
        return self.text("skolan", "huvudmannatyp") not in {"", "enskild"}

    def _rows(self, section: str, key: str) -> tuple[Row, ...]:
        return rows_in(self.of(section).get(key))

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
                if row_key(section, question, contact.id) in self.unconfirmed:
                    yield f"{contact.funktion}: bekräfta att uppgiften stämmer", True

    def is_confirmed(self, section: Section) -> bool:
        """Return whether nothing in *section* waits to be confirmed."""
        return not any(key.startswith(f"{section.key}.") for key in self.unconfirmed)

    def status(self, section: Section) -> Status:
        """Return how far *section* is; an untouched one is not done even if nothing is required."""
        if section.key not in self.answers:
            return Status.NOT_BEGUN
        whole = self.is_confirmed(section) and not self.missing(section)
        return Status.DONE if whole else Status.BEGUN


def answer_key(section: Section, question: Question) -> str:
    """Return the key under which an answer has its reason, or waits to be confirmed."""
    return f"{section.key}.{question.key}"


def row_key(section: Section, question: Question, *ids: str) -> str:
    """Return the key under which a row waits to be confirmed; *ids* lead to it from outside in."""
    return "/".join([answer_key(section, question), *ids])
