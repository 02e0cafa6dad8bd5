"""Every kind of document keeps what it claims: PDF/UA-1 and PDF/A at once. No rule is waived.

The table is what a school can have in its hands, by the paper and the plan that it is printed from:
drafts and the blank form as they are, issued papers as they are made, stamped, and signed
afterwards by somebody else.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache

import pypdfium2
import pytest

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Question
from samverkan_docs.papers import printing
from samverkan_docs.papers.printing import Issue, Size
from samverkan_docs.pdf import document
from samverkan_docs.plan import Contact, Plan, Value
from samverkan_docs.seal import Key, after_seal, sealing
from tests.conformance.conftest import Judge
from tests.conftest import EDITION, decided
from tests.papers.test_printing import hostile_plan
from tests.pdf_structure import opened
from tests.signed_files import approved

pytestmark = pytest.mark.conformance

# --- The table ----------------------------------------------------------------------------------

ISSUED = {
    "plan": ("example", Issue.PLAN),
    "plan, third version with gaps": ("third version", Issue.PLAN),
    "plan, quick path": ("quick path", Issue.PLAN),
    "plan, hostile": ("hostile", Issue.PLAN),
    "plan, thirty pages": ("long", Issue.PLAN),
    "archive copy": ("third version", Issue.ARCHIVE),
    "archive copy, hostile": ("hostile", Issue.ARCHIVE),
    "wall sheet A4": ("third version", Issue.WALL),
    "wall sheet A3": ("third version", Issue.WALL_A3),
    "wall sheet, hostile": ("hostile", Issue.WALL),
    "internal sheet": ("third version", Issue.INTERNAL),
    "internal sheet, hostile": ("hostile", Issue.INTERNAL),
    "pocket cards": ("third version", Issue.CARD),
    "pocket cards, hostile": ("hostile", Issue.CARD),
    "holiday list": ("third version", Issue.HOLIDAYS),
    "holiday list, hostile": ("hostile", Issue.HOLIDAYS),
}
DRAFTS: dict[str, Callable[[Plan], bytes]] = {
    "blank form": lambda _plan: printing.blank_pdf(),
    "draft plan": printing.plan_pdf,
    "draft plan, empty": lambda _plan: printing.plan_pdf(Plan(id="p")),
    "draft wall sheet": printing.wall_pdf,
    "draft internal sheet": printing.internal_pdf,
    "draft pocket cards A3": lambda plan: printing.card_pdf(plan, Size.A3),
    "draft pocket cards, empty": lambda _plan: printing.card_pdf(Plan(id="p")),
}
STATES = ("unstamped", "stamped", "signed by another")
TABLE = [
    *((kind, "unstamped") for kind in DRAFTS),
    *((kind, state) for kind in ISSUED for state in STATES),
]

each_document = pytest.mark.parametrize(("kind", "state"), TABLE, ids=map(", ".join, TABLE))


@each_document
def test_it_is_accessible(kind: str, state: str, made: Made, broken_rules: Judge) -> None:
    assert broken_rules(made(kind, state), "ua1") == []


@each_document
def test_it_is_archivable(kind: str, state: str, made: Made, broken_rules: Judge) -> None:
    is_copy = kind.startswith("archive copy")
    assert broken_rules(made(kind, state), "2a" if is_copy else "3a") == []


# --- The documents ------------------------------------------------------------------------------

Made = Callable[[str, str], bytes]


@pytest.fixture(scope="session")
def made(  # each plan is issued once a session
    plan: Plan,
    quick_plan: Plan,
    issued: Mapping[Issue, bytes],
    key: Key,
    other_key: Key,
) -> Made:
    """Return a document of the table."""
    plans = {
        "example": plan,
        "quick path": quick_plan,
        "hostile": hostile_plan(),
        "long": long_plan(plan),
    }

    @cache
    def papers(name: str) -> Mapping[Issue, bytes]:
        is_third = name == "third version"
        return issued if is_third else printing.issued(decided(plans[name]), EDITION)

    @cache
    def make(kind: str, state: str) -> bytes:
        if kind in DRAFTS:
            return DRAFTS[kind](plan)
        if state == "unstamped":
            name, issue = ISSUED[kind]
            return papers(name)[issue]
        if state == "stamped":
            return sealing.seal(make(kind, "unstamped"), key).pdf
        return approved(make(kind, "stamped"), other_key)

    return make


def long_plan(plan: Plan) -> Plan:
    """Return *plan* with as much in it as makes thirty pages."""
    for section in catalogue.SECTIONS:
        filled = {q.key: _much(q) for q in section.questions if q.kind in _LONG}
        plan = plan.answered(section.key, {**plan.of(section.key), **filled})
    return plan


_LONG = {Kind.TEXT, Kind.CONTACTS}


def _much(question: Question) -> Value:
    if question.kind is Kind.TEXT:
        limit = question.limit * 3 // 5
        return ("Ring och berätta vad som har hänt. " * limit)[:limit].strip()
    numbers = range(1, question.limit + 1)
    return tuple(Contact(id=f"k{n}", funktion=f"kurator {n}", ersattare="rektor") for n in numbers)


def test_each_state_is_what_it_is_called(made: Made, key: Key, other_key: Key) -> None:
    for kind in ISSUED:
        unstamped, stamped, last = (made(kind, state) for state in STATES)
        assert not sealing.check(unstamped).sealed
        assert not sealing.check(stamped).continued
        verdict = sealing.check(last, {key.fingerprint})
        assert (verdict.own, verdict.continued) == (True, True)
        assert after_seal.added(last, verdict.end) == (f"en underskrift av {other_key.name}",)


def test_the_long_plan_is_long(made: Made) -> None:
    with pypdfium2.PdfDocument(made("plan, thirty pages", "unstamped")) as pdf:
        assert len(pdf) >= 30


# --- The judge ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flavour", "lost", "rule"),
    [("ua1", "/Lang", "7.2-"), ("ua1", "/StructTreeRoot", "7.1-"), ("3a", "/Metadata", "6.6.")],
)
def test_the_judge_sees_what_is_lost(
    flavour: str, lost: str, rule: str, made: Made, broken_rules: Judge
) -> None:
    pdf = opened(made("wall sheet A4", "unstamped"))
    del pdf.Root[lost]
    damaged = io.BytesIO()
    pdf.save(damaged)
    assert [
        broken for broken in broken_rules(damaged.getvalue(), flavour) if broken.startswith(rule)
    ]


def test_the_judge_sees_a_signature_that_is_not_as_it_should_be(
    made: Made, other_key: Key, broken_rules: Judge
) -> None:
    place = {"on_page": 0, "box": (0, 0, 200, 50)}
    visible = approved(made("wall sheet A4", "stamped"), other_key, place)
    assert broken_rules(visible, "ua1")
    assert broken_rules(visible, "3a")


def test_the_judge_knows_an_archive_copy_from_a_plan(made: Made, broken_rules: Judge) -> None:
    assert broken_rules(made("archive copy", "stamped"), "3a")
    assert broken_rules(made("plan", "stamped"), "2a")


def test_the_judge_demands_the_repairs(
    broken_rules: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samverkan_docs.pdf.tags._mend", lambda *_: None)
    html = '<html lang="sv"><title>x</title><h1>x</h1><ul><li><p>y</ul>'
    assert broken_rules(document.write(html), "ua1") == ["7.2-20"]
