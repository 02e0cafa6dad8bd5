from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Paper, Question, Section
from samverkan_docs.forms import rules
from samverkan_docs.plan import ROW_TYPES, Agreement, brackets

RESERVED = {"csrf_token", "digest", "till", "gor", "id", "nyckel"}
STARRED = ["skolan", "resurspersoner", "socialtjanst", "polis", "akut"]
PARTNERS = [
    "socialtjanst",
    "polis",
    "ungdomsmottagning",
    "jourer",
    "vard",
    "ideella",
    "ovriga",
]


def nested(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from nested(question.fields)


def paths(questions: tuple[Question, ...], prefix: str) -> Iterator[tuple[str, Question]]:
    for question in questions:
        path = f"{prefix}-{question.key}"
        yield path, question
        yield from paths(question.fields, path)


EVERY = {path: q for s in catalogue.SECTIONS for path, q in paths(s.questions, s.key)}
every_question = pytest.mark.parametrize("question", EVERY.values(), ids=EVERY)
every_section = pytest.mark.parametrize("section", catalogue.SECTIONS, ids=lambda s: s.key)


def lists() -> Iterator[Question]:
    for section in catalogue.SECTIONS:
        yield from (q for q in nested(section.questions) if q.kind.is_rows)


# --- Keys ---------------------------------------------------------------------------------------


@every_question
def test_a_key_is_plain_ascii_and_can_stand_in_a_field_name(
    question: Question,
) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", question.key)


@every_question
def test_no_question_takes_a_name_that_a_page_needs(question: Question) -> None:
    assert question.key not in RESERVED
    assert not question.key.startswith("val")


@every_section
def test_keys_are_unique_in_their_section(section: Section) -> None:
    keys = [question.key for question in section.questions]
    assert len(set(keys)) == len(keys)


def test_keys_are_unique_in_their_row() -> None:
    for question in lists():
        keys = [inner.key for inner in question.fields]
        assert len(set(keys)) == len(keys), question.key


def test_section_keys_are_plain_ascii_and_unique() -> None:
    assert all(re.fullmatch(r"[a-z]+", section.key) for section in catalogue.SECTIONS)
    assert len(catalogue.BY_KEY) == len(catalogue.SECTIONS)


def test_the_reserved_keys_mean_the_same_everywhere() -> None:
    for section in catalogue.SECTIONS:
        for question in nested(section.questions):
            if question.key == "kontakter":
                assert question.kind is Kind.CONTACTS
            if question.key == "annat":
                assert question is catalogue.ANNAT
            if question.key == "avstamt":
                assert question is catalogue.AVSTAMT


# --- Texts --------------------------------------------------------------------------------------


@every_section
def test_a_section_says_what_it_is_for_and_why(section: Section) -> None:
    for text in (section.title, section.intro, section.why):
        assert text == text.strip()
        assert text
    assert section.intro.endswith(".")
    assert section.why.endswith(".")


@every_question
def test_a_question_has_a_label_without_stray_blanks(question: Question) -> None:
    assert question.label
    for text in (question.label, question.hint, question.suggestion, *question.offers):
        assert text == rules.tidy(text)
        assert "  " not in text


@every_question
def test_every_free_text_has_a_hint(question: Question) -> None:
    if question.kind is Kind.TEXT or question.suggestion:
        assert question.hint
        assert question.hint.endswith(".")


@every_question
def test_every_free_text_but_the_list_of_copies_has_a_suggestion(question: Question) -> None:
    if question.kind is Kind.TEXT and question.key != "kopior":
        assert question.suggestion


@every_question
def test_a_suggestion_fits_has_brackets_to_fill_in_and_passes_the_forms_rules(
    question: Question,
) -> None:
    if question.suggestion:
        text = question.suggestion
        assert question.kind is Kind.TEXT
        assert len(text) <= question.limit
        assert len(brackets(text)) == text.count("[") == text.count("]") > 0
        assert text.endswith(".")
        rules.no_personal_number(text)
        rules.printable(text)


PARTNER_PROMISES = re.compile(
    r"\b(Polisen|Socialtjänsten|Mottagningen|Jouren|Vården|Organisationen) "
    r"(kommer|hjälper|stödjer|svarar|tar|ger|ska|lovar)\b"
)


@every_question
def test_a_suggestion_promises_nothing_on_a_partners_behalf(
    question: Question,
) -> None:
    assert PARTNER_PROMISES.search(question.suggestion) is None


@every_question
def test_the_plan_says_we_and_never_the_schools_own_name_for_its_own_acts(
    question: Question,
) -> None:
    assert re.search(r"\b(du|dig|din|ditt)\b", question.suggestion, re.IGNORECASE) is None


def test_no_text_uses_a_word_that_has_a_better_one() -> None:
    words = r"hedersvåld|avsnitt|nyckelperson|aktör|föräldr|affisch|bilaga|sigill|digital signatur"
    for section in catalogue.SECTIONS:
        texts = [section.title, section.intro, section.why]
        for q in nested(section.questions):
            texts += [q.label, q.hint, q.suggestion, *q.offers]
        for text in texts:
            assert re.search(words, text, re.IGNORECASE) is None, text


def test_nobody_is_offered_who_may_know_the_family() -> None:
    offers = [offer for question in lists() for q in question.fields for offer in q.offers]

    assert offers
    assert not any(re.search("modersmål|trossamfund|församling", offer) for offer in offers)


# --- What the rest of the program relies on -----------------------------------------------------


def test_the_five_parts_of_the_quick_path_are_starred() -> None:
    assert [section.key for section in catalogue.SECTIONS if section.starred] == STARRED


def test_the_partner_sections_are_those_of_the_source_and_further_ones() -> None:
    assert [section.key for section in catalogue.SECTIONS if section.partner] == PARTNERS


@pytest.mark.parametrize("key", PARTNERS[:-1])
def test_every_partner_section_has_contacts_and_ends_with_what_is_agreed(key: str) -> None:
    keys = [question.key for question in catalogue.section(key).questions]

    assert keys[0] == "kontakter"
    assert keys[-2:] == ["annat", "avstamt"]


@pytest.mark.parametrize("kind", ROW_TYPES)
def test_a_rows_attributes_are_the_catalogues_fields(kind: Kind) -> None:
    asked = {
        inner.key for question in lists() if question.kind is kind for inner in question.fields
    }

    assert asked | {"id"} == {field.name for field in fields(ROW_TYPES[kind])}


def test_an_agreements_attributes_are_the_catalogues_fields() -> None:
    assert {inner.key for inner in catalogue.AVSTAMT.fields} == {
        field.name for field in fields(Agreement)
    }


@every_question
def test_a_closed_question_has_options_and_its_default_is_one_of_them(
    question: Question,
) -> None:
    keys = [option.key for option in question.options]
    assert bool(keys) == (question.kind in {Kind.CHOICE, Kind.CHOICES})
    assert len(set(keys)) == len(keys)
    assert not question.default or question.default in keys


@every_question
def test_an_answer_stands_on_the_internal_sheet_alone_or_in_the_plan(
    question: Question,
) -> None:
    internal = question.papers == {Paper.INTERNAL}
    assert internal or Paper.PLAN in question.papers


@pytest.mark.parametrize(
    ("section", "key"),
    [("resurspersoner", "trygg_plats"), ("akut", "hemmet"), ("akut", "familjen")],
)
def test_where_a_pupil_is_met_stands_on_the_internal_sheet_alone(section: str, key: str) -> None:
    assert catalogue.section(section).question(key).papers == {Paper.INTERNAL}


def test_every_need_is_met_by_a_function_that_is_offered() -> None:
    for question in lists():
        offers = [offer for inner in question.fields for offer in inner.offers]
        for need in question.needs:
            assert any(need.stem in offer for offer in offers), need
            assert need.stem == need.stem.casefold()


def test_only_a_socialjour_may_be_reached_by_112_alone() -> None:
    allowed = [
        section.key
        for section in catalogue.SECTIONS
        for question in nested(section.questions)
        if question.key == "nas_via_112"
    ]
    assert allowed == ["socialtjanst"]


def test_a_section_is_found_by_its_key_and_a_question_by_its_own() -> None:
    akut = catalogue.section("akut")

    assert akut.question("myndig").label == "Eleven har fyllt 18: så gör vi"
    with pytest.raises(KeyError):
        akut.question("finns_inte")
    with pytest.raises(KeyError):
        catalogue.section("finns_inte")


def test_what_is_asked_at_adoption_or_no_longer_is_not_on_the_page() -> None:
    keys = {question.key for question in catalogue.SKOLAN.asked}
    assert keys.isdisjoint({"beslutad_av", "beslutsdatum"})

    first, *others = catalogue.AKUT.questions
    retired = replace(catalogue.AKUT, questions=(replace(first, retired=True), *others))
    assert first not in retired.asked
    assert list(retired.asked) == others


def test_the_catalogue_cannot_be_changed_while_the_program_runs() -> None:
    with pytest.raises(FrozenInstanceError):
        catalogue.SKOLAN.title = "Annat"  # type: ignore[misc]
