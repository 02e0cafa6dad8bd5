"""From HTML to a tagged PDF, with WeasyPrint: the only module that knows it.

Rule: the same HTML gives the same bytes in every process. Nothing is loaded but our own style
sheet and the typefaces from our packages; the machine's fonts and the network are out of reach.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from samverkan_docs import fonts, resources

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

_VARIANT = "pdf/ua-1"

# Pango and HarfBuzz are not safe in several threads: one rendering at a time, and the first one
# makes the renderer.
_LOCK = Lock()


def write(html: str, *, scale: float = 1.0) -> bytes:
    """Give *html* as a PDF; *scale* enlarges page and all, √2 makes an A3 of an A4."""
    with _one_at_a_time():
        return _pdf(_laid_out(html), scale)


def write_one_page(html: str, *, scale: float = 1.0) -> bytes | None:
    """Give *html* as a PDF of one page, None if it takes more."""
    with _one_at_a_time():
        return _one_page(_laid_out(html), scale)


def page_count(html: str) -> int:
    """Tell how many pages *html* takes."""
    with _one_at_a_time():
        return len(_laid_out(html).pages)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Keep a rendering to one thread, from its first object to its last.

    A collection in another thread would free Pango's objects while this one uses Pango; it waits,
    and what the rendering leaves is collected here, while it is all young. That is faster too.
    """
    with _LOCK:
        collects = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            gc.collect(0)
            if collects:
                gc.enable()


def _laid_out(html: str) -> Document:
    renderer = _renderer()  # first, for it imports the library in the right surroundings

    from weasyprint import HTML

    page = HTML(string=html, url_fetcher=renderer.fetcher)
    return page.render(
        font_config=renderer.font_config, stylesheets=[renderer.css], pdf_variant=_VARIANT
    )


def _one_page(document: Document, scale: float) -> bytes | None:
    return _pdf(document, scale) if len(document.pages) == 1 else None


def _pdf(document: Document, scale: float) -> bytes:
    with _variable("SOURCE_DATE_EPOCH", "0"):  # else fontTools puts the time into Noto's subsets
        written: Any = document.write_pdf(zoom=scale, pdf_variant=_VARIANT)
    return bytes(written)


# --- The renderer -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Renderer:
    """What every rendering shares: a new font configuration each time would leak memory."""

    font_config: FontConfiguration
    css: CSS
    fetcher: URLFetcher


@cache
def _renderer() -> _Renderer:
    with _private_fontconfig():
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher

        font_config = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    css = CSS(
        string=(resources.STATIC / "print.css").read_text(encoding="utf-8"),
        font_config=font_config,
        url_fetcher=fetcher,
    )
    return _Renderer(font_config=font_config, css=css, fetcher=fetcher)


_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>
"""


@contextmanager
def _private_fontconfig() -> Iterator[None]:
    """Let fontconfig see our typefaces alone while it is read, and nobody else in the process.

    The folder is the process's own and gone afterwards: no home folder is needed, and no two
    processes meet. What is started later, a browser for instance, has the machine's fonts again.
    """
    with tempfile.TemporaryDirectory(prefix="samverkan-fonts-") as folder:
        file = Path(folder) / "fonts.conf"
        folders = "".join(f"<dir>{escape(str(path))}</dir>" for path in fonts.folders())
        file.write_text(_FONTCONFIG.format(folders=folders, cache=escape(folder)))
        with _variable("FONTCONFIG_FILE", str(file)):
            yield


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """Set an environment variable for a while."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before
