"""The catalogue: every section, question and Swedish text of the plan, in the order of the paper.

Rule: the only place that names a section, a question or a label. A key is data and is never
renamed; a question that is no longer asked is marked *retired*. The form says du, the plan vi.
"""

from __future__ import annotations

from samverkan_docs.catalogue.entries import (
    ANNAT,
    AVSTAMT,
    choice,
    contacts,
    line,
    partner,
    text,
    tick,
)
from samverkan_docs.catalogue.questions import (
    INTERNAL,
    PLAN_AND_HOLIDAYS,
    PLAN_AND_WALL,
    ROW_LIMIT,
    Kind,
    Need,
    Option,
    Question,
    Section,
)

INDEPENDENT = "enskild"  # the one type of huvudman whose plans are no public records

SKOLAN = Section(
    key="skolan",
    title="Skolan och planen",
    starred=True,
    intro="Här skriver du vilken skola planen gäller, hur länge och vem som ansvarar.",
    why="Annars vet ingen om planen gäller eller vem som rättar ett fel nummer.",
    questions=(
        line(
            "skola",
            "Skolans namn",
            "Namnet som personalen känner igen.",
            papers=PLAN_AND_WALL,
            identifies=True,
        ),
        line("kommun", "Kommun", "Där skolan ligger."),
        line("huvudman", "Huvudman", "Till exempel kommunen eller ett bolag."),
        choice(
            "huvudmannatyp",
            "Typ av huvudman",
            "Styr vad planen säger om sekretess.",
            (
                Option(key="kommunal", label="Kommunal"),
                Option(key="region", label="Region"),
                Option(key="statlig", label="Statlig"),
                Option(key=INDEPENDENT, label="Enskild"),
            ),
        ),
        choice(
            "skolformer",
            "Skolformer",
            "Välj alla som finns på skolan.",
            (
                Option(key="forskola", label="Förskola"),
                Option(key="forskoleklass", label="Förskoleklass"),
                Option(key="grundskola", label="Grundskola"),
                Option(key="anpassad_grundskola", label="Anpassad grundskola"),
                Option(key="specialskola", label="Specialskola"),
                Option(key="sameskola", label="Sameskola"),
                Option(key="gymnasieskola", label="Gymnasieskola"),
                Option(key="anpassad_gymnasieskola", label="Anpassad gymnasieskola"),
                Option(key="komvux", label="Komvux"),
                Option(key="fritidshem", label="Fritidshem"),
            ),
            kind=Kind.CHOICES,
        ),
        line(
            "skolenhetskod",
            "Skolenhetskod",
            "Åtta siffror.",
            kind=Kind.SCHOOL_CODE,
            required=False,
        ),
        line(
            "lasar",
            "Läsår",
            "Till exempel 2026/27.",
            kind=Kind.SCHOOL_YEAR,
            papers=PLAN_AND_WALL,
            identifies=True,
            yearly=True,
        ),
        line(
            "galler_fran",
            "Gäller från och med",
            "Förslag: 1 augusti.",
            kind=Kind.DATE,
            papers=PLAN_AND_WALL,
            identifies=True,
            yearly=True,
        ),
        line(
            "galler_till",
            "Gäller till och med",
            "Förslag: 31 augusti året efter. Numren behövs hela sommaren.",
            kind=Kind.DATE,
            papers=PLAN_AND_WALL,
            identifies=True,
            yearly=True,
        ),
        line(
            "ansvarig",
            "Ansvarig för planen",
            "Funktionen som håller planen aktuell.",
            offers=("rektor", "biträdande rektor", "kurator"),
        ),
        line("beslutad_av", "Fastställd av", "Till exempel rektorn.", at_adoption=True),
        line(
            "beslutsdatum",
            "Fastställd den",
            "Beslutets dag.",
            kind=Kind.DATE,
            at_adoption=True,
        ),
        line(
            "diarienummer",
            "Diarienummer",
            "Saknas det får planen en rad att skriva på.",
            kind=Kind.REFERENCE,
            required=False,
            public_only=True,
        ),
        line(
            "plats",
            "Här finns planen",
            "Där personalen hittar hela planen.",
            papers=PLAN_AND_WALL,
        ),
        Question(
            key="kopior",
            label="Här finns kopiorna",
            kind=Kind.TEXT,
            hint="Ett ställe per rad. Där byter du papper vid en ändring.",
            required=False,
            limit=1000,
        ),
    ),
)

