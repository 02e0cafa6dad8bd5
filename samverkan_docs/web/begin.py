"""Begin: the start page, a new plan, reading one in, the task list, deleting a draft."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, send_file
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from samverkan_docs import actions, catalogue, forms
from samverkan_docs.actions import checking, page_drafts, shelves
from samverkan_docs.pdf import fonts
from samverkan_docs.plan import Plan, SchoolYear, Status, confirmation, plan_file, roll_over
from samverkan_docs.seal import sealing
from samverkan_docs.web import current, files, twins

pages = Blueprint("begin", __name__)

STRANGER = (
    "Filen är hel, men stämplad med ett certifikat som programmet inte känner: ”{name}”. "
    "Kontrollera alla nummer innan du använder planen."
)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/")
def start() -> str:
    """Show the school's plans."""
    return render_template(
        "start.html",
        shelves=shelves.shelves(current.store(), current.school()),
        school=current.standings(),
        due=current.due_in_words,
        unreadable=current.store().unreadable(current.school()),
        progress=_progress,
        token=_token(),
    )


@pages.post("/ny")
def new() -> Response | tuple[str, int]:
    """Begin a new plan; if one holds for the läsår, only once the person has seen it."""
    current.demand_token(back=url("begin.start"))
    year = str(SchoolYear.proposed(current.today()))
    versions = current.standings().of_year(year)
    if versions and "anda" not in request.form:
        shown = {"year": year, "versions": versions, "token": _token()}
        return render_template("year_taken.html", **shown), 409
    plan = actions.begin(current.store(), current.today())
    return redirect(url("begin.tasks", plan_id=plan.id), 303)


@pages.get("/plan/<plan_id>/")
def tasks(plan_id: str) -> str:
    """Show the draft's parts and how far each is."""
    stored, history = current.store().load(plan_id), current.history(plan_id)
    starred = [section for section in catalogue.SECTIONS if section.starred]
    others = [section for section in catalogue.SECTIONS if not section.starred]
    return render_template(
        "tasks.html",
        plan=stored.plan,
        stored=stored,
        newest=history.latest,
        standing=current.standings().of(history.latest) if history.latest else None,
        number=history.next_number,
        groups=(starred, others),
        next_year=roll_over.year_that_is_due(stored.plan, current.today()),
        token=_token(),
        waiting=confirmation.waiting(stored.plan, current.today()),
        wall_is_ready=actions.wall_is_ready(stored.plan),
        progress=_progress(stored.plan),
        **twins.about(stored.plan),
        unsaved=page_drafts.unsaved(current.store(), stored.plan),
        new_questions=roll_over.new_questions,
    )


@pages.get("/las-in")
def choose_file() -> str:
    """Ask for the file to read in."""
    return render_template("read_in.html", token=_token(), sentences=[])


@pages.post("/las-in")
def read_in() -> Response | tuple[str, int]:
    """Read a plan file, or an issued plan, in as a new draft."""
    if current.file_is_too_large():
        return _not_read_in([sealing.TOO_LARGE], 413)
    current.demand_token(back=url("begin.choose_file"))
    try:
        own = checking.own_fingerprints(current.store(), current.keys())
        done = actions.read_in(current.store(), _chosen(), current.today(), own)
    except (plan_file.Unreadable, sealing.Unreadable) as error:
        return _not_read_in([str(error)])
    except forms.Rejected as error:
        return _not_read_in([f"{found.place}: {found.message}" for found in error.problems])
    for sentence in done.sentences:
        flash(sentence, "stale")
    if done.stranger:
        flash(STRANGER.format(name=done.stranger), "warning")
    return redirect(url("begin.tasks", plan_id=done.plan.id), 303)


def _chosen() -> bytes:
    if not current.has_file():
        raise plan_file.Unreadable("Välj en fil först.")
    return current.file()


def _not_read_in(sentences: list[str], code: int = 422) -> tuple[str, int]:
    return render_template("read_in.html", token=_token(), sentences=sentences), code


@pages.get("/plan/<plan_id>/plan.json")
def export(plan_id: str) -> Response:
    """Return the plan as a file that can be read in again."""
    plan = current.store().load(plan_id).plan
    name = f"samverkansplan-{plan.year.replace('/', '-') or 'utkast'}.json"
    return files.answer(plan_file.write(plan).encode(), "application/json", name, saved=True)


@pages.route("/plan/<plan_id>/ta-bort", methods=["GET", "POST"])
def delete(plan_id: str) -> Response | str:
    """Ask, then delete a draft."""
    plan = current.store().load(plan_id).plan
    if request.method == "GET":
        latest = current.history(plan_id).latest
        return render_template("delete.html", plan=plan, newest=latest, token=_token())
    current.demand_token(back=url("begin.delete", plan_id=plan_id))
    current.store().delete(plan_id)
    return redirect(url("begin.start"), 303)


@pages.get("/typsnitt/<name>")
def font(name: str) -> Response:
    """Return a typeface of the font packages."""
    if name not in fonts.web_faces():
        raise NotFound
    return send_file(fonts.web_faces()[name], mimetype="font/ttf", max_age=31_536_000)


def _progress(plan: Plan) -> tuple[int, int]:
    done = [plan.status(section) == Status.DONE for section in catalogue.SECTIONS]
    return sum(done), len(done)


def _token() -> str:
    return forms.token(current.csrf())
