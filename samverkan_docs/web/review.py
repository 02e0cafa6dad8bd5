"""Review: everything on one page, as it will be printed, and what is missing and why."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.wrappers import Response

from samverkan_docs import catalogue, forms
from samverkan_docs.catalogue import Paper, Section
from samverkan_docs.papers import gaps, selection
from samverkan_docs.plan import (
    Agreement,
    Place,
    Plan,
    adoption,
    changes,
    confirmation,
    held_back,
    numbers_in_texts,
)
from samverkan_docs.web import current, numbers, page_drafts, twins

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
    found = numbers_in_texts.mentions(plan)
    return render_template(
        "review.html",
        plan=plan,
        sections=catalogue.SECTIONS,
        before=before,
        number=history.next_number,
        changes=changes.changes(before.plan, plan) if before else (),
        missing={s.key: plan.missing(s) for s in catalogue.SECTIONS if plan.missing(s)},
        not_agreed=[section for section in catalogue.SECTIONS if not _is_agreed(plan, section)],
        loose=[mention for mention in found if mention.is_loose],
        doubled=[mention for mention in found if not mention.is_loose],
        held_back=held_back.held_back(plan),
        unsaved=page_drafts.everywhere(plan),
        token=forms.token(current.csrf()),
        part=_part,
        place_of=partial(_place_of, confirmation.every_place(plan)),
        excuses=gaps.excuses(_part(plan, s, Paper.PLAN) for s in catalogue.SECTIONS),
        paper=Paper,
        **twins.about(plan),
    )


@pages.post("/plan/<plan_id>/granska")
def put_function(plan_id: str) -> Response:
    """Put a contact's function where its number stands in a text."""
    back = url("review.review", plan_id=plan_id, _anchor="nummer")
    current.demand_token(back=back)
    action = request.form.get("gor", "")
    if numbers.is_press(action):
        sentence, is_done = numbers.put(plan_id, action)
        flash(sentence, "message" if is_done else "warning")
    return redirect(back, 303)


@pages.get("/plan/<plan_id>/sa-laser-du")
def how_to_read(plan_id: str) -> str:
    """Say how to read the plan, and what whoever adopts it stands for, with what it lacks."""
    plan = current.store().load(plan_id).plan
    return render_template(
        "reading.html",
        plan=plan,
        gaps=len(adoption.gaps(plan)),
        unchecked=len(confirmation.due(plan, current.today())),
        not_agreed=[section for section in catalogue.SECTIONS if not _is_agreed(plan, section)],
    )


def _place_of(rows: Collection[Place], section: Section, at: str) -> Place | None:
    """Return the place of a row among *rows*, or of an answer of *section*, by its id or key."""
    if any(question.key == at for question in section.asked):
        return Place(section.key, at)
    found = (place for place in rows if place.section == section.key and place.ids[-1:] == (at,))
    return next(found, None)


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
