"""What every route asks of the request: the store, the plan, the section, the form's data.

Rule: what is not there is a 404 here, so that no route has to think of it; who acts is asked in
this one place.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from flask import current_app, request, session
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.sansio import multipart

from samverkan_docs import catalogue, forms
from samverkan_docs.actions.standing import School
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import Csrf, FormData
from samverkan_docs.plan import SCHOOL, Place, Plan, confirmation
from samverkan_docs.seal import KeyRing, sealing
from samverkan_docs.store import History, NoSuchPlan, NoSuchVersion, Store, Stored, Version
from samverkan_docs.web.drawing import Queue
from samverkan_docs.web.undoing import Undoing
from samverkan_docs.words import count

_MOST_VERSIONS = 9999
_AROUND_A_FILE = 1_000_000  # bytes that the rest of a page with a file may take
_BEFORE_A_FILE = 65_536  # bytes in which all stands that was typed before a file was chosen


class OldPage(RuntimeError):
    """What was posted comes from a page of an earlier session; *back* is where to see it anew."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


class Withdrawn(LookupError):
    """The *version* that was asked for has been withdrawn: its page alone is left."""

    def __init__(self, version: Version) -> None:
        super().__init__(version.number)
        self.version = version


def store() -> Store:
    """Return the application's store."""
    return cast("Store", current_app.extensions["store"])


def keys() -> KeyRing:
    """Return what the school stamps with."""
    return cast("KeyRing", current_app.extensions["keys"])


def drawing() -> Queue:
    """Return the queue in which papers are drawn."""
    return cast("Queue", current_app.extensions["drawing"])


def undoing() -> Undoing:
    """Return what can still be undone."""
    return cast("Undoing", current_app.extensions["undoing"])


def now() -> datetime:
    """Return the time, with its zone."""
    return cast("datetime", current_app.config["NOW"]())


def today() -> date:
    """Return the day that it is where the program runs."""
    return now().astimezone().date()


def version(plan_id: str, number: int) -> Version:
    """Return an issued version, else store.NoSuchVersion."""
    if number > _MOST_VERSIONS:  # no database could count so far
        raise NoSuchVersion(plan_id)
    return store().issued.load(plan_id, number)


def standing(plan_id: str, number: int) -> Version:
    """Return an issued version that has not been withdrawn, else Withdrawn."""
    found = version(plan_id, number)
    if found.withdrawn:
        raise Withdrawn(found)
    return found


def history(plan_id: str) -> History:
    """Return the versions of a plan."""
    return store().issued.history(plan_id)


def standings() -> School:
    """Return what the school has adopted, and how each version stands today."""
    return School.on(store(), school(), today())


def draft(plan_id: str) -> Stored | None:
    """Return the draft of a plan, None if none is open."""
    try:
        return store().load(plan_id)
    except NoSuchPlan:
        return None


def section(key: str) -> Section:
    """Return the section with *key*, else 404."""
    if key not in catalogue.BY_KEY:
        raise NotFound
    return catalogue.section(key)


def place(name: str) -> Place | None:
    """Return the place in a plan that the request names, None if it names none."""
    try:
        return Place.parse(request.values.get(name, ""))
    except ValueError:
        return None


def data() -> FormData:
    """Return the posted form data."""
    return FormData(request.form.to_dict(flat=False))


def file_is_too_large() -> bool:
    """Make room for a file, and tell whether what is sent is larger still: it is not read then."""
    request.max_content_length = request.max_form_memory_size = sealing.LIMIT + _AROUND_A_FILE
    return (request.content_length or 0) > request.max_content_length


def has_file() -> bool:
    """Return whether a file was chosen, if it is none that is too large."""
    limit = request.max_content_length or 0
    return (request.content_length or 0) <= limit and bool(request.files.get("fil"))


def file() -> bytes:
    """Return the file that was chosen, with a byte too many if it is too large; empty if none."""
    upload = request.files.get("fil")
    return upload.stream.read(sealing.LIMIT + 1) if upload else b""


def data_before_file() -> FormData:
    """Return what was typed into a page whose file is too large; of the file nothing is read."""
    decoder = multipart.MultipartDecoder(request.mimetype_params.get("boundary", "-").encode())
    decoder.receive_data(request.environ["wsgi.input"].read(_BEFORE_A_FILE))
    try:
        found = _fields(decoder)
    except ValueError:
        raise BadRequest from None
    return FormData.of((name, text.decode(errors="replace")) for name, text in found)


def _fields(decoder: multipart.MultipartDecoder) -> list[tuple[str, bytes]]:
    """Return the fields up to the first file; ValueError if the data are not well formed."""
    found: list[tuple[str, bytes]] = []
    event = decoder.next_event()
    while not isinstance(event, multipart.File | multipart.NeedData | multipart.Epilogue):
        if isinstance(event, multipart.Field):
            found.append((_named(event), b""))
        elif isinstance(event, multipart.Data):
            found[-1] = (found[-1][0], found[-1][1] + event.data)
        event = decoder.next_event()
    return found


def _named(part: multipart.Field) -> str:
    # Werkzeug's type claims a name for a part that may have none.
    name: str | None = part.name
    if name is None:
        raise ValueError(part)
    return name


def demand_token(back: str) -> None:
    """Raise OldPage unless what is posted comes from a page of this session."""
    if not is_of_this_session(data()):
        raise OldPage(back)


def is_of_this_session(posted: FormData) -> bool:
    """Return whether *posted* data come from a page of this session."""
    return forms.token_is_good(csrf(), posted)


def csrf() -> Csrf:
    """Return what ties a form to this session."""
    return Csrf(session=session, secret=cast("bytes", current_app.secret_key))


def school() -> str:
    """Return the key of the school whose plans the person may see: here there is one."""
    return SCHOOL


def due_in_words(plan: Plan) -> str:
    """Return which contacts and help lines should be checked, in sentences; empty if none."""
    due = confirmation.due(plan, today())
    never = sum(contact.kontrollerad is None for contact in due)
    lines = len(confirmation.due_lines(plan, today()))
    told = [
        (never, ("kontakt", "kontakter"), "har aldrig kontrollerats."),
        (len(due) - never, ("kontakt", "kontakter"), "kontrollerades för länge sedan."),
        (lines, ("stödlinje", "stödlinjer"), "har ingen på skolan kontrollerat det senaste året."),
    ]
    return " ".join(f"{count(n, *noun)} {what}" for n, noun, what in told if n)
