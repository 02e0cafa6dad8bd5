"""A section as a form: from posted texts or a file, through one validation, to answers.

Rule: WTForms is known here alone. Saving checks form, never completeness.
"""

from samverkan_docs.forms.csrf import Csrf, token, token_is_good
from samverkan_docs.forms.form_data import FormData
from samverkan_docs.forms.plan_check import checked
from samverkan_docs.forms.section_form import (
    Problem,
    Rejected,
    ahead,
    answers,
    form_for,
    problems,
)
from samverkan_docs.forms.understood import Note, understood

__all__ = [
    "Csrf",
    "FormData",
    "Note",
    "Problem",
    "Rejected",
    "ahead",
    "answers",
    "checked",
    "form_for",
    "problems",
    "token",
    "token_is_good",
    "understood",
]
