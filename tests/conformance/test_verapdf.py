"""Every kind of document keeps what it claims: PDF/UA-1 and PDF/A at once. No rule is waived."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pypdfium2
import pytest

from samverkan_docs import catalogue, document, papers, plan_file, printing
from samverkan_docs.plan import Plan
from samverkan_docs.printing import Size
from samverkan_docs.questions import Kind, Paper, Question
from samverkan_docs.rows import Contact, Value
from tests.conformance.conftest import Judge
from tests.conftest import Printed
from tests.pdf_structure import opened
from tests.test_printing import hostile_plan

pytestmark = pytest.mark.conformance

# --- The documents ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """What the documents are made from."""

    plan: Plan
    quick_plan: Plan
    printed: Printed

    def with_data(self, *, archive: bool = False) -> bytes:
        made = datetime(2026, 8, 17, 8, tzinfo=UTC)
        data = document.Data(text=plan_file.write(self.plan), made=made)
        return document.write(papers.plan_html(self.plan), attachment=data, archive=archive)

    def long_plan(self) -> Plan:
        plan = self.plan
        for section in catalogue.SECTIONS:
            filled = {q.key: _as_much_as_may_be(q) for q in section.questions if q.kind in _LONG}
            plan = plan.answered(section.key, {**plan.of(section.key), **filled})
        return plan


_LONG = {Kind.TEXT, Kind.CONTACTS}


def _as_much_as_may_be(question: Question) -> Value:
    if question.kind is Kind.TEXT:
        return ("Ring och berätta vad som har hänt. " * question.limit)[: question.limit].strip()
    numbers = range(1, question.limit + 1)
    return tuple(Contact(id=f"k{n}", funktion=f"kurator {n}", ersattare="rektor") for n in numbers)


KINDS: dict[str, Callable[[Given], bytes]] = {
    "plan": lambda given: given.printed.pdf(Paper.PLAN),
    "plan with data": Given.with_data,
    "quick plan": lambda given: printing.plan_pdf(given.quick_plan),
    "empty plan": lambda _given: printing.plan_pdf(Plan(id="p")),
    "hostile plan": lambda _given: printing.plan_pdf(hostile_plan()),
    "long plan": lambda given: printing.plan_pdf(given.long_plan()),
    "wall sheet A4": lambda given: given.printed.pdf(Paper.WALL),
    "wall sheet A3": lambda given: printing.wall_pdf(given.plan, Size.A3),
    "hostile wall sheet": lambda _given: printing.wall_pdf(hostile_plan()),
    "pocket cards": lambda given: given.printed.pdf(Paper.CARD),
    "pocket cards A3": lambda given: printing.card_pdf(given.plan, Size.A3),
    "empty pocket cards": lambda _given: printing.card_pdf(Plan(id="p")),
    "hostile pocket cards": lambda _given: printing.card_pdf(hostile_plan()),
    "internal sheet": lambda given: given.printed.pdf(Paper.INTERNAL),
    "hostile internal sheet": lambda _given: printing.internal_pdf(hostile_plan()),
    "blank form": lambda given: given.printed.pdf(Paper.BLANK),
    "archive copy": lambda given: given.with_data(archive=True),
}

Made = Callable[[str], bytes]


@pytest.fixture(scope="session")
def made(plan: Plan, quick_plan: Plan, printed: Printed) -> Made:
    """Give a document by its kind, made once a session."""
    given = Given(plan, quick_plan, printed)
    return cache(lambda kind: KINDS[kind](given))


# --- The verdicts -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_accessible(kind: str, made: Made, broken_rules: Judge) -> None:
    assert broken_rules(made(kind), "ua1") == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_archivable(kind: str, made: Made, broken_rules: Judge) -> None:
    assert broken_rules(made(kind), "2a" if kind == "archive copy" else "3a") == []


def test_the_long_plan_is_long(made: Made) -> None:
    with pypdfium2.PdfDocument(made("long plan")) as pdf:
        assert len(pdf) >= 40


# --- The judge ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flavour", "lost", "rule"),
    [("ua1", "/Lang", "7.2-"), ("ua1", "/StructTreeRoot", "7.1-"), ("3a", "/Metadata", "6.6.")],
)
def test_the_judge_sees_what_is_lost(
    flavour: str, lost: str, rule: str, made: Made, broken_rules: Judge
) -> None:
    pdf = opened(made("wall sheet A4"))
    del pdf.Root[lost]
    damaged = io.BytesIO()
    pdf.save(damaged)
    assert [
        broken for broken in broken_rules(damaged.getvalue(), flavour) if broken.startswith(rule)
    ]


def test_the_judge_demands_the_repairs(
    broken_rules: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samverkan_docs.pdf_tags._mend", lambda *_: None)
    html = '<html lang="sv"><title>x</title><h1>x</h1><ul><li><p>y</ul>'
    assert broken_rules(document.write(html), "ua1") == ["7.2-20"]
