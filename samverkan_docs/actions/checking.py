"""Is this paper genuine, and does it still hold? The verdict on a file that somebody has.

Rule: a file is known by the bytes that were stamped, never by what it says about itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from samverkan_docs.papers.printing import Issue
from samverkan_docs.seal import KeyRing, sealing
from samverkan_docs.seal.sealing import Verdict
from samverkan_docs.store import Store, Version
from samverkan_docs.words import prose_date


class State(Enum):
    """What a file turns out to be, in few words, and whether it is genuine and may be used."""

    CURRENT = ("Äkta och gällande", True)
    REPLACED = ("Äkta, men ersatt av en nyare version", True)
    PAST = ("Äkta, bör ses över", True)
    UNREGISTERED = ("Äkta, men finns inte i programmet", True)
    WITHDRAWN = ("Tillbakadragen", False)
    CHANGED = ("Ändrad efter fastställandet", False)
    FOREIGN = ("Inte utfärdad här", False)
    NO_PLAN = ("Ingen fastställd plan", False)

    def __init__(self, title: str, is_genuine: bool) -> None:  # noqa: FBT001 -- a member's value
        self.title = title
        self.is_genuine = is_genuine


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a file is: *title* in few words, *text* in sentences, and the *version* if it is known.

    *signers* are those who signed the file electronically after it was stamped.
    """

    state: State
    title: str
    text: str
    version: Version | None = None
    signers: tuple[str, ...] = ()


_NAMES = {
    Issue.PLAN: "Det här är planen",
    Issue.ARCHIVE: "Det här är planens arkivkopia",
    Issue.WALL: "Det här är anslaget",
    Issue.WALL_A3: "Det här är anslaget",
    Issue.INTERNAL: "Det här är det interna bladet",
    Issue.CARD: "Det här är fickkorten",
}


def own_fingerprints(store: Store, ring: KeyRing) -> frozenset[str]:
    """Return the fingerprints of every certificate that the school has stamped with."""
    return store.issued.fingerprints() | ring.fingerprints()


def check(store: Store, ring: KeyRing, pdf: bytes, today: date) -> Finding:
    """Judge a file; signing.Unreadable if it cannot be judged."""
    verdict = sealing.check(pdf, own_fingerprints(store, ring))
    if not verdict.sealed:
        return _finding(State.NO_PLAN, verdict.changed)
    if not verdict.intact:
        return _finding(State.CHANGED, verdict.changed)
    if not verdict.own:
        text = (
            f"Filen är hel, men stämplad med ett certifikat som programmet inte känner: "
            f"”{verdict.name}”. Vem som helst kan göra ett certifikat med det namnet."
        )
        return _finding(State.FOREIGN, text)
    found = store.issued.find(verdict.digest)
    if found is None:
        text = (
            "Filen är hel och stämplad med skolans nyckel, men versionen finns inte i programmet. "
            "Om den fortfarande gäller går inte att säga."
        )
        return _finding(State.UNREGISTERED, text, verdict)
    return _of_version(store, verdict, *found, today)


def _of_version(
    store: Store, verdict: Verdict, version: Version, name: str, today: date
) -> Finding:
    what = f"{_NAMES[Issue(name)]}, version {version.number} för läsåret {version.year}."
    if version.withdrawn:
        text = f"{what} Versionen är tillbakadragen. Använd den inte."
        return _finding(State.WITHDRAWN, text, verdict, version)
    newest = store.issued.history(version.plan.id).holding or version
    if newest.number > version.number:
        text = f"{what} Den är ersatt av version {newest.number}. Byt ut papperet."
        title = f"Äkta, men ersatt av version {newest.number}"
        return _finding(State.REPLACED, text, verdict, version, title)
    first, last = version.plan.first_day, version.last_day
    if last and last < today:
        text = (
            f"{what} Planens sista dag var den {prose_date(last)}. Numren kan ändå stämma: ring och"
        )
        return _finding(State.PAST, f"{text} fråga.", verdict, version)
    since = f"från och med den {prose_date(first)} " if first and today < first else ""
    until = f"till och med den {prose_date(last)}" if last else "tills vidare"
    return _finding(State.CURRENT, f"{what} Den gäller {since}{until}.", verdict, version)


def _finding(
    state: State,
    text: str,
    verdict: Verdict | None = None,
    version: Version | None = None,
    title: str = "",
) -> Finding:
    return Finding(
        state=state,
        title=title or state.title,
        text=text,
        version=version,
        signers=verdict.signers if verdict else (),
    )
