"""Law and help lines as data: what was seen, where, and in which month. One table to proof-read.

Rule: nothing here from memory. An entry names the source in which it was seen and the month in
which the source saw it, never the day on which somebody typed it here; papers print both. Whoever
changes an entry has seen it, and changes its source with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from samverkan_docs.words import month


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where something was seen, and the first day of the month in which it was, if that is known.

    Printed as `enligt nck.uu.se, april 2024`.
    """

    name: str
    seen: date | None = None

    def __str__(self) -> str:
        return f"{self.name}, {month(self.seen) if self.seen else 'månaden inte antecknad'}"


class Grade(Enum):
    """How well a provision is known."""

    A = "lagtexten är läst"
    B = "lagtexten är inte läst"


@dataclass(frozen=True, kw_only=True)
class Law:
    """A provision and what it means for the plan, in our own words.

    One that is *public_only* says nothing about independent schools.
    """

    reference: str
    meaning: str
    source: Source
    grade: Grade = Grade.A
    public_only: bool = False

    @property
    def told(self) -> str:
        """Where it was seen, as papers print it; empty for the law itself.

        That no month is known of a law that was read stands once, below the list.
        """
        if self.source == _THE_LAW_ITSELF:
            return ""
        if self.grade is Grade.A and not self.source.seen:
            return f"Enligt {self.source.name}"
        unread = f" ({self.grade.value})" if self.grade is Grade.B else ""
        return f"Enligt {self.source}{unread}"


