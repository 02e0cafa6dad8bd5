"""Adopt a plan: from a draft to a numbered version with stamped papers.

Rule: papers are made and stamped first and put into the store in one transaction, so that a
version is there whole or not at all. What is issued is never changed, only replaced or withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from samverkan_docs import catalogue, forms
from samverkan_docs.actions import job_titles
from samverkan_docs.catalogue import guidance
from samverkan_docs.forms import FormData, Problem, Rejected, form_data
from samverkan_docs.papers import edition, printing
from samverkan_docs.papers.edition import Edition, Revision
from samverkan_docs.plan import Missing, Plan, adoption, numbers_in_texts, roll_over
from samverkan_docs.plan.changes import Change
from samverkan_docs.seal import Key, KeyRing, sealing
from samverkan_docs.store import NONE, History, Store, Version

_LINES_TOLD = 12  # of what is new in a version


class Blocked(ValueError):
    """The plan cannot be adopted before what is *missing* has been mended; no reason will do."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(f"{len(missing)} things missing")
        self.missing = missing


class ClockIsBack(RuntimeError):
    """The computer's clock shows an earlier time than the last version; a Swedish sentence."""


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """A version that was just issued; *lost_time_stamp* if the service for it did not answer."""

    version: Version
    lost_time_stamp: bool


# --- Adopting -----------------------------------------------------------------------------------


def opened(plan: Plan, today: date) -> FormData:
    """Return what the page that adopts *plan* opens with: what it already holds, and today."""
    given = {catalogue.DECIDED_ON.key: today, **adoption.given(plan)}
    return form_data.flatten(adoption.asked(plan), given)


def issue_draft(  # noqa: PLR0913 -- the parts of the house that an issue needs
    store: Store,
    ring: KeyRing,
    plan_id: str,
    data: FormData,
    *,
    now: datetime,
    passphrase: str = "",
) -> Adopted:
    """Adopt a draft with the posted *data*: the decision, and reasons for what is missing.

    Raises Rejected, and all that `issue` does.
    """
    draft = store.load(plan_id).plan
    section = adoption.asked(draft)
    form = forms.form_for(section, data)
    if not form.validate():
        raise Rejected(forms.problems(section, form))
    plan = adoption.decided(draft, forms.answers(section, form, {}))
    return issue(store, ring, plan, now=now, passphrase=passphrase, draft=draft)


def with_decision(plan: Plan, by: str | None, on: str | None) -> Plan:
    """Return *plan* with who adopts it and the day as they were typed; Rejected if one is wrong."""
    typed = {catalogue.DECIDED_BY.key: by, catalogue.DECIDED_ON.key: on}
    given = {key: [text] for key, text in typed.items() if text is not None}
    asked = (catalogue.SKOLAN.question(key) for key in given)
    section = replace(
        catalogue.SKOLAN, questions=tuple(replace(q, at_adoption=False) for q in asked)
    )
    form = forms.form_for(section, FormData(given))
    if not form.validate():
        raise Rejected(forms.problems(section, form))
    school = catalogue.SKOLAN.key
    return plan.answered(school, {**plan.of(school), **forms.answers(section, form, {})})


def issue(  # noqa: PLR0913 -- the same
    store: Store,
    ring: KeyRing,
    plan: Plan,
    *,
    now: datetime,
    passphrase: str = "",
    draft: Plan | None = None,
) -> Adopted:
    """Adopt *plan*, made from *draft* if that lies in the store: its next version is issued.

    Raises Blocked, Rejected, ClockIsBack, printing.TooLong, keys.NoKey and its kinds,
    store.Overtaken, store.YearTaken, store.Fault; then nothing is issued.
    """
    _demand_ready(plan, now.astimezone().date())
    earlier = store.issued.history(plan.id)
    _demand_clock(earlier, now)
    since_last_year = news(store, plan)
    key = ring.key(plan.school_name, now, passphrase)
    key.demand_valid(now)
    version = Version(
        plan=plan,
        number=earlier.next_number,
        year=plan.year,
        issued=now.astimezone(UTC).replace(tzinfo=None),
        fingerprint=key.fingerprint,
        changes=whats_new(plan, earlier, since_last_year),
    )
    store.issued.demand_unchanged(version, draft)
    shown = edition_of([*earlier, version], edition.in_brief(since_last_year))
    papers, lost = _stamped(printing.issued(plan, shown), key, ring, now)
    function = job_titles.named_in(plan.decided_by)
    store.issued.add(version, papers, draft=draft, function=function)
    return Adopted(version=version, lost_time_stamp=lost)


def _demand_ready(plan: Plan, today: date) -> None:
    if adoption.blocking(plan):
        raise Blocked(adoption.blocking(plan))
    problems = list(_unsaid(plan, today))
    if problems:
        raise Rejected(problems)


