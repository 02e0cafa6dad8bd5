from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import catalogue, forms
from samverkan_docs.catalogue import Question, Section, reference
from samverkan_docs.forms import FormData, form_data, names
from samverkan_docs.plan import Agreement, Contact, HelpLine, Partner, Place, Plan, Value
from samverkan_docs.plan.rows import rows_in

SKOLAN, AKUT, POLIS, OVRIGA, STODLINJER, SOCIALTJANST = map(
    catalogue.section, ["skolan", "akut", "polis", "ovriga", "stodlinjer", "socialtjanst"]
)


def posted(**texts: str) -> FormData:
    """Return form data; a name's hyphens are written as two underscores."""
    return FormData.of((name.replace("__", "-"), text) for name, text in texts.items())


def functions(data: FormData, name: str = "kontakter") -> list[str]:
    rows = sorted(
        (int(key.split("-")[-2]), texts[0])
        for key, texts in data.items()
        if key.startswith(f"{name}-") and key.endswith("-funktion")
    )
    assert [number for number, _ in rows] == list(range(len(rows)))
    return [text for _, text in rows]


# --- A mapping of names to texts ----------------------------------------------------------------


def test_a_name_keeps_all_its_texts_in_order() -> None:
    data = FormData.of([("a", "1"), ("b", "2"), ("a", "3")])

    assert data == {"a": ["1", "3"], "b": ["2"]}
    assert data.getlist("a") == ["1", "3"]
    assert data.getlist("c") == []


# --- From answers -------------------------------------------------------------------------------


def test_answers_become_what_a_page_would_post() -> None:
    answers: dict[str, Value] = {
        "skola": "Ekbackaskolan",
        "skolformer": ("grundskola", "komvux"),
        "galler_fran": date(2026, 8, 1),
    }

    assert form_data.flatten(SKOLAN, answers) == {
        "skola": ["Ekbackaskolan"],
        "skolformer": ["grundskola", "komvux"],
        "galler_fran": ["2026-08-01"],
    }


def test_a_contact_is_posted_row_by_row_with_its_number_as_printed() -> None:
    contact = Contact(
        id="k1",
        funktion="socialjour",
        telefon="+46846500400;ext=12",
        nas_via_112=True,
        kontrollerad=date(2026, 11, 19),
    )

    data = form_data.flatten(SOCIALTJANST, {"kontakter": (contact,)})

    assert data.getlist("kontakter-0-id") == ["k1"]
    assert data.getlist("kontakter-0-telefon") == ["08-465 004 00, ankn. 12"]
    assert data.getlist("kontakter-0-nas_via_112") == ["ja"]
    assert data.getlist("kontakter-0-kontrollerad") == ["2026-11-19"]
    assert data.getlist("kontakter-0-visas") == ["plan"]


def test_a_tick_that_is_not_set_is_not_posted() -> None:
    data = form_data.flatten(SOCIALTJANST, {"kontakter": (Contact(id="k"),)})

    assert "kontakter-0-nas_via_112" not in data


def test_a_number_that_is_none_is_shown_as_it_stands() -> None:
    data = form_data.flatten(POLIS, {"kontakter": (Contact(id="k", telefon="växeln"),)})

    assert data.getlist("kontakter-0-telefon") == ["växeln"]


def test_rows_within_rows_have_names_within_names() -> None:
    partner = Partner(
        id="p",
        namn="Skatteverket",
        kontakter=(Contact(id="k", funktion="rådgivare"),),
        avstamt=Agreement(funktion="rådgivare", datum=date(2026, 11, 1)),
    )

    data = form_data.flatten(OVRIGA, {"parter": (partner,)})

    assert data.getlist("parter-0-kontakter-0-funktion") == ["rådgivare"]
    assert data.getlist("parter-0-avstamt-datum") == ["2026-11-01"]


# --- A page that is opened ----------------------------------------------------------------------


def test_an_untouched_page_offers_a_row_for_each_contact_that_is_needed() -> None:
    data = form_data.opened(SOCIALTJANST, {})

    assert functions(data) == ["socialtjänstens mottagning barn och unga", "socialjour"]
    assert data.getlist("kontakter-0-visas") == ["anslag"]


