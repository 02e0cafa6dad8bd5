"""What holds for the project as a whole and no single module can promise."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from samverkan_docs import cli

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "samverkan_docs").rglob("*.py"))
TREES = {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in MODULES}
CORE = ("catalogue", "plan", "forms", "papers", "pdf", "seal", "store", "actions")
README = ROOT / "README.md"
STARTER = ROOT / "samverkan"
COMMANDS = {*cli.commands.commands, "test", "bench", "pictures"}

with_readme = pytest.mark.skipif(not README.exists(), reason="README.md is not written yet")


def settings() -> set[str]:
    """Return the names of the settings that the program and its starter read."""
    texts = [path.read_text("utf-8") for path in [*MODULES, STARTER]]
    return {name for text in texts for name in re.findall(r"\bSAMVERKAN_[A-Z0-9_]+\b", text)}


def loaded_by(module: str) -> set[str]:
    """Return the libraries that importing *module* loads."""
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    ran = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


def test_every_module_says_what_it_is() -> None:
    docstrings = {path: ast.get_docstring(tree) or "" for path, tree in TREES.items()}

    assert [p for p, text in docstrings.items() if not text.split("\n")[0].endswith(".")] == []


def test_no_module_swallows_whatever_comes() -> None:
    caught = [
        (path, ast.unparse(node.type) if node.type else "everything")
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
    ]

    assert caught
    everything = {"everything", "Exception", "BaseException"}
    assert [(path, name) for path, name in caught if name in everything] == []


@pytest.mark.parametrize("wing", CORE)
def test_the_core_loads_no_flask(wing: str) -> None:
    assert loaded_by(f"samverkan_docs.{wing}").isdisjoint({"flask", "werkzeug"})


def test_a_page_that_does_not_print_never_waits_for_the_renderer() -> None:
    loaded = loaded_by("samverkan_docs.web")

    assert "flask" in loaded
    assert loaded.isdisjoint({"weasyprint", "fontTools", "tinyhtml5"})


def test_the_version_stands_in_one_place_twice_alike() -> None:
    from samverkan_docs import __version__

    assert f'\nversion = "{__version__}"\n' in (ROOT / "pyproject.toml").read_text("utf-8")


@with_readme
def test_every_command_is_named_in_the_readme() -> None:
    text = README.read_text("utf-8")

    assert [name for name in sorted(COMMANDS) if f"./samverkan {name}" not in text] == []


@with_readme
def test_every_setting_is_named_in_the_readme() -> None:
    text = README.read_text("utf-8")

    assert [name for name in sorted(settings()) if name not in text] == []


@with_readme
def test_the_readme_names_no_command_that_is_not_there() -> None:
    named = re.findall(r"\./samverkan ([a-z-]+)", README.read_text("utf-8"))
    assert set(named) <= COMMANDS


def test_there_are_settings_to_name() -> None:
    assert "SAMVERKAN_DATA" in settings()
