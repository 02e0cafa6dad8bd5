from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from samverkan_docs import catalogue, papers
from samverkan_docs.catalogue import Question
from samverkan_docs.forms import FormData
from samverkan_docs.plan import Contact, Place, Plan, confirmation, roll_over
from samverkan_docs.store import Store, Version
from samverkan_docs.words import capital
from tests.web.checking import Client, Page, words
from tests.web.conftest import issue_in_words

NEXT_AUGUST = datetime(2027, 8, 10, 12, tzinfo=UTC)
TODAY = date(2027, 8, 10)


@pytest.fixture
def later(app: Flask) -> None:
    app.config["NOW"] = lambda: NEXT_AUGUST


@pytest.fixture
def rolled(store: Store, example: Plan) -> Plan:
    draft = roll_over.next_year(example, TODAY)
    store.add(draft)
    return draft


def press(
    client: Client, page: Page, name: str, *, gor: str = "stammer", expect: int = 303
) -> Page:
    """Press a button of the first item whose heading is *name*."""
    form = next(
        form for form in page.root.iter("form") if any(words(h) == name for h in form.iter("h3"))
    )
    fields = ((box.get("name") or "", box.get("value") or "") for box in form.iter("input"))
    data: dict[str, list[str]] = {"gor": [gor]}
    for key, text in fields:
        data.setdefault(key, []).append(text)
    return client.post(form.get("action") or page.path, data, expect=expect)


def items(page: Page) -> list[str]:
    return [words(heading) for heading in page.root.iter("h3")]


# --- Rolling over -------------------------------------------------------------------------------


@pytest.mark.usefixtures("later")
def test_next_years_plan_begins_with_all_of_last_years_to_go_through(
    client: Client, store: Store, issued: Version
) -> None:
    address = f"/plan/{issued.plan.id}/version/1/"
    version = client.get(address)
    assert "Ny plan för 2027/28" in version.text

    page = client.post(f"{address}nytt-lasar", version.data, expect=303)

    assert page.h1 == "Gå igenom planen"
    draft = store.plans()[0].plan
    assert draft.previous == issued.plan.id
    assert draft.text("skolan", "lasar") == "2027/28"
    assert len(items(page)) == len(list(confirmation.items(draft)))
    tasks = client.get(f"/plan/{draft.id}/")
    assert "väntar på att du frågar" in tasks.text


@pytest.mark.usefixtures("later")
def test_to_ask_for_it_twice_gives_the_same_draft(
    client: Client, store: Store, issued: Version
) -> None:
    address = f"/plan/{issued.plan.id}/version/1/"
    data = client.get(address).data
    pages = {client.post(f"{address}nytt-lasar", data, expect=303).path for _ in range(2)}
    assert len(pages) == 1
    assert len(store.plans()) == 1


@pytest.mark.usefixtures("later")
def test_a_year_that_has_an_adopted_plan_is_not_begun_again(
    client: Client, store: Store, issued: Version
) -> None:
    later = roll_over.next_year(issued.plan, TODAY)
    store.issued.add(replace(issued, plan=later, year="2027/28"), {}, draft=None, function="rektor")
    address = f"/plan/{issued.plan.id}/version/1/"

    page = client.post(f"{address}nytt-lasar", client.get("/").data, expect=409)

    assert page.h1 == "Det finns redan en plan för 2027/28"
    assert f"/plan/{later.id}/version/1/" in page.links.values()
    assert store.plans() == []


@pytest.mark.usefixtures("later")
def test_a_plan_that_was_read_in_can_be_rolled_over(
    client: Client, store: Store, filled: str
) -> None:
    tasks = client.get(filled)
    assert "Ska den bli grund för planen för 2027/28?" in tasks.text
    page = client.post(f"{filled}nytt-lasar", tasks.data, expect=303)
    assert page.h1 == "Gå igenom planen"
    assert len(store.plans()) == 2


