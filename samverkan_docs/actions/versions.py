"""The life of an issued version: the next draft, the pens, the scans, and its end.

Rule: the papers that were issued are never touched; what people add lies beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from samverkan_docs import catalogue, forms
from samverkan_docs.actions import job_titles
from samverkan_docs.catalogue import INTERNAL, LINE_LIMIT, Kind, Option, Question, Section
from samverkan_docs.forms import FormData, Problem, Rejected, form_data
from samverkan_docs.papers.printing import Issue
from samverkan_docs.plan import Plan, Value, numbers_apart, row_names
from samverkan_docs.plan.numbers_apart import Number
from samverkan_docs.seal import page_differences, scans
from samverkan_docs.seal.page_differences import Differences
from samverkan_docs.store import NONE, NewScan, Overtaken, Store, Version

_FUNCTION = Question(
    key="funktion",
    label="Din funktion",
    kind=Kind.LINE,
    hint="Till exempel rektor. Den står i händelseloggen, inte ditt namn.",
    offers=job_titles.OFFERED,
)


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

_WHY = Question(
    key="skal",
    label="Varför dras versionen tillbaka?",
    kind=Kind.LINE,
    hint="Skriv inga namn och inga nummer: skälet sparas i händelseloggen.",
    papers=INTERNAL,
    limit=LINE_LIMIT,
)
_NONE = "ingen"
SEEN_BEFORE = "fore"
"""The field of the page that holds the number of the version that it said could hold again."""


def former(store: Store, version: Version) -> Version | None:
    """Return the version that can hold again if *version* is withdrawn, None if there is none."""
    history = store.issued.history(version.plan.id)
    is_holding = history.holding is not None and history.holding.number == version.number
    return history.former if is_holding else None


def replaced_numbers(before: Version | None, version: Version) -> tuple[Number, ...]:
    """Return the numbers of the version *before* that *version* had replaced."""
    return numbers_apart.replaced(before.plan, version.plan) if before else ()


def withdrawal_asked(version: Version, before: Version | None) -> Section:
    """Return what the page asks: why, who, and what holds then if a version *before* can."""
    then = (_what_holds_then(version, before),) if before else ()
    return _section("dra-tillbaka", (*then, _WHY, _FUNCTION))


def _what_holds_then(version: Version, before: Version) -> Question:
    return Question(
        key="sedan",
        label=f"Vad gäller när version {version.number} är tillbakadragen?",
        kind=Kind.CHOICE,
        hint="Svaret visas på startsidan och när någon kontrollerar ett papper.",
        options=(
            Option(key=_key_of(before), label=f"Version {before.number} gäller igen"),
            Option(key=_NONE, label="Ingen version gäller"),
        ),
    )


def _key_of(version: Version) -> str:
    return f"version-{version.number}"


def withdraw(store: Store, version: Version, data: FormData) -> None:
    """Delete the files and data of *version* for the reason given.

    Rejected if there is none, or if it repeats what is deleted, as the log keeps it for ever, or
    if nobody said what holds then. Raises store.Overtaken and store.YearTaken as the store does.
    """
    before = former(store, version)
    number = str(before.number if before else NONE)
    if data.get(SEEN_BEFORE, [number]) != [number]:
        raise Overtaken(version.plan.id)
    asked = withdrawal_asked(version, before)
    told = _told(asked, data)
    if _repeats(str(told[_WHY.key]), version.plan):
        message = "Skriv skälet utan namn, nummer och adresser. Det sparas i händelseloggen."
        raise Rejected([Problem(anchor=_WHY.key, place=_WHY.label, message=message)])
    store.issued.withdraw(
        version,
        function=job_titles.named_in(str(told["funktion"])),
        reason=str(told[_WHY.key]),
        then_holds=_then(told, before) if before else None,
    )


def _then(told: Mapping[str, Value], before: Version) -> int:
    return before.number if told["sedan"] == _key_of(before) else NONE


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
        Problem(anchor=q.key, place=q.label, message=_ANSWER_IT.get(q.kind, "Fyll i det här."))
        for q in section.questions
        if valid and q.required and not told.get(q.key)
    ]
    if problems:
        raise Rejected(problems)
    return told


_ANSWER_IT = {Kind.CHOICE: "Välj ett av svaren."}


def _section(key: str, questions: tuple[Question, ...]) -> Section:
    return Section(key=key, title="", intro="", why="", questions=questions)