def test_an_untouched_page_offers_one_blank_contact_where_any_will_do() -> None:
    assert functions(form_data.opened(POLIS, {})) == [""]


def test_a_list_that_nobody_needs_begins_without_rows() -> None:
    assert form_data.opened(catalogue.UPPFOLJNING, {}) == {}


def test_the_further_partners_begin_with_a_regional_resource_centre() -> None:
    opened = form_data.opened(OVRIGA, {})
    name = "Regionalt resurscentrum mot hedersrelaterat våld och förtryck"
    assert [opened["parter-0-namn"], opened["parter-0-kontakter-0-funktion"]] == [[name], [""]]
    assert forms.answers(OVRIGA, forms.form_for(OVRIGA, opened), {})["parter"] == ()
    filled = FormData(opened | {"parter-0-kontakter-0-telefon": ["08-465 004 70"]})
    (partner,) = rows_in(forms.answers(OVRIGA, forms.form_for(OVRIGA, filled), {})["parter"])
    assert isinstance(partner, Partner)
    assert partner.namn == name


def test_a_list_that_is_filled_in_is_shown_as_it_is() -> None:
    answers = {"kontakter": (Contact(id="k", funktion="socialjour"),)}

    assert functions(form_data.opened(SOCIALTJANST, answers)) == ["socialjour"]


def test_the_page_of_help_lines_shows_every_line_even_if_the_plan_has_but_one() -> None:
    corrected = HelpLine(id="bris", telefon="112", i_planen=True)
    plan = Plan(id="p").answered("stodlinjer", {"linjer": (corrected,)})

    data = form_data.opened(STODLINJER, plan.of("stodlinjer"), plan.help_lines)

    ids = [texts[0] for name, texts in data.items() if name.endswith("-id")]
    assert ids == [line.key for line in reference.HELP_LINES]
    assert data.getlist(f"linjer-{ids.index('bris')}-telefon") == ["112"]
    assert data.getlist(f"linjer-{ids.index('polisen')}-telefon") == ["114 14"]


def test_opening_a_page_changes_no_answers() -> None:
    plan = Plan(id="p")
    form_data.opened(STODLINJER, plan.of("stodlinjer"), plan.help_lines)

    assert plan.of("stodlinjer") == {}


# --- Saved meanwhile ----------------------------------------------------------------------------


def test_only_the_sections_own_answers_are_carried_along() -> None:
    data = FormData({"csrf_token": ["t"], "digest": ["d"], "gor": ["spara"], "val-myndig": ["min"]})
    data |= posted(myndig="a", kontakter__0__funktion="b")

    assert form_data.only_answers(AKUT, FormData(data)) == {"myndig": ["a"]}


def test_the_saved_answer_takes_the_place_of_mine_where_it_was_chosen() -> None:
    data = posted(myndig="min", hemmet="min", val__myndig="sparad", val__hemmet="min")

    chosen = form_data.chosen(AKUT, data, {"myndig": "sparad", "hemmet": "sparad"})

    assert chosen.getlist("myndig") == ["sparad"]
    assert chosen.getlist("hemmet") == ["min"]


def test_a_saved_list_takes_the_place_of_all_my_rows() -> None:
    data = posted(kontakter__0__funktion="a", kontakter__1__funktion="b", val__kontakter="sparad")

    chosen = form_data.chosen(POLIS, data, {"kontakter": (Contact(id="k", funktion="c"),)})

    assert functions(chosen) == ["c"]


def test_an_answer_that_was_deleted_meanwhile_can_be_chosen_too() -> None:
    data = posted(myndig="min", val__myndig="sparad")

    assert "myndig" not in form_data.chosen(AKUT, data, {})


# --- The buttons --------------------------------------------------------------------------------

THREE = posted(
    kontakter__0__id="i0",
    kontakter__0__funktion="a",
    kontakter__1__id="i1",
    kontakter__1__funktion="b",
    kontakter__2__id="i2",
    kontakter__2__funktion="c",
    uppratthalla="text",
)


