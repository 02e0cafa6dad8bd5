from __future__ import annotations

import inspect
import itertools
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Paper
from samverkan_docs.papers import printing
from samverkan_docs.pdf import document, memory
from samverkan_docs.pdf.memory import drawings, lines
from samverkan_docs.pdf.memory.bounded import Bounded
from samverkan_docs.plan import Plan
from tests import drawn

pytestmark = pytest.mark.slow

SETTING = "SAMVERKAN_UTAN_MINNE"
WRAPPED = [
    "text.line_break:split_first_line",
    "text.line_break:strut",
    "text.line_break:can_break_text",
    "draw.text:draw_first_line",
    "css:ComputedStyle.__missing__",
    "css:StyleFor.set_computed_styles",
    "layout.page:set_page_type_computed_styles",
    "layout.percent:resolve_percentages",
    "layout.percent:resolve_radii_percentages",
    "draw.border:draw_border",
    "formatting_structure.boxes:Box.is_in_normal_flow",
    "layout.float:avoid_collisions",
]


def page(body: str, style: str = "") -> str:
    return f'<!doctype html><html lang="sv"><title>x</title><style>{style}</style>{body}'


EVERYTHING = page(
    """<h1>Rubrik</h1><div style="float: left; width: 30mm; height: 9mm">flyter</div>
    <p>Ett stycke som är så långt att det behöver mer än en rad, fi ffi Şîlan ł
    مرحبا بالعالم <b>fet <i>och kursiv</i></b> <u>under</u> <s>struken</s> 070-174 06 05.
    <p style="text-align: justify">Ett stycke som är så långt att det behöver mer än en rad, och som
    går från kant till kant på den.
    <p style="width: 8mm; hyphens: auto">samverkansplanerna och<p dir="rtl">مرحبا 12 x
    <ul><li>ett<li>två</ul><ol><li style="float: right; width: 30%">ett</ol>
    <p>Not<span style="float: footnote">Noten</span> <q>citat</q> <small>pyttelitet</small>
    <table style="table-layout: auto"><caption>Tabell<tr><th>a<th>b som är mycket bredare än a
    <tr><td><p class="half">1<td><p class="half">2</table>
    <div style="columns: 2; column-rule: 1pt solid">Två spalter med en linje.</div>
    <p style="position: absolute; left: 3%; border-radius: 3%; border: 1pt dashed">plats
    <p style="margin-inline-start: 9mm; padding-block: 10%">logiskt
    <p style="width: 3em; white-space: nowrap; overflow: hidden; text-overflow: ellipsis">för långt
    <p style="letter-spacing: 2pt; word-spacing: 1em">glest och\u00adglest
    <p style="font-size: 7.3pt">mindre<p style="font-size: 31.7pt">större<p>&nbsp;<p> <br>x"""
    + "<p>nästa sida" * 60,
    """.half { width: 50%; background: red }
    li::marker { color: red }
    p::first-letter { font-weight: 700 }
    @page :nth(2) { color: blue }""",
)


SOME = page("<h1>Rubrik</h1><ul><li>ett<li>två</ul><p>Ett <b>ord</b> till.")


def plainly(html: str) -> bytes:
    """Return *html* as it is without a memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, "1")
        return document.write(html)


@pytest.fixture
def _fresh() -> Iterator[None]:
    """Begin without a memory, and leave none that a test has spoilt."""
    memory.layer.cache_clear()
    yield
    memory.layer.cache_clear()


@pytest.fixture
def _followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let coverage follow the renderer, for what is tested here works inside it."""
    document.page_count(SOME)

    from weasyprint import HTML
    from weasyprint.document import Document

    monkeypatch.setattr(HTML, "render", inspect.unwrap(HTML.render))
    monkeypatch.setattr(Document, "write_pdf", inspect.unwrap(Document.write_pdf))


# --- The same bytes -----------------------------------------------------------------------------


