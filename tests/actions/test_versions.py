from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from samverkan_docs import store
from samverkan_docs.actions import Rejected, issuing, job_titles, shelves, versions
from samverkan_docs.forms import FormData
from samverkan_docs.papers.edition import Revision
from samverkan_docs.papers.printing import Issue
from samverkan_docs.plan import SCHOOL, Plan, plan_file
from samverkan_docs.seal import scans
from samverkan_docs.store import Event
from tests.conftest import NEW_NUMBER, OLD_NUMBER, SECOND, SECRETS, House, a_png, with_number

TODAY = SECOND.date()
PNG = a_png()


def typed(**texts: str) -> FormData:
    return FormData.of({"funktion": "rektor", **texts}.items())


def refused(action: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Rejected) as caught:
        action()
    return {problem.anchor: problem.message for problem in caught.value.problems}


def withdraw(
    house: House,
    number: int,
    reason: str = "Ett nummer gick till fel person.",
    sedan: str = "version-1",
) -> None:
    data = typed(skal=reason, sedan=sedan)
    versions.withdraw(house.store, house.version(number), data)


# --- The next version ---------------------------------------------------------------------------


def test_the_next_version_begins_from_the_newest_without_its_decision(lived_in: House) -> None:
    begun = shelves.begin_next(lived_in.store, lived_in.version(2).plan.id)

    assert begun == lived_in.store.load(begun.id).plan
    assert begun.contacts("resurspersoner") == lived_in.version(2).plan.contacts("resurspersoner")
    assert begun.text("skolan", "beslutad_av") == ""


def test_an_old_page_begins_from_the_newest_too(lived_in: House) -> None:
    begun = shelves.begin_next(lived_in.store, lived_in.version(1).plan.id)

    assert begun.contacts("resurspersoner")[0].telefon == NEW_NUMBER


def test_a_draft_that_is_open_is_gone_on_with(lived_in: House) -> None:
    begun = shelves.begin_next(lived_in.store, lived_in.version(2).plan.id)
    lived_in.store.update(begun.id, lambda plan: plan.answered("uppfoljning", {"oversyn": "Maj"}))

    again = shelves.begin_next(lived_in.store, lived_in.version(2).plan.id)

    assert again.text("uppfoljning", "oversyn") == "Maj"
    assert len(lived_in.store.plans()) == 1


def test_after_a_withdrawal_it_begins_from_the_one_before(lived_in: House) -> None:
    withdraw(lived_in, 2)

    begun = shelves.begin_next(lived_in.store, lived_in.version(2).plan.id)

    assert begun.contacts("resurspersoner")[0].telefon == OLD_NUMBER


def test_there_is_nothing_to_begin_from_when_all_is_withdrawn(lived_in: House) -> None:
    withdraw(lived_in, 1)
    withdraw(lived_in, 2)

    with pytest.raises(store.NoSuchVersion):
        shelves.begin_next(lived_in.store, lived_in.version(2).plan.id)
    assert lived_in.store.plans() == []


# --- All plans ----------------------------------------------------------------------------------


def test_each_plan_has_one_shelf_those_with_a_draft_first(lived_in: House) -> None:
    lived_in.store.add(Plan(id="nytt"))
    new, old = shelves.shelves(lived_in.store, SCHOOL)

    assert (new.draft is not None, new.versions, new.versions.holding) == (True, (), None)
    assert old.draft is None
    assert [version.number for version in old.versions] == [2, 1]
    assert old.plan == lived_in.version(2).plan


def test_a_shelf_knows_the_newest_that_holds(lived_in: House) -> None:
    withdraw(lived_in, 2)
    (shelf,) = shelves.shelves(lived_in.store, SCHOOL)
    assert shelf.versions.holding == lived_in.version(1)

    withdraw(lived_in, 1)
    (shelf,) = shelves.shelves(lived_in.store, SCHOOL)
    assert (shelf.versions.holding, shelf.plan, len(shelf.versions)) == (None, None, 2)


def test_the_places_of_copies_are_those_of_both_versions(lived_in: House) -> None:
    assert shelves.places_of_copies(lived_in.store, lived_in.version(2)) == (
        "Personalrummet",
        "Expeditionen",
    )


# --- Signatures ---------------------------------------------------------------------------------


def sign(house: House, day: str, file: bytes = b"") -> None:
    versions.sign(house.store, house.version(2), typed(dag_0=day), file, TODAY)


def events(house: House) -> list[str]:
    return [entry.event for entry in house.store.issued.log(house.version(2).plan.id)][:-2]


