"""Check: whether a file is genuine, and whether it still holds."""

from __future__ import annotations

from base64 import b64encode

from flask import Blueprint, Flask, Response, make_response, render_template
from flask import url_for as url

from samverkan_docs import forms
from samverkan_docs.actions import checking
from samverkan_docs.actions.checking import Finding
from samverkan_docs.seal import sealing
from samverkan_docs.seal.page_differences import Differences
from samverkan_docs.web import current, gate

pages = Blueprint("check", __name__)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/kontrollera")
def ask() -> str:
    """Ask for the file."""
    return _page()


@pages.post("/kontrollera")
def check() -> Response | str | tuple[str, int]:
    """Return what the file is, or its genuine part; nothing of it is kept."""
    if current.file_is_too_large():
        return _page(sentence=sealing.TOO_LARGE), 413
    current.demand_token(back=url("check.ask"))
    if not current.has_file():
        return _page(sentence="Välj en fil först."), 422
    pdf = current.file()
    try:
        finding = checking.check(current.store(), current.keys(), pdf, current.today())
    except sealing.Unreadable as error:
        return _page(sentence=str(error)), 422
    if "hamta" in current.data() and finding.state.is_genuine:
        return _genuine(pdf[: finding.end])
    return _found(finding)


def _genuine(pdf: bytes) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="faststalld.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _found(finding: Finding) -> Response:
    """Return the page of a finding, with its pictures in the page itself.

    They are pictures that the program has drawn. An address for each would ask that what they
    were drawn from be kept; so this page alone may show pictures that it brings with it.
    """
    answer = make_response(_page(finding=finding))
    if finding.differences and finding.differences.pictures:
        answer.headers["Content-Security-Policy"] = gate.with_own_pictures()
    return answer


def _page(*, finding: Finding | None = None, sentence: str = "") -> str:
    return render_template(
        "check.html",
        finding=finding,
        sentence=sentence,
        token=forms.token(current.csrf()),
        pictures=pictures_of(finding.differences) if finding else [],
    )


def pictures_of(found: Differences | None) -> list[tuple[int, str]]:
    """Return the number of each page that has a picture, and the picture as an address."""
    return [
        (picture.page, f"data:image/png;base64,{b64encode(picture.png).decode()}")
        for picture in (found.pictures if found else ())
    ]