@pytest.mark.usefixtures("_followed", "_fresh")
def test_a_page_with_everything_is_the_same_cold_and_warm() -> None:
    plain = plainly(EVERYTHING)
    assert document.write(EVERYTHING) == plain
    assert document.write(EVERYTHING) == plain


@pytest.mark.usefixtures("_followed", "_fresh")
@pytest.mark.parametrize("order", list(itertools.permutations(("0.6px", "11pt", "31.7pt"))))
def test_a_glyph_is_as_wide_as_where_the_document_has_it_first(order: tuple[str, ...]) -> None:
    lines = [f'<p style="font-size: {size}">Åäö fi 0123 مرحبا Şîlan' for size in order]
    for html in map(page, (*lines, "".join(lines))):
        assert document.write(html) == plainly(html)


@pytest.mark.usefixtures("_fresh")
def test_a_glyph_stands_for_what_the_document_writes_with_it_first() -> None:
    # One glyph is drawn for both, and what is copied out of the file is the first one's text.
    two, one = "fi 1", "\ufb01 2"
    for text in (two, one, f"{two}<p>{one}", f"{one}<p>{two}"):
        html = page(f"<p>{text}")
        assert document.write(html) == plainly(html)


def test_a_line_is_spaced_anew_where_it_goes_from_edge_to_edge() -> None:
    for width in ("60mm", "61mm", "60mm"):
        html = page(f'<p style="text-align: justify; width: {width}">' + "Ett ord till. " * 9)
        assert document.write(html) == plainly(html)


@pytest.mark.usefixtures("_followed", "_fresh")
def test_a_glyph_that_is_missing_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("weasyprint"), "handlers", [])
    for html in map(page, ("<p>a 水 b", "<p>a 水 b", "<p>a b<p>水 水 火<p>a b")):
        assert document.write(html) == plainly(html)


def test_a_setting_of_one_paper_is_not_taken_for_another_s() -> None:
    styles = ["", "direction: rtl", "letter-spacing: 1pt", "font-weight: 700"]
    styles += ["font-variant-numeric: tabular-nums", "white-space: pre-wrap", "width: 20mm"]
    for style in (*styles, *reversed(styles)):
        html = page(f'<div style="{style}">070-174 06 05 och 111, Şîlan  x (ett) مرحبا</div>')
        assert document.write(html) == plainly(html)


_EVERY_SCRIPT = [
    "Ångström",
    "Şîlan",
    "Łódź",
    "Ελένη",
    "Дарья",
    "مريم",
    "شيلان",
    "Nguyễn",
    "e\u0301",
]
_ODD = ["samverkansöverenskommelse" * 6, "fi\u00adffi", "a\u00a0b", "\u200b", "  ", "<b>&amp;", "0"]
_TEXTS = st.one_of(
    st.just(""),
    st.lists(st.sampled_from([*_EVERY_SCRIPT, *_ODD, "ring", "och", "8–16"]), max_size=12).map(
        " ".join
    ),
    st.sampled_from(_EVERY_SCRIPT).map(lambda word: f"{word} och andra. " * 40),
)


@st.composite
def worded_plans(draw: st.DrawFn) -> Plan:
    """Draw a plan with texts and names in every script, with empty ones and huge ones."""
    plan = draw(drawn.plans(valid=True))
    for section in catalogue.SECTIONS:
        texts = {
            question.key: draw(_TEXTS)
            for question in section.questions
            if question.kind in {Kind.LINE, Kind.TEXT} and draw(st.integers(0, 9)) == 0
        }
        plan = plan.answered(section.key, {**plan.of(section.key), **texts})
        contacts = [
            replace(contact, funktion=draw(_TEXTS), namn=draw(_TEXTS))
            for contact in plan.contacts(section.key)
        ]
        if contacts:
            plan = plan.with_contacts(section.key, tuple(contacts))
    return plan


def printed(plan: Plan, paper: Paper) -> bytes | str:
    """Return *paper* of *plan*, or why there is none."""
    try:
        return printing.make(plan, paper)
    except printing.TooLong as error:
        return str(error)


_OF_PLAN = [paper for paper in Paper if paper is not Paper.BLANK]