@dataclass(frozen=True, kw_only=True)
class StandingLine:
    """A help line as it was last seen: *phone* in stored form (E.164 or short number) or *web*.

    *abroad* is the number to call from abroad, if the line is meant for that. *in_plan* and
    *on_wall* are what a new plan starts with, *note* what the form says of it. One that
    *stays_on_wall* goes after most others when the wall sheet has too little room.
    """

    key: str
    name: str
    when: str
    source: Source
    phone: str = ""
    web: str = ""
    abroad: str = ""
    note: str = ""
    in_plan: bool = True
    on_wall: bool = False
    stays_on_wall: bool = False


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A text that the plan refers the reader to."""

    title: str
    published: str = ""


# --- Law ----------------------------------------------------------------------------------------

_THE_LAW_ITSELF = Source(name="lagtexten")

LAWS = (
    Law(
        reference="19 kap. 1 § socialtjänstlagen (2025:400)",
        meaning=(
            "Alla som arbetar i skolan ska genast anmäla till socialnämnden om de vet eller "
            "misstänker att ett barn far illa."
        ),
        source=Source(name="lagtexten i lydelsen från den 15 januari 2026"),
    ),
    Law(
        reference="19 kap. 6 § socialtjänstlagen",
        meaning=(
            "Den som har anmält får på begäran veta om en utredning inleds, inom en vecka från "
            "beslutet."
        ),
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="20 kap. 4 § socialtjänstlagen",
        meaning="Vårdnadshavare får i regel veta att en utredning har börjat.",
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="20 kap. 7 § socialtjänstlagen",
        meaning="I en utredning får socialtjänsten tala med barnet utan vårdnadshavaren.",
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="29 kap. 13 § skollagen (2010:800)",
        meaning=(
            "Huvudmannen och personalen samverkar om barn som far illa, på socialnämndens "
            "initiativ."
        ),
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="2 kap. 25 § skollagen",
        meaning="Elevhälsan samverkar med vården och socialtjänsten när det behövs.",
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference=(
            "7 § lagen (2025:170) om skyldighet att lämna uppgifter till de brottsbekämpande "
            "myndigheterna"
        ),
        meaning=(
            "Rektorn ska lämna uppgifter till polisen på begäran, och annars när rektorn bedömer "
            "att det behövs, oavsett elevens ålder. Det gäller inte om övervägande skäl talar "
            "emot, och inte uppgifter under hälso- och sjukvårdssekretess (8 §). Lagen hindrar "
            "ingen polisanmälan, men sekretessen måste prövas."
        ),
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="6 a kap. 10 § skollagen",
        meaning=(
            "Rektorn ska i regel polisanmäla om en elev misstänks för brott i samband med skolan."
        ),
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="4 kap. 4 c–4 e §§ brottsbalken",
        meaning=(
            "Äktenskapstvång, barnäktenskapsbrott, vilseledande till äktenskapsresa och "
            "hedersförtryck är brott."
        ),
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="Brottsbalken, från den 1 december 2025",
        meaning=(
            "Oskuldskontroll, och att intyga sexuell oskuld, är brott. Den som inte avslöjar eller "
            "hindrar äktenskapstvång eller barnäktenskapsbrott kan straffas."
        ),
        source=Source(name="prop. 2024/25:189 och regeringen.se", seen=date(2025, 12, 1)),
        grade=Grade.B,
    ),
    Law(
        reference="Lagen (1982:316) med förbud mot könsstympning av kvinnor",
        meaning=(
            "Könsstympning är förbjuden, med eller utan samtycke. Från den 1 december 2025 är "
            "också oskuldsingrepp förbjudna; den ändringen är inte läst i lagtexten."
        ),
        source=_THE_LAW_ITSELF,
    ),
    Law(
        reference="Förbudet mot äktenskap mellan kusiner, från den 1 juli 2026",
        meaning="Ett sådant äktenskap är inte tillåtet i Sverige.",
        source=Source(name="prop. 2025/26:154; beslutet sett i andra hand"),
        grade=Grade.B,
    ),
    Law(
        reference="10 kap. 15 a § offentlighets- och sekretesslagen (2009:400)",
        meaning=(
            "Sedan den 1 december 2025 får myndigheter efter en avvägning lämna uppgifter till "
            "varandra för att förebygga eller utreda brott. Sekretessen behöver då inte hindra en "
            "offentlig skola från att berätta för polisen."
        ),
        source=Source(name="prop. 2024/25:180"),
        grade=Grade.B,
        public_only=True,
    ),
    Law(
        reference="Sekretess för svaret till den som har anmält, från den 15 januari 2026",
        meaning=(
            "Det som socialtjänsten berättar för skolan om en anmälan kan vara hemligt också i "
            "skolan."
        ),
        source=Source(name="prop. 2025/26:12"),
        grade=Grade.B,
    ),
    Law(
        reference="31 a § LVU (1990:52)",
        meaning=(
            "Regler om utreseförbud. LVU ersätts troligen av en ny lag den 1 januari 2027: "
            "kontrollera."
        ),
        source=Source(name="lagtexten; prop. 2025/26:294, beslutet inte sett"),
    ),
    Law(
        reference="Lagen (2018:1197) om barnkonventionen",
        meaning="Barnkonventionen är svensk lag.",
        source=_THE_LAW_ITSELF,
    ),
)

_SECRECY_GOES_ON = (
    "Den hindrar inte en orosanmälan. När vi bara vill ha råd avslöjar vi inte vem eleven är."
)
SECRECY_PUBLIC = (
    "Offentlighets- och sekretesslagen (2009:400) gäller för oss på skolan. " + _SECRECY_GOES_ON
)
SECRECY_INDEPENDENT = (
    "Vi på skolan har tystnadsplikt enligt 29 kap. 14 § skollagen. " + _SECRECY_GOES_ON
)

# --- Help lines ---------------------------------------------------------------------------------

_NCK_IN_APRIL = Source(name="nck.uu.se", seen=date(2024, 4, 1))

HELP_LINES = (
    StandingLine(
        key="sos_alarm",
        name="SOS Alarm",
        phone="112",
        when="Vid akut fara, dygnet runt.",
        source=Source(name="polisen.se"),
    ),
    StandingLine(
        key="polisen",
        name="Polisen",
        phone="11414",
        abroad="+46771141400",
        when="När det inte är akut, dygnet runt.",
        source=Source(name="polisen.se"),
        on_wall=True,
    ),
    StandingLine(
        key="nationellt_centrum",
        name="Nationellt centrum mot hedersrelaterat våld och förtryck",
        phone="+46102235760",
        when="Råd till personal, mån, ons och fre 9–12.",
        note="Tiderna har ändrats förr.",
        source=Source(name="hedersfortryck.se och Länsstyrelsen Halland", seen=date(2024, 6, 1)),
        on_wall=True,
        stays_on_wall=True,
    ),
    StandingLine(
        key="ratt_att_valja",
        name="Rätt att välja",
        phone="+4620577070",
        when="För utsatta och anhöriga, alla dagar 7–21.",
        note="Linjen hade pengar för 2025. Ring och kontrollera att den finns kvar.",
        source=Source(name="nck.uu.se", seen=date(2024, 6, 1)),
        on_wall=True,
        stays_on_wall=True,
    ),
    StandingLine(
        key="bris",
        name="Bris",
        phone="116111",
        when="För den som är under 18, dygnet runt.",
        source=Source(name="8sidor.se", seen=date(2025, 8, 1)),
        on_wall=True,
        stays_on_wall=True,
    ),
    StandingLine(
        key="kvinnofridslinjen",
        name="Kvinnofridslinjen",
        phone="116016",
        when="Dygnet runt.",
        note="Det gamla numret, 020-50 50 50, fungerar också.",
        source=Source(name="regeringen.se", seen=date(2025, 4, 1)),
        on_wall=True,
    ),
    StandingLine(
        key="stodlinjen_man",
        name="Stödlinjen för män",
        phone="+4620808080",
        when="Från 18 år, klockan 7–21.",
        source=_NCK_IN_APRIL,
        on_wall=True,
    ),
    StandingLine(
        key="stodlinjen_trans",
        name="Stödlinjen för transpersoner",
        phone="+4620550000",
        when="Från 18 år, klockan 11–19.",
        source=_NCK_IN_APRIL,
    ),
    StandingLine(
        key="ud_jouren",
        name="UD-jouren",
        phone="+4684055005",
        abroad="+4684055005",
        when="När en elev är utomlands, dygnet runt.",
        source=Source(name="regeringen.se"),
    ),
    StandingLine(
        key="1177",
        name="1177 Vårdguiden",
        phone="1177",
        when="Dygnet runt.",
        source=Source(name="1177.se"),
    ),
    StandingLine(
        key="umo",
        name="UMO",
        web="umo.se",
        when="Här finns ungdomsmottagningar.",
        source=Source(name="umo.se"),
    ),
)

SHORT_NUMBERS = {
    "116016": Source(name="regeringen.se", seen=date(2025, 4, 1)),
}
"""Short numbers that exist though the phonenumbers library does not know them yet."""

PUBLICATIONS = (
    Publication(title="Metodstöd för samverkan"),
    Publication(
        title=(
            "Våga stå kvar! – En mindre kommuns erfarenheter av ett framgångsrikt arbete mot "
            "hedersrelaterat våld och förtryck"
        ),
        published="Länsstyrelsen Östergötland, rapport 2014:08, ISBN 978-91-7488-349-7",
    ),
)
