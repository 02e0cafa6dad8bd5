"""What the tests share: the example plans, each paper printed once, a renderer that may not warn.

`pytest --renew` writes the golden texts and pictures anew; look at the difference before you
commit it. `pytest --hypothesis-profile nightly` draws more examples, and others each time; the
profile `quick` draws a few, for `./samverkan test --snabbt`.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, wraps
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

from samverkan_docs import catalogue
from samverkan_docs.actions import issuing, shelves
from samverkan_docs.actions.issuing import Adopted
from samverkan_docs.catalogue import Paper, guidance
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.forms import FormData
from samverkan_docs.papers import printing
from samverkan_docs.papers.edition import Edition, Revision
from samverkan_docs.papers.printing import Issue
from samverkan_docs.pdf import document
from samverkan_docs.plan import Answers, Contact, Plan, Signatory, adoption, plan_file
from samverkan_docs.seal import Key, KeyRing, keys
from samverkan_docs.store import Store, Version

if TYPE_CHECKING:
    from _typeshed import TraceFunction

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden files anew")


settings.register_profile(
    "ordinary",
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly", settings.get_profile("ordinary"), max_examples=1000, derandomize=False
)
settings.register_profile("quick", settings.get_profile("ordinary"), max_examples=5)
settings.load_profile("ordinary")

LAY_OUT = {"printed", "plain", "adopted", "lived_in", "draft_pdf", "genuine", "stamped"}
"""The fixtures that lay out papers."""
SLOW = ("conformance", "browser", "slow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lays out papers; put slow files first, so that all cores finish together."""
    for item in items:
        if LAY_OUT & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    slow = {item.path for item in items if any(map(item.get_closest_marker, SLOW))}
    items.sort(key=lambda item: item.path not in slow)


