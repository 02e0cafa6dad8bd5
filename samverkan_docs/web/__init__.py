"""The web application: speaks HTTP, and nothing else does.

Rule: routes are grouped by what a person does (begin, fill in, review, print, adopt, check);
each fetches, calls one action and answers. Addresses and texts are Swedish.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from samverkan_docs import resources
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.papers import templating
from samverkan_docs.seal import KeyRing
from samverkan_docs.store import Store
from samverkan_docs.web import (
    adopt,
    afterwards,
    begin,
    check,
    drawing,
    errors,
    fill_in,
    filters,
    gate,
    issued,
    page_drafts,
    posted,
    print_out,
    renew,
    review,
    twins,
)

_MEGABYTE = 1_000_000


def make(config: Mapping[str, Any]) -> Flask:
    """Make the application from its settings (see `create_app`)."""
    app = Flask(
        __name__,
        static_folder=str(resources.STATIC),
        static_url_path="/statiskt",
        template_folder=str(resources.TEMPLATES),
    )
    app.request_class = posted.Request
    app.config.update(
        NOW=lambda: datetime.now(UTC),
        SESSION_COOKIE_NAME="samverkan",
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=31),
        # Sixty contacts and ten thousand characters in each answer come back with a sentence.
        MAX_CONTENT_LENGTH=8 * _MEGABYTE,
        MAX_FORM_MEMORY_SIZE=8 * _MEGABYTE,
    )
    app.config.update(config)
    folder: DataFolder = app.config.setdefault("DATA_FOLDER", None) or DataFolder.chosen()
    app.config["DATA_FOLDER"] = folder
    app.secret_key = app.secret_key or folder.secret_key()
    app.extensions["store"] = Store.in_file(folder.database)
    app.extensions["keys"] = app.config.get("KEYS") or KeyRing.chosen(folder.path)
    app.extensions["drawing"] = drawing.Queue()
    templating.configure(app.jinja_env)
    filters.configure(app.jinja_env)
    for module in (
        gate,
        errors,
        begin,
        fill_in,
        page_drafts,
        review,
        print_out,
        adopt,
        issued,
        afterwards,
        check,
        renew,
        twins,
    ):
        module.register(app)
    return app
