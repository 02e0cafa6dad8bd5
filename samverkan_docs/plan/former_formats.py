"""What a plan file of an older program says, in today's format.

Rule: nothing that a person answered is changed; only what the older program wrote by itself is.
"""

from __future__ import annotations

from samverkan_docs import catalogue
from samverkan_docs.plan.strict_json import Json

_TYPED_IN = "2026-11-22"
"""The day on which the first table of help lines was typed in: format 1 gave every line that day
as the one on which it was checked, though nobody had called it."""


def of_today(document: dict[str, Json]) -> dict[str, Json]:
    """Return a plan file's *document* of format 1 in today's format."""
    answers = document.get("svar")
    lines = _in(_in(answers, catalogue.STODLINJER.key), catalogue.HELP_LINES.key)
    if not isinstance(answers, dict) or not isinstance(lines, list):
        return document
    changed: Json = {catalogue.HELP_LINES.key: [_without_day(line) for line in lines]}
    return {**document, "svar": {**answers, catalogue.STODLINJER.key: changed}}


def _in(value: Json, key: str) -> Json:
    return value.get(key) if isinstance(value, dict) else None


def _without_day(line: Json) -> Json:
    checked = catalogue.CHECKED_ON.key
    if not isinstance(line, dict) or line.get(checked) != _TYPED_IN:
        return line
    return {key: value for key, value in line.items() if key != checked}
