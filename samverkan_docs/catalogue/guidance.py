"""The standing texts of the papers: the steps, the never-list, what the plan is, fixed phrases.

Rule: each wording is declared once and used wherever it is printed; a tuple is a new line each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

PLAN_TITLE = "När en elev utsätts för hedersrelaterat våld och förtryck"
WALL_TITLE = "Om en elev utsätts för hedersrelaterat våld och förtryck"
CARD_TITLE = "Fickkort"
CARD_HEADING = "Elev utsatt för hedersrelaterat våld och förtryck"
CARD_CUTTING = "Åtta likadana kort. Skriv ut i skala 100 procent och klipp mellan märkena."
CARD_LACKS = "Det här får inte plats på kortet:"
INTERNAL_TITLE = "Internt blad för resurspersonerna och rektorn"
BLANK_TITLE = "Blankett för samverkansplanen"


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of numbers on the wall sheet; the steps point by its *letter* at one that has one."""

    title: str
    letter: str = ""


RESOURCE_PERSONS = Group(title="Resurspersoner på skolan", letter="A")
SOCIAL_SERVICES = Group(title="Socialtjänsten", letter="B")
POLICE = Group(title="Polisen")
SUPPORT = Group(title="Råd och stöd")
NOBODY_ANSWERS = "Ingen svarar?"
GROUP = "grupp {letter}"  # what is read aloud of a letter

# A letter in braces points at a group of numbers, after the words that say the same without it.
# Whom to call depends on which of the groups A and B a sheet has.
_CALL = {
    "AB": (
        "Ring en resursperson {A}. Svarar ingen? Vänta inte: ring socialtjänsten {B}. Har den "
        "stängt? Ring socialjouren."
    ),
    "A": "Ring en resursperson {A}. Svarar ingen? Vänta inte: ring 112 och be om socialjouren.",
    "B": (
        "Ring socialtjänsten {B}. Har den stängt? Ring socialjouren. Svarar ingen? Vänta inte: "
        "ring 112."
    ),
    "": "Ring 112 och be om socialjouren.",
}
_LETTER = re.compile(r" \{([A-Z])\}")

Steps: TypeAlias = tuple[tuple[str, ...], ...]

STEPS_TITLE = "Gör så här"


def _written(letters: str) -> Steps:
    """Return the steps with every letter, whom to call by the groups that a sheet has."""
    return (
        (
            (
                "Akut fara, eller eleven är på väg att föras utomlands: ring 112 genast, utan att "
                "fråga någon först."
            ),
        ),
        ("Stanna hos eleven. Lyssna och tro på eleven. Utred inte. Misstanke räcker.",),
        (_CALL[letters],),
        (
            (
                "Vågar eleven inte gå hem? Be eleven stanna, och lämna inte eleven ensam, tills "
                "socialtjänsten {B} har gett besked."
            ),
        ),
        (
            (
                "Misstänker du att någon under 18 far illa? Anmäl genast till socialtjänsten {B}. "
                "Skyldigheten är din egen."
            ),
            "Bara om du är osäker: rådgör där utan att säga vem det är.",
        ),
        (
            (
                "Från 18 år bestämmer eleven: fråga innan du ringer. Vid tvångsäktenskap eller "
                "grovt brott: tala genast med rektorn."
            ),
            "Tänk på yngre syskon: för dem gäller steg 5.",
        ),
    )


def steps(letters: str) -> Steps:
    """Return the steps for a sheet that has the groups of *letters*: at no other do they point."""

    def left(found: re.Match[str]) -> str:
        return found[0] if found[1] in letters else ""

    return tuple(tuple(_LETTER.sub(left, line) for line in lines) for lines in _written(letters))


STEPS: Steps = tuple(tuple(_LETTER.sub("", line) for line in lines) for lines in _written("AB"))
"""The steps in words alone, for where there are no groups."""


def pointing(line: str) -> tuple[tuple[str, str], ...]:
    """Split a line of the steps after each letter: the words, and the letter that they end with."""
    words = _LETTER.split(line)
    return tuple(zip(words[::2], [*words[1::2], ""], strict=True))


@dataclass(frozen=True, kw_only=True)
class Never:
    """Something nobody may do; *short* and *brief*: the wall sheet's and the card's wording."""

    lines: tuple[str, ...]
    short: str = ""
    brief: str = ""


