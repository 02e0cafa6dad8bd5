"""Read a plan in: from a plan file, or from the data in an issued PDF.

Rule: what is read in passes the same forms as a posted page, and becomes a draft of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs import forms
from samverkan_docs.actions.editing import edited
from samverkan_docs.pdf import DATA_NAME
from samverkan_docs.plan import Plan, new_id, plan_file, strict_json
from samverkan_docs.plan.to_come import without_days_to_come
from samverkan_docs.seal import sandbox, sealing
from samverkan_docs.store import NoSuchPlan, Store
from samverkan_docs.words import listed


def read(data: bytes) -> Plan:
    """Read a plan file; plan_file.Unreadable or forms.Rejected if it is no valid plan."""
    return forms.checked(plan_file.read(data))


def is_pdf(data: bytes) -> bool:
    """Return whether a file that is read in says that it is a PDF."""
    return data.startswith(b"%PDF-")


def read_issued(pdf: bytes, own: Collection[str] = ()) -> tuple[Plan, str]:
    """Read the data of an issued plan, and the name on a certificate that is not among *own*.

    Whoever stamped it, the stamp must be whole, and the data are those that it covers: what was
    added afterwards is not looked at. Raises as `read` does, and sealing.Unreadable.
    """
    verdict = sealing.check(pdf, own)
    if not verdict.intact:
        raise plan_file.Unreadable(
            f"{verdict.changed} Bara en fastställd plan vars stämpel är hel går att läsa in."
        )
    text = sealing.attachment(pdf[: verdict.end], DATA_NAME)
    if text is None:
        raise plan_file.Unreadable(
            "Filen är stämplad men har inga uppgifter att läsa in. Välj planen, inget av de andra "
            "papperen."
        )
    return _from_stranger(text), "" if verdict.own else verdict.name


def _from_stranger(data: bytes) -> Plan:
    """Read a plan file from anybody as `read` does, once a child has parsed it."""
    if len(data) > strict_json.SIZE_LIMIT:
        raise plan_file.Unreadable(strict_json.TOO_LARGE)
    try:
        return read(sandbox.run(rewritten, data))
    except sandbox.Refused as error:
        raise plan_file.Unreadable(str(error)) from error
    except sandbox.Failed as error:
        raise plan_file.Unreadable("Filen går inte att läsa.") from error


def rewritten(data: bytes) -> bytes:
    """Return a plan file as the program itself writes it, for the way out of a child."""
    try:
        return plan_file.write(plan_file.read(data)).encode()
    except plan_file.Unreadable as error:
        raise sandbox.Refused(str(error)) from error


@dataclass(frozen=True, kw_only=True)
class ReadIn:
    """A plan that was read in; *stranger* is the name on a certificate that is not known.

    *sentences* tell which days of check it has lost, and why.
    """

    plan: Plan
    stranger: str = ""
    sentences: tuple[str, ...] = ()


def read_in(store: Store, data: bytes, today: date, own: Collection[str] = ()) -> ReadIn:
    """Store a plan file or an issued plan, always as a draft of its own.

    Raises as `read` and `read_issued` do.
    """
    plan, stranger = read_issued(data, own) if is_pdf(data) else (_from_stranger(data), "")
    is_known = _is_known(store, plan.id)
    plan, told = as_kept(store, plan, today)
    if is_known:
        plan = replace(plan, id=new_id())
    store.add(plan, is_read_in=True)
    return ReadIn(plan=plan, stranger=stranger, sentences=told)


def as_kept(store: Store, plan: Plan, today: date) -> tuple[Plan, tuple[str, ...]]:
    """Return a plan from a file as it is kept, and in Swedish what it has lost by that.

    A day of check does not come with another number than in the plan that is here, nor if it is
    after *today*.
    """
    plan, names = without_days_to_come(plan, today)
    here = _here(store, plan.id)
    plan, gone = edited(here, plan) if here else (plan, ())
    told = [found.sentence for found in gone]
    if names:
        rows = listed(names)
        told.append(f"{rows}: dagen för kontrollen har inte varit än, så den är borttagen.")
    return plan, tuple(told)


def _here(store: Store, plan_id: str) -> Plan | None:
    """Return the plan as it is here: the draft, else the newest version; None if there is none."""
    try:
        return store.load(plan_id).plan
    except NoSuchPlan:
        holding = store.issued.history(plan_id).holding
        return holding.plan if holding else None


def _is_known(store: Store, plan_id: str) -> bool:
    return _here(store, plan_id) is not None or bool(store.issued.history(plan_id))
