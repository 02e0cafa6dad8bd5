"""The types that the catalogue is written in: what a question, a section and a paper are.

Rule: plain values without behaviour; everything else in the program is derived from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EDITION = 2
"""The edition of what is asked: one more whenever questions are added (see `Question.edition`)."""

ANSWER_LIMIT = 4000
LINE_LIMIT = 200
ROW_LIMIT = 30


class Kind(StrEnum):
    """What sort of answer a question takes."""

    LINE = "line"
    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    DATE = "date"
    TICK = "tick"
    CHOICE = "choice"
    CHOICES = "choices"
    SCHOOL_YEAR = "school_year"
    SCHOOL_CODE = "school_code"
    REFERENCE = "reference"
    AGREEMENT = "agreement"
    CONTACTS = "contacts"
    PARTNERS = "partners"
    HELP_LINES = "help_lines"
    SIGNATORIES = "signatories"
    MEETINGS = "meetings"

    @property
    def is_rows(self) -> bool:
        """Whether the answer is a list of rows, each with the question's *fields*."""
        return self in _OF_ROWS


_OF_ROWS = {Kind.CONTACTS, Kind.PARTNERS, Kind.HELP_LINES, Kind.SIGNATORIES, Kind.MEETINGS}


class Paper(StrEnum):
    """The printed papers; an answer stands only on those that its question names."""

    PLAN = "plan"
    WALL = "anslag"
    INTERNAL = "internt"
    BLANK = "blankett"
    CARD = "kort"
    HOLIDAYS = "lovlista"


PLAN = frozenset({Paper.PLAN})
PLAN_AND_WALL = frozenset({Paper.PLAN, Paper.WALL})
PLAN_AND_HOLIDAYS = frozenset({Paper.PLAN, Paper.HOLIDAYS})
INTERNAL = frozenset({Paper.INTERNAL})


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice of a closed question: the stored *key* and the Swedish *label*."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Need:
    """A row that a list must hold: one whose function contains *stem*, in any letter case."""

    stem: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that the form asks. *key* is data: ASCII, unique in its section, never renamed.

    *offers* are ready answers beside free text, *options* the only allowed ones; *suggestion* is
    the starting text (förslag) that a button inserts; *limit* counts characters, or rows;
    *fields* are the columns of a list or group. *required* means needed for adoption, never for
    saving; a reason may stand for it, unless the answer *identifies* the plan. A *yearly* answer
    holds for one läsår only. A *retired* question is still read but no longer asked; *edition* is
    that in which it was asked for the first time. A list that is *for_wall* must give the wall
    sheet a number to call, for each of its *needs* or else one. *proposed* names a row that the
    page of a list begins with, and that is kept only if something else is entered in it.

    On a page, *row_noun* is what one row of a list is called. A field that is *folded* is shown
    when somebody unfolds its row, one *about_mobiles* only beside a mobile number, and one that
    is *settled_by_112* not in a row that has the number 112. The day of a *past* one has been.
    """

    key: str
    label: str
    kind: Kind
    hint: str = ""
    suggestion: str = ""
    required: bool = True
    papers: frozenset[Paper] = PLAN
    limit: int = LINE_LIMIT
    default: str = ""
    offers: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    fields: tuple[Question, ...] = ()
    needs: tuple[Need, ...] = ()
    proposed: str = ""
    for_wall: bool = False
    public_only: bool = False
    at_adoption: bool = False
    identifies: bool = False
    yearly: bool = False
    edition: int = 1
    retired: bool = False
    past: bool = False
    row_noun: str = ""
    folded: bool = False
    about_mobiles: bool = False
    settled_by_112: bool = False

    def field(self, key: str) -> Question:
        """Return the field with *key* of a list or group; KeyError if there is none."""
        return _with_key(self.fields, key)

    @property
    def first_fields(self) -> tuple[Question, ...]:
        """The fields of a row that are shown at once."""
        return tuple(field for field in self.fields if not field.folded)

    @property
    def folded_fields(self) -> tuple[Question, ...]:
        """The fields of a row that unfold."""
        return tuple(field for field in self.fields if field.folded)

    @property
    def has_standing_rows(self) -> bool:
        """Whether some of its rows are those of `reference`: nobody renames or removes one."""
        return self.kind is Kind.HELP_LINES

    @property
    def is_decision(self) -> bool:
        """Whether it is about the decision that adopts the plan, rather than what the plan says."""
        return self.at_adoption or self.kind is Kind.REFERENCE


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part (del) of the plan: *starred* parts make the quick path to the wall sheet.

    Its numbers should be checked again *check_after* days.
    """

    key: str
    title: str
    intro: str
    why: str
    questions: tuple[Question, ...]
    starred: bool = False
    partner: bool = False
    check_after: int = 365

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions on the section's page: not the retired, not those asked at adoption."""
        return tuple(q for q in self.questions if not (q.retired or q.at_adoption))

    def question(self, key: str) -> Question:
        """Return the question with *key*; KeyError if the section has none."""
        return _with_key(self.questions, key)

    @property
    def contacts(self) -> Question:
        """The question that asks for the section's contacts; KeyError if none does."""
        return self.question("kontakter")


def _with_key(questions: tuple[Question, ...], key: str) -> Question:
    for question in questions:
        if question.key == key:
            return question
    raise KeyError(key)
