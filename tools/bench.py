"""Measure what a person waits for, on the example plan; medians in milliseconds, in one run.

Numbers of speed live here and never in a test. Beside ours: Chromium printing the same HTML, and
Typst setting the same content where its Python package is installed.
"""

from __future__ import annotations

import http.client
import logging
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from running import EXAMPLE, browser, command, served
from waitress.server import create_server

from samverkan_docs import actions, catalogue, create_app, papers, resources
from samverkan_docs.actions import issuing
from samverkan_docs.catalogue import Paper
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.forms.form_data import flatten
from samverkan_docs.papers import printing, selection, whom_to_call
from samverkan_docs.pdf import document, fonts
from samverkan_docs.plan import Answers, Plan, adoption, new_id
from samverkan_docs.seal import KeyRing, sealing
from samverkan_docs.store import Store
from samverkan_docs.web import drawing

SITE = "http://127.0.0.1"
RENDERS = 300
PEOPLE = 20
CROWDED = 8380  # a port


def main() -> None:
    """Measure and print everything."""
    logging.disable()
    plan = actions.read(EXAMPLE.read_bytes())
    report("wall sheet, warm", ours_wall := median(lambda: printing.wall_pdf(plan), 25), 60)
    report("plan, warm", ours_plan := median(lambda: printing.plan_pdf(plan), 15))
    without_memory(plan)
    pages(plan)
    crowded(plan)
    adopted(plan)
    cold()
    chromium(plan, ours_plan, ours_wall)
    typst(plan, ours_plan)
    memory(plan)


def without_memory(plan: Plan) -> None:
    """Measure the same two with nothing remembered of how lines break and are drawn."""
    os.environ["SAMVERKAN_UTAN_MINNE"] = "1"
    report("wall sheet, without memory", median(lambda: printing.wall_pdf(plan), 15))
    report("plan, without memory", median(lambda: printing.plan_pdf(plan), 7))
    del os.environ["SAMVERKAN_UTAN_MINNE"]


def median(action: Callable[[], object], times: int) -> float:
    """Return the median time of *action* after two warm-ups."""
    for _ in range(2):
        action()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def report(name: str, measured: float, aim: float | None = None) -> None:
    """Print a line."""
    print(f"{name:<44}{measured:>9.1f} ms" + (f"   aim {aim:.0f}" if aim else ""), flush=True)


def pages(plan: Plan) -> None:
    """Measure the form page and a save of a section with ten contacts, at the server."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA_FOLDER=DataFolder(Path(folder)))
        kept = app.config["DATA_FOLDER"]
        client = app.test_client()
        client.get(f"/?nyckel={kept.new_entrance_key()}", base_url=SITE)
        many = ten_contacts(plan)
        app.extensions["store"].add(many)
        path = f"/plan/{many.id}/del/socialtjanst"
        report("form page, ten contacts", median(lambda: fetch(client, path), 50), 20)
        report("save, ten contacts", median(lambda: save(client, path, many), 50), 50)


def crowded(plan: Plan) -> None:
    """Measure the form page at a real server while twenty people ask for papers."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA_FOLDER=DataFolder(Path(folder)))
        plans = [replace(plan, id=new_id()) for _ in range(PEOPLE)]
        for each in plans:
            app.extensions["store"].add(each)
        server = create_server(app, host="127.0.0.1", port=CROWDED, threads=drawing.SERVER_THREADS)
        Thread(target=server.run, daemon=True).start()
        key = app.config["DATA_FOLDER"].new_entrance_key()
        cookie = asked(f"/?nyckel={key}").getheader("Set-Cookie") or ""
        over = Event()
        people = [
            Thread(target=press, args=(f"/plan/{each.id}/plan.pdf", cookie, over)) for each in plans
        ]
        for person in people:
            person.start()
        form = partial(asked, f"/plan/{plans[0].id}/del/polis", cookie)
        report(f"form page, {PEOPLE} ask for papers", median(form, 100), 100)
        over.set()
        for person in people:
            person.join()


