from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import catalogue, papers
from samverkan_docs.actions import editing
from samverkan_docs.catalogue import Kind, Paper, Section, guidance, reference
from samverkan_docs.papers import selection, wall_sheet, whom_to_call
from samverkan_docs.papers.edition import Edition, Revision
from samverkan_docs.papers.templating import environment
from samverkan_docs.plan import (
    Agreement,
    Contact,
    HelpLine,
    Meeting,
    Partner,
    Place,
    Plan,
    Value,
    adoption,
    confirmation,
    phones,
    plan_file,
    proposed,
)
from samverkan_docs.words import prose_date
from tests import drawn

EMPTY = Plan(id="p")


def with_contacts(*contacts: Contact, section: str = "resurspersoner", **answers: Value) -> Plan:
    return EMPTY.answered(section, {"kontakter": contacts, **answers})


def contact(**values: object) -> Contact:
    return replace(
        Contact(id="k", funktion="kurator", telefon="+4684650041", visas="anslag"),
        **values,  # type: ignore[arg-type]
    )


FULL = contact(
    namn="Ada Ek",
    organisation="Skolan",
    epost="ada@example.se",
    uppdrag="råd",
    ersattare="rektor",
    ersattare_telefon="+4684650042",
    anteckning="Ring efter nio",
)

# --- What may stand where -----------------------------------------------------------------------


@pytest.mark.parametrize("paper", [Paper.PLAN, Paper.WALL])
@pytest.mark.parametrize(
    "held_back",
    [
        contact(visas="internt"),
        contact(telefon="+46701740610"),
        contact(ersattare_telefon="+46701740610"),
    ],
    ids=["internal", "private mobile", "substitute's private mobile"],
)
def test_an_internal_contact_stands_on_the_internal_sheet_alone(
    paper: Paper, held_back: Contact
) -> None:
    plan = with_contacts(held_back)
    assert selection.contacts(plan, catalogue.RESURSPERSONER, paper) == ()
    assert selection.contacts(plan, catalogue.RESURSPERSONER, Paper.INTERNAL) == (held_back,)


def test_a_mobile_of_the_school_may_stand_on_the_wall() -> None:
    plan = with_contacts(contact(telefon="+46701740610", tjanstenummer="ja"))
    assert len(selection.contacts(plan, catalogue.RESURSPERSONER, Paper.WALL)) == 1


def test_the_wall_gets_function_number_and_hours_alone() -> None:
    (shown,) = selection.contacts(with_contacts(FULL), catalogue.RESURSPERSONER, Paper.WALL)
    assert shown == replace(contact(), visas="plan")


def test_the_plan_gets_everything_but_the_note() -> None:
    (shown,) = selection.contacts(with_contacts(FULL), catalogue.RESURSPERSONER, Paper.PLAN)
    assert shown == replace(FULL, anteckning="")


def test_the_internal_sheet_repeats_a_contact_only_for_its_note() -> None:
    plan = with_contacts(FULL, replace(FULL, id="l", anteckning=""))
    assert selection.contacts(plan, catalogue.RESURSPERSONER, Paper.INTERNAL) == (FULL,)


def test_a_further_partners_contacts_are_held_back_too() -> None:
    partner = Partner(id="x", namn="Centret", kontakter=(contact(visas="internt"), FULL))
    view = selection.part(
        EMPTY.answered("ovriga", {"parter": (partner,)}), catalogue.OVRIGA, Paper.PLAN
    )
    assert view.partners is not None
    directory = view.partners[0].directory
    assert directory is not None
    assert directory.contacts == (replace(FULL, anteckning=""),)


@pytest.mark.parametrize("section", catalogue.SECTIONS, ids=lambda section: section.key)
def test_each_answer_stands_only_on_the_papers_of_its_question(section: Section) -> None:
    for paper in (Paper.PLAN, Paper.INTERNAL):
        view = selection.part(EMPTY, section, paper)
        allowed = {q.label for q in section.questions if paper in q.papers}
        shown = [answer.label for answer in (*view.facts, *view.answers)]
        assert set(shown) <= allowed


def test_every_question_of_the_plan_is_shown_in_its_part() -> None:
    listed = {Kind.CONTACTS, Kind.AGREEMENT, Kind.REFERENCE}
    for section in catalogue.SECTIONS:
        view = selection.part(EMPTY, section, Paper.PLAN)
        shown = {answer.label for answer in (*view.facts, *view.answers)}
        for question in section.asked:
            if Paper.PLAN in question.papers and not question.kind.is_rows:
                assert question.kind in listed or question.label in shown


