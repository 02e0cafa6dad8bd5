"""What was just done and can still be undone.

Rule: it lies in the program's memory alone, the last few of it, and is gone when the program ends:
what was removed shall not live on in a cookie or on the disk.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from samverkan_docs.actions.renewal import Done
from samverkan_docs.plan import new_id

MOST = 20


class Undoing:
    """The last steps that can be undone, each by a name that only its page knows."""

    def __init__(self) -> None:
        self._done: OrderedDict[str, Done] = OrderedDict()
        self._lock = Lock()

    def keep(self, done: Done) -> str:
        """Keep what was *done*, and return its name."""
        name = new_id()
        with self._lock:
            self._done[name] = done
            while len(self._done) > MOST:
                self._done.popitem(last=False)
        return name

    def find(self, name: str, plan_id: str) -> Done | None:
        """Return what was done in the plan by that *name*, None if it can not be undone."""
        done = self._done.get(name)
        return done if done is not None and done.plan_id == plan_id else None

    def take(self, name: str, plan_id: str) -> Done | None:
        """Return what `find` does, for the last time."""
        found = self.find(name, plan_id)
        with self._lock:
            self._done.pop(name if found else "", None)
        return found
