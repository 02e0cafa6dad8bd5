"""Mends the tags of a PDF: the tree that a screen reader reads it by.

WeasyPrint tags page by page: a table over three pages becomes three tables, and a running header
is read as part of the text. Rule: one HTML element is one element of the tree, and what only
serves the turning of pages is none; nor is a copy, which HTML hides from a screen reader.

All is done on pydyf's public objects before they are written. One private function of WeasyPrint
is watched, for it alone knows what an element was made from; tests fail when it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydyf import PDF, Array, Dictionary, String

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import Box

# The HTML element, its name or pseudo-element's, and the type of tag that it got.
_Origin = tuple[Any, str, str]
_Artifact = dict[str, str]


@contextmanager
def mending() -> Iterator[Callable[[Document, PDF], None]]:
    """Yield the finisher for the one document that is written inside the block.

    The watch is set for the whole process: write one document at a time.
    """
    from weasyprint.pdf import tags

    seen = _Seen()
    original = tags._build_box_tree  # noqa: SLF001 - see the module's first lines
    tags._build_box_tree = seen.watching(original)  # noqa: SLF001 - the same
    try:
        yield lambda document, pdf: _mend(
            _Tree(pdf, seen), [page.height for page in document.pages]
        )
    finally:
        tags._build_box_tree = original  # noqa: SLF001 - the same


def _mend(tree: _Tree, heights: list[float]) -> None:
    """Repair the whole *tree*, in an order that counts; *heights* of the pages are in pixels."""
    _leave_out_copies(tree)
    _take_out_columns(tree, tree.top)
    _join(tree, tree.top)
    _rename_headers(tree)
    _mark_artifacts(tree)
    _fill_list_items(tree)
    _say_scopes(tree)
    _say_languages(tree)
    _say_labels(tree)
    _place_figures(tree, heights)
    _index_ids(tree)


# --- What the elements were made from -----------------------------------------------------------


@dataclass
class _Seen:
    """What was seen while the tree was built, by the number of the element."""

    origins: dict[int, _Origin] = field(default_factory=dict)
    artifacts: dict[int, _Artifact] = field(default_factory=dict)
    margin: str = ""

    def watching(self, build: Callable[..., Iterator[Dictionary]]) -> Callable[..., Any]:
        """Yield *build* with a note taken of each element that it makes."""

        def watched(box: Box, *rest: object) -> Iterator[Dictionary]:
            outside, self.margin = self.margin, getattr(box, "at_keyword", self.margin)
            for element in build(box, *rest):
                self._note(box, element)
                yield element
            self.margin = outside

        return watched

    def _note(self, box: Box, element: Dictionary) -> None:
        if self.margin:
            self.artifacts[element.number] = _running(self.margin)
        if box.element is not None:  # <body> only hands on its children's: the first note holds
            origin = (box.element, box.element_tag, element["S"])
            self.origins.setdefault(element.number, origin)


def _running(margin: str) -> _Artifact:
    """Return what a text in *margin*, such as @top-left, is."""
    if margin.startswith("@top"):
        return {"Subtype": "/Header"}
    return {"Subtype": "/Footer"} if margin.startswith("@bottom") else {}


# --- The tree -----------------------------------------------------------------------------------


class _Tree:
    """The elements of a PDF that is being made."""

    def __init__(self, pdf: PDF, seen: _Seen) -> None:
        self.pdf = pdf
        self.seen = seen
        self.root = self.find(pdf.catalog["StructTreeRoot"])
        self.top = self.find(self.root["K"][0])
        self.new_ids: dict[str, String] = {}

    def find(self, reference: bytes) -> Dictionary:
        """Return the object that *reference*, such as 12 0 R, stands for."""
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, parent: Dictionary) -> list[Dictionary]:
        """Return the elements right below *parent*, without its text and annotations."""
        objects = [self.find(kid) for kid in parent["K"] if isinstance(kid, bytes)]
        return [kid for kid in objects if kid["Type"] == "/StructElem"]

    def all(self, kind: str = "", below: Dictionary | None = None) -> Iterator[Dictionary]:
        """Yield each element in reading order, or only those of a *kind* such as /TH."""
        for kid in self.kids(self.top if below is None else below):
            if kind in {"", kid["S"]}:
                yield kid
            yield from self.all(kind, kid)

    def html(self, element: Dictionary) -> dict[str, str]:
        """Return the attributes of the HTML element that *element* was made from."""
        origin = self.seen.origins.get(element.number)
        return {} if origin is None else dict(origin[0].attrib)

    @staticmethod
    def move(kids: list[Dictionary], to: Dictionary) -> None:
        """Append *kids* to the element *to*; they still stand where they stood."""
        for kid in kids:
            kid["P"] = to.reference
        to["K"].extend(kid.reference for kid in kids)


# --- Copies -------------------------------------------------------------------------------------


def _leave_out_copies(tree: _Tree) -> None:
    """Remove what is `aria-hidden` from the tree: its text is the printer's, nobody's to read."""
    for element in list(tree.all()):
        if tree.html(element).get("aria-hidden") == "true":
            tree.find(element["P"])["K"].remove(element.reference)
            tree.seen.artifacts[element.number] = {"Type": "/Page"}


# --- Over the break of a page or a column -------------------------------------------------------

_TORN_BY_COLUMNS = {"/P", "/L", "/LI", "/H2", "/H3", "/H4"}  # nothing else comes twice on a page


def _take_out_columns(tree: _Tree, parent: Dictionary) -> None:
    """Give each element the content of its columns, which are tagged as it is itself."""
    for kid in tree.kids(parent):
        _take_out_columns(tree, kid)
        origin = tree.seen.origins.get(kid.number)
        if origin is not None and origin == tree.seen.origins.get(parent.number):
            place = parent["K"].index(kid.reference)
            parent["K"][place : place + 1] = kid["K"]
            for inner in tree.kids(kid):
                inner["P"] = parent.reference


def _join(tree: _Tree, parent: Dictionary) -> None:
    """Make one element of the pieces, one a page or column, that an HTML element was torn into."""
    begun: dict[_Origin, tuple[Dictionary, bytes]] = {}
    for piece in tree.kids(parent):
        origin = tree.seen.origins.get(piece.number)
        if origin and _is_block(tree, piece):
            head, page = begun.get(origin, (piece, piece["Pg"]))
            torn = page != piece["Pg"] or (head is not piece and piece["S"] in _TORN_BY_COLUMNS)
            begun[origin] = (head if torn else piece), piece["Pg"]
            if torn:
                parent["K"].remove(piece.reference)
                end = _drop_head if piece["S"] == "/THead" else _add
                end(tree, head, piece)
    for kid in tree.kids(parent):
        _join(tree, kid)


def _is_block(tree: _Tree, element: Dictionary) -> bool:
    """Return whether *element* holds elements alone: text and links' areas belong to a page."""
    return len(tree.kids(element)) == len(element["K"])


