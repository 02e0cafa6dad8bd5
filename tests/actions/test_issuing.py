from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from samverkan_docs import store
from samverkan_docs.actions import Rejected, issuing, shelves
from samverkan_docs.catalogue import Paper, guidance
from samverkan_docs.forms import FormData
from samverkan_docs.papers import printing, selection
from samverkan_docs.papers.printing import Issue
from samverkan_docs.pdf import DATA_NAME
from samverkan_docs.plan import Contact, Place, Plan, adoption, plan_file
from samverkan_docs.seal import KeyRing, keys, sealing
from samverkan_docs.store import Event
from samverkan_docs.words import prose_date
from tests.conftest import FIRST, ROOT, SECOND, SECRETS, House, pages_of

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


def attached(pdf: bytes) -> bytes | None:
    return sealing.attachment(pdf, DATA_NAME)


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


# --- What is issued -----------------------------------------------------------------------------


def test_a_version_has_every_paper_stamped_with_the_schools_key(adopted: House) -> None:
    own = adopted.ring.fingerprints()

    for number in (1, 2):
        for name in Issue:
            verdict = sealing.check(adopted.paper(number, name), own)
            assert verdict.intact
            assert verdict.own
            assert verdict.when == (FIRST, SECOND)[number - 1]


def test_the_draft_is_gone_and_the_log_names_the_function_alone(adopted: House) -> None:
    plan_id = adopted.version(1).plan.id
    entries = adopted.store.issued.log(plan_id)

    assert adopted.store.plans() == []
    assert [(entry.event, entry.version) for entry in entries] == [
        (Event.ISSUED, 2),
        (Event.ISSUED, 1),
    ]
    assert {(entry.function, entry.reason) for entry in entries} == {("rektor", "")}


def test_a_version_keeps_all_answers_and_when_and_by_which_key_it_was_issued(
    adopted: House, draft: Plan
) -> None:
    version = adopted.version(1)

    before = draft.with_help_lines(draft.help_lines)  # as they were printed
    assert adoption.undecided(version.plan).excused({}) == adoption.undecided(before)
    assert version.issued == FIRST.replace(tzinfo=None)
    assert version.fingerprint in adopted.ring.fingerprints()
    assert version.year == "2026/27"


def test_a_service_for_time_stamps_that_fails_costs_the_time_stamp_alone(adopted: House) -> None:
    verdict = sealing.check(adopted.paper(2), adopted.ring.fingerprints())

    assert verdict.intact
    assert verdict.time_stamp is None


def test_the_same_version_gives_the_same_bytes_in_two_processes(adopted: House) -> None:
    code = (
        "import sys; from samverkan_docs.actions import issuing; "
        "from samverkan_docs.papers import printing; from samverkan_docs.store import Store; "
        "found = Store(sys.argv[1]).issued.versions(); "
        "made = printing.issued(found[0].plan, issuing.edition_of(found)); "
        "print(*(__import__('hashlib').sha256(pdf).hexdigest() for pdf in made.values()))"
    )
    ran = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", code, f"sqlite:///{adopted.folder.database}"],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = adopted.store.issued.versions()
    here = printing.issued(found[0].plan, issuing.edition_of(found))

    assert ran.stdout.split() == [hashlib.sha256(pdf).hexdigest() for pdf in here.values()]
    for name, pdf in here.items():
        assert adopted.paper(2, name).startswith(pdf)


# --- The data that goes with the plan -----------------------------------------------------------


def test_the_plan_carries_what_it_prints_and_no_other_paper_carries_anything(
    adopted: House,
) -> None:
    data = attached(adopted.paper(2))

    assert data is not None
    assert plan_file.read(data) == selection.only(adopted.version(2).plan, Paper.PLAN)
    for name in set(Issue) - {Issue.PLAN}:
        assert attached(adopted.paper(2, name)) is None


def test_what_is_on_the_internal_sheet_alone_is_in_no_other_paper(adopted: House) -> None:
    data = (attached(adopted.paper(2)) or b"").decode()
    internal = text_of(adopted.paper(2, Issue.INTERNAL))

    for secret in SECRETS:
        assert secret not in data
        for name in set(Issue) - {Issue.INTERNAL}:
            assert secret not in text_of(adopted.paper(2, name))
    for secret in {*SECRETS} - {"+46701740699"}:
        assert secret in internal


# --- What the papers say ------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in Issue if name is not Issue.CARD], ids=str)
def test_every_page_says_which_version_it_is_and_until_when(adopted: House, name: Issue) -> None:
    version = adopted.version(2)
    since = prose_date(version.plan.day("skolan", "beslutsdatum") or FIRST.date())
    told = f"Version 2, fastställd den {since}, gäller från och med den 1\u00a0augusti 2026 "
    told += "till och med den 31\u00a0augusti 2027"
    if name is Issue.CARD:  # in a wallet there is room for less
        told = "version 2, gäller till 2027-08-31"

    for page in pages_of(adopted.paper(2, name)):
        assert " ".join(told.split()) in page
        assert guidance.DRAFT not in page


