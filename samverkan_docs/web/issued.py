"""Issued versions: whether one holds, its papers, its scans, and the way to the next one."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, flash, redirect, render_template
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from samverkan_docs import forms, store
from samverkan_docs.actions import shelves
from samverkan_docs.papers import printing
from samverkan_docs.plan import confirmation, plan_file, roll_over
from samverkan_docs.seal import scans
from samverkan_docs.web import current

pages = Blueprint("issued", __name__)

OLD_PAGE = "Sidan hade legat öppen för länge. Tryck på Ändra planen en gång till."
NEWER = "Version {number} är nyare än den som du såg, så du ändrar i den."


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/version/<int:number>/")
def version(plan_id: str, number: int) -> str:
    """Show a version: whether it holds, its papers, who has signed, what has happened."""
    shown = current.version(plan_id, number)
    issued = current.store().issued
    return render_template(
        "version.html",
        plan=shown.plan,
        version=shown,
        versions=issued.of(plan_id),
        newest=current.newest(plan_id),
        has_draft=_has_draft(plan_id),
        today=current.today(),
        due=sum(confirmation.is_due(i, current.today()) for i in confirmation.items(shown.plan)),
        next_year=roll_over.year_after(shown.plan, current.today()),
        copies=shelves.places_of_copies(current.store(), shown),
        scans=issued.scans(shown),
        log=issued.log(plan_id),
        token=forms.token(current.csrf()),
    )


def _has_draft(plan_id: str) -> bool:
    try:
        current.store().load(plan_id)
    except store.NoSuchPlan:
        return False
    return True


@pages.get("/plan/<plan_id>/version/<int:number>/<name>.pdf")
def paper(plan_id: str, number: int, name: str) -> Response:
    """Return a paper: the bytes that were issued."""
    if name not in set(printing.Issue):
        raise NotFound
    shown = current.standing(plan_id, number)
    pdf = current.store().issued.paper(plan_id, number, name)
    file_name = printing.issued_name(shown.plan, printing.Issue(name), number)
    return _file(pdf, "application/pdf", file_name)


@pages.get("/plan/<plan_id>/version/<int:number>/plan.json")
def export(plan_id: str, number: int) -> Response:
    """Return all answers of a version as a file that can be read in again."""
    shown = current.standing(plan_id, number)
    name = f"samverkansplan-{shown.year.replace('/', '-')}-version-{number}.json"
    return _file(plan_file.write(shown.plan).encode(), "application/json", name, saved=True)


@pages.get("/plan/<plan_id>/version/<int:number>/skannat/<scan_id>")
def scan(plan_id: str, number: int, scan_id: str) -> Response:
    """Return a file that somebody keeps beside the version."""
    shown = current.standing(plan_id, number)
    try:
        found, content = current.store().issued.scan(shown, scan_id)
    except store.NoSuchVersion:  # or another version's
        raise NotFound from None
    kind = scans.Kind(found.kind)
    name = f"underskrifter-version-{number}{kind.ending}"
    return _file(content, kind.value, name, saved=True)


def _file(content: bytes, kind: str, name: str, *, saved: bool = False) -> Response:
    how = "attachment" if saved else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, mimetype=kind, headers=headers)


@pages.post("/plan/<plan_id>/version/<int:number>/ny")
def next_version(plan_id: str, number: int) -> BaseResponse:
    """Begin the draft of the next version, from the version that holds."""
    current.standing(plan_id, number)
    newest = current.newest(plan_id)
    if newest is None or not forms.token_is_good(current.csrf(), current.data()):
        flash(OLD_PAGE, "warning")
        return redirect(url("issued.version", plan_id=plan_id, number=number), 303)
    if newest.number != number:
        flash(NEWER.format(number=newest.number), "warning")
    shelves.begin_next(current.store(), newest)
    return redirect(url("begin.tasks", plan_id=plan_id), 303)
