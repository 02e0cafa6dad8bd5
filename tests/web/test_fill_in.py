from __future__ import annotations

import pytest

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import form_data
from samverkan_docs.plan import Plan, adoption
from samverkan_docs.store import Store
from tests.web.checking import Client, Page, controls, words

SECTIONS = pytest.mark.parametrize("section", catalogue.SECTIONS, ids=lambda found: found.key)


def _typed(section: Section, plan: Plan) -> dict[str, list[str]]:
    """Return what a person would have typed to answer *section* as *plan* does."""
    answers = form_data.flatten(section, plan.of(section.key))
    return {
        name: [text.replace("\n", "\r\n") for text in texts if text]
        for name, texts in answers.items()
        if any(texts) and not name.endswith("-id")
    }


def _given(page: Page) -> dict[str, list[str]]:
    return {name: texts for name, texts in page.answers.items() if any(texts)}


# --- Every section -------------------------------------------------------------------------------


@SECTIONS
def test_an_empty_section_asks_every_question(client: Client, empty: str, section: Section) -> None:
    page = client.get(f"{empty}del/{section.key}")
    assert page.h1 == section.title
    assert section.intro in page.text
    for question in section.asked:
        assert question.label in page.text
        assert question.hint in page.text


@SECTIONS
def test_a_filled_section_shows_every_answer(
    client: Client, filled: str, example: Plan, section: Section
) -> None:
    assert _given(client.get(f"{filled}del/{section.key}")) == _typed(section, example)


@SECTIONS
def test_a_section_is_saved_as_it_was_typed(
    client: Client, empty: str, example: Plan, section: Section
) -> None:
    page = client.get(f"{empty}del/{section.key}")
    typed = dict.fromkeys(page.answers, "") | _typed(section, example)
    saved = client.submit(page, typed, expect=303)
    assert saved.path.endswith(f"/del/{section.key}")
    assert f"{section.title}: sparat." in saved.text
    assert _given(saved) == _typed(section, example)


@SECTIONS
def test_saving_an_untouched_section_changes_nothing(
    client: Client, filled: str, example: Plan, store: Store, section: Section
) -> None:
    client.submit(client.get(f"{filled}del/{section.key}"), expect=303)
    assert store.load(example.id).plan == example


@SECTIONS
def test_every_free_text_has_a_reminder_a_counter_and_says_who_reads_it(
    client: Client, filled: str, section: Section
) -> None:
    page = client.get(f"{filled}del/{section.key}")
    for box in page.form.iter("textarea"):
        reminder = words(page.by_id(f"{box.get('id')}-paminnelse"))
        assert "Skriv inget om en enskild elev" in reminder
        assert "Svaret står" in reminder
        assert f"{box.get('id')}-paminnelse" in (box.get("aria-describedby") or "")
        assert int(box.get("data-hogst") or 0) >= 320
        assert box.get("maxlength") is None


@SECTIONS
def test_no_browser_fills_in_by_itself(client: Client, filled: str, section: Section) -> None:
    page = client.get(f"{filled}del/{section.key}")
    typed = [c for c in controls(page.form) if c.get("type") not in {"radio", "checkbox"}]
    assert {control.get("autocomplete") for control in typed} <= {"off"}
    assert "novalidate" in page.form.attrib


# --- Where a save leads --------------------------------------------------------------------------


def test_save_and_go_on_walks_through_every_part_to_the_review(client: Client, empty: str) -> None:
    order = sorted(catalogue.SECTIONS, key=lambda section: not section.starred)
    page = client.get(f"{empty}del/{order[0].key}")
    for following in order[1:]:
        page = client.submit(page, gor="spara-fortsatt", expect=303)
        assert page.h1 == following.title
    assert client.submit(page, gor="spara-fortsatt", expect=303).path == f"{empty}granska"


