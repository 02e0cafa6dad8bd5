"""The typefaces of pages and papers, all from packages, and which characters they have.

Rule: no glyph comes from the machine. Fira Sans has a plain zero, which cannot be taken for an Ø
in a phone number; Noto Sans and Noto Sans Arabic stand behind it for names in other scripts.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

FAMILIES = ("Fira Sans", "Noto Sans", "Noto Sans Arabic")
# Invisible characters that turn what follows round, a phone number too.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_PACKAGES = ("fontpkg_fira_sans", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_REGULAR = ("FiraSans-Regular.ttf", "NotoSans[wdth,wght].ttf", "NotoSansArabic[wdth,wght].ttf")
_WEB = {"fira-sans.ttf": "FiraSans-Regular.ttf", "fira-sans-bold.ttf": "FiraSans-Bold.ttf"}


@cache
def folders() -> tuple[Path, ...]:
    """Return the folders that hold the font files."""
    return tuple(Path(str(files(package))) / "files" for package in _PACKAGES)


@cache
def web_faces() -> dict[str, Path]:
    """Return the faces that the pages load: public name → file."""
    return {name: folders()[0] / file for name, file in _WEB.items()}


def unprintable(text: str) -> list[str]:
    """Return the characters in *text* that no font has, and control and private-use ones."""
    suspects = {char for char in text if char != "\n" and not _is_plain(char)}
    return sorted(
        char
        for char in suspects
        if unicodedata.category(char) in {"Cc", "Co", "Cs", "Cn"}
        or unicodedata.bidirectional(char) in _TURNING
        or ord(char) not in _characters()
    )


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isprintable()


@cache
def _characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for folder, file in zip(folders(), _REGULAR, strict=True):
        with TTFont(folder / file, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
