from __future__ import annotations

import re
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind
from samverkan_docs.papers import calendar_file
from samverkan_docs.plan import Meeting, Plan
from tests.drawn import plans

EMPTY = Plan(id="p")
CHANGED = datetime(2026, 8, 17, 8, 30, 5, 999, tzinfo=UTC).replace(tzinfo=None)  # as the store has
LATER = CHANGED + timedelta(seconds=1)
CHECKS = ["kontroll_host", "kontroll_jul", "kontroll_var", "kontroll_sommar"]
MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2088, 1, 1))  # noqa: DTZ001 -- as the store has them


def followed_up(**answers: object) -> Plan:
    return EMPTY.answered("uppfoljning", answers)  # type: ignore[arg-type]


def events(plan: Plan, changed: datetime = CHANGED) -> dict[str, Event]:
    """Return what another library than the one that wrote it reads, by UID."""
    text = calendar_file.write(plan, changed).decode()
    found = IcsCalendarStream.calendar_from_ics(text).events
    by_uid = {str(event.uid): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


# --- Which days ---------------------------------------------------------------------------------


def test_the_example_has_its_days_in_order(plan: Plan) -> None:
    found = [(event.dtstart, event.summary) for event in events(plan).values()]
    assert found == [
        (date(2026, 8, 10), "Samverkansplanen: kontrollera numren före höstterminen"),
        (date(2026, 10, 5), "Samverkansplanen: möte"),
        (date(2026, 12, 14), "Samverkansplanen: kontrollera numren före jullovet"),
        (date(2027, 1, 7), "Samverkansplanen: kontrollera numren före vårterminen"),
        (date(2027, 5, 10), "Samverkansplanen: möte"),
        (date(2027, 6, 7), "Samverkansplanen: kontrollera numren före sommarlovet"),
        (date(2027, 8, 31), "Samverkansplanen: planens sista dag"),
    ]


def test_every_date_that_follow_up_asks_for_is_a_day() -> None:
    asked = [q.key for q in catalogue.UPPFOLJNING.asked if q.kind is Kind.DATE]
    assert asked == CHECKS
    for key in asked:
        day = date(2026, 12, 14)
        (found,) = calendar_file.days(followed_up(**{key: day}))
        assert found.day == day


def test_no_day_is_guessed(quick_plan: Plan) -> None:
    assert calendar_file.days(EMPTY) == ()
    assert calendar_file.lacks_days(EMPTY)
    assert [found.key for found in calendar_file.days(quick_plan)] == ["galler_till"]
    assert calendar_file.lacks_days(quick_plan)
    assert not calendar_file.lacks_days(followed_up(kontroll_jul=date(2026, 12, 14)))


def test_a_meeting_without_a_day_waits() -> None:
    plan = followed_up(moten=(Meeting(id="a", vad="polisen"),))
    assert calendar_file.days(plan) == ()


# --- What a screen shows ------------------------------------------------------------------------


def test_each_day_says_what_to_do(plan: Plan) -> None:
    for event in events(plan).values():
        assert event.summary
        assert event.description
        assert event.description.endswith(".")
        is_check = ".kontroll_" in str(event.uid)
        assert event.description.startswith("Ring och kontrollera numren") is is_check


@given(plans(), MOMENTS)
def test_nothing_that_somebody_typed_but_the_days_is_in_it(drawn: Plan, changed: datetime) -> None:
    days = {found.key: found for found in calendar_file.days(drawn)}
    found = events(drawn, changed)
    assert set(found) == {f"{drawn.id}.{key}@samverkan-docs" for key in days}
    said = {text for event in found.values() for text in (event.summary, event.description)}
    every = events(ALL)
    assert said <= {t for event in every.values() for t in (event.summary, event.description)}
    for key, day in days.items():
        assert found[f"{drawn.id}.{key}@samverkan-docs"].dtstart == day.day


ALL = followed_up(
    moten=(Meeting(id="a", datum=date(2026, 9, 1), vad="Ada Ek, 08-465 004 10, om en elev"),),
    **dict.fromkeys(CHECKS, date(2026, 12, 14)),
).answered("skolan", {"skola": "Åsgårds skola", "galler_till": date(2027, 8, 31)})


def test_whom_one_meets_and_numbers_are_left_in_the_plan() -> None:
    text = calendar_file.write(ALL, CHANGED).decode().replace("\r\n ", "")
    for typed in ("Ada", "465", "elev", "Åsgård", "hedersr", "våld"):
        assert typed not in text
    assert socket.gethostname() not in text


# --- The format ---------------------------------------------------------------------------------


def test_a_day_is_a_whole_day_without_clock_or_zone_and_is_not_taken(plan: Plan) -> None:
    for event in events(plan).values():
        assert type(event.dtstart) is date
        assert event.dtend == event.dtstart + timedelta(days=1)
        assert event.transparency == "TRANSPARENT"
    text = calendar_file.write(plan, CHANGED).decode()
    assert "TZID" not in text
    assert "VTIMEZONE" not in text
    assert len(re.findall(r"DTSTART;VALUE=DATE:[0-9]{8}\r\n", text)) == len(events(plan))


def test_nobody_is_invited(plan: Plan) -> None:
    text = calendar_file.write(plan, CHANGED).decode()
    for name in ("METHOD", "ORGANIZER", "ATTENDEE"):
        assert name not in text


def test_lines_are_as_long_as_they_may_be_and_end_as_they_must(plan: Plan) -> None:
    content = calendar_file.write(plan, CHANGED)
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


# --- A second download --------------------------------------------------------------------------


def test_the_same_plan_changed_at_the_same_time_gives_the_same_bytes(plan: Plan) -> None:
    assert calendar_file.write(plan, CHANGED) == calendar_file.write(plan, CHANGED)


@pytest.mark.parametrize("key", [*CHECKS, "moten.a", "galler_till"])
def test_a_moved_day_keeps_its_uid_and_wins(key: str) -> None:
    moved = ALL.answered(
        "uppfoljning",
        {
            **dict.fromkeys(CHECKS, date(2026, 12, 15)),
            "moten": (replace(ALL.meetings[0], datum=date(2026, 9, 2)),),
        },
    ).answered("skolan", {"galler_till": date(2027, 8, 30)})
    uid = f"p.{key}@samverkan-docs"
    before, after = events(ALL, CHANGED)[uid], events(moved, LATER)[uid]
    assert after.dtstart != before.dtstart
    assert after.sequence is not None
    assert before.sequence is not None
    assert after.sequence > before.sequence
    assert after.dtstamp > before.dtstamp
    assert after.last_modified == after.dtstamp == LATER.replace(microsecond=0, tzinfo=UTC)


def test_two_plans_share_no_day() -> None:
    other = replace(ALL, id="q")
    assert not set(events(ALL)) & set(events(other))


@given(MOMENTS)
def test_a_sequence_fits_its_type(changed: datetime) -> None:
    found = events(ALL, changed)
    assert all(0 <= (event.sequence or 0) < 2**31 for event in found.values())


def test_a_clock_that_is_wrong_gives_a_file_all_the_same() -> None:
    found = events(ALL, datetime(1999, 1, 1, tzinfo=UTC))
    assert {event.sequence for event in found.values()} == {0}


def test_a_file_is_named_after_the_year() -> None:
    named = EMPTY.answered("skolan", {"lasar": "2026/27"})
    assert calendar_file.file_name(named) == "kalender-samverkansplan-2026-27.ics"
    assert calendar_file.file_name(EMPTY) == "kalender-samverkansplan.ics"
