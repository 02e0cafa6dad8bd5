"""Fill in: one section a page, saved on request, never over somebody else's answers."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.wrappers import Response

from samverkan_docs import actions, catalogue, changes, form_data, forms, plan_file, store
from samverkan_docs.form_data import FormData
from samverkan_docs.plan import Plan
from samverkan_docs.questions import Section
from samverkan_docs.web import asked

pages = Blueprint("fill_in", __name__)

OLD_PAGE = (
    "Sidan hade legat öppen för länge och inget har sparats. Allt du skrev finns kvar här. Tryck "
    "på Spara en gång till."
)
DELETED = (
    "Planen har tagits bort, så inget kan sparas. Det du skrev finns kvar här: kopiera det som du "
    "vill ha kvar."
)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/del/<key>")
def section(plan_id: str, key: str) -> str:
    """Show a section's page."""
    plan = asked.store().load(plan_id).plan
    part = asked.section(key)
    seen = plan_file.digest(plan.of(key))
    return _page(plan, part, actions.opened(plan, part), seen=seen)


@pages.post("/plan/<plan_id>/del/<key>")
def save(plan_id: str, key: str) -> Response | str | tuple[str, int]:
    """Save the section, or do what one of the page's small buttons says; lose nothing typed."""
    part = asked.section(key)
    data = asked.data()
    seen = request.form.get("digest", "")
    try:
        plan = asked.store().load(plan_id).plan
        action = request.form.get("gor", "spara")
        if action in {"spara", "spara-fortsatt"}:
            known = "" if form_data.is_undecided(data) else seen  # "" asks for the choice again
            return _save(plan, part, form_data.chosen(part, data, plan.of(key)), known)
        after = form_data.after(part, data, action)
        return _page(plan, part, after, seen=seen, focus=form_data.focus(after, action))
    except store.NoSuchPlan:
        return _page(Plan(id=plan_id), part, data, seen=seen, fault=DELETED), 404
    except store.Fault as error:
        fault = f"Inget har sparats. {error}"
        return _page(Plan(id=plan_id), part, data, seen=seen, fault=fault), 503


def _save(plan: Plan, part: Section, data: FormData, seen: str) -> Response | tuple[str, int]:
    if not forms.token_is_good(asked.csrf(), data):
        return _page(plan, part, data, seen=seen, fault=OLD_PAGE), 422
    try:
        saved = actions.save_section(asked.store(), plan.id, part, data, seen)
    except actions.Rejected as error:
        return _page(plan, part, data, seen=seen, problems=error.problems), 422
    except actions.Conflict as error:
        return _conflict(plan, part, data, error), 409
    is_ready = part.starred and actions.wall_is_ready(saved)
    flash(f"{part.title}: sparat.", "wall-is-ready" if is_ready else "message")
    return redirect(_next(plan.id, part), 303)


def _next(plan_id: str, part: Section) -> str:
    if request.form.get("gor") != "spara-fortsatt":
        return url("fill_in.section", plan_id=plan_id, key=part.key, till=_back() or None)
    if _back():
        return url("review.review", plan_id=plan_id, _anchor=part.key)
    order = sorted(catalogue.SECTIONS, key=lambda section: not section.starred)
    place = order.index(part) + 1
    if place == len(order):
        return url("review.review", plan_id=plan_id)
    return url("fill_in.section", plan_id=plan_id, key=order[place].key)


def _back() -> str:
    """Tell whether the person came from the review page and goes back there."""
    return "granska" if request.values.get("till") == "granska" else ""


def _page(  # noqa: PLR0913 -- a page's states, each named where it is called
    plan: Plan,
    part: Section,
    data: FormData,
    *,
    seen: str,
    problems: list[forms.Problem] | None = None,
    fault: str = "",
    focus: str = "",
) -> str:
    form = forms.form_for(part, data, asked.csrf())
    return render_template(
        "section.html",
        plan=plan,
        section=part,
        form=form,
        problems=problems or [],
        messages={problem.anchor: problem.message for problem in problems or []},
        fault=fault,
        focus=focus,
        digest=seen,
        back=_back(),
    )


def _conflict(plan: Plan, part: Section, data: FormData, found: actions.Conflict) -> str:
    return render_template(
        "conflict.html",
        plan=plan,
        section=part,
        differences=changes.differences(part, found.mine, found.saved),
        data=form_data.only_answers(part, data),
        digest=plan_file.digest(found.saved),
        token=forms.token(asked.csrf()),
        back=_back(),
    )
