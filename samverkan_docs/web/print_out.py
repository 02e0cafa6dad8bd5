"""Print: the papers of a plan as PDF, the blank form, and the calendar file."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
)
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from samverkan_docs import catalogue, forms
from samverkan_docs.actions import wall_room
from samverkan_docs.catalogue import Paper
from samverkan_docs.papers import calendar_file, printing, whom_to_call
from samverkan_docs.papers.printing import Preview
from samverkan_docs.plan import Place, Plan, plan_file
from samverkan_docs.seal import previews
from samverkan_docs.web import current, files, gate
from samverkan_docs.words import listed, small

pages = Blueprint("print_out", __name__)

OFF_THE_WALL = "Raderna är borta från anslaget. I planen står allt kvar."

_WALL_DOTS, _CARD_DOTS = 900, 760  # how wide the pictures are


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A sheet as it will be: what it holds, and how it looks as an address of a picture."""

    sheet: Preview
    picture: str

    @property
    def shown(self) -> str:
        """Whose numbers it shows, in the order in which they are read."""
        rows = whom_to_call.as_read(whom_to_call.filled(self.sheet.shown))
        return listed([small(row.label) for row in rows])


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/skriv-ut")
def choose(plan_id: str) -> Response:
    """Show which papers there are, how they will look, and what they lack."""
    plan = current.store().load(plan_id).plan
    wall, card = _as_they_will_be(plan, current.today())
    starred = [section for section in catalogue.SECTIONS if section.starred]
    page = render_template(
        "print.html",
        plan=plan,
        follow_up=catalogue.UPPFOLJNING,
        wall=wall,
        card=card,
        left_off=whom_to_call.as_read(card.sheet.left_off),
        days=calendar_file.days(plan),
        lacks_days=calendar_file.lacks_days(plan),
        token=forms.token(current.csrf()),
        lacking=[section for section in starred if plan.missing(section)],
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = gate.with_own_pictures()
    return answer


@pages.post("/plan/<plan_id>/skriv-ut")
def make_room(plan_id: str) -> BaseResponse:
    """Take the rows that were listed off the wall sheet."""
    back = url("print_out.choose", plan_id=plan_id)
    current.store().load(plan_id)
    current.demand_token(back=back)
    try:
        places = [Place.parse(text) for text in request.form.getlist("rad")]
    except ValueError:
        places = []
    wall_room.take_off(current.store(), plan_id, places)
    flash(OFF_THE_WALL)
    return redirect(back, 303)


def _as_they_will_be(plan: Plan, day: date) -> tuple[_Seen, _Seen]:
    """Return the wall sheet and a pocket card as they will be."""

    def drawn() -> tuple[_Seen, _Seen]:
        wall, card = printing.wall_preview(plan, day), printing.card_preview(plan)
        return _seen(wall, _WALL_DOTS), _seen(card, _CARD_DOTS)

    return current.drawing().draw((plan_file.write(plan), "skriv-ut", day), drawn)


def _seen(sheet: Preview, width: int) -> _Seen:
    """Return *sheet* with its picture in an address, so that what it was made from is not kept."""
    png = previews.picture(sheet.pdf, width)
    return _Seen(sheet=sheet, picture=f"data:image/png;base64,{b64encode(png).decode()}")


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
