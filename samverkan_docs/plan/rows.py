"""What the answers of a plan are made of: contacts, partners, help lines, signatories, meetings.

Rule: immutable values whose attributes are the catalogue's field keys.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from samverkan_docs.catalogue import Kind, Paper, reference
from samverkan_docs.plan import phones

EMERGENCY = "112"


def new_id() -> str:
    """Return a new stable id for a plan or a row."""
    return uuid.uuid4().hex


def is_id(text: str) -> bool:
    """Return whether *text* can be the id of a plan or a row."""
    return re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text) is not None


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A function to call. Attributes are the catalogue's fields; phones are in stored form."""

    id: str
    funktion: str = ""
    telefon: str = ""
    knappval: str = ""
    telefontid: str = ""
    nas_via_112: bool = False
    namn: str = ""
    organisation: str = ""
    epost: str = ""
    webb: str = ""
    uppdrag: str = ""
    ersattare: str = ""
    ersattare_telefon: str = ""
    tjanstenummer: str = ""
    visas: str = "plan"
    kontrollerad: date | None = None
    anteckning: str = ""

    @property
    def papers(self) -> frozenset[Paper]:
        """The papers it may stand on; a private mobile only ever on the internal sheet."""
        if self.has_mobile and self.tjanstenummer != "ja":
            return frozenset({Paper.INTERNAL})
        return self.chosen_papers

    @property
    def chosen_papers(self) -> frozenset[Paper]:
        """The papers that somebody has chosen for it, whatever its number is."""
        if self.visas == "internt":
            return frozenset({Paper.INTERNAL})
        if self.visas == "anslag":
            return frozenset({Paper.WALL, Paper.PLAN, Paper.INTERNAL})
        return frozenset({Paper.PLAN, Paper.INTERNAL})

    @property
    def has_mobile(self) -> bool:
        """Whether one of its numbers is a mobile one, which may be private."""
        return phones.is_mobile(self.telefon) or phones.is_mobile(self.ersattare_telefon)

    @property
    def is_unexplained(self) -> bool:
        """Whether it is to stand on a paper, and nobody has said if its mobile is private."""
        others = self.chosen_papers - {Paper.INTERNAL}
        return self.has_mobile and not self.tjanstenummer and bool(others)

    @property
    def number(self) -> str:
        """The number to call, in stored form; empty if there is none."""
        return self.telefon or (EMERGENCY if self.nas_via_112 else "")

    @property
    def is_called_from_wall(self) -> bool:
        """Whether the wall sheet has a number for it."""
        return bool(self.number) and Paper.WALL in self.papers

    @property
    def off_wall(self) -> Contact:
        """The same contact, in the plan alone if it stood on the wall sheet too."""
        return replace(self, visas="plan") if Paper.WALL in self.papers else self

    @property
    def ways(self) -> tuple[str, ...]:
        """The numbers and addresses by which it is reached: what a check is about."""
        return self.number, self.knappval, self.ersattare_telefon, self.epost, self.webb

    @property
    def is_reachable(self) -> bool:
        """Whether there is a way to reach it: phone, 112, e-mail or a web address."""
        return bool(self.number or self.epost or self.webb)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """With which function the answers are agreed (avstämt), and when."""

    funktion: str = ""
    datum: date | None = None


@dataclass(frozen=True, kw_only=True)
class Partner:
    """One of the further partners, with its own contacts and routine."""

    id: str
    namn: str = ""
    kontakter: tuple[Contact, ...] = ()
    rutin: str = ""
    annat: str = ""
    avstamt: Agreement = field(default_factory=Agreement)


@dataclass(frozen=True, kw_only=True)
class HelpLine:
    """A help line: what the school has chosen and corrected of one in `reference`, or its own.

    One of `reference` has its key as *id*, and no *namn* of its own.
    """

    id: str
    namn: str = ""
    telefon: str = ""
    beskrivning: str = ""
    kontrollerad: date | None = None
    i_planen: bool = False
    pa_anslaget: bool = False
    webb: str = ""

    @property
    def name(self) -> str:
        """The line's name."""
        return self.standing.name if self.standing else self.namn

    @property
    def standing(self) -> reference.StandingLine | None:
        """The line as `reference` has it, None if it is the school's own."""
        return next((line for line in reference.HELP_LINES if line.key == self.id), None)

    @property
    def ways(self) -> tuple[str, str]:
        """The number and the address by which it is reached: what a check is about."""
        return self.telefon, self.webb

    @property
    def source(self) -> reference.Source | None:
        """Where `reference` saw it; None for a way that only the school knows."""
        line = self.standing
        return line.source if line and self.ways == (line.phone, line.web) else None

    @property
    def last_seen(self) -> date | None:
        """The day when it was last known to hold: the school's check, else the source's month."""
        return self.kontrollerad or (self.source.seen if self.source else None)

    @property
    def abroad(self) -> str:
        """The number to call from abroad, in stored form; empty if it is not meant for that."""
        line = self.standing
        if line is None or not line.abroad:
            return ""
        if self.telefon == line.phone:
            return line.abroad
        return self.telefon if self.telefon.startswith("+46") else ""


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Somebody who signs the plan with a pen."""

    id: str
    namn: str = ""
    befattning: str = ""
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A day on which the school meets others about the plan; *vad* says with whom and of what."""

    id: str
    datum: date | None = None
    vad: str = ""


Row: TypeAlias = Contact | Partner | HelpLine | Signatory | Meeting
Value: TypeAlias = str | bool | date | Agreement | tuple[str, ...] | tuple[Row, ...]
Answers: TypeAlias = Mapping[str, Value]

ROW_TYPES: Mapping[Kind, type[Row]] = {
    Kind.CONTACTS: Contact,
    Kind.PARTNERS: Partner,
    Kind.HELP_LINES: HelpLine,
    Kind.SIGNATORIES: Signatory,
    Kind.MEETINGS: Meeting,
}


def rows_in(value: Value | None) -> tuple[Row, ...]:
    """Return the rows of an answer, none if it is no list of rows."""
    return tuple(row for row in value if isinstance(row, Row)) if isinstance(value, tuple) else ()


def is_given(value: Value) -> bool:
    """Return whether *value* holds anything."""
    return value not in ("", (), False, None, Agreement())


def proposed(line_id: str) -> HelpLine:
    """Return a help line as `reference` has it."""
    line = next(line for line in reference.HELP_LINES if line.key == line_id)
    return HelpLine(
        id=line.key,
        telefon=line.phone,
        webb=line.web,
        beskrivning=line.when,
        i_planen=line.in_plan,
        pa_anslaget=line.on_wall,
    )
