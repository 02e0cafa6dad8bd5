"""Killing the server loses nothing that it has acknowledged.

What is killed is the process: a power cut, which tests the disk itself, is not claimed here.
"""

from __future__ import annotations

import http.client
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from samverkan_docs.papers.printing import Issue
from samverkan_docs.plan import Plan
from samverkan_docs.seal import sealing
from samverkan_docs.store import Store
from tests.conftest import FIRST, House
from tests.limits import free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "samverkan_docs", "serve"]
SAVES_EACH = 100
KILLS = 5
PATIENCE = 600  # seconds for all of it, where it usually takes five


class Server:
    """The program as a process that is killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    def start(self) -> str:
        """Start, and give the path with the one-time key."""
        self._process = subprocess.Popen(  # noqa: S603 -- our own program
            [*COMMAND, "--port", str(self.port), "--utan-webblasare"],
            env={**os.environ, "SAMVERKAN_DATA": str(self.folder), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        found = re.search(r":([0-9]+)(/\?nyckel=\S+)", self._process.stdout.readline())
        assert found is not None
        assert self.port == int(found[1])
        return found[2]

    def kill(self) -> None:
        """Kill as a crash would: no time to tidy up."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def running(folder: Path) -> Iterator[tuple[Server, str]]:
    server = Server(folder)
    try:
        yield server, server.start()
    finally:
        server.kill()


class Browser:
    """As much of a browser as a save needs: a cookie, a page, a form."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._port, self.cookie = port, cookie

    def request(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Return status, page and where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        return answer.status, page, answer.getheader("Location") or ""

    def post(self, path: str, page: str, **fields: str) -> tuple[int, str, str]:
        tokens = {name: hidden(page, name) for name in ("csrf_token", "digest")}
        return self.request("POST", path, urlencode(tokens | fields))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def written(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n?([^<]*)</textarea>', page)
    assert found is not None
    return unescape(found[1])


class Writer(threading.Thread):
    """Adds one line after the other to an answer, each to what the page shows just then."""

    def __init__(self, browser: Browser, path: str, name: str) -> None:
        super().__init__(daemon=True)
        self._browser, self._path, self._name = browser, path, name
        self.acknowledged: list[str] = []
        self.refused: list[int] = []

    def run(self) -> None:
        number = 0
        while len(self.acknowledged) < SAVES_EACH:
            number += 1
            try:
                self._save(f"rad {number}")
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)  # killed; what became of this line is not known

    def _save(self, line: str) -> None:
        _, page, _ = self._browser.request("GET", self._path)
        text = f"{written(page, self._name)}\n{line}"
        answer = self._browser.post(self._path, page, gor="spara", **{self._name: text})
        if answer[0] == 303:
            self.acknowledged.append(line)
        else:
            self.refused.append(answer[0])


def wait_until(writers: list[Writer], saves: int, end: float) -> None:
    while sum(len(writer.acknowledged) for writer in writers) < saves:
        assert time.monotonic() < end, [len(writer.acknowledged) for writer in writers]
        time.sleep(0.005)


def test_every_acknowledged_save_is_there_after_five_crashes(tmp_path: Path) -> None:
    end = time.monotonic() + PATIENCE
    with running(tmp_path) as (server, entrance):
        browser = Browser(server.port)
        browser.request("GET", entrance)
        _, page, _ = browser.request("GET", "/")
        _, _, plan = browser.post("/ny", page)
        writers = [
            Writer(Browser(server.port, browser.cookie), f"{plan}del/akut", "vagar_inte_hem"),
            Writer(Browser(server.port, browser.cookie), f"{plan}del/uppfoljning", "oversyn"),
        ]
        for writer in writers:
            writer.start()
        for kill in range(1, KILLS + 1):
            wait_until(writers, kill * 2 * SAVES_EACH // (KILLS + 1), end)
            server.kill()
            server.start()
        wait_until(writers, 2 * SAVES_EACH, end)
        for writer in writers:
            writer.join()

    (stored,) = Store(f"sqlite:///{tmp_path}/samverkan.sqlite3").plans()
    answers = [
        stored.plan.text("akut", "vagar_inte_hem"),
        stored.plan.text("uppfoljning", "oversyn"),
    ]
    for writer, answer in zip(writers, answers, strict=True):
        assert writer.refused == []
        assert len(writer.acknowledged) == SAVES_EACH
        assert [line for line in writer.acknowledged if line not in answer.split("\n")] == []


# --- While a plan is adopted --------------------------------------------------------------------

ADOPT = """
import sys
from datetime import datetime
from pathlib import Path
from tests.conftest import FIRST, House
house = House(Path(sys.argv[1]), Path(sys.argv[1], "stampel.p12").read_bytes())
print("begun", flush=True)
house.adopt(sys.argv[2], FIRST)
"""


@contextmanager
def adopting(house: House, plan: Plan) -> Iterator[subprocess.Popen[str]]:
    """Yield a process that has opened the store and goes on to adopt *plan*."""
    with subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-c", ADOPT, str(house.folder.path), plan.id],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
            yield process
        finally:
            process.kill()


def worked(process: subprocess.Popen[str]) -> int:
    """Tell for how many ticks *process* has had the processor."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def before_the_papers_are_made(process: subprocess.Popen[str], house: House) -> None:
    """Kill while the papers are being made, which has just begun."""
    end, before = time.monotonic() + PATIENCE, worked(process)
    while worked(process) < before + LEAST_WORK // 10:
        assert time.monotonic() < end
        time.sleep(0.005)
    process.kill()
    assert house.is_untouched


def after_the_papers_are_made(process: subprocess.Popen[str], house: House) -> None:
    """Kill when all that remains is to store them: the store is locked and the process waits."""
    lock = sqlite3.connect(house.folder.database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    end, before = time.monotonic() + PATIENCE, -1
    while worked(process) != before or before < LEAST_WORK:
        assert time.monotonic() < end
        before = worked(process)
        time.sleep(0.5)
    process.kill()
    lock.close()


def while_they_are_stored(process: subprocess.Popen[str], house: House) -> None:
    """Kill as soon as the first trace of them is in the store's journal."""
    journal = house.folder.path / "samverkan.sqlite3-wal"
    size, end = journal.stat().st_size, time.monotonic() + PATIENCE
    while journal.stat().st_size <= size:
        assert time.monotonic() < end
        time.sleep(0.0005)
    process.kill()


LEAST_WORK = 100  # ticks, a second: no papers are made in less


@pytest.mark.parametrize(
    "kill", [before_the_papers_are_made, after_the_papers_are_made, while_they_are_stored]
)
def test_a_plan_is_adopted_with_everything_or_not_at_all(
    house: House, draft: Plan, kill: Callable[[subprocess.Popen[str], House], None]
) -> None:
    house.store.add(draft)
    with adopting(house, draft) as process:
        kill(process, house)
        process.wait()

    issued = house.store.issued
    if house.is_untouched:
        assert house.store.load(draft.id).plan == draft
        assert issued.log(draft.id) == []
        return
    assert house.version(1).issued == FIRST.replace(tzinfo=None)
    assert house.store.plans() == []
    assert len(issued.log(draft.id)) == 1
    for name in Issue:
        pdf = house.paper(1, name)
        verdict = sealing.check(pdf, house.ring.fingerprints())
        assert verdict.own
        assert issued.find(verdict.covered, "") == (house.version(1), name)
