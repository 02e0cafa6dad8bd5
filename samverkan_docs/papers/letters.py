"""What to ask each partner before the plan is adopted: whether what it says of them is right.

Rule: a letter holds only what the plan document prints about that partner, and no individual case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper, Section
from samverkan_docs.papers.selection import Answer, Part, part
from samverkan_docs.plan import Contact, Plan, missing, phones
from samverkan_docs.words import NBSP, capital, prose_date

_LONGEST_LINK = 2000  # characters; what Outlook and browsers on Windows hand on


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A text to send: to whom, and what it says.

    *unfinished* are the questions whose answers it leaves out, for a bracket is left in them.
    """

    section: Section
    to: str
    addresses: tuple[str, ...]
    subject: str
    text: str
    unfinished: tuple[str, ...] = ()

    @property
    def link(self) -> str:
        """The address that opens the letter in the computer's mail program.

        It carries the text, unless that is longer than mail programs take.
        """
        addresses = ",".join(quote(address, safe="@") for address in self.addresses)
        empty = f"mailto:{addresses}?subject={quote(self.subject)}"
        body = quote(self.text.replace("\n", "\r\n"))
        whole = f"{empty}&body={body}"
        return whole if len(whole) <= _LONGEST_LINK else empty

    @property
    def is_carried(self) -> bool:
        """Whether the link carries the text, so that nobody needs to copy it."""
        return "&body=" in self.link


@dataclass(frozen=True, kw_only=True)
class _Partner:
    """One who is written to: what the plan prints about it."""

    section: Section
    name: str
    contacts: tuple[Contact, ...]
    answers: tuple[Answer, ...]


def letters(plan: Plan, answer_by: date) -> tuple[Letter, ...]:
    """Return a letter for each partner that the plan names contacts of."""
    return tuple(_letter(plan, partner, answer_by) for partner in _partners(plan))


def _partners(plan: Plan) -> Iterator[_Partner]:
    """Yield each partner that has contacts: in a section, each organisation is one."""
    for section in catalogue.SECTIONS:
        view = part(plan, section, Paper.PLAN)
        if view.partners is not None:
            for one in view.partners:
                yield from _by_organisation(section, one, [one.title])
        elif section.partner:
            names = (contact.organisation for contact in _contacts(view))
            yield from _by_organisation(section, view, dict.fromkeys(names))


def _by_organisation(section: Section, view: Part, names: Iterable[str]) -> Iterator[_Partner]:
    for name in names:
        is_alone = section is catalogue.OVRIGA
        own = tuple(c for c in _contacts(view) if is_alone or c.organisation == name)
        if own:
            answers = tuple(answer for answer in view.answers if answer.text)
            yield _Partner(section=section, name=name or view.title, contacts=own, answers=answers)


def _contacts(view: Part) -> tuple[Contact, ...]:
    return view.directory.contacts if view.directory else ()


def _letter(plan: Plan, partner: _Partner, answer_by: date) -> Letter:
    school = plan.school_name or "Skolan"
    year = f" för läsåret {plan.year}" if plan.year else ""
    finished = [answer for answer in partner.answers if not missing.brackets(answer.text)]
    paragraphs = (
        "Hej!",
        (
            f"{school} har en plan som visar vem personalen ringer när en elev utsätts för "
            f"hedersrelaterat våld och förtryck. I planen{year} står det här om er:"
        ),
        *map(_details, partner.contacts),
        *_cooperation(finished),
        _request(answer_by, has_answers=bool(finished)),
        _readers(plan),
        f"Med vänlig hälsning\n{_sender(plan, school)}\n",
    )
    addresses = dict.fromkeys(contact.epost for contact in partner.contacts if contact.epost)
    return Letter(
        section=partner.section,
        to=partner.name,
        addresses=tuple(addresses),
        subject=f"Stämmer uppgifterna om er i samverkansplanen för {school}?",
        text="\n\n".join(paragraphs).replace(NBSP, " "),
        unfinished=tuple(a.label for a in partner.answers if a not in finished),
    )


def _cooperation(answers: Iterable[Answer]) -> Iterator[str]:
    """Yield what the plan says that school and partner do, which the partner has to agree to."""
    told = [f"{answer.label}\n{answer.text}" for answer in answers]
    if told:
        yield "Så här har vi skrivit om hur vi samverkar (”vi” är skolan):"
        yield from told


def _request(answer_by: date, *, has_answers: bool) -> str:
    """Return what the partner is asked to answer, so that a yes can be recorded in the plan."""
    agree = "uppgifterna och det vi har skrivit om samverkan" if has_answers else "uppgifterna"
    return (
        f"Svara senast den {prose_date(answer_by)}:\n"
        f"1. Stämmer {agree}? Skriv annars vad vi ska ändra.\n"
        "2. Vilken funktion hos er är det som svarar? Funktionen och dagen står sedan i planen "
        "under ”Avstämt med”."
    )


def _readers(plan: Plan) -> str:
    readers = "Personalen och samverkansparterna läser planen."
    if plan.is_public:
        readers += " Den är en allmän handling, så andra kan också få läsa den."
    return f"{readers} Vi frågar inte i något enskilt ärende. Skriv inget om någon elev i svaret."


def _details(contact: Contact) -> str:
    told = {
        "Namn": contact.namn,
        "Telefon": phones.display(contact.number),
        "Knappval": contact.knappval,
        "Telefontid": contact.telefontid,
        "E-post": contact.epost,
        "Webbadress": contact.webb,
        "Hjälper till med": contact.uppdrag,
        "Ersättare": contact.ersattare,
        "Ersättarens telefon": phones.display(contact.ersattare_telefon),
    }
    lines = (f"{label}: {text}" for label, text in told.items() if text)
    return "\n".join([capital(contact.funktion), *lines])


def _sender(plan: Plan, school: str) -> str:
    return ", ".join(filter(None, (capital(plan.responsible), school)))