def test_a_plan_for_this_year_is_not_offered_as_a_ground(client: Client, filled: str) -> None:
    assert "Ska den bli grund" not in client.get(filled).text


# --- Going through it ---------------------------------------------------------------------------


@pytest.mark.usefixtures("later")
def test_one_press_confirms_a_contact_and_moves_on(
    client: Client, store: Store, rolled: Plan
) -> None:
    page = client.get(f"/plan/{rolled.id}/ga-igenom")
    before = items(page)
    contacts = len(rolled.unconfirmed)

    page = press(client, page, "Socialjour")

    assert "Socialjour: bekräftad." in page.text
    assert len(items(page)) == len(before) - 1
    plan = store.load(rolled.id).plan
    assert len(plan.unconfirmed) == contacts - 1
    jour = next(c for c in plan.contacts("socialtjanst") if c.id == "k-socialjour")
    assert jour.kontrollerad == TODAY
    focused = [e for e in page.root.iter("button") if e.get("autofocus") is not None]
    assert len(focused) == 1


@pytest.mark.usefixtures("later")
def test_a_contact_can_be_taken_away(client: Client, store: Store, rolled: Plan) -> None:
    page = client.get(f"/plan/{rolled.id}/ga-igenom")

    page = press(client, page, "Socialjour", gor="ta-bort")

    assert "borttagen ur planen" in page.text
    left = [contact.id for contact in store.load(rolled.id).plan.contacts("socialtjanst")]
    assert "k-socialjour" not in left


def focused(page: Page) -> str:
    """Return the words of what has the focus when the page is opened."""
    (found,) = [e for e in page.root.iter() if e.get("autofocus") is not None]
    return words(found)


def undo(client: Client, page: Page) -> Page:
    assert page.buttons == [""]
    return client.submit(page, expect=303)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("gor", ["stammer", "ta-bort"])
def test_the_focus_goes_to_what_comes_after_and_to_what_was_skipped_last(
    client: Client, rolled: Plan, gor: str
) -> None:
    page = client.get(f"/plan/{rolled.id}/ga-igenom")
    order = items(page)
    answered = [name for name in order[3:] if "Kurator" in name or "Socialjour" in name]
    for name in answered:
        page = press(client, page, name, gor=gor)
        following = order[order.index(name) + 1]
        assert focused(page) == f"Stämmer fortfarande: {following}"

    *_, last = page.root.iter("form")
    data = [(box.get("name") or "", box.get("value") or "") for box in last.iter("input")]
    page = client.post(page.path, {"gor": "stammer", **FormData.of(data)}, expect=303)

    assert focused(page).casefold().endswith(f": {order[0]}".casefold())


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("name", ["Socialjour", "Kurator"])
@pytest.mark.parametrize("gor", ["stammer", "ta-bort"])
def test_what_was_pressed_by_mistake_is_undone_by_one_press(
    client: Client, store: Store, rolled: Plan, name: str, gor: str
) -> None:
    page = press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), name, gor=gor)
    assert store.load(rolled.id).plan != rolled

    page = undo(client, page)

    assert store.load(rolled.id).plan == rolled
    assert f"{name}: som förut igen." in page.text
    assert focused(page).casefold() == f"stämmer fortfarande: {name}".casefold()


@pytest.mark.usefixtures("later")
def test_a_partners_contact_comes_back_to_its_partner(
    client: Client, store: Store, rolled: Plan
) -> None:
    contact = rolled.partners[0].kontakter[0]
    name = f"{capital(contact.funktion)}, {rolled.partners[0].namn}"
    page = press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), name, gor="ta-bort")
    assert contact not in store.load(rolled.id).plan.partners[0].kontakter

    undo(client, page)

    assert store.load(rolled.id).plan == rolled