RESURSPERSONER = Section(
    key="resurspersoner",
    title="Skolans resurspersoner",
    starred=True,
    intro=(
        "Här skriver du vilka på skolan som kopplas in när någon misstänker att en elev är utsatt "
        "för brott."
    ),
    why="Den som möter en rädd elev måste veta vem på skolan som hjälper till.",
    questions=(
        contacts(
            "kurator",
            "skolsköterska",
            "rektor",
            "biträdande rektor",
            "skolpsykolog",
            "skolläkare",
            "specialpedagog",
            "studie- och yrkesvägledare",
            "mentor",
            "elevhälsoteam",
            "trygghetsteam",
            visas="anslag",
            for_wall=True,
        ),
        text(
            "nar_engageras",
            label="När och hur kopplas resurspersonerna in?",
            hint=(
                "Skriv vem som ringer, hur snabbt och vad resurspersonen gör. Tänk också på "
                "pojken som är utsatt och tvingas vakta sin syster."
            ),
            suggestion=(
                "Den som misstänker att en elev är utsatt ringer genast en resursperson. Misstanke "
                "räcker, vi utreder inte. [Funktion] stannar hos eleven och [funktion] ringer "
                "vidare. Svarar ingen ringer vi socialtjänsten, eller socialjouren när "
                "socialtjänsten har stängt. Är eleven under 18 har alla en egen skyldighet att "
                "anmäla och väntar inte på någon annan. Från 18 år frågar vi eleven innan vi "
                "ringer någon utanför skolan, utom vid akut fara."
            ),
        ),
        text(
            "sommar",
            label="Vem svarar på kvällar och lov och under sommaren?",
            hint=(
                "Risken är som störst på sommaren, när skolan är stängd. Skriv funktioner och "
                "tider. Numren hör hemma bland kontakterna."
            ),
            suggestion=(
                "På skoldagar svarar [funktion] klockan [tider]. På lov och under sommaren svarar "
                "[funktion] klockan [tider]. Övrig tid ringer vi socialtjänsten, eller "
                "socialjouren när socialtjänsten har stängt. Vid akut fara ringer vi 112. "
                "[Funktion] kontrollerar numren före varje lov."
            ),
            required=False,
        ),
        text(
            "trygg_plats",
            label="Var, när och hur talar vi med eleven utan att någon märker det?",
            hint="Välj en tid då ingen saknar eleven. Tänk på syskon och kusiner på skolan.",
            suggestion=(
                "Vi talar med eleven i [rum] på [tid]. [Funktion] hämtar eleven, utan kallelse, "
                "lapp eller sms. Syskon, kusiner och kamrater får inte veta något. Behövs tolk "
                "ringer vi en telefontolk som familjen inte känner. Vi frågar eleven hur vi "
                "säkert kan höra av oss igen."
            ),
            required=False,
            papers=INTERNAL,
        ),
    ),
)

TECKEN = Section(
    key="tecken",
    title="Tecken och första samtalet",
    intro=(
        "Planen säger i korthet vad personalen kan märka och vad den kan fråga eleven. Här skriver "
        "du vad som gäller hos er."
    ),
    why="Den som anar något men inte vet vad den ska göra väntar ofta för länge.",
    questions=(
        text(
            "vad_gor_vi_nar_vi_anar",
            label="Vad gör vi när vi anar något men inte vet?",
            edition=2,
            hint=(
                "Skriv vem man berättar för, vem som frågar eleven och vad man inte gör. Det "
                "gäller även den som bara har hört något."
            ),
            suggestion=(
                "Den som anar något berättar samma dag för [funktion] och skriver inget om det där "
                "familjen kan läsa. [Funktion] talar ensam med eleven, i lugn och ro. Vi frågar "
                "öppet, lyssnar och förhör inte. Vi säger att vi är skyldiga att anmäla om någon "
                "under 18 far illa. Misstänker vi det anmäler vi genast, utan bevis. Vi frågar "
                "aldrig familjen. Säger eleven att allt är bra, och är vi osäkra, rådgör vi med "
                "socialtjänsten utan att avslöja vem eleven är, och talar med eleven igen."
            ),
            required=False,
        ),
    ),
)