@pytest.mark.parametrize(("kind", "stands"), [("kommunal", True), ("enskild", False), ("", False)])
def test_only_a_public_school_is_asked_for_a_reference(kind: str, *, stands: bool) -> None:
    html = papers.plan_html(EMPTY.answered("skolan", {"huvudmannatyp": kind}))
    assert ("Diarienummer" in html) is stands
    assert ("allmän handling" in html) is stands


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("statlig", reference.SECRECY_PUBLIC),
        ("enskild", reference.SECRECY_INDEPENDENT),
    ],
)
def test_secrecy_is_worded_for_the_kind_of_school(kind: str, said: str) -> None:
    html = papers.plan_html(EMPTY.answered("skolan", {"huvudmannatyp": kind}))
    assert said in html
    assert ({reference.SECRECY_PUBLIC, reference.SECRECY_INDEPENDENT} - {said}).pop() not in html


# --- What is not filled in ----------------------------------------------------------------------


def test_what_is_asked_for_and_missing_has_a_row() -> None:
    plan = with_contacts(contact(funktion="socialtjänstens mottagning"), section="socialtjanst")
    view = selection.part(plan, catalogue.SOCIALTJANST, Paper.PLAN).directory
    assert view is not None
    assert view.unfilled == ("Socialjour",)


def test_an_unanswered_question_is_said_to_be_so() -> None:
    html = papers.plan_html(EMPTY)
    unanswered = [
        q for s in catalogue.SECTIONS for q in selection.part(EMPTY, s, Paper.PLAN).answers
    ]
    assert html.count(f'<p class="unfilled">{guidance.NOT_FILLED_IN}</p>') == len(unanswered) + 2


def test_an_agreement_is_told_as_far_as_it_goes() -> None:
    def told(agreement: Agreement) -> str:
        html = papers.plan_html(EMPTY.answered("polis", {"avstamt": agreement}))
        start = html.index('id="polis"')
        return html[html.index('class="agreed">', start) + 15 :].partition("</p>")[0]

    when = date(2026, 8, 17)
    assert told(Agreement()) == "Inte avstämt."
    assert told(Agreement(funktion="A", datum=when)) == "Avstämt med A den 17\u00a0augusti 2026."
    assert told(Agreement(funktion="A")) == "Avstämt med A."


# --- The rows to call ---------------------------------------------------------------------------


def test_an_empty_wall_sheet_still_names_whom_to_turn_to() -> None:
    rows = whom_to_call.wall_rows(EMPTY)
    assert [row.label for row in rows] == [
        "Socialtjänstens mottagning",
        "Socialjour",
        "Skolans resurspersoner",
        "Polisen",
        "Nationellt centrum mot hedersrelaterat våld och förtryck",
        "Rätt att välja",
        "Bris",
        "Kvinnofridslinjen",
        "Stödlinjen för män",
    ]
    assert [row.phone for row in rows[:3]] == ["", "", ""]


def test_the_police_are_missed_when_their_line_is_off_too() -> None:
    off = HelpLine(id="polisen", telefon="11414")
    plan = EMPTY.answered("stodlinjer", {"linjer": (off,)})
    police = [row for row in whom_to_call.wall_rows(plan) if row.label == "Polisen"]
    assert [row.phone for row in police] == [""]


def test_the_alarm_number_is_no_row_of_its_own() -> None:
    on = HelpLine(id="sos_alarm", telefon="112", pa_anslaget=True)
    plan = EMPTY.answered("stodlinjer", {"linjer": (on,)})
    assert "112" not in [row.phone for row in whom_to_call.wall_rows(plan)]


def test_a_duty_service_without_a_number_is_reached_by_112() -> None:
    jour = contact(funktion="socialjour", telefon="", nas_via_112=True)
    rows = whom_to_call.wall_rows(with_contacts(jour, section="socialtjanst"))
    assert [row.phone for row in rows if row.label == "Socialjour"] == ["112"]


