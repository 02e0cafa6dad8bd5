"""A client of the pages that refuses every page which breaks a rule of the house.

It sends what a browser would: the controls of the page that it was given, and no more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias, cast
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element, TreeBuilder

from flask import Flask
from werkzeug.test import TestResponse

from samverkan_docs.data_folder import DataFolder

KEPT_OUT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset")
_POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "list")
_VOID = frozenset({"base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_BLOCKS = _LISTS | {"p", "div", "h1", "h2", "h3", "fieldset", "form", "section", "details"}
_POINTED = frozenset({"a", "button", "summary"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_WORDLESS = {"hidden", "submit", "button"}


# --- What a page must be -------------------------------------------------------------------------


class _Tree(HTMLParser):
    """Builds the tree of a page, and tells where a browser would have to guess what was meant."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []
        self.guesses: list[str] = []
        self.has_doctype = False

    def handle_decl(self, decl: str) -> None:
        self.has_doctype = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_option(tag)
        names = Counter(name for name, _value in attrs)
        self.guesses += [f"{name} twice in {tag}" for name, count in names.items() if count > 1]
        if tag in _BLOCKS and "p" in self.open:
            self.guesses.append(f"{tag} in p")
        if tag in _POINTED and _POINTED.intersection(self.open):
            self.guesses.append(f"{tag} in {self.open[-1]}")
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_option(tag)
        if not self.open or self.open[-1] != tag:
            self.guesses.append(f"</{tag}> closes nothing")
            return
        self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)
        elif data.strip():
            self.guesses.append("text outside")

    def _end_option(self, tag: str) -> None:
        """An option ends where the next one begins, or its list ends."""
        if tag in {"option", "datalist", "select"} and self.open and self.open[-1] == "option":
            self.builder.end(self.open.pop())

    def finish(self) -> tuple[Element, list[str]]:
        """Return the root, and the guesses."""
        self.close()
        self.guesses += [f"{tag} is not closed" for tag in self.open]
        if not self.has_doctype:
            self.guesses.append("no doctype")
        for tag in reversed(self.open):
            self.builder.end(tag)
        return self.builder.close(), self.guesses


def parse(html: str) -> tuple[Element, list[str]]:
    """Return the tree of *html*, and where a browser would have to guess."""
    tree = _Tree()
    tree.feed(html)
    root, guesses = tree.finish()
    for box in root.iter("textarea"):  # a browser drops the first line break
        box.text = (box.text or "").removeprefix("\n")
    return root, guesses


def words(element: Element) -> str:
    """Return the text of *element* with single blanks."""
    return " ".join("".join(element.itertext()).split())


def faults(html: str) -> list[str]:
    """Return the rules that a page breaks, none for a good one."""
    return _faults(*parse(html))


def _faults(root: Element, guesses: list[str]) -> list[str]:
    rules = (_language, _title, _headings, _ids, _pointers, _labels, _groups, _names, _pictures)
    found = [fault for rule in (*rules, _nothing_inline, _nothing_outside) for fault in rule(root)]
    return [*(f"markup {guess}" for guess in guesses), *found]


def _language(root: Element) -> Iterator[str]:
    if root.get("lang") != "sv":
        yield 'no lang="sv"'


def _title(root: Element) -> Iterator[str]:
    ones = list(root.iter("h1"))
    if len(ones) != 1:
        yield f"{len(ones)} h1"
    title = root.find("head/title")
    if title is None or not ones or not words(title).startswith(words(ones[0])) or not words(title):
        yield "the title does not begin with the h1"


def _headings(root: Element) -> Iterator[str]:
    above = 1
    for element in root.iter():
        level = _HEADINGS.get(element.tag)
        if level is None:
            continue
        if level > above + 1:
            yield f"h{level} after h{above}: {words(element)}"
        if not words(element):
            yield f"empty h{level}"
        above = level


def _ids(root: Element) -> Iterator[str]:
    for name, count in Counter(e.get("id") for e in root.iter() if e.get("id")).items():
        if count > 1:
            yield f"{count} elements with id {name}"


def _pointers(root: Element) -> Iterator[str]:
    ids = {element.get("id") for element in root.iter()}
    for element in root.iter():
        targets = [name for key in _POINTERS for name in (element.get(key) or "").split()]
        if (element.get("href") or "").startswith("#"):
            targets.append((element.get("href") or "")[1:])
        for target in targets:
            if target not in ids:
                yield f"{element.tag} points to {target}, which is not there"


def controls(root: Element) -> list[Element]:
    """Return what a person can write in or choose."""
    return [
        element
        for element in root.iter()
        if element.tag in {"textarea", "select"}
        or (element.tag == "input" and element.get("type") not in _WORDLESS)
        if element.get("hidden") is None
    ]


