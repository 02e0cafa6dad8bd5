"""Print: the papers of a plan as PDF, and the blank form."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, redirect, render_template, request
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from samverkan_docs import catalogue, printing, whom_to_call
from samverkan_docs.plan import Plan
from samverkan_docs.questions import Paper
from samverkan_docs.web import asked

pages = Blueprint("print_out", __name__)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/skriv-ut")
def choose(plan_id: str) -> str:
    """Show which papers there are, and what they lack."""
    plan = asked.store().load(plan_id).plan
    starred = [section for section in catalogue.SECTIONS if section.starred]
    return render_template(
        "print.html",
        plan=plan,
        too_many=_too_many(plan),
        left_off=whom_to_call.as_read(printing.left_off_card(plan)),
        lacking=[section for section in starred if plan.missing(section)],
    )


def _too_many(plan: Plan) -> tuple[whom_to_call.Row, ...]:
    try:
        printing.wall_pdf(plan)
    except printing.TooLong as error:
        return error.rows
    return ()


@pages.get("/plan/<plan_id>/<name>.pdf")
def paper(plan_id: str, name: str) -> BaseResponse:
    """Hand out one paper; a wall sheet that does not fit leads to the page that says why."""
    try:
        return _pdf(asked.store().load(plan_id).plan, name)
    except printing.TooLong:
        return redirect(url("print_out.choose", plan_id=plan_id), 303)


@pages.get("/blankett.pdf")
def blank() -> Response:
    """Hand out the blank form."""
    return _pdf(Plan(id="blankett"), Paper.BLANK.value)


def _pdf(plan: Plan, name: str) -> Response:
    try:
        paper, size = Paper(name), printing.Size(request.args.get("papper", "a4"))
    except ValueError:
        raise NotFound from None
    file_name = printing.file_name(plan, paper, size)
    return Response(
        printing.make(plan, paper, size, on=asked.today()),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{file_name}"'},
    )
