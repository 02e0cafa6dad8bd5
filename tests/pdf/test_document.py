from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from samverkan_docs.catalogue import Paper
from samverkan_docs.pdf import Copy, Data, document
from tests.conftest import ROOT, Printed, pages_of
from tests.pdf_structure import Tag, opened, tags

pytestmark = pytest.mark.slow

PAPERS = [Paper.PLAN, Paper.WALL, Paper.INTERNAL, Paper.BLANK]
A4 = (595.28, 841.89)


def page(body: str, style: str = "") -> str:
    return f'<!doctype html><html lang="sv"><title>x</title><style>{style}</style>{body}'


def font_names(pdf: pikepdf.Pdf) -> set[str]:
    fonts = [font for sheet in pdf.pages for _, font in sheet.resources.Font.items()]
    return {str(font.BaseFont).partition("+")[2] for font in fonts}


@pytest.fixture(params=PAPERS, ids=str)
def paper(request: pytest.FixtureRequest) -> Paper:
    return Paper(request.param)


@pytest.fixture
def pdf(paper: Paper, printed: Printed) -> pikepdf.Pdf:
    return opened(printed.pdf(paper))


# --- The file as a whole ------------------------------------------------------------------------


def test_it_names_itself_and_its_language(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "sv"
    assert str(pdf.docinfo.Title)
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"] == str(pdf.docinfo.Title)


def test_it_says_nothing_of_when_it_was_made(pdf: pikepdf.Pdf) -> None:
    assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())


def test_its_pages_are_a4(pdf: pikepdf.Pdf) -> None:
    for sheet in pdf.pages:
        assert [float(edge) for edge in sheet.mediabox[2:]] == pytest.approx(A4, abs=0.1)


def test_a3_is_a4_enlarged() -> None:
    enlarged = opened(document.write(page("<p>x"), scale=2**0.5))
    edges = [float(edge) / 72 * 25.4 for edge in enlarged.pages[0].mediabox[2:]]
    assert edges == pytest.approx((297, 420), abs=0.1)


def test_its_fonts_are_ours_and_embedded(pdf: pikepdf.Pdf) -> None:
    assert font_names(pdf) == {"Fira-Sans", "Fira-Sans-Bold"}
    for sheet in pdf.pages:
        for font in sheet.resources.Font.as_dict().values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_the_outline_lists_the_chapters(printed: Printed) -> None:
    with opened(printed.pdf(Paper.PLAN)).open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert "1 Akut läge, lov och resor" in titles
    assert titles[-1] == "17 Underskrifter"


# --- What it claims and carries -----------------------------------------------------------------

SUMMER = timezone(timedelta(hours=2))
DATA = Data(text='{"skola": "Åsgården"}\n', made=datetime(2026, 8, 17, 8, tzinfo=SUMMER))


def test_the_metadata_is_one_rdf(printed: Printed) -> None:
    pdf = opened(printed.pdf(Paper.PLAN))
    metadata = pdf.Root.Metadata.read_bytes()
    assert metadata.count(b"<rdf:RDF") == metadata.count(b"</rdf:RDF>") == 1


def test_the_data_is_embedded_as_the_source_of_the_document() -> None:
    pdf = opened(document.write(page("<h1>x"), attachment=DATA))
    assert list(pdf.attachments) == ["plan.json"]
    attached = pdf.attachments["plan.json"].get_file()
    assert attached.read_bytes().decode() == DATA.text
    assert attached.mime_type == "application/json"
    (listed,) = pdf.Root.AF
    assert listed.objgen == pdf.attachments["plan.json"].obj.objgen
    assert listed.AFRelationship == "/Source"
    assert {str(listed.EF.F.Params[key]) for key in ("/CreationDate", "/ModDate")} == {
        "D:20260817060000Z"
    }


def test_a_document_carries_nothing_unless_it_is_given() -> None:
    pdf = opened(document.write(page("<h1>x")))
    assert not pdf.attachments
    assert "/AF" not in pdf.Root


def test_an_archive_copy_has_the_same_text_and_no_data() -> None:
    html = page("<h1>x</h1><p>y")
    copy = document.write(html, attachment=DATA, archive=True)
    assert pages_of(copy) == pages_of(document.write(html, attachment=DATA))
    both = [Copy(attachment=DATA), Copy(archive=True)]
    assert document.write_each_on_one_page(html, both) == [
        document.write(html, attachment=DATA),
        copy,
    ]
    assert not opened(copy).attachments
    with opened(copy).open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


# --- Its tags -----------------------------------------------------------------------------------


@pytest.fixture
def structure(pdf: pikepdf.Pdf) -> list[Tag]:
    return list(tags(pdf))


def test_headings_begin_at_one_and_never_jump(structure: list[Tag]) -> None:
    levels = [int(tag.kind[2]) for tag in structure if tag.kind[1:] in {"H1", "H2", "H3", "H4"}]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_list_item_is_a_label_and_a_body(structure: list[Tag]) -> None:
    for tag in structure:
        if tag.kind == "/LI":
            assert tag.kids in (["/Lbl", "/LBody"], ["/LBody"])


def test_a_table_is_rows_of_cells_that_have_headers(structure: list[Tag]) -> None:
    ids = {str(tag.element.ID) for tag in structure if tag.kind == "/TH"}
    for tag in structure:
        if tag.kind == "/TR":
            assert set(tag.kids) <= {"/TH", "/TD"}
        if tag.kind == "/TD":
            headers = [str(header) for header in tag.element.A.Headers]
            assert headers
            assert set(headers) <= ids
            assert not {"/ColSpan", "/RowSpan"} & set(tag.element.A.keys())