SOCIALTJANST = partner(
    key="socialtjanst",
    title="Socialtjänsten",
    starred=True,
    check_after=180,
    intro="Hit ringer skolan för råd och orosanmälan. Fyll i både mottagning och socialjour.",
    why="Utan de här numren står den som är ensam med eleven utan hjälp, dag och natt.",
    questions=(
        contacts(
            "socialtjänstens mottagning barn och unga",
            "socialtjänstens mottagning vuxna",
            "socialjour",
            "skolans kontaktperson på socialtjänsten",
            visas="anslag",
            needs=(
                Need(stem="mottagning", label="socialtjänstens mottagning"),
                Need(stem="socialjour", label="socialjour"),
            ),
            for_wall=True,
            may_be_reached_by_112=True,
        ),
        text(
            "etablera",
            label=(
                "Hur skapar vi kontakt med socialtjänstens kontaktpersoner, och hur ofta hörs vi?"
            ),
            hint="Skriv vem på skolan som håller kontakten, och vad som händer när någon slutar.",
            suggestion=(
                "[Funktion] ringer mottagningen före varje termin och frågar vem som är vår "
                "kontaktperson. Vi hörs [hur ofta] och går igenom nummer, tider och rutiner, "
                "aldrig enskilda elever. Slutar någon hos oss berättar [funktion] vem som tar "
                "över."
            ),
        ),
        text(
            "radgora",
            label=(
                "Hur rådgör vi med socialtjänsten utan att avslöja vem eleven är (avidentifierat "
                "ärende)?"
            ),
            hint=(
                "Skriv vem som ringer, vart och vad som inte får sägas. Nämns elevens namn kan "
                "samtalet bli en anmälan."
            ),
            suggestion=(
                "Misstänker vi att någon under 18 far illa anmäler vi genast. Bara om vi är "
                "osäkra rådgör vi först. [Funktion] ringer [funktion på socialtjänsten] och "
                "säger att vi vill ha råd. Vi säger inte namn, klass eller annat som avslöjar "
                "vem eleven är. Blir rådet att anmäla gör vi det genast."
            ),
        ),
        text(
            "mote_i_skolan",
            label=(
                "Eleven är rädd för att vi kontaktar socialtjänsten. Hur kan socialtjänsten vara "
                "med vid mötet i skolan och göra eleven trygg?"
            ),
            hint=(
                "Skriv vem som frågar socialtjänsten och vem eleven kan ha med sig. Var mötet "
                "hålls hör hemma på det interna bladet."
            ),
            suggestion=(
                "[Funktion] frågar vad eleven är rädd för och vem eleven vill ha med sig. Vi "
                "ringer [funktion på socialtjänsten] och frågar om någon kan komma till skolan. Vi "
                "har kommit överens med [funktion] om [vad]. Vi skickar inget meddelande hem. Vi "
                "berättar att socialtjänsten i en utredning får tala med ett barn utan "
                "vårdnadshavaren. Vi lovar inte eleven tystnad, och orosanmälan väntar inte på "
                "mötet."
            ),
        ),
        text(
            "orosanmalan",
            label=(
                "Hur gör vi en orosanmälan utan att familjen får veta det i förväg, och hur begär "
                "vi återkoppling?"
            ),
            hint=(
                "Skriv vem som anmäler, på vilket säkert sätt och till vilken kommun. I anmälan "
                "ska stå att oron gäller heder, att vårdnadshavarna inte får kontaktas först och "
                "att vi ber socialtjänsten pröva särskilda skäl att vänta med att berätta. "
                "Vårdnadshavare får i regel veta att en utredning har börjat och kan oftast läsa "
                "anmälan. Skriv också vad eleven får veta, och tänk på syskon."
            ),
            suggestion=(
                "Den som misstänker att någon under 18 far illa anmäler genast, gärna med hjälp av "
                "[funktion]. Vi ringer [funktion på socialtjänsten] och skickar anmälan genom "
                "[säker kanal]. Bor eleven i en annan kommun gäller [vad]. Vi skriver att oron "
                "gäller hedersrelaterat våld och förtryck och att vårdnadshavarna inte får "
                "kontaktas först. Vi ber socialtjänsten pröva om det finns särskilda skäl att "
                "vänta med att berätta för dem. Vi tar med oro för syskon, och skriver bara det "
                "som familjen en dag får läsa. Eleven får veta [vad]. Vi begär återkoppling i "
                "anmälan, och [funktion] tar emot svaret."
            ),
        ),
    ),
)

POLIS = partner(
    key="polis",
    title="Polisen",
    starred=True,
    check_after=180,
    intro=(
        "Här skriver du vem hos polisen som arbetar med hedersrelaterade brott och hur skolan "
        "håller kontakten."
    ),
    why="Polisen kan stödja eleven tidigare om skolan redan vet vem den ska ringa.",
    questions=(
        contacts(
            "kontaktperson för hedersrelaterade brott i polisområdet",
            "kommunpolis",
            visas="anslag",
        ),
        text(
            "uppratthalla",
            label="Hur skapar och upprätthåller vi kontakten med polisen?",
            hint=(
                "Varje polisområde har minst en kontaktperson för hedersrelaterade brott. Skriv "
                "vem på skolan som tar kontakt och hur ofta."
            ),
            suggestion=(
                "[Funktion] ringer kontaktpersonen för hedersrelaterade brott i [polisområde] "
                "när läsåret börjar. Vi frågar när någon svarar och vem vi ringer annars. Vi "
                "hörs [hur ofta] och går igenom nummer och rutiner, aldrig enskilda elever."
            ),
        ),
        text(
            "medverka",
            label="Hur och när kan polisen medverka till stöd för utsatta elever?",
            hint=(
                "Fråga polisen om råd, besök och skydd, och skriv det skolan har fått svar på. "
                "Stödet gäller flickor och pojkar, under 18 och från 18 år."
            ),
            suggestion=(
                "Vid akut fara, eller om eleven är på väg att föras utomlands, ringer den som är "
                "på plats 112. Annars ringer [funktion] polisens kontaktperson och frågar hur "
                "polisen kan stödja eleven. Från 18 år frågar vi eleven först, utom vid akut "
                "fara. Vi har kommit överens med [funktion] om [vad]."
            ),
        ),
        text(
            "uppgifter",
            label="Vem lämnar uppgifter till polisen, och vem gör en polisanmälan?",
            hint=(
                "Rektorn ska i vissa fall lämna uppgifter till polisen. Skriv vem som ersätter "
                "rektorn och vem som gör polisanmälan."
            ),
            suggestion=(
                "Rektorn ska lämna uppgifter när polisen begär det, och annars när rektorn bedömer "
                "att det behövs. Rektorn prövar varje gång om något talar emot. Är rektorn borta "
                "svarar [funktion]. Uppgifter som omfattas av hälso- och sjukvårdssekretess lämnar "
                "rektorn inte ut med stöd av lagen (2025:170). [Funktion] prövar sekretessen och "
                "gör polisanmälan, och berättar det för socialtjänsten om eleven är under 18."
            ),
            required=False,
        ),
    ),
)

