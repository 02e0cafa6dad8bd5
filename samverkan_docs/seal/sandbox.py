"""The door to a child process, in which a stranger's file is read.

Rule: no library takes a stranger's file apart in the program's own process. The child has little
time and memory, opens no file and no connection, starts nothing, and answers in plain bytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SECONDS = 4
REFUSED = 3
"""The exit code of a child that refused the file."""

_PATIENCE = 10  # times as long by the clock as the child may work, on a computer that is busy
_ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2])}


class Refused(Exception):
    """The function in the child refused the file; the text is a Swedish sentence."""


class Failed(Exception):
    """The child gave no answer: it took too long or too much memory, or broke."""


def run(
    function: Callable[..., bytes], data: bytes, *words: str | int, seconds: int = SECONDS
) -> bytes:
    """Return what *function*, of a module of ours, makes of *data* and *words* in a child.

    It may work for *seconds*. Whatever it needs is imported by its module, for afterwards nothing
    can be opened. Refused as the function says; Failed if there is no answer.
    """
    command = [sys.executable, "-m", "samverkan_docs.seal.sandboxed"]
    command += [function.__module__, function.__name__, json.dumps(words), str(seconds)]
    with open(os.memfd_create("answer"), "w+b") as answer:  # noqa: PTH123 # no path: in memory
        try:
            code = subprocess.run(  # noqa: S603 # our own program
                command,
                input=data,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                timeout=seconds * _PATIENCE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired as error:
            raise Failed from error
        answer.seek(0)
        said = answer.read()
    if code == REFUSED:
        raise Refused(said.decode())
    if code:
        raise Failed(code)
    return said