@pytest.mark.parametrize(
    ("action", "left"),
    [
        ("ta-bort:kontakter-0", ["b", "c"]),
        ("ta-bort:kontakter-1", ["a", "c"]),
        ("ta-bort:kontakter-2", ["a", "b"]),
        ("upp:kontakter-2", ["a", "c", "b"]),
        ("upp:kontakter-0", ["a", "b", "c"]),
        ("ned:kontakter-0", ["b", "a", "c"]),
        ("ned:kontakter-2", ["a", "b", "c"]),
    ],
)
def test_a_row_is_removed_or_moved_with_all_it_holds(action: str, left: list[str]) -> None:
    data = form_data.after(POLIS, THREE, action)

    assert left == functions(data)
    assert data.getlist("uppratthalla") == ["text"]
    ids = {data.getlist(f"kontakter-{n}-id")[0] for n in range(len(left))}
    assert ids == {f"i{'abc'.index(name)}" for name in left}


@pytest.mark.parametrize(
    "action",
    [
        "",
        "spara",
        "hitta-pa:kontakter-0",
        "ta-bort:kontakter-3",
        "ta-bort:kontakter-x",
        "ta-bort:kontakter",
        "ta-bort:",
        "upp:",
        "lagg-till:",
        "lagg-till:uppratthalla",
        "lagg-till:finns_inte",
        "forslag:finns_inte",
        "forslag:kontakter",
        "forslag:kontakter-0-funktion",
        "telefon:uppratthalla:",
        "telefon:uppratthalla:000",
    ],
)
def test_an_unknown_button_loses_nothing(action: str) -> None:
    assert dict(form_data.after(POLIS, THREE, action)) == dict(THREE)


def test_a_suggestion_for_ticks_loses_none_of_them() -> None:
    data = FormData({"skolformer": ["grundskola", "komvux"]})

    assert form_data.after(SKOLAN, data, "forslag:skolformer") == data


def test_a_row_is_added_at_the_end_with_an_id_and_the_lists_defaults() -> None:
    data = form_data.after(POLIS, THREE, "lagg-till:kontakter")

    assert functions(data) == ["a", "b", "c", ""]
    assert data.getlist("kontakter-3-id")[0] not in {"", "i0", "i1", "i2"}
    assert data.getlist("kontakter-3-visas") == ["anslag"]


def test_rows_with_gaps_are_numbered_anew() -> None:
    data = posted(kontakter__3__funktion="a", kontakter__17__funktion="b")

    assert functions(form_data.after(POLIS, data, "lagg-till:kontakter")) == ["a", "b", ""]


def test_a_partners_contact_is_added_to_that_partner() -> None:
    data = posted(parter__0__namn="A", parter__1__namn="B", parter__1__kontakter__0__funktion="b")

    data = form_data.after(OVRIGA, data, "lagg-till:parter-1-kontakter")

    assert functions(data, "parter-1-kontakter") == ["b", ""]
    assert functions(data, "parter-0-kontakter") == []


def test_moving_a_partner_takes_its_contacts_along() -> None:
    data = posted(parter__0__namn="A", parter__1__namn="B", parter__1__kontakter__0__funktion="b")

    data = form_data.after(OVRIGA, data, "upp:parter-1")

    assert data.getlist("parter-0-namn") == ["B"]
    assert functions(data, "parter-0-kontakter") == ["b"]


def test_a_suggestion_fills_an_empty_answer() -> None:
    data = form_data.after(AKUT, posted(myndig="  "), "forslag:myndig")

    assert data.getlist("myndig") == [AKUT.question("myndig").suggestion]


def test_a_suggestion_is_put_below_what_is_already_written() -> None:
    data = form_data.after(AKUT, posted(myndig="Mitt svar.\r\n"), "forslag:myndig")

    assert data.getlist("myndig") == ["Mitt svar.\n\n" + AKUT.question("myndig").suggestion]


def test_a_suggestion_reaches_a_text_within_a_row() -> None:
    data = form_data.after(OVRIGA, posted(parter__0__namn="A"), "forslag:parter-0-rutin")

    assert data.getlist("parter-0-rutin")[0].startswith("[Funktion] ringer [samverkanspart]")


