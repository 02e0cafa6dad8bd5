"""Plans and numbers drawn by hypothesis from the catalogue, for tests of more than one module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question, reference
from samverkan_docs.plan import ROW_TYPES, Agreement, Plan, is_id, phones, place

IDS = st.from_regex(r"\A[a-z0-9_-]{1,8}\Z").filter(is_id)
ROW_IDS = st.sampled_from(["a", "b"]) | IDS  # two drawn lists often share a row
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
ANY_TEXT = st.text(max_size=30)

# PTS has set these numbers aside for fiction: nobody answers them.
FICTION = [
    *(f"070-174 06 {n:02}" for n in range(5, 100)),
    *(f"031-390 06 {n:02}" for n in range(100)),
    *(f"08-465 004 {n:02}" for n in range(100)),
]

_VALID: Mapping[Kind, st.SearchStrategy[Any]] = {
    # No mobile ones: they ask whether they are the work's.
    Kind.PHONE: st.sampled_from([phones.parse(n) for n in FICTION if not n.startswith("07")]),
    Kind.EMAIL: st.sampled_from(["kurator@skolan.example.se", "rektor@example.se"]),
    Kind.WEB: st.sampled_from(["example.se", "https://skolan.example.se/elevhalsa"]),
    Kind.DATE: DAYS,
    Kind.SCHOOL_YEAR: st.sampled_from(["2026/27", "2099/00"]),
    Kind.SCHOOL_CODE: st.sampled_from(["12345678", "00000001"]),
}
# What a plan can hold at all: these kinds are checked on every way into it.
_STORED: Mapping[Kind, st.SearchStrategy[Any]] = {
    **{kind: drawn | st.just("") for kind, drawn in _VALID.items()},
    Kind.PHONE: st.sampled_from(["", *map(phones.parse, FICTION)]),
}
_WORDS = st.lists(
    st.sampled_from(["Ring", "kurator", "på måndag", "<b>", "&", "å", "Şîlan", "8–16", "[tid]"]),
    min_size=1,
    max_size=4,
).map(" ".join)

_TIED = {"galler_fran", "galler_till"}  # to the läsår, and to each other


def plans(*, valid: bool = False) -> st.SearchStrategy[Plan]:
    """Draw a plan that the catalogue knows; with *valid* one that passes the forms too."""
    sections = {
        section.key: st.fixed_dictionaries(
            {},
            optional={
                q.key: answers(q, valid=valid)
                for q in section.questions
                if not (valid and q.key in _TIED)
            },
        )
        for section in catalogue.SECTIONS
    }
    drawn = st.tuples(IDS, st.fixed_dictionaries({}, optional=sections))
    return drawn.map(lambda pair: _plan(pair[0], pair[1]))


def excused(*, valid: bool = False) -> st.SearchStrategy[Plan]:
    """Draw a plan with reasons for what may be missing from it."""
    texts = _WORDS if valid else st.text(min_size=1, max_size=30)
    reasons = st.dictionaries(st.sampled_from(sorted(place.answers())), texts, max_size=4)
    return st.builds(Plan.excused, plans(valid=valid), reasons)


def _plan(plan_id: str, sections: dict[str, dict[str, Any]]) -> Plan:
    plan = Plan(id=plan_id)
    for key, answers in sections.items():
        plan = plan.answered(key, answers)
    return plan


def answers(question: Question, *, valid: bool = False) -> st.SearchStrategy[Any]:
    """Draw an answer to *question*; with *valid* one that passes the forms too."""
    keys = [option.key for option in question.options]
    if question.kind.is_rows:
        return _rows(question, valid=valid)
    if question.kind is Kind.CHOICES:
        chosen = st.lists(st.sampled_from(keys), unique=True)
        return chosen.map(lambda found: tuple(key for key in keys if key in found))
    by_kind: Mapping[Kind, st.SearchStrategy[Any]] = {
        Kind.AGREEMENT: st.builds(
            Agreement, funktion=_WORDS if valid else ANY_TEXT, datum=st.none() | DAYS
        ),
        Kind.TICK: st.booleans(),
        Kind.CHOICE: st.sampled_from(keys or [""]),
        Kind.DATE: DAYS,
    }
    texts = _VALID.get(question.kind, _WORDS) if valid else _STORED.get(question.kind, ANY_TEXT)
    return by_kind.get(question.kind, texts)


def _rows(question: Question, *, valid: bool) -> st.SearchStrategy[Any]:
    if question.kind is Kind.HELP_LINES:
        rows = _line(question, valid=valid, own=False) | _line(question, valid=valid, own=True)
        return st.lists(rows, max_size=2, unique_by=lambda row: row.id).map(tuple)
    fields = {inner.key: answers(inner, valid=valid) for inner in question.fields}
    needed: dict[str, st.SearchStrategy[Any]] = {
        key: fields.pop(key) for key in ("funktion", "namn", "vad", "visas") if key in fields
    }
    every: dict[str, st.SearchStrategy[Any]] = {"id": ROW_IDS, **needed}
    row = st.fixed_dictionaries(every, optional=fields).map(
        lambda values: ROW_TYPES[question.kind](**values)
    )
    return st.lists(row, max_size=2, unique_by=lambda row: row.id).map(tuple)


def _line(question: Question, *, valid: bool, own: bool) -> st.SearchStrategy[Any]:
    """Draw a help line; one of `reference` has no name of its own, and all can be reached."""
    fields = {inner.key: answers(inner, valid=valid) for inner in question.fields}
    keys = [line.key for line in reference.HELP_LINES]
    every = {"id": ROW_IDS if own else st.sampled_from(keys), "telefon": fields.pop("telefon")}
    name = fields.pop("namn")
    every |= {"namn": name} if own else {}
    return st.fixed_dictionaries(every, optional=fields).map(
        lambda values: ROW_TYPES[question.kind](**values)
    )