def test_the_line_for_the_young_and_that_for_the_group_are_never_the_first_to_go() -> None:
    on = tuple(replace(line, pa_anslaget=True) for line in EMPTY.help_lines)
    visible = tuple(contact(id=str(n), funktion=f"f{n}") for n in range(6))
    plan = EMPTY.answered("stodlinjer", {"linjer": on})
    for section in ("resurspersoner", "socialtjanst", "polis", "jourer"):
        plan = plan.answered(section, {"kontakter": visible})
    rows = whom_to_call.wall_rows(plan)
    ranked = [row.row for row in rows]
    assert {row.section for row in rows[:5]} == {"resurspersoner", "socialtjanst"}
    assert ranked[5:9] == ["polisen", "nationellt_centrum", "ratt_att_valja", "bris"]
    assert {row.section for row in rows[9:]} >= {"jourer", "polis", "stodlinjer"}
    assert len(ranked) == 6 * 4 + 2 + len(on) - 1  # both needs of socialtjänsten, and no 112


# --- The wall sheet in groups -------------------------------------------------------------------


def sheet_of(plan: Plan) -> wall_sheet.Sheet:
    return wall_sheet.sheet(plan, whom_to_call.filled(whom_to_call.wall_rows(plan)))


def test_numbers_stand_in_the_groups_that_the_steps_point_at(plan: Plan) -> None:
    sheet = sheet_of(plan)
    read = [(b.group.letter, b.group.title, [row.label for row in b.rows]) for b in sheet.blocks]
    assert read == [
        ("A", "Resurspersoner på skolan", ["Kurator", "Skolsköterska", "Biträdande rektor"]),
        ("B", "Socialtjänsten", ["Mottagning barn och unga", "Socialjour"]),
        ("", "Polisen", ["När det inte är akut", "Kontaktperson för hedersrelaterade brott"]),
    ]
    below = [row.label for column in sheet.support for row in column]
    assert len(sheet.support) == 2
    assert below[:3] == [
        "Nationellt centrum mot hedersrelaterat våld och förtryck",
        "Rätt att välja",
        "Bris",
    ]
    html = papers.wall_html(plan, whom_to_call.wall_rows(plan), step="snug")
    assert 'Ring en resursperson&nbsp;<b class="letter" aria-label="grupp A">A</b>.' in html
    assert 'ring socialtjänsten&nbsp;<b class="letter" aria-label="grupp B">B</b>' in html


STAFF = with_contacts(contact())
JOUR = contact(id="j", funktion="socialjour")
INTAKE = contact(id="m", funktion="mottagning barn och unga")


def and_social(plan: Plan, *contacts: Contact) -> Plan:
    return plan.answered("socialtjanst", {"kontakter": contacts})


@pytest.mark.parametrize(
    ("plan", "letters"),
    [
        (and_social(STAFF, INTAKE, JOUR), "AB"),
        (STAFF, "A"),
        (and_social(EMPTY, JOUR), "B"),
        (EMPTY, ""),
    ],
    ids=["both", "nobody at socialtjänsten", "nobody at school", "nobody"],
)
def test_no_step_points_at_a_group_that_is_not_there(plan: Plan, letters: str) -> None:
    told = [guidance.pointing(line) for step in sheet_of(plan).steps for line in step]
    pointed = {letter for line in told for _, letter in line if letter}
    assert pointed == set(letters)
    words = "".join(words for line in told for words, _ in line)
    assert "{" not in words
    assert ("be om socialjouren" in words) is ("B" not in letters)


def test_the_plans_first_page_has_the_steps_in_words_alone() -> None:
    html = papers.plan_html(EMPTY)
    assert "Ring en resursperson. Svarar ingen? Vänta inte: ring socialtjänsten. Har" in html
    assert 'class="letter"' not in html


# --- Nobody answers -----------------------------------------------------------------------------


def nobody(plan: Plan, answer: str = "") -> str:
    return sheet_of(plan.answered("akut", {"svarar_ingen": answer})).nobody_answers


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (
            and_social(STAFF, INTAKE, JOUR),
            (
                "Ring i tur och ordning kurator och mottagning barn och unga. När socialtjänsten "
                "har stängt: socialjour. Svarar ingen: ring 114 14, och 112 vid akut fara."
            ),
        ),
        (
            and_social(STAFF, INTAKE),
            (
                "Ring i tur och ordning kurator och mottagning barn och unga. När socialtjänsten "
                "har stängt: ring 112 och be om socialjouren. Svarar ingen: ring 114 14, och 112 "
                "vid akut fara."
            ),
        ),
        (EMPTY, ""),
    ],
    ids=["all", "no jour", "nobody"],
)
def test_whom_to_call_when_nobody_answers_is_composed_of_functions(plan: Plan, said: str) -> None:
    assert nobody(plan) == said


