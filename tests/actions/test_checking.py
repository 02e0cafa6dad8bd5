from __future__ import annotations

from datetime import date, timedelta

import pytest

from samverkan_docs.actions import checking, versions
from samverkan_docs.actions.checking import Finding, State
from samverkan_docs.forms import FormData
from samverkan_docs.papers.printing import Issue
from samverkan_docs.seal import Key, keys, sealing
from tests.conftest import FIRST, SECOND, House
from tests.signed_files import approved, with_certificate

TODAY = SECOND.date()
WHY = [("skal", "Fel person"), ("funktion", "rektor")]


def found(house: House, pdf: bytes, today: date = TODAY) -> Finding:
    return checking.check(house.store, house.ring, pdf, today)


def test_the_newest_version_is_genuine_and_holds(adopted: House) -> None:
    finding = found(adopted, adopted.paper(2))

    assert finding.state is State.CURRENT
    assert finding.title == "Äkta och gällande"
    assert finding.text == (
        "Det här är planen, version 2 för läsåret 2026/27. "
        "Den gäller till och med den 31\u00a0augusti 2027."
    )
    assert finding.version == adopted.version(2)
    assert (finding.added, finding.appearance, finding.end) == ((), "", len(adopted.paper(2)))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (Issue.PLAN, "planen"),
        (Issue.ARCHIVE, "planens arkivkopia"),
        (Issue.WALL, "anslaget"),
        (Issue.WALL_A3, "anslaget"),
        (Issue.INTERNAL, "det interna bladet"),
    ],
)
def test_every_paper_is_known_by_its_bytes(adopted: House, name: Issue, what: str) -> None:
    finding = found(adopted, adopted.paper(2, name))

    assert finding.state is State.CURRENT
    assert finding.text.startswith(f"Det här är {what}, version 2")


def test_an_earlier_version_is_genuine_but_replaced(adopted: House) -> None:
    finding = found(adopted, adopted.paper(1, Issue.WALL))

    assert finding.state is State.REPLACED
    assert finding.title == "Äkta, men ersatt av version 2"
    assert finding.text.endswith("Den är ersatt av version 2. Byt ut papperet.")


def test_after_its_last_day_a_version_should_be_looked_over(adopted: House) -> None:
    last = date(2027, 8, 31)

    assert found(adopted, adopted.paper(2), last).state is State.CURRENT
    past = found(adopted, adopted.paper(2), last + timedelta(days=1))
    assert past.state is State.PAST
    assert past.title == "Äkta, bör ses över"
    assert past.text.endswith("Numren kan ändå stämma: ring och fråga.")


def test_before_its_first_day_a_version_says_from_when_it_holds(adopted: House) -> None:
    finding = found(adopted, adopted.paper(2), date(2026, 7, 1))

    assert (finding.state, finding.title) == (State.NOT_YET, "Äkta, men gäller inte än")
    assert finding.text.endswith(
        "Den gäller från och med den 1\u00a0augusti 2026 till och med den 31\u00a0augusti 2027."
    )


def test_a_withdrawn_version_is_known_without_its_content(lived_in: House) -> None:
    paper = lived_in.paper(2)
    data = FormData.of([*WHY, ("sedan", "version-1")])
    versions.withdraw(lived_in.store, lived_in.version(2), data)

    finding = found(lived_in, paper)
    assert finding.state is State.WITHDRAWN
    assert not finding.state.is_genuine
    assert finding.text == (
        "Det här är planen, version 2 för läsåret 2026/27. "
        "Versionen är tillbakadragen. Använd den inte. Version 1 gäller."
    )
    assert found(lived_in, lived_in.paper(1)).state is State.CURRENT


def test_where_no_version_holds_a_former_one_is_genuine_and_said_not_to(lived_in: House) -> None:
    data = FormData.of([*WHY, ("sedan", "ingen")])
    versions.withdraw(lived_in.store, lived_in.version(2), data)

    former = found(lived_in, lived_in.paper(1))
    assert (former.state, former.title) == (State.NONE_HOLDS, "Äkta, men ingen version gäller")
    assert "sagt att ingen version gäller. Använd inte papperet" in former.text


# --- What was added -----------------------------------------------------------------------------


