"""Each repair alone, on a page that WeasyPrint by itself would tag wrongly; then all papers."""

from __future__ import annotations

import importlib
import inspect
import re
from collections import Counter
from html.parser import HTMLParser
from types import ModuleType

import pikepdf
import pytest

from samverkan_docs import papers
from samverkan_docs.catalogue import Paper
from samverkan_docs.papers import markup, printing, whom_to_call
from samverkan_docs.pdf import document
from samverkan_docs.pdf.tags import mending
from samverkan_docs.plan import Plan
from tests.conftest import Printed
from tests.pdf_structure import Tag, heard, ids, marks, opened, tags

LOREM = "Ett ord till och sedan ett till. " * 12


def written(body: str, style: str = "", *, scale: float = 1.0) -> pikepdf.Pdf:
    """Return *body* on small pages without margin boxes."""
    quiet = ["top-left", "top-right", "bottom-left", "bottom-right"]
    page = "size: 120mm 60mm; margin: 10mm;" + "".join(f"@{at} {{ content: none }}" for at in quiet)
    head = f"<title>x</title><style>@page {{ {page} }} {style}</style>"
    html = f'<!doctype html><html lang="sv">{head}<h1>x</h1>{body}'
    return opened(document.write(html, scale=scale))


def words(pdf: pikepdf.Pdf) -> list[str]:
    return " ".join(heard(pdf)).split()


def kinds(pdf: pikepdf.Pdf) -> Counter[str]:
    return Counter(tag.kind[1:] for tag in tags(pdf))


def of_kind(pdf: pikepdf.Pdf, kind: str) -> list[Tag]:
    return [tag for tag in tags(pdf) if tag.kind == f"/{kind}"]


def unread(pdf: pikepdf.Pdf) -> list[tuple[str, dict[str, str]]]:
    """Return the texts that are printed and not heard, with what they are said to be."""
    pieces = (mark for page in pdf.pages for mark in marks(page))
    return [(mark.text, mark.properties) for mark in pieces if mark.number is None and mark.text]


# --- Over a page break --------------------------------------------------------------------------


def test_a_paragraph_over_pages_is_one() -> None:
    pdf = written(f"<p>{LOREM * 3}")
    assert len(pdf.pages) > 2
    assert kinds(pdf)["P"] == 1
    assert words(pdf)[1:] == (LOREM * 3).split()


