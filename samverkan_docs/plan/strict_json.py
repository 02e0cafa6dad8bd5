"""JSON from a file that somebody else may have written, read strictly and within bounds.

Rule: what is no plan is refused before much work is done on it, with a Swedish sentence.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias

SIZE_LIMIT = 5_000_000  # bytes; a plan whose every answer is as long as it may be has three million
TOO_LARGE = f"Filen är för stor. En plan är högst {SIZE_LIMIT // 1_000_000} MB."
NAMES_LIMIT = 20_000  # objects and their names; the same plan has ten thousand
_MOST_BRACKETS = 2 * NAMES_LIMIT + 20_000  # lists have brackets too, and no names
TOO_MANY = "Filen har fler uppgifter än en plan kan ha, så den går inte att läsa."
_DEEPEST = 20  # a plan has eight levels
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[]}]', re.DOTALL)

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # a text, but not as it should be saved
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"
_LEAD = 1000  # characters: what a file begins with shows what it is
NO_PLAN = "Filen är ingen plan. Välj en planfil (.json), eller en fastställd plan (.pdf)."


class Unreadable(ValueError):
    """The file is no plan that this program can read; the text is a Swedish sentence."""


def parsed(data: str | bytes) -> Json:
    """Return what *data* hold; Unreadable if they are no JSON, or more than a plan can be."""
    if len(data) > SIZE_LIMIT:
        raise Unreadable(TOO_LARGE)
    start = (data if isinstance(data, bytes) else data[:_LEAD].encode()).lstrip(_BEFORE_JSON)
    if start and not start.startswith((b"{", b"[", *_UTF_16)):
        raise Unreadable(NO_PLAN)
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        _demand_shallow(text)
        found: Json = json.loads(text, object_pairs_hook=_Objects())
    except Unreadable:
        raise
    except UnicodeDecodeError as error:
        message = "Filen är ingen textfil i UTF-8, så den går inte att läsa."
        raise Unreadable(message) from error
    except json.JSONDecodeError as error:
        message = f"Filen är felaktig JSON: felet står på rad {error.lineno}, tecken {error.colno}."
        raise Unreadable(message) from error
    except ValueError as error:
        message = "Filen är felaktig JSON: den har ett tal som är för stort."
        raise Unreadable(message) from error
    return found


def _demand_shallow(text: str) -> None:
    """Raise Unreadable for lists within lists without end: they may exhaust the process's stack."""
    depth = brackets = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        if found[0][0] == '"':
            continue
        brackets += 1
        depth += 1 if found[0] in "[{" else -1
        if depth > _DEEPEST:
            raise Unreadable("Filen är felaktig JSON: den har för många nivåer.")
        if brackets > _MOST_BRACKETS:
            raise Unreadable(TOO_MANY)


class _Objects:
    """Makes the objects of one file: no name twice, and no more than a plan can have."""

    def __init__(self) -> None:
        self._names = 0

    def __call__(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        self._names += 1 + len(pairs)
        if self._names > NAMES_LIMIT:
            raise Unreadable(TOO_MANY)
        found: dict[str, Json] = {}
        for name, value in pairs:
            if name in found:
                raise Unreadable(
                    f"Namnet ”{shown(name)}” står två gånger på samma ställe. Ta bort ett."
                )
            found[name] = value
        return found


def shown(name: str) -> str:
    """Return *name* so that it does no harm to a terminal or a page."""
    return "".join(char if char.isprintable() else "?" for char in name[:60])
