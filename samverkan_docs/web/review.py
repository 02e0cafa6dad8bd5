"""Review: everything on one page, as it will be printed, and what is missing and why."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper, Section
from samverkan_docs.papers import gaps, selection
from samverkan_docs.plan import Agreement, Plan, changes
from samverkan_docs.web import current, twins

pages = Blueprint("review", __name__)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/granska")
def review(plan_id: str) -> str:
    """Show the whole plan, then what only the internal sheet holds."""
    stored = current.store().load(plan_id)
    plan = stored.plan
    history = current.history(plan_id)
    before = history.holding
    return render_template(
        "review.html",
        plan=plan,
        sections=catalogue.SECTIONS,
        before=before,
        number=history.next_number,
        changes=changes.changes(before.plan, plan) if before else (),
        missing={s.key: plan.missing(s) for s in catalogue.SECTIONS if plan.missing(s)},
        not_agreed=[section for section in catalogue.SECTIONS if not _is_agreed(plan, section)],
        part=_part,
        excuses=gaps.excuses(_part(plan, s, Paper.PLAN) for s in catalogue.SECTIONS),
        paper=Paper,
        **twins.about(plan),
    )


def _part(plan: Plan, section: Section, paper: Paper) -> selection.Part:
    return selection.part(plan, section, paper, current.today())


def _is_agreed(plan: Plan, section: Section) -> bool:
    """Return whether the partner has said yes to what is written, if anything is."""
    if not section.partner or section.key not in plan.answers:
        return True
    if section is catalogue.OVRIGA:
        return all(partner.avstamt.funktion for partner in plan.partners)
    agreement = plan.of(section.key).get(catalogue.AVSTAMT.key)
    return isinstance(agreement, Agreement) and bool(agreement.funktion)
