"""Guards of the guards: every route, link and template is held by some test."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

import samverkan_docs
from samverkan_docs import catalogue, resources
from samverkan_docs.catalogue import Question
from samverkan_docs.papers import templating
from samverkan_docs.store import Version
from tests.web.checking import Client

PLAN = "/plan/ekbackaskolan-2026/"
VERSION = "/plan/lindangens-skola-2026/version/1/"
# Every route with an address of it: what an answer to GET (or POST, see below) must be.
ROUTES = {
    "static": ("/statiskt/app.css", 200),
    "running": ("/igang", 200),
    "begin.start": ("/", 200),
    "begin.new": ("/ny", 303),
    "begin.tasks": (PLAN, 200),
    "begin.choose_file": ("/las-in", 200),
    "begin.read_in": ("/las-in", 303),
    "begin.export": (f"{PLAN}plan.json", 200),
    "begin.delete": (f"{PLAN}ta-bort", 200),
    "begin.font": ("/typsnitt/fira-sans.ttf", 200),
    "fill_in.section": (f"{PLAN}del/polis", 200),
    "fill_in.save": (f"{PLAN}del/polis", 422),
    "page_drafts.keep": (f"{PLAN}del/polis/utkast", 403),
    "page_drafts.drop": (f"{PLAN}del/polis/utkast/ta-bort", 303),
    "review.review": (f"{PLAN}granska", 200),
    "review.how_to_read": (f"{PLAN}sa-laser-du", 200),
    "review.put_function": (f"{PLAN}granska", 303),
    "print_out.choose": (f"{PLAN}skriv-ut", 200),
    "print_out.make_room": (f"{PLAN}skriv-ut", 303),
    "print_out.paper": (f"{PLAN}anslag.pdf", 200),
    "print_out.blank": ("/blankett.pdf", 200),
    "print_out.calendar": (f"{PLAN}kalender.ics", 200),
    "print_out.issued_calendar": (f"{VERSION}kalender.ics", 200),
    "adopt.ask": (f"{PLAN}faststall", 200),
    "adopt.adopt": (f"{PLAN}faststall", 422),
    "issued.version": (f"{VERSION}", 200),
    "issued.paper": (f"{VERSION}anslag.pdf", 200),
    "issued.export": (f"{VERSION}plan.json", 200),
    "issued.scan": (f"{VERSION}skannat/finns-inte", 404),
    "issued.next_version": (f"{VERSION}ny", 303),
    "afterwards.signatures": (f"{VERSION}underskrifter", 200),
    "afterwards.sign": (f"{VERSION}underskrifter", 422),
    "afterwards.ask_to_withdraw": (f"{VERSION}dra-tillbaka", 200),
    "afterwards.withdraw": (f"{VERSION}dra-tillbaka", 422),
    "renew.next_year": (f"{VERSION}nytt-lasar", 303),
    "renew.next_year_from_draft": (f"{PLAN}nytt-lasar", 303),
    "renew.check_numbers": (f"{VERSION}kontrollera", 303),
    "renew.go_through": (f"{PLAN}ga-igenom", 200),
    "renew.answer": (f"{PLAN}ga-igenom", 303),
    "renew.undo": (f"{PLAN}ga-igenom/angra", 303),
    "renew.choose_contacts": (f"{PLAN}del/polis/hamta", 200),
    "renew.copy_contacts": (f"{PLAN}del/polis/hamta", 303),
    "renew.ask_partners": (f"{PLAN}fraga-parterna", 200),
    "twins.carry_over": (f"{PLAN}till-nasta-version", 303),
    "check.ask": ("/kontrollera", 200),
    "check.check": ("/kontrollera", 303),
}
POSTED = {
    "review.put_function",
    "adopt.adopt",
    "begin.new",
    "begin.read_in",
    "check.check",
    "fill_in.save",
    "page_drafts.keep",
    "page_drafts.drop",
    "issued.next_version",
    "print_out.make_room",
    "afterwards.sign",
    "afterwards.withdraw",
    "renew.answer",
    "renew.undo",
    "renew.check_numbers",
    "renew.copy_contacts",
    "renew.next_year",
    "renew.next_year_from_draft",
    "twins.carry_over",
}
OPEN_TO_ALL = {"static", "running", "begin.font"}


def test_every_route_is_in_the_table_above(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROUTES)


@pytest.mark.usefixtures("filled", "issued")
@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_route_answers_who_is_inside(client: Client, endpoint: str) -> None:
    path, code = ROUTES[endpoint]
    adapter = client.app.url_map.bind("127.0.0.1")
    method = "POST" if endpoint in POSTED else "GET"
    assert adapter.match(path, method=method)[0] == endpoint
    client.raw(method, path, {} if method == "POST" else None, expect=code)


@pytest.mark.usefixtures("filled", "issued")
@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_route_is_closed_to_others(stranger: Client, endpoint: str) -> None:
    path, _code = ROUTES[endpoint]
    method = "POST" if endpoint in POSTED else "GET"
    stranger.raw(method, path, expect=200 if endpoint in OPEN_TO_ALL else 403)


@pytest.mark.slow
def test_every_link_inside_the_program_answers(
    client: Client, filled: str, empty: str, issued: Version
) -> None:
    """Walk from the start page to everything that can be reached by links."""
    waiting, seen = ["/"], set[str]()
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        answer = client.raw("GET", path)
        if answer.mimetype == "text/html":
            page = client.get(path)
            addresses = [e.get(key) for e in page.root.iter() for key in ("href", "src")]
            waiting += [a for a in addresses if a and not a.startswith(("#", "mailto:", "data:"))]
    assert {f"{filled}granska", f"{filled}plan.json", f"{empty}anslag.pdf", "/blankett.pdf"} <= seen
    assert f"/plan/{issued.plan.id}/version/1/anslag-a3.pdf" in seen
    assert len(seen) > 60


TEMPLATES = sorted(
    str(f.relative_to(resources.TEMPLATES)) for f in resources.TEMPLATES.rglob("*.html")
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_parsed(app: Flask, name: str) -> None:
    env = templating.environment() if name.startswith("documents/") else app.jinja_env
    assert env.get_template(name).name == name


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_line_that_nobody_reads(name: str) -> None:
    lines = (resources.TEMPLATES / name).read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if len(line) > 100] == []


def keys(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield question.key
        yield from keys(question.fields)


CATALOGUE_KEYS = {section.key for section in catalogue.SECTIONS}.union(
    *(keys(section.questions) for section in catalogue.SECTIONS)
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_names_no_question_and_no_section(name: str) -> None:
    """What is particular to one of them is a fact of its entry in the catalogue."""
    parsed = templating.environment().parse(
        (resources.TEMPLATES / name).read_text(encoding="utf-8")
    )
    texts = {str(found.value) for found in parsed.find_all(nodes.Const)}
    assert texts & CATALOGUE_KEYS == set()


def test_every_template_is_used() -> None:
    """A paper is named by its stem alone, a page by its file."""
    named = set[str]()
    for file in Path(samverkan_docs.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        named |= {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    env = templating.environment()
    for name in TEMPLATES:
        parsed = env.parse((resources.TEMPLATES / name).read_text(encoding="utf-8"))
        named.update(found for found in meta.find_referenced_templates(parsed) if found)
    unused = [
        name
        for name in TEMPLATES
        if name not in named and not (name.startswith("documents/") and Path(name).stem in named)
    ]
    assert unused == []
