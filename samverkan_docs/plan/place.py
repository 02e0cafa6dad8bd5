"""Where something stands in a plan: an answer, or a row of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Question, Section

_WRITTEN = re.compile(r"([a-z0-9_]+)\.([a-z0-9_]+)((?:/[^/]+)*)")


@dataclass(frozen=True, order=True)
class Place:
    """An answer by the keys of its section and question; *ids* lead to a row from outside in."""

    section: str
    question: str
    ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, section: Section, question: Question, *ids: str) -> Place:
        """Return the place of the answer to *question*, or of a row of it."""
        return cls(section.key, question.key, ids)

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read `polis.kontakter/a1`; ValueError if the catalogue has no such question."""
        match = _WRITTEN.fullmatch(text)
        place = cls(match[1], match[2], tuple(match[3].split("/")[1:])) if match else None
        if place is None or cls(place.section, place.question) not in answers():
            raise ValueError(text)
        return place

    def __str__(self) -> str:
        return "/".join([f"{self.section}.{self.question}", *self.ids])


@cache
def answers() -> frozenset[Place]:
    """Return the place of every answer that the catalogue knows."""
    return frozenset(
        Place.of(section, question)
        for section in catalogue.SECTIONS
        for question in section.questions
    )
