from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Paper, Question
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


def broken(is_kept: Callable[[Question], bool]) -> list[str]:
    """Return where the questions stand that do not keep a rule."""
    assert len(EVERY) > 200
    return [path for path, question in EVERY.items() if not is_kept(question)]


def lists() -> Iterator[Question]:
    for section in catalogue.SECTIONS:
        yield from (q for q in nested(section.questions) if q.kind.is_rows)


# --- Keys ---------------------------------------------------------------------------------------


def test_a_key_is_plain_ascii_and_can_stand_in_a_field_name() -> None:
    assert broken(lambda question: bool(re.fullmatch(r"[a-z][a-z0-9_]*", question.key))) == []


def test_no_question_takes_a_name_that_a_page_needs() -> None:
    assert broken(lambda q: q.key not in RESERVED and not q.key.startswith("val")) == []


def test_keys_are_unique_in_their_section() -> None:
    for section in catalogue.SECTIONS:
        keys = [question.key for question in section.questions]
        assert len(set(keys)) == len(keys), section.key


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


def test_a_section_says_what_it_is_for_and_why() -> None:
    for section in catalogue.SECTIONS:
        for text in (section.title, section.intro, section.why):
            assert text == text.strip(), section.key
            assert text, section.key
        assert section.intro.endswith("."), section.key
        assert section.why.endswith("."), section.key


def test_a_question_has_a_label_without_stray_blanks() -> None:
    def is_tidy(question: Question) -> bool:
        texts = (question.label, question.hint, question.suggestion, *question.offers)
        return bool(question.label) and all(
            text == rules.tidy(text) and "  " not in text for text in texts
        )

    assert broken(is_tidy) == []


def test_every_free_text_has_a_hint() -> None:
    def is_free(question: Question) -> bool:
        return question.kind is Kind.TEXT or bool(question.suggestion)

    assert broken(lambda question: not is_free(question) or question.hint.endswith(".")) == []


def test_every_free_text_but_the_list_of_copies_has_a_suggestion() -> None:
    without = [
        question.key
        for question in EVERY.values()
        if question.kind is Kind.TEXT and not question.suggestion
    ]

    assert without == ["kopior"]


SUGGESTIONS = {path: question for path, question in EVERY.items() if question.suggestion}


def test_a_suggestion_fits_and_has_brackets_to_fill_in() -> None:
    def fits(question: Question) -> bool:
        text = question.suggestion
        return (
            question.kind is Kind.TEXT
            and len(text) <= question.limit
            and text.endswith(".")
            and len(brackets(text)) == text.count("[") == text.count("]") > 0
        )

    assert len(SUGGESTIONS) > 30
    assert [path for path, question in SUGGESTIONS.items() if not fits(question)] == []


def test_a_suggestion_passes_the_forms_rules() -> None:
    for path, question in SUGGESTIONS.items():
        try:
            rules.no_personal_number(question.suggestion)
            rules.printable(question.suggestion)
        except ValueError as error:
            error.add_note(path)
            raise


PARTNER_PROMISES = re.compile(
    r"\b(Polisen|Socialtjänsten|Mottagningen|Jouren|Vården|Organisationen) "
    r"(kommer|hjälper|stödjer|svarar|tar|ger|ska|lovar)\b"
)


def test_a_suggestion_promises_nothing_on_a_partners_behalf() -> None:
    assert broken(lambda question: not PARTNER_PROMISES.search(question.suggestion)) == []


def test_the_plan_says_we_and_never_the_schools_own_name_for_its_own_acts() -> None:
    to_you = re.compile(r"\b(du|dig|din|ditt)\b", re.IGNORECASE)

    assert broken(lambda question: not to_you.search(question.suggestion)) == []


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


def test_a_closed_question_has_options_and_its_default_is_one_of_them() -> None:
    def is_sound(question: Question) -> bool:
        keys = [option.key for option in question.options]
        return (
            bool(keys) == (question.kind in {Kind.CHOICE, Kind.CHOICES})
            and len(set(keys)) == len(keys)
            and question.default in {"", *keys, *(["ja"] if question.kind is Kind.TICK else [])}
        )

    assert broken(is_sound) == []


def test_an_answer_stands_on_the_internal_sheet_alone_or_in_the_plan() -> None:
    assert broken(lambda q: q.papers == {Paper.INTERNAL} or Paper.PLAN in q.papers) == []


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
