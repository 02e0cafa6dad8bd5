from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs.catalogue import Kind
from samverkan_docs.forms import rules
from samverkan_docs.plan import phones
from tests.drawn import FICTION
from tests.limits import bounded_work


def refusal(rule: rules.Rule, text: str) -> str:
    """Return the sentence with which *rule* refuses *text*, empty if it does not."""
    try:
        rule(text)
    except rules.Broken as broken:
        return str(broken)
    return ""


# --- Tidying ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  kurator \t", "kurator"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("två\r\nrader", "två rader"),
        ("två\n\n  rader", "två rader"),
        ("e\u00ad-post", "e-post"),
        ("\ufeffrektor", "rektor"),
        ("a\tb", "a b"),
        (" \n \r\n", ""),
    ],
)
def test_a_line_is_stored_without_stray_blanks_and_breaks(typed: str, stored: str) -> None:
    assert stored == rules.tidy(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ett\r\ntvå\rtre\u2028fyra\u2029fem\u0085sex", "ett\ntvå\ntre\nfyra\nfem\nsex"),
        ("\n\nstycke   \n\nstycke  ", "stycke\n\nstycke"),
        ("  • punkt\n    • indragen", "• punkt\n    • indragen"),
    ],
)
def test_a_text_keeps_its_lines(typed: str, stored: str) -> None:
    assert stored == rules.tidy(typed, lines=True)


ODD = st.text(st.sampled_from("a \t\n\r\u0308\u030a\u00ad\ufeff\u2028\u0085\u00a0Åo")) | st.text()


@given(ODD, st.booleans())
def test_what_is_tidy_stays_as_it_is(text: str, lines: bool) -> None:  # noqa: FBT001 -- drawn
    once = rules.tidy(text, lines=lines)

    assert once == rules.tidy(once, lines=lines)
    assert "\r" not in once
    assert lines or "\n" not in once


def test_a_million_blanks_are_tidied_at_once() -> None:
    with bounded_work():
        for lines in (True, False):
            rules.tidy("a" + " " * 1_000_000 + "b", lines=lines)


# --- Length and characters ----------------------------------------------------------------------


def test_a_limit_counts_characters_and_says_how_many_to_cut() -> None:
    assert refusal(rules.within(3), "åäö") == ""
    assert refusal(rules.within(3), "👩🏽a") == ""
    assert (
        refusal(rules.within(4000), "x" * 10_000)
        == "Texten är 6\u00a0000 tecken för lång. Den får ha högst 4\u00a0000 tecken. Korta den."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Åsa Öberg",
        "Zoë Łukasz Đorđe",
        "Şîlan Çiçek A\u011fr\u0131",
        "سارا محمد",
        "ڕۆژان گوڵێ",
        "Дария Ελένη",
        "”8–16” … • § €",
        "<script>alert(1)</script> & {{ 7*7 }}",
        "två\nrader",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ],
)
def test_names_in_the_scripts_of_pupils_and_partners_can_be_printed(text: str) -> None:
    assert refusal(rules.printable, text) == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("bra 😀", "”😀” (U+1F600)"),
        ("漢字", "De här tecknen går inte att skriva ut: ”字” (U+5B57), ”漢” (U+6F22)."),
        ("☐ ring ☎ kuratorn", "”☎” (U+260E), ”☐” (U+2610)"),
        ("först ring\x07 kuratorn", "Det står efter ”ring”."),
        ("å" * 300 + "\x07", f"Det står efter ”…{'å' * 20}”."),
        ("a\x00b", "Tecknet (U+0000)"),
        ("a\x1b[2J", "Tecknet (U+001B)"),
        ("\ue000", "Tecknet (U+E000)"),
        ("\ud800", "Tecknet (U+D800)"),
        ("\u0378", "Tecknet (U+0378)"),
        ("a\u0007", "Tecknet (U+0007)"),
    ],
)
def test_a_character_that_cannot_be_printed_is_named(text: str, named: str) -> None:
    sentence = refusal(rules.printable, text)

    assert named in sentence
    assert "går inte att skriva ut" in sentence
    assert sentence.endswith(("Ta bort det.", "Ta bort dem."))
    assert sentence.isprintable()


