"""The program as a process of its own, and a real browser in front of it.

Each file of tests has its own: while Playwright runs, so does its event loop, in which pyHanko
cannot run one, and other files are tested in the same process afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    StorageState,
    sync_playwright,
)

from tests.limits import free_port

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # One process for all pages of one site: a new one for each costs as much as the page itself.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,RenderDocument",
]
# Python itself tells of every name that is looked up and every connection that is made.
WATCHER = """
import sys

def watch(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        with open(%r, "a", encoding="utf-8") as told:
            print(event, args[-1] if event == "socket.connect" else args, file=told)

sys.addaudithook(watch)
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Server:
    """The running program: its *address*, the *first* one that opens it, and what it asked for."""

    address: str
    first: str
    outside: Path
    command: list[str]
    env: dict[str, str] = field(repr=False)

    def start_again(self) -> str:
        """Return the address that a second start of the program tells."""
        told = subprocess.run(  # noqa: S603 -- our own program
            self.command, env=self.env, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return _address(told.stdout)


def _address(told: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:[0-9]+/\?nyckel=\S+", told)
    assert found is not None, told
    return found[0]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("samverkan")
    outside = folder / "connections"
    outside.touch()
    (folder / "sitecustomize.py").write_text(WATCHER % str(outside), encoding="utf-8")
    env = {**os.environ, "SAMVERKAN_DATA": str(folder / "data"), "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "samverkan_docs", "serve", "--utan-webblasare"]
    command += ["--port", str(free_port())]
    with subprocess.Popen(  # noqa: S603 -- our own program
        command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        first = _address(process.stdout.readline())
        yield Server(first.partition("/?")[0], first, outside, command, env)
        process.terminate()
        told = process.stdout.read()
        assert "Traceback" not in told, told


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path is not None, "Chromium is missing; ./samverkan test installs it"
    with playwright.chromium.launch(executable_path=path, args=FLAGS) as browser:
        yield browser


@dataclass
class Watch:
    """What the pages of one person asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of *context*."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on(
            "console",
            lambda said: (
                self.complaints.append(said.text)
                if said.type in {"error", "warning"} and not _is_an_answer(said.text)
                else None
            ),
        )

    def assert_calm(self, server: Server) -> None:
        """Hold that nothing was asked of another machine and nothing went wrong on a page."""
        outside = [url for url in self.requests if not _is_inside(url, server.address)]
        assert outside == []
        assert self.complaints == []


def _is_an_answer(text: str) -> bool:
    """Return whether the browser only tells that a page came with 403, 404, 409, 422 or 503."""
    return (
        re.match(r"Failed to load resource: the server responded with a status of [45]", text)
        is not None
    )


def _is_inside(url: str, address: str) -> bool:
    """Return whether *url* is the program's, or the browser's own, such as its reader of PDF."""
    own = {"data", "blob", "about", "chrome", "chrome-extension"}
    return url.startswith(f"{address}/") or urlsplit(url).scheme in own


@pytest.fixture(scope="module")
def cookies(browser: Browser, server: Server) -> StorageState:
    """Return what the browser holds after the program's own address has opened it once."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(server.first)
        assert page.inner_text("h1") == "Skolans samverkansplaner"
        assert page.url == f"{server.address}/"
        return context.storage_state()


@dataclass(frozen=True)
class House:
    """Opens the browser for a person, in a window of their own."""

    browser: Browser
    server: Server
    watch: Watch
    cookies: StorageState

    @contextmanager
    def person(
        self, *, width: int = 1280, height: int = 900, scripts: bool = True
    ) -> Iterator[Page]:
        """Yield the start page in a new window."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            base_url=self.server.address,
            locale="sv-SE",
            storage_state=self.cookies,
        )
        context.set_default_timeout(120_000)
        self.watch.over(context)
        page = context.new_page()
        page.goto("/")
        yield page
        context.close()


@pytest.fixture
def house(browser: Browser, server: Server, cookies: StorageState) -> Iterator[House]:
    house = House(browser, server, Watch(), cookies)
    yield house
    house.watch.assert_calm(server)


@pytest.fixture
def page(house: House) -> Iterator[Page]:
    with house.person() as page:
        yield page
