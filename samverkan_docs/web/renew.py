"""Renew: next year's plan from this year's, and what must be asked about again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from samverkan_docs import catalogue, forms
from samverkan_docs.actions import renewal, shelves
from samverkan_docs.actions.renewal import Done
from samverkan_docs.catalogue import Kind, Section
from samverkan_docs.forms import rules
from samverkan_docs.papers import letters
from samverkan_docs.plan import Place, Plan, confirmation, conflicts, roll_over
from samverkan_docs.plan.confirmation import Item
from samverkan_docs.store import YearTaken
from samverkan_docs.web import current
from samverkan_docs.web.undoing import Undoing
from samverkan_docs.words import capital, count, listed

pages = Blueprint("renew", __name__)

_DAYS_TO_ANSWER = 14

CHANGED = (
    "Någon har ändrat eller tagit bort uppgiften sedan sidan öppnades, så inget är ändrat nu. "
    "Titta på den igen."
)
TOO_LATE = "Det går inte att ångra längre. Ändra i planens delar i stället."
NOT_UNDONE = (
    "Någon har ändrat samma uppgift, eller fyllt listan, så det går inte att ångra. Inget är "
    "ändrat nu. Öppna delen och se vad som står där."
)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.extensions["undoing"] = Undoing()
    app.register_blueprint(pages)


@pages.post("/plan/<plan_id>/version/<int:number>/nytt-lasar")
def next_year(plan_id: str, number: int) -> Response | tuple[str, int]:
    """Begin next year's plan from an adopted one."""
    shown = current.version(plan_id, number)
    if shown.withdrawn:
        raise NotFound
    current.demand_token(back=url("issued.version", plan_id=plan_id, number=number))
    return _begin(shown.plan)


@pages.post("/plan/<plan_id>/nytt-lasar")
def next_year_from_draft(plan_id: str) -> Response | tuple[str, int]:
    """Begin next year's plan from one that was read in from a file."""
    plan = current.store().load(plan_id).plan
    current.demand_token(back=url("begin.tasks", plan_id=plan_id))
    return _begin(plan)


def _begin(plan: Plan) -> Response | tuple[str, int]:
    try:
        draft = renewal.begin_next_year(current.store(), plan, current.today())
    except YearTaken as error:
        taken = error.version
        shown = {"year": taken.year, "versions": [taken], "token": ""}
        return render_template("year_taken.html", **shown), 409
    return redirect(url("renew.go_through", plan_id=draft.id), 303)


@pages.post("/plan/<plan_id>/version/<int:number>/kontrollera")
def check_numbers(plan_id: str, number: int) -> Response:
    """Begin the next version of an adopted plan, to check its numbers in it."""
    shown = current.version(plan_id, number)
    if shown.withdrawn:
        raise NotFound
    current.demand_token(back=url("issued.version", plan_id=plan_id, number=number))
    shelves.begin_next(current.store(), plan_id)
    return redirect(url("renew.go_through", plan_id=plan_id), 303)


# --- Going through it ---------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/ga-igenom")
def go_through(plan_id: str) -> str:
    """Show what must be asked about; the focus is on the next to answer: one key confirms it."""
    plan = current.store().load(plan_id).plan
    waiting = confirmation.in_round(confirmation.waiting(plan, current.today()))
    focused = confirmation.from_place(plan, current.place("vid"), current.today())
    undo = request.args.get("angra", "")
    return render_template(
        "go_through.html",
        plan=plan,
        groups=list(_by_section(waiting)),
        left=_left(waiting),
        focused=focused,
        with_news=[s for s in catalogue.SECTIONS if roll_over.new_questions(plan, s)],
        done=current.undoing().find(undo, plan_id),
        undo=undo,
        digest=renewal.digest,
        told=_told,
        is_due=lambda item: confirmation.is_due(item, current.today()),
        token=forms.token(current.csrf()),
    )


def _left(waiting: list[Item]) -> str:
    """Return how much is left to go through, without what is nought."""
    contacts = sum(item.contact is not None for item in waiting)
    lines = sum(item.line is not None for item in waiting)
    told = [
        (contacts, ("kontakt", "kontakter")),
        (lines, ("stödlinje", "stödlinjer")),
        (len(waiting) - contacts - lines, ("svar", "svar")),
    ]
    return listed([count(number, *noun) for number, noun in told if number])


def _by_section(waiting: list[Item]) -> Iterator[tuple[Section, list[Item]]]:
    for _, found in groupby(waiting, key=lambda item: item.section.key):
        group = list(found)
        yield group[0].section, group


