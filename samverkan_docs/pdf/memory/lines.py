"""Remembers where lines of text break, and what they take.

Rule: that depends on the text, on what its style says about text, and on the width alone.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any, TypeAlias

from samverkan_docs.pdf.memory.bounded import Bounded
from samverkan_docs.pdf.memory.numbers import Numbers
from samverkan_docs.pdf.memory.wrapping import Function, Wrapper

MOST = 12_000_000
"""About how many bytes a generation may take: the lines of some ten plans."""
_STRUTS = 2_000
_BREAKS = 20_000

LAYOUT = tuple(
    f"text.line_break:Layout.{name}"
    for name in ("__init__", "setup", "set_text", "get_first_line", "deactivate", "reactivate")
)
"""What a layout that is known stands on."""
_OF_PANGO = ("layout", "language", "style")

_Key: TypeAlias = tuple[str, int, float | None, bool, bool]
# What the layout is made from, then all else that is returned.
_Line: TypeAlias = tuple[tuple[str, int, float | None], list[Any]]


class Lines:
    """What is remembered of lines."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._known: Bounded[_Key, _Line] = Bounded(MOST, _size)

    def __len__(self) -> int:
        return len(self._known)

    def wrappers(self) -> list[Wrapper]:
        """Return what remembers here."""
        return [
            Wrapper(
                place="text.line_break:split_first_line",
                made_for="ea043e865e599881",
                wrap=self._splitting,
                rests_on=(
                    *LAYOUT,
                    "text.line_break:create_layout",
                    "text.line_break:first_line_metrics",
                ),
            ),
            Wrapper(
                place="text.line_break:strut",
                made_for="ef5bfce83b4d326f",
                wrap=self._strutting,
                rests_on=("text.line_break:_font_style_cache_key",),
            ),
            Wrapper(
                place="text.line_break:can_break_text",
                made_for="b9228f1bdb4889c9",
                wrap=lru_cache(_BREAKS),
                rests_on=("text.line_break:get_next_break_point_from_text",),
            ),
        ]

    def _splitting(self, original: Function) -> Function:
        known_layout = _known_layout()
        numbers, lines = self._numbers, self._known

        def split_first_line(
            text: str,
            style: Any,
            context: Any,
            max_width: float | None,
            justification_spacing: float,
            is_line_start: bool = True,
            minimum: bool = False,
        ) -> Any:
            arguments = (context, max_width, justification_spacing, is_line_start, minimum)
            number = numbers.of(style)
            # A decoration asks the layout for its place, and justified text is spaced anew.
            if not number or justification_spacing or style["text_decoration_line"] != "none":
                return original(text, style, *arguments)
            key = (text, number, max_width, is_line_start, minimum)
            line = lines.get(key)
            if line is None:
                layout, *rest = original(text, style, *arguments)
                line = (layout.text, layout.first_line_direction, layout.max_width), rest
                lines.keep(key, line)
            about, rest = line
            return (known_layout(*about), *rest)

        return split_first_line

    def _strutting(self, original: Function) -> Function:
        numbers = self._numbers
        known: Bounded[int, Any] = Bounded(_STRUTS, lambda _: 1)

        def strut(style: Any) -> Any:
            number = numbers.of(style)
            found = known.get(number)
            if found is None:
                found = original(style)
                if number:
                    known.keep(number, found)
            return found

        return strut


def _size(key: _Key) -> int:
    """Return about how many bytes it takes to remember a line of the text in *key*."""
    return 600 + 2 * sys.getsizeof(key[0])


def _known_layout() -> Function:
    """Return the class of a layout that Pango makes only when somebody looks at it."""
    from weasyprint.text.line_break import Layout

    class KnownLayout(Layout):  # type: ignore[misc] # the library has no types
        def __init__(self, text: str, direction: int, max_width: float | None) -> None:
            self.justification_spacing = 0
            self.text = text
            self.first_line_direction = direction
            self.max_width = max_width
            self._asleep: Any = None

        def reactivate(self, style: Any) -> None:
            self._asleep = style

        def deactivate(self) -> None:
            self._asleep = None
            for name in _OF_PANGO:
                self.__dict__.pop(name, None)

        def __getattr__(self, name: str) -> Any:
            if self._asleep is None or name not in _OF_PANGO:
                raise AttributeError(name)
            style, self._asleep = self._asleep, None
            super().reactivate(style)
            return getattr(self, name)

    return KnownLayout
