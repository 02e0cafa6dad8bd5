"""A second plan for a school and läsår that have one: told wherever it matters, with a way on."""

from __future__ import annotations

from typing import TypedDict

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.wrappers import Response

from samverkan_docs import forms, store
from samverkan_docs.actions import shelves, standing
from samverkan_docs.plan import Plan, validity
from samverkan_docs.plan.validity import Validity
from samverkan_docs.store import Stored, Version
from samverkan_docs.web import current

pages = Blueprint("twins", __name__)

CARRIED = (
    "Det här är nu utkastet till version {number}. Svaren följde med. Granska planen: där står vad "
    "som skiljer från version {before}."
)


def register(app: Flask) -> None:
    """Add this page to *app*."""
    app.register_blueprint(pages)


class About(TypedDict):
    """What pages tell of a draft's twins: an adopted plan with its draft, and other drafts."""

    taken: Version | None
    taken_draft: Stored | None
    taken_number: int
    twin_drafts: list[Stored]
    twin_token: str


def about(plan: Plan) -> About:
    """Return what a page tells of the twins of the draft *plan*."""
    taken = current.standings().twin(plan)
    others = standing.twin_drafts(current.store(), plan)
    return About(
        taken=taken,
        taken_draft=current.draft(taken.plan.id) if taken else None,
        taken_number=current.history(taken.plan.id).next_number if taken else 0,
        twin_drafts=[stored for stored in others if not taken or stored.plan.id != taken.plan.id],
        twin_token=forms.token(current.csrf()),
    )


def at_adoption(plan: Plan) -> dict[str, object]:
    """Return what the page that adopts *plan* tells of what it replaces, and from when."""
    return {
        **about(plan),
        "before": current.history(plan.id).holding,
        "until_then": current.standings().until_then(plan),
        "is_early": validity.on(plan, current.today()) is Validity.NOT_YET,
        "day_before": validity.day_before(plan),
    }


@pages.post("/plan/<plan_id>/till-nasta-version")
def carry_over(plan_id: str) -> Response | tuple[str, int]:
    """Make a draft that of the next version of the plan that holds for its school and läsår."""
    plan = current.store().load(plan_id).plan
    current.demand_token(back=url("begin.tasks", plan_id=plan_id))
    taken = current.standings().twin(plan)
    if taken is None:  # it has been withdrawn meanwhile
        return redirect(url("begin.tasks", plan_id=plan_id), 303)
    try:
        shelves.carry_over(current.store(), plan_id, taken.plan.id, request.form.get("sett", ""))
    except store.HasDraft as error:
        return _which_draft(plan, taken, error.stored), 409
    number = current.history(taken.plan.id).next_number
    flash(CARRIED.format(number=number, before=taken.number))
    return redirect(url("begin.tasks", plan_id=taken.plan.id), 303)


def _which_draft(plan: Plan, taken: Version, opened: Stored) -> str:
    return render_template(
        "which_draft.html",
        plan=plan,
        stored=current.store().load(plan.id),
        taken=taken,
        opened=opened,
        number=current.history(taken.plan.id).next_number,
        digest=shelves.digest(opened.plan),
        token=forms.token(current.csrf()),
    )
