from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from samverkan_docs import actions, create_app
from samverkan_docs.actions import issuing
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.papers import printing
from samverkan_docs.plan import Plan, Value, adoption
from samverkan_docs.seal import KeyRing, keys
from samverkan_docs.store import Store, Version
from tests.conftest import a_pdf
from tests.web.checking import Client

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Keep the compiled templates from one test to the next: they take most of the time."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def key_file() -> bytes:
    """Make a key once: it takes longer than most tests."""
    return keys.new("Ekbackaskolan", NOW - timedelta(days=1))


def put_key(folder: DataFolder, content: bytes) -> None:
    """Put the school's own key into *folder*, which no one else may read."""
    file = folder.path / "stampel.p12"
    file.touch(mode=0o600)
    file.write_bytes(content)


@pytest.fixture
def app(folder: DataFolder, compiled: BytecodeCache, key_file: bytes) -> Iterator[Flask]:
    put_key(folder, key_file)
    app = create_app(DATA_FOLDER=folder, NOW=lambda: NOW, PROPAGATE_EXCEPTIONS=True)
    app.jinja_env.bytecode_cache = compiled
    yield app
    cast("Store", app.extensions["store"]).close()


@pytest.fixture
def store(app: Flask) -> Store:
    return cast("Store", app.extensions["store"])


@pytest.fixture
def client(app: Flask) -> Client:
    return Client(app)


@pytest.fixture
def stranger(app: Flask) -> Client:
    return Client(app, inside=False)


@pytest.fixture(scope="session")
def example() -> Plan:
    return actions.read((EXAMPLES / "ekbackaskolan.json").read_bytes())


@pytest.fixture
def filled(store: Store, example: Plan) -> str:
    """Return the address of the example, filled in and stored."""
    store.add(example)
    return f"/plan/{example.id}/"


@pytest.fixture(scope="session")
def quick() -> Plan:
    return actions.read((EXAMPLES / "snabbvagen.json").read_bytes())


def decided(plan: Plan, *, day: date = date(2026, 8, 17)) -> Plan:
    """Return *plan* with a decision."""
    decision: dict[str, Value] = {"beslutad_av": "Rektorn", "beslutsdatum": day}
    return plan.answered("skolan", {**plan.of("skolan"), **decision})


def issue_in_words(store: Store, plan: Plan, *, draft: Plan | None = None) -> Version:
    """Issue the next version of *plan* with papers that are mere words: most pages need no more."""
    number = len(store.issued.history(plan.id)) + 1
    version = Version(
        plan=decided(plan),
        number=number,
        year=plan.text("skolan", "lasar"),
        issued=NOW.replace(tzinfo=None),
        fingerprint="00",
        changes=("Första versionen" if number == 1 else "Polisen: ett nytt nummer",),
    )
    papers = {name.value: a_pdf(f"{name} {plan.id} {number}") for name in printing.Issue}
    store.issued.add(version, papers, draft=draft, function="rektor")
    return version


@pytest.fixture
def issued(store: Store, quick: Plan) -> Version:
    """Return a version whose papers are mere words."""
    return issue_in_words(store, quick)


@pytest.fixture(scope="session")
def stamped(
    tmp_path_factory: pytest.TempPathFactory, key_file: bytes, quick: Plan
) -> tuple[Version, dict[str, bytes]]:
    """Adopt a plan really, once: a version and its stamped papers, to put into any store."""
    folder = DataFolder(tmp_path_factory.mktemp("stamped") / "data")
    put_key(folder, key_file)
    store = Store.in_file(folder.database)
    reasons = {gap.place: "Vi har inte frågat än." for gap in adoption.gaps(quick)}
    plan = decided(quick.excused(reasons))
    version = issuing.issue(store, KeyRing(folder.path), plan, now=NOW).version
    papers = {name: store.issued.paper(plan.id, 1, name) for name in printing.Issue}
    store.close()
    return version, {name.value: pdf for name, pdf in papers.items()}


@pytest.fixture
def genuine(store: Store, stamped: tuple[Version, dict[str, bytes]]) -> Version:
    """Return a version with its real papers."""
    version, papers = stamped
    store.issued.add(version, papers, draft=None, function="rektor")
    return version


@pytest.fixture
def empty(client: Client) -> str:
    """Return the address of a plan that was just begun."""
    return client.new_plan()
