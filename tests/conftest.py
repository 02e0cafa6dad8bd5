"""What the tests share: the example plans, each paper printed once, a renderer that may not warn.

`pytest --renew` writes the golden texts and pictures anew; look at the difference before you
commit it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from samverkan_docs import plan_file, printing
from samverkan_docs.plan import Plan
from samverkan_docs.questions import Paper

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser last: Playwright leaves an event loop in which pyHanko cannot run its own."""
    items.sort(key=lambda item: "browser" in item.path.parts)


class _Refuse(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(record.getMessage())


@pytest.fixture(scope="session", autouse=True)
def _silent_renderer() -> Iterator[None]:
    handler = _Refuse(logging.WARNING)
    logging.getLogger("weasyprint").addHandler(handler)
    yield
    logging.getLogger("weasyprint").removeHandler(handler)


@pytest.fixture(scope="session")
def plan() -> Plan:
    return plan_file.read((ROOT / "examples" / "ekbackaskolan.json").read_bytes())


@pytest.fixture(scope="session")
def quick_plan() -> Plan:
    return plan_file.read((ROOT / "examples" / "snabbvagen.json").read_bytes())


class Printed:
    """The complete example on every paper, each printed once a session."""

    def __init__(self, plan: Plan) -> None:
        self._make = cache(lambda paper: printing.make(plan, paper))

    def pdf(self, paper: Paper) -> bytes:
        return self._make(paper)

    def pages(self, paper: Paper) -> list[str]:
        return pages_of(self.pdf(paper))

    def text(self, paper: Paper) -> str:
        return "\n".join(self.pages(paper))


@pytest.fixture(scope="session")
def printed(plan: Plan) -> Printed:
    return Printed(plan)


def pages_of(pdf: bytes) -> list[str]:
    """Give the text of each page, with plain spaces and without the renderer's line breaks."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    # pdfium gives a hyphen at the end of a line as U+FFFE
    return [" ".join(text.replace("\ufffe", "- ").split()) for text in texts]
