"""Bounds that hold on any machine: the processor's work instead of the clock, ports of our own."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

_PORTS = count(20_000 + os.getpid() % 1000 * 10)  # below those that systems hand out themselves


@contextmanager
def bounded_work(seconds: int = 30) -> Iterator[None]:
    """Break off what takes *seconds* of work, many times as much as it should."""

    def stop(*_: object) -> None:
        raise AssertionError(f"works for more than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def free_port() -> int:
    """Return a port that nobody has, nor is given by the system meanwhile."""
    for port in _PORTS:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError
