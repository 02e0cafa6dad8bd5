"""Renew: next year's plan from this year's, and what must be asked about again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from samverkan_docs import catalogue, changes, confirmation, forms, renewal, versions
from samverkan_docs.confirmation import Item
from samverkan_docs.plan import Plan
from samverkan_docs.questions import Kind, Section
from samverkan_docs.web import asked

pages = Blueprint("renew", __name__)

OLD_PAGE = "Sidan hade legat öppen för länge, så inget är ändrat. Tryck på knappen en gång till."
CHANGED = (
    "Någon har ändrat eller tagit bort uppgiften sedan sidan öppnades, så inget är ändrat nu. "
    "Titta på den igen."
)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.post("/plan/<plan_id>/version/<int:number>/nytt-lasar")
def next_year(plan_id: str, number: int) -> Response | tuple[str, int]:
    """Begin next year's plan from an adopted one."""
    shown = asked.version(plan_id, number)
    if shown.withdrawn:
        raise NotFound
    back = url("issued.version", plan_id=plan_id, number=number)
    if not forms.token_is_good(asked.csrf(), asked.data()):
        flash(OLD_PAGE)
        return redirect(back, 303)
    return _begin(shown.plan)


@pages.post("/plan/<plan_id>/nytt-lasar")
def next_year_from_draft(plan_id: str) -> Response | tuple[str, int]:
    """Begin next year's plan from one that was read in from a file."""
    plan = asked.store().load(plan_id).plan
    if not forms.token_is_good(asked.csrf(), asked.data()):
        flash(OLD_PAGE)
        return redirect(url("begin.tasks", plan_id=plan_id), 303)
    return _begin(plan)


def _begin(plan: Plan) -> Response | tuple[str, int]:
    try:
        draft = renewal.begin_next_year(asked.store(), plan, asked.today())
    except renewal.YearTaken as error:
        return render_template("year_taken.html", version=error.version), 409
    return redirect(url("renew.go_through", plan_id=draft.id), 303)


@pages.post("/plan/<plan_id>/version/<int:number>/kontrollera")
def check_numbers(plan_id: str, number: int) -> Response:
    """Begin the next version of an adopted plan, to check its numbers in it."""
    shown = asked.version(plan_id, number)
    if shown.withdrawn:
        raise NotFound
    if not forms.token_is_good(asked.csrf(), asked.data()):
        flash(OLD_PAGE)
        return redirect(url("issued.version", plan_id=plan_id, number=number), 303)
    versions.begin_next(asked.store(), shown)
    return redirect(url("renew.go_through", plan_id=plan_id), 303)


# --- Going through it ---------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/ga-igenom")
def go_through(plan_id: str) -> str:
    """Show what must be asked about, the first with the focus: one keystroke confirms it."""
    plan = asked.store().load(plan_id).plan
    waiting = confirmation.waiting(plan, asked.today())
    return render_template(
        "go_through.html",
        plan=plan,
        groups=list(_by_section(waiting)),
        contacts=sum(item.contact is not None for item in waiting),
        answers=sum(item.contact is None for item in waiting),
        digest=renewal.digest,
        told=_told,
        is_due=lambda item: confirmation.is_due(item, asked.today()),
        token=forms.token(asked.csrf()),
    )


def _by_section(waiting: list[Item]) -> Iterator[tuple[Section, list[Item]]]:
    for _, found in groupby(waiting, key=lambda item: item.section.key):
        group = list(found)
        yield group[0].section, group


def _told(item: Item) -> list[tuple[str, str]]:
    """Give the labels and texts of an item that is no contact."""
    if item.partner is not None:
        fields = catalogue.OVRIGA.question("parter").fields
        told = [(q, getattr(item.partner, q.key)) for q in fields if q.kind is Kind.TEXT]
    else:
        keys = {key.partition(".")[2]: value for key, value in item.values}
        told = [(q, keys[q.key]) for q in item.section.questions if q.key in keys]
    return [(q.label, changes.in_words(q, value)) for q, value in told if value]


@pages.post("/plan/<plan_id>/ga-igenom")
def answer(plan_id: str) -> Response:
    """Confirm or remove one item, and go on with the next."""
    keys, seen = frozenset(request.form.getlist("nyckel")), request.form.get("digest", "")
    if not forms.token_is_good(asked.csrf(), asked.data()):
        flash(OLD_PAGE)
    else:
        try:
            flash(_done(plan_id, keys, seen))
        except renewal.Changed:
            flash(CHANGED)
    return redirect(url("renew.go_through", plan_id=plan_id), 303)


def _done(plan_id: str, keys: frozenset[str], seen: str) -> str:
    if request.form.get("gor") == "ta-bort":
        gone = renewal.remove(asked.store(), plan_id, keys, seen)
        return f"{gone.title}: borttagen ur planen."
    held = renewal.confirm(asked.store(), plan_id, keys, seen, asked.today())
    return f"{held.title}: bekräftad."