def test_enter_saves_and_removes_no_contact(client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis")
    assert page.buttons[0] == "spara"
    saved = client.submit(page, expect=303)
    assert saved.answers == page.answers


def test_who_came_from_the_review_goes_back_there(client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis?till=granska")
    assert page.links["Tillbaka till granskningen"] == f"{filled}granska"
    assert client.submit(page, gor="spara-fortsatt", expect=303).h1 == "Granska planen"
    stayed = client.submit(page, gor="spara", expect=303)
    assert stayed.h1 == "Polisen"
    assert stayed.data["till"] == ["granska"]
    rejected = client.submit(page, {"kontakter-0-telefon": "1"}, expect=422)
    assert rejected.data["till"] == ["granska"]


def test_the_way_back_leads_nowhere_else(client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis?till=https://example.org/")
    assert page.data["till"] == [""]


# --- Rows, without JavaScript --------------------------------------------------------------------


def _functions(page: Page, name: str = "kontakter") -> list[str]:
    found = {}
    for key, texts in page.data.items():
        start, _, rest = key.removeprefix(f"{name}-").partition("-")
        if key.startswith(f"{name}-") and rest in {"funktion", "namn"} and start not in found:
            found[start] = texts[0]
    return list(found.values())


def _press(client: Client, page: Page, gor: str, store: Store) -> Page:
    """Press one of the small buttons: it answers 200 and saves nothing."""
    assert gor in page.buttons
    before = store.plans()
    after = client.submit(page, gor=gor, expect=200)
    assert store.plans() == before
    return after


def test_a_contact_is_added_at_the_end_and_everything_typed_stays(
    client: Client, filled: str, store: Store
) -> None:
    page = client.get(f"{filled}del/socialtjanst")
    typed = {"kontakter-1-telefon": "inget nummer än", "etablera": "  Halvskrivet\r\n\r\n<b>"}
    page.form.find(".//textarea[@id='etablera']")
    after = client.submit(page, typed, gor="lagg-till:kontakter", expect=200)
    assert after.data["kontakter-1-telefon"] == ["inget nummer än"]
    assert after.data["etablera"] == ["Halvskrivet\r\n\r\n<b>"]
    assert len(_functions(after)) == len(_functions(page)) + 1
    assert after.data["kontakter-4-visas"] == ["anslag"]
    untouched = {k: v for k, v in page.data.items() if k not in typed and k != "csrf_token"}
    assert {k: after.data[k] for k in untouched} == untouched
    assert store.load(filled.split("/")[2]).plan.text("socialtjanst", "etablera") != "Halvskrivet"


def test_a_contact_is_removed_and_the_others_keep_their_ids(
    client: Client, filled: str, store: Store
) -> None:
    page = client.get(f"{filled}del/vard")
    names = _functions(page)
    after = _press(client, page, "ta-bort:kontakter-1", store)
    assert _functions(after) == names[:1] + names[2:]
    assert after.data["kontakter-1-id"] == page.data["kontakter-2-id"]
    assert _functions(client.submit(after, expect=303)) == names[:1] + names[2:]


def test_contacts_are_moved_up_and_down(client: Client, filled: str, store: Store) -> None:
    page = client.get(f"{filled}del/vard")
    names = _functions(page)
    down = _press(client, page, "ned:kontakter-0", store)
    assert _functions(down) == [names[1], names[0], *names[2:]]
    assert _functions(_press(client, down, "upp:kontakter-1", store)) == names
    assert "upp:kontakter-0" not in page.buttons
    assert f"ned:kontakter-{len(names) - 1}" not in page.buttons


def test_an_order_that_was_changed_is_kept_when_saved(
    client: Client, filled: str, store: Store
) -> None:
    page = _press(client, client.get(f"{filled}del/vard"), "ned:kontakter-0", store)
    saved = client.submit(page, expect=303)
    assert _functions(saved) == _functions(page)
    assert saved.data["kontakter-0-id"] == page.data["kontakter-0-id"]


@pytest.mark.parametrize(
    "gor",
    [
        "ta-bort:kontakter-99",
        "ta-bort:kontakter",
        "ta-bort:",
        "upp:kontakter-0",
        "ned:nagot-1",
        "lagg-till:etablera",
        "lagg-till:kontakter-0",
        "lagg-till:nagot",
        "forslag:nagot",
        "telefon:etablera:",
        "telefon:nagot:0701740607",
        "okant",
        "ta-bort:(?P<",
        "ta-bort:kontakter-\u0661",
    ],
)
def test_a_button_that_is_none_changes_nothing(client: Client, filled: str, gor: str) -> None:
    page = client.get(f"{filled}del/socialtjanst")
    assert client.submit(page, gor=gor, expect=200).data | {"csrf_token": []} == page.data | {
        "csrf_token": []
    }


def test_the_last_contact_can_be_removed_and_stays_removed(
    client: Client, empty: str, store: Store
) -> None:
    page = client.get(f"{empty}del/resurspersoner")
    assert len(_functions(page)) == 1
    page = _press(client, page, "ta-bort:kontakter-0", store)
    assert _functions(page) == []
    assert "lagg-till:kontakter" in page.buttons


def test_the_two_that_socialtjansten_needs_are_there_from_the_start(
    client: Client, empty: str
) -> None:
    page = client.get(f"{empty}del/socialtjanst")
    assert _functions(page) == ["socialtjänstens mottagning barn och unga", "socialjour"]


def test_rows_in_which_nothing_was_typed_are_not_kept(client: Client, empty: str) -> None:
    page = client.get(f"{empty}del/polis")
    for _ in range(3):
        page = client.submit(page, gor="lagg-till:kontakter", expect=200)
    page = client.submit(page, {"kontakter-2-funktion": "kommunpolis"}, expect=303)
    assert _functions(page) == ["kommunpolis"]


# --- Rows in rows --------------------------------------------------------------------------------


def test_a_further_partner_has_contacts_of_its_own(
    client: Client, empty: str, store: Store
) -> None:
    page = client.get(f"{empty}del/ovriga")
    for _ in range(2):
        page = _press(client, page, "lagg-till:parter", store)
    for name in ("parter-0-kontakter", "parter-1-kontakter", "parter-1-kontakter"):
        page = _press(client, page, f"lagg-till:{name}", store)
    typed = {
        "parter-0-namn": "Skatteverket",
        "parter-0-kontakter-0-funktion": "handläggare",
        "parter-0-kontakter-0-telefon": "08-465 004 30",
        "parter-1-namn": "Resurscentrum",
        "parter-1-kontakter-0-funktion": "rådgivning",
        "parter-1-kontakter-1-funktion": "samordnare",
        "parter-1-avstamt-funktion": "samordnaren",
        "parter-1-avstamt-datum": "2026-09-14",
    }
    saved = client.submit(page, typed, expect=303)
    assert {name: saved.data[name][0] for name in typed} == typed
    moved = _press(client, saved, "upp:parter-1", store)
    assert moved.data["parter-0-namn"] == ["Resurscentrum"]
    assert _functions(moved, "parter-0-kontakter") == ["rådgivning", "samordnare"]
    fewer = _press(client, moved, "ta-bort:parter-0-kontakter-0", store)
    assert _functions(fewer, "parter-0-kontakter") == ["samordnare"]
    assert _functions(fewer, "parter-1-kontakter") == ["handläggare"]
    kept = client.submit(fewer, expect=303)
    assert kept.data["parter-1-kontakter-0-telefon"] == ["08-465 004 30"]
    assert kept.data["parter-0-avstamt-datum"] == ["2026-09-14"]


def test_a_fault_in_a_row_in_a_row_is_linked_to_its_field(client: Client, empty: str) -> None:
    page = client.get(f"{empty}del/ovriga")
    page = client.submit(page, gor="lagg-till:parter", expect=200)
    page = client.submit(page, gor="lagg-till:parter-0-kontakter", expect=200)
    typed = {"parter-0-namn": "Skatteverket", "parter-0-kontakter-0-telefon": "fel"}
    rejected = client.submit(page, typed, expect=422)
    assert list(rejected.problems) == ["parter-0-kontakter-0-telefon"]
    assert rejected.data["parter-0-kontakter-0-telefon"] == ["fel"]


# --- Förslag and phone numbers -------------------------------------------------------------------


def test_every_suggestion_is_inserted_by_its_button_and_by_nothing_else(
    client: Client, empty: str, store: Store
) -> None:
    for section in catalogue.SECTIONS:
        page = client.get(f"{empty}del/{section.key}")
        for question in section.asked:
            if not question.suggestion:
                continue
            assert question.suggestion not in page.text
            after = _press(client, page, f"forslag:{question.key}", store)
            assert after.data[question.key] == [question.suggestion]


def test_a_suggestion_comes_after_what_was_typed(client: Client, empty: str) -> None:
    page = client.get(f"{empty}del/uppfoljning")
    after = client.submit(page, {"oversyn": "Eget. "}, gor="forslag:oversyn", expect=200)
    text = after.data["oversyn"][0]
    assert text.startswith("Eget.\r\n\r\n[Funktion] ringer alla nummer")


def test_a_suggestion_is_inserted_in_a_row(client: Client, empty: str) -> None:
    page = client.submit(client.get(f"{empty}del/ovriga"), gor="lagg-till:parter", expect=200)
    after = client.submit(page, gor="forslag:parter-0-rutin", expect=200)
    assert after.data["parter-0-rutin"][0].startswith("[Funktion] ringer [samverkanspart]")


def test_a_phone_in_a_field_is_shown_the_swedish_way_after_saving(
    client: Client, empty: str
) -> None:
    page = client.get(f"{empty}del/resurspersoner")
    typed = {"kontakter-0-funktion": "kurator", "kontakter-0-telefon": "+46 8 465 00421"}
    saved = client.submit(page, typed, expect=303)
    assert saved.data["kontakter-0-telefon"] == ["08-465 004 21"]


def test_the_number_of_filled_fields_is_told_beside_more_details(
    client: Client, filled: str
) -> None:
    page = client.get(f"{filled}del/polis")
    assert "ifyllda)" in words(next(page.form.iter("summary")))


# --- Questions that hang together ----------------------------------------------------------------


def test_a_mobile_number_asks_whether_it_is_a_work_number(client: Client, empty: str) -> None:
    page = client.get(f"{empty}del/resurspersoner")
    typed = {"kontakter-0-funktion": "kurator", "kontakter-0-telefon": "070-174 06 10"}
    rejected = client.submit(page, typed, expect=422)
    assert list(rejected.problems) == ["kontakter-0-tjanstenummer"]
    assert "Är mobilnumret ett tjänstenummer?" in rejected.text
    details = next(rejected.form.iter("details"))
    assert "open" in details.attrib
    assert "kontakter-0-tjanstenummer" in {e.get("id") for e in details.iter()}
    client.submit(rejected, {"kontakter-0-tjanstenummer": "ja"}, expect=303)


def test_only_the_kinds_of_the_catalogue_have_a_button_for_rows(
    client: Client, filled: str
) -> None:
    for section in catalogue.SECTIONS:
        page = client.get(f"{filled}del/{section.key}")
        wanted = {
            f"lagg-till:{question.key}" for question in section.asked if question.kind.is_rows
        }
        outer = {
            gor for gor in page.buttons if gor.startswith("lagg-till:") and "-" not in gor[10:]
        }
        assert outer == wanted


# --- Understood as something else than it says --------------------------------------------------


def test_how_words_and_days_are_understood_is_shown_before_they_are_saved(
    client: Client, store: Store, filled: str
) -> None:
    page = client.get(f"{filled}del/polis")
    typed = {"kontakter-0-telefon": "vx 031-390 06 10", "kontakter-0-kontrollerad": "17 aug"}
    before = store.load("ekbackaskolan-2026").plan

    asked = client.submit(page, typed, gor="spara", expect=200)

    assert store.load("ekbackaskolan-2026").plan == before
    told = words(asked.by_id("forstatt"))
    assert "Telefon: ”vx 031-390 06 10” blir 031-390 06 10, knappval: växel" in told
    assert "Kontrollerad: ”17 aug” blir 17 augusti 2026" in told
    assert asked.data["kontakter-0-telefon"] == ["031-390 06 10"]
    (kept,) = store.pages.of("ekbackaskolan-2026")  # should the browser be closed now
    assert "031-390 06 10" in str(kept)
    client.submit(asked, gor="spara", expect=303)
    contact = store.load("ekbackaskolan-2026").plan.contacts("polis")[0]
    assert (contact.telefon, contact.knappval) == ("+46313900610", "växel")


def test_what_is_wrong_is_told_beside_what_is_understood(client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis")
    typed = {"kontakter-0-telefon": "vx 031-390 06 10", "kontakter-1-telefon": "0701234"}
    asked = client.submit(page, typed, gor="spara", expect=422)
    assert "växel" in words(asked.by_id("forstatt"))
    assert list(asked.problems) == ["kontakter-1-telefon"]


def test_what_cannot_be_printed_is_taken_out_with_one_press(
    client: Client, store: Store, filled: str
) -> None:
    page = client.get(f"{filled}del/polis")
    told = client.submit(page, {"medverka": "☐ ring ☎ kuratorn"}, gor="spara", expect=422)
    assert "De här tecknen går inte att skriva ut" in told.problems["medverka"]
    cleared = client.submit(told, gor="rensa:medverka", expect=200)
    assert cleared.data["medverka"] == ["ring  kuratorn"]
    client.submit(cleared, gor="spara", expect=303)
    assert store.load("ekbackaskolan-2026").plan.text("polis", "medverka") == "ring  kuratorn"


def test_a_check_that_has_not_been_yet_is_refused(client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis")
    typed = {"kontakter-0-kontrollerad": "2027-01-01", "avstamt-datum": "2027-03-01"}
    told = client.submit(page, typed, gor="spara", expect=422)
    assert list(told.problems) == ["kontakter-0-kontrollerad", "avstamt-datum"]
    assert "Den dagen har inte varit än." in told.text
    assert told.data["avstamt-datum"] == ["2027-03-01"]


def test_a_mobile_that_nobody_has_explained_hinders_adoption(
    client: Client, store: Store, filled: str
) -> None:
    """The answer was about the old number: a contact must not leave the wall sheet unseen."""
    page = client.get(f"{filled}del/resurspersoner")
    (name,) = [name for name, texts in page.data.items() if texts == ["k-bitradande-rektor"]]
    row = name.removesuffix("-id")
    saved = client.submit(page, {f"{row}-telefon": "070-174 06 77"}, gor="spara", expect=303)
    assert "ingen har sagt om numret är ett tjänstenummer" in saved.text
    plan = store.load("ekbackaskolan-2026").plan
    lacks = [lack for lack in adoption.blocking(plan) if "tjänstenummer" in lack.text]
    assert [lack.text for lack in lacks] == ["Biträdande rektor: är numret ett tjänstenummer?"]
    told = "Biträdande rektor: är numret ett tjänstenummer?"
    assert told in client.get(f"{filled}granska").links
