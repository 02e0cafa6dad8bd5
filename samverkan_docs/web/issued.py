"""Issued versions: whether one holds, its papers, its scans, and the way to the next one."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, flash, redirect, render_template
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from samverkan_docs import forms, store
from samverkan_docs.actions import issuing, shelves
from samverkan_docs.papers import printing
from samverkan_docs.plan import plan_file, roll_over, validity
from samverkan_docs.seal import scans
from samverkan_docs.web import current, files

pages = Blueprint("issued", __name__)

NEWER = "Version {number} är nyare än den som du såg, så du ändrar i den."


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/version/<int:number>/")
def version(plan_id: str, number: int) -> str:
    """Show a version: whether it holds, its papers, who has signed, what has happened."""
    shown = current.version(plan_id, number)
    issued, history = current.store().issued, current.history(plan_id)
    school = current.standings()
    return render_template(
        "version.html",
        plan=shown.plan,
        version=shown,
        versions=history,
        standing=school.of(shown),
        school=school,
        number=history.next_number,
        has_draft=current.draft(plan_id) is not None,
        until_then=school.until_then(shown.plan),
        day_before=validity.day_before(shown.plan),
        twin=school.twin(shown.plan),
        told_of=issuing.told,
        due=current.due_in_words(shown.plan),
        next_year=roll_over.year_after(shown.plan, current.today()),
        copies=shelves.places_of_copies(current.store(), shown),
        scans=issued.scans(shown),
        has_list=printing.Issue.HOLIDAYS in issued.papers(shown),
        log=issued.log(plan_id),
        token=forms.token(current.csrf()),
    )


@pages.get("/plan/<plan_id>/version/<int:number>/<name>.pdf")
def paper(plan_id: str, number: int, name: str) -> Response:
    """Return a paper: the bytes that were issued."""
    if name not in set(printing.Issue):
        raise NotFound
    shown = current.standing(plan_id, number)
    pdf = current.store().issued.paper(plan_id, number, name)
    file_name = printing.issued_name(shown.plan, printing.Issue(name), number)
    return files.answer(pdf, "application/pdf", file_name)


@pages.get("/plan/<plan_id>/version/<int:number>/plan.json")
def export(plan_id: str, number: int) -> Response:
    """Return all answers of a version as a file that can be read in again."""
    shown = current.standing(plan_id, number)
    name = f"samverkansplan-{shown.year.replace('/', '-')}-version-{number}.json"
    return files.answer(plan_file.write(shown.plan).encode(), "application/json", name, saved=True)


@pages.get("/plan/<plan_id>/version/<int:number>/skannat/<scan_id>")
def scan(plan_id: str, number: int, scan_id: str) -> Response:
    """Return a file that somebody keeps beside the version."""
    shown = current.standing(plan_id, number)
    try:
        found, content = current.store().issued.scan(shown, scan_id)
    except store.NoSuchVersion:  # or another version's
        raise NotFound from None
    kind = scans.ScanKind(found.kind)
    name = f"underskrifter-version-{number}{kind.ending}"
    return files.answer(content, kind.value, name, saved=True)


@pages.post("/plan/<plan_id>/version/<int:number>/ny")
def next_version(plan_id: str, number: int) -> BaseResponse:
    """Begin the draft of the next version, from the version that holds."""
    current.standing(plan_id, number)
    current.demand_token(back=url("issued.version", plan_id=plan_id, number=number))
    holding = current.history(plan_id).holding
    if holding and holding.number != number:
        flash(NEWER.format(number=holding.number), "warning")
    shelves.begin_next(current.store(), plan_id)
    return redirect(url("begin.tasks", plan_id=plan_id), 303)