UNGDOMSMOTTAGNING = partner(
    key="ungdomsmottagning",
    title="Ungdomsmottagningen och ungdomshälsan",
    intro=(
        "Hit kan eleven själv vända sig. Fråga mottagningen vad den kan göra och skriv bara det "
        "du har fått svar på."
    ),
    why="En elev som inte vågar berätta i skolan behöver veta vilket stöd som finns utanför.",
    questions=(
        contacts(
            "ungdomsmottagning",
            "ungdomshälsa",
        ),
        text(
            "stod",
            label="Vilket stöd kan mottagningen ge den som är utsatt?",
            hint=(
                "Fråga om ålder, tider, samtal och hur hemmet hålls utanför. Fråga också vad som "
                "finns för pojkar och hbtqi-elever."
            ),
            suggestion=(
                "Vi har frågat [funktion] vilket stöd den som är utsatt kan få. Svaret är [svar]. "
                "För pojkar och hbtqi-elever finns [svar]. [Funktion] på skolan följer med eleven "
                "om eleven vill. Vi ber mottagningen att inte skicka någon kallelse hem."
            ),
        ),
        text(
            "attityder",
            label=(
                "Kan mottagningen medverka i skolans arbete för att förändra attityder, och hur?"
            ),
            hint="Skriv ämne, årskurs, termin och vem som bjuder in.",
            suggestion=(
                "[Funktion] frågar inför [termin] om mottagningen kan medverka i [ämne eller "
                "temadag] för årskurs [årskurs]. Det ska nå alla elever, både flickor och "
                "pojkar, och inte peka ut någon. Vi har kommit överens med [funktion] om [vad "
                "och när]."
            ),
        ),
    ),
)

JOURER = partner(
    key="jourer",
    title="Tjej- och kvinnojourer",
    intro=(
        "Skriv vilka jourer skolan kan vända sig till, även en som tar emot pojkar och män. "
        "Skriv aldrig en adress."
    ),
    why="Det kan kännas tryggare för en elev att prata med en jour än med en myndighet.",
    questions=(
        contacts(
            "tjejjour",
            "kvinnojour",
            "jour för pojkar och män",
            "jour för hbtqi-personer",
        ),
        text(
            "utover_akut",
            label="Vad kan jouren ställa upp med utöver akuta insatser?",
            hint=(
                "Fråga om stödsamtal, råd till personalen, språk och åldrar. Fråga också vart en "
                "pojke kan vända sig."
            ),
            suggestion=(
                "Vi har frågat [jour] vad den kan ställa upp med. Svaret är [svar]. [Funktion] "
                "hjälper eleven med den första kontakten om eleven vill. Är eleven en pojke "
                "föreslår vi [jour eller stödlinje]. Vi berättar aldrig var ett skyddat boende "
                "ligger."
            ),
        ),
        text(
            "attityder",
            label="Kan jouren bidra till skolans arbete för att förändra attityder, och hur?",
            hint=(
                "Det finns jourer som besöker skolor. Skriv vem som bjuder in, när och för vilka "
                "årskurser."
            ),
            suggestion=(
                "[Funktion] ringer [jour] när läsåret börjar och frågar om ett besök i årskurs "
                "[årskurs]. Besöket är för alla elever, både flickor och pojkar. [Funktion] är "
                "med vid besöket. Vi har kommit överens med [funktion på jouren] om [vad och "
                "när]."
            ),
        ),
        text(
            "myndiga",
            label="Hur får en myndig elev kontakt med en jour?",
            hint=(
                "En myndig kvinna kan känna sig tryggare med en jour som har lång erfarenhet av "
                "mäns våld mot kvinnor och av hedersrelaterat våld och förtryck. Skriv också vart "
                "en myndig man kan vända sig."
            ),
            suggestion=(
                "Eleven bestämmer själv. [Funktion] berättar vilka jourer som finns och ringer "
                "tillsammans med eleven om eleven vill. Till en kvinna föreslår vi [jour], till "
                "en man [jour eller stödlinje]. Utan elevens ja berättar vi inte vem eleven är."
            ),
        ),
    ),
)

VARD = partner(
    key="vard",
    title="Hälso- och sjukvården",
    intro="Här skriver du vart skolan vänder sig när en elev behöver vård.",
    why="Den som behöver vård ska inte vänta medan skolan letar efter ett nummer.",
    questions=(
        contacts(
            "vårdcentral",
            "barn- och ungdomspsykiatrin (BUP)",
            "akutmottagning",
            "mottagning för den som är könsstympad",
            "1177",
        ),
        text(
            "upparbeta",
            label="Hur bygger vi upp kontakter med vården?",
            hint="Skriv vem i elevhälsan som tar kontakt, och med vilka mottagningar.",
            suggestion=(
                "[Funktion] i elevhälsan ringer [mottagningar] när läsåret börjar. Vi frågar vem "
                "vi kan be om råd och vilket stöd en utsatt elev kan få. Vi hörs [hur ofta]. Vi "
                "har kommit överens med [funktion] om [vad]."
            ),
        ),
        text(
            "stod_och_vard",
            label="Hur får en elev stöd och vård utifrån sina behov?",
            hint=(
                "Tänk på skador, psykisk ohälsa och vård efter könsstympning. Skriv också hur "
                "brev och kallelser hem undviks."
            ),
            suggestion=(
                "[Funktion] frågar eleven vad som behövs och ringer [mottagning] tillsammans med "
                "eleven. Vi berättar för vården att en kallelse, ett sms eller ett brev hem kan "
                "vara farligt. Vi frågar hur vården kan göra i stället. Behövs tolk ber vi om en "
                "telefontolk som familjen inte känner. Den som har fyllt 18 bestämmer själv."
            ),
        ),
    ),
)

