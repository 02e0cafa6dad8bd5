"""All wrappers together, and what they remember."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

from samverkan_docs.pdf.memory import boxes, styles
from samverkan_docs.pdf.memory.drawings import Drawings
from samverkan_docs.pdf.memory.lines import Lines
from samverkan_docs.pdf.memory.numbers import Numbers
from samverkan_docs.pdf.memory.wrapping import Place, Wrapper

_SETTING = "SAMVERKAN_UTAN_MINNE"


class Layer:
    """The memory of a process; WeasyPrint must have been imported in its surroundings before."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._lines = Lines(self._numbers)
        self._drawings = Drawings(self._numbers)
        every = [
            *self._lines.wrappers(),
            *self._drawings.wrappers(),
            *styles.wrappers(),
            *boxes.wrappers(),
        ]
        self._wrappers = [wrapper for wrapper in every if wrapper.fits]
        self._places = list(_places(self._wrappers))

    def __len__(self) -> int:
        """How many styles, lines and drawings it remembers."""
        return len(self._numbers) + len(self._lines) + len(self._drawings)

    @property
    def wraps(self) -> list[str]:
        """The functions that it stands in front of."""
        return [wrapper.place for wrapper in self._wrappers]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Stand in front of the library for a while, unless the setting forbids it."""
        with ExitStack() as stack:
            if os.environ.get(_SETTING) != "1":
                for place in self._places:
                    place.take()
                    stack.callback(place.give_back)
            yield


def _places(wrappers: list[Wrapper]) -> Iterator[Place]:
    for wrapper in wrappers:
        yield from wrapper.places()


@cache
def layer() -> Layer:
    """Return the memory of this process."""
    return Layer()
