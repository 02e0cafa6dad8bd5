"""The queue of drafts' papers: one is drawn at a time, and only so many people wait for it.

Rule: whoever waits holds one of the server's threads, so most of those are never for waiting; the
form always has an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

MOST_WAITING = 8
SERVER_THREADS = 2 * MOST_WAITING
AGAIN_IN = 5  # seconds

_T = TypeVar("_T")


class Busy(RuntimeError):
    """As many as may wait are waiting for a paper."""


class Queue:
    """A worker that draws one paper after the other; who asks for the same one shares it."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting = 0
        self._in_flight: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, "drawing")

    def draw(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what *make* gives, or gives already for another with the same *key*; else Busy."""
        with self._place():
            return self._begun(key, make).result()

    @property
    def is_full(self) -> bool:
        """Whether the next to ask would be turned away."""
        return self._waiting >= self._most_waiting

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._lock:
            if self.is_full:
                raise Busy
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _begun(self, key: Hashable, make: Callable[[], _T]) -> Future[_T]:
        with self._lock:
            found = self._in_flight.get(key)
            if found is None:
                found = self._in_flight[key] = self._worker.submit(self._made, key, make)
        return found

    def _made(self, key: Hashable, make: Callable[[], _T]) -> _T:
        try:
            return make()
        finally:
            with self._lock:
                del self._in_flight[key]