def _told(item: Item) -> list[tuple[str, str]]:
    """Return the labels and texts of an item that is no contact."""
    if item.partner is not None:
        fields = catalogue.PARTNERS.fields
        told = [(q, getattr(item.partner, q.key)) for q in fields if q.kind is Kind.TEXT]
    else:
        keys = {place.question: value for place, value in item.values}
        told = [(q, keys[q.key]) for q in item.section.questions if q.key in keys]
    return [(q.label, conflicts.in_words(q, value)) for q, value in told if value]


@pages.post("/plan/<plan_id>/ga-igenom")
def answer(plan_id: str) -> Response:
    """Confirm or remove one item, and go on with the next after it."""
    places = _places()
    here = min(places, default=None)
    current.demand_token(back=url("renew.go_through", plan_id=plan_id, vid=here))
    try:
        done = _done(plan_id, places, request.form.get("digest", ""))
    except renewal.Changed:
        flash(CHANGED, "warning")
        return redirect(url("renew.go_through", plan_id=plan_id, vid=here), 303)
    undo = current.undoing().keep(done)
    return redirect(url("renew.go_through", plan_id=plan_id, vid=done.on, angra=undo), 303)


def _places() -> frozenset[Place]:
    """Return the places that the page posts; none if one of them is no place in a plan."""
    try:
        return frozenset(map(Place.parse, request.form.getlist("nyckel")))
    except ValueError:
        return frozenset()


def _done(plan_id: str, places: frozenset[Place], seen: str) -> Done:
    if request.form.get("gor") == "ta-bort":
        return renewal.remove(current.store(), plan_id, places, seen)
    return renewal.confirm(current.store(), plan_id, places, seen, current.today())


@pages.post("/plan/<plan_id>/ga-igenom/angra")
def undo(plan_id: str) -> Response:
    """Undo what was done last on the page, and go back to the item."""
    current.demand_token(back=url("renew.go_through", plan_id=plan_id))
    done = current.undoing().take(request.form.get("angra", ""), plan_id)
    if done is None:
        flash(TOO_LATE, "warning")
        return redirect(url("renew.go_through", plan_id=plan_id), 303)
    try:
        renewal.undo(current.store(), done)
        flash(f"{capital(done.step.item.title) or 'Kontakten'}: som förut igen.")
    except renewal.Changed:
        flash(NOT_UNDONE, "warning")
    return redirect(url("renew.go_through", plan_id=plan_id, vid=done.step.item.place), 303)


# --- From another plan --------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/del/<key>/hamta")
def choose_contacts(plan_id: str, key: str) -> str:
    """Show the contacts that other plans have in the section."""
    return _contacts(current.store().load(plan_id).plan, current.section(key))


@pages.post("/plan/<plan_id>/del/<key>/hamta")
def copy_contacts(plan_id: str, key: str) -> Response | tuple[str, int]:
    """Copy the chosen contacts into the section, to be confirmed."""
    plan, section = current.store().load(plan_id).plan, current.section(key)
    current.demand_token(back=url("renew.choose_contacts", plan_id=plan_id, key=key))
    copied = 0
    try:
        for source in renewal.sources(current.store(), plan, section):
            ids = frozenset(request.form.getlist(source.plan.id))
            copied += len(renewal.copy(current.store(), plan_id, section, source.plan, ids))
    except renewal.TooManyRows as error:
        return _contacts(plan, section, sentence=str(error)), 422
    if not copied:
        return _contacts(plan, section, sentence="Välj minst en kontakt."), 422
    flash(
        f"{copied} {'kontakt är hämtad' if copied == 1 else 'kontakter är hämtade'}. Ring och "
        "kontrollera innan du fastställer planen."
    )
    return redirect(url("fill_in.section", plan_id=plan_id, key=key), 303)


def _contacts(plan: Plan, section: Section, sentence: str = "") -> str:
    if not any(question.kind is Kind.CONTACTS for question in section.questions):
        raise NotFound
    return render_template(
        "choose_contacts.html",
        plan=plan,
        section=section,
        sources=renewal.sources(current.store(), plan, section),
        chosen=set(request.form.values()),
        sentence=sentence,
        token=forms.token(current.csrf()),
    )


# --- Asking the partners ------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/fraga-parterna")
def ask_partners(plan_id: str) -> str:
    """Show a letter to each partner, to copy or to open in the mail program."""
    plan = current.store().load(plan_id).plan
    typed = request.args.get("senast", "")
    day = rules.day(typed) if typed else current.today() + timedelta(days=_DAYS_TO_ANSWER)
    return render_template(
        "letters.html",
        plan=plan,
        letters=letters.letters(plan, day) if day else (),
        typed=typed or day,
        is_day=day is not None,
    )
