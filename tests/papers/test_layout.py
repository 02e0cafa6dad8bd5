from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import pytest

from samverkan_docs.catalogue import Paper, guidance
from samverkan_docs.papers import printing
from samverkan_docs.papers.printing import Issue
from samverkan_docs.plan import Plan
from tests.conftest import Printed, pages_of
from tests.pdf_structure import opened, picture, tags

pytestmark = pytest.mark.slow

FLOWING = [Paper.PLAN, Paper.INTERNAL, Paper.BLANK]
TOP, BOTTOM = 20 / 297, 278 / 297  # between the running texts


@pytest.fixture
def papers(
    printed: Printed, issued: Mapping[Issue, bytes], quick_plan: Plan
) -> Mapping[str, bytes]:
    """Return every kind of paper that runs over several pages."""
    return {
        **{str(paper): printed.pdf(paper) for paper in FLOWING},
        "adopted": issued[Issue.PLAN],
        "quick path": printing.plan_pdf(quick_plan),
        "empty": printing.plan_pdf(Plan(id="p")),
    }


def emptiness(pdf: bytes, page: int) -> float:
    """Return how much of *page* is blank below its last ink, as a share of what it can hold."""
    image = picture(pdf, page)
    held = image.crop((0, round(TOP * image.height), image.width, round(BOTTOM * image.height)))
    ink = held.point(lambda value: 255 if value < 220 else 0).getbbox()
    return 1 - (ink[3] / held.height if ink else 0)


def test_no_page_but_the_last_is_more_than_a_third_empty(papers: Mapping[str, bytes]) -> None:
    empty = [
        (name, page + 1)
        for name, pdf in papers.items()
        for page in range(len(pages_of(pdf)) - 1)
        if emptiness(pdf, page) > 1 / 3
    ]
    assert empty == []


def rows_by_page(pdf: bytes) -> list[list[int]]:
    """Return for each table how many rows of its body stand on each of its pages."""
    document = opened(pdf)
    bodies = [tag.element for tag in tags(document) if tag.kind == "/TBody"]
    pages = ([row.Pg.objgen for row in body.K] for body in bodies)
    return [[len([*rows]) for _, rows in groupby(found)] for found in pages]


def test_no_row_of_a_table_stands_alone_on_its_page(papers: Mapping[str, bytes]) -> None:
    torn = [(name, t) for name, pdf in papers.items() for t in rows_by_page(pdf) if len(t) > 1]
    assert len(torn) > 3
    assert [(name, rows) for name, rows in torn if 1 in rows] == []


@pytest.mark.parametrize(("paper", "most"), [(Paper.PLAN, 14), (Paper.BLANK, 14)])
def test_a_paper_is_no_longer_than_it_needs_to_be(
    paper: Paper, most: int, printed: Printed
) -> None:
    assert len(printed.pages(paper)) <= most


def test_an_adopted_paper_has_no_empty_places(issued: Mapping[Issue, bytes]) -> None:
    for issue in (Issue.PLAN, Issue.ARCHIVE, Issue.INTERNAL):
        assert guidance.NOT_FILLED_IN not in " ".join(pages_of(issued[issue]))
