"""The page that adopts: what it asks, what hinders it, and that nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from flask import Flask

from samverkan_docs import create_app
from samverkan_docs.actions import shelves
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.plan import Contact, Plan, adoption
from samverkan_docs.seal import KeyRing, keys
from samverkan_docs.store import Store, Version
from samverkan_docs.web import adopt
from tests.web.checking import Client, Form, Page, words
from tests.web.conftest import NOW, issue_in_words, put_key

pytestmark = pytest.mark.slow

REASON = "Vi har inte frågat dem än."


@pytest.fixture
def path(store: Store, quick: Plan) -> str:
    """Return the address of a plan with gaps, of which the wall sheet needs none."""
    store.add(quick)
    return f"/plan/{quick.id}/faststall"


@pytest.fixture
def whole(filled: str) -> str:
    """Return the address of a plan that lacks nothing but the decision."""
    return f"{filled}faststall"


@pytest.fixture
def excused(store: Store, quick: Plan) -> str:
    """Return the address of a short plan that lacks nothing but the decision."""
    store.add(quick.excused({gap.place: REASON for gap in adoption.gaps(quick)}))
    return f"/plan/{quick.id}/faststall"


def _reasons(page: Page) -> dict[str, str]:
    return {name: f"{REASON} {name[-9:]}" for name in page.data if name.startswith("skal_")}


# --- What it asks -------------------------------------------------------------------------------


def test_the_page_asks_who_when_and_which_number(client: Client, whole: str) -> None:
    page = client.get(whole)
    assert page.h1 == "Fastställ planen"
    assert "blir version 1" in page.text
    assert set(page.answers) == {"beslutad_av", "beslutsdatum", "diarienummer"}
    assert page.data["beslutsdatum"] == ["2026-11-24"]
    assert "ersätter ingen underskrift" in page.text


def test_every_gap_is_named_with_its_reason_and_a_way_to_fill_it_in(
    client: Client, path: str, quick: Plan
) -> None:
    page = client.get(path)
    gaps = adoption.gaps(quick)
    assert len(gaps) > 10
    for gap in gaps:
        part = page.by_id(f"del-{gap.section.key}")
        assert gap.section.why in words(part)
        field = page.by_id(gap.field)
        assert field.tag == "textarea"
        label = page.one(f".//label[@for='{gap.field}']")
        assert words(label) == gap.question.label
        link = f"Fyll i svaren i stället: {gap.section.title}"
        assert page.links[link].endswith(f"/del/{gap.section.key}?till=granska")


def test_what_cannot_be_excused_is_named_and_nothing_else_is_asked(
    client: Client, store: Store, whole: str, example: Plan
) -> None:
    store.update(example.id, _with_bracket)
    page = client.get(whole)
    assert (
        "Det här måste rättas först Akut läge, lov och resor: Fyll i eller ta bort [Funktion]"
        in (page.text)
    )
    assert page.links["Akut läge, lov och resor"].endswith("/del/akut?till=granska")
    assert list(page.root.iter("form")) == []


def _with_bracket(plan: Plan) -> Plan:
    return plan.answered("akut", {**plan.of("akut"), "myndig": "[Funktion] ringer."})


def test_one_reason_can_be_taken_for_a_whole_part(client: Client, path: str) -> None:
    page = client.get(path)
    first, second, *_ = names = [name for name in page.data if name.startswith("skal_jourer_")]
    other = next(name for name in page.data if name.startswith("skal_ideell"))
    typed = {first: REASON, second: "Ett eget skäl."}
    after = client.submit(page, typed, gor="samma:jourer", expect=200)
    told = {name: after.data[name][0] for name in names}
    assert told == dict.fromkeys(names, REASON) | {second: "Ett eget skäl."}
    assert after.data[other] == [""]


# --- Adopting -----------------------------------------------------------------------------------


def test_a_plan_with_gaps_is_adopted_and_an_old_page_leads_to_the_version(
    client: Client, path: str, store: Store, quick: Plan
) -> None:
    page = client.get(path)
    section = client.get(path.replace("faststall", "del/polis"))
    typed = {"beslutad_av": "Rektorn", **_reasons(page)}
    version = client.submit(page, typed, expect=303)
    assert version.h1 == "Version 1 av planen för 2026/27"
    assert "Planen är fastställd som version 1." in version.text
    issued = store.issued.load(quick.id, 1)
    assert issued.plan.text("skolan", "beslutad_av") == "Rektorn"
    assert set(issued.plan.reasons.values()) == set(_reasons(page).values())
    assert store.plans() == []

    for again in (page, client.get(version.path)):  # another tab, and pages that are bookmarked
        assert client.submit(page, typed, expect=303).path == version.path
        assert again.status == 200
    for old in ("", "faststall", "granska", "skriv-ut", "del/polis", "plan.json", "ta-bort"):
        answer = client.raw("GET", path.replace("faststall", old), expect=303)
        assert answer.location == version.path

    told = client.submit(section, {"medverka": "Polisen kommer."}, expect=409)
    assert "Planen har fastställts som version 1 medan sidan var öppen" in told.text
    assert "tagits bort" not in told.text
    assert told.answers == section.answers | {"medverka": ["Polisen kommer."]}
    review = client.submit(told, expect=303)
    assert review.path.endswith("granska#andrat")
    assert "Ändrat sedan version 1" in review.text
    assert store.load(quick.id).plan.text("polis", "medverka") == "Polisen kommer."
    assert store.issued.load(quick.id, 1).plan.text("polis", "medverka") != "Polisen kommer."


def test_a_double_click_adopts_once_and_ends_on_the_version_page(
    client: Client, excused: str, store: Store, quick: Plan
) -> None:
    page = client.get(excused)
    second = Client(client.app)
    decided = {"beslutad_av": ["Rektorn"], "gor": ["faststall"]}
    typed: Form = {**page.data, **decided}
    theirs: Form = {**second.get(excused).data, **decided}
    with ThreadPoolExecutor() as both:
        answers = [
            both.submit(client.raw, "POST", excused, typed, expect=303),
            both.submit(second.raw, "POST", excused, theirs, expect=303),
        ]
        ends = {answer.result().location for answer in answers}
    assert ends == {f"/plan/{quick.id}/version/1/"}
    assert [version.number for version in store.issued.history(quick.id)] == [1]


def test_a_draft_that_has_changed_since_the_page_was_shown_is_not_adopted(
    client: Client, path: str, store: Store, quick: Plan
) -> None:
    page = client.get(path)
    store.update(quick.id, lambda plan: plan.answered("akut", {"myndig": "Vi ringer."}))
    typed = {"beslutad_av": "Rektorn", **_reasons(page)}
    told = client.submit(page, typed, expect=422)
    assert adopt.OVERTAKEN in told.text
    assert told.data["beslutad_av"] == ["Rektorn"]
    assert {name: told.data[name][0] for name in _reasons(page)} == _reasons(page)
    assert store.issued.history(quick.id) == ()


def test_a_page_of_the_last_version_does_not_adopt_the_next_one(
    client: Client, whole: str, store: Store, example: Plan
) -> None:
    page = client.get(whole)
    issue_in_words(store, example, draft=example)
    store.add(_with_other_number(example))
    told = client.submit(page, {"beslutad_av": "Rektorn"}, expect=422)
    assert "blir version 2" in told.text
    assert adopt.OVERTAKEN in told.text


def _with_other_number(plan: Plan) -> Plan:
    first, *others = plan.contacts("polis")
    changed = (replace(first, telefon="+46313900699"), *others)
    return plan.answered("polis", {**plan.of("polis"), "kontakter": changed})


# --- What hinders -------------------------------------------------------------------------------


def _kept(page: Page, told: Page, typed: dict[str, str]) -> None:
    """Hold that the form came back with all that was typed, and says that nothing was adopted."""
    assert told.h1 == "Fastställ planen"
    assert told.answers == page.answers | {name: [text] for name, text in typed.items()}
    assert "Planen är inte fastställd" in told.text


def test_what_is_missing_is_told_beside_each_field_and_the_rest_is_kept(
    client: Client, path: str, quick: Plan
) -> None:
    page = client.get(path)
    first, *_ = names = list(_reasons(page))
    typed = {"beslutsdatum": "2026-11-25", first: REASON}
    told = client.submit(page, typed, expect=422)
    _kept(page, told, typed)
    assert list(told.problems) == ["beslutad_av", "beslutsdatum", *names[1:]]
    assert "Den dagen har inte varit än" in told.problems["beslutsdatum"]
    gap = adoption.gaps(quick)[1]
    place = f"{gap.section.title}, {gap.question.label}"
    assert told.problems[names[1]].startswith(place)
    for name in told.problems:
        assert told.by_id(name).get("aria-invalid") == "true"
        assert f"{name}-fel" in (told.by_id(name).get("aria-describedby") or "").split()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("beslutsdatum", "i går", "Skriv datumet som år, månad och dag"),
        ("beslutad_av", "20121212-1212", "personnummer"),
        ("beslutad_av", "\x07", "(U+0007)"),
        ("beslutad_av", "x" * 201, "1 tecken för lång"),
        ("skal_jourer_kontakter", "x" * 501, "1 tecken för lång"),
        ("skal_jourer_kontakter", "Gäller 20121212-1212.", "personnummer"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    client: Client, path: str, name: str, text: str, sentence: str
) -> None:
    page = client.get(path)
    typed = {"beslutad_av": "Rektorn", **_reasons(page), name: text}
    told = client.submit(page, typed, expect=422)
    _kept(page, told, typed)
    assert sentence in told.problems[name]


def test_ten_digits_in_a_reason_can_be_said_to_be_a_phone(client: Client, path: str) -> None:
    page = client.get(path)
    typed = {"skal_jourer_kontakter": "Ring 0701740607 först."}
    told = client.submit(page, typed, expect=422)
    button = "telefon:skal_jourer_kontakter:0701740607"
    assert button in told.buttons
    after = client.submit(told, gor=button, expect=200)
    assert after.data["skal_jourer_kontakter"] == ["Ring 070-174 06 07 först."]


def test_a_bracket_that_came_meanwhile_blocks_and_what_was_typed_stays(
    client: Client, whole: str, store: Store, example: Plan
) -> None:
    store.update(example.id, _with_bracket)
    digest = shelves.digest(store.load(example.id).plan)  # as its page would hold
    typed: Form = {
        "csrf_token": client.get("/").data["csrf_token"],
        "digest": digest,
        "beslutad_av": "Rektorn",
        "beslutsdatum": "2026-08-17",
        "gor": "faststall",
    }
    told = client.post(whole, typed, expect=422)
    assert told.data["beslutad_av"] == ["Rektorn"]
    assert "[Funktion]" in words(told.by_id("fel"))


def test_a_wall_sheet_that_is_too_long_names_the_rows_and_keeps_what_was_typed(
    client: Client, whole: str, store: Store, example: Plan
) -> None:
    many = tuple(
        Contact(id=f"k{n}", funktion=f"samordnare {n}", telefon=f"+463139006{n}", visas="anslag")
        for n in range(10, 40)
    )
    store.update(example.id, lambda plan: _with_youth_contacts(plan, many))
    page = client.get(whole)
    typed = {"beslutad_av": "Rektorn"}
    told = client.submit(page, typed, expect=422)
    _kept(page, told, typed)
    assert "Anslaget får inte plats på en sida" in words(told.by_id("fel"))
    too_many = [link for name, link in told.links.items() if name.startswith("Samordnare")]
    assert too_many
    assert all("/del/ungdomsmottagning?till=granska#kontakter-" in link for link in too_many)


def _with_youth_contacts(plan: Plan, contacts: tuple[Contact, ...]) -> Plan:
    key = "ungdomsmottagning"
    return plan.answered(key, {**plan.of(key), "kontakter": contacts})


def test_a_clock_that_went_back_is_told(
    app: Flask, client: Client, store: Store, example: Plan, whole: str
) -> None:
    issue_in_words(store, example, draft=example)
    store.add(example)
    app.config["NOW"] = lambda: NOW - timedelta(days=40)
    page = client.get(whole)
    told = client.submit(page, {"beslutad_av": "Rektorn"}, expect=422)
    assert "Ställ klockan och försök igen" in told.text
    assert told.data["beslutad_av"] == ["Rektorn"]


@pytest.mark.parametrize("token", [[], ["gammal"]])
def test_an_old_page_is_shown_again_with_all_that_was_typed(
    client: Client, path: str, store: Store, token: list[str], quick: Plan
) -> None:
    page = client.get(path)
    typed = {"beslutad_av": "Rektorn", **_reasons(page)}
    told = client.submit(page, {**typed, "csrf_token": token}, expect=422)
    _kept(page, told, typed)
    assert adopt.OLD_PAGE in told.text
    assert store.issued.history(quick.id) == ()


# --- The key ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "sentence"),
    [(40, "Skolans certifikat går ut den"), (-3, "Skolans certifikat gick ut den")],
)
def test_a_certificate_that_goes_out_warns_and_a_new_one_is_made_on_request(
    app: Flask, client: Client, whole: str, folder: DataFolder, left: int, sentence: str
) -> None:
    old = keys.new("Ekbackaskolan", NOW - timedelta(days=3652 - left))
    put_key(folder, old)
    page = client.get(whole)
    assert sentence in page.text
    typed = {"beslutad_av": "Rektorn"}
    if left < 0:
        told = client.submit(page, typed, expect=422)
        _kept(page, told, typed)
        assert "det som redan är stämplat går fortfarande att kontrollera" in words(
            told.by_id("fel")
        )
    after = client.submit(page, typed, gor="ny-nyckel", expect=200)
    assert after.answers == page.answers | {"beslutad_av": ["Rektorn"]}
    assert adopt.NEW_KEY in after.text
    assert sentence not in after.text
    ring = cast("KeyRing", app.extensions["keys"])
    assert keys.load(old).fingerprint in ring.fingerprints()
    assert keys.load((folder.path / "stampel.p12").read_bytes()).days_left(NOW) > 3000
    kept = (folder.path / "stampel.p12").read_bytes()
    client.submit(page, typed, gor="ny-nyckel", expect=200)  # pressed once more: one is enough
    assert (folder.path / "stampel.p12").read_bytes() == kept


def test_a_good_certificate_warns_of_nothing(client: Client, whole: str) -> None:
    page = client.get(whole)
    assert "certifikat går ut" not in page.text
    assert "ny-nyckel" not in page.buttons


@pytest.mark.parametrize("token", [[], ["gammal"]])
def test_no_key_is_made_without_the_token_of_a_page(
    client: Client, whole: str, folder: DataFolder, token: list[str]
) -> None:
    put_key(folder, keys.new("Ekbackaskolan", NOW - timedelta(days=3640)))
    page = client.get(whole)
    before = (folder.path / "stampel.p12").read_bytes()
    client.submit(page, {"csrf_token": token}, gor="ny-nyckel", expect=422)
    assert (folder.path / "stampel.p12").read_bytes() == before


def test_a_key_that_others_can_read_stamps_nothing(
    client: Client, whole: str, folder: DataFolder
) -> None:
    (folder.path / "stampel.p12").chmod(0o644)
    page = client.get(whole)
    told = client.submit(page, {"beslutad_av": "Rektorn"}, expect=422)
    _kept(page, told, {"beslutad_av": "Rektorn"})
    assert "chmod 600" in told.text


NOBODY = "http://127.0.0.1:9/"  # no service listens there
OPENS = "En-hemlig-fras-som-ingen-ser"


@pytest.fixture
def locked(folder: DataFolder, key_file: bytes, tmp_path: Path) -> Iterator[Client]:
    """Return a client of a program whose key the huvudman has given, with a passphrase."""
    key = keys.load(key_file)
    file = tmp_path / "huvudman.p12"
    file.touch(mode=0o600)
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", key.private, key.certificate, None, BestAvailableEncryption(OPENS.encode())
        )
    )
    app = create_app(
        DATA_FOLDER=folder,
        NOW=lambda: NOW,
        KEYS=KeyRing(folder.path, file=file, timestamp_url=NOBODY),
        PROPAGATE_EXCEPTIONS=True,
    )
    yield Client(app)
    cast("Store", app.extensions["store"]).close()


def test_a_passphrase_is_asked_for_and_never_shown_or_logged(
    locked: Client, excused: str, caplog: pytest.LogCaptureFixture
) -> None:
    """And a service for time stamps that does not answer is told, but hinders nothing."""
    caplog.set_level(0)
    page = locked.get(excused)
    assert page.by_id("losenfras").get("type") == "password"
    typed = {"beslutad_av": "Rektorn"}
    told = locked.submit(page, {**typed, "losenfras": f"{OPENS}!"}, expect=422)
    _kept(page, told, typed)
    assert told.problems["losenfras"] == (
        "Nyckelns lösenfras: Lösenfrasen öppnar inte nyckelfilen."
    )
    assert OPENS not in told.html
    asked = locked.submit(page, typed, expect=422)
    assert "Nyckelfilen har en lösenfras. Ange den." in asked.problems["losenfras"]
    version = locked.submit(told, {**typed, "losenfras": OPENS}, expect=303)
    assert version.h1.startswith("Version 1")
    assert adopt.LOST_TIME_STAMP in version.text
    assert OPENS not in caplog.text


def test_a_key_of_the_huvudman_is_not_renewed_here(
    folder: DataFolder, filled: str, tmp_path: Path
) -> None:
    file = tmp_path / "huvudman.p12"
    file.touch(mode=0o600)
    file.write_bytes(keys.new("Kommunen", NOW - timedelta(days=3640)))
    app = create_app(DATA_FOLDER=folder, NOW=lambda: NOW, KEYS=KeyRing(folder.path, file=file))
    client, before = Client(app), file.read_bytes()
    page = client.get(f"{filled}faststall")
    assert "Be huvudmannen om en ny nyckelfil" in page.text
    assert "ny-nyckel" not in page.buttons
    client.submit(page, gor="ny-nyckel", expect=422)
    assert file.read_bytes() == before
    cast("Store", app.extensions["store"]).close()


def test_the_reason_of_a_gap_is_shown_again_when_the_next_version_is_adopted(
    client: Client, genuine: Version
) -> None:
    version = client.get(f"/plan/{genuine.plan.id}/version/1/")
    draft = client.submit(version, expect=303)
    page = client.get(f"{draft.path}faststall")
    told = {text for name, (text,) in page.data.items() if re.match("skal_", name)}
    assert told == {"Vi har inte frågat än."}
    assert page.data["beslutad_av"] == [""]