def test_a_signature_is_kept_and_shown_again(lived_in: House) -> None:
    sign(lived_in, "2026-08-18")

    assert lived_in.version(2).signed == {"u1": date(2026, 8, 18)}
    opened = versions.signatures_opened(lived_in.version(2))
    assert opened.getlist("dag_0") == ["2026-08-18"]
    assert opened.getlist("funktion") == ["rektor"]
    assert events(lived_in) == [Event.SIGNED]


def test_a_signature_that_is_posted_again_is_no_event(lived_in: House) -> None:
    sign(lived_in, "2026-08-18")
    sign(lived_in, "2026-08-18")

    assert events(lived_in) == [Event.SIGNED]


def test_a_signature_leaves_the_papers_as_they_are(lived_in: House) -> None:
    before = [lived_in.paper(2, name) for name in Issue]
    sign(lived_in, "2026-08-18", PNG)

    assert before == [lived_in.paper(2, name) for name in Issue]


def test_the_page_asks_for_each_signatory_by_name(lived_in: House) -> None:
    labels = [question.label for question in versions.signatures_asked(lived_in.version(2)).asked]

    assert labels == ["Bo Ask, rektor, Skolan", "Din funktion"]


@pytest.mark.parametrize("day", ["2026-08-19", "i går"])
def test_a_day_that_has_not_been_or_is_none_is_refused(lived_in: House, day: str) -> None:
    assert list(refused(lambda: sign(lived_in, day))) == ["dag_0"]
    assert lived_in.version(2).signed == {}


def test_who_registers_says_which_function(lived_in: House) -> None:
    def act() -> None:
        versions.sign(lived_in.store, lived_in.version(2), FormData(), b"", TODAY)

    assert list(refused(act)) == ["funktion"]


def test_a_name_in_the_functions_place_does_not_reach_the_log(lived_in: House) -> None:
    data = FormData.of([("funktion", "Ada Lind"), ("dag_0", "2026-08-18")])
    versions.sign(lived_in.store, lived_in.version(2), data, b"", TODAY)

    assert lived_in.store.issued.log(lived_in.version(2).plan.id)[0].function == job_titles.OTHER


def test_a_scan_is_kept_to_the_byte(lived_in: House) -> None:
    sign(lived_in, "", PNG)
    (scan,) = lived_in.store.issued.scans(lived_in.version(2))

    assert (scan.kind, scan.continues) == ("image/png", False)
    assert lived_in.store.issued.scan(lived_in.version(2), scan.id) == (scan, PNG)
    assert events(lived_in) == [Event.SCAN_ADDED]


def test_a_plan_that_somebody_signed_electronically_is_known_by_its_beginning(
    lived_in: House,
) -> None:
    sign(lived_in, "", lived_in.paper(2) + b"en underskrift")
    sign(lived_in, "", lived_in.paper(1) + b"en underskrift")

    scanned = lived_in.store.issued.scans(lived_in.version(2))
    assert [scan.continues for scan in scanned] == [True, False]


def test_a_file_that_is_no_scan_leaves_everything_as_it_was(lived_in: House) -> None:
    with pytest.raises(scans.NotAScan, match="varken PDF, JPEG eller PNG"):
        sign(lived_in, "2026-08-18", b"GIF89a")

    assert lived_in.version(2).signed == {}
    assert events(lived_in) == []


# --- Withdrawing --------------------------------------------------------------------------------


def test_a_withdrawn_version_is_empty_and_the_log_says_that_it_was_and_why(
    lived_in: House,
) -> None:
    sign(lived_in, "2026-08-18", PNG)
    withdraw(lived_in, 2)
    version = lived_in.version(2)
    newest = lived_in.store.issued.log(version.plan.id)[0]

    assert version.withdrawn is not None
    assert version.plan == Plan(id=version.plan.id)
    assert (version.changes, version.signed) == ((), {})
    assert version.year == "2026/27"
    assert lived_in.store.issued.scans(version) == []
    for name in Issue:
        with pytest.raises(store.NoSuchVersion):
            lived_in.paper(2, name)
    assert (newest.event, newest.version, newest.function, newest.reason) == (
        Event.WITHDRAWN,
        2,
        "rektor",
        "Ett nummer gick till fel person.",
    )
    assert len(lived_in.paper(1)) > 50_000


def test_a_withdrawn_version_takes_no_more(lived_in: House) -> None:
    version = lived_in.version(2)
    withdraw(lived_in, 2)

    with pytest.raises(store.NoSuchVersion):
        lived_in.store.issued.withdraw(version, function="rektor", reason="igen")
    with pytest.raises(store.NoSuchVersion):
        lived_in.store.issued.sign(version, {"u1": TODAY}, function="rektor")
    assert events(lived_in) == [Event.WITHDRAWN]


