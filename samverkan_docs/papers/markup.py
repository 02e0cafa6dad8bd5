"""The papers as HTML: what each of them says, in the templates' order.

Rule: a template never sees more than its paper may hold (see `parts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Paper, Question, Section, guidance, reference
from samverkan_docs.papers import wall_sheet, whom_to_call
from samverkan_docs.papers.chapters import chapters
from samverkan_docs.papers.edition import Edition
from samverkan_docs.papers.gaps import has_something, without_blanks
from samverkan_docs.papers.selection import Answer, answer, is_fact, part, printed, stands
from samverkan_docs.papers.templating import environment
from samverkan_docs.papers.whom_to_call import CallRow
from samverkan_docs.plan import Plan
from samverkan_docs.words import period, prose_date, small


def plan_html(plan: Plan, edition: Edition | None = None, on: date | None = None) -> str:
    """Return the plan document; without *edition* it is a draft, as every other paper.

    Numbers that are old *on* that day are said to be: on the day of the decision once adopted.
    """
    return _render(
        "plan",
        plan,
        edition,
        chapters=chapters(plan, _as_of(plan, edition, on), adopted=edition is not None),
        rows=_brief_rows(plan, edition),
        laws=[law for law in reference.LAWS if plan.is_public or not law.public_only],
        secrecy=_secrecy(plan),
        publications=reference.PUBLICATIONS,
        decision=_decision(plan),
        revisions=edition.revisions if edition else (),
        news=edition.news if edition else (),
    )


def wall_html(
    plan: Plan,
    rows: tuple[CallRow, ...],
    edition: Edition | None = None,
    on: date | None = None,
    *,
    step: str,
) -> str:
    """Return the wall sheet with *rows*; *step* is the size of its type."""
    checked = whom_to_call.checked(rows, _as_of(plan, edition, on))
    return _render(
        "wall_sheet",
        plan,
        edition,
        sheet=wall_sheet.sheet(plan, rows),
        checked=small(checked.removesuffix(".")),
        step=step,
    )


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a pocket card holds: *step* is the size of its type, *left_off* has no room on it."""

    rows: tuple[CallRow, ...]
    left_off: tuple[CallRow, ...] = ()
    step: str


def card_html(plan: Plan, card: Card, edition: Edition | None = None, *, copies: int = 8) -> str:
    """Return a sheet of pocket cards, or with one of the *copies* a card alone, to be measured."""
    return _render(
        "pocket_card",
        plan,
        edition,
        rows=whom_to_call.as_read(card.rows),
        left_off=whom_to_call.as_read(card.left_off),
        step=card.step,
        copies=copies,
    )


def internal_html(plan: Plan, edition: Edition | None = None, on: date | None = None) -> str:
    """Return the internal sheet, which the resource persons keep to themselves."""
    day = _as_of(plan, edition, on)
    views = [part(plan, section, Paper.INTERNAL, day) for section in catalogue.SECTIONS]
    parts = map(without_blanks, views) if edition else views
    return _render("internal_sheet", plan, edition, parts=[*filter(has_something, parts)])


def holidays_html(plan: Plan, edition: Edition | None = None) -> str:
    """Return the list for the days before and after each school holiday, of one page."""
    question = catalogue.ABSENCE_CHECK
    return _render(
        "holiday_list",
        plan,
        edition,
        question=question,
        answer=" ".join(plan.text(catalogue.UPPFOLJNING.key, question.key).split()),
        rows=whom_to_call.holiday_rows(plan),
    )


def blank_html() -> str:
    """Return the whole catalogue as a form for a pen."""
    return (
        environment()
        .get_template("documents/blank_form.html")
        .render(sections=[_to_fill_in(section) for section in catalogue.SECTIONS])
    )


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A section as the blank form asks it: its short questions in one table, then the others."""

    section: Section
    facts: tuple[Question, ...]
    others: tuple[Question, ...]
    help_lines: tuple[reference.StandingLine, ...] = reference.HELP_LINES


def _to_fill_in(section: Section) -> Blank:
    questions = [q for q in section.questions if not q.retired]
    facts = tuple(q for q in questions if is_fact(q) or q.kind is Kind.REFERENCE)
    return Blank(section=section, facts=facts, others=tuple(q for q in questions if q not in facts))


def _render(template: str, plan: Plan, edition: Edition | None, **values: object) -> str:
    values |= {"plan": plan, "school": _school(plan), "edition": edition}
    values["version"] = _version(plan, edition)
    return environment().get_template(f"documents/{template}.html").render(values)


def _as_of(plan: Plan, edition: Edition | None, on: date | None) -> date | None:
    """Return the day as of which numbers are judged old: an adopted paper never changes."""
    return plan.decided_on if edition else on


def _version(plan: Plan, edition: Edition | None) -> str:
    """Return which version a paper is, since when and until when, as it stands on every page."""
    if edition is None:
        return guidance.DRAFT
    adopted, holds = plan.decided_on, period(plan.first_day, plan.last_day)
    text = f"Version {edition.version}"
    text += f", fastställd den {prose_date(adopted)}" if adopted else ""
    return text + (f", gäller {holds}" if holds else "")


@dataclass(frozen=True, kw_only=True)
class School:
    """What every paper says of the school and its plan, as text; empty where nobody answered."""

    name: str
    municipality: str
    year: str
    first_day: str
    last_day: str
    responsible: str
    place: str
    decided_by: str
    decided_on: str


def _school(plan: Plan) -> School:
    given = plan.of(catalogue.SKOLAN.key)

    def said(question: Question) -> str:
        return printed(question, given.get(question.key))

    return School(
        name=said(catalogue.SCHOOL_NAME),
        municipality=said(catalogue.MUNICIPALITY),
        year=said(catalogue.YEAR),
        first_day=said(catalogue.FIRST_DAY),
        last_day=said(catalogue.LAST_DAY),
        responsible=said(catalogue.RESPONSIBLE),
        place=said(catalogue.PLACE),
        decided_by=said(catalogue.DECIDED_BY),
        decided_on=said(catalogue.DECIDED_ON),
    )


def _brief_rows(plan: Plan, edition: Edition | None) -> tuple[CallRow, ...]:
    """Return the first page's contacts; a draft has a place for those that are asked for too."""
    rows = whom_to_call.brief_rows(plan)
    return whom_to_call.filled(rows) if edition else rows


def _secrecy(plan: Plan) -> str:
    if not plan.principal_type:
        return ""
    return reference.SECRECY_PUBLIC if plan.is_public else reference.SECRECY_INDEPENDENT


def _decision(plan: Plan) -> tuple[Answer, ...]:
    """Return what the decision block asks: by whom, when, and at a public school the number."""
    given = plan.of(catalogue.SKOLAN.key)
    return tuple(
        answer(q, given.get(q.key))
        for q in catalogue.SKOLAN.questions
        if q.is_decision and stands(q, plan, Paper.PLAN)
    )