@pytest.mark.parametrize("char", ["\u202d", "\u202e", "\u202b", "\u2066", "\u2067"])
def test_a_character_that_turns_the_text_round_is_refused(char: str) -> None:
    assert refusal(rules.printable, f"Ring {char}10 04 664-80") != ""


# --- Personal numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Eleven 20100203-1233 är", "201002031233", "100203-1233", "100203+1233", "100263-1230"],
)
def test_a_personnummer_in_a_text_is_refused_with_the_reason(text: str) -> None:
    assert refusal(rules.no_personal_number, text) == (
        "Texten innehåller ett personnummer eller samordningsnummer. Ta bort det. Planen får "
        "inte peka ut någon elev."
    )


def possible_fiction() -> list[str]:
    """Return the bare fiction numbers that pass for a personnummer by chance."""
    bare = [number.replace("-", "").replace(" ", "") for number in FICTION]
    return [digits for digits in bare if refusal(rules.no_personal_number, digits)]


def test_ten_digits_that_may_be_either_are_asked_about() -> None:
    digits = possible_fiction()[0]

    sentence = refusal(rules.no_personal_number, f"Ring {digits} på kvällen")

    written = phones.display(phones.parse(digits))
    assert sentence == (
        f"Är {digits} ett telefonnummer? Skriv det då som {written}. Är det ett personnummer ska "
        "det bort."
    )
    assert rules.possible_phones(f"Ring {digits}") == {digits: written}
    assert refusal(rules.no_personal_number, f"Ring {written}") == ""


def test_ten_digits_that_are_no_phone_number_are_refused() -> None:
    assert refusal(rules.no_personal_number, "1002031233") == (
        "1002031233 ser ut som ett personnummer. Ta bort det. Planen får inte peka ut någon elev."
    )
    assert rules.possible_phones("1002031233") == {}


def test_only_a_few_phone_numbers_are_ever_asked_about() -> None:
    assert 0 < len(possible_fiction()) < len(FICTION) / 10


# --- Kinds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.PHONE, "08-465 004 21"),
        (Kind.EMAIL, "kurator@skolan.example.se"),
        (Kind.EMAIL, "förnamn.å@example.se"),
        (Kind.WEB, "skolan.example.se"),
        (Kind.WEB, "https://skolan.example.se/elevhälsa?x=1"),
        (Kind.DATE, "2026-08-17"),
        (Kind.DATE, "2026-8-7"),
        (Kind.SCHOOL_YEAR, "2026/27"),
        (Kind.SCHOOL_YEAR, "2099/00"),
        (Kind.SCHOOL_CODE, "00345678"),
    ],
)
def test_what_is_right_passes(kind: Kind, text: str) -> None:
    assert refusal(rules.BY_KIND[kind], text) == ""


@pytest.mark.parametrize(
    ("kind", "text", "cure"),
    [
        (Kind.PHONE, "växeln", "08-465 004 21"),
        (Kind.PHONE, "405 50 05", "08-465 004 21"),
        (Kind.EMAIL, "kurator", "kurator@skolan.example.se"),
        (Kind.EMAIL, "kurator@", "kurator@skolan.example.se"),
        (Kind.EMAIL, "a b@example.se", "kurator@skolan.example.se"),
        (Kind.EMAIL, "kurator@localhost", "kurator@skolan.example.se"),
        (Kind.WEB, "skolan", "skolan.example.se"),
        (Kind.WEB, "javascript:alert(1)", "skolan.example.se"),
        (Kind.WEB, "ftp://example.se", "skolan.example.se"),
        (Kind.WEB, "example.se/a b", "skolan.example.se"),
        (Kind.DATE, "2026-02-30", "2026-08-17"),
        (Kind.DATE, "17 augusti", "2026-08-17"),
        (Kind.DATE, "1999-12-31", "2026-08-17"),
        (Kind.DATE, "2100-01-01", "2026-08-17"),
        (Kind.SCHOOL_YEAR, "2026/28", "2026/27"),
        (Kind.SCHOOL_YEAR, "2026-27", "2026/27"),
        (Kind.SCHOOL_YEAR, "1926/27", "2026/27"),
        (Kind.SCHOOL_CODE, "1234567", "12345678"),
        (Kind.SCHOOL_CODE, "123456789", "12345678"),
        (Kind.SCHOOL_CODE, "1234567a", "12345678"),
        (Kind.SCHOOL_CODE, "\u0661" * 8, "12345678"),
    ],
)
def test_what_is_wrong_is_refused_with_an_example_to_follow(
    kind: Kind, text: str, cure: str
) -> None:
    sentence = refusal(rules.BY_KIND[kind], text)

    assert sentence.endswith(f"{cure}.")