IDEELLA = partner(
    key="ideella",
    title="Ideella organisationer",
    intro=(
        "Här skriver du vilka organisationer skolan samarbetar med. Fråga om tystnadsplikt, "
        "registerutdrag och band till elevers familjer."
    ),
    why="En organisation kan hjälpa till i det förebyggande arbetet och stödja en enskild elev.",
    questions=(
        contacts(
            "organisation mot hedersrelaterat våld och förtryck",
            "organisation för hbtqi-personer",
        ),
        text(
            "soka_samarbete",
            label="Vilka organisationer söker vi samarbete med, och hur?",
            hint="Skriv vem på skolan som tar kontakt och när.",
            suggestion=(
                "[Funktion] ringer [organisationer] när läsåret börjar och frågar vad de gör för "
                "flickor, pojkar och hbtqi-elever. Först frågar vi om tystnadsplikt och "
                "registerutdrag. [Funktion] beslutar om samarbetet, och vi ser över det [hur "
                "ofta]."
            ),
        ),
        text(
            "forebyggande",
            label="Vad gör vi tillsammans i det förebyggande arbetet?",
            hint=(
                "Skriv vad, för vilka, när och vem på skolan som ansvarar. Tänk på elever, "
                "personal och vårdnadshavare."
            ),
            suggestion=(
                "Vi planerar [vad] tillsammans med [organisation] för [årskurs eller personal] "
                "under [termin]. Arbetet riktas till alla och pekar inte ut någon elev. Alla "
                "vårdnadshavare får samma information. [Funktion] ansvarar på skolan."
            ),
        ),
        text(
            "resurspersoner",
            label=(
                "Vilka personer kan vara resurspersoner för en enskild elev, och hur skapas "
                "kontakten?"
            ),
            hint=(
                "Skriv funktion och organisation, och namn bara på det interna bladet. Personen "
                "får inte ha band till elevens familj."
            ),
            suggestion=(
                "Vi har frågat [organisation] om en resursperson för enskilda elever. Svaret är "
                "[funktion]. Vi frågar om tystnadsplikt och registerutdrag. Eleven får veta vem "
                "personen är, säger om det finns band till familjen och väljer själv. [Funktion] "
                "är med vid första mötet. Utan elevens ja berättar vi inte vem eleven är."
            ),
        ),
    ),
)

OVRIGA = Section(
    key="ovriga",
    title="Fler samverkansparter",
    intro=(
        "Lägg till fler som skolan samverkar med. Börja med ett regionalt resurscentrum, om det "
        "finns hos er, och tänk på Skatteverket, en tolkförmedling och Barnahus. Skolans "
        "kundnummer hos tolkförmedlingen skriver du i kontaktens anteckning: den står bara på det "
        "interna bladet."
    ),
    why="En samverkanspart som saknas i planen är svår att hitta när det är bråttom.",
    partner=True,
    questions=(
        Question(
            key="parter",
            label="Samverkansparter",
            kind=Kind.PARTNERS,
            required=False,
            limit=10,
            row_noun="Samverkanspart",
            proposed="Regionalt resurscentrum mot hedersrelaterat våld och förtryck",
            fields=(
                line("namn", "Samverkanspart", "Myndighetens eller organisationens namn."),
                contacts(
                    "regionalt resurscentrum mot hedersrelaterat våld och förtryck",
                    "Skatteverket, skyddade personuppgifter",
                    "telefontolk",
                    "Barnahus",
                    required=False,
                ),
                text(
                    "rutin",
                    label="Vad gör vi tillsammans, och hur tar vi kontakt?",
                    hint=(
                        "Skriv vem på skolan som ringer, när och om vad. Tänk på elever med "
                        "skyddade personuppgifter."
                    ),
                    suggestion=(
                        "[Funktion] ringer [samverkanspart] när [i vilket läge] och frågar om "
                        "[vad]. Vi avslöjar inte vem eleven är. För elever med skyddade "
                        "personuppgifter gäller [vad]. Vi har kommit överens med [funktion] om "
                        "[vad]."
                    ),
                    required=False,
                ),
                ANNAT,
                AVSTAMT,
            ),
        ),
    ),
)

