from __future__ import annotations

from base64 import b64decode
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from ical.calendar_stream import IcsCalendarStream
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader
from werkzeug.test import TestResponse

from samverkan_docs import papers
from samverkan_docs.papers import whom_to_call
from samverkan_docs.store import Store, Version
from tests.web.checking import Client, Page, words

pytestmark = pytest.mark.slow


def _text(content: bytes) -> str:
    return " ".join(
        "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    )


def test_every_paper_of_the_plan_is_offered(client: Client, filled: str) -> None:
    page = client.get(f"{filled}skriv-ut")
    assert page.h1 == "Skriv ut"
    assert {
        link: address
        for link, address in page.links.items()
        if address.partition("?")[0][-4:] == ".pdf"
    } == {
        "Öppna anslaget, A4": f"{filled}anslag.pdf",
        "Öppna anslaget, A3": f"{filled}anslag.pdf?papper=a3",
        "Öppna fickkorten": f"{filled}kort.pdf",
        "Öppna planen": f"{filled}plan.pdf",
        "Öppna det interna bladet": f"{filled}internt.pdf",
        "Öppna lovlistan": f"{filled}lovlista.pdf",
    }
    assert "Den är en allmän handling." in page.text


@pytest.mark.parametrize(
    ("path", "name", "says", "width"),
    [
        ("plan.pdf", "samverkansplan-ekbackaskolan-2026-27.pdf", "Kontakter i korthet", 595),
        ("anslag.pdf", "anslag-ekbackaskolan-2026-27.pdf", "Ekbackaskolan", 595),
        ("anslag.pdf?papper=a3", "anslag-ekbackaskolan-2026-27-a3.pdf", "Ekbackaskolan", 842),
        ("kort.pdf", "fickkort-ekbackaskolan-2026-27.pdf", "08-465 004 12", 595),
        ("internt.pdf", "internt-blad-ekbackaskolan-2026-27.pdf", "Internt blad", 595),
    ],
)
def test_a_paper_opens_as_a_pdf_with_a_name_that_tells_what_it_is(
    client: Client, filled: str, path: str, name: str, says: str, width: int
) -> None:
    answer = client.raw("GET", filled + path)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"inline; filename={name}"
    assert says in _text(answer.data)
    assert round(float(PdfReader(BytesIO(answer.data)).pages[0].mediabox.width)) == width


def test_the_blank_form_needs_no_plan(client: Client) -> None:
    answer = client.raw("GET", "/blankett.pdf")
    assert answer.headers["Content-Disposition"] == "inline; filename=blankett-samverkansplan.pdf"
    assert "Skolenhetskod" in _text(answer.data)


def test_a_plan_without_a_single_answer_can_be_printed(client: Client, empty: str) -> None:
    for name in ("plan.pdf", "anslag.pdf", "kort.pdf", "internt.pdf"):
        assert client.raw("GET", empty + name).data.startswith(b"%PDF")


def test_the_print_page_says_what_the_wall_sheet_lacks(client: Client, empty: str) -> None:
    page = client.get(f"{empty}skriv-ut")
    assert "Anslaget saknar något." in page.text
    assert page.links["Polisen"] == f"{empty}del/polis"


def test_a_whole_plan_lacks_nothing_on_the_wall(client: Client, filled: str) -> None:
    assert "Anslaget saknar något" not in client.get(f"{filled}skriv-ut").text


def _too_long(client: Client, empty: str) -> Page:
    """Put thirty contacts onto the wall sheet, more than a page can hold."""
    typed: dict[str, str] = {}
    for number in range(30):
        row = f"kontakter-{number}"
        typed |= {
            f"{row}-funktion": f"samordnare nummer {number} för trygghet och hälsa",
            f"{row}-telefon": f"031-390 06 {number + 10}",
            f"{row}-visas": "anslag",
        }
    client.submit(client.get(f"{empty}del/ungdomsmottagning"), typed, expect=303)
    return client.get(f"{empty}skriv-ut")


def test_a_wall_sheet_that_is_too_long_names_the_rows_that_have_to_go(
    client: Client, empty: str
) -> None:
    page = _too_long(client, empty)
    assert "Anslaget får inte plats på en sida" in page.text
    assert not [link for link in page.links if link.startswith("Öppna anslaget")]
    alert = page.one(".//*[@role='alert']")
    shorten, remove = ([words(link) for link in each.iter("a")] for each in alert.iter("ul"))
    assert "Nationellt centrum mot hedersrelaterat våld och förtryck" in shorten
    assert "Skriv först de här kortare. De tar mer än en rad:" in words(alert)
    assert any("amordnare nummer 29" in row for row in remove)
    assert "Bris" not in remove
    assert page.links["Samordnare nummer 29 för trygghet och hälsa"] == (
        f"{empty}del/ungdomsmottagning#kontakter-29"
    )
    assert page.links["Stödlinjen för män"] == f"{empty}del/stodlinjer#linjer-6"
    answer = client.raw("GET", f"{empty}anslag.pdf", expect=303)
    assert answer.location == f"{empty}skriv-ut"


def test_without_the_named_rows_the_wall_sheet_fits(client: Client, empty: str) -> None:
    page = _too_long(client, empty)
    *_, remove = page.one(".//*[@role='alert']").iter("ul")
    rows = {words(link) for link in remove.iter("a")}
    section = client.get(f"{empty}del/ungdomsmottagning")
    functions = {
        name: texts[0] for name, texts in section.data.items() if name.endswith("funktion")
    }
    typed = {
        name.replace("funktion", "visas"): "plan"
        for name, text in functions.items()
        if text[1:] in {row[1:] for row in rows}
    }
    client.submit(section, typed, expect=303)
    lines = client.get(f"{empty}del/stodlinjer")
    off = {name: texts for name, texts in lines.data.items() if not name.endswith("pa_anslaget")}
    client.post(lines.path, {**off, "gor": "spara"}, expect=303)
    assert "Öppna anslaget, A4" in client.get(f"{empty}skriv-ut").links
    assert client.raw("GET", f"{empty}anslag.pdf").mimetype == "application/pdf"


def test_one_press_takes_the_surplus_off_the_wall_and_nothing_out_of_the_plan(
    client: Client, store: Store, empty: str
) -> None:
    page = _too_long(client, empty)
    *_, listed = page.one(".//*[@role='alert']").iter("ul")
    rows = {words(link) for link in listed.iter("a")}
    typed = {"csrf_token": page.data["csrf_token"], "rad": page.data["rad"]}
    plan_id = empty.split("/")[2]
    before = store.load(plan_id).plan
    assert len(rows) == len(page.data["rad"])
    client.raw("POST", page.path, typed, expect=303)
    page = client.get(f"{empty}skriv-ut")
    assert "Raderna är borta från anslaget. I planen står allt kvar." in page.text
    assert "Öppna anslaget, A4" in page.links
    after = store.load(plan_id).plan
    assert papers.plan_html(after) == papers.plan_html(before)
    assert {row.label for row in whom_to_call.wall_rows(before)} == rows | {
        row.label for row in whom_to_call.wall_rows(after)
    }


def test_the_print_page_names_what_a_pocket_card_has_no_room_for(
    client: Client, empty: str, filled: str
) -> None:
    typed = {
        f"kontakter-{number}-{key}": text
        for number in range(9)
        for key, text in {
            "funktion": f"samordnare {number}",
            "telefon": f"031-390 06 1{number}",
            "visas": "anslag",
        }.items()
    }
    client.submit(client.get(f"{empty}del/resurspersoner"), typed, expect=303)
    page = client.get(f"{empty}skriv-ut")
    assert "Det här får inte plats på korten." in page.text
    assert page.links["Samordnare 8"] == f"{empty}del/resurspersoner#kontakter-8"
    assert page.links["Polisen"] == f"{empty}del/stodlinjer#linjer-1"
    assert "Samordnare 0" not in page.links
    assert "Det här får inte plats" not in client.get(f"{filled}skriv-ut").text


def test_the_print_page_shows_the_sheets_as_they_will_be(
    client: Client, empty: str, filled: str
) -> None:
    wall, card = client.get(f"{filled}skriv-ut").root.iter("img")
    assert "112, stegen och numren till kurator, skolsköterska" in str(wall.get("alt"))
    assert "Bild av ett fickkort som det blir: 112 och numren till kurator" in str(card.get("alt"))
    for shown, pdf in ((wall, "anslag.pdf"), (card, "")):
        png = b64decode(str(shown.get("src")).partition("base64,")[2])
        with Image.open(BytesIO(png)) as picture:
            assert picture.size == (int(str(shown.get("width"))), int(str(shown.get("height"))))
            if pdf:
                assert_same_picture(picture.convert("L"), client.raw("GET", filled + pdf).data)
    crowded = _too_long(client, empty)
    wall, _card = crowded.root.iter("img")
    assert "samordnare nummer 0 för trygghet och hälsa" in str(wall.get("alt"))
    assert "samordnare nummer 29" not in str(wall.get("alt"))
    assert "Så här blir anslaget utan raderna som inte får plats." in crowded.text


def assert_same_picture(shown: Image.Image, pdf: bytes) -> None:
    """Assert that *shown* is the first page of *pdf*, in fewer colours."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn = page.render(scale=shown.width / page.get_width()).to_pil().convert("L")
    assert ImageStat.Stat(ImageChops.difference(drawn, shown)).mean[0] < 2


def test_the_same_plan_gives_the_same_bytes(client: Client, filled: str) -> None:
    first, second = (client.raw("GET", f"{filled}anslag.pdf").data for _ in range(2))
    assert first == second


def test_a_name_with_strange_letters_gives_a_plain_file_name(client: Client, empty: str) -> None:
    typed = {"skola": 'Åäö "Skolan"; Ж\\../x'}
    client.submit(client.get(f"{empty}del/skolan"), typed, expect=303)
    answer = client.raw("GET", f"{empty}internt.pdf")
    disposition = answer.headers["Content-Disposition"]
    assert disposition == "inline; filename=internt-blad-aao-skolan-x-2026-27.pdf"


# --- The calendar file --------------------------------------------------------------------------


def _days(answer: TestResponse) -> dict[str, date | None]:
    read = IcsCalendarStream.calendar_from_ics(answer.text)
    return {str(event.uid): event.dtstart for event in read.events}


def test_the_days_come_as_a_calendar_file(client: Client, filled: str) -> None:
    link = client.get(f"{filled}skriv-ut").links["Hämta kalenderfilen"]
    answer = client.raw("GET", link)
    assert answer.content_type == "text/calendar; charset=utf-8"
    disposition = "attachment; filename=kalender-samverkansplan-2026-27.ics"
    assert answer.headers["Content-Disposition"] == disposition
    assert len(_days(answer)) == 7
    assert client.raw("GET", link).data == answer.data


def test_a_moved_day_is_the_same_day_in_the_next_file(client: Client, filled: str) -> None:
    before = _days(client.raw("GET", f"{filled}kalender.ics"))
    typed = {"kontroll_jul": "2026-12-16", "moten-0-datum": "2026-10-06"}
    client.submit(client.get(f"{filled}del/uppfoljning"), typed, expect=303)
    after = _days(client.raw("GET", f"{filled}kalender.ics"))
    assert set(after) == set(before)
    assert [day for uid, day in after.items() if day != before[uid]] == [
        date(2026, 10, 6),
        date(2026, 12, 16),
    ]


def test_the_print_page_says_which_days_are_not_filled_in(
    client: Client, empty: str, filled: str
) -> None:
    page = client.get(f"{empty}skriv-ut")
    assert "Bara planens sista dag kommer med." in page.text
    assert page.links["Uppföljning"] == f"{empty}del/uppfoljning"
    assert len(_days(client.raw("GET", f"{empty}kalender.ics"))) == 1
    assert "planens sista dag kommer med" not in client.get(f"{filled}skriv-ut").text


def test_a_plan_without_a_single_day_has_no_calendar_file(client: Client, empty: str) -> None:
    client.submit(client.get(f"{empty}del/skolan"), {"galler_till": ""}, expect=303)
    page = client.get(f"{empty}skriv-ut")
    assert "Filen blir tom" in page.text
    assert "Hämta kalenderfilen" not in page.links
    answer = client.raw("GET", f"{empty}kalender.ics", expect=303)
    assert answer.location == f"{empty}skriv-ut"


def test_a_version_hands_out_its_days_too(client: Client, issued: Version) -> None:
    page = client.get(f"/plan/{issued.plan.id}/version/{issued.number}/")
    link = page.links["Hämta kalenderfilen"]
    assert list(_days(client.raw("GET", link)).values()) == [date(2027, 8, 31)]