def test_the_number_of_a_withdrawn_version_is_not_used_again(lived_in: House) -> None:
    withdraw(lived_in, 2)
    begun = shelves.begin_next(lived_in.store, lived_in.version(1).plan.id)
    adopted = lived_in.adopt(begun.id, SECOND + timedelta(days=1))

    assert adopted.version.number == 3
    assert adopted.version.changes == ("Inget av det som står i planen är ändrat",)
    told = [(each.version, each.day) for each in versions_told(lived_in)]
    assert told == [(1, date(2026, 8, 17)), (2, None), (3, date(2026, 8, 19))]


def versions_told(house: House) -> tuple[Revision, ...]:
    return issuing.edition_of(house.store.issued.versions()).revisions


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_withdrawal_without_a_reason_is_refused(lived_in: House, reason: str) -> None:
    assert list(refused(lambda: withdraw(lived_in, 2, reason))) == ["skal"]
    assert lived_in.version(2).withdrawn is None


@pytest.mark.parametrize(
    "reason",
    [
        "ada lind har slutat",
        "Bo Ask är inte rektor",
        "031-390 06 99 går till fel person",
        "Fel: ada@skolan.example.se",
        "20100203-1233",
    ],
)
def test_a_reason_that_repeats_what_is_deleted_is_refused(lived_in: House, reason: str) -> None:
    assert list(refused(lambda: withdraw(lived_in, 2, reason))) == ["skal"]
    assert lived_in.version(2).withdrawn is None


@pytest.mark.parametrize(
    "reason", ["Numret till socialjouren var fel sedan 2026-08-17.", "Ring 112 saknades"]
)
def test_a_reason_may_name_functions_and_days(lived_in: House, reason: str) -> None:
    withdraw(lived_in, 2, reason)

    assert lived_in.version(2).withdrawn is not None


# --- Nothing is left ----------------------------------------------------------------------------

GONE = [text.encode() for text in (*SECRETS, "Ada Lind", NEW_NUMBER, OLD_NUMBER, "Bo Ask")]


def left(house: House) -> list[bytes]:
    """Return what of the version stands in the bytes of the database's files."""
    files = house.folder.path.glob("samverkan.sqlite3*")
    data = b"".join(file.read_bytes() for file in files)
    return [text for text in GONE if text in data]


def test_what_a_version_held_is_in_the_databases_files_until_it_is_withdrawn(
    lived_in: House,
) -> None:
    sign(lived_in, "2026-08-18", PNG)
    withdraw(lived_in, 1)
    assert {b"Ada Lind", NEW_NUMBER.encode()} <= set(left(lived_in))

    withdraw(lived_in, 2)
    assert left(lived_in) == []
    assert PNG not in lived_in.folder.database.read_bytes()


def test_nothing_is_left_when_another_connection_is_open(lived_in: House) -> None:
    other = sqlite3.connect(lived_in.folder.database)
    other.execute("SELECT document FROM versions").fetchall()
    withdraw(lived_in, 1)
    withdraw(lived_in, 2)

    assert left(lived_in) == []
    other.close()


def test_what_somebody_is_still_reading_goes_with_the_next_save(lived_in: House) -> None:
    other = sqlite3.connect(lived_in.folder.database)
    other.execute("BEGIN")
    other.execute("SELECT document FROM versions").fetchall()
    withdraw(lived_in, 1)
    withdraw(lived_in, 2)
    assert left(lived_in) != []  # the reader's own view of the past

    other.close()
    lived_in.store.add(Plan(id="annat"))
    assert left(lived_in) == []


def test_what_somebody_is_still_reading_goes_at_the_next_start(lived_in: House) -> None:
    other = sqlite3.connect(lived_in.folder.database)
    other.execute("BEGIN")
    other.execute("SELECT document FROM versions").fetchall()
    withdraw(lived_in, 1)
    withdraw(lived_in, 2)
    lived_in.store.close()
    other.close()

    store.Store.in_file(lived_in.folder.database).close()
    assert left(lived_in) == []


def test_nothing_is_left_of_a_deleted_draft(house: House, draft: Plan) -> None:
    house.store.add(draft)
    for _ in range(5):
        house.store.update(draft.id, lambda plan: with_number(plan, OLD_NUMBER))
    assert left(house)

    house.store.delete(draft.id)

    assert left(house) == []
    assert plan_file.write(draft).encode() not in house.folder.database.read_bytes()
