"""What to ask each partner before the plan is adopted: whether what it says of them is right.

Rule: a letter holds only what the plan document prints about that partner, and no individual case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper, Section
from samverkan_docs.papers.selection import contacts, partner_contacts
from samverkan_docs.plan import Contact, Plan, phones
from samverkan_docs.words import NBSP, capital, prose_date


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A text to send: to whom, and what it says."""

    section: Section
    to: str
    addresses: tuple[str, ...]
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The address that opens the letter in the computer's mail program."""
        lines = self.text.replace("\n", "\r\n")
        addresses = ",".join(quote(address, safe="@") for address in self.addresses)
        return f"mailto:{addresses}?subject={quote(self.subject)}&body={quote(lines)}"


def letters(plan: Plan, answer_by: date) -> tuple[Letter, ...]:
    """Return a letter for each partner that the plan names contacts of."""
    return tuple(
        _letter(plan, section, name, found, answer_by)
        for section, name, found in _partners(plan)
        if found
    )


def _partners(plan: Plan) -> Iterator[tuple[Section, str, tuple[Contact, ...]]]:
    """Yield each partner's name and contacts: in a section, each organisation is one partner."""
    for section in catalogue.SECTIONS:
        if section is catalogue.OVRIGA:
            for partner in plan.partners:
                yield section, partner.namn, partner_contacts(partner, Paper.PLAN)
        elif section.partner:
            found = contacts(plan, section, Paper.PLAN)
            for name in dict.fromkeys(contact.organisation for contact in found):
                own = tuple(contact for contact in found if contact.organisation == name)
                yield section, name or section.title, own


def _letter(
    plan: Plan, section: Section, name: str, found: tuple[Contact, ...], answer_by: date
) -> Letter:
    school = plan.school_name or "Skolan"
    year = f" för läsåret {plan.year}" if plan.year else ""
    addresses = dict.fromkeys(contact.epost for contact in found if contact.epost)
    details = "\n\n".join(_details(contact) for contact in found)
    readers = "Personalen och samverkansparterna läser planen."
    if plan.is_public:
        readers += " Den är en allmän handling, så andra kan också få läsa den."
    text = (
        "Hej!\n\n"
        f"{school} har en plan som visar vem personalen ringer när en elev utsätts för "
        f"hedersrelaterat våld och förtryck. I planen{year} står det här om er:\n\n"
        f"{details}\n\n"
        f"Är något fel? Svara då senast den {prose_date(answer_by)}. Svara gärna även om allt "
        "stämmer.\n\n"
        f"{readers} Vi frågar inte i något enskilt ärende. Skriv inget om någon elev i svaret.\n\n"
        f"Med vänlig hälsning\n{_sender(plan, school)}\n"
    ).replace(NBSP, " ")
    subject = f"Stämmer uppgifterna om er i samverkansplanen för {school}?"
    return Letter(section=section, to=name, addresses=tuple(addresses), subject=subject, text=text)


def _details(contact: Contact) -> str:
    told = {
        "Namn": contact.namn,
        "Telefon": phones.display(contact.number),
        "Telefontid": contact.telefontid,
        "E-post": contact.epost,
        "Hjälper till med": contact.uppdrag,
        "Ersättare": contact.ersattare,
        "Ersättarens telefon": phones.display(contact.ersattare_telefon),
    }
    lines = (f"{label}: {text}" for label, text in told.items() if text)
    return "\n".join([capital(contact.funktion), *lines])


def _sender(plan: Plan, school: str) -> str:
    return ", ".join(filter(None, (capital(plan.responsible), school)))
