from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from samverkan_docs import actions, create_app, keys, printing
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.plan import Plan
from samverkan_docs.rows import Value
from samverkan_docs.store import Store, Version
from tests.web.checking import Client

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = datetime(2026, 8, 17, 12, tzinfo=UTC)


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


@pytest.fixture
def app(folder: DataFolder, compiled: BytecodeCache, key_file: bytes) -> Iterator[Flask]:
    (folder.path / "stampel.p12").touch(mode=0o600)
    (folder.path / "stampel.p12").write_bytes(key_file)
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
    """Give the address of the example, filled in and stored."""
    store.add(example)
    return f"/plan/{example.id}/"


@pytest.fixture(scope="session")
def quick() -> Plan:
    return actions.read((EXAMPLES / "snabbvagen.json").read_bytes())


@pytest.fixture
def issued(store: Store, quick: Plan) -> Version:
    """Give a version whose papers are mere words: most pages need no real ones."""
    decision: dict[str, Value] = {"beslutad_av": "Rektorn", "beslutsdatum": date(2026, 8, 17)}
    plan = quick.answered("skolan", {**quick.of("skolan"), **decision})
    version = Version(
        plan=plan,
        number=1,
        year="2026/27",
        issued=NOW.replace(tzinfo=None),
        fingerprint="00",
        changes=("Första versionen",),
    )
    papers = {name.value: f"%PDF- {name}".encode() for name in printing.Issue}
    store.issued.add(version, papers, draft=None, function="rektor")
    return version


@pytest.fixture
def empty(client: Client) -> str:
    """Give the address of a plan that was just begun."""
    return client.new_plan()
