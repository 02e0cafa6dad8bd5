"""Print: the papers of a plan as PDF, the blank form, and the calendar file."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TypeAlias

from flask import Blueprint, Flask, Response, redirect, render_template, request
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper
from samverkan_docs.papers import calendar_file, printing, whom_to_call
from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.web import current, files

pages = Blueprint("print_out", __name__)

_Rows: TypeAlias = tuple[whom_to_call.CallRow, ...]


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/skriv-ut")
def choose(plan_id: str) -> str:
    """Show which papers there are, and what they lack."""
    plan = current.store().load(plan_id).plan
    too_many, left_off = _on_a_page(plan)
    starred = [section for section in catalogue.SECTIONS if section.starred]
    return render_template(
        "print.html",
        plan=plan,
        follow_up=catalogue.UPPFOLJNING,
        too_many=too_many,
        left_off=whom_to_call.as_read(left_off),
        days=calendar_file.days(plan),
        lacks_days=calendar_file.lacks_days(plan),
        lacking=[section for section in starred if plan.missing(section)],
    )


def _on_a_page(plan: Plan) -> tuple[_Rows, _Rows]:
    """Return the rows that are too many for the wall sheet, and for a pocket card."""
    key = (plan_file.write(plan), "skriv-ut")
    return current.drawing().draw(key, lambda: (_too_many(plan), printing.left_off_card(plan)))


def _too_many(plan: Plan) -> _Rows:
    try:
        printing.wall_pdf(plan)
    except printing.TooLong as error:
        return error.rows
    return ()


@pages.get("/plan/<plan_id>/<name>.pdf")
def paper(plan_id: str, name: str) -> BaseResponse:
    """Return one paper; a wall sheet that does not fit leads to the page that says why."""
    try:
        return _pdf(current.store().load(plan_id).plan, name)
    except printing.TooLong:
        return redirect(url("print_out.choose", plan_id=plan_id), 303)


@pages.get("/blankett.pdf")
def blank() -> Response:
    """Return the blank form."""
    return _pdf(Plan(id="blankett"), Paper.BLANK.value)


def _pdf(plan: Plan, name: str) -> Response:
    try:
        paper, size = Paper(name), printing.Size(request.args.get("papper", "a4"))
    except ValueError:
        raise NotFound from None
    file_name = printing.file_name(plan, paper, size)
    day = current.today()
    make = partial(printing.make, plan, paper, size, on=day)
    pdf = current.drawing().draw((plan_file.write(plan), paper, size, day), make)
    return files.answer(pdf, "application/pdf", file_name)


@pages.get("/plan/<plan_id>/kalender.ics")
def calendar(plan_id: str) -> BaseResponse:
    """Return the draft's days; without any, redirect to where to fill them in."""
    stored = current.store().load(plan_id)
    if not calendar_file.days(stored.plan):
        return redirect(url("print_out.choose", plan_id=plan_id), 303)
    return _calendar(stored.plan, stored.changed)


@pages.get("/plan/<plan_id>/version/<int:number>/kalender.ics")
def issued_calendar(plan_id: str, number: int) -> Response:
    """Return the days of a version; a withdrawn one has none."""
    version = current.version(plan_id, number)
    if not calendar_file.days(version.plan):
        raise NotFound
    return _calendar(version.plan, version.issued)


def _calendar(plan: Plan, changed: datetime) -> Response:
    content, name = calendar_file.write(plan, changed), calendar_file.file_name(plan)
    return files.answer(content, "text/calendar", name, saved=True)
