from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from samverkan_docs import actions, catalogue, forms
from samverkan_docs.actions import checking
from samverkan_docs.catalogue import Paper, Section
from samverkan_docs.forms import FormData
from samverkan_docs.papers import selection
from samverkan_docs.papers.printing import Issue
from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.seal import keys, sealing
from samverkan_docs.store import NoSuchPlan, Store
from tests.conftest import FIRST, House

TODAY = date(2026, 11, 22)
LATER = date(2026, 12, 1)  # than any check of the plans that are adopted
AKUT, UPPFOLJNING, POLIS = map(catalogue.section, ["akut", "uppfoljning", "polis"])


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path}/samverkan.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def begun(plans: Store) -> Plan:
    return actions.begin(plans, TODAY)


def save(plans: Store, plan: Plan, section: Section, seen: Plan, **texts: str) -> Plan:
    digest = plan_file.digest(seen.of(section.key))
    data = FormData.of(texts.items())
    return actions.save_section(plans, plan.id, section, data, seen=digest, today=TODAY).plan


def test_a_plan_that_is_begun_is_stored(plans: Store, begun: Plan) -> None:
    assert begun == plans.load(begun.id).plan
    assert begun.text("skolan", "lasar") == "2026/27"


def test_a_saved_section_is_stored_and_the_others_stay(plans: Store, begun: Plan) -> None:
    saved = save(plans, begun, AKUT, begun, myndig=" Fråga eleven.\r\n")

    assert saved == plans.load(begun.id).plan
    assert saved.of("akut") == {"myndig": "Fråga eleven."}
    assert saved.of("skolan") == begun.of("skolan")


def test_one_bad_answer_holds_no_other_back(plans: Store, begun: Plan) -> None:
    first = save(plans, begun, AKUT, begun, myndig="förut")
    data = FormData.of({"myndig": "20100203-1233", "hemmet": "bra"}.items())

    saved = actions.save_section(
        plans, begun.id, AKUT, data, seen=plan_file.digest(first.of("akut")), today=TODAY
    )

    assert [found.anchor for found in saved.problems] == ["myndig"]
    assert saved.plan.of("akut") == {"myndig": "förut", "hemmet": "bra"}
    assert saved.plan == plans.load(begun.id).plan


def test_a_section_that_is_partly_right_is_never_written_over_anothers(
    plans: Store, begun: Plan
) -> None:
    save(plans, begun, AKUT, begun, hemmet="deras")

    with pytest.raises(actions.Conflict) as caught:
        save(plans, begun, AKUT, begun, myndig="20100203-1233", hemmet="mitt")

    assert caught.value.mine == {"hemmet": "mitt"}
    assert plans.load(begun.id).plan.of("akut") == {"hemmet": "deras"}


def test_a_section_that_somebody_else_saved_meanwhile_is_never_written_over(
    plans: Store, begun: Plan
) -> None:
    save(plans, begun, AKUT, begun, myndig="deras")

    with pytest.raises(actions.Conflict) as caught:
        save(plans, begun, AKUT, begun, myndig="mitt", hemmet="mitt")

    assert caught.value.mine == {"myndig": "mitt", "hemmet": "mitt"}
    assert caught.value.saved == {"myndig": "deras"}
    assert plans.load(begun.id).plan.text("akut", "myndig") == "deras"
    assert "deras" not in str(caught.value)


def test_after_a_conflict_the_choice_is_saved_onto_what_was_shown(
    plans: Store, begun: Plan
) -> None:
    theirs = save(plans, begun, AKUT, begun, myndig="deras")

    chosen = save(plans, begun, AKUT, theirs, myndig="mitt")

    assert chosen.text("akut", "myndig") == "mitt"


def test_a_third_save_between_the_choice_and_its_sending_is_a_conflict_again(
    plans: Store, begun: Plan
) -> None:
    theirs = save(plans, begun, AKUT, begun, myndig="deras")
    save(plans, begun, AKUT, theirs, myndig="någon tredjes")

    with pytest.raises(actions.Conflict):
        save(plans, begun, AKUT, theirs, myndig="mitt")


def test_the_same_answer_twice_is_no_conflict(plans: Store, begun: Plan) -> None:
    save(plans, begun, AKUT, begun, myndig="samma")

    assert save(plans, begun, AKUT, begun, myndig="samma").text("akut", "myndig") == "samma"