NEVER_TITLE = "Gör inte"
NEVER = (
    Never(
        lines=(
            (
                "Kontakta inte hemmet, varken per telefon, sms eller lärplattform, förrän "
                "socialtjänsten eller polisen har sagt ja."
            ),
            "Vanan att ringa hem först kan sätta eleven i fara.",
        ),
        short=(
            "Kontakta inte hemmet förrän socialtjänsten eller polisen har sagt ja. Att ringa hem "
            "kan sätta eleven i fara."
        ),
        brief="Kontakta inte hemmet innan socialtjänst eller polis sagt ja.",
    ),
    Never(
        lines=(
            (
                "Använd inte släktingar, elever eller kollegor som tolk. Ring en telefontolk som "
                "familjen inte känner."
            ),
        ),
        brief="Använd inte släkt, elever eller kollegor som tolk.",
    ),
    Never(lines=("Medla inte med familjen.",), brief="Medla inte."),
    Never(lines=("Lova inte eleven tystnad.",), brief="Lova inte tystnad."),
    Never(
        lines=("Skriv inga lappar, sms eller brev som familjen kan se.",),
        brief="Skriv inga lappar eller sms.",
    ),
)

ABOUT = (
    "Planen visar vem vi ringer och vad vi gör när en elev utsätts för hedersrelaterat våld och "
    "förtryck. Den gäller flickor, pojkar och hbtqi-elever, under 18 och från 18 år. Personal och "
    "samverkansparter läser den."
)
ABOUT_PUBLIC = "Planen är en allmän handling, så andra kan också få läsa den."
ABOUT_THEREFORE = "Därför står det inget här om enskilda elever eller om var vi träffar dem."

SIGNING = (
    "Vi som undertecknar har läst planen{year}. En samverkanspart svarar bara för "
    "uppgifterna om sin egen verksamhet. Planen gäller även om en samverkansparts underskrift "
    "saknas."
)
STAMP = (
    "Filen är elektroniskt stämplad. Stämpeln visar om filen har ändrats, men inte vem som har "
    "undertecknat."
)
STAMP_MEANS = (
    "Varje fastställd fil är elektroniskt stämplad med skolans nyckel. Stämpeln visar om filen är "
    "oförändrad sedan skolan fastställde den."
)
STAMP_DOES_NOT_MEAN = (
    "Den visar inte vem en person är och ersätter ingen underskrift. Acrobat känner inte till "
    "skolans eget certifikat och kallar det okänt. Den som kan läsa nyckelfilen kan stämpla."
)
SIGNATURE_LINE = "Ort, datum och namnteckning"

REMINDER = (
    "Skriv inget om en enskild elev: inget namn, inget personnummer, inget som avslöjar vem det är."
)
BLANK_STANDS_ON = "Svaren står i planen, som andra kan läsa, när inget annat sägs."
STANDS_ON = {
    "plan": "Svaret står i planen, som andra kan läsa.",
    "lovlista": "Svaret står i planen, som andra kan läsa, och på lovlistan.",
    "anslag": "Svaret står i planen och på anslaget.",
    "internt": "Svaret står bara på det interna bladet.",
}

NOT_FILLED_IN = "Inte ifyllt"
NOT_AGREED = "Inte avstämt"
OLD = "Kontrollerad {day}, bör kontrolleras igen"
LAWS_SEEN = (
    "Där inget annat står är lagtexten läst, men månaden är inte antecknad. Kontrollera lagarna "
    "före varje läsår."
)
NEVER_CHECKED = "Inte kontrollerad"
SEEN = "Enligt {source}"
LINES_SEEN = "med stödlinjernas källor"
FROM_ABROAD = "från utlandet {number}"
DRAFT = "Utkast, inte fastställd"
GAPS_KEY = "skal"
GAPS_TITLE = "Det här saknas, och varför"
GAP_HERE = "Något saknas här. Skälet står under"
REASON = "Skäl: {reason}"
UNCONFIRMED = "Några kontakter är inte kontrollerade för läsåret"
INCOMPLETE = "{label}: några uppgifter"
ABOUT_TITLE = "Om planen"
NOTHING_INTERNAL = "Skolan har inte skrivit något som bara ska stå här."
FIRST_VERSION = "Första versionen"
WITHDRAWN = "Tillbakadragen"
HELD_AGAIN = "Därefter gällde version {number} igen"
NONE_HELD = "Därefter gällde ingen version"
AFTER_WITHDRAWN = "Ersätter en version som är tillbakadragen"
NOTHING_NEW = "Inget av det som står i planen är ändrat"
