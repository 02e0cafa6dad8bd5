"""How a function of WeasyPrint is wrapped: found by its name, known by its source, replaced."""

from __future__ import annotations

import hashlib
import inspect
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

Function: TypeAlias = Callable[..., Any]

_LIBRARY = "weasyprint"
_VERSION = "70.0"
_DIGITS = 16

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Wrapper:
    """What stands in front of the function at *place*, such as `text.line_break:strut`.

    *made_for* is the digest of that function's source and of those that it *rests_on*. *wrap*
    returns the function that remembers, for the original one.
    """

    place: str
    made_for: str
    wrap: Callable[[Function], Function]
    rests_on: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether the library is the one that it was made for; if not, the log says so."""
        found = f"{_version()} {digest(self.place, *self.rests_on)}"
        if found == f"{_VERSION} {self.made_for}":
            return True
        _log.warning("%s is another one (%s): the paper is made without it", self.place, found)
        return False

    def places(self) -> Iterator[Place]:
        """Yield each place at which the library holds the function, with the new one for it."""
        owner, name = _owner(self.place)
        original = getattr(owner, name)
        new = self.wrap(original)
        if inspect.isclass(owner):
            yield Place(owner=owner, name=name, original=original, new=new)
            return
        for module in [module for key, module in sys.modules.items() if _is_of_library(key)]:
            for held, value in list(vars(module).items()):
                if value is original:
                    yield Place(owner=module, name=held, original=original, new=new)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A name of a module or class under which a function is called, and what takes its place."""

    owner: Any
    name: str
    original: Function
    new: Function

    def take(self) -> None:
        """Put the new function there."""
        setattr(self.owner, self.name, self.new)

    def give_back(self) -> None:
        """Put the original function there again."""
        setattr(self.owner, self.name, self.original)


def digest(*places: str) -> str:
    """Return what tells the source of the functions at *places* from any other, if it is there."""
    try:
        sources = [inspect.getsource(getattr(*_owner(place))) for place in places]
    except (AttributeError, ImportError, OSError, TypeError):
        return "unknown"
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()[:_DIGITS]


def _owner(place: str) -> tuple[Any, str]:
    """Return the module or class that *place* is in, and the name there."""
    module, _, path = place.partition(":")
    owner: Any = import_module(f"{_LIBRARY}.{module}")
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    return owner, name


def _version() -> str:
    return str(import_module(_LIBRARY).__version__)


def _is_of_library(module: str) -> bool:
    return module.partition(".")[0] == _LIBRARY
