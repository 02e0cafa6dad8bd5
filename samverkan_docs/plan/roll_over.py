"""Next year's plan from this year's: everything is carried along and nothing is trusted.

Rule: what holds for one läsår only, the decision and what partners have said yes to are not
carried; all the rest waits to be confirmed (see `confirmation`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question, Section
from samverkan_docs.plan.confirmation import confirmed, every_place, items
from samverkan_docs.plan.rows import Agreement, Partner, Value, new_id, rows_in
from samverkan_docs.plan.school_year import SchoolYear
from samverkan_docs.plan.value import Plan, year_answers


def year_after(plan: Plan, today: date) -> SchoolYear:
    """Return the läsår after that of *plan*, or the one that *today* proposes if that is later."""
    proposed = SchoolYear.proposed(today)
    try:
        return max(proposed, SchoolYear(SchoolYear.parse(plan.year).start + 1))
    except ValueError:
        return proposed


def year_that_is_due(plan: Plan, today: date) -> SchoolYear | None:
    """Return the läsår that it is time to plan for, if *plan* is for an earlier one."""
    proposed = SchoolYear.proposed(today)
    return proposed if year_after(plan, today) == proposed and _has_year(plan) else None


def _has_year(plan: Plan) -> bool:
    return bool(plan.year)


def is_new(question: Question, plan: Plan) -> bool:
    """Return whether *question* was not yet asked when *plan*, or the one before it, was begun."""
    return question.edition > plan.edition


def new_questions(plan: Plan, section: Section) -> tuple[Question, ...]:
    """Return the questions of *section* that are new to *plan* and that nobody has answered."""
    given = plan.of(section.key)
    return tuple(q for q in section.asked if is_new(q, plan) and q.key not in given)


def next_year(plan: Plan, today: date) -> Plan:
    """Return a draft for the läsår after that of *plan*, with nothing confirmed."""
    year = year_after(plan, today)
    draft = Plan(
        id=new_id(),
        school=plan.school,
        previous=plan.id,
        formerly=plan.formerly,
        edition=plan.edition,
    )
    for section in catalogue.SECTIONS:
        draft = draft.answered(section.key, _carried(plan, section))
    school = catalogue.SKOLAN.key
    draft = draft.answered(school, {**draft.of(school), **year_answers(year)})
    return replace(draft, unconfirmed=every_place(draft))


def comparable(plan: Plan) -> Plan:
    """Return *plan* without what is new every year: yearly answers, yeses, and days of checks."""
    for section in catalogue.SECTIONS:
        plan = plan.answered(section.key, _carried(plan, section))
    plan = plan.with_help_lines(plan.help_lines)
    for item in items(plan):
        plan = confirmed(plan, item, date.min) if item.contact or item.line else plan
    return plan


def _carried(plan: Plan, section: Section) -> dict[str, Value]:
    return {
        question.key: _without_agreements(question, plan.of(section.key)[question.key])
        for question in section.questions
        if question.key in plan.of(section.key) and _is_carried(question)
    }


def _is_carried(question: Question) -> bool:
    return not (question.is_decision or question.yearly or question.kind is Kind.AGREEMENT)


def _without_agreements(question: Question, value: Value) -> Value:
    if question.kind is not Kind.PARTNERS:
        return value
    partners = (row for row in rows_in(value) if isinstance(row, Partner))
    return tuple(replace(partner, avstamt=Agreement()) for partner in partners)
