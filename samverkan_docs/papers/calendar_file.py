"""The plan's dates as a calendar file (iCalendar, RFC 5545): when to check, to meet, to renew.

Rule: a calendar may hang on a screen that anybody passes. Nothing but the days comes from what the
school has typed: no names, no numbers, not with whom one meets. Each day is a date without a clock
and thus without a time zone. The same plan, changed at the same time, gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from samverkan_docs import catalogue
from samverkan_docs.plan import Plan

if TYPE_CHECKING:
    from icalendar import Event

_MAKER = "-//samverkan-docs//Samverkansplan//SV"
_DOMAIN = "samverkan-docs"
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # seconds since then fit SEQUENCE until 2088

_CALL = "Ring och kontrollera numren i planen. Byt ut papperen om något har ändrats."
_CHECKS = {
    catalogue.AUTUMN_CHECK.key: (
        "kontrollera numren före höstterminen",
        f"{_CALL} Gå igenom planen med personalen när läsåret börjar.",
    ),
    catalogue.CHRISTMAS_CHECK.key: (
        "kontrollera numren före jullovet",
        f"{_CALL} Se efter att planen säger vem som svarar under lovet.",
    ),
    catalogue.SPRING_CHECK.key: ("kontrollera numren före vårterminen", _CALL),
    catalogue.SUMMER_CHECK.key: (
        "kontrollera numren före sommarlovet",
        f"{_CALL} Se efter att planen säger vem som svarar på sommaren.",
    ),
}
_MEETING = ("möte", "Mötet står i planen, i delen Uppföljning. Där står med vem och om vad.")
_LAST_DAY = (
    "planens sista dag",
    "I dag är planens sista dag. Fastställ en plan för nästa läsår och byt ut papperen.",
)


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day to remember: *key* tells it from the plan's others, however it is moved."""

    key: str
    day: date
    what: str
    text: str


def days(plan: Plan) -> tuple[Day, ...]:
    """Return the days that the plan holds, in order; none if no date is filled in."""
    return tuple(sorted(_days(plan), key=lambda found: found.day))


def lacks_days(plan: Plan) -> bool:
    """Return whether the school has typed neither when to check nor when to meet."""
    return {found.key for found in days(plan)} <= {catalogue.LAST_DAY.key}


def _days(plan: Plan) -> Iterator[Day]:
    section = catalogue.UPPFOLJNING.key
    for key, (what, text) in _CHECKS.items():
        if checked := plan.day(section, key):
            yield Day(key=key, day=checked, what=what, text=text)
    for meeting in plan.meetings:
        if meeting.datum:
            what, text = _MEETING
            yield Day(
                key=f"{catalogue.MEETINGS.key}.{meeting.id}",
                day=meeting.datum,
                what=what,
                text=text,
            )
    if last := plan.last_day:
        what, text = _LAST_DAY
        yield Day(key=catalogue.LAST_DAY.key, day=last, what=what, text=text)


def write(plan: Plan, changed: datetime) -> bytes:
    """Return the days as a file. *changed*, in UTC, says when the plan was last changed.

    A later file replaces an earlier one, day by day: UID stays, SEQUENCE and the stamps grow. It
    names no METHOD, for nobody is invited; DTSTAMP is then the time of the last change.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _MAKER)
    for day in days(plan):
        calendar.add_component(_event(plan, day, changed.replace(tzinfo=UTC)))
    return bytes(calendar.to_ical())


def _event(plan: Plan, day: Day, changed: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{plan.id}.{day.key}@{_DOMAIN}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", max(0, int((changed - _BEGINNING).total_seconds())))
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", f"Samverkansplanen: {day.what}")
    event.add("description", day.text)
    event.add("transp", "TRANSPARENT")  # the day is not taken
    return event


def file_name(plan: Plan) -> str:
    """Return the name that the file is saved under."""
    year = plan.year.replace("/", "-")
    return f"kalender-samverkansplan{f'-{year}' if year else ''}.ics"
