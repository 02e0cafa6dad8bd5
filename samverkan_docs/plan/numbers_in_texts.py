"""Numbers and addresses that somebody typed into a free text, where a change does not reach them.

Rule: a number has one place, its contact; a text names the function. What stands in a text and
belongs to no contact, or has been somebody's and is so no longer, may not be printed unless
somebody says why.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType

from samverkan_docs import catalogue
from samverkan_docs.plan import phones, wording
from samverkan_docs.plan.number_holders import Holders, ways
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.texts import Text, reworded, texts
from samverkan_docs.plan.value import Plan
from samverkan_docs.plan.wording import Span

FIELD = "nummer_"
"""How the name of a mention's field begins."""
_ALARM = "112"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Standing(Enum):
    """Whose a number in a text is."""

    CURRENT = auto()  # a contact's: two places for one fact
    FORMER = auto()  # it was somebody's, and has been changed or taken away
    UNKNOWN = auto()  # nobody's in this plan


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A number or an address, in *stored* form, in a text; *spans* say where it stands there.

    *functions* are those that it belongs or has belonged to; where there are none, those that the
    text may mean.
    """

    where: Text
    stored: str
    spans: tuple[Span, ...]
    standing: Standing
    functions: tuple[str, ...] = ()

    @property
    def is_loose(self) -> bool:
        """Whether it may be printed only for a reason."""
        return self.standing is not Standing.CURRENT

    @property
    def place(self) -> Place:
        """Where the reason for it stands."""
        return replace(self.where.place, ids=(*self.where.place.ids, self.stored))

    @property
    def field(self) -> str:
        """The key of its reason in a form, and its name on a page."""
        return FIELD + hashlib.sha256(str(self.place).encode()).hexdigest()[:16]

    @property
    def written(self) -> str:
        """How it is written in the text."""
        start, end = self.spans[0]
        return self.where.text[start:end]

    @property
    def sentence(self) -> tuple[str, str, str]:
        """The sentence in which it first stands: before it, the number itself, after it."""
        start, end = self.spans[0]
        text = self.where.text
        first, last = wording.sentence(text, (start, end))
        return text[first:start], text[start:end], text[end:last]

    def sentence_with(self, function: str) -> str:
        """Return that sentence with *function* in the number's place."""
        before, written, after = self.sentence
        return wording.put(
            before + written + after, [(len(before), len(before + written))], function
        )

    def text_with(self, function: str) -> str:
        """Return the whole text with *function* in its place, wherever it stands."""
        return wording.put(self.where.text, self.spans, function)

    def takes(self, function: str) -> bool:
        """Return whether *function* can stand in its place: there must be room for it."""
        return len(self.text_with(function)) <= self.where.question.limit

    @property
    def choices(self) -> tuple[str, ...]:
        """The functions that can stand in its place."""
        if self.where.question is catalogue.FUNCTION:
            return ()
        return tuple(function for function in self.functions if self.takes(function))


def mentions(plan: Plan) -> tuple[Mention, ...]:
    """Return the numbers and addresses in the texts of *plan* that have their place elsewhere."""
    known = Holders.of(plan)
    return tuple(mention for text in texts(plan) for mention in _in_text(known, text))


def loose(plan: Plan) -> tuple[Mention, ...]:
    """Return those of them that may be printed only for a reason."""
    return tuple(mention for mention in mentions(plan) if mention.is_loose)


def loose_in(plan: Plan, text: str) -> tuple[str, ...]:
    """Return the numbers and addresses in *text*, as written, that are loose in *plan*."""
    question = catalogue.NOBODY_ANSWERS
    place = Place.of(catalogue.AKUT, question)
    where = Text(section=catalogue.AKUT, question=question, place=place, title="", text=text)
    return tuple(m.written for m in _in_text(Holders.of(plan), where) if m.is_loose)


def replaced(plan: Plan, mention: Mention, function: str) -> Plan:
    """Return *plan* with *function* in the place of what is mentioned."""
    after = reworded(plan, mention.where.place, mention.text_with(function))
    kept = {place: text for place, text in after.reasons.items() if place != mention.place}
    return remembered(plan, after.excused(kept))


def remembered(before: Plan, after: Plan) -> Plan:
    """Return *after* with whose those numbers were that it has no more and that stand in a text.

    Of a number that no text holds, nothing is remembered.
    """
    was, now = ways(before), ways(after)
    gone = {
        way.stored: (now.get(key) or way).function
        for key, way in was.items()
        if key not in now or now[key].stored != way.stored
    }
    kept = {k: v for k, v in {**before.formerly, **after.formerly, **gone}.items() if v}
    known = Holders.of(after, kept)
    every = {one.stored for text in texts(after) for one in _found(known, text.text)}
    still = {k: v for k, v in kept.items() if any(phones.is_same(one, k) for one in every)}
    return replace(after, formerly=MappingProxyType(still))


# --- Where they stand ---------------------------------------------------------------------------


def _in_text(known: Holders, text: Text) -> Iterator[Mention]:
    spans: dict[str, list[Span]] = {}
    for one in _found(known, text.text):
        spans.setdefault(one.stored, []).append((one.start, one.end))
    for stored, found in spans.items():
        judged = _judged(known, text, stored)
        if judged is not None:
            standing, functions = judged
            yield Mention(
                where=text,
                stored=stored,
                spans=tuple(found),
                standing=standing,
                functions=functions,
            )


def _judged(known: Holders, text: Text, stored: str) -> tuple[Standing, tuple[str, ...]] | None:
    """Return whose a number in *text* is, None if a text may name it: 112, and help lines."""
    holding = known.holding(stored)
    names = [way.function for way in holding]
    former = known.formerly_of(stored)
    if former and former.casefold() not in map(str.casefold, names):
        return Standing.FORMER, _sayable([former, *names])
    if stored == _ALARM or any(way.is_line for way in holding):
        return None
    if holding:
        return Standing.CURRENT, _sayable(names)
    return Standing.UNKNOWN, _sayable(known.functions_in(text.section))


def _found(known: Holders, text: str) -> list[phones.Found]:
    """Return the numbers and addresses in *text* in order, also known ones without area code."""
    if not re.search(r"@|[0-9]{2}", text):
        return []
    every = [
        phones.Found(start=match.start(), end=match.end(), stored=match[0].casefold())
        for match in _ADDRESS.finditer(text)
    ]
    every += phones.found(_without(text, every))
    for stored in known.numbers:
        every += phones.found_without_area(_without(text, every), stored)
    return sorted(every, key=lambda one: one.start)


def _without(text: str, found: Iterable[phones.Found]) -> str:
    for one in found:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _sayable(functions: Iterable[str]) -> tuple[str, ...]:
    """Return the functions, each once, that hold no number themselves."""
    found = (f for f in functions if f and not phones.found(f) and not _ADDRESS.search(f))
    return tuple(dict.fromkeys(found))
