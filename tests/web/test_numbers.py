"""A number that was typed into a text: told at save, in the review and before adoption."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from samverkan_docs import catalogue, papers
from samverkan_docs.actions import issuing
from samverkan_docs.papers import calendar_file, letters, markup, whom_to_call
from samverkan_docs.plan import Contact, Partner, Plan, adoption, numbers_in_texts, plan_file
from samverkan_docs.store import Store
from samverkan_docs.words import small
from tests.web.checking import Client, Page
from tests.web.conftest import NOW

OLD, WRITTEN, NEW = "+46846500410", "08-465 004 10", "08-465 004 99"
TEXT = f"Svarar ingen ringer vi socialjouren, {WRITTEN}."


@pytest.fixture
def typed(store: Store, quick: Plan) -> str:
    """Return the address of a plan whose text repeats the number of socialjouren."""
    rows = [replace(row, telefon=OLD) if is_jour(row) else row for row in jours(quick)]
    plan = quick.with_contacts("socialtjanst", tuple(rows))
    plan = plan.answered("akut", {**plan.of("akut"), "svarar_ingen": TEXT})
    reasons = {gap.place: "Vi har inte frågat än." for gap in adoption.gaps(plan)}
    store.add(plan.excused(reasons))
    return f"/plan/{plan.id}/"


def jours(plan: Plan) -> tuple[Contact, ...]:
    return plan.contacts("socialtjanst")


def is_jour(row: Contact) -> bool:
    return "socialjour" in row.funktion.casefold()


def with_new_number(client: Client, path: str) -> Page:
    page = client.get(f"{path}del/socialtjanst")
    (name,) = [n for n, texts in page.data.items() if texts == [WRITTEN]]
    return client.submit(page, {name: NEW}, gor="spara", expect=303)


def test_a_changed_number_is_told_at_save_and_replaced_in_the_review(
    client: Client, store: Store, typed: str
) -> None:
    assert "Numret står också bland kontakterna" in client.get(f"{typed}granska").text
    saved = with_new_number(client, typed)
    assert f"{WRITTEN} står i Akut läge, lov och resor, Ingen svarar" in saved.text
    review = client.get(f"{typed}granska")
    assert "Numret är ändrat eller borttaget bland kontakterna" in review.text
    assert "Så blir det: ”Svarar ingen ringer vi socialjouren.”" in review.text
    (press,) = [value for value in review.buttons if value.startswith("byt:")]
    done = client.submit(review, gor=press, expect=303)
    assert "är utbytt mot" in done.text
    assert "Nummer att rätta" not in done.text
    (plan,) = [stored.plan for stored in store.plans()]
    assert plan.text("akut", "svarar_ingen") == "Svarar ingen ringer vi socialjouren."
    again = client.submit(review, gor=press, expect=303)
    assert "Numret står inte kvar" in again.text


def test_a_press_before_adoption_keeps_what_was_typed(client: Client, typed: str) -> None:
    with_new_number(client, typed)
    page = client.get(f"{typed}faststall")
    (press,) = [value for value in page.buttons if value.startswith("byt:")]
    after = client.submit(page, {"beslutad_av": "Rektorn"}, gor=press, expect=200)
    assert after.data["beslutad_av"] == ["Rektorn"]
    assert "Nummer i texterna" not in after.text


def test_a_number_that_stays_needs_a_reason(client: Client, store: Store, typed: str) -> None:
    with_new_number(client, typed)
    page = client.get(f"{typed}faststall")
    (field,) = [name for name in page.data if name.startswith("nummer_")]
    told = client.submit(page, {"beslutad_av": "Rektorn"}, expect=422)
    assert WRITTEN in told.problems[field]
    assert store.issued.versions() == []
    (plan,) = [stored.plan for stored in store.plans()]
    (mention,) = numbers_in_texts.loose(plan)
    given = {**adoption.given(plan), field: "Det är jourens reservnummer."}
    given |= {"beslutad_av": "Rektorn", "beslutsdatum": NOW.date()}
    decided = adoption.decided(plan, given)
    assert decided.reasons[mention.place] == "Det är jourens reservnummer."
    assert plan_file.read(plan_file.write(decided)) == decided
    assert list(issuing._unsaid(decided, NOW.date())) == []  # noqa: SLF001 -- an issue lays out papers


def test_a_number_in_a_reason_is_told_beside_it(client: Client, typed: str) -> None:
    page = client.get(f"{typed}faststall")
    field = next(name for name in page.data if name.startswith("skal_"))
    told = client.submit(page, {"beslutad_av": "Rektorn", field: "Ring 070-174 06 05."}, expect=422)
    assert "070-174 06 05 hör inte till någon kontakt" in told.problems[field]


def test_whose_a_number_is_can_be_chosen(client: Client, store: Store, typed: str) -> None:
    page = client.get(f"{typed}del/akut")
    client.submit(page, {"svarar_ingen": "Ring 070-174 06 05."}, expect=303)
    review = client.get(f"{typed}granska")
    (press,) = [value for value in review.buttons if value.startswith("valj:")]
    assert "Välj först" in client.submit(review, gor=press, expect=303).text
    (plan,) = [stored.plan for stored in store.plans()]
    function = next(row.funktion for row in plan.contacts("resurspersoner"))
    chosen = {f"val-{press.partition(':')[2]}": function}
    client.submit(review, chosen, gor=press, expect=303)
    (plan,) = [stored.plan for stored in store.plans()]
    assert plan.text("akut", "svarar_ingen") == f"Ring {small(function)}."


def test_a_private_number_is_told_at_save_and_in_the_review(client: Client, typed: str) -> None:
    page = client.get(f"{typed}del/socialtjanst")
    (name,) = [n for n, texts in page.data.items() if texts == [WRITTEN]]
    row = name.rpartition("-")[0]
    private = {name: "070-174 06 05", f"{row}-tjanstenummer": "nej"}
    saved = client.submit(page, private, gor="spara", expect=303)
    told = "står bara på det interna bladet, inte på anslaget eller i planen"
    assert told in saved.text
    review = client.get(f"{typed}granska")
    assert told in review.text
    leads = review.text.partition("Men de här svaren hänvisar dit:")[2].partition("Nummer i text")[
        0
    ]
    assert "Akut läge, lov och resor, Ingen svarar" in leads


# --- Every kind of number, in every way that it can change --------------------------------------

SECTIONS_WITH_CONTACTS = [
    section.key
    for section in catalogue.SECTIONS
    if any(question.key == "kontakter" for question in section.questions)
]
OLD_WAYS = ("08-465 004 30", "08-465 004 31", "gammal@example.se")
NEW_WAYS = ("08-465 004 40", "08-465 004 41", "ny@example.se")


def whole(quick: Plan) -> Plan:
    """Return a plan with a contact in every section, all reached in the same old ways."""
    phone, substitute = "+46846500430", "+46846500431"
    row = Contact(
        id="x",
        funktion="samordnare",
        telefon=phone,
        ersattare="vikarie",
        ersattare_telefon=substitute,
        epost=OLD_WAYS[2],
        visas="anslag",
    )
    plan = quick
    for key in SECTIONS_WITH_CONTACTS:
        plan = plan.with_contacts(key, (*plan.contacts(key), replace(row, id=f"x-{key}")))
    partner = Partner(id="p", namn="Skatteverket", kontakter=(replace(row, id="x-p"),))
    return plan.with_partners((partner,))


def every_word(plan: Plan) -> Iterator[str]:
    """Yield what is said by every paper, letter and calendar file of *plan*."""
    yield papers.plan_html(plan)
    yield markup.wall_html(plan, whom_to_call.wall_rows(plan), step="tight")
    yield markup.internal_html(plan)
    yield markup.card_html(plan, markup.Card(rows=whom_to_call.card_rows(plan), step="roomy"))
    yield from (f"{one.text} {one.link}" for one in letters.letters(plan, NOW.date()))
    yield calendar_file.write(plan, NOW).decode()


def said(plan: Plan) -> str:
    plain = " ".join(every_word(plan)).replace("\u2011", "-").replace("\u00ad", "")
    return " ".join(plain.replace("&nbsp;", " ").split())


def changed_page(client: Client, path: str, key: str) -> None:
    page = client.get(f"{path}del/{key}")
    new = dict(zip(OLD_WAYS, NEW_WAYS, strict=True))
    typed = {name: new[texts[0]] for name, texts in page.data.items() if texts[0] in new}
    assert len(typed) == len(new)
    client.submit(page, typed, gor="spara", expect=303)


def on_the_page(client: Client, path: str) -> None:
    for key in [*SECTIONS_WITH_CONTACTS, "ovriga"]:
        changed_page(client, path, key)


def in_a_conflict(client: Client, path: str) -> None:
    """Somebody else saves between, and the new numbers are chosen."""
    for key in [*SECTIONS_WITH_CONTACTS, "ovriga"]:
        page = client.get(f"{path}del/{key}")
        rows = [name for name in page.data if name.endswith("-uppdrag")]
        client.submit(page, {rows[0]: "råd"}, gor="spara", expect=303)
        new = dict(zip(OLD_WAYS, NEW_WAYS, strict=True))
        typed = {name: new[texts[0]] for name, texts in page.data.items() if texts[0] in new}
        versus = client.submit(page, typed, gor="spara", expect=409)
        mine = {f"val-{question}": "min" for question in versus.data["val"]}
        client.submit(versus, mine, expect=303)


def gone_through(client: Client, path: str) -> None:
    """The contacts are taken away one by one while somebody calls and checks."""
    while True:
        page = client.get(f"{path}ga-igenom")
        form = next((f for f in page.root.iter("form") if _is_of_ours(f)), None)
        if form is None:
            return
        fields = [(i.get("name"), i.get("value")) for i in form.iter("input")]
        data = {str(name): str(value) for name, value in fields}
        client.raw("POST", f"{path}ga-igenom", {**data, "gor": "ta-bort"}, expect=303)


def _is_of_ours(form: object) -> bool:
    return any(
        (i.get("value") or "").rpartition("/")[2].startswith("x-")
        for i in form.iter("input")  # type: ignore[attr-defined]
    )


@pytest.mark.slow
@pytest.mark.parametrize("way", [on_the_page, in_a_conflict, gone_through])
def test_a_changed_number_stands_nowhere_any_more(
    client: Client, store: Store, quick: Plan, way: Callable[[Client, str], None]
) -> None:
    plan = whole(quick)
    store.add(plan)
    assert all(old in said(plan) for old in OLD_WAYS)
    way(client, f"/plan/{plan.id}/")
    after = store.load(plan.id).plan
    assert numbers_in_texts.mentions(after) == ()
    words = said(after)
    assert [old for old in OLD_WAYS if old in words] == []
    assert all(new in words for new in NEW_WAYS) or way is gone_through


@pytest.mark.slow
def test_a_file_with_another_number_brings_no_old_day_of_check(
    client: Client, store: Store, quick: Plan
) -> None:
    plan = whole(quick)
    first, *others = plan.contacts("polis")
    checked = replace(first, kontrollerad=NOW.date())
    store.add(plan.with_contacts("polis", (checked, *others)))
    other = plan.with_contacts("polis", (replace(checked, telefon="+46846500440"), *others))
    told = client.upload(client.get("/las-in"), plan_file.write(other).encode(), expect=303)
    assert "Dagen för kontrollen gällde de gamla" in told.text