class _Refuse(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(record.getMessage())


@pytest.fixture(scope="session", autouse=True)
def _silent_renderer() -> Iterator[None]:
    handler = _Refuse(logging.WARNING)
    logging.getLogger("weasyprint").addHandler(handler)
    yield
    logging.getLogger("weasyprint").removeHandler(handler)


@pytest.fixture(scope="session", autouse=True)
def _untraced_renderer() -> Iterator[None]:
    """Let coverage look away while WeasyPrint works: it takes twice the time to be followed.

    What finishes a file is followed as all else; the few lines that it calls in between are not.
    """
    tracer = sys.gettrace()
    if tracer is None:
        yield
        return
    document._renderer()  # noqa: SLF001 -- imports WeasyPrint where it sees our typefaces alone

    from weasyprint import HTML
    from weasyprint.document import Document

    with pytest.MonkeyPatch.context() as patch:
        write = Document.write_pdf

        @wraps(write)
        def write_pdf(*args: object, finisher: Work | None = None, **options: object) -> object:
            ours = finisher and _under(tracer, finisher)
            return write(*args, finisher=ours, **options)

        patch.setattr(HTML, "render", _under(None, HTML.render))
        patch.setattr(Document, "write_pdf", _under(None, write_pdf))
        yield


Work: TypeAlias = Callable[..., object]


def _under(tracer: TraceFunction | None, work: Work) -> Work:
    """Return *work* with *tracer*, or none, in place of the one that follows the thread."""

    @wraps(work)
    def wrapped(*args: object, **options: object) -> object:
        before = sys.gettrace()
        sys.settrace(tracer)
        _take_over()
        try:
            return work(*args, **options)
        finally:
            sys.settrace(before)
            _take_over()

    return wrapped


def _take_over() -> None:
    """Be called: coverage's tracer takes a thread over at the first call that it sees."""


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


def a_pdf(title: str = "") -> bytes:
    """Return a sound PDF file of one empty page."""
    with pikepdf.new() as pdf, BytesIO() as written:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = title
        pdf.save(written, deterministic_id=True)
        return written.getvalue()


def a_png() -> bytes:
    """Return a sound picture."""
    with BytesIO() as written:
        Image.new("1", (10, 10)).save(written, "PNG")
        return written.getvalue()


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, with plain spaces and without the renderer's line breaks."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    # pdfium gives a hyphen at the end of a line as U+FFFE
    return [" ".join(text.replace("\ufffe", "- ").split()) for text in texts]


# --- Papers of an adopted plan ------------------------------------------------------------------

DECIDED = date(2026, 11, 16)
EDITION = Edition(
    version=3,
    revisions=(
        Revision(version=1, day=date(2026, 8, 17), changes=(guidance.FIRST_VERSION,)),
        Revision(version=2, day=None, changes=("Polisen: ny kontakt: kommunpolis.",)),
        Revision(version=3, day=DECIDED, changes=(guidance.AFTER_WITHDRAWN, guidance.NOTHING_NEW)),
    ),
)


def decided(plan: Plan) -> Plan:
    """Return *plan* with a decision, and a reason for each gap."""
    reasons = {gap.field: "Vi har bett om ett möte." for gap in adoption.gaps(plan)}
    decision: Answers = {
        "beslutad_av": "rektorn",
        "beslutsdatum": DECIDED,
        "diarienummer": "2026:17",
    }
    return adoption.decided(plan, {**decision, **reasons})


@pytest.fixture(scope="session")
def third_version(plan: Plan) -> Plan:
    """The complete example with what a school may leave out left out, and why."""
    missing = ("stod", "attityder", "kontakter")
    kept = {key: value for key, value in plan.of("ungdomsmottagning").items() if key not in missing}
    return decided(plan.answered(catalogue.UNGDOMSMOTTAGNING.key, kept))


@pytest.fixture(scope="session")
def issued(third_version: Plan) -> Mapping[Issue, bytes]:
    """The papers of that version, not yet stamped."""
    return printing.issued(third_version, EDITION)


@pytest.fixture(scope="session")
def key() -> Key:
    return keys.load(keys.new("Ekbackaskolan"))


@pytest.fixture(scope="session")
def other_key() -> Key:
    return keys.load(keys.new("Björkskolan"))


# --- A school that has adopted its plan ---------------------------------------------------------

FIRST = datetime(2026, 8, 17, 12, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
OLD_NUMBER, NEW_NUMBER = "+46313900601", "+46313900699"
SECRETS = ("Hemlig Ek", "+46701740699", "070-174 06 99", "Ring efter nio", "Hemligt hemma")
"""What the plan of `adopted` has on its internal sheet alone."""


class House:
    """A data folder with its store and its key."""

    def __init__(self, path: Path, key_file: bytes, *, timestamp_url: str = "") -> None:
        self.folder = DataFolder(path)
        (path / "stampel.p12").touch(mode=0o600)
        (path / "stampel.p12").write_bytes(key_file)
        self.store = Store.in_file(self.folder.database)
        self.ring = KeyRing(path, timestamp_url=timestamp_url)

    def adopt(self, plan_id: str, when: datetime, *, passphrase: str = "") -> Adopted:
        """Adopt a draft as its page does: by the rektor, with a reason for each gap."""
        asked = adoption.gaps(self.store.load(plan_id).plan)
        typed = {gap.field: f"Väntar på svar om {gap.place}." for gap in asked}
        typed |= {"beslutad_av": "Rektorn", "beslutsdatum": f"{when:%Y-%m-%d}"}
        data = FormData.of(typed.items())
        return issuing.issue_draft(
            self.store, self.ring, plan_id, data, now=when, passphrase=passphrase
        )

    def version(self, number: int) -> Version:
        """Return a version of the one plan that the house has."""
        (plan_id,) = {version.plan.id for version in self.store.issued.versions()}
        return self.store.issued.load(plan_id, number)

    def paper(self, number: int, name: printing.Issue = printing.Issue.PLAN) -> bytes:
        """Return a paper of the one plan that the house has."""
        return self.store.issued.paper(self.version(number).plan.id, number, name)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing has been issued."""
        return self.store.issued.versions() == []


@pytest.fixture(scope="session")
def key_file() -> bytes:
    return keys.new("Lindängens skola", FIRST - timedelta(days=1))


@pytest.fixture
def house(tmp_path: Path, key_file: bytes) -> Iterator[House]:
    """Return a house in which nothing has happened."""
    made = House(tmp_path / "hus", key_file)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def draft(quick_plan: Plan) -> Plan:
    """Return the quick example with a name, somebody who signs, and things that nobody may read."""
    kurator, *others = quick_plan.contacts("resurspersoner")
    kurator = replace(kurator, namn="Ada Lind", anteckning="Ring efter nio")
    hidden = Contact(
        id="k-hemlig",
        funktion="samordnare",
        namn="Hemlig Ek",
        telefon="+46701740699",
        tjanstenummer="nej",
        visas="anslag",
    )
    rektor = Signatory(id="u1", namn="Bo Ask", befattning="rektor", organisation="Skolan")
    return (
        quick_plan.answered(
            "resurspersoner",
            {**quick_plan.of("resurspersoner"), "kontakter": (kurator, *others, hidden)},
        )
        .answered("akut", {**quick_plan.of("akut"), "hemmet": "Hemligt hemma"})
        .answered("skolan", {**quick_plan.of("skolan"), "kopior": "Personalrummet\nExpeditionen"})
        .answered("underskrifter", {"undertecknare": (rektor,)})
    )


def with_number(plan: Plan, number: str) -> Plan:
    """Return *plan* with another number for its first resource person."""
    first, *others = plan.contacts("resurspersoner")
    rows = (replace(first, telefon=number, kontrollerad=date(2026, 11, 30)), *others)
    return plan.answered("resurspersoner", {**plan.of("resurspersoner"), "kontakter": rows})


@pytest.fixture(scope="session")
def adopted(tmp_path_factory: pytest.TempPathFactory, key_file: bytes, draft: Plan) -> House:
    """Return a house with two versions, the second with a number corrected; only to be looked at.

    While the second was made, the time-stamp service did not answer.
    """
    house = House(tmp_path_factory.mktemp("hus"), key_file, timestamp_url="http://127.0.0.1:9/")
    silent = KeyRing(house.folder.path)
    given, house.ring = house.ring, silent
    house.store.add(draft)
    first = house.adopt(draft.id, FIRST)
    assert not first.lost_time_stamp
    shelves.begin_next(house.store, first.version.plan.id)
    house.store.update(draft.id, lambda plan: with_number(plan, NEW_NUMBER))
    house.ring = given
    assert house.adopt(draft.id, SECOND).lost_time_stamp
    house.store.close()
    return house


@pytest.fixture
def lived_in(adopted: House, tmp_path: Path, key_file: bytes) -> Iterator[House]:
    """Return a copy of `adopted` to do something with."""
    (tmp_path / "bebott").mkdir(mode=0o700)
    shutil.copy(adopted.folder.database, tmp_path / "bebott" / "samverkan.sqlite3")
    made = House(tmp_path / "bebott", key_file)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def draft_pdf(quick_plan: Plan) -> bytes:
    """Return a wall sheet that nobody has adopted."""
    return printing.make(quick_plan, Paper.WALL)
