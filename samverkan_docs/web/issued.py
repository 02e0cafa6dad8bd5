"""Issued versions: their papers, their signatures, the next version, and withdrawing one."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from samverkan_docs import forms, plan_file, printing, scans, signing, store, versions
from samverkan_docs.actions import Rejected
from samverkan_docs.form_data import FormData
from samverkan_docs.questions import Section
from samverkan_docs.store import Version
from samverkan_docs.web import asked

pages = Blueprint("issued", __name__)

OLD_PAGE = (
    "Sidan hade legat öppen för länge och inget har sparats. Det du skrev finns kvar här. Tryck på "
    "knappen en gång till."
)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/version/<int:number>/")
def version(plan_id: str, number: int) -> str:
    """Show a version: whether it holds, its papers, who has signed, what has happened."""
    shown = asked.version(plan_id, number)
    everything = asked.store().issued.of(plan_id)
    return render_template(
        "version.html",
        plan=shown.plan,
        version=shown,
        versions=everything,
        newest=next((v for v in everything if not v.withdrawn), None),
        draft=_draft(plan_id),
        today=asked.today(),
        copies=versions.places_of_copies(asked.store(), shown),
        scans=asked.store().issued.scans(shown),
        log=asked.store().issued.log(plan_id),
        token=forms.token(asked.csrf()),
    )


def _draft(plan_id: str) -> bool:
    try:
        asked.store().load(plan_id)
    except store.NoSuchPlan:
        return False
    return True


@pages.get("/plan/<plan_id>/version/<int:number>/<name>.pdf")
def paper(plan_id: str, number: int, name: str) -> Response:
    """Hand out a paper: the bytes that were issued."""
    if name not in set(printing.Issue):
        raise NotFound
    shown = asked.version(plan_id, number)
    pdf = asked.store().issued.paper(plan_id, number, name)
    file_name = printing.issued_name(shown.plan, printing.Issue(name), number)
    return _file(pdf, "application/pdf", file_name)


@pages.get("/plan/<plan_id>/version/<int:number>/plan.json")
def export(plan_id: str, number: int) -> Response:
    """Hand out all answers of a version as a file that can be read in again."""
    shown = asked.version(plan_id, number)
    if shown.withdrawn:
        raise NotFound
    name = f"samverkansplan-{shown.year.replace('/', '-')}-version-{number}.json"
    return _file(plan_file.write(shown.plan).encode(), "application/json", name, saved=True)


@pages.get("/plan/<plan_id>/version/<int:number>/skannat/<scan_id>")
def scan(plan_id: str, number: int, scan_id: str) -> Response:
    """Hand out a file that somebody keeps beside the version."""
    found, content = asked.store().issued.scan(asked.version(plan_id, number), scan_id)
    kind = scans.Kind(found.kind)
    name = f"underskrifter-version-{number}.{kind.ending}"
    return _file(content, kind.media_type, name, saved=True)


def _file(content: bytes, kind: str, name: str, *, saved: bool = False) -> Response:
    how = "attachment" if saved else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, mimetype=kind, headers=headers)


@pages.post("/plan/<plan_id>/version/<int:number>/ny")
def next_version(plan_id: str, number: int) -> BaseResponse | tuple[str, int]:
    """Begin the draft of the next version."""
    shown = asked.version(plan_id, number)
    if shown.withdrawn:
        raise NotFound
    if not forms.token_is_good(asked.csrf(), asked.data()):
        return redirect(url("issued.version", plan_id=plan_id, number=number), 303)
    versions.begin_next(asked.store(), shown)
    return redirect(url("begin.tasks", plan_id=plan_id), 303)


# --- Signatures ---------------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/version/<int:number>/underskrifter")
def signatures(plan_id: str, number: int) -> str:
    """Ask who has signed and when, and for a scan."""
    shown = asked.version(plan_id, number)
    return _signatures(shown, versions.signatures_opened(shown))


@pages.post("/plan/<plan_id>/version/<int:number>/underskrifter")
def sign(plan_id: str, number: int) -> BaseResponse | tuple[str, int]:
    """Keep who has signed, and the scan if there is one."""
    request.max_content_length = request.max_form_memory_size = signing.LIMIT + 1_000_000
    shown = asked.version(plan_id, number)
    if (request.content_length or 0) > request.max_content_length:
        problem = forms.Problem(anchor="fil", place="Fil", message=scans.TOO_LARGE)
        opened = versions.signatures_opened(shown)
        return _signatures(shown, opened, problems=[problem]), 413  # refused unread
    data = asked.data()
    if not forms.token_is_good(asked.csrf(), data):
        return _signatures(shown, data, fault=OLD_PAGE), 422
    upload = request.files.get("fil")
    content = upload.stream.read(signing.LIMIT + 1) if upload else b""
    try:
        versions.sign(asked.store(), shown, data, content, asked.today())
    except Rejected as error:
        return _signatures(shown, data, problems=error.problems), 422
    except scans.NotAScan as error:
        problem = forms.Problem(anchor="fil", place="Fil", message=str(error))
        return _signatures(shown, data, problems=[problem]), 422
    flash("Underskrifterna är registrerade.")
    return redirect(url("issued.version", plan_id=plan_id, number=number), 303)


def _signatures(
    shown: Version,
    data: FormData,
    *,
    problems: list[forms.Problem] | None = None,
    fault: str = "",
) -> str:
    section = versions.signatures_asked(shown)
    return _asking("signatures.html", shown, section, data, problems=problems, fault=fault)


# --- Withdrawing --------------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/version/<int:number>/dra-tillbaka")
def ask_to_withdraw(plan_id: str, number: int) -> str:
    """Tell what withdrawing means, and ask why."""
    return _withdrawal(asked.version(plan_id, number), FormData())


@pages.post("/plan/<plan_id>/version/<int:number>/dra-tillbaka")
def withdraw(plan_id: str, number: int) -> BaseResponse | tuple[str, int]:
    """Delete the version's files and data for good."""
    shown, data = asked.version(plan_id, number), asked.data()
    if not forms.token_is_good(asked.csrf(), data):
        return _withdrawal(shown, data, fault=OLD_PAGE), 422
    try:
        versions.withdraw(asked.store(), shown, data)
    except Rejected as error:
        return _withdrawal(shown, data, problems=error.problems), 422
    flash(f"Version {number} är tillbakadragen, och dess filer och uppgifter är borta.")
    return redirect(url("issued.version", plan_id=plan_id, number=number), 303)


def _withdrawal(
    shown: Version,
    data: FormData,
    *,
    problems: list[forms.Problem] | None = None,
    fault: str = "",
) -> str:
    section = versions.WITHDRAWAL
    return _asking("withdraw.html", shown, section, data, problems=problems, fault=fault)


def _asking(  # noqa: PLR0913 -- a page's states, each named where it is called
    template: str,
    shown: Version,
    section: Section,
    data: FormData,
    *,
    problems: list[forms.Problem] | None,
    fault: str,
) -> str:
    return render_template(
        template,
        plan=shown.plan,
        version=shown,
        section=section,
        form=forms.form_for(section, data, asked.csrf()),
        problems=problems or [],
        messages={problem.anchor: problem.message for problem in problems or []},
        fault=fault,
    )