def _labels(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label") if words(label)}
    for control in controls(root):
        if control.get("id") not in labelled:
            yield f"{control.tag} {control.get('name')} without a label"


def _groups(root: Element) -> Iterator[str]:
    grouped: set[Element] = set()
    for fieldset in root.iter("fieldset"):
        if not len(fieldset) or fieldset[0].tag != "legend" or not words(fieldset[0]):
            yield f"fieldset {fieldset.get('id')} without a legend"
        grouped.update(fieldset.iter("input"))
    for control in root.iter("input"):
        if control.get("type") == "radio" and control not in grouped:
            yield f"radio {control.get('name')} outside a fieldset"


def _names(root: Element) -> Iterator[str]:
    for tag in ("a", "button", "legend", "label", "option"):
        for element in root.iter(tag):
            if not (words(element) or element.get("value")):
                yield f"{tag} {element.get('href') or ''} without words"


def _pictures(root: Element) -> Iterator[str]:
    yield from (
        f"img {img.get('src')} without alt" for img in root.iter("img") if "alt" not in img.attrib
    )


def _nothing_inline(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == "style" or "style" in element.attrib:
            yield f"inline style in {element.tag}"
        if element.tag == "script" and (words(element) or "src" not in element.attrib):
            yield "inline script"
        yield from (f"{key} in {element.tag}" for key in element.attrib if key.startswith("on"))


def _nothing_outside(root: Element) -> Iterator[str]:
    for element in root.iter():
        for key in _ADDRESSES:
            address = element.get(key, "")
            parts = urlsplit(address)
            if element.tag == "img" and address.startswith("data:image/png;base64,"):
                continue  # the page brings it with it
            if parts.scheme == "mailto":
                continue  # nothing is fetched: the person's own mail program opens
            if parts.scheme or parts.netloc:
                yield f"an address outside: {address}"
    if root.find(".//base") is not None or root.find(".//meta[@http-equiv]") is not None:
        yield "base or http-equiv"


# --- Pages ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """A page as the client got it."""

    path: str
    status: int
    html: str
    root: Element = field(repr=False)

    @property
    def h1(self) -> str:
        """Return the heading of the page."""
        return words(next(self.root.iter("h1")))

    @property
    def text(self) -> str:
        """Return all the words of the page's content."""
        return words(self.one(".//main"))

    def one(self, path: str) -> Element:
        """Return the one element at *path*."""
        found = self.root.findall(path)
        assert len(found) == 1, f"{len(found)} of {path}"
        return found[0]

    def by_id(self, name: str) -> Element:
        """Return the element with the id *name*."""
        return self.one(f".//*[@id='{name}']")

    @property
    def links(self) -> dict[str, str]:
        """Return where each link in the content leads, by its words."""
        return {words(a): a.get("href", "") for a in self.one(".//main").iter("a")}

    @property
    def problems(self) -> dict[str, str]:
        """Return the error summary: the id of each field and what is said of it."""
        links = self.root.findall(".//*[@id='fel']//a")
        return {(a.get("href") or "")[1:]: words(a) for a in links}

    @property
    def form(self) -> Element:
        """Return the page's form: the one to fill in, if it has others."""
        forms = list(self.root.iter("form"))
        return next((form for form in forms if form.get("id") == "svar"), forms[0])

    @property
    def buttons(self) -> list[str]:
        """Return the values of the form's buttons in order."""
        return [button.get("value", "") for button in self.form.iter("button")]

    @property
    def data(self) -> dict[str, list[str]]:
        """Return what the form holds, as a browser would send it without a button."""
        found: dict[str, list[str]] = {}
        for control in self.form.iter():
            text = _sent(control)
            if text is not None:
                found.setdefault(control.get("name", ""), []).append(text)
        return found

    @property
    def answers(self) -> dict[str, list[str]]:
        """Return what a person typed and chose, without what the page carries for itself."""
        own = {"csrf_token", "digest", "till", "fore", "vid", "sida", "visat"}
        return {
            name: texts
            for name, texts in self.data.items()
            if name not in own and not name.endswith("-id")
        }


def _sent(control: Element) -> str | None:
    if control.tag == "textarea":
        return re.sub(r"\r?\n", "\r\n", "".join(control.itertext()))
    if control.tag != "input" or control.get("type") in {"submit", "button", "file"}:
        return None
    if control.get("type") in {"radio", "checkbox"} and control.get("checked") is None:
        return None
    return control.get("value", "")


# --- The client ----------------------------------------------------------------------------------

Form: TypeAlias = Mapping[str, "str | list[str]"]


class Client:
    """A person's browser: one session at *app*, let in unless *inside* is false."""

    def __init__(self, app: Flask, *, inside: bool = True) -> None:
        self.app = app
        self.http = app.test_client()
        if inside:
            folder = cast("DataFolder", app.config["DATA_FOLDER"])
            self.raw("GET", f"/?nyckel={folder.new_entrance_key()}", expect=303)

    def raw(
        self,
        method: str,
        path: str,
        data: Form | None = None,
        *,
        file: bytes | None = None,
        name: str = "plan.json",
        expect: int = 200,
        host: str = "127.0.0.1:8317",
    ) -> TestResponse:
        """Return the answer to any request; it carries the headers that keep others out."""
        body, kind = (None, None) if data is None else _body(data, file, name)
        answer = self.http.open(
            path,
            method=method,
            data=body,
            content_type=kind,
            buffered=True,
            headers={"Host": host},
        )
        assert answer.status_code == expect, f"{answer.status_code} from {path}"
        assert_kept_out(answer)
        return answer

    def get(self, path: str, *, expect: int = 200) -> Page:
        """Return a page that keeps the rules of the house."""
        return _page(path, self.raw("GET", path, expect=expect))

    def post(
        self,
        path: str,
        data: Form,
        *,
        expect: int,
        file: bytes | None = None,
        name: str = "plan.json",
    ) -> Page:
        """Return the page that is an answer to *data*; a redirection is followed."""
        answer = self.raw("POST", path, data, file=file, name=name, expect=expect)
        if expect == 303:
            return self.get(urljoin(path, answer.location))
        return _page(path, answer)

    def submit(
        self, page: Page, typed: Form | None = None, *, expect: int, gor: str | None = None
    ) -> Page:
        """Type into the page's form and press the button *gor*, else the first, as Enter does."""
        gor = page.buttons[0] if gor is None else gor
        data = {**page.data, **(typed or {}), **({"gor": gor} if gor else {})}
        return self.post(page.form.get("action") or page.path, data, expect=expect)

    def upload(
        self,
        page: Page,
        file: bytes,
        typed: Form | None = None,
        *,
        expect: int,
        name: str = "plan.json",
    ) -> Page:
        """Type into the page's form, choose a *file* called *name* in it and send it."""
        path = page.form.get("action") or page.path
        return self.post(path, {**page.data, **(typed or {})}, expect=expect, file=file, name=name)

    def new_plan(self) -> str:
        """Begin a plan and give its address."""
        return self.submit(self.get("/"), expect=303).path


def _body(data: Form, file: bytes | None, name: str) -> tuple[bytes, str]:
    """Return *data* as a browser encodes them, with a *file* in the field `fil` if there is one."""
    if file is None:
        return urlencode(data, doseq=True).encode(), "application/x-www-form-urlencoded"
    mark = "----------------samverkan"
    head = f"--{mark}\r\nContent-Disposition: form-data; name="
    pairs = parse_qsl(urlencode(data, doseq=True), keep_blank_values=True)
    parts = [f'{head}"{field}"\r\n\r\n{text}\r\n'.encode() for field, text in pairs]
    parts.append(f'{head}"fil"; filename="{name}"\r\n\r\n'.encode())
    body = b"".join([*parts, file, f"\r\n--{mark}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={mark}"


def _page(path: str, answer: TestResponse) -> Page:
    assert answer.mimetype == "text/html", answer.mimetype
    html = answer.get_data(as_text=True)
    root, guesses = parse(html)
    found = _faults(root, guesses)
    assert found == [], f"{path}: {found}"
    return Page(path=path, status=answer.status_code, html=html, root=root)


def assert_kept_out(answer: TestResponse) -> None:
    """Hold that no other page may load this answer, and that it loads nothing from outside."""
    assert {name: answer.headers.get(name) for name in KEPT_OUT} == KEPT_OUT
    policy = dict(
        rule.strip().partition(" ")[::2]
        for rule in answer.headers["Content-Security-Policy"].split(";")
    )
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert allowed <= {"'self'", "'none'", "data:"}
    shows_own = not answer.is_streamed and b"data:image/png" in answer.data
    assert ("data:" in policy["img-src"]) is shows_own
    assert "data:" not in policy["default-src"] + policy["script-src"]
    assert {name for name, sources in policy.items() if sources == "'none'"} >= {
        "default-src",
        "base-uri",
        "frame-ancestors",
    }
    assert policy["form-action"] == "'self'"
    if answer.mimetype in {"text/html", "application/json", "application/pdf"}:
        assert "private" in answer.headers["Cache-Control"]
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
