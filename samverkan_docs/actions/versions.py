"""The life of an issued version: the next draft, the pens, the scans, and its end.

Rule: the papers that were issued are never touched; what people add lies beside them.
"""

from __future__ import annotations

import re
from datetime import date

from samverkan_docs import catalogue, forms
from samverkan_docs.actions import job_titles
from samverkan_docs.catalogue import INTERNAL, LINE_LIMIT, Kind, Question, Section
from samverkan_docs.forms import FormData, Problem, Rejected, form_data
from samverkan_docs.papers.printing import Issue
from samverkan_docs.plan import Plan, Value, row_names
from samverkan_docs.seal import page_differences, scans
from samverkan_docs.seal.page_differences import Differences
from samverkan_docs.store import NewScan, Store, Version

_FUNCTION = Question(
    key="funktion",
    label="Din funktion",
    kind=Kind.LINE,
    hint="Till exempel rektor. Den står i händelseloggen, inte ditt namn.",
    offers=job_titles.OFFERED,
)


# --- All of a school's plans --------------------------------------------------------------------


# --- Signatures with a pen ----------------------------------------------------------------------


def signatures_asked(version: Version) -> Section:
    """Return what the page asks: on which day each of the version's signatories signed."""
    days = (
        Question(
            key=_day_key(number),
            label=", ".join(filter(None, (who.namn, who.befattning, who.organisation))) or "Rektor",
            kind=Kind.DATE,
            required=False,
        )
        for number, who in enumerate(version.plan.signatories)
    )
    return _section(catalogue.UNDERSKRIFTER.key, (*days, _FUNCTION))


_DAY = "dag_"


def _day_key(number: int) -> str:
    return f"{_DAY}{number}"


def days_asked(data: FormData) -> int:
    """Return how many signatories the page with *data* asked about."""
    return sum(name.startswith(_DAY) for name in data)


def signatures_opened(version: Version) -> FormData:
    """Return the data of that page as it opens: the days that are known."""
    given: dict[str, Value] = {"funktion": version.plan.responsible}
    for number, who in enumerate(version.plan.signatories):
        if who.id in version.signed:
            given[_day_key(number)] = version.signed[who.id]
    return form_data.flatten(signatures_asked(version), given)


class LooksDifferent(Exception):
    """The plan that was to be kept beside the version does not look as it did when it was issued.

    *differences* say where, or that the file cannot be drawn.
    """

    def __init__(self, differences: Differences) -> None:
        super().__init__(differences)
        self.differences = differences


SEEN = "sett"
"""The box that a person ticks who has seen what looks different."""


def sign(store: Store, version: Version, data: FormData, file: bytes, today: date) -> None:
    """Record who signed on which day, and keep *file* beside the version unless it is empty.

    Rejected if a day is no day, or has not been yet; scans.NotAScan if the file is none;
    LooksDifferent, and nothing recorded, if it is the plan with something added that changes a
    page, unless *data* say that the person has seen it.
    """
    told = _told(signatures_asked(version), data)
    fields = {_day_key(number): who.id for number, who in enumerate(version.plan.signatories)}
    days = {fields[key]: day for key, day in told.items() if isinstance(day, date)}
    late = [key for key, day in told.items() if isinstance(day, date) and day > today]
    if late:
        labels = {question.key: question.label for question in signatures_asked(version).questions}
        message = "Den dagen har inte varit än."
        raise Rejected([Problem(anchor=k, place=labels[k], message=message) for k in late])
    scan = _scan(store, version, file, has_seen=SEEN in data) if file else None
    function = job_titles.named_in(str(told["funktion"]))
    store.issued.sign(version, days, function=function, scan=scan)


def _scan(store: Store, version: Version, file: bytes, *, has_seen: bool) -> NewScan:
    kind = scans.recognised(file)
    plan = store.issued.paper(version.plan.id, version.number, Issue.PLAN)
    continues = file.startswith(plan)
    if continues and not has_seen:
        differences = page_differences.between(file, len(plan))
        if differences.pages or not differences.drawn:
            raise LooksDifferent(differences)
    return NewScan(kind=kind.value, continues=continues, content=file)


# --- Withdrawing --------------------------------------------------------------------------------

WITHDRAWAL = Section(
    key="dra-tillbaka",
    title="Dra tillbaka",
    intro="",
    why="",
    questions=(
        Question(
            key="skal",
            label="Varför dras versionen tillbaka?",
            kind=Kind.LINE,
            hint="Skriv inga namn och inga nummer: skälet sparas i händelseloggen.",
            papers=INTERNAL,
            limit=LINE_LIMIT,
        ),
        _FUNCTION,
    ),
)


def withdraw(store: Store, version: Version, data: FormData) -> None:
    """Delete the files and data of *version* for the reason given.

    Rejected if there is none, or if it repeats what is deleted: the log keeps it for ever.
    """
    told = _told(WITHDRAWAL, data)
    if _repeats(str(told["skal"]), version.plan):
        question = WITHDRAWAL.question("skal")
        message = "Skriv skälet utan namn, nummer och adresser. Det sparas i händelseloggen."
        raise Rejected([Problem(anchor=question.key, place=question.label, message=message)])
    function = job_titles.named_in(str(told["funktion"]))
    store.issued.withdraw(version, function=function, reason=str(told["skal"]))


def _repeats(text: str, plan: Plan) -> bool:
    """Return whether *text* holds a number, an address or the name of somebody in *plan*."""
    contacts = (row for section in catalogue.SECTIONS for row in plan.contacts(section.key))
    persons = [row.namn for row in contacts] + [who.namn for who in plan.signatories]
    names = (re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in persons if name)
    return row_names.holds_number_or_address(text) or any(names)


def _told(section: Section, data: FormData) -> dict[str, Value]:
    """Return the answers of a page that asks a few questions and wants those that are required."""
    form = forms.form_for(section, data)
    valid = form.validate()
    problems = forms.problems(section, form)
    told = forms.answers(section, form, {}) if valid else {}
    problems += [
        Problem(anchor=q.key, place=q.label, message="Fyll i det här.")
        for q in section.questions
        if valid and q.required and not told.get(q.key)
    ]
    if problems:
        raise Rejected(problems)
    return told


def _section(key: str, questions: tuple[Question, ...]) -> Section:
    return Section(key=key, title="", intro="", why="", questions=questions)
