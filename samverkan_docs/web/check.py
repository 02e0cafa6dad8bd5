"""Check: whether a file is genuine, and whether it still holds."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template
from flask import url_for as url

from samverkan_docs import forms
from samverkan_docs.actions import checking
from samverkan_docs.seal import sealing
from samverkan_docs.web import current

pages = Blueprint("check", __name__)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/kontrollera")
def ask() -> str:
    """Ask for the file."""
    return _page()


@pages.post("/kontrollera")
def check() -> str | tuple[str, int]:
    """Return what the file is; nothing of it is kept."""
    if current.file_is_too_large():
        return _page(sentence=sealing.TOO_LARGE), 413
    current.demand_token(back=url("check.ask"))
    if not current.has_file():
        return _page(sentence="Välj en fil först."), 422
    try:
        finding = checking.check(current.store(), current.keys(), current.file(), current.today())
    except sealing.Unreadable as error:
        return _page(sentence=str(error)), 422
    return _page(finding=finding)


def _page(*, finding: checking.Finding | None = None, sentence: str = "") -> str:
    return render_template(
        "check.html", finding=finding, sentence=sentence, token=forms.token(current.csrf())
    )
