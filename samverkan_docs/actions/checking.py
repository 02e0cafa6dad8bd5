"""Is this paper genuine, and does it still hold? The verdict on a file that somebody has.

Rule: a file is known by the bytes that were stamped, never by what it says about itself, and only
they are genuine. What follows them is described and drawn, and nobody is told to rely on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from samverkan_docs.actions.standing import School, Standing
from samverkan_docs.actions.standing import State as Stands
from samverkan_docs.papers.printing import Issue
from samverkan_docs.seal import KeyRing, sealing
from samverkan_docs.seal.page_differences import Differences
from samverkan_docs.seal.sealing import Verdict
from samverkan_docs.store import Store, Version
from samverkan_docs.words import listed, period, prose_date


class State(Enum):
    """What a file turns out to be, in few words, and whether it is genuine and may be used."""

    CURRENT = ("Äkta och gällande", True)
    REPLACED = ("Äkta, men ersatt av en nyare version", True)
    NOT_YET = ("Äkta, men gäller inte än", True)
    NONE_HOLDS = ("Äkta, men ingen version gäller", True)
    PAST = ("Äkta, bör ses över", True)
    ADDED = ("Äkta i grunden, med tillägg efteråt", True)
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

    Genuine are its first *end* bytes. What was *added* after them stands in a few words each, and
    *differences* is what it does to the pages; both are only of files that the school has stamped.
    *paper* is which of the version's papers it is.
    """

    state: State
    title: str
    text: str
    version: Version | None = None
    paper: str = ""
    end: int = 0
    added: tuple[str, ...] = ()
    differences: Differences | None = None

    @property
    def appearance(self) -> str:
        """Whether the pages look different with what was added, in sentences; empty if nothing."""
        return appearance(self.differences) if self.differences else ""


_NAMES = {
    Issue.PLAN: "Det här är planen",
    Issue.ARCHIVE: "Det här är planens arkivkopia",
    Issue.WALL: "Det här är anslaget",
    Issue.WALL_A3: "Det här är anslaget",
    Issue.INTERNAL: "Det här är det interna bladet",
    Issue.CARD: "Det här är fickkorten",
    Issue.HOLIDAYS: "Det här är lovlistan",
}


def own_fingerprints(store: Store, ring: KeyRing) -> frozenset[str]:
    """Return the fingerprints of every certificate that the school has stamped with."""
    return store.issued.fingerprints() | ring.fingerprints()


def check(store: Store, ring: KeyRing, pdf: bytes, today: date) -> Finding:
    """Judge a file; sealing.Unreadable if it cannot be judged."""
    verdict = sealing.check(pdf, own_fingerprints(store, ring))
    if not verdict.sealed:
        return _finding(State.NO_PLAN, verdict.changed)
    if not verdict.intact:
        return _finding(State.CHANGED, verdict.changed)
    if not verdict.own:
        text = (
            f"Filen är stämplad med ett certifikat som programmet inte känner: "
            f"”{verdict.name}”. Vem som helst kan göra ett certifikat med det namnet."
        )
        return _finding(State.FOREIGN, text)
    finding = replace(_of_genuine(store, verdict, today), end=verdict.end)
    return _with_what_was_added(finding, pdf) if verdict.continued else finding


def _of_genuine(store: Store, verdict: Verdict, today: date) -> Finding:
    found = store.issued.find(verdict.covered, verdict.digest)
    if found is not None:
        return _of_version(store, *found, today)
    text = (
        "Filen är stämplad med skolans nyckel, men versionen finns inte i programmet. "
        "Om den fortfarande gäller går inte att säga."
    )
    return _finding(State.UNREGISTERED, text)


def _with_what_was_added(finding: Finding, pdf: bytes) -> Finding:
    """Return a finding on the genuine bytes as one on all of *pdf*; withdrawn stays withdrawn."""
    from samverkan_docs.seal import after_seal, page_differences

    about = replace(
        finding,
        added=after_seal.added(pdf, finding.end),
        differences=page_differences.between(pdf, finding.end),
    )
    if not finding.state.is_genuine:
        return about
    text = f"{finding.text} {_ADDED}"
    return replace(about, state=State.ADDED, title=State.ADDED.title, text=text)


_ADDED = "Någon har lagt till något efter stämpeln. Bara den fastställda filen är äkta: använd den."


def appearance(found: Differences) -> str:
    """Return in sentences whether the pages look different with what was added."""
    if not found.drawn:
        return "Filen med tillägget går inte att rita, så sidorna är inte jämförda."
    if found.pages:
        which = listed([str(page) for page in found.pages])
        word = "sida" if len(found.pages) == 1 else "sidorna"
        told = f"Med tillägget ser {word} {which} inte ut som i den fastställda filen."
    else:
        told = "Sidorna ser likadana ut med tillägget, men andra program kan visa det annorlunda."
    if found.compared is not None:
        told += f" Bara de första {found.compared} sidorna är jämförda."
    return told


_STATES = {
    Stands.WITHDRAWN: State.WITHDRAWN,
    Stands.NONE_HOLDS: State.NONE_HOLDS,
    Stands.REPLACED: State.REPLACED,
    Stands.SUCCEEDED: State.REPLACED,
    Stands.NOT_YET: State.NOT_YET,
    Stands.HOLDS: State.CURRENT,
    Stands.PAST: State.PAST,
}


def _of_version(store: Store, version: Version, name: str, today: date) -> Finding:
    school = School.on(store, version.plan.school, today)
    found = school.of(version)
    state = _STATES[found.state]
    title = f"Äkta, men ersatt av {_instead(found)}" if state is State.REPLACED else ""
    what = f"{_NAMES[Issue(name)]}, version {version.number} för läsåret {version.year}."
    return _finding(state, f"{what} {_sentences(school, version, found)}", version, title, name)


def _sentences(school: School, version: Version, found: Standing) -> str:
    """Return what a person needs to know who holds the paper in the hand."""
    match found.state:
        case Stands.WITHDRAWN:
            then = f"Version {found.by.number} gäller." if found.by else "Ingen version gäller nu."
            return f"Versionen är tillbakadragen. Använd den inte. {then}"
        case Stands.NONE_HOLDS:
            return _NONE_HOLDS
        case Stands.REPLACED | Stands.SUCCEEDED:
            return f"Den är ersatt av {_instead(found)}. Byt ut papperet."
        case Stands.PAST:
            last = prose_date(version.last_day) if version.last_day else ""
            return f"Planens sista dag var den {last}. Numren kan ändå stämma: ring och fråga."
        case Stands.NOT_YET:
            days = period(version.plan.first_day, version.last_day)
            return f"Den gäller {days}.{_till_then(school, version)}"
        case _:
            return f"Den gäller {period(None, version.last_day) or 'tills vidare'}."


_NONE_HOLDS = (
    "Skolan har dragit tillbaka en senare version och sagt att ingen version gäller. Använd inte "
    "papperet: fråga skolan vilka nummer som stämmer."
)


def _till_then(school: School, version: Version) -> str:
    other = school.until_then(version.plan)
    return f" Till dess gäller planen för {other.year}, version {other.number}." if other else ""


def _instead(found: Standing) -> str:
    if found.by is None:
        return "en nyare version"
    number = f"version {found.by.number}"
    return number if found.state is Stands.REPLACED else f"planen för {found.by.year}, {number}"


def _finding(
    state: State, text: str, version: Version | None = None, title: str = "", paper: str = ""
) -> Finding:
    title = title or state.title
    return Finding(state=state, title=title, text=text, version=version, paper=paper)
