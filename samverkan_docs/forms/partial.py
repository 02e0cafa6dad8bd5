"""What is right of a page on which something is wrong: one bad field holds no other answer back.

Rule: an answer is saved whole or not at all, and a row of a list is one answer: a new function
over the number of the one before would be a contact that nobody has typed. Answers that are
judged by one another are saved together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import form_data, names
from samverkan_docs.forms.form_data import FormData
from samverkan_docs.forms.section_form import Problem
from samverkan_docs.plan import Answers
from samverkan_docs.plan.stale import Stale

_IN_ROW = re.compile(r"(.+-[0-9]+)-")
_TOGETHER = {catalogue.YEAR.key, catalogue.FIRST_DAY.key, catalogue.LAST_DAY.key}


def right(
    section: Section, data: FormData, problems: Sequence[Problem], saved: Answers
) -> FormData:
    """Return *data* with the *saved* answer wherever one is wrong; a new row that is, is left out.

    The names of a row that is wrong give way to those of the same row as it is saved.
    """
    before = form_data.flatten(section, saved)
    wrong = _wrong(section, problems)
    kept = {name: texts for name, texts in data.items() if not _belongs(name, wrong)}
    return FormData(kept | {n: t for one in wrong for n, t in _as_saved(one, data, before).items()})


def is_in_row(problems: Sequence[Problem]) -> bool:
    """Return whether a row of a list is not saved, for something in it is wrong."""
    return any(_IN_ROW.match(problem.anchor) for problem in problems)


def _wrong(section: Section, problems: Sequence[Problem]) -> set[str]:
    """Return the names of the answers, and of the rows, in which something is wrong."""
    found = {_answer(problem.anchor) for problem in problems}
    if section is catalogue.SKOLAN and found & _TOGETHER:
        found |= _TOGETHER
    return {name for name in found if not _belongs(name, found - {name})}


def _answer(anchor: str) -> str:
    """Return the name of the innermost row that a field stands in, else of its question."""
    row = _IN_ROW.match(anchor)
    return row[1] if row else anchor.partition("-")[0]


def _belongs(name: str, to: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}-") for one in to)


def _as_saved(name: str, data: FormData, before: FormData) -> FormData:
    former = names.same_row(name, data, before) if "-" in name else name
    return FormData(
        (name + key.removeprefix(former), texts)
        for key, texts in before.items()
        if former and _belongs(key, {former})
    )


def without_stale(data: FormData, found: Iterable[Stale]) -> FormData:
    """Return *data* without what is no longer known of the contacts in it, as they are saved."""
    gone = {(each.contact.id, key) for each in found for key in each.keys}
    return FormData((name, texts) for name, texts in data.items() if _at(data, name) not in gone)


def _at(data: FormData, name: str) -> tuple[str, str]:
    row, _, field = name.rpartition("-")
    return "".join(data.getlist(f"{row}-id")), field
