"""The JSON schema of a plan file, derived from the catalogue.

Rule: it describes what `plan_file` reads, for others to write by; it is no second validation.
"""

from __future__ import annotations

from collections.abc import Mapping

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question
from samverkan_docs.plan.place import answers
from samverkan_docs.plan.plan_file import FORMAT, KIND, Json

_ID_SCHEMA: dict[str, Json] = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}


def schema() -> dict[str, Json]:
    """Return the JSON schema (2020-12) of a plan file, derived from the catalogue."""
    sections: dict[str, Json] = {
        section.key: _object_schema(section.questions, section.title)
        for section in catalogue.SECTIONS
    }
    reasons: dict[str, Json] = {str(place): {"type": "string"} for place in sorted(answers())}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Samverkansplan",
        "type": "object",
        "required": ["typ", "format", "svar"],
        "additionalProperties": False,
        "properties": {
            "typ": {"const": KIND},
            "format": {"const": FORMAT},
            "id": _ID_SCHEMA,
            "svar": {"type": "object", "additionalProperties": False, "properties": sections},
            "obekraftat": {"type": "array", "items": {"type": "string"}},
            "foregaende": _ID_SCHEMA,
            "skal": {
                "type": "object",
                "additionalProperties": False,
                "properties": reasons,
                "patternProperties": {r"^[a-z0-9_]+\.[a-z0-9_]+/": {"type": "string"}},
            },
            "upplaga": {"type": "integer", "minimum": 1},
            "tidigare_nummer": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }


def _object_schema(
    questions: tuple[Question, ...], title: str, *, row: bool = False
) -> dict[str, Json]:
    properties: dict[str, Json] = {"id": _ID_SCHEMA} if row else {}
    properties |= {question.key: _question_schema(question) for question in questions}
    return {
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


_SCHEMAS: Mapping[Kind, dict[str, Json]] = {
    Kind.TICK: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
}


def _question_schema(question: Question) -> dict[str, Json]:
    title: dict[str, Json] = {"title": question.label}
    if question.kind.is_rows:
        items = _object_schema(question.fields, question.label, row=True)
        return {**title, "type": "array", "maxItems": question.limit, "items": items}
    if question.kind is Kind.AGREEMENT:
        return _object_schema(question.fields, question.label)
    if question.kind in _SCHEMAS:
        return {**title, **_SCHEMAS[question.kind]}
    allowed: Json = [option.key for option in question.options]
    if question.kind is Kind.CHOICES:
        return {**title, "type": "array", "items": {"enum": allowed}}
    if question.kind is Kind.CHOICE:
        return {**title, "enum": allowed}
    return {**title, "type": "string", "maxLength": question.limit}