def _add(tree: _Tree, head: Dictionary, piece: Dictionary) -> None:
    """Append all of *piece* to *head*, which it continues."""
    tree.move(tree.kids(piece), to=head)
    _same_id(tree, head, piece)


def _drop_head(tree: _Tree, head: Dictionary, piece: Dictionary) -> None:
    """Drop a repeated table head, so that *head* is read once."""
    tree.seen.artifacts[piece.number] = {}
    for kept, dropped in zip(tree.all("/TH", head), tree.all("/TH", piece), strict=True):
        _same_id(tree, kept, dropped)


def _same_id(tree: _Tree, kept: Dictionary, dropped: Dictionary) -> None:
    if "ID" in dropped:
        tree.new_ids[dropped["ID"].string] = kept["ID"]


def _rename_headers(tree: _Tree) -> None:
    """Rename the headers of each cell to those that are left; an empty list is not allowed."""
    for cell in tree.all("/TD"):
        names = [tree.new_ids.get(name.string, name) for name in cell["A"].pop("Headers", ())]
        if names:
            cell["A"]["Headers"] = Array(names)


def _mark_artifacts(tree: _Tree) -> None:
    """Mark running texts and repeated table heads as artifacts, which are not read."""
    numbers = tree.find(tree.root["ParentTree"])["Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in map(tree.find, tree.pdf.page_references):
        of_page = owners[page["StructParents"]]
        found = {number: _artifact(tree, owner) for number, owner in enumerate(of_page)}
        unread = {number: what for number, what in found.items() if what is not None}
        _remark(tree.find(page["Contents"]).stream, unread)
        for number in unread:
            of_page[number] = "null"


def _artifact(tree: _Tree, reference: bytes) -> _Artifact | None:
    """Return what an element is if it, or what it stands in, is not to be read."""
    element = tree.find(reference)
    while element is not tree.top:
        if element.number in tree.seen.artifacts:
            return tree.seen.artifacts[element.number]
        element = tree.find(element["P"])
    return None


def _remark(items: list[Any], unread: dict[int, _Artifact]) -> None:
    """Mark the *unread* numbers as artifacts; a mark's type is the item before its dictionary."""
    for place, item in enumerate(items):
        if isinstance(item, dict) and item.get("MCID") in unread:
            items[place - 1] = "/Artifact"
            items[place] = Dictionary({"Type": "/Pagination", **unread[item["MCID"]]})


# --- Element by element -------------------------------------------------------------------------


def _fill_list_items(tree: _Tree) -> None:
    """Wrap all of a list item but its label in one body."""
    for item in list(tree.all("/LI")):
        labels = [kid for kid in tree.kids(item) if kid["S"] == "/Lbl"]
        rest = [kid for kid in tree.kids(item) if kid["S"] != "/Lbl"]
        if rest and [kid["S"] for kid in rest] != ["/LBody"]:
            body = Dictionary({"Type": "/StructElem", "S": "/LBody", "K": Array()})
            body.update(P=item.reference, Pg=item["Pg"])
            tree.pdf.add_object(body)
            for kid in rest:
                tree.move(tree.kids(kid) if kid["S"] == "/LBody" else [kid], to=body)
            item["K"] = Array([kid.reference for kid in (*labels, body)])


def _say_scopes(tree: _Tree) -> None:
    """Set on each header whether it is its row's or its column's."""
    for header in tree.all("/TH"):
        of_row = tree.html(header).get("scope", "").startswith("row")
        header["A"]["Scope"] = "/Row" if of_row else "/Column"


def _say_languages(tree: _Tree) -> None:
    """Return where another language than the document's is spoken."""
    for element in tree.all():
        if language := tree.html(element).get("lang"):
            element["Lang"] = String(language)


def _say_labels(tree: _Tree) -> None:
    """Set what is read aloud in place of a sign that is short for it."""
    for element in tree.all():
        if label := tree.html(element).get("aria-label"):
            element["Alt"] = String(label)


def _place_figures(tree: _Tree, heights: list[float]) -> None:
    """Return where a figure is in points from the page's lower left, not in pixels from above."""
    pages = dict(zip(tree.pdf.page_references, heights, strict=True))
    for figure in tree.all("/Figure"):
        top = tree.find(figure["Pg"])["MediaBox"][3]
        scale = top / pages[figure["Pg"]]
        left, upper, right, lower = (edge * scale for edge in figure["A"]["BBox"])
        edges = (left, top - lower, right, top - upper)
        figure["A"]["BBox"] = Array(round(edge, 3) for edge in edges)


# --- The document as a whole --------------------------------------------------------------------


def _index_ids(tree: _Tree) -> None:
    """List the elements that have an ID, sorted by it as a name tree must be."""
    named = {element["ID"].string: element.reference for element in tree.all() if "ID" in element}
    if named:
        pairs = [part for name in sorted(named) for part in (String(name), named[name])]
        index = Dictionary({"Names": Array(pairs)})
        tree.pdf.add_object(index)
        tree.root["IDTree"] = index.reference