@pytest.mark.parametrize("number", ["08-465 004 01", "08 465 004 01", "(08)46500401", "0846500401"])
def test_a_number_in_the_schools_own_answer_never_reaches_the_wall(number: str) -> None:
    plan = and_social(STAFF, JOUR)
    assert nobody(plan, f"Vi ringer {number}.") == nobody(plan)
    html = papers.wall_html(
        plan.answered("akut", {"svarar_ingen": f"Vi ringer {number}."}), (), step="snug"
    )
    assert number not in html


def test_the_schools_own_answer_stays_if_it_holds_no_number_that_can_change() -> None:
    answer = "Vi ringer kuratorn klockan 8–16.30, sedan 114 14. Vid akut fara ringer vi 112."
    assert nobody(and_social(STAFF, JOUR), answer) == answer


# --- The pocket card's rows ---------------------------------------------------------------------


def test_a_card_keeps_day_and_night_before_all_others() -> None:
    social = [contact(id=n, funktion=n) for n in ("kontaktperson", "socialjour", "mottagning")]
    staff = [contact(id=n, funktion=n) for n in ("kurator", "rektor")]
    plan = with_contacts(*staff).answered("socialtjanst", {"kontakter": tuple(social)})
    rows = whom_to_call.card_rows(plan)
    ranked = ["Mottagning", "Socialjour", "Kurator", "Rektor", "Polisen", "Kontaktperson"]
    assert [row.label for row in rows] == ranked
    read = ["Kurator", "Rektor", "Mottagning", "Socialjour", "Kontaktperson", "Polisen"]
    assert [row.label for row in whom_to_call.as_read(rows)] == read


def test_a_card_holds_nobody_that_the_wall_may_not() -> None:
    plan = with_contacts(
        replace(FULL, id="a", funktion="hemlig", visas="plan"),
        replace(FULL, id="b", funktion="privat", telefon="+46701740610"),
        FULL,
    )
    labels = {row.label for row in whom_to_call.card_rows(plan)}
    assert labels == {"Kurator", "Socialtjänstens mottagning", "Socialjour", "Polisen"}


def test_a_police_line_that_is_off_the_wall_is_off_the_card(plan: Plan) -> None:
    off = tuple(replace(line, pa_anslaget=False) for line in plan.help_lines)
    without = plan.answered("stodlinjer", {"linjer": off})
    assert "Polisen" in {row.label for row in whom_to_call.card_rows(plan)}
    assert "Polisen" not in {row.label for row in whom_to_call.card_rows(without)}


def test_the_first_page_names_the_needed_before_others() -> None:
    visit = contact(id="1", funktion="skolans kontaktperson")
    intake = contact(id="2", funktion="mottagning")
    jour = contact(id="3", funktion="socialjour")
    plan = with_contacts(visit, intake, jour, section="socialtjanst")
    rows = [row.label for row in whom_to_call.brief_rows(plan) if row.section == "socialtjanst"]
    assert rows == ["Mottagning", "Socialjour"]


# --- When the numbers were checked --------------------------------------------------------------

EARLY, LATE = date(2026, 8, 11), date(2026, 8, 12)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "Numren är inte kontrollerade."),
        ([None], "Numren är inte kontrollerade."),
        ([EARLY, EARLY], "Numren kontrollerades den 11\u00a0augusti 2026."),
        ([LATE, EARLY], "Numren kontrollerades tidigast den 11\u00a0augusti 2026."),
        (
            [LATE, None],
            (
                "1 av 2 nummer är inte kontrollerade. "
                "De andra kontrollerades den 12\u00a0augusti 2026."
            ),
        ),
    ],
)
def test_the_date_of_the_check_is_honest(days: list[date | None], said: str) -> None:
    rows = [
        whom_to_call.CallRow(section="polis", label="x", phone="112", checked=day) for day in days
    ]
    unfilled = whom_to_call.CallRow(section="polis", label="y")
    umo = whom_to_call.CallRow(section="stodlinjer", label="z", web="umo.se")
    assert whom_to_call.checked([*rows, unfilled, umo]) == said


def test_a_help_line_on_the_sheet_is_one_of_its_numbers() -> None:
    polis = whom_to_call.CallRow(section="polis", label="x", phone="112", checked=LATE)
    line = whom_to_call.CallRow(section="stodlinjer", label="z", phone="1177", checked=EARLY)
    said = whom_to_call.checked([polis, line])

    assert said == "Numren kontrollerades tidigast den 11\u00a0augusti 2026."
    assert "inte kontrollerade" in whom_to_call.checked([polis, replace(line, checked=None)])