def test_two_people_in_different_sections_never_collide(plans: Store, begun: Plan) -> None:
    problems: list[BaseException] = []

    def write(section: Section, key: str) -> None:
        seen = begun
        try:
            for number in range(20):
                seen = save(plans, begun, section, seen, **{key: str(number)})
        except actions.Conflict as error:
            problems.append(error)

    writers = [
        threading.Thread(target=write, args=(section, key))
        for section, key in [(AKUT, "myndig"), (UPPFOLJNING, "oversyn")]
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    saved = plans.load(begun.id).plan
    assert problems == []
    assert (saved.text("akut", "myndig"), saved.text("uppfoljning", "oversyn")) == ("19", "19")


def test_two_rows_added_at_the_same_time_are_both_shown(plans: Store, begun: Plan) -> None:
    def added(row_id: str) -> dict[str, Any]:
        return {"kontakter-0-id": row_id, "kontakter-0-funktion": f"vakt {row_id}"}

    save(plans, begun, POLIS, begun, **added("a"))
    with pytest.raises(actions.Conflict) as caught:
        save(plans, begun, POLIS, begun, **added("b"))

    mine, saved = caught.value.mine["kontakter"], caught.value.saved["kontakter"]
    assert isinstance(mine, tuple)
    assert isinstance(saved, tuple)
    assert [getattr(row, "id", "") for row in (*mine, *saved)] == ["b", "a"]


def test_a_deleted_plan_cannot_be_saved(plans: Store, begun: Plan) -> None:
    plans.delete(begun.id)

    with pytest.raises(NoSuchPlan):
        save(plans, begun, AKUT, begun, myndig="a")


def test_what_was_answered_at_adoption_stays_when_the_section_is_saved(plans: Store) -> None:
    plan = Plan(id="p").answered("skolan", {"beslutad_av": "Rektorn"})
    plans.add(plan)

    saved = save(plans, plan, catalogue.SKOLAN, plan, skola="Ekbackaskolan")

    assert saved.text("skolan", "beslutad_av") == "Rektorn"


# --- Files --------------------------------------------------------------------------------------


def test_a_file_that_is_read_in_is_stored(plans: Store, plan: Plan) -> None:
    read = actions.read_in(plans, plan_file.write(plan).encode(), LATER).plan

    assert plan == read
    assert plan == plans.load(plan.id).plan


def test_a_file_read_in_again_is_a_plan_of_its_own(plans: Store, plan: Plan) -> None:
    data = plan_file.write(plan).encode()
    one = actions.read_in(plans, data, LATER).plan
    changed = save(plans, one, UPPFOLJNING, one, oversyn="ändrad efteråt")

    two = actions.read_in(plans, data, LATER).plan

    assert one.id != two.id
    assert two == replace(plan, id=two.id)
    assert changed == plans.load(one.id).plan


@pytest.mark.parametrize("bad", [b"", b"{}", b"\xff", b"[" * 5000])
def test_an_unreadable_file_leaves_the_store_untouched(plans: Store, bad: bytes) -> None:
    with pytest.raises(plan_file.Unreadable):
        actions.read_in(plans, bad, LATER)

    assert plans.plans() == []


def test_a_file_with_a_wrong_answer_leaves_the_store_untouched(plans: Store) -> None:
    bad = Plan(id="p").answered("akut", {"myndig": "20100203-1233"})

    with pytest.raises(forms.Rejected):
        actions.read_in(plans, plan_file.write(bad).encode(), LATER)

    assert plans.plans() == []


# --- Issued plans -------------------------------------------------------------------------------


def test_an_issued_plan_is_read_in_where_it_was_never_seen(plans: Store, adopted: House) -> None:
    read = actions.read_in(plans, adopted.paper(2), LATER)

    assert read.stranger == "Lindängens skola"
    assert read.plan == selection.only(adopted.version(2).plan, Paper.PLAN)
    assert [stored.plan for stored in plans.plans()] == [read.plan]


def test_where_it_was_issued_it_is_a_draft_of_its_own_and_no_stranger(lived_in: House) -> None:
    own = checking.own_fingerprints(lived_in.store, lived_in.ring)

    one, two = (actions.read_in(lived_in.store, lived_in.paper(2), LATER, own) for _ in "ab")

    assert (one.stranger, two.stranger) == ("", "")
    assert len({one.plan.id, two.plan.id, lived_in.version(1).plan.id}) == 3
    assert len(lived_in.store.issued.versions()) == 2


def test_a_plan_that_was_signed_with_another_key_is_read_in_and_its_name_told(
    plans: Store, adopted: House, unstamped: bytes
) -> None:
    key = keys.load(keys.new("\x1b[2J Annan skola", FIRST))

    stamped = sealing.seal(unstamped, key, when=FIRST).pdf
    read = actions.read_in(plans, stamped, LATER, adopted.ring.fingerprints())

    assert read.stranger == "?[2J Annan skola"
    assert read.plan.id == adopted.version(2).plan.id


@pytest.fixture
def unstamped(adopted: House) -> bytes:
    """Return the second version's plan as it was before it was stamped."""
    pdf = adopted.paper(2)
    return pdf[: pdf.index(b"%%EOF") + 6]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (Issue.WALL, "Välj planen"),
        (Issue.ARCHIVE, "Välj planen"),
        (Issue.INTERNAL, "Välj planen"),
    ],
)
def test_only_the_plan_itself_can_be_read_in(
    plans: Store, adopted: House, name: Issue, sentence: str
) -> None:
    with pytest.raises(plan_file.Unreadable, match=sentence):
        actions.read_in(plans, adopted.paper(2, name), LATER)
    assert plans.plans() == []


