"""What every route asks of the request: the store, the plan, the section, the form's data.

Rule: what is not there is a 404 here, so that no route has to think of it; who acts is asked in
this one place.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from flask import current_app, request, session
from werkzeug.exceptions import NotFound

from samverkan_docs import catalogue
from samverkan_docs.form_data import FormData
from samverkan_docs.forms import Csrf
from samverkan_docs.key_ring import KeyRing
from samverkan_docs.plan import SCHOOL
from samverkan_docs.questions import Section
from samverkan_docs.store import Store, Version


def store() -> Store:
    """Give the application's store."""
    return cast("Store", current_app.extensions["store"])


def keys() -> KeyRing:
    """Give what the school stamps with."""
    return cast("KeyRing", current_app.extensions["keys"])


def now() -> datetime:
    """Give the time, with its zone."""
    return cast("datetime", current_app.config["NOW"]())


def today() -> date:
    """Give the day that it is where the program runs."""
    return now().astimezone().date()


def version(plan_id: str, number: int) -> Version:
    """Give an issued version, else store.NoSuchVersion."""
    return store().issued.load(plan_id, number)


def section(key: str) -> Section:
    """Give the section with *key*, else 404."""
    if key not in catalogue.BY_KEY:
        raise NotFound
    return catalogue.section(key)


def data() -> FormData:
    """Give the posted form data."""
    return FormData(request.form.to_dict(flat=False))


def csrf() -> Csrf:
    """Give what ties a form to this session."""
    return Csrf(session=session, secret=cast("bytes", current_app.secret_key))


def school() -> str:
    """Give the key of the school whose plans the person may see: here there is one."""
    return SCHOOL