def test_a_pocket_card_says_which_version_it_is(adopted: House) -> None:
    assert "Lindängens skola · läsåret 2026/27 · version 2" in text_of(adopted.paper(2, Issue.CARD))


def test_the_plan_tells_what_each_version_changed_and_no_old_number(adopted: House) -> None:
    text = text_of(adopted.paper(2))

    assert "031-390 06 99" in text
    assert "031-390 06 01" not in text
    assert guidance.FIRST_VERSION in text
    (told, *rest) = adopted.version(2).changes
    assert told == "Skolans resurspersoner – Kurator: numret har ändrats"
    assert rest == ["Skolans resurspersoner – 1 kontakt har kontrollerats"]
    assert told in text


def test_the_first_version_is_left_as_it_was(adopted: House) -> None:
    text = text_of(adopted.paper(1))

    assert "031-390 06 01" in text
    assert "Version 2" not in text


def test_every_reason_is_printed(adopted: House) -> None:
    plan, text = adopted.version(1).plan, text_of(adopted.paper(1))

    assert len(plan.reasons) > 10
    for reason in plan.reasons.values():
        assert guidance.REASON.format(reason=reason) in text


# --- What hinders -------------------------------------------------------------------------------


def problems(house: House, plan: Plan, when: datetime = FIRST) -> dict[str, str]:
    with pytest.raises(Rejected) as caught:
        issuing.issue(house.store, house.ring, plan, now=when)
    assert house.is_untouched
    return {problem.anchor: problem.message for problem in caught.value.problems}


def decided(plan: Plan, when: datetime = FIRST) -> Plan:
    reasons = {gap.field: "Väntar på svar." for gap in adoption.gaps(plan)}
    return adoption.decided(
        plan, {"beslutad_av": "Rektorn", "beslutsdatum": when.date(), **reasons}
    )


def test_a_plan_without_a_decision_is_refused(house: House, plan: Plan) -> None:
    found = problems(house, adoption.undecided(plan))

    assert list(found) == ["beslutad_av", "beslutsdatum"]
    assert found["beslutad_av"] == "Skriv vem som fastställer planen, till exempel rektorn."


def test_a_decision_of_tomorrow_is_refused(house: House, plan: Plan) -> None:
    tomorrow = decided(plan, FIRST + DAY)

    assert problems(house, tomorrow) == {
        "beslutsdatum": "Den dagen har inte varit än. Skriv beslutets dag."
    }


def test_each_gap_without_a_reason_is_named(house: House, quick_plan: Plan) -> None:
    given = decided(quick_plan)
    left = given.excused({at: "Skäl" for at in given.reasons if at.section != "vard"})

    assert list(problems(house, left)) == [
        "skal_vard_kontakter",
        "skal_vard_upparbeta",
        "skal_vard_stod_och_vard",
    ]


def test_a_bracket_blocks_whatever_reason_is_given(house: House, plan: Plan) -> None:
    left = decided(plan).answered("akut", {**plan.of("akut"), "myndig": "Ring [funktion]."})
    excused = left.excused({Place.parse("akut.myndig"): "Vi vet inte än."})

    with pytest.raises(issuing.Blocked) as caught:
        issuing.issue(house.store, house.ring, excused, now=FIRST)
    assert [lack.text for lack in caught.value.missing] == ["Fyll i eller ta bort [funktion]"]
    assert house.is_untouched


def test_a_personal_number_in_a_reason_is_refused(house: House, quick_plan: Plan) -> None:
    house.store.add(quick_plan)
    typed = {gap.field: ["20100203-1233"] for gap in adoption.gaps(quick_plan)}

    with pytest.raises(Rejected) as caught:
        issuing.issue_draft(house.store, house.ring, quick_plan.id, FormData(typed), now=FIRST)
    assert "personnummer" in caught.value.problems[0].message
    assert "20100203" not in str(caught.value)
    assert house.is_untouched
    assert house.store.load(quick_plan.id).plan == quick_plan


def test_a_clock_that_was_set_back_is_told(lived_in: House) -> None:
    version = lived_in.version(2)
    shelves.begin_next(lived_in.store, version.plan.id)

    with pytest.raises(issuing.ClockIsBack) as caught:
        lived_in.adopt(version.plan.id, SECOND - timedelta(minutes=1))

    clock, last = (f"{when.astimezone():%Y-%m-%d kl. %H.%M}" for when in (SECOND, SECOND))
    assert str(caught.value).endswith(f"fastställdes senast {last}. Ställ klockan och försök igen.")
    assert clock not in str(caught.value).partition(",")[0]
    assert len(lived_in.store.issued.versions()) == 2
    assert len(lived_in.store.plans()) == 1


