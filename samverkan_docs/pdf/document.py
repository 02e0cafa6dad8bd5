"""From HTML to a PDF for reading aloud and for decades, with WeasyPrint.

Rule: the same HTML gives the same bytes in every process, and each file is PDF/UA-1 and PDF/A at
once. Nothing is loaded but our own style sheet and the typefaces from our packages; the machine's
fonts and the network are out of reach.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from samverkan_docs import resources
from samverkan_docs.pdf import copies, fonts, memory, tags
from samverkan_docs.pdf.copies import Copy, Data

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint import CSS
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

_VARIANT = "pdf/a-3a"
_PIXELS_PER_MM = 96 / 25.4

# Pango and HarfBuzz are not safe in several threads: one rendering at a time, and the first one
# makes the renderer.
_LOCK = Lock()


def write(
    html: str, *, scale: float = 1.0, attachment: Data | None = None, archive: bool = False
) -> bytes:
    """Return *html* as a PDF/A-3a, or as the kind of file that is asked for."""
    return write_each(html, [Copy(scale=scale, attachment=attachment, archive=archive)])[0]


def write_each(html: str, wanted: Iterable[Copy]) -> list[bytes]:
    """Return *html* in each of *wanted*; it is laid out once."""
    with _one_at_a_time():
        return _pdfs(_laid_out(html), wanted)


def write_each_on_one_page(html: str, wanted: Iterable[Copy]) -> list[bytes]:
    """Return *html* as `write_each` does, nothing if it takes more than a page."""
    with _one_at_a_time():
        return _pdfs(_laid_out(html), wanted, most_pages=1)


def _pdfs(
    document: Document, wanted: Iterable[Copy], *, most_pages: int | None = None
) -> list[bytes]:
    """Return the files.

    *document* is held only here: what is alive at the collection after it is never collected.
    """
    if most_pages is not None and len(document.pages) > most_pages:
        return []
    every = list(wanted)
    written: dict[Copy, bytes] = {}
    for scale in {each.scale: None for each in every}:
        of_scale = [each for each in every if each.scale == scale]
        written |= zip(of_scale, _drawn_once(document, of_scale), strict=True)
    return [written[each] for each in every]


def page_count(html: str) -> int:
    """Return how many pages *html* takes."""
    with _one_at_a_time():
        return len(_laid_out(html).pages)


@dataclass(frozen=True, kw_only=True)
class Measures:
    """How many *pages* a document takes, and how high its elements with an id are, in mm."""

    pages: int
    heights: dict[str, float]


def measured(html: str) -> Measures:
    """Return what *html* takes."""
    with _one_at_a_time():
        return _measures(_laid_out(html))


def _measures(document: Document) -> Measures:
    """Return what *document* takes; as for `_pdfs`, it is held only here."""
    places = [place for page in document.pages for place in page.anchors.items()]
    heights = {name: (lower - upper) / _PIXELS_PER_MM for name, (_, upper, _, lower) in places}
    return Measures(pages=len(document.pages), heights=heights)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Lock the renderer to one thread, from its first object to its last.

    A collection in another thread would free Pango's objects while this one uses Pango; it waits,
    and what the rendering leaves is collected here, while it is all young. That is faster too.
    """
    with _LOCK:
        collects = gc.isenabled()
        gc.disable()
        try:
            _renderer()  # first, for it imports the library in the right surroundings
            with memory.layer().at_work():
                yield
        finally:
            gc.collect(0)
            if collects:
                gc.enable()


def _laid_out(html: str) -> Document:
    from weasyprint import HTML

    renderer = _renderer()
    page = HTML(string=html, url_fetcher=renderer.fetcher)
    document = page.render(
        font_config=renderer.font_config, stylesheets=[renderer.css], pdf_variant=_VARIANT
    )
    _claim_accessible(document)
    return document


def _drawn_once(document: Document, wanted: list[Copy]) -> list[bytes]:
    """Return *document* in each of *wanted*, which are of one scale."""
    *others, last = wanted
    files: list[bytes] = []
    with (
        _variable("SOURCE_DATE_EPOCH", "0"),  # else fontTools puts the time into Noto's subsets
        tags.mending() as mend,
    ):

        def finish(document: Document, pdf: PDF) -> None:
            mend(document, pdf)
            copies.compute(pdf)
            files.extend(copies.written(pdf, each) for each in others)
            copies.become(pdf, last)

        written: Any = document.write_pdf(
            zoom=wanted[0].scale, finisher=finish, pdf_variant=_VARIANT
        )
    return [*files, bytes(written)]


# --- The claim ----------------------------------------------------------------------------------

# PDF/A wants a property that it does not know described where it is used.
_ACCESSIBLE = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
 <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"


def _claim_accessible(document: Document) -> None:
    """Claim PDF/UA-1 in the metadata too, inside its one RDF: readers ignore a second."""
    plain = document.metadata.generate_rdf_metadata

    def both(*claim: object) -> bytes:
        return bytes(plain(*claim)).removesuffix(_END) + _ACCESSIBLE + _END

    document.metadata.generate_rdf_metadata = both


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
    """Show fontconfig our typefaces alone while it is read, and nobody else in the process.

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
