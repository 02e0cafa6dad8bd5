"""Law and help lines as dated data: what was checked, where, and when.

Rule: nothing here from memory. Whoever changes an entry checks it and changes its date with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CHECKED = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True)
class Law:
    """A provision and what it means for the plan, in our own words."""

    reference: str
    meaning: str
    checked: date = CHECKED


@dataclass(frozen=True, kw_only=True)
class HelpLine:
    """A help line as it was last seen: *phone* in stored form (E.164 or short number) or *web*.

    *source* says where it was seen; *in_plan* and *on_wall* are what a new plan starts with. One
    that *stays_on_wall* goes after most others when the wall sheet has too little room.
    """

    key: str
    name: str
    when: str
    source: str
    phone: str = ""
    web: str = ""
    checked: date = CHECKED
    in_plan: bool = True
    on_wall: bool = False
    stays_on_wall: bool = False


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A text that the plan refers the reader to."""

    title: str
    published: str = ""


LAWS = (
    Law(
        reference="19 kap. 1 § socialtjänstlagen (2025:400)",
        meaning=(
            "Alla som arbetar i skolan ska genast anmäla till socialnämnden om de vet eller "
            "misstänker att ett barn far illa."
        ),
    ),
    Law(
        reference="19 kap. 6 § socialtjänstlagen",
        meaning=(
            "Den som har anmält får i regel på begäran veta om en utredning inleds, inom en "
            "vecka från beslutet."
        ),
    ),
    Law(
        reference="20 kap. 7 § socialtjänstlagen",
        meaning="I en utredning får socialtjänsten tala med barnet utan vårdnadshavaren.",
    ),
    Law(
        reference="29 kap. 13 § skollagen (2010:800)",
        meaning=(
            "Huvudmannen och personalen samverkar om barn som far illa, på socialnämndens "
            "initiativ."
        ),
    ),
    Law(
        reference="2 kap. 25 § skollagen",
        meaning="Elevhälsan samverkar med vården och socialtjänsten när det behövs.",
    ),
    Law(
        reference=(
            "7 § lagen (2025:170) om skyldighet att lämna uppgifter till de brottsbekämpande "
            "myndigheterna"
        ),
        meaning=(
            "Rektorn ska lämna uppgifter till polisen på begäran, och annars när rektorn bedömer "
            "att det behövs. Det gäller inte om övervägande skäl talar emot, och inte uppgifter "
            "under hälso- och sjukvårdssekretess (8 §). Lagen hindrar ingen polisanmälan, men "
            "sekretessen måste prövas."
        ),
    ),
    Law(
        reference="6 a kap. 10 § skollagen",
        meaning=(
            "Rektorn ska i regel polisanmäla om en elev misstänks för brott i samband med skolan."
        ),
    ),
    Law(
        reference="4 kap. 4 c–4 e §§ brottsbalken",
        meaning=(
            "Äktenskapstvång, barnäktenskapsbrott, vilseledande till äktenskapsresa och "
            "hedersförtryck är brott."
        ),
    ),
    Law(
        reference="Lagen (1982:316) med förbud mot könsstympning av kvinnor",
        meaning="Könsstympning är förbjuden, med eller utan samtycke.",
    ),
    Law(
        reference="31 a § LVU (1990:52)",
        meaning=(
            "Regler om utreseförbud. Ändringar är föreslagna till januari 2027: kontrollera före "
            "varje läsår."
        ),
    ),
    Law(
        reference="Lagen (2018:1197) om barnkonventionen",
        meaning="Barnkonventionen är svensk lag.",
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

_NCK = "Nationellt centrum för kvinnofrid, april 2024"

HELP_LINES = (
    HelpLine(
        key="sos_alarm",
        name="SOS Alarm",
        phone="112",
        when="Vid akut fara, dygnet runt.",
        source="polisen.se",
    ),
    HelpLine(
        key="polisen",
        name="Polisen",
        phone="11414",
        when="När det inte är akut, dygnet runt.",
        source="polisen.se",
        on_wall=True,
    ),
    HelpLine(
        key="nationellt_centrum",
        name="Nationellt centrum mot hedersrelaterat våld och förtryck",
        phone="+46102235760",
        when="Råd till personal, mån, ons och fre 9–12.",
        source="hedersfortryck.se, juni 2024",
        on_wall=True,
        stays_on_wall=True,
    ),
    HelpLine(
        key="kvinnofridslinjen",
        name="Kvinnofridslinjen",
        phone="+4620505050",
        when="Dygnet runt.",
        source=_NCK,
        on_wall=True,
    ),
    HelpLine(
        key="stodlinjen_man",
        name="Stödlinjen för män",
        phone="+4620808080",
        when="Från 18 år, klockan 7–21.",
        source=_NCK,
        on_wall=True,
    ),
    HelpLine(
        key="stodlinjen_trans",
        name="Stödlinjen för transpersoner",
        phone="+4620550000",
        when="Från 18 år, klockan 11–19.",
        source=_NCK,
    ),
    HelpLine(
        key="bris",
        name="Bris",
        phone="116111",
        when="För den som är under 18, dygnet runt.",
        source="bris.se, augusti 2025",
        on_wall=True,
        stays_on_wall=True,
    ),
    HelpLine(
        key="ratt_att_valja",
        name="Rätt att välja",
        phone="+4620577070",
        when="För utsatta och anhöriga, alla dagar 7–21.",
        source="juni 2024, då på försök",
        in_plan=False,
        stays_on_wall=True,
    ),
    HelpLine(
        key="ud_jouren",
        name="UD-jouren",
        phone="+4684055005",
        when="När en elev är utomlands, dygnet runt.",
        source="regeringen.se",
    ),
    HelpLine(
        key="1177",
        name="1177 Vårdguiden",
        phone="1177",
        when="Dygnet runt.",
        source="1177.se",
    ),
    HelpLine(
        key="umo",
        name="UMO",
        web="umo.se",
        when="Här finns ungdomsmottagningar.",
        source="umo.se",
    ),
)

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
