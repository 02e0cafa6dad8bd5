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
    """Return a plan file's *document* of format 1, which is of the first edition, in today's."""
    document = {"upplaga": 1, **document}
    section, question = catalogue.STODLINJER.key, catalogue.HELP_LINES.key
    answers = document.get("svar")
    given = answers.get(section) if isinstance(answers, dict) else None
    lines = given.get(question) if isinstance(given, dict) else None
    if not (isinstance(answers, dict) and isinstance(given, dict) and isinstance(lines, list)):
        return document
    changed: Json = {**given, question: [_without_day(line) for line in lines]}
    return {**document, "svar": {**answers, section: changed}}


def _without_day(line: Json) -> Json:
    checked = catalogue.CHECKED_ON.key
    if not isinstance(line, dict) or line.get(checked) != _TYPED_IN:
        return line
    return {key: value for key, value in line.items() if key != checked}
