"""Private numbers that a choice keeps from the papers, and the texts that name whose they are.

Rule: a mobile number stands on the plan and the wall sheet only if somebody has said that it is
the work's. A text that sends its reader to such a function leads nowhere on those papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper, Section
from samverkan_docs.plan.rows import Contact
from samverkan_docs.plan.texts import Text, texts
from samverkan_docs.plan.value import Plan
from samverkan_docs.words import capital

_WORDS = {Paper.WALL: "på anslaget", Paper.PLAN: "i planen"}


@dataclass(frozen=True, kw_only=True)
class HeldBack:
    """A *contact* whose number is private, so that it stands on the internal sheet alone.

    *texts* are those that name its function on a paper where nobody of that function stands.
    """

    section: Section
    contact: Contact
    texts: tuple[Text, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """On which papers it was to stand and does not, in words."""
        lost = self.contact.chosen_papers - self.contact.papers
        return tuple(words for paper, words in _WORDS.items() if paper in lost)

    @property
    def why(self) -> str:
        """What keeps it back, in Swedish."""
        if self.contact.is_unexplained:
            return "ingen har sagt om numret är ett tjänstenummer"
        return "numret är inget tjänstenummer"

    @property
    def sentence(self) -> str:
        """What a person should know about it, in Swedish."""
        name = capital(self.contact.funktion) or "Kontakten"
        told = (
            f"{name} står bara på det interna bladet, inte {' eller '.join(self.lacking)}: "
            f"{self.why}."
        )
        named = [f"{text.section.title}, {text.title}" for text in self.texts]
        return f"{told} Men de här svaren hänvisar dit: {'; '.join(named)}." if named else told


def held_back(plan: Plan) -> tuple[HeldBack, ...]:
    """Return the contacts of *plan* that a private number keeps from the papers chosen for them."""
    named = tuple(texts(plan))
    return tuple(
        HeldBack(section=section, contact=row, texts=tuple(_naming(row, plan, named)))
        for section in catalogue.SECTIONS
        for row in plan.contacts(section.key)
        if row.chosen_papers - row.papers
    )


def _naming(row: Contact, plan: Plan, named: tuple[Text, ...]) -> Iterator[Text]:
    """Yield the texts that name the function of *row*, unless another contact has it in print."""
    function = row.funktion.strip()
    if not function or _stands_elsewhere(function, plan):
        return
    pattern = re.compile(rf"\b{re.escape(function)}", re.IGNORECASE)
    for text in named:
        is_elsewhere = row.id not in text.place.ids and text.question is not catalogue.FUNCTION
        is_printed = text.question.papers != catalogue.INTERNAL
        is_printed &= text.section is not catalogue.UNDERSKRIFTER  # they sign, nobody calls them
        if is_printed and is_elsewhere and pattern.search(text.text):
            yield text


def _stands_elsewhere(function: str, plan: Plan) -> bool:
    return any(
        other.funktion.strip().casefold() == function.casefold()
        for section in catalogue.SECTIONS
        for other in plan.contacts(section.key)
        if Paper.PLAN in other.papers and other.number
    )
