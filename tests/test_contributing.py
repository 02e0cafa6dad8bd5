"""CONTRIBUTING.md says in which places something is added: each of its recipes works as written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samverkan_docs.plan import plan_file
from tests.conftest import ROOT, pages_of

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "examples" / "ekbackaskolan.json"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with one of each added."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("samverkan_docs", "templates", "static"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for diff in re.findall(r"```diff\n(.*?)```", text, re.DOTALL):
        subprocess.run(
            ["git", "apply", "-"],  # noqa: S607 -- whatever git there is
            input=diff,
            cwd=copy,
            check=True,
            text=True,
        )
    return copy


def run(copy: Path, *words: str) -> str:
    ran = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", "samverkan_docs", *words],
        cwd=copy,
        env={"PYTHONPATH": str(copy), "SAMVERKAN_DATA": str(copy / "data")},
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout


def test_a_new_question_is_part_of_the_plan_file(changed: Path) -> None:
    schema = json.loads(run(changed, "schema"))

    assert "tandvard" in schema["properties"]["svar"]["properties"]["vard"]["properties"]


def test_a_new_question_a_law_and_a_help_line_stand_in_the_plan(changed: Path) -> None:
    run(changed, "render", str(EXAMPLE), "-o", "plan.pdf")
    text = " ".join(pages_of((changed / "plan.pdf").read_bytes()))

    assert "Hur når vi tandvården?" in text
    assert "1 § exempellagen (2099:1)" in text
    assert "Lokala jouren" in text


def test_a_new_paper_is_printed_by_its_name(changed: Path) -> None:
    plan = plan_file.read(EXAMPLE.read_bytes())
    run(changed, "render", str(EXAMPLE), "--typ", "moten", "-o", "moten.pdf")
    (page,) = pages_of((changed / "moten.pdf").read_bytes())

    assert page.startswith("Möten")
    assert len(plan.meetings) == page.count("2026") + page.count("2027") > 0
