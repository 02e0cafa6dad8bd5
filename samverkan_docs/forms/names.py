"""Where on a section's page something stands: the names of rows and fields.

Rule: a row is known by its id, wherever it has moved to.
"""

from __future__ import annotations

import re

from samverkan_docs.catalogue import Question, Section
from samverkan_docs.forms.form_data import FormData
from samverkan_docs.plan import HelpLine, Place

_ROW_AND_FIELD = 2  # ids that lead to a field of a row, rather than to a row within one
_ROW = re.compile(r"(?:(.+-[0-9]+)-)?([^-]+)-[0-9]+")


def field_at(section: Section, data: FormData, place: Place | None) -> str:
    """Return the id of the field in which to change what is at *place*, empty if there is none."""
    if place is None or place.section != section.key:
        return ""
    for question in section.asked:
        if question.key == place.question:
            return _field(question, data, question.key, place.ids)
    return ""


def _field(question: Question, data: FormData, name: str, ids: tuple[str, ...]) -> str:
    if not ids:
        return name
    row = row_called(data, name, ids[0])
    if row and len(ids) == _ROW_AND_FIELD and any(f.key == ids[1] for f in question.fields):
        return f"{row}-{ids[1]}"
    inner = next((f for f in question.fields if f.kind.is_rows), None)
    if row and len(ids) > 1:
        return _field(inner, data, f"{row}-{inner.key}", ids[1:]) if inner else ""
    named = question.has_standing_rows and HelpLine(id=ids[0]).standing is not None
    return f"{row}-{question.fields[1 if named else 0].key}" if row else ""


def row_called(data: FormData, name: str, row_id: str) -> str:
    """Return the name of the row with *row_id* in the list *name*, empty if it has none."""
    is_id = re.compile(rf"{re.escape(name)}-[0-9]{{1,4}}-id")
    found = (key for key, texts in data.items() if is_id.fullmatch(key) and texts == [row_id])
    return next(found, "").removesuffix("-id")


def same_row(name: str, data: FormData, other: FormData) -> str:
    """Return the name in *other* of the row called *name* in *data*, empty if it is not there."""
    match = _ROW.fullmatch(name)
    row_id = "".join(data.getlist(f"{name}-id"))
    if match is None or not row_id:
        return ""
    outer = same_row(match[1], data, other) if match[1] else ""
    if match[1] and not outer:
        return ""
    return row_called(other, f"{outer}-{match[2]}" if outer else match[2], row_id)
