"""Fill in: one section a page, saved on request, never over somebody else's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.wrappers import Response

from samverkan_docs import actions, catalogue, forms, store
from samverkan_docs.actions import page_drafts as drafts
from samverkan_docs.actions import shelves
from samverkan_docs.actions.editing import Saved
from samverkan_docs.actions.page_drafts import OpenedPage
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import FormData, form_data, names, partial
from samverkan_docs.forms.understood import Understood
from samverkan_docs.plan import Place, Plan, conflicts, plan_file, roll_over
from samverkan_docs.store import PageDraft, Version
from samverkan_docs.web import current, page_drafts

pages = Blueprint("fill_in", __name__)

OLD_PAGE = (
    "Sidan hade legat öppen för länge och inget har sparats. Allt du skrev finns kvar här. Tryck "
    "på Spara en gång till."
)
DELETED = (
    "Planen har tagits bort, så inget kan sparas. Det du skrev finns kvar här: kopiera det som du "
    "vill ha kvar."
)
ADOPTED = (
    "Planen har fastställts som version {number} medan sidan var öppen, så det här har inte kommit "
    "med. Det du skrev finns kvar. Tryck på Ändra planen, så sparas det som början på "
    "nästa version."
)
_NEXT_VERSION = "ny-version"


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/del/<key>")
def section(plan_id: str, key: str) -> str:
    """Show a section's page, with what was typed and not saved if that is asked for."""
    plan = current.store().load(plan_id).plan
    part = current.section(key)
    offered = page_drafts.offered(plan, part)
    wanted = next((d for d in offered if d.id == request.args.get("utkast")), None)
    if wanted is not None:
        return _unsaved(plan, part, wanted)
    data, seen = actions.opened(plan, part), plan_file.digest(plan.of(key))
    focus = names.field_at(part, data, _place())
    return _page(plan, part, data, seen=seen, focus=focus, offered=offered)


def _unsaved(plan: Plan, part: Section, draft: PageDraft) -> str:
    """Show what was typed and not saved; with the digest of then, others' answers are safe."""
    data = drafts.data(draft)
    form = forms.form_for(part, data)
    problems = [] if form.validate() else forms.problems(part, form)
    return _page(plan, part, data, seen=draft.seen, problems=problems, draft=draft)


@pages.post("/plan/<plan_id>/del/<key>")
def save(plan_id: str, key: str) -> Response | str | tuple[str, int]:
    """Save the section, or do what one of the page's small buttons says; lose nothing typed."""
    part, data = current.section(key), current.data()
    seen = request.form.get("digest", "")
    try:
        if request.form.get("gor") == _NEXT_VERSION:
            _begin_next(plan_id, data)
        return _answer(current.store().load(plan_id).plan, part, data, seen)
    except store.NoSuchPlan:
        return _gone(plan_id, part, data, seen)
    except store.Fault as error:
        fault = f"Inget har sparats. {error}"
        return _page(Plan(id=plan_id), part, data, seen=seen, fault=fault), 503


def _answer(
    plan: Plan, part: Section, data: FormData, seen: str
) -> Response | str | tuple[str, int]:
    action = request.form.get("gor", "spara")
    if action in {"spara", "spara-fortsatt", _NEXT_VERSION}:
        read = forms.understood(part, data, plan.year)
        if read.notes:
            return _ask(plan, part, read, seen)
        data = read.data
        known = "" if form_data.is_undecided(data) else seen  # "" asks for the choice again
        return _save(plan, part, form_data.chosen(part, data, plan.of(part.key)), known)
    after = form_data.after(part, data, action)
    return _page(plan, part, after, seen=seen, focus=form_data.focus(after, action))


def _ask(plan: Plan, part: Section, read: Understood, seen: str) -> str | tuple[str, int]:
    """Show how what was typed is understood, with what is wrong, before anything is saved."""
    if current.is_of_this_session(read.data):
        drafts.keep(current.store(), page_drafts.opened(plan.id, part), read.data)
    form = forms.form_for(part, read.data)
    problems = [] if form.validate() else forms.problems(part, form)
    page = _page(plan, part, read.data, seen=seen, notes=read.notes, problems=problems)
    return (page, 422) if problems else page


def _begin_next(plan_id: str, data: FormData) -> None:
    """Begin the next version of a plan that was adopted while the page lay open."""
    if current.history(plan_id).holding and current.is_of_this_session(data):
        shelves.begin_next(current.store(), plan_id)


def _gone(plan_id: str, part: Section, data: FormData, seen: str) -> tuple[str, int]:
    """Return why the draft is not there any more, and how to go on with what was typed."""
    holding = current.history(plan_id).holding
    if holding is None:
        return _page(Plan(id=plan_id), part, data, seen=seen, fault=DELETED), 404
    fault = ADOPTED.format(number=holding.number)
    return _page(holding.plan, part, data, seen=seen, fault=fault, adopted=holding), 409


