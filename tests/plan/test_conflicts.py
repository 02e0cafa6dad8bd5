from __future__ import annotations

from datetime import date

from samverkan_docs import catalogue
from samverkan_docs.plan import Agreement, Answers, Contact, Partner, conflicts
from samverkan_docs.plan.conflicts import Line, Mark

AKUT, POLIS, OVRIGA, SKOLAN, SOCIALTJANST = map(
    catalogue.section, ["akut", "polis", "ovriga", "skolan", "socialtjanst"]
)


def one(section: str, mine: Answers, saved: Answers) -> conflicts.Difference:
    (found,) = conflicts.differences(catalogue.section(section), mine, saved)
    return found


def words(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_equal_answers_do_not_differ() -> None:
    assert conflicts.differences(AKUT, {"myndig": "a"}, {"myndig": "a"}) == []
    assert conflicts.differences(AKUT, {}, {}) == []


def test_questions_come_in_the_order_of_the_page() -> None:
    found = conflicts.differences(AKUT, {"myndig": "a", "vagar_inte_hem": "b"}, {})

    assert [difference.question.key for difference in found] == ["vagar_inte_hem", "myndig"]


def test_a_text_is_shown_line_by_line_without_blank_ones() -> None:
    found = one("akut", {"myndig": "ett\n\ntvå"}, {})

    assert found.mine == (Line(text="ett"), Line(text="två"))
    assert found.saved == ()


def test_rows_are_told_apart_by_their_ids() -> None:
    same = Contact(id="same", funktion="kommunpolis", telefon="+46846500400")
    mine = (Contact(id="new", funktion="jourhavande"), same, Contact(id="k", funktion="ny"))
    saved = (Contact(id="k", funktion="gammal"), same, Contact(id="gone", funktion="borta"))

    found = one("polis", {"kontakter": mine}, {"kontakter": saved})

    assert [line.mark for line in found.mine] == [Mark.ONLY_HERE, Mark.SAME, Mark.CHANGED]
    assert [line.mark for line in found.saved] == [Mark.CHANGED, Mark.SAME, Mark.ONLY_HERE]


def test_a_moved_row_is_the_same_row() -> None:
    one_, two = Contact(id="a", funktion="a"), Contact(id="b", funktion="b")

    found = one("polis", {"kontakter": (one_, two)}, {"kontakter": (two, one_)})

    assert {line.mark for line in found.mine + found.saved} == {Mark.SAME}
    assert words(found.mine) == ["a, Plan", "b, Plan"]


def test_a_contact_is_told_in_words() -> None:
    contact = Contact(
        id="k",
        funktion="socialjour",
        telefon="+46701740605",
        tjanstenummer="ja",
        nas_via_112=True,
        visas="internt",
        kontrollerad=date(2026, 11, 19),
        anteckning="en\nanteckning",
    )

    found = one("socialtjanst", {"kontakter": (contact,)}, {})

    (text,) = words(found.mine)
    assert set(text.split(", ")) == {
        "socialjour",
        "070-174 06 05",
        "Nås via 112",
        "Ja",
        "Bara internt blad",
        "2026-11-19",
        "en anteckning",
    }


def test_choices_and_days_are_told_in_words() -> None:
    mine: Answers = {
        "huvudmannatyp": "enskild",
        "skolformer": ("grundskola", "komvux"),
        "galler_fran": date(2026, 8, 1),
    }

    told = {d.question.key: words(d.mine) for d in conflicts.differences(SKOLAN, mine, {})}

    assert told == {
        "huvudmannatyp": ["Enskild"],
        "skolformer": ["Grundskola, Komvux"],
        "galler_fran": ["2026-08-01"],
    }


def test_an_agreement_is_told_with_its_day_if_it_has_one() -> None:
    found = one(
        "polis",
        {"avstamt": Agreement(funktion="kommunpolis", datum=date(2026, 11, 1))},
        {"avstamt": Agreement(funktion="kommunpolis")},
    )

    assert words(found.mine) == ["kommunpolis 2026-11-01"]
    assert words(found.saved) == ["kommunpolis"]


def test_a_partner_is_told_with_its_contacts() -> None:
    partner = Partner(
        id="p",
        namn="Skatteverket",
        kontakter=(Contact(id="a", funktion="råd"), Contact(id="b", funktion="växel")),
        rutin="Ring.\nFråga.",
    )

    found = one("ovriga", {"parter": (partner,)}, {})

    assert words(found.mine) == ["Skatteverket, råd, Plan; växel, Plan, Ring. Fråga."]
