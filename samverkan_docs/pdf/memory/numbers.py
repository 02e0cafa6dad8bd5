"""A number for all that a style says about text, to remember texts by.

Rule: two styles have the same number only if no text looks or breaks differently in one of them.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from samverkan_docs.pdf.memory.bounded import Bounded

# Every property that `text.line_break` and `text.fonts` read.
_PROPERTIES = (
    "direction",
    "font_family",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "lang",
    "letter_spacing",
    "line_height",
    "overflow_wrap",
    "tab_size",
    "text_decoration_line",
    "white_space",
    "word_break",
    "word_spacing",
)
_MOST = 2_000
NO_NUMBER = 0


class Numbers:
    """The numbers of a process; one that was given out stands for nothing else, ever."""

    def __init__(self) -> None:
        self._next = count(NO_NUMBER + 1)
        self._known: Bounded[tuple[Any, ...], int] = Bounded(_MOST, lambda _: 1)

    def __len__(self) -> int:
        return len(self._known)

    def of(self, style: Any) -> int:
        """Return the number of *style*, NO_NUMBER if what it says cannot be compared.

        It is kept with the style, which is not changed any more when its text is laid out.
        """
        try:
            return style.text_number  # type: ignore[no-any-return] # the library has no types
        except AttributeError:
            said = (style.font_config, *(style[name] for name in _PROPERTIES))
            number = style.text_number = self._number(said)
            return number

    def _number(self, said: tuple[Any, ...]) -> int:
        try:
            number = self._known.get(said)
        except TypeError:
            return NO_NUMBER
        if number is None:
            number = next(self._next)
            self._known.keep(said, number)
        return number