@pytest.mark.usefixtures("later")
def test_what_others_did_to_the_rest_of_the_list_stays_when_a_removal_is_undone(
    client: Client, store: Store, rolled: Plan
) -> None:
    page = press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour", gor="ta-bort")
    other = client.get(f"/plan/{rolled.id}/del/socialtjanst")
    client.submit(other, {"kontakter-0-telefon": "08-465 004 99"}, expect=303)

    undo(client, page)

    was, now = (p.contacts("socialtjanst") for p in (rolled, store.load(rolled.id).plan))
    assert [row.id for row in now] == [row.id for row in was]
    assert now[0].telefon == "+46846500499"


@pytest.mark.usefixtures("later")
def test_what_others_have_changed_meanwhile_is_not_undone(
    client: Client, store: Store, rolled: Plan
) -> None:
    page = press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour")
    other = client.get(f"/plan/{rolled.id}/del/socialtjanst")
    place = next(k for k, v in other.data.items() if v == ["Socialjour"]).rpartition("-")[0]
    client.submit(other, {f"{place}-telefon": "08-465 004 99"}, expect=303)
    before = store.load(rolled.id).plan

    page = undo(client, page)

    assert "så det går inte att ångra" in page.text
    assert store.load(rolled.id).plan == before


@pytest.mark.usefixtures("later")
def test_a_full_list_takes_no_removed_contact_back(
    client: Client, store: Store, rolled: Plan
) -> None:
    page = press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour", gor="ta-bort")
    many = tuple(Contact(id=f"k{n}", funktion="vakt") for n in range(30))
    store.update(rolled.id, lambda plan: plan.with_contacts("socialtjanst", many))

    assert "eller fyllt listan" in undo(client, page).text

    assert store.load(rolled.id).plan.contacts("socialtjanst") == many


@pytest.mark.usefixtures("later")
def test_a_step_is_undone_once_and_in_its_own_plan(
    client: Client, rolled: Plan, filled: str
) -> None:
    page = press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour", gor="ta-bort")
    told = client.post(f"{filled}ga-igenom/angra", page.data, expect=303)
    assert "går inte att ångra längre" in told.text
    undo(client, page)
    assert "går inte att ångra längre" in undo(client, page).text


@pytest.mark.usefixtures("later")
def test_the_page_that_was_left_offers_no_undoing(client: Client, rolled: Plan) -> None:
    press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour")
    assert "Ångra" not in client.get(f"/plan/{rolled.id}/ga-igenom").text


def change(page: Page, name: str) -> str:
    """Return where the link leads that changes the item whose heading is *name*."""
    item = next(
        item
        for item in page.root.iter("li")
        if any(words(heading) == name for heading in item.iter("h3"))
    )
    return next(a.get("href") or "" for a in item.iter("a"))


@pytest.mark.usefixtures("later")
def test_to_change_a_contact_leads_to_its_own_fields_unfolded(client: Client, rolled: Plan) -> None:
    page = client.get(f"/plan/{rolled.id}/ga-igenom")
    for name in ("Socialjour", items(page)[-3]):
        section = client.get(change(page, name))
        (at,) = [e for e in section.root.iter() if e.get("autofocus") is not None]
        card = next(
            (
                c
                for c in section.root.iter("fieldset")
                if c.get("class") == "card" and at in c.iter()
            ),
            section.form,
        )
        assert (at.get("value") or words(at) or words(card)).casefold() in name.casefold() or (
            name in words(card)
        )
        opened = [d for d in section.root.iter("details") if d.get("open") is not None]
        assert opened == list(card.iter("details")) or card is section.form


@pytest.mark.usefixtures("later")
def test_who_changed_a_contact_comes_back_to_what_is_next_even_after_a_fault(
    client: Client, rolled: Plan
) -> None:
    page = client.get(f"/plan/{rolled.id}/ga-igenom")
    label = catalogue.POLIS.question("medverka").label
    following = items(page)[items(page).index(label) + 1]
    section = client.get(change(page, label))

    wrong = client.submit(section, {"medverka": "\x07"}, gor="spara-fortsatt", expect=422)
    back = client.submit(wrong, {"medverka": "På nytt."}, gor="spara-fortsatt", expect=303)

    assert back.h1 == "Gå igenom planen"
    assert focused(back).endswith(following)