@contextmanager
def nothing_is_issued(house: House, draft: Plan) -> Iterator[None]:
    house.store.add(draft)
    yield
    assert house.is_untouched
    assert house.store.load(draft.id).plan == draft
    assert house.store.issued.log(draft.id) == []


def test_a_certificate_that_has_gone_out_stamps_nothing(house: House, draft: Plan) -> None:
    with nothing_is_issued(house, draft), pytest.raises(keys.NotValidNow, match="gick ut den"):
        house.adopt(draft.id, FIRST + 3660 * DAY)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nyckelfilen har en lösenfras. Ange den."),
        ("fel", "Lösenfrasen öppnar inte nyckelfilen."),
    ],
)
def test_without_the_right_passphrase_nothing_is_stamped(
    house: House, draft: Plan, key_file: bytes, typed: str, sentence: str
) -> None:
    key = keys.load(key_file)
    locked = house.folder.path / "låst.p12"
    locked.touch(mode=0o600)
    locked.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"", key.private, key.certificate, None, BestAvailableEncryption(b"hemlig")
        )
    )
    house.ring = KeyRing(house.folder.path, file=locked)

    with nothing_is_issued(house, draft), pytest.raises(keys.WrongPassphrase) as caught:
        house.adopt(draft.id, FIRST, passphrase=typed)
    assert str(caught.value) == sentence


def test_a_wall_sheet_that_does_not_fit_hinders_all(house: House, draft: Plan) -> None:
    crowd = tuple(
        Contact(id=f"k{n}", funktion=f"jour {n}", telefon="+46846500401", visas="anslag")
        for n in range(30)
    )
    crowded = draft.answered("jourer", {"kontakter": crowd})

    with nothing_is_issued(house, crowded), pytest.raises(printing.TooLong):
        house.adopt(crowded.id, FIRST)


def saves(house: House, plan: Plan) -> None:
    """Save a section of the draft."""
    house.store.update(plan.id, lambda saved: saved.answered("uppfoljning", {"oversyn": "I maj."}))


def deletes(house: House, plan: Plan) -> None:
    """Delete the draft."""
    house.store.delete(plan.id)


@pytest.mark.parametrize("meanwhile", [saves, deletes])
def test_a_draft_that_is_changed_while_its_papers_are_made_is_not_issued(
    house: House, draft: Plan, meanwhile: Callable[[House, Plan], None]
) -> None:
    house.store.add(draft)
    meanwhile(house, draft)
    after = house.store.plans()

    with pytest.raises(store.Overtaken):
        house.store.issued.add(
            store.Version(
                plan=decided(draft),
                number=1,
                year="2026/27",
                issued=FIRST.replace(tzinfo=None),
                fingerprint="00",
            ),
            {},
            draft=draft,
            function="rektor",
        )

    assert house.is_untouched
    assert house.store.plans() == after


def test_a_file_is_not_issued_past_its_draft(house: House, draft: Plan) -> None:
    with nothing_is_issued(house, draft), pytest.raises(store.Overtaken):
        issuing.issue(house.store, house.ring, decided(draft), now=FIRST)


# --- What is new --------------------------------------------------------------------------------


def changes(house: House, plan: Plan) -> tuple[str, ...]:
    """Return what would be told of *plan* as the next version."""
    earlier = house.store.issued.history(plan.id)
    return issuing.whats_new(plan, earlier)


def test_a_version_without_news_says_so(adopted: House) -> None:
    plan = adopted.version(2).plan

    assert changes(adopted, plan) == (guidance.NOTHING_NEW,)
    noted = replace(plan.contacts("resurspersoner")[0], anteckning="Ring efter tio")
    rows = (noted, *plan.contacts("resurspersoner")[1:])
    internal = plan.answered("resurspersoner", {**plan.of("resurspersoner"), "kontakter": rows})
    assert changes(adopted, internal) == (guidance.NOTHING_NEW,)


def test_a_reason_in_other_words_is_news(adopted: House) -> None:
    plan = adopted.version(2).plan
    other = plan.excused({**plan.reasons, Place.parse("vard.upparbeta"): "Vården har inte svarat."})

    assert changes(adopted, other) == (
        (
            "Hälso- och sjukvården – Nytt skäl till att svar saknas: "
            "Hur bygger vi upp kontakter med vården?"
        ),
    )


def test_a_plan_that_is_all_new_is_told_in_twelve_lines(adopted: House, plan: Plan) -> None:
    told = changes(adopted, replace(plan, id=adopted.version(1).plan.id))

    assert len(told) == 12
    assert told[0] == "Skolan och planen: 9 ändringar"