@pytest.mark.parametrize("paper", [Paper.PLAN, Paper.WALL, Paper.INTERNAL], indirect=True)
def test_each_row_has_a_header(structure: list[Tag]) -> None:
    rows = [tag.kids for tag in structure if tag.kind == "/TR"]
    assert rows
    assert all("/TH" in kids for kids in rows)


def test_a_link_holds_its_annotation_and_text_alone(structure: list[Tag]) -> None:
    for tag in structure:
        if tag.kind == "/Link":
            kinds = Counter(isinstance(kid, int) for kid in tag.element.K)
            assert kinds[False] == 1
            assert tag.kids == []


def test_text_stands_in_blocks(structure: list[Tag]) -> None:
    known = {"Document", "Sect", "Div", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody"}
    known |= {"Table", "THead", "TBody", "TR", "TH", "TD", "Span", "NonStruct", "Link"}
    assert {tag.kind[1:] for tag in structure} <= known
    assert ("/Document", "/Span") not in {(tag.parent, tag.kind) for tag in structure}


# --- Always the same, and nothing from outside --------------------------------------------------


def test_the_same_html_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    html = page("<h1>Hej</h1><p>Åsa محمد <b>08-405</b>")
    here = [document.write(html, attachment=DATA) for _ in range(2)]
    script = (
        "import sys, datetime; from samverkan_docs.pdf import Data, document;"
        "made = datetime.datetime.fromisoformat(sys.argv[3]);"
        "data = Data(text=sys.argv[2], made=made);"
        "sys.stdout.buffer.write(document.write(sys.argv[1], attachment=data))"
    )
    given = [html, DATA.text, DATA.made.isoformat()]
    elsewhere = [
        subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-c", script, *given],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert {*here, *(done.stdout for done in elsewhere)} == {here[0]}
    assert [done.stderr for done in elsewhere] == [b"", b""]


def test_neither_home_nor_a_writable_folder_is_needed_but_the_temporary() -> None:
    # The processes above have no HOME; here the machine's own configuration stays as it was.
    before = os.environ.get("FONTCONFIG_FILE")
    document.page_count(page("x"))
    assert os.environ.get("FONTCONFIG_FILE") == before


def test_threads_take_turns() -> None:
    html = page("<p>" + "Ett ord till. " * 200)
    with ThreadPoolExecutor(4) as pool:
        written = set(pool.map(document.write, [html] * 8))
    assert len(written) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "data:,x"])
@pytest.mark.parametrize(
    "using",
    [
        '<img alt="x" src="{}">',
        '<p style="background: url({})">x',
        '<link rel="stylesheet" href="{}">',
    ],
)
def test_nothing_is_loaded(address: str, using: str) -> None:
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        document.write(page(using.format(address)))


def test_a_font_of_the_machine_is_not_used() -> None:
    names = font_names(opened(document.write(page('<p style="font-family: DejaVu Sans">x'))))
    assert names
    assert names <= {"Fira-Sans", "Noto-Sans"}


def test_a_warning_of_the_renderer_fails_a_test() -> None:
    with pytest.raises(AssertionError, match="Ignored"):
        document.write(page("<p>x", style="p { colour: red }"))


# --- What people type ---------------------------------------------------------------------------


def test_other_scripts_come_from_our_fonts_too() -> None:
    written = document.write(page('<p>Жанна Ğülşen <span dir="rtl">محمد كوردى</span>'))
    assert "Жанна Ğülşen" in pages_of(written)[0]
    assert font_names(opened(written)) == {"Fira-Sans", "Noto-Sans-Arabic"}


@pytest.mark.parametrize("char", ["中", "☐", "😀"])
def test_a_character_that_no_font_of_ours_has_is_not_taken_from_the_machine(char: str) -> None:
    with pytest.raises(AssertionError, match="notdef"):
        document.write(page(f"<p>{char}"))


def test_pages_are_counted_without_writing() -> None:
    two = page('<p>x<p style="break-before: page">y')
    assert document.page_count(two) == 2
    assert document.write_each_on_one_page(two, [Copy()]) == []
    assert len(document.write_each_on_one_page(page("<p>x"), [Copy()])) == 1


def test_elements_with_a_name_are_measured_on_every_page() -> None:
    html = page(
        '<p id="a" style="height: 30mm">x<p id="b" style="height: 2in; break-before: page">y'
    )
    measures = document.measured(html)
    assert measures.pages == 2
    assert measures.heights == pytest.approx({"a": 30, "b": 50.8})


def collect_what_earlier_tests_left() -> None:
    """Collect all, with what the threads of a forgotten queue of papers let go of at their end."""
    gc.collect()
    for thread in threading.enumerate():
        if thread.name.startswith("drawing"):
            thread.join(1)
    gc.collect()


def test_a_measurement_leaves_nothing_for_another_thread_to_collect() -> None:
    html = page("<h1>x</h1>" + "<p>Ett ord till.</p>" * 20)
    document.measured(html)
    collect_what_earlier_tests_left()
    gc.disable()
    try:
        document.measured(html)
        assert gc.collect() < 50
    finally:
        gc.enable()


def test_a_rendering_leaves_nothing_for_another_thread_to_collect() -> None:
    html = page("<h1>x</h1>" + "<p>Ett ord till.</p>" * 20)
    document.write(html)
    collect_what_earlier_tests_left()
    gc.disable()
    try:
        document.write(html)
        assert not gc.isenabled()
        assert gc.collect() < 50
    finally:
        gc.enable()
    document.write(html)
    assert gc.isenabled()
