"""The child behind the door (see `sandbox`): confined before it sees the file."""

from __future__ import annotations

import codecs
import json
import logging
import os
import resource
import signal
import sys
import time
from importlib import import_module

from samverkan_docs.seal import sandbox

_MEMORY = 300_000_000
_ANSWER = 32_000_000
_ENCODINGS = ("ascii", "idna", "latin-1", "utf-8-sig", "utf-16-be", "utf-16-le", "utf-32-be")


def main() -> None:
    """Answer for one file: on standard output, and by the exit code."""
    module, name, words, seconds = sys.argv[1:]
    function = getattr(import_module(module), name)
    _confine(int(seconds))
    try:
        said, code = function(sys.stdin.buffer.read(), *json.loads(words)), 0
    except sandbox.Refused as error:
        said, code = str(error).encode(), sandbox.REFUSED
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    os._exit(code)  # nothing is left to tidy, and what a library tidies could only fail


def _confine(seconds: int) -> None:
    used = int(time.process_time()) + 1
    logging.disable()  # nobody reads it, and a library may write at length
    for name in _ENCODINGS:
        codecs.lookup(name)  # loads it, while that can be done
    for what, limit in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, used + seconds),
        (resource.RLIMIT_FSIZE, _ANSWER),  # the answer lies in a file in memory
        (resource.RLIMIT_NOFILE, 0),  # neither a file nor a connection beyond those open
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    signal.setitimer(signal.ITIMER_PROF, seconds)  # ends the child; the limit is in whole seconds


if __name__ == "__main__":
    main()
