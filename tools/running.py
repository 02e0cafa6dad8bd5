"""What the tools share: the program running on a folder of its own, and a browser at it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "ekbackaskolan.json"
CHROMIUM_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


@dataclass(frozen=True, kw_only=True)
class Running:
    """A running program: where it answers, the address that lets in, seconds to that line."""

    site: str
    entrance: str
    started_in: float


def command(*words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end."""
    environment = _environment(data)
    return subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", "samverkan_docs", *words],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )


@contextmanager
def served(port: int) -> Iterator[Running]:
    """Run `serve` with the example plan read in."""
    with tempfile.TemporaryDirectory() as folder:
        command("import", str(EXAMPLE), data=Path(folder))
        words = [sys.executable, "-m", "samverkan_docs", "serve", "--utan-webblasare"]
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 -- our own program
            [*words, "--port", str(port)],
            env=_environment(Path(folder)),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"(http://[^/]+)/\S+", line)
            if found is None:
                raise RuntimeError(line)
            waited = time.perf_counter() - began
            yield Running(site=found[1], entrance=found[0], started_in=waited)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def browser() -> Iterator[Browser]:
    """Run Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS
        )
        yield opened
        opened.close()


def _environment(data: Path | None) -> dict[str, str]:
    chosen = {} if data is None else {"SAMVERKAN_DATA": str(data)}
    return {**os.environ, "PYTHONPATH": str(ROOT), **chosen}