@given(drawn.plans(), drawn.plans())
def test_a_sheet_says_no_day_of_check_that_is_older_than_a_number(
    before: Plan, after: Plan
) -> None:
    """Any edit of any plan: what the wall sheet says is true of each number that stands on it."""
    plan, _stale = editing.edited(before, after)
    rows = whom_to_call.wall_rows(plan)
    day = re.search(r"kontrollerades (?:tidigast )?den (.*?)(?: och bör|\.)", said(rows))
    days = [row.checked for row in rows if row.phone]
    if day:
        known = [each for each in days if each]
        assert day[1] == prose_date(min(known))
        unknown = f"{len(days) - len(known)} av {len(days)} nummer är inte"
        assert len(known) == len(days) or said(rows).startswith(unknown)
    was = checked_rows(before)
    for key, row in checked_rows(plan).items():
        old = was.get(key)
        if old and old.ways != row.ways and row.kontrollerad and old.kontrollerad:
            assert row.kontrollerad > old.kontrollerad or row == proposed_again(row)


def proposed_again(row: Contact | HelpLine) -> HelpLine | None:
    """Return a help line as `reference` has it, with the day on which that was checked."""
    return proposed(row.id) if isinstance(row, HelpLine) else None


def said(rows: tuple[whom_to_call.CallRow, ...]) -> str:
    return whom_to_call.checked(rows)


def checked_rows(plan: Plan) -> dict[tuple[str, str], Contact | HelpLine]:
    """Return the rows with a day of check by section and id, but those of further partners."""
    found: dict[tuple[str, str], Contact | HelpLine] = {
        (s.key, row.id): row
        for s in catalogue.SECTIONS
        if s is not catalogue.OVRIGA
        for row in plan.contacts(s.key)
    }
    return found | {("", line.id): line for line in plan.help_lines}


# --- The papers ---------------------------------------------------------------------------------


def test_meetings_stand_by_their_days_in_the_follow_up() -> None:
    rows = (
        Meeting(id="a", vad="utan dag"),
        Meeting(id="b", datum=date(2027, 5, 10), vad="alla parter"),
        Meeting(id="c", datum=date(2026, 10, 5), vad="<mottagningen>"),
    )
    html = papers.plan_html(EMPTY.answered("uppfoljning", {"moten": rows}))
    table = html.partition("Möten som vi har kommit överens om</h3>")[2].partition("</table>")[0]
    said = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table.replace("\n", ""))
    assert said[2:6] == [
        "5\u00a0oktober 2026",
        "&lt;mottagningen&gt;",
        "10\u00a0maj 2027",
        "alla parter",
    ]
    assert guidance.NOT_FILLED_IN in said[6]
    assert said[7] == "utan dag"


def test_typed_markup_is_printed_as_text(plan: Plan) -> None:
    attack = "<script>alert(1)</script>"
    hostile = (
        plan.answered("skolan", {"skola": attack, "kopior": attack})
        .answered("resurspersoner", {"kontakter": (replace(FULL, funktion=attack, namn=attack),)})
        .answered("akut", {"svarar_ingen": attack, "hemmet": attack})
    )
    for html in (
        papers.plan_html(hostile),
        papers.wall_html(hostile, whom_to_call.wall_rows(hostile), step="snug"),
        papers.internal_html(hostile),
        papers.card_html(hostile, papers.Card(rows=whom_to_call.card_rows(hostile), step="snug")),
    ):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_the_partial_has_a_place_for_the_review_pages_link(plan: Plan) -> None:
    template = environment().from_string(
        '{% from "_partials/part.html" import part %}{% call part(view) %}[Ändra]{% endcall %}'
    )
    view = selection.part(plan, catalogue.AKUT, Paper.PLAN)
    html = template.render(view=view)
    assert "<h2>Akut läge, lov och resor</h2>\n[Ändra]" in html
    for answer in view.answers:
        assert answer.label in html


def test_steps_keep_their_numbers() -> None:
    html = papers.plan_html(EMPTY)
    assert html.index(guidance.STEPS[0][0]) < html.index(guidance.STEPS[1][0])
    for step in guidance.STEPS:
        assert html.count(step[0]) == 1