def test_a_list_over_pages_is_one() -> None:
    items = [f"Punkt {n}." for n in range(30)]
    pdf = written(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
    assert len(pdf.pages) > 2
    assert kinds(pdf)["L"] == 1
    assert [tag.kids for tag in of_kind(pdf, "LI")] == [["/Lbl", "/LBody"]] * 30
    assert heard(pdf)[2::2] == items


def test_a_list_item_over_pages_is_one() -> None:
    pdf = written(f"<ol><li>{LOREM * 2}<li>Sist.</ol>", "li { break-inside: auto }")
    assert len(pdf.pages) > 1
    assert [tag.kids for tag in of_kind(pdf, "LI")] == [["/Lbl", "/LBody"]] * 2
    assert heard(pdf)[-1] == "Sist."


def test_a_list_within_a_list_over_pages_keeps_its_order() -> None:
    inner = "".join(f"<li>Inre {n}." for n in range(20))
    pdf = written(f"<ul><li>Yttre ett.<ol>{inner}</ol><li>Yttre två.</ul>")
    texts = [text for text in heard(pdf) if "re " in text]
    assert len(pdf.pages) > 1
    assert kinds(pdf)["L"] == 2
    assert texts == ["Yttre ett.", *(f"Inre {n}." for n in range(20)), "Yttre två."]


def test_all_that_holds_what_is_torn_is_joined() -> None:
    pdf = written(f"<section><div><p>{LOREM}<p>{LOREM}<p>{LOREM}</div></section>")
    assert len(pdf.pages) > 2
    found = kinds(pdf)
    assert (found["Sect"], found["Div"], found["P"]) == (1, 1, 3)
    assert words(pdf)[1:] == (LOREM * 3).split()


def test_what_stands_by_itself_stays_so() -> None:
    pdf = written('<p>Ett.<p style="break-before: page">Två.<div>Tre.<p>Fyra.</p>Fem.</div>')
    assert kinds(pdf)["P"] == 3
    assert heard(pdf) == ["x", "Ett.", "Två.", "Tre.", "Fyra.", "Fem."]


def test_what_css_adds_before_and_after_is_never_joined_into_one() -> None:
    style = "p::before { content: 'Först. ' } p::after { content: 'Sist.' }"
    pdf = written(f"<p>{LOREM * 2}", style)
    assert len(pdf.pages) > 1
    assert heard(pdf)[1] == "Först. "
    assert heard(pdf)[-1] == "Sist."


# --- Copies -------------------------------------------------------------------------------------


def test_a_copy_that_html_hides_is_printed_and_not_read() -> None:
    block = "<section{}><h2>Kort</h2><table><tr><th scope=row>Vem<td>112</table></section>"
    pdf = written(block.format("") + block.format(" aria-hidden=true") * 2)
    assert heard(pdf) == ["x", "Kort", "Vem", "112"]
    assert kinds(pdf)["Sect"] == 1
    assert unread(pdf) == [(text, {"/Type": "/Page"}) for text in ("Kort", "Vem", "112")] * 2
    assert len(ids(pdf)) == 1


def test_a_copy_over_pages_is_not_read_either() -> None:
    pdf = written(f"<p>Ett.<div aria-hidden=true><p>{LOREM * 3}</div><p>Två.")
    assert len(pdf.pages) > 2
    assert heard(pdf) == ["x", "Ett.", "Två."]


# --- Tables -------------------------------------------------------------------------------------

TABLE = """<table style="break-inside: auto">
<thead><tr><th scope="col">Vem</th><th scope="col">Telefon</th></tr></thead>
<tbody>{}</tbody></table>"""


@pytest.fixture(scope="module")
def long_table() -> pikepdf.Pdf:
    rows = (f'<tr><th scope="row">Rad {n}</th><td>08-{n}</td></tr>' for n in range(30))
    return written(TABLE.format("".join(rows)))


def test_a_table_over_pages_is_one(long_table: pikepdf.Pdf) -> None:
    assert len(long_table.pages) > 2
    found = kinds(long_table)
    assert {kind: found[kind] for kind in ("Table", "THead", "TBody", "TR", "TH", "TD")} == {
        "Table": 1,
        "THead": 1,
        "TBody": 1,
        "TR": 31,
        "TH": 32,
        "TD": 30,
    }


def test_a_table_head_is_read_once_and_printed_on_each_page(long_table: pikepdf.Pdf) -> None:
    assert heard(long_table).count("Telefon") == 1
    repeated = [what for text, what in unread(long_table) if text == "Telefon"]
    assert repeated == [{"/Type": "/Pagination"}] * (len(long_table.pages) - 1)


def test_cells_on_each_page_name_the_head_that_is_read(long_table: pikepdf.Pdf) -> None:
    index = ids(long_table)
    rows = [tag for tag in of_kind(long_table, "TR") if "/TD" in tag.kids]
    (column,) = {str(row.element.K[1].A.Headers[-1]) for row in rows}
    assert index[column].A.Scope == "/Column"
    of_rows = [str(row.element.K[1].A.Headers[0]) for row in rows]
    assert of_rows == [str(row.element.K[0].ID) for row in rows]
    assert len(set(of_rows)) == 30


def test_a_row_over_pages_is_one() -> None:
    row = f'<tr><th scope="row">{LOREM}</th><td>{LOREM}</td></tr>'
    pdf = written(TABLE.format(row), "tr { break-inside: auto }")
    assert len(pdf.pages) > 1
    assert [tag.kids for tag in of_kind(pdf, "TR")] == [["/TH", "/TH"], ["/TH", "/TD"]]
    assert {str(name) for tag in of_kind(pdf, "TD") for name in tag.element.A.Headers} <= set(
        ids(pdf)
    )
    assert words(pdf)[3:] == (LOREM * 2).split()


@pytest.mark.parametrize(
    ("attribute", "scope"),
    [
        ('scope="row"', "/Row"),
        ('scope="rowgroup"', "/Row"),
        ('scope="col"', "/Column"),
        ("", "/Column"),
    ],
)
def test_each_header_has_a_scope(attribute: str, scope: str) -> None:
    pdf = written(f"<table><tr><th {attribute}>A</th><td>B</td></tr></table>")
    assert [str(tag.element.A.Scope) for tag in of_kind(pdf, "TH")] == [scope]


def test_a_cell_without_headers_names_none() -> None:
    pdf = written(
        "<table><tr><td></td><th>A</th></tr><tr><th scope=row>B</th><td>C</td></tr></table>"
    )
    empty, filled = of_kind(pdf, "TD")
    assert "/Headers" not in empty.element.A
    assert len(filled.element.A.Headers) == 2


def test_the_index_of_ids_is_sorted(long_table: pikepdf.Pdf) -> None:
    names = [bytes(name) for name in list(long_table.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert names == sorted(names)
    headers = of_kind(long_table, "TH")
    assert {str(tag.element.ID): tag.element for tag in headers} == ids(long_table)


def test_no_index_is_written_where_nothing_has_an_id() -> None:
    assert "/IDTree" not in written("<p>x").Root.StructTreeRoot


# --- Margins ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("margin", "what"),
    [
        ("top-left", {"/Subtype": "/Header"}),
        ("top-right-corner", {"/Subtype": "/Header"}),
        ("bottom-center", {"/Subtype": "/Footer"}),
        ("left-middle", {}),
    ],
)
def test_a_running_text_is_printed_and_not_read(margin: str, what: dict[str, str]) -> None:
    pdf = written("<p>Brödtext.", f"@page {{ @{margin} {{ content: 'Kant' }} }}")
    assert heard(pdf) == ["x", "Brödtext."]
    assert unread(pdf) == [("Kant", {"/Type": "/Pagination", **what})]


# --- Other elements -----------------------------------------------------------------------------


def test_a_list_item_with_blocks_has_one_body_in_their_order() -> None:
    pdf = written("<ul><li>Ett.<p>Två.</p>Tre.<p>Fyra.</p></ul>")
    (item,) = of_kind(pdf, "LI")
    assert item.kids == ["/Lbl", "/LBody"]
    assert heard(pdf)[2:] == ["Ett.", "Två.", "Tre.", "Fyra."]


def test_another_language_is_said() -> None:
    pdf = written('<p lang="en">English.<p>Svenska.')
    spoken = [str(tag.element.get("/Lang", "")) for tag in of_kind(pdf, "P")]
    assert spoken == ["en", ""]


@pytest.mark.parametrize("scale", [1.0, 2**0.5])
def test_a_figure_says_where_on_the_page_it_is(scale: float) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" style="display: block; width: 30mm; height: 20mm">'
    )
    style = "h1 { position: absolute; left: 50mm }"
    pdf = written(f'{svg}<title>Ruta</title><rect width="9" height="9"/></svg>', style, scale=scale)
    (figure,) = of_kind(pdf, "Figure")
    millimetres = [float(edge) / 72 * 25.4 / scale for edge in figure.element.A.BBox]
    assert millimetres == pytest.approx([10, 30, 40, 50], abs=0.01)
    assert str(figure.element.Alt) == "Ruta"


# --- The papers ---------------------------------------------------------------------------------

PAPERS = list(Paper)


@pytest.fixture(params=PAPERS, ids=str)
def paper(request: pytest.FixtureRequest) -> Paper:
    return Paper(request.param)


@pytest.fixture
def pdf(paper: Paper, printed: Printed) -> pikepdf.Pdf:
    return opened(printed.pdf(paper))


class _Elements(HTMLParser):
    """The names of a page's elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as is called
        self.names[tag] += 1


def html_of(paper: Paper, plan: Plan) -> str:
    if paper is Paper.WALL:
        return papers.wall_html(plan, whom_to_call.wall_rows(plan), step="tight")
    if paper is Paper.INTERNAL:
        return papers.internal_html(plan)
    if paper is Paper.CARD:
        html = papers.card_html(plan, papers.Card(rows=whom_to_call.card_rows(plan), step="snug"))
        return re.sub(r"<section [^>]*aria-hidden.*?</section>", "", html, flags=re.DOTALL)
    if paper is Paper.HOLIDAYS:
        return markup.holidays_html(plan)
    return papers.blank_html() if paper is Paper.BLANK else papers.plan_html(plan)


def test_each_element_of_a_paper_is_one_tag(paper: Paper, pdf: pikepdf.Pdf, plan: Plan) -> None:
    names = _Elements(html_of(paper, plan)).names
    found = kinds(pdf)
    for name in ("h1", "h2", "h3", "h4", "p", "li", "tr", "th", "td"):
        assert found[name.upper()] == names[name], name
    for kind in ("Table", "THead", "TBody", "Div"):
        assert found[kind] == names[kind.lower()], kind
    assert found["L"] == names["ol"] + names["ul"]
    assert found["Sect"] == names["section"]


def test_all_content_is_read_once_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    pieces = [(page.obj.objgen, mark) for page in pdf.pages for mark in marks(page)]
    assert {mark.kind for _, mark in pieces if mark.number is None} <= {"/Artifact"}
    read = Counter((tag.element.Pg.objgen, n) for tag in tags(pdf) for n in tag.numbers)
    assert read == Counter((page, m.number) for page, m in pieces if m.number is not None)


def test_what_a_page_says_of_its_content_is_what_the_tree_says(pdf: pikepdf.Pdf) -> None:
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    pages = {page.obj.objgen: owners[int(page.obj.StructParents)] for page in pdf.pages}
    for tag in tags(pdf):
        for number in tag.numbers:
            assert pages[tag.element.Pg.objgen][number].objgen == tag.element.objgen


def test_each_tag_knows_what_it_stands_in(pdf: pikepdf.Pdf) -> None:
    def check(parent: pikepdf.Object) -> None:
        for kid in parent.K:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == parent.objgen
                check(kid)

    check(pdf.Root.StructTreeRoot.K[0])


def test_each_header_of_a_paper_has_a_scope_and_is_listed(pdf: pikepdf.Pdf) -> None:
    index = ids(pdf)
    for tag in tags(pdf):
        if tag.kind == "/TH":
            assert str(tag.element.A.Scope) in {"/Row", "/Column"}
            assert index[str(tag.element.ID)].objgen == tag.element.objgen
        if tag.kind == "/TD":
            assert {str(name) for name in tag.element.A.Headers} <= set(index)


def test_one_pocket_card_is_read_and_seven_are_not(plan: Plan, printed: Printed) -> None:
    pdf = opened(printed.pdf(Paper.CARD))
    rows = whom_to_call.as_read(whom_to_call.card_rows(plan))
    labels = [row.label for row in rows]
    assert [text for text in heard(pdf) if text in labels] == labels
    texts = Counter(text for text, what in unread(pdf) if what == {"/Type": "/Page"})
    assert {texts[label] for label in labels} == {7}


def test_a_letter_is_read_as_the_group_that_it_stands_for(printed: Printed) -> None:
    pdf = opened(printed.pdf(Paper.WALL))
    said = [str(tag.element.Alt) for tag in tags(pdf) if "/Alt" in tag.element]
    in_steps, in_headings = ["grupp A", "grupp B", "grupp B", "grupp B"], ["grupp A", "grupp B"]
    assert said == in_steps + in_headings


def test_the_pages_margins_are_not_read(printed: Printed) -> None:
    pdf = opened(printed.pdf(Paper.PLAN))
    text = " ".join(heard(pdf))
    assert "Sida " not in text
    running = [(text, what["/Subtype"]) for text, what in unread(pdf) if "/Subtype" in what]
    last = f"Sida {len(pdf.pages)} av {len(pdf.pages)}"
    assert (last, "/Footer") in running
    assert Counter(kind for _, kind in running)["/Footer"] == 2 * len(pdf.pages)
    assert Counter(kind for _, kind in running)["/Header"] == 2 * (len(pdf.pages) - 1)


# --- The watch on WeasyPrint --------------------------------------------------------------------


HOOK = "_build_box_tree"


def tags_of_weasyprint() -> ModuleType:
    return importlib.import_module("weasyprint.pdf.tags")


def test_the_watched_function_is_there() -> None:
    watched = getattr(tags_of_weasyprint(), HOOK)
    assert inspect.isgeneratorfunction(watched)
    assert next(iter(inspect.signature(watched).parameters)) == "box"


def test_the_watch_ends_with_the_writing() -> None:
    module = tags_of_weasyprint()
    before = getattr(module, HOOK)
    with mending():
        assert getattr(module, HOOK) is not before
    assert getattr(module, HOOK) is before


def test_without_the_watched_function_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tags_of_weasyprint(), HOOK)
    with pytest.raises(AttributeError, match=HOOK):
        printing.internal_pdf(Plan(id="p"))