def test_a_signature_afterwards_is_told_of_and_the_file_is_not_called_plainly_genuine(
    adopted: House, other_key: Key
) -> None:
    finding = found(adopted, approved(adopted.paper(2), other_key))

    assert finding.state is State.ADDED
    assert finding.title == "Äkta i grunden, med tillägg efteråt"
    assert "version 2 för läsåret 2026/27" in finding.text
    assert finding.text.endswith("Bara den fastställda filen är äkta: använd den.")
    assert finding.added == ("en underskrift av Björkskolan",)
    assert finding.appearance.startswith("Sidorna ser likadana ut med tillägget, men")
    assert (finding.version, finding.paper) == (adopted.version(2), "plan")


def test_the_page_that_a_signature_can_be_seen_on_is_named(adopted: House, other_key: Key) -> None:
    box = {"on_page": 0, "box": (0, 0, 300, 300)}
    finding = found(adopted, approved(adopted.paper(2), other_key, box))

    assert finding.appearance == "Med tillägget ser sida 1 inte ut som i den fastställda filen."


def test_of_an_earlier_version_with_something_added_both_are_told(adopted: House) -> None:
    finding = found(adopted, adopted.paper(1) + b"\n")

    assert finding.state is State.ADDED
    assert "Den är ersatt av version 2. Byt ut papperet." in finding.text


@pytest.mark.parametrize("number", [1, 2])
def test_a_certificate_put_into_the_stamp_hides_no_version(
    lived_in: House, other_key: Key, number: int
) -> None:
    expected = {1: State.REPLACED, 2: State.CURRENT}[number]
    changed = with_certificate(lived_in.paper(number), other_key)
    assert found(lived_in, changed).state is expected

    data = FormData.of([*WHY, ("sedan", "version-1")])
    versions.withdraw(lived_in.store, lived_in.version(number), data)
    assert found(lived_in, changed).state is State.WITHDRAWN
    added = found(lived_in, changed + b"\n")
    assert (added.state, added.added) == (State.WITHDRAWN, ("en radbrytning",))


# --- What is not genuine ------------------------------------------------------------------------


def test_one_changed_byte_is_told(adopted: House) -> None:
    changed = bytearray(adopted.paper(2))
    changed[5000] ^= 1

    finding = found(adopted, bytes(changed))
    assert finding.state is State.CHANGED
    assert finding.text == "Filen eller dess stämpel är ändrad."
    assert not finding.state.is_genuine


def test_a_name_on_a_certificate_is_not_believed(adopted: House, draft_pdf: bytes) -> None:
    foreign = keys.load(keys.new("Lindängens skola", FIRST))

    finding = found(adopted, sealing.seal(draft_pdf, foreign, when=FIRST).pdf)
    assert finding.state is State.FOREIGN
    assert finding.title == "Inte utfärdad här"
    assert "”Lindängens skola”. Vem som helst" in finding.text


def test_what_was_stamped_here_but_never_kept_is_told(
    adopted: House, draft_pdf: bytes, key_file: bytes
) -> None:
    finding = found(adopted, sealing.seal(draft_pdf, keys.load(key_file), when=FIRST).pdf)

    assert finding.state is State.UNREGISTERED
    assert finding.text.endswith("Om den fortfarande gäller går inte att säga.")


def test_a_draft_is_no_adopted_plan(adopted: House, draft_pdf: bytes) -> None:
    finding = found(adopted, draft_pdf)

    assert finding.state is State.NO_PLAN
    assert finding.text == "Filen har ingen stämpel från det här programmet."


@pytest.mark.parametrize("content", [b"", b"{}", b"%PDF-1.7 kort"])
def test_a_file_that_cannot_be_judged_says_why(adopted: House, content: bytes) -> None:
    with pytest.raises(sealing.Unreadable):
        found(adopted, content)


def test_a_key_that_is_lost_is_still_known_by_what_it_stamped(
    lived_in: House, key_file: bytes
) -> None:
    (lived_in.folder.path / "stampel.p12").unlink()

    assert found(lived_in, lived_in.paper(2)).state is State.CURRENT
    own = checking.own_fingerprints(lived_in.store, lived_in.ring)
    assert own == {keys.load(key_file).fingerprint}