@settings(max_examples=max(1, settings().max_examples // 25))
@given(worded_plans(), st.randoms())
def test_every_paper_of_every_plan_is_the_same(plan: Plan, chance: Random) -> None:
    if chance.random() < 1 / 2:
        memory.layer.cache_clear()
    runs = [(paper, setting) for paper in _OF_PLAN for setting in ("", "1")]
    chance.shuffle(runs)
    made: dict[Paper, set[bytes | str]] = {}
    for paper, setting in runs:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(SETTING, setting)
            made.setdefault(paper, set()).add(printed(plan, paper))
    assert [paper for paper, files in made.items() if len(files) != 1] == []


# --- What it stands in front of -----------------------------------------------------------------


@pytest.mark.usefixtures("_fresh")
def test_it_stands_in_front_of_what_it_was_made_for(caplog: pytest.LogCaptureFixture) -> None:
    document.write(SOME)
    assert memory.layer().wraps == WRAPPED
    assert caplog.records == []


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize("place", WRAPPED)
def test_a_wrapper_stays_away_from_a_function_that_has_changed(
    place: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plain = plainly(SOME)
    changed = place.partition(":")[2].rpartition(".")[2]
    source = inspect.getsource

    def getsource(function: Callable[..., object]) -> str:
        return source(function) + "# new" * (function.__name__ == changed)

    memory.layer.cache_clear()
    monkeypatch.setattr(inspect, "getsource", getsource)
    assert document.write(SOME) == document.write(SOME) == plain
    assert place not in memory.layer().wraps
    (said,) = [text for text in caplog.messages if text.startswith(f"{place} ")]
    assert caplog.messages.count(said) == 1
    assert "Rubrik" not in said


@pytest.mark.usefixtures("_fresh")
def test_all_stay_away_from_another_version(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plain = plainly(SOME)
    memory.layer.cache_clear()
    monkeypatch.setattr("weasyprint.__version__", "70.1")
    assert document.write(SOME) == plain
    assert memory.layer().wraps == []
    assert len(caplog.records) == len(WRAPPED)


@pytest.mark.usefixtures("_fresh")
def test_all_stay_away_where_the_library_has_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: object) -> str:
        raise OSError

    monkeypatch.setattr(inspect, "getsource", none)
    document.write(SOME)
    assert memory.layer().wraps == []


@pytest.mark.usefixtures("_fresh")
def test_the_setting_switches_all_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "1")
    document.write(SOME)
    assert len(memory.layer()) == 0
    monkeypatch.delenv(SETTING)
    document.write(SOME)
    assert len(memory.layer()) > 0


def test_the_library_is_left_as_it_was() -> None:
    from weasyprint.layout import inline

    document.write(SOME)
    assert inline.split_first_line.__module__ == "weasyprint.text.line_break"


# --- How much it remembers ----------------------------------------------------------------------


def test_a_bounded_memory_forgets_what_was_not_asked_for() -> None:
    kept: Bounded[int, str] = Bounded(10, lambda _: 1)
    kept.keep(0, "zero")
    for number in range(1, 1000):
        kept.keep(number, "x")
        assert kept.get(0) == "zero"
        assert len(kept) <= 20
    assert kept.get(999) == "x"
    assert kept.get(1) is None


def test_what_is_heavier_than_all_it_may_hold_is_soon_forgotten() -> None:
    kept: Bounded[str, str] = Bounded(10, len)
    kept.keep("x" * 100, "huge")
    kept.keep("a", "b")
    kept.keep("b", "c")
    assert len(kept) <= 3


@pytest.mark.usefixtures("_fresh")
def test_it_holds_no_more_however_many_texts_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST", 200_000)
    monkeypatch.setattr(drawings, "MOST", 500_000)
    most = 0
    for number in range(15):
        words = (f"ord{number}x{word}" for word in range(200))
        document.write(page("<p>" + "<p>".join(words)))
        most = max(most, len(memory.layer()))
    assert most < 1000
