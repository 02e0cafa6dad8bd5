"""Remembers how lines of text are drawn.

Rule: a line is noted where no glyph was drawn before, so that the note depends on its text and
style alone; it is drawn from memory only where the document's fonts agree to the last glyph.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, TypeAlias

from samverkan_docs.pdf.memory.bounded import Bounded
from samverkan_docs.pdf.memory.lines import LAYOUT
from samverkan_docs.pdf.memory.numbers import Numbers
from samverkan_docs.pdf.memory.wrapping import Function, Wrapper

MOST = 16_000_000
"""About how many bytes a generation may take: the lines of some three plans."""

_UNCUT = ("clip", "none")
_PLACING = "set_text_matrix"

_Key: TypeAlias = tuple[str, int, bool]


class _Glyphs(NamedTuple):
    """A font as Pango has it, and its glyphs in order: what each stands for, how wide it is."""

    pango_font: Any
    texts: dict[int, str]
    widths: dict[int, int]


class _Drawing(NamedTuple):
    """How a line is drawn: calls of the stream, and the glyphs of each font.

    One with a picture for a glyph, or with a glyph that is missing, is not repeated.
    """

    calls: list[tuple[str, tuple[Any, ...]]]
    fonts: list[_Glyphs]
    is_repeatable: bool


class Drawings:
    """What is remembered of drawn lines."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._known: Bounded[_Key, _Drawing] = Bounded(MOST, _size)

    def __len__(self) -> int:
        return len(self._known)

    def wrappers(self) -> list[Wrapper]:
        """Return what remembers here."""
        return [
            Wrapper(
                place="draw.text:draw_first_line",
                made_for="0dd5b4f109ce7d04",
                wrap=self._drawing,
                rests_on=(
                    *LAYOUT,
                    "draw.text:draw_text",
                    "pdf.stream:Stream.add_font",
                    "pdf.stream:Stream.set_font_size",
                    "text.fonts:get_pango_font_key",
                ),
            )
        ]

    def _drawing(self, original: Function) -> Function:
        numbers, drawings = self._numbers, self._known

        def draw_first_line(
            stream: Any, textbox: Any, overflow: str, ellipsis: str, matrix: Any
        ) -> Any:
            layout, number = textbox.pango_layout, numbers.of(textbox.style)
            is_plain = (overflow, ellipsis) == _UNCUT and not layout.justification_spacing
            if number and is_plain:
                key = (layout.text, number, not textbox.text.strip())
                drawing = drawings.get(key)
                if drawing is None:
                    drawing = _noted(original, stream, textbox, matrix)
                    drawings.keep(key, drawing)
                if _is_repeated(drawing, stream, matrix):
                    return []
            return original(stream, textbox, overflow, ellipsis, matrix)

        return draw_first_line


def _size(key: _Key) -> int:
    """Return about how many bytes it takes to remember how the text in *key* is drawn."""
    return 3000 + 14 * len(key[0])


def _noted(original: Function, stream: Any, textbox: Any, matrix: Any) -> _Drawing:
    """Return how a line is drawn, without drawing it."""
    notes = _Notes(stream)
    pictures = original(notes, textbox, *_UNCUT, matrix)
    fonts = list(notes.fonts.values())
    return _Drawing(
        calls=notes.calls,
        fonts=[_Glyphs(_held(font.pango_font), font.to_unicode, font.widths) for font in fonts],
        is_repeatable=not pictures and not any(font.is_lacking for font in fonts),
    )


def _is_repeated(drawing: _Drawing, stream: Any, matrix: Any) -> bool:
    """Draw a line as it is noted, and return whether that could be done.

    It cannot where a glyph has another width in this document: the library measures a glyph in the
    size in which it comes first, and rounds.
    """
    if not drawing.is_repeatable:
        return False
    fonts = [(stream.add_font(glyphs.pango_font)[0], glyphs) for glyphs in drawing.fonts]
    for font, glyphs in fonts:
        known = font.widths
        for glyph, width in glyphs.widths.items():
            if known.get(glyph, width) != width:
                return False
    for font, glyphs in fonts:
        _add(font.to_unicode, glyphs.texts)
        _add(font.widths, glyphs.widths)
    for name, arguments in drawing.calls:
        getattr(stream, name)(*(matrix.values if name == _PLACING else arguments))
    return True


def _add(known: dict[int, Any], new: dict[int, Any]) -> None:
    """Add to *known* what it lacks, in the order of *new*: that is the order in the file."""
    if not new.keys() <= known.keys():
        for glyph, value in new.items():
            known.setdefault(glyph, value)


class _Notes:
    """Stands for the stream of a page: takes notes, and draws nothing."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.fonts: dict[Any, _BlankFont] = {}

    def add_font(self, pango_font: Any) -> tuple[_BlankFont, float]:
        """Return a font that has no glyphs yet, and its size."""
        font, size = self._stream.add_font(pango_font)
        return self.fonts.setdefault(font, _BlankFont(font, pango_font)), size

    def __getattr__(self, name: str) -> Function:
        def note(*arguments: Any) -> None:
            self.calls.append((name, arguments))

        return note


class _BlankFont:
    """Stands for a font of the document, whose glyphs it leaves alone."""

    def __init__(self, font: Any, pango_font: Any) -> None:
        self._font = font
        self.pango_font = pango_font
        self.to_unicode: dict[int, str] = {}
        self.widths: dict[int, int] = {}
        self.is_lacking = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._font, name)

    def get_unused_glyph_id(self, _: int) -> int:
        """Note that a glyph is missing, which the library puts another number for."""
        self.is_lacking = True
        return 0


def _held(pango_font: Any) -> Any:
    """Return *pango_font*, held as long as what is returned, so that no other has its address."""
    from weasyprint.text.ffi import ffi, gobject

    return ffi.gc(_hold()(pango_font), gobject.g_object_unref)


@cache
def _hold() -> Function:
    """Return GObject's way to hold an object, for which the library has no use itself."""
    from weasyprint.text.ffi import ffi, gobject

    ffi.cdef("gpointer g_object_ref (gpointer object);")
    hold: Function = gobject.g_object_ref
    return hold
