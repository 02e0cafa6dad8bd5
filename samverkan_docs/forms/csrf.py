"""The token that ties a posted page to the session it was shown in.

Rule: a page may lie open for hours: a token holds as long as its session.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from samverkan_docs.forms.form_data import FormData


@dataclass(frozen=True, kw_only=True)
class Csrf:
    """What ties a form to its session: a mutable *session* and the program's *secret*."""

    session: MutableMapping[str, Any]
    secret: bytes


class Meta(DefaultMeta):
    """How WTForms makes a form: with a token if *csrf* ties it to a session."""

    csrf_time_limit = None  # a kurator has forty minutes, and a page may lie open far longer

    def __init__(self, csrf: Csrf | None = None) -> None:
        self.csrf = csrf is not None
        if csrf is not None:
            self.csrf_context = csrf.session
            self.csrf_secret = csrf.secret


def token(csrf: Csrf) -> str:
    """Return the token that a page of this session posts back as `csrf_token`."""
    form = BaseForm({}, meta=Meta(csrf))
    form.process(FormData())
    field: Any = form["csrf_token"]
    return str(field.current_token)


def token_is_good(csrf: Csrf, data: FormData) -> bool:
    """Return whether posted *data* come from a page of this session."""
    form = BaseForm({}, meta=Meta(csrf))
    form.process(data)
    return form.validate()