AKUT = Section(
    key="akut",
    title="Akut läge, lov och resor",
    starred=True,
    intro=(
        "Skriv så att en vikarie som är ensam med eleven kan följa texten. Vid akut fara gäller "
        "alltid 112."
    ),
    why="I ett akut läge kan ett felsteg sätta eleven i fara.",
    questions=(
        text(
            "vagar_inte_hem",
            label="Eleven vågar inte gå hem i dag: så gör vi",
            hint=(
                "Skriv vem som stannar hos eleven, avskilt, och vem som ringer. Förhör inte "
                "eleven. Be eleven stanna tills socialtjänsten eller socialjouren har gett besked. "
                "Ingen på skolan får hålla kvar eleven mot elevens vilja."
            ),
            suggestion=(
                "[Funktion] stannar hos eleven, avskilt. Vi lyssnar och förhör inte. [Funktion] "
                "ringer socialtjänsten, eller socialjouren när socialtjänsten har stängt, och "
                "säger att eleven inte vågar gå hem. Vi ber eleven stanna, och lämnar inte eleven "
                "ensam, tills vi har fått besked. Vi berättar också för socialtjänsten om syskon "
                "som kan vara i fara. Vi kontaktar inte hemmet. Från 18 år frågar vi eleven innan "
                "vi ringer. Vid akut fara ringer vi 112, utan att fråga någon först."
            ),
        ),
        text(
            "svarar_ingen",
            label="Ingen svarar: vem ringer vi då?",
            hint=(
                "Skriv kort och bara funktioner: numren står bland kontakterna. Skriv ordningen "
                "för dag, kväll och lov."
            ),
            suggestion=(
                "Vi väntar inte. På skoldagar ringer vi [resursperson], sedan [ersättare]. Svarar "
                "ingen, eller är det lov, ringer vi socialtjänsten, och socialjouren på kvällar "
                "och helger. Svarar inte heller den ringer vi [funktion]. Vid akut fara ringer vi "
                "112."
            ),
            papers=PLAN_AND_WALL,
            limit=320,
        ),
        text(
            "lov_och_resor",
            label="Så gör vi före och efter lov, och om en elev riskerar att föras utomlands",
            hint=(
                "Skriv vem som är uppmärksam före lovet, och vem som ser att en elev saknas "
                "efteråt. Tänk på både flickor och pojkar."
            ),
            suggestion=(
                "Före lovet talar [funktion] enskilt med elever som vi är oroliga för. Misstänker "
                "vi att någon under 18 ska föras utomlands anmäler vi genast och frågar "
                "socialtjänsten om utreseförbud. Är eleven på väg ringer vi 112. Efter lovet ser "
                "[funktion] vilka som saknas. Är vi oroliga anmäler vi till socialtjänsten och "
                "ringer inte hem. Är eleven utomlands ringer vi också UD-jouren. Från 18 år frågar "
                "vi eleven först, utom vid akut fara: då ringer vi 112 genast."
            ),
            required=False,
        ),
        text(
            "myndig",
            label="Eleven har fyllt 18: så gör vi",
            hint=(
                "Eleven bestämmer själv, om det inte är akut fara eller ett grovt brott. Skriv vem "
                "som frågar eleven och vad skolan gör för yngre syskon."
            ),
            suggestion=(
                "[Funktion] frågar vad eleven vill och vad som känns farligt. Eleven bestämmer, "
                "och vi kontaktar inte hemmet. Vid akut fara, eller om eleven är på väg att föras "
                "utomlands, ringer vi 112. Misstänker vi tvångsäktenskap eller ett annat grovt "
                "brott talar vi genast med rektorn. Vi kan ringa socialtjänsten, polisen eller en "
                "jour tillsammans med eleven. Är vi osäkra rådgör vi utan att avslöja vem eleven "
                "är. Misstänker vi att yngre syskon far illa anmäler vi genast."
            ),
            required=False,
        ),
        text(
            "utomlands",
            label="Eleven är redan utomlands, eller har inte kommit tillbaka: så gör vi",
            edition=2,
            hint=(
                "Skriv vem som anmäler, ringer UD-jouren och polisen och svarar om eleven ringer. "
                "Familjen kan lyssna: fråga så att eleven kan svara ja eller nej, kom överens om "
                "ett ord, skriv upp nummer och plats. Godta inte ”har flyttat” utan intyg. Skriv "
                "vem som ser till att skolplatsen finns kvar."
            ),
            suggestion=(
                "Är eleven under 18 gör [funktion] genast en orosanmälan. [Funktion] ringer "
                "UD-jouren och polisen. Ringer eleven frågar vi så att ja eller nej räcker, för "
                "familjen kan lyssna. Vi kommer överens om ett ord som betyder fara. Vi skriver "
                "upp numret, platsen och när eleven kan höra av sig igen. Vi godtar inte att "
                "eleven ”har flyttat” förrän vi har sett ett intyg. [Funktion] ser till att "
                "skolplatsen finns kvar. Vi ringer inte hem. Från 18 år bestämmer eleven. Når vi "
                "inte eleven, eller misstänker vi ett grovt brott, talar vi genast med rektorn."
            ),
            required=False,
        ),
        text(
            "skyddade",
            label="Elever och personal med skyddade personuppgifter: så gör vi",
            edition=2,
            hint=(
                "Skriv vem som får se uppgifterna, och vad som gäller för klasslistor, foton, post "
                "och vikarier. Skriv inte vilka det gäller."
            ),
            suggestion=(
                "Bara [funktioner] får se uppgifterna. De står inte i klasslistor, i "
                "lärplattformen eller på scheman. Vi fotograferar inte den som är skyddad och "
                "lägger inte ut bilder. Post går genom [funktion]. Vikarier får veta vad de ska "
                "göra, men inte varför. Frågar någon efter en elev eller en anställd svarar vi "
                "varken ja eller nej. Kommer uppgifterna ut ringer [funktion] genast den som är "
                "skyddad, och polisen."
            ),
            required=False,
        ),
        text(
            "hemmet",
            label=(
                "Hur undviker vi att sms, lärplattform, frånvaroanmälan eller brev avslöjar eleven?"
            ),
            hint=(
                "Tänk på allt som skickas hem automatiskt, och på det som familjen kan se: delad "
                "eller kontrollerad telefon, platsdelning, skolans e-post och kalender, journalen "
                "på 1177. Skriv vem som stoppar det, och hur."
            ),
            suggestion=(
                "Innan vi talar med eleven ser [funktion] till att inget sms, ingen notis, ingen "
                "kallelse och inget brev går hem. Vi skriver inget om samtalet där vårdnadshavare "
                "kan läsa, varken i lärplattformen, kalendern eller e-posten. Vi frågar eleven vem "
                "som kan läsa i telefonen, vem som kan se var eleven är, och hur vi säkert kan "
                "höra av oss. Elevhälsan ser efter vad som syns i journalen på 1177."
            ),
            required=False,
            papers=INTERNAL,
        ),
        text(
            "familjen",
            label="Familjen kommer till skolan, eller syskon och kusiner går här: så gör vi",
            hint=(
                "Skriv vem som möter familjen, vem som är hos eleven och vad som får sägas. En "
                "bror eller kusin som vaktar kan själv vara utsatt. Finns personal med band till "
                "familjen? Bara den som behöver veta det får veta det."
            ),
            suggestion=(
                "[Funktion] möter familjen i [rum]. Vi berättar inget om eleven och medlar inte. "
                "[Funktion] stannar hos eleven i [annat rum]. [Funktion] ringer socialtjänsten och "
                "säger att familjen är här. Hotar någon ringer vi 112. Syskon och kusiner får inte "
                "veta något, och de får inte tolka. Det gäller också personal med band till "
                "familjen: bara de som behöver veta det får veta det. Misstänker vi att en bror "
                "som vaktar själv far illa anmäler vi det också."
            ),
            required=False,
            papers=INTERNAL,
        ),
    ),
)