@given(st.sampled_from(sorted(rules.BY_KIND)), st.text())
def test_a_rule_breaks_with_a_sentence_or_not_at_all(kind: Kind, text: str) -> None:
    sentence = refusal(rules.BY_KIND[kind], text)

    assert sentence == "" or sentence.endswith(".")


def test_every_example_in_a_sentence_is_itself_right() -> None:
    for kind in (Kind.PHONE, Kind.EMAIL, Kind.WEB, Kind.DATE, Kind.SCHOOL_YEAR, Kind.SCHOOL_CODE):
        example = refusal(rules.BY_KIND[kind], "?").rstrip(".").split("exempel ")[-1]
        example = example.removeprefix("som ")
        assert refusal(rules.BY_KIND[kind], example) == "", example


# --- Across fields ------------------------------------------------------------------------------


def test_an_end_before_the_start_is_refused_with_the_usual_last_day() -> None:
    with pytest.raises(rules.Broken, match=r"före början, 2026-08-01\. .* 2027-08-31\.$"):
        rules.ends_after_start(date(2026, 8, 1), date(2026, 7, 31))


def test_the_proposed_end_belongs_to_the_lasar_of_the_start() -> None:
    with pytest.raises(rules.Broken, match=r"2027-08-31\.$"):
        rules.ends_after_start(date(2027, 1, 15), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 8, 1), date(2026, 8, 1)),
        (date(2026, 8, 1), date(2027, 8, 31)),
        (None, date(2026, 8, 1)),
        (date(2026, 8, 1), None),
    ],
)
def test_an_end_after_the_start_or_a_blank_is_right(start: date | None, end: date | None) -> None:
    rules.ends_after_start(start, end)


@pytest.mark.parametrize("start", [date(2025, 8, 1), date(2026, 5, 31), date(2027, 8, 1)])
def test_a_start_in_another_lasar_is_refused(start: date) -> None:
    with pytest.raises(rules.Broken, match=r"läsåret 2026/27\. Skriv till exempel 2026-08-01\.$"):
        rules.starts_in("2026/27", start)


@pytest.mark.parametrize(
    ("year", "start"),
    [
        ("2026/27", date(2026, 6, 1)),
        ("2026/27", date(2027, 7, 31)),
        ("2026/27", None),
        ("2026/28", date(2020, 1, 1)),
    ],
)
def test_a_start_in_the_lasar_or_a_wrong_lasar_is_left_to_its_own_sentence(
    year: str, start: date | None
) -> None:
    rules.starts_in(year, start)


@pytest.mark.parametrize("numbers", [("070-174 06 05", ""), ("", "070-174 06 05 ankn. 2")])
def test_a_mobile_number_asks_whether_it_is_the_works(numbers: tuple[str, str]) -> None:
    with pytest.raises(rules.Broken, match="tjänstenummer"):
        rules.mobile_is_explained("", *numbers)
    rules.mobile_is_explained("ja", *numbers)
    rules.mobile_is_explained("nej", *numbers)


def test_no_other_number_asks() -> None:
    rules.mobile_is_explained("", "08-465 004 00", "växeln", "")
