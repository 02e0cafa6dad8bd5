"""Who may come in, and the headers that keep the rest out.

Rule: other users of the computer reach 127.0.0.1 too, so a one-time key in the first address is
exchanged for a cookie; and no page may load, or be loaded by, anything but ourselves.
"""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, request, session
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response as BaseResponse

from samverkan_docs.data_folder import DataFolder

_HOSTS = ("127.0.0.1", "localhost")
_OPEN = {"static", "begin.font", "running"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
        "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def with_own_pictures() -> str:
    """Return the policy of a page that brings pictures with it, which can do nothing."""
    return _HEADERS["Content-Security-Policy"].replace("img-src 'self'", "img-src 'self' data:")


def register(app: Flask) -> None:
    """Check every request and set the headers of every answer."""
    app.before_request(_guard)
    app.after_request(_dress)
    app.add_url_rule("/igang", "running", _running)


def _running() -> str:
    """Return what tells a second start of the program that this one already runs."""
    return _folder().mark()


def _folder() -> DataFolder:
    return cast("DataFolder", current_app.config["DATA_FOLDER"])


def _guard() -> BaseResponse | None:
    # Another name in the Host header is a page elsewhere that has been led here (DNS rebinding).
    if not host_is_trusted(request.headers.get("Host", ""), _HOSTS):
        raise BadRequest
    key = request.args.get("nyckel")
    if key is not None and request.method == "GET":
        if _folder().use_entrance_key(key):
            session["inne"] = True
            session.permanent = True
        return redirect(quote(request.path), 303)
    if request.endpoint not in _OPEN and not session.get("inne"):
        raise Forbidden
    return None


def _dress(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = "private, no-cache"  # also of files, which say less
    return response