UPPFOLJNING = Section(
    key="uppfoljning",
    title="Uppföljning",
    intro=(
        "Här skriver du hur planen hålls aktuell. Ett fel nummer kan kosta tid som eleven inte har."
    ),
    why="Kontakter byter nummer, och planen stämmer bara om någon ser över den.",
    questions=(
        text(
            "oversyn",
            label="Vem ser över kontakter och rutiner, och när?",
            hint="Skriv funktion och månad, och ta med sommaren.",
            suggestion=(
                "[Funktion] ringer alla nummer före varje termin och före sommaren. Slutar en "
                "kontakt uppdaterar [funktion] planen och byter ut anslagen. [Funktion] går "
                "igenom planen med personalen när läsåret börjar. I [månad] ser vi över "
                "rutinerna med samverkansparterna."
            ),
            required=False,
        ),
        text(
            "ny_personal",
            label="Hur får ny personal och vikarier veta om planen?",
            edition=2,
            hint="Skriv vem som berättar, när, och var en vikarie ser anslaget första dagen.",
            suggestion=(
                "[Funktion] visar ny personal anslaget och planen den första dagen. Vikarier får "
                "fickkortet och får veta vilka resurspersonerna är. [Funktion] går igenom planens "
                "första sidor med alla när läsåret börjar."
            ),
            required=False,
        ),
        text(
            "lovkontroll",
            label=(
                "Vilka elever saknas efter lovet: vem ser efter det, senast vilken dag, och vem "
                "får veta det?"
            ),
            edition=2,
            hint="Skriv funktioner och en dag, till exempel den första skoldagen.",
            suggestion=(
                "Den första skoldagen efter lovet ser [funktion] efter vilka som saknas utan att "
                "vi vet varför, och berättar det samma dag för [funktion]. Vi ringer inte hem till "
                "en elev som vi är oroliga för, utan frågar först socialtjänsten."
            ),
            required=False,
            papers=PLAN_AND_HOLIDAYS,
            limit=600,
        ),
        line(
            "kontroll_host",
            "Kontroll före höstterminen",
            "Dagen då någon ringer och kontrollerar numren. Den kommer med i kalenderfilen.",
            kind=Kind.DATE,
            required=False,
            yearly=True,
        ),
        line("kontroll_jul", "Kontroll före jullovet", kind=Kind.DATE, required=False, yearly=True),
        line(
            "kontroll_var", "Kontroll före vårterminen", kind=Kind.DATE, required=False, yearly=True
        ),
        line(
            "kontroll_sommar",
            "Kontroll före sommarlovet",
            kind=Kind.DATE,
            required=False,
            yearly=True,
        ),
        Question(
            key="moten",
            label="Möten som vi har kommit överens om",
            kind=Kind.MEETINGS,
            required=False,
            yearly=True,
            limit=ROW_LIMIT,
            row_noun="Möte",
            fields=(
                line("datum", "Datum", kind=Kind.DATE),
                line("vad", "Med vem och om vad", "Skriv funktioner, inte namn."),
            ),
        ),
    ),
)