def _save(plan: Plan, part: Section, data: FormData, seen: str) -> Response | tuple[str, int]:
    if not current.is_of_this_session(data):
        return _page(plan, part, data, seen=seen, fault=OLD_PAGE), 422
    page = page_drafts.opened(plan.id, part)
    try:
        saved = actions.save_section(
            current.store(), plan.id, part, data, seen=seen, today=current.today()
        )
    except actions.Conflict as error:
        drafts.keep(current.store(), page, data)
        return _conflict(plan, part, data, error), 409
    for found in saved.stale:
        flash(found.sentence, "stale")
    for mention in saved.loose:
        where = f"{mention.where.section.title}, {mention.where.title}"
        flash(f"{mention.written} står i {where} men hör inte till någon kontakt.", "numbers")
    for held in saved.held_back:
        flash(held.sentence, "numbers")
    if saved.problems:
        return _partly_saved(saved, page, data), 422
    drafts.settle(current.store(), page)
    is_first = not current.history(plan.id)
    is_ready = part.starred and is_first and actions.wall_is_ready(saved.plan)
    flash(f"{part.title}: sparat.", "wall-is-ready" if is_ready else "message")
    is_told = bool(saved.stale or saved.loose or saved.held_back)
    return redirect(_next(plan.id, part, is_told=is_told), 303)


def _partly_saved(saved: Saved, page: OpenedPage, data: FormData) -> str:
    """Show what is not saved, for it is wrong, in its field; the page has seen what is saved."""
    part = page.section
    digest = plan_file.digest(saved.plan.of(part.key))
    data = partial.without_stale(data, saved.stale)
    drafts.keep(current.store(), replace(page, seen=digest), data, saved.problems)
    return _page(saved.plan, part, data, seen=digest, problems=saved.problems, partly=True)


def _next(plan_id: str, part: Section, *, is_told: bool) -> str:
    """Return where to go on; something that *is_told* stands at the top of the page."""
    action = request.form.get("gor")
    if action not in {"spara-fortsatt", _NEXT_VERSION}:
        back = _back() or None
        return url("fill_in.section", plan_id=plan_id, key=part.key, till=back, vid=_place())
    if _back() == "ga-igenom":
        return url("renew.go_through", plan_id=plan_id, vid=_place())
    if _back() or action == _NEXT_VERSION:
        changed = "andrat" if current.history(plan_id) else part.key
        anchor = None if is_told else str(_place() or changed)
        return url("review.review", plan_id=plan_id, _anchor=anchor)
    order = sorted(catalogue.SECTIONS, key=lambda section: not section.starred)
    place = order.index(part) + 1
    if place == len(order):
        return url("review.review", plan_id=plan_id)
    return url("fill_in.section", plan_id=plan_id, key=order[place].key)


_BACK = {"granska": "review.review", "ga-igenom": "renew.go_through"}
_BACK_IN_WORDS = {
    "": "Tillbaka till planen",
    "granska": "Tillbaka till granskningen",
    "ga-igenom": "Tillbaka till genomgången",
}


def _back() -> str:
    """Return the page that the person came from and goes back to, empty for the task list."""
    came_from = request.values.get("till", "")
    return came_from if came_from in _BACK else ""


def _back_url(plan_id: str) -> str:
    if _back() == "granska":
        return url("review.review", plan_id=plan_id, _anchor=str(_place() or "") or None)
    vid = _place() if _back() == "ga-igenom" else None
    return url(_BACK.get(_back(), "begin.tasks"), plan_id=plan_id, vid=vid)


def _place() -> Place | None:
    """Return the contact or the answer that the person came to change, and goes back to."""
    return current.place("vid")


def _page(  # noqa: PLR0913 -- a page's states, each named where it is called
    plan: Plan,
    part: Section,
    data: FormData,
    *,
    seen: str,
    problems: Sequence[forms.Problem] = (),
    partly: bool = False,
    notes: Sequence[forms.Note] = (),
    fault: str = "",
    focus: str = "",
    adopted: Version | None = None,
    offered: Sequence[PageDraft] = (),
    draft: PageDraft | None = None,
) -> str:
    form = forms.form_for(part, data, current.csrf())
    return render_template(
        "section.html",
        plan=plan,
        section=part,
        form=form,
        problems=problems,
        messages={problem.anchor: problem.message for problem in problems},
        partly=partly or bool(draft and draft.unsaved),
        in_row=partial.is_in_row(problems),
        notes=notes,
        fault=fault,
        focus=focus,
        adopted=adopted,
        digest=seen,
        page=page_drafts.opened(plan.id, part),
        offered=offered,
        draft=draft,
        shows=drafts.name(draft) if draft else request.form.get("visat", ""),
        back=_back(),
        place=_place(),
        back_url=_back_url(plan.id),
        back_text=_BACK_IN_WORDS[_back()],
        is_alone=not plan.answers or current.store().is_alone(plan.id, plan.school),
        is_new=roll_over.is_new,
        says_signs=part is catalogue.TECKEN,
    )


def _conflict(plan: Plan, part: Section, data: FormData, found: actions.Conflict) -> str:
    return render_template(
        "conflict.html",
        plan=plan,
        section=part,
        differences=conflicts.differences(part, found.mine, found.saved),
        choice_name=form_data.choice_name,
        data=form_data.only_answers(part, data),
        digest=plan_file.digest(found.saved),
        page=page_drafts.opened(plan.id, part),
        shows=request.form.get("visat", ""),
        token=forms.token(current.csrf()),
        back=_back(),
        place=_place(),
    )