def press(path: str, cookie: str, over: Event) -> None:
    """Ask for a paper again and again, as the page does by itself when the program is busy."""
    while not over.is_set():
        with suppress(OSError, http.client.HTTPException):
            wait = asked(path, cookie).getheader("Retry-After")
            over.wait(float(wait or 0))


def asked(path: str, cookie: str = "") -> http.client.HTTPResponse:
    """Return the answer to a request, read to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", CROWDED, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie.partition(";")[0]})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def adopted(plan: Plan) -> None:
    """Measure a stamp, a check, a whole adoption, and an issued plan at the server."""
    now = datetime.now(UTC)
    decision: Answers = {"beslutad_av": "rektorn", "beslutsdatum": now.date()}
    decided = adoption.decided(plan, decision)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA_FOLDER=DataFolder(Path(folder)))
        kept, store, ring = (
            app.config["DATA_FOLDER"],
            app.extensions["store"],
            KeyRing(Path(folder)),
        )
        issue = partial(issue_anew, store, ring, decided)
        version = issue().version
        whole = store.issued.paper(version.plan.id, version.number, "plan")
        key = ring.key("Ekbackaskolan", now)
        bare = document.write(papers.plan_html(plan))
        report("stamp", median(lambda: sealing.seal(bare, key), 15), 250)
        report("check", median(lambda: sealing.check(whole, {key.fingerprint}), 15), 50)
        client = app.test_client()
        client.get(f"/?nyckel={kept.new_entrance_key()}", base_url=SITE)
        path = f"/plan/{version.plan.id}/version/{version.number}/plan.pdf"
        report("issued plan", median(lambda: fetch_file(client, path), 50), 10)
        report("adoption to stamped papers", median(issue, 7), 1000)


def issue_anew(store: Store, ring: KeyRing, plan: Plan) -> issuing.Adopted:
    """Issue *plan* as the first version of a plan of its own."""
    return issuing.issue(store, ring, replace(plan, id=new_id()), now=datetime.now(UTC))


def fetch_file(client: FlaskClient, path: str) -> None:
    """Get a file to its last byte."""
    answer = client.get(path, base_url=SITE)
    assert answer.status_code == 200, answer.status_code  # noqa: S101, PLR2004
    assert answer.data.startswith(b"%PDF-")  # noqa: S101


def ten_contacts(plan: Plan) -> Plan:
    """Return *plan* with ten contacts at socialtjänsten."""
    four = plan.contacts("socialtjanst")
    ten = tuple(replace(four[n % len(four)], id=f"k{n}") for n in range(10))
    return plan.answered("socialtjanst", {**plan.of("socialtjanst"), "kontakter": ten})


def fetch(client: FlaskClient, path: str) -> str:
    """Get a page."""
    answer = client.get(path, base_url=SITE)
    assert answer.status_code == 200, answer.status_code  # noqa: S101, PLR2004
    return answer.text


def save(client: FlaskClient, path: str, plan: Plan) -> None:
    """Post a section, with the token and digest of a page fetched before the clock counts."""
    page = SEEN.get(path) or fetch(client, path)
    SEEN[path] = page
    hidden = dict(re.findall(r'name="(csrf_token|digest)" value="([^"]+)"', page))
    data = flatten(catalogue.SOCIALTJANST, plan.of("socialtjanst")) | {
        name: [text] for name, text in hidden.items()
    }
    answer = client.post(path, data={**data, "gor": "spara"}, base_url=SITE)
    assert answer.status_code == 303, answer.status_code  # noqa: S101, PLR2004


SEEN: dict[str, str] = {}


def cold() -> None:
    """Measure a whole `render`, and `serve` until its first answered page."""
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "plan.pdf")
        report(
            "render, whole process",
            median(lambda: command("render", str(EXAMPLE), "-o", target), 5),
        )
    waits = []
    for number in range(5):
        with served(8390 + number) as running:
            began = time.perf_counter()
            connection = http.client.HTTPConnection(running.site.removeprefix("http://"))
            connection.request("GET", "/")
            connection.getresponse().read()
            waits.append((running.started_in + time.perf_counter() - began) * 1000)
    report("serve to first answered page", statistics.median(waits), 1500)


def chromium(plan: Plan, ours_plan: float, ours_wall: float) -> None:
    """Measure Chromium printing the same HTML, in a kept tab and in a new one each time."""
    wall = papers.wall_html(plan, whom_to_call.wall_rows(plan), step="snug")
    with browser() as opened, tempfile.TemporaryDirectory() as folder:
        for name, html, ours in (
            ("plan", papers.plan_html(plan), ours_plan),
            ("wall sheet", wall, ours_wall),
        ):
            file = Path(folder) / f"{name}.html"
            file.write_text(styled(html), encoding="utf-8")
            reused = median(partial(printed, opened.new_page(), file), 10)
            fresh = median(partial(printed_in_new_tab, opened, file), 10)
            report(f"Chromium, {name}, reused tab", reused)
            report(f"Chromium, {name}, new tab", fresh)
            print(f"  ours / Chromium: reused {ours / reused:.2f}, new tab {ours / fresh:.2f}")


def printed_in_new_tab(opened: Browser, file: Path) -> None:
    """Print a page in a tab of its own."""
    page = opened.new_page()
    printed(page, file)
    page.close()


def printed(page: Page, file: Path) -> bytes:
    """Print a page as tagged PDF, as ours is."""
    page.goto(file.as_uri())
    return page.pdf(prefer_css_page_size=True, tagged=True)


def styled(html: str) -> str:
    """Return *html* with our print style and fonts, which our renderer has from elsewhere."""
    faces = "".join(
        f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight}; '
        f'src: url("{file.as_uri()}") }}'
        for weight, file in zip((400, 700), fonts.web_faces().values(), strict=True)
    )
    css = (resources.STATIC / "print.css").read_text(encoding="utf-8")
    return html.replace("</head>", f"<style>{faces}{css}</style></head>")


def typst(plan: Plan, ours: float) -> None:
    """Measure Typst setting the same headings, tables and answers, if it is there."""
    try:
        import typst as engine  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        print("Typst: not installed, not measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.typ"
        file.write_text(as_typst(plan), encoding="utf-8")
        places = [str(place) for place in fonts.folders()]
        taken = median(
            lambda: engine.compile(str(file), font_paths=places, ignore_system_fonts=True), 10
        )
    report("Typst, plan", taken)
    print(f"  ours / Typst: {ours / taken:.2f}")


def as_typst(plan: Plan) -> str:
    """Write the plan's parts in Typst's language."""
    lines = ['#set text(font: "Fira Sans", size: 10pt, lang: "sv")', '#set page(paper: "a4")']
    for section in catalogue.SECTIONS:
        part = selection.part(plan, section, Paper.PLAN)
        lines.append(f"= {literal(part.title)}")
        contacts = part.directory.contacts if part.directory else ()
        cells = [
            ", ".join(
                f"[{literal(text)}]"
                for text in (contact.funktion, contact.telefon, contact.telefontid)
            )
            + ","
            for contact in contacts
        ]
        lines += ["#table(columns: 3,", *cells, ")"] if cells else []
        for answer in (*part.facts, *part.answers):
            lines += [f"== {literal(answer.label)}", literal(answer.text), ""]
    return "\n".join(lines)


def literal(text: str) -> str:
    """Return *text* so that Typst reads nothing into it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'#"{escaped}"'


def memory(plan: Plan) -> None:
    """Show resident memory over many renders, once everything is loaded."""
    for _ in range(30):
        printing.plan_pdf(plan)
    before = resident()
    for number in range(RENDERS):
        (printing.wall_pdf if number % 3 else printing.plan_pdf)(plan)
    after = resident()
    print(f"resident memory over {RENDERS} renders: {before:.0f} MB before, {after:.0f} MB after")


def resident() -> float:
    """Return the resident memory of this process in MB."""
    pages_held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages_held * 4096 / 1e6


if __name__ == "__main__":
    print(f"Python {sys.version.split()[0]}")
    main()
