"""The launcher sets up what the lock file says, from an index of packages made here."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
METADATA = "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
NEEDS = {"alpha": "Requires-Dist: beta[extra]>=1\n", "beta": "Provides-Extra: extra\n"}
WHEEL = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
PROGRAM = """
from importlib.metadata import version
print(version("alpha"), version("beta"))
"""


class Machine:
    """A computer with the launcher and an index of its own; nothing else can be reached."""

    def __init__(self, folder: Path) -> None:
        self._index, self.home = folder / "index", folder / "program"
        (self.home / "samverkan_docs").mkdir(parents=True)
        (self.home / "samverkan_docs" / "__main__.py").write_text(PROGRAM, "utf-8")
        shutil.copy(ROOT / "samverkan", self.home)
        lock = [self.publish(name, "1.0") for name in ("alpha", "beta")]
        (self.home / "requirements.lock").write_text("".join(lock), "utf-8")

    def publish(self, name: str, version: str, said: str = "") -> str:
        """Put a release into the index; return the lock's line of it."""
        folder = self._index / name
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}-{version}-py3-none-any.whl"
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(file, "w") as wheel:
            files = {
                f"{name}.py": said,
                f"{info}/METADATA": METADATA.format(name=name, version=version) + NEEDS[name],
                f"{info}/WHEEL": WHEEL,
            }
            files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in files)
            for path, content in files.items():
                wheel.writestr(zipfile.ZipInfo(path), content)  # without the time of day
        self._list(folder)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return f"{name}=={version} --hash=sha256:{digest}\n"

    def withdraw(self, name: str, version: str) -> None:
        """Take a release away."""
        (self._index / name / f"{name}-{version}-py3-none-any.whl").unlink()
        self._list(self._index / name)

    def _list(self, folder: Path) -> None:
        links = "".join(f'<a href="{file.name}">{file.name}</a>\n' for file in folder.glob("*.whl"))
        (folder / "index.html").write_text(f"<!doctype html>\n{links}", "utf-8")

    def pretend(self) -> None:
        """Have everything fetched already: commands that only tell what they are asked."""
        venv = self.home / ".venv"
        (venv / "bin").mkdir(parents=True)
        for name in ("python", "lint-imports"):
            (venv / "bin" / name).write_text('#!/bin/sh\necho "${0##*/} $*"\n', "utf-8")
            (venv / "bin" / name).chmod(0o755)
        (self.home / "requirements-test.lock").touch()
        for lock in self.home.glob("*.lock"):
            shutil.copy(lock, venv)

    def start(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Start the program as a person does."""
        ours = ("PIP_", "SAMVERKAN_", "PYTHON")
        env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        env |= {"PIP_INDEX_URL": self._index.as_uri(), "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(  # noqa: S603 -- our own program
            [self.home / "samverkan", *words], env=env, capture_output=True, text=True, check=False
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.slow
def test_the_locked_releases_are_taken_when_newer_ones_are_out(machine: Machine) -> None:
    machine.publish("alpha", "2.0")
    machine.publish("beta", "2.0")

    started = machine.start()

    assert (started.returncode, started.stdout) == (0, "1.0 1.0\n"), started.stderr


@pytest.mark.slow
def test_what_is_not_the_locked_release_is_told_and_the_next_start_tries_again(
    machine: Machine,
) -> None:
    machine.withdraw("beta", "1.0")
    without = machine.start()
    machine.publish("beta", "1.0", said="other = True\n")
    uploaded_anew = machine.start()
    machine.publish("beta", "1.0")
    mended = machine.start()

    for failed in (without, uploaded_anew):
        assert (failed.returncode, failed.stdout) == (1, "")
        assert failed.stderr.endswith(
            "Det gick inte att hämta allt. Kontrollera nätet och kör ditt kommando igen.\n"
        )
    assert mended.stdout == "1.0 1.0\n"


# --- ./samverkan test ---------------------------------------------------------------------------

FIRST = ["python -m ruff format --check", "python -m ruff check", "python -m mypy", "lint-imports "]
PYTEST = "python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder"
QUICK = "-m not browser and not conformance and not slow --hypothesis-profile quick"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["test"], "--cov"),
        (["test", "--no-cov", "-k", "phones"], "--cov --no-cov -k phones"),
        (["test", "--snabbt"], QUICK),
        (["test", "--snabbt", "-x"], f"{QUICK} -x"),
    ],
)
def test_a_check_asks_all_checkers_and_hands_on_further_words(
    machine: Machine, words: list[str], asked: str
) -> None:
    machine.pretend()

    assert machine.start(*words).stdout.splitlines() == [*FIRST, f"{PYTEST} {asked}"]