STODLINJER = Section(
    key="stodlinjer",
    title="Stödlinjer",
    intro=(
        "Här väljer du vilka stödlinjer som står i planen och på anslaget, rättar dem och lägger "
        "till egna."
    ),
    why="Den som är ensam med eleven kan få råd och hjälp även när skolan är stängd.",
    questions=(
        Question(
            key="linjer",
            label="Stödlinjer",
            kind=Kind.HELP_LINES,
            row_noun="Stödlinje",
            required=False,
            limit=ROW_LIMIT,
            papers=PLAN_AND_WALL,
            fields=(
                line(
                    "namn",
                    "Namn",
                    "Till exempel den lokala jourens namn.",
                    required=False,
                    papers=PLAN_AND_WALL,
                ),
                line(
                    "telefon",
                    "Telefon",
                    kind=Kind.PHONE,
                    required=False,
                    papers=PLAN_AND_WALL,
                ),
                line(
                    "beskrivning",
                    "För vem och när",
                    required=False,
                    papers=PLAN_AND_WALL,
                ),
                line(
                    "kontrollerad",
                    "Kontrollerad",
                    "Dagen då någon senast ringde eller såg efter.",
                    kind=Kind.DATE,
                    required=False,
                    past=True,
                ),
                tick("i_planen", "Visa i planen", default="ja"),
                tick("pa_anslaget", "Visa på anslaget", settled_by_112=True),
                line(
                    "webb",
                    "Webbadress",
                    kind=Kind.WEB,
                    required=False,
                    papers=PLAN_AND_WALL,
                ),
            ),
        ),
    ),
)

UNDERSKRIFTER = Section(
    key="underskrifter",
    title="Underskrifter",
    intro="Lägg till dem som ska underteckna planen. Rektorn ska alltid finnas med.",
    why="Underskriften visar vem som står för planen.",
    questions=(
        Question(
            key="undertecknare",
            label="De som undertecknar",
            kind=Kind.SIGNATORIES,
            row_noun="Undertecknare",
            limit=ROW_LIMIT,
            needs=(Need(stem="rektor", label="rektorn"),),
            fields=(
                line("namn", "Namn", "Den som undertecknar.", required=False),
                line(
                    "befattning",
                    "Befattning",
                    "Till exempel rektor.",
                    offers=(
                        "rektor",
                        "biträdande rektor",
                        "kurator",
                        "kontaktperson hos samverkansparten",
                    ),
                ),
                line(
                    "organisation",
                    "Organisation",
                    "Skolan eller samverkansparten.",
                    required=False,
                ),
            ),
        ),
    ),
)

SECTIONS = (
    SKOLAN,
    RESURSPERSONER,
    TECKEN,
    SOCIALTJANST,
    POLIS,
    UNGDOMSMOTTAGNING,
    JOURER,
    VARD,
    IDEELLA,
    OVRIGA,
    AKUT,
    UPPFOLJNING,
    STODLINJER,
    UNDERSKRIFTER,
)

BY_KEY = {section.key: section for section in SECTIONS}


def section(key: str) -> Section:
    """Return the section with *key*; KeyError if there is none."""
    return BY_KEY[key]


# --- The questions that the program itself must know ---------------------------------------------

SCHOOL_NAME = SKOLAN.question("skola")
MUNICIPALITY = SKOLAN.question("kommun")
PRINCIPAL_TYPE = SKOLAN.question("huvudmannatyp")
YEAR = SKOLAN.question("lasar")
FIRST_DAY = SKOLAN.question("galler_fran")
LAST_DAY = SKOLAN.question("galler_till")
RESPONSIBLE = SKOLAN.question("ansvarig")
PLACE = SKOLAN.question("plats")
DECIDED_BY = SKOLAN.question("beslutad_av")
DECIDED_ON = SKOLAN.question("beslutsdatum")
COPIES = SKOLAN.question("kopior")
PARTNERS = OVRIGA.question("parter")
NOBODY_ANSWERS = AKUT.question("svarar_ingen")
NEW_STAFF = UPPFOLJNING.question("ny_personal")
ABSENCE_CHECK = UPPFOLJNING.question("lovkontroll")
HOLIDAYS = AKUT.question("lov_och_resor")
ABROAD = AKUT.question("utomlands")
MEETINGS = UPPFOLJNING.question("moten")
HELP_LINES = STODLINJER.question("linjer")
HELP_LINE_NAME = HELP_LINES.field("namn")
HELP_LINE_PHONE = HELP_LINES.field("telefon")
HELP_LINE_WEB = HELP_LINES.field("webb")
SIGNATORIES = UNDERSKRIFTER.question("undertecknare")
CONTACTS = RESURSPERSONER.contacts
MAY_BE_PRIVATE = CONTACTS.field("tjanstenummer")
FUNCTION = CONTACTS.field("funktion")
CONTACT_PHONE = CONTACTS.field("telefon")
CHOICES = CONTACTS.field("knappval")
CHECKED_ON = CONTACTS.field("kontrollerad")
AUTUMN_CHECK = UPPFOLJNING.question("kontroll_host")
CHRISTMAS_CHECK = UPPFOLJNING.question("kontroll_jul")
SPRING_CHECK = UPPFOLJNING.question("kontroll_var")
SUMMER_CHECK = UPPFOLJNING.question("kontroll_sommar")