def test_a_draft_says_so_and_has_no_version_number() -> None:
    for html in (
        papers.plan_html(EMPTY),
        papers.internal_html(EMPTY),
        papers.wall_html(EMPTY, (), step="snug"),
    ):
        assert guidance.DRAFT in html
        assert "Version 1" not in html
    assert papers.card_html(EMPTY, papers.Card(rows=(), step="snug")).count(guidance.DRAFT) == 8


def test_the_blank_form_asks_every_question() -> None:
    html = papers.blank_html()
    for section in catalogue.SECTIONS:
        assert section.title in html
        for question in section.questions:
            if question.kind not in {Kind.PARTNERS, Kind.HELP_LINES, Kind.SIGNATORIES}:
                assert question.label in html
            for field in question.fields:
                if question.kind is not Kind.HELP_LINES:
                    assert field.label in html
    for line in reference.HELP_LINES:
        assert line.name in html


# --- The data that goes with the plan -----------------------------------------------------------


def leaves(value: object) -> Iterator[str]:
    """Yield every text in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)


def attached(plan: Plan) -> set[str]:
    """Return every text in the data that goes with the plan."""
    return set(leaves(json.loads(plan_file.write(selection.only(plan, Paper.PLAN)))))


class Tokens:
    """Texts and numbers that stand in a plan once each."""

    def __init__(self) -> None:
        self._number = count(1)
        self._phones = iter(drawn.FICTION)

    def text(self) -> str:
        return f"Ord{next(self._number)}slut"

    def marked(self, row: Contact, *, visas: str, is_private: bool) -> Contact:
        """Return *row* with texts of its own in every field."""
        number = next(n for n in self._phones if n.startswith("07") or not is_private)
        return replace(
            row,
            funktion=self.text(),
            namn=self.text(),
            organisation=self.text(),
            uppdrag=self.text(),
            telefontid=self.text(),
            epost=f"{self.text()}@example.se",
            ersattare=self.text(),
            anteckning=self.text(),
            telefon=phones.parse(number),
            ersattare_telefon="",
            tjanstenummer="nej" if is_private else "ja",
            visas=visas,
        )


_ROWS = st.lists(
    st.tuples(st.sampled_from(["anslag", "plan", "internt"]), st.booleans()), min_size=1, max_size=4
)


@given(st.lists(_ROWS, min_size=3, max_size=3), _ROWS)
def test_nothing_that_the_plan_does_not_print_goes_with_it(
    drawn_rows: list[list[tuple[str, bool]]], partner_rows: list[tuple[str, bool]]
) -> None:
    tokens = Tokens()
    secret: set[str] = set()
    shown: set[str] = set()

    def rows(found: list[tuple[str, bool]]) -> tuple[Contact, ...]:
        made = []
        for number, (visas, is_private) in enumerate(found):
            row = tokens.marked(Contact(id=f"k{number}"), visas=visas, is_private=is_private)
            texts = {text for text in vars(row).values() if isinstance(text, str) and text}
            texts -= {"anslag", "plan", "internt", "ja", "nej", row.id}
            held_back = texts if is_private or visas == "internt" else {row.anteckning}
            secret.update(held_back)
            shown.update(texts - held_back)
            made.append(row)
        return tuple(made)

    plan = EMPTY
    for key, found in zip(("resurspersoner", "polis", "vard"), drawn_rows, strict=True):
        plan = plan.answered(key, {"kontakter": rows(found)})
    partner = Partner(id="x", namn=tokens.text(), kontakter=rows(partner_rows))
    plan = plan.answered("ovriga", {"parter": (partner,)})
    for section in catalogue.SECTIONS:
        for question in section.questions:
            if question.papers == {Paper.INTERNAL}:
                secret.add(text := tokens.text())
                plan = plan.answered(section.key, {**plan.of(section.key), question.key: text})

    data, html = attached(plan), papers.plan_html(plan)
    assert len(secret) > 4
    assert shown <= data
    assert data.isdisjoint(secret)
    assert not [text for text in secret if text in html]


@given(drawn.excused(), st.randoms(use_true_random=False))
def test_the_data_that_goes_with_a_plan_prints_the_same_plan(plan: Plan, drawn_: Random) -> None:
    keys = sorted(confirmation.every_place(selection.only(plan, Paper.PLAN)))
    chosen = frozenset(key for key in keys if drawn_.random() < 0.3)
    plan = replace(plan, unconfirmed=chosen)
    held = selection.only(plan, Paper.PLAN)

    assert held == selection.only(held, Paper.PLAN)
    assert held == plan_file.read(plan_file.write(held))
    assert whom_to_call.brief_rows(held) == whom_to_call.brief_rows(plan)
    for section in catalogue.SECTIONS:
        view, again = (selection.part(each, section, Paper.PLAN) for each in (plan, held))
        assert view == again


def test_that_nobody_has_confirmed_an_internal_contact_does_not_go_with_the_plan() -> None:
    plan = with_contacts(contact(visas="internt"), contact(id="l"))
    plan = replace(plan, unconfirmed=confirmation.every_place(plan))

    assert selection.only(plan, Paper.PLAN).unconfirmed == {
        Place.parse("resurspersoner.kontakter/l")
    }


def test_help_lines_that_nobody_has_touched_go_with_the_plan_as_they_are_printed() -> None:
    lines = selection.only(EMPTY, Paper.PLAN).of("stodlinjer")["linjer"]

    assert lines == EMPTY.help_lines


def test_of_a_help_line_that_is_off_only_that_goes_with_the_plan() -> None:
    off = HelpLine(id="bris", telefon="+46846500401", beskrivning="hemligt", pa_anslaget=True)
    plan = EMPTY.answered("stodlinjer", {"linjer": (off,)})
    (held,) = (line for line in selection.only(plan, Paper.PLAN).help_lines if line.id == "bris")

    assert (held.i_planen, held.pa_anslaget) == (False, True)
    assert held.telefon == "116111"
    assert "hemligt" not in attached(plan)


# --- Reasons and versions -----------------------------------------------------------------------


def gap_texts(html: str) -> list[str]:
    return re.findall(r"Skäl: (Nr [0-9]+\.)", html)


@given(drawn.plans())
def test_the_plan_prints_the_reason_for_every_gap_that_it_shows_once(plan: Plan) -> None:
    gaps = adoption.gaps(plan)
    reasons = {gap.place: f"Nr {number}." for number, gap in enumerate(gaps)}
    excused = plan.excused(reasons)

    printed = gap_texts(papers.plan_html(excused))
    shown = {gap.place for gap in adoption.gaps(selection.only(plan, Paper.PLAN))}

    assert sorted(printed) == sorted(text for at, text in reasons.items() if at in shown)


def test_a_further_partner_that_lacks_something_has_its_reason_printed() -> None:
    plan = EMPTY.answered("ovriga", {"parter": (Partner(id="x"),)})
    html = papers.plan_html(plan.excused({Place.parse("ovriga.parter"): "Namnet är inte klart."}))

    assert "Skäl: Namnet är inte klart." in html


def test_no_reason_is_printed_for_an_answer_that_is_there() -> None:
    plan = EMPTY.answered("akut", {"vagar_inte_hem": "Stanna."})

    assert (
        gap_texts(papers.plan_html(plan.excused({Place.parse("akut.vagar_inte_hem"): "Nr 1."})))
        == []
    )


def test_the_versions_are_told_with_day_and_changes_and_a_withdrawn_one_without() -> None:
    edition = Edition(
        version=3,
        revisions=(
            Revision(version=1, day=date(2026, 8, 17), changes=("Första versionen",)),
            Revision(version=2, day=None),
            Revision(version=3, day=date(2026, 9, 1), changes=("<ett>", "två")),
        ),
    )
    html = papers.plan_html(EMPTY, edition)
    table = html[html.index('<table class="revisions">') :].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", table)

    assert rows == [
        ("1", "2026-08-17", "Första versionen"),
        ("2", "Tillbakadragen", ""),
        ("3", "2026-09-01", "&lt;ett&gt;<br>två"),
    ]
    assert 'class="revisions"' not in papers.plan_html(EMPTY)


def test_every_paper_of_an_edition_says_which_version_it_is() -> None:
    plan = EMPTY.answered(
        "skolan", {"beslutsdatum": date(2026, 8, 17), "galler_till": date(2027, 8, 31)}
    )
    told = "Version 3, fastställd den 17\u00a0augusti 2026"
    told += ", gäller till och med den 31\u00a0augusti 2027"
    edition = Edition(version=3)

    for html in (
        papers.plan_html(plan, edition),
        papers.internal_html(plan, edition),
        papers.wall_html(plan, (), edition, step="snug"),
    ):
        assert told in html
        assert guidance.DRAFT not in html