@pytest.mark.usefixtures("later")
def test_a_new_number_leads_back_to_its_contact_to_be_checked(client: Client, rolled: Plan) -> None:
    section = client.get(change(client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour"))
    (at,) = [e for e in section.root.iter("input") if e.get("autofocus") is not None]
    phone = (at.get("name") or "").replace("funktion", "telefon")

    back = client.submit(section, {phone: "08-465 004 98"}, gor="spara-fortsatt", expect=303)

    assert focused(back) == "Stämmer fortfarande: Socialjour"


@pytest.mark.usefixtures("later")
def test_who_changes_nothing_comes_back_to_the_contact(client: Client, rolled: Plan) -> None:
    section = client.get(change(client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour"))
    back = client.get(section.links["Tillbaka till genomgången"])
    assert focused(back) == "Stämmer fortfarande: Socialjour"
    assert focused(client.submit(section, gor="spara-fortsatt", expect=303)) == focused(back)


@pytest.mark.usefixtures("later")
def test_what_changed_in_another_tab_is_not_confirmed_unseen(
    client: Client, store: Store, rolled: Plan
) -> None:
    page = client.get(f"/plan/{rolled.id}/ga-igenom")
    other = client.get(f"/plan/{rolled.id}/del/socialtjanst")
    place = next(k for k, v in other.data.items() if v == ["Socialjour"]).rpartition("-")[0]
    client.submit(other, {f"{place}-telefon": "08-465 004 99"}, expect=303)

    page = press(client, page, "Socialjour")

    assert "Någon har ändrat eller tagit bort uppgiften" in page.text
    jours = [
        contact
        for contact in store.load(rolled.id).plan.contacts("socialtjanst")
        if contact.id == "k-socialjour"
    ]
    assert [jour.telefon for jour in jours] == ["+46846500499"]


@pytest.mark.usefixtures("later")
def test_a_section_that_was_open_meanwhile_meets_the_confirmation(
    client: Client, rolled: Plan
) -> None:
    section = client.get(f"/plan/{rolled.id}/del/socialtjanst")
    press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), "Socialjour")

    conflict = client.submit(section, {"radgora": "Kuratorn ringer."}, expect=409)

    assert "Kuratorn ringer." in conflict.html


@pytest.mark.usefixtures("later")
def test_all_gone_through_leads_to_the_review(client: Client, store: Store, rolled: Plan) -> None:
    for item in confirmation.items(rolled):
        rolled = confirmation.confirmed(rolled, item, TODAY)
    store.update(rolled.id, lambda _plan: rolled)

    page = client.get(f"/plan/{rolled.id}/ga-igenom")

    assert "Allt är genomgånget" in page.text
    assert page.links["Granska och fastställ"] == f"/plan/{rolled.id}/granska"


def test_a_number_is_checked_in_the_next_version_of_an_adopted_plan(
    app: Flask, client: Client, store: Store, issued: Version
) -> None:
    app.config["NOW"] = lambda: datetime(2027, 3, 1, 12, tzinfo=UTC)
    address = f"/plan/{issued.plan.id}/version/1/"
    version = client.get(address)
    assert "har aldrig kontrollerats" in version.text or "för länge sedan" in version.text

    page = client.post(f"{address}kontrollera", version.data, expect=303)

    assert page.h1 == "Gå igenom planen"
    assert store.load(issued.plan.id).plan.contacts("socialtjanst")


def test_old_numbers_are_told_of_on_the_papers_and_the_review(
    app: Flask, client: Client, filled: str
) -> None:
    assert "bör kontrolleras igen" not in client.get(f"{filled}granska").text
    app.config["NOW"] = lambda: NEXT_AUGUST
    assert ", bör kontrolleras igen" in client.get(f"{filled}granska").text


def test_a_law_and_a_help_line_say_where_they_were_seen_and_in_which_month(example: Plan) -> None:
    told = papers.plan_html(example)
    assert "Enligt lagtexten i lydelsen från den 15 januari 2026<" in told
    assert "regeringen.se, december 2025 (lagtexten är inte läst)" in told
    assert "Enligt nck.uu.se, april 2024" in told
    assert "från utlandet +46\xa08-405\xa050\xa005" in told


def test_a_help_line_says_when_the_school_checked_it(example: Plan) -> None:
    lines = [replace(line, kontrollerad=date(2026, 11, 23)) for line in example.help_lines]
    plan = example.with_help_lines(tuple(lines))
    told = "Kontrollerad 2026-11-23, bör kontrolleras igen"
    assert "nck.uu.se" not in papers.plan_html(plan)
    assert told not in papers.plan_html(plan, on=date(2027, 11, 22))
    old = papers.plan_html(plan, on=date(2027, 11, 24))
    assert old.count(told) == sum(line.i_planen for line in lines)


# --- New and former questions -------------------------------------------------------------------


@pytest.fixture
def with_other_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the catalogue be next year's: one question is new, one is no longer asked."""

    def changed(question: Question) -> Question:
        if question.key == "medverka":
            return replace(question, retired=True)
        is_new = question.key == "uppgifter"
        return replace(question, edition=catalogue.EDITION + 1) if is_new else question

    polis = catalogue.POLIS
    later = replace(polis, questions=tuple(map(changed, polis.questions)))
    sections = tuple(later if section is polis else section for section in catalogue.SECTIONS)
    monkeypatch.setattr(catalogue, "SECTIONS", sections)
    monkeypatch.setattr(catalogue, "POLIS", later)
    monkeypatch.setitem(catalogue.BY_KEY, "polis", later)


@pytest.mark.usefixtures("later", "with_other_questions")
def test_a_former_answer_is_printed_only_if_it_is_kept(
    client: Client, store: Store, rolled: Plan
) -> None:
    label = "Hur och när kan polisen medverka till stöd för utsatta elever?"
    review = f"/plan/{rolled.id}/granska"
    assert label not in client.get(review).text
    page = client.get(f"/plan/{rolled.id}/ga-igenom")
    assert f"Tidigare fråga: {label}" in items(page)

    page = press(client, page, f"Tidigare fråga: {label}")

    assert f"Tidigare fråga: {label}" not in items(page)
    assert label in client.get(review).text
    assert store.load(rolled.id).plan.text("polis", "medverka")


@pytest.mark.usefixtures("later", "with_other_questions")
def test_a_former_answer_can_be_taken_away(client: Client, store: Store, rolled: Plan) -> None:
    label = "Tidigare fråga: Hur och när kan polisen medverka till stöd för utsatta elever?"
    press(client, client.get(f"/plan/{rolled.id}/ga-igenom"), label, gor="ta-bort")
    assert store.load(rolled.id).plan.text("polis", "medverka") == ""


@pytest.mark.usefixtures("later", "with_other_questions")
def test_a_new_question_says_that_it_is_new(client: Client, rolled: Plan) -> None:
    assert "Ny fråga" in client.get(f"/plan/{rolled.id}/del/polis").text
    assert "Ny fråga" not in client.get(f"/plan/{rolled.id}/del/akut").text


# --- Other plans and partners -------------------------------------------------------------------


def test_contacts_come_from_another_plan_to_be_confirmed(
    client: Client, store: Store, filled: str, issued: Version
) -> None:
    source = issued.plan.contacts("polis")[0]
    before = store.load("ekbackaskolan-2026").plan.contacts("polis")
    assert client.get(f"{filled}del/polis").links["Hämta kontakter från en annan plan"]
    page = client.get(f"{filled}del/polis/hamta")

    client.post(page.path, {**page.data, issued.plan.id: source.id}, expect=303)

    plan = store.load("ekbackaskolan-2026").plan
    *kept, copied = plan.contacts("polis")
    assert tuple(kept) == before
    assert copied == replace(source, id=copied.id)
    assert copied.id != source.id
    assert plan.unconfirmed == {Place.parse(f"polis.kontakter/{copied.id}")}


def test_a_school_with_one_plan_is_not_offered_another_ones_contacts(
    client: Client, filled: str
) -> None:
    assert "Hämta kontakter från en annan plan" not in client.get(f"{filled}del/polis").links
    assert "Ingen annan plan" in client.get(f"{filled}del/polis/hamta").text


@pytest.mark.usefixtures("issued")
def test_to_choose_no_contact_is_told(client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis/hamta")
    assert "Välj minst en kontakt" in client.post(page.path, page.data, expect=422).text


def test_more_contacts_than_there_is_room_for_are_refused(
    client: Client, store: Store, filled: str, issued: Version
) -> None:
    many = tuple(Contact(id=f"k{n}", funktion="kommunpolis") for n in range(30))
    store.update(
        "ekbackaskolan-2026",
        lambda plan: plan.answered("polis", {**plan.of("polis"), "kontakter": many}),
    )
    page = client.get(f"{filled}del/polis/hamta")
    chosen = issued.plan.contacts("polis")[0].id

    page = client.post(page.path, {**page.data, issued.plan.id: chosen}, expect=422)

    assert "plats för 30 kontakter" in page.text
    assert len(store.load("ekbackaskolan-2026").plan.contacts("polis")) == 30


def test_each_partner_has_a_letter_of_its_own(client: Client, filled: str) -> None:
    page = client.get(f"{filled}fraga-parterna")
    texts = [box.text or "" for box in page.root.iter("textarea")]
    assert len(texts) == len(set(texts)) > 5
    assert all("Svara senast den 8 december 2026" in text for text in texts)
    links = [link for link in page.links.values() if link.startswith("mailto:")]
    assert len(links) == len(texts)


def test_the_day_to_answer_can_be_chosen_and_must_be_a_day(client: Client, filled: str) -> None:
    page = client.get(f"{filled}fraga-parterna?senast=2026-09-15")
    assert "Svara senast den 15 september 2026" in page.html
    page = client.get(f"{filled}fraga-parterna?senast=snart")
    assert "Skriv ett datum, till exempel 2026-08-17." in page.text
    assert page.data["senast"] == ["snart"]


@pytest.fixture
def with_lines(store: Store, quick: Plan) -> Version:
    """Return an adopted plan that has put its help lines down."""
    return issue_in_words(store, quick.with_help_lines(quick.help_lines))


def test_the_start_page_warns_of_help_lines_that_nobody_at_the_school_has_checked(
    client: Client, with_lines: Version
) -> None:
    found = len(confirmation.due_lines(with_lines.plan, date(2026, 11, 24)))
    assert found > 5
    warning = f"{found} stödlinjer har ingen på skolan kontrollerat det senaste året."
    assert warning in client.get("/").text
    number = f"/plan/{with_lines.plan.id}/version/{with_lines.number}/"
    assert warning in client.get(number).text


def test_a_help_line_is_checked_like_a_contact(
    client: Client, with_lines: Version, store: Store
) -> None:
    number = f"/plan/{with_lines.plan.id}/version/{with_lines.number}/"
    page = client.post(f"{number}kontrollera", client.get(number).data, expect=303)
    assert "Enligt 8sidor.se, augusti 2025." in page.text
    press(client, page, "Bris")
    lines = store.load(with_lines.plan.id).plan.help_lines
    assert {line.id: line.kontrollerad for line in lines}["bris"] == date(2026, 11, 24)