def test_ten_digits_become_a_phone_number_on_request() -> None:
    data = form_data.after(AKUT, posted(myndig="Ring 0846500400."), "telefon:myndig:0846500400")

    assert data.getlist("myndig") == ["Ring 08-465 004 00."]


NAMES = st.sampled_from(
    ["kontakter-0-funktion", "kontakter-1-id", "kontakter-x-y", "kontakter", "uppratthalla", "-"]
)
ACTIONS = st.builds(
    "{}:{}".format,
    st.sampled_from(["lagg-till", "ta-bort", "upp", "ned", "forslag", "telefon"]),
    NAMES | st.sampled_from(["kontakter-0", "kontakter-1", "x", "avstamt-funktion"]) | st.text(),
)


@given(st.dictionaries(NAMES | st.text(max_size=8), st.lists(st.text(), max_size=2)), ACTIONS)
def test_no_button_but_remove_loses_a_text(data: dict[str, list[str]], action: str) -> None:
    after = form_data.after(POLIS, FormData(data), action)

    if not action.startswith("ta-bort"):
        kept = " ".join(text for texts in after.values() for text in texts)
        assert all(text.rstrip() in kept for texts in data.values() for text in texts)


def test_a_suggestion_is_put_in_once() -> None:
    once = form_data.after(AKUT, posted(myndig="Mitt svar."), "forslag:myndig")

    assert once == form_data.after(AKUT, once, "forslag:myndig")


@pytest.mark.parametrize(
    ("action", "seen"),
    [
        ("lagg-till:kontakter", "kontakter-3"),
        ("upp:kontakter-2", "kontakter-1"),
        ("upp:kontakter-0", "kontakter-0"),
        ("ned:kontakter-0", "kontakter-1"),
        ("ned:kontakter-2", "kontakter-2"),
        ("ta-bort:kontakter-0", "kontakter-0"),
        ("ta-bort:kontakter-2", "kontakter-1"),
        ("forslag:uppratthalla", "uppratthalla"),
        ("telefon:uppratthalla:0846500400", "uppratthalla"),
    ],
)
def test_after_a_button_the_eye_is_led_to_what_it_changed(action: str, seen: str) -> None:
    data = form_data.after(POLIS, THREE, action)

    assert seen == form_data.focus(data, action)


# --- Which question a field belongs to ----------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "name", "label"),
    [
        (POLIS, "kontakter", "Kontakter"),
        (POLIS, "kontakter-2-telefon", "Telefon"),
        (POLIS, "avstamt-datum", "Datum"),
        (OVRIGA, "parter-0-kontakter-3-funktion", "Funktion"),
        (OVRIGA, "parter-0-avstamt-funktion", "Funktion"),
    ],
)
def test_a_field_is_found_by_its_name(section: Section, name: str, label: str) -> None:
    found = form_data.question_at(section.asked, name)

    assert isinstance(found, Question)
    assert label == found.label


@pytest.mark.parametrize("name", ["", "x", "kontakter-0", "kontakter-0-x", "-"])
def test_a_name_that_no_field_has_finds_nothing(name: str) -> None:
    assert form_data.question_at(POLIS.asked, name) is None


def test_a_retired_question_is_not_shown() -> None:
    first, *others = AKUT.questions
    section = replace(AKUT, questions=(replace(first, retired=True), *others))

    assert form_data.flatten(section, {first.key: "gammalt", "myndig": "a"}) == {"myndig": ["a"]}


def test_a_place_leads_to_the_field_of_its_own_row() -> None:
    """A further partner and its contact both have a name; a place tells which is meant."""
    partner = Partner(id="p", namn="Skatteverket", kontakter=(Contact(id="k", namn="Ida Ek"),))
    data = form_data.flatten(OVRIGA, {"parter": (partner,)})

    def field(*ids: str) -> str:
        return names.field_at(OVRIGA, data, Place("ovriga", "parter", ids))

    assert field("p", "k", "namn") == "parter-0-kontakter-0-namn"
    assert field("p", "namn") == "parter-0-namn"
    assert field("p", "rutin") == "parter-0-rutin"
    assert field("p", "k") == "parter-0-kontakter-0-funktion"
