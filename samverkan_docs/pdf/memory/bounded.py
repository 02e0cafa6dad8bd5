"""A dictionary that forgets what was not asked for lately.

Rule: it never holds more than twice what it may; what is asked for again stays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Bounded(Generic[_K, _V]):
    """Two generations: a full young one becomes the old one, and the old one is let go.

    That costs a look-up nothing, where a list of what was used last would cost more than is saved.
    *weigh* returns about how many bytes an entry with a key takes.
    """

    def __init__(self, most: int, weigh: Callable[[_K], int]) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._young: dict[_K, _V] = {}
        self._old: dict[_K, _V] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: _K) -> _V | None:
        """Return what is remembered of *key*, if anything."""
        found = self._young.get(key)
        if found is None and (found := self._old.pop(key, None)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: _K, value: _V) -> None:
        """Remember *value*, which is not None."""
        self._weight += self._weigh(key)
        if self._weight > self._most:
            self._old, self._young, self._weight = self._young, {}, self._weigh(key)
        self._young[key] = value