def _unsaid(plan: Plan, today: date) -> Iterator[Problem]:
    """Yield what the decision lacks, and the gaps that have no reason."""
    by, on = catalogue.DECIDED_BY, catalogue.DECIDED_ON
    day = plan.decided_on
    if not plan.decided_by:
        yield _problem(by.key, by.label, "Skriv vem som fastställer planen, till exempel rektorn.")
    if day is None:
        yield _problem(on.key, on.label, "Skriv beslutets dag, till exempel 2026-08-17.")
    elif day > today:
        yield _problem(on.key, on.label, "Den dagen har inte varit än. Skriv beslutets dag.")
    for gap in adoption.gaps(plan):
        place = f"{gap.section.title}, {gap.question.label}"
        if not plan.reasons.get(gap.place):
            message = "Skriv varför svaret saknas, eller fyll i svaret."
            yield _problem(gap.field, place, message)
        yield from _numbers_in(plan, gap.field, place, plan.reasons.get(gap.place, ""))
    yield from _numbers_in(plan, by.key, by.label, plan.decided_by)
    yield from _loose(plan)


def _numbers_in(plan: Plan, anchor: str, place: str, text: str) -> Iterator[Problem]:
    """Yield what to do about a number that is typed into the decision or into a reason."""
    for written in numbers_in_texts.loose_in(plan, text):
        message = f"{written} hör inte till någon kontakt. Skriv funktionen i stället."
        yield _problem(anchor, place, message)


def _loose(plan: Plan) -> Iterator[Problem]:
    """Yield the numbers in texts that are no contact's and have no reason."""
    for mention in numbers_in_texts.loose(plan):
        if not plan.reasons.get(mention.place):
            place = f"{mention.where.section.title}, {mention.where.title}"
            message = (
                f"{mention.written} hör inte till någon kontakt. Skriv funktionen i stället, eller "
                "skriv varför numret ska stå kvar."
            )
            yield _problem(mention.field, place, message)


def _problem(anchor: str, place: str, message: str) -> Problem:
    return Problem(anchor=anchor, place=place, message=message)


def _demand_clock(earlier: History, now: datetime) -> None:
    last = max((version.issued.replace(tzinfo=UTC) for version in earlier), default=now)
    if now < last:
        raise ClockIsBack(
            f"Datorns klocka visar {_moment(now)}, men planen fastställdes senast {_moment(last)}. "
            "Ställ klockan och försök igen."
        )


def _moment(when: datetime) -> str:
    return f"{when.astimezone():%Y-%m-%d kl. %H.%M}"


def whats_new(plan: Plan, earlier: History, news: Iterable[Change] = ()) -> tuple[str, ...]:
    """Return what is new in *plan* since the newest of *earlier*, of what the plan document holds.

    In a first version that is the *news* since the year before.
    """
    if not earlier:
        return (guidance.FIRST_VERSION, *edition.in_brief(news, _LINES_TOLD))
    if earlier.holding is None:
        return (guidance.AFTER_WITHDRAWN,)
    found = edition.printed_changes(earlier.holding.plan, plan)
    told = edition.in_brief(found, _LINES_TOLD)
    return told or (guidance.NOTHING_NEW,)


def news(store: Store, plan: Plan) -> tuple[Change, ...]:
    """Return what differs from the adopted plan of the year before, none if it is not known."""
    before = store.issued.history(plan.previous).holding if plan.previous else None
    if before is None:
        return ()
    return edition.printed_changes(roll_over.comparable(before.plan), roll_over.comparable(plan))


def edition_of(versions: Iterable[Version], news: tuple[str, ...] = ()) -> Edition:
    """Return the edition of the newest of *versions*, with the history and the year's *news*."""
    told = sorted(versions, key=lambda version: version.number)
    return Edition(version=told[-1].number, revisions=tuple(map(_revision, told)), news=news)


def _revision(version: Version) -> Revision:
    day = None if version.withdrawn else version.plan.decided_on
    return Revision(version=version.number, day=day, changes=told(version))


def told(version: Version) -> tuple[str, ...]:
    """Return what was new in *version*, or what held once it had been withdrawn."""
    if version.then_holds is None:
        return version.changes
    if version.then_holds == NONE:
        return (guidance.NONE_HELD,)
    return (guidance.HELD_AGAIN.format(number=version.then_holds),)


def _stamped(
    papers: Mapping[printing.Issue, bytes], key: Key, ring: KeyRing, now: datetime
) -> tuple[dict[str, bytes], bool]:
    """Return the stamped *papers*, and whether the time-stamp service failed: it is asked once."""
    stamped: dict[str, bytes] = {}
    service = ring.timestamp_url
    for name, pdf in papers.items():
        sealed = sealing.seal(pdf, key, when=now, timestamp_url=service)
        if sealed.level is sealing.Level.B:
            service = ""
        stamped[name.value] = sealed.pdf
    return stamped, bool(ring.timestamp_url) and not service