def test_a_plan_that_was_changed_after_it_was_stamped_is_not_read_in(
    plans: Store, adopted: House
) -> None:
    changed = bytearray(adopted.paper(2))
    changed[5000] ^= 1

    with pytest.raises(plan_file.Unreadable, match="Bara en fastställd plan vars stämpel är hel"):
        actions.read_in(plans, bytes(changed), LATER)
    assert plans.plans() == []


def test_a_pdf_without_a_stamp_is_not_read_in(
    plans: Store, unstamped: bytes, draft_pdf: bytes
) -> None:
    for pdf in (unstamped, draft_pdf):
        with pytest.raises(plan_file.Unreadable, match="Filen har ingen stämpel"):
            actions.read_in(plans, pdf, LATER)
    assert plans.plans() == []


def test_a_page_opens_with_the_sections_answers_or_rows_to_begin_in(plan: Plan) -> None:
    opened = actions.opened(plan, AKUT)
    untouched = actions.opened(Plan(id="p"), catalogue.section("stodlinjer"))

    assert opened.getlist("myndig") == [plan.text("akut", "myndig")]
    assert untouched.getlist("linjer-0-id") == ["sos_alarm"]


def test_the_wall_sheet_is_ready_when_its_five_parts_are_done(quick_plan: Plan) -> None:
    assert actions.wall_is_ready(quick_plan)
    for section in (section for section in catalogue.SECTIONS if section.starred):
        assert not actions.wall_is_ready(quick_plan.answered(section.key, {})), section.key


def test_a_day_of_check_to_come_is_left_out_of_what_is_read_in(plans: Store, plan: Plan) -> None:
    """Contacts, those of a further partner, and help lines; the day itself has been."""
    first, second, *others = plan.contacts("polis")
    late = replace(first, kontrollerad=date(2027, 1, 1))
    given = plan.with_contacts("polis", (late, replace(second, kontrollerad=TODAY), *others))
    partner, *rest = given.partners
    rows = tuple(replace(row, kontrollerad=date(2027, 1, 1)) for row in partner.kontakter)
    given = given.with_partners((replace(partner, kontakter=rows), *rest))
    lines = tuple(replace(line, kontrollerad=date(2027, 1, 1)) for line in given.help_lines[:1])
    given = given.with_help_lines((*lines, *given.help_lines[1:]))

    read = actions.read_in(plans, plan_file.write(given).encode(), TODAY)

    assert [row.kontrollerad for row in read.plan.contacts("polis")[:2]] == [None, TODAY]
    assert {row.kontrollerad for row in read.plan.partners[0].kontakter} == {None}
    assert read.plan.help_lines[0].kontrollerad is None
    assert "har inte varit än, så den är borttagen." in read.sentences[-1]
    assert read.plan.help_lines[1:] == plan.help_lines[1:]
