"""The standing texts for whoever is new, adopts the plan, notices something, or minds a holiday.

Rule: each wording is declared once; the plan, the page for the rektor and the holiday list share
them. They name no law and no number.
"""

from __future__ import annotations

# --- How to read the plan -----------------------------------------------------------------------

READING_TITLE = "Så läser du planen"
READING = (
    (
        "Du är ny eller vikarie",
        (
            "Läs första sidan i dag. Den räcker i ett akut läge. Se efter var anslaget hänger och "
            "vilka resurspersonerna är."
        ),
    ),
    (
        "Du anar något",
        (
            "Läs delen ”Tecken och första samtalet”. Du behöver inte vara säker, och du ska inte "
            "utreda. Berätta för en resursperson samma dag. Misstänker du att någon under 18 far "
            "illa anmäler du genast själv."
        ),
    ),
    (
        "Du är resursperson",
        (
            "Läs delen ”Akut läge, lov och resor” och delarna om samverkansparterna. Var och när "
            "vi talar med en elev står bara på det interna bladet."
        ),
    ),
    (
        "Du fastställer planen",
        (
            "Läs vad som saknas och varför, vilka nummer ingen har kontrollerat, och om "
            "samverkansparterna har sagt ja till det som står om dem."
        ),
    ),
)

APPROVING_TITLE = "Det här står du för när du fastställer"
APPROVING = (
    (
        "Numren: någon på skolan har kontrollerat dem och dagen står vid kontakten, eller så står "
        "det Inte kontrollerad."
    ),
    "Svaren om andra: samverkansparten har sagt ja, eller så står det Inte avstämt.",
    "Det som saknas: skälet står i planen, och andra kan läsa det.",
    "Det som inte ska stå där: inget om en enskild elev, inga mötesplatser, inga privata nummer.",
    (
        "Rektorns egen uppgift: rektorn ska lämna uppgifter till polisen när lagen kräver det, och "
        "är den som personalen talar med vid tvångsäktenskap eller annat grovt brott."
    ),
    "Efteråt: alla gamla papper byts ut, och personalen går igenom planen.",
)

# --- What one may notice, and the first talk ----------------------------------------------------

SIGNS_TITLE = "Det här kan du märka"
SIGNS = (
    "Eleven är borta före eller efter ett lov, eller familjen ber om ledighet.",
    "Familjen ber att eleven ska slippa delar av undervisningen eller en klassresa.",
    "Syskon eller kusiner följer eleven, hämtar, vaktar eller svarar i elevens ställe.",
    "Eleven är aldrig ensam, eller måste visa var eleven är och vem eleven talar med.",
    "Eleven byter kläder i skolan, eller klär sig plötsligt på ett annat sätt.",
    "Eleven är rädd för ett lov, en resa, en förlovning eller ett samtal hem.",
    "En pojke vaktar eller straffar en syster eller kusin: han kan själv vara tvingad.",
)
SIGNS_MEAN = "Ett tecken är inget bevis. Du behöver inget bevis för att berätta."

TALK_TITLE = "Så talar du med eleven första gången"
TALK = (
    (
        "Tala ensam med eleven, där ingen ser eller hör er. Behövs tolk: ring en telefontolk som "
        "familjen inte känner."
    ),
    "Säg från början att du måste anmäla om någon under 18 far illa. Lova inte tystnad.",
    (
        "Fråga öppet: Hur har du det hemma? Vad får du bestämma själv? Vad är du rädd för? Finns "
        "det syskon som har det likadant?"
    ),
    "Lyssna och tro på eleven. Förhör inte, och lova inget om vad andra ska göra.",
    "Fråga hur skolan säkert kan höra av sig igen, och vem som ser elevens telefon.",
)

# --- The list for holidays ----------------------------------------------------------------------

HOLIDAYS_TITLE = "Före och efter varje lov"
BEFORE_HOLIDAY = (
    "Vi har sett efter vilka som har bett om ledighet eller ska sluta.",
    "En resursperson har talat enskilt med de elever som vi är oroliga för.",
    (
        "Misstänker vi att någon under 18 far illa har vi anmält. Är en elev på väg att föras "
        "utomlands ringer vi 112."
    ),
    "Numren på anslaget är kontrollerade, och någon svarar under lovet.",
)
AFTER_HOLIDAY = (
    "Vi har sett efter vilka som saknas utan att vi vet varför.",
    (
        "Den som ska få veta det har fått veta det. Ingen har ringt hem till en elev som vi är "
        "oroliga för."
    ),
    (
        "Är en elev som vi är oroliga för kvar utomlands har vi ringt UD-jouren och polisen, och "
        "anmält om eleven är under 18."
    ),
)
HOLIDAYS = ("Höstlovet", "Jullovet", "Sportlovet", "Påsklovet", "Sommarlovet")
NO_NAMES = (
    "Skriv inga elevers namn här. Anteckningar om en elev hör hemma i skolans egen skyddade "
    "dokumentation."
)
