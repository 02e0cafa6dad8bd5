"""How an entry of the catalogue is written: one function for each form of question.

Rule: a function fills in what all entries of its form share; no text of a single section is here.
"""

from __future__ import annotations

from samverkan_docs.catalogue.questions import (
    ANSWER_LIMIT,
    INTERNAL,
    LINE_LIMIT,
    PLAN,
    PLAN_AND_WALL,
    ROW_LIMIT,
    Kind,
    Need,
    Option,
    Paper,
    Question,
    Section,
)


def text(
    key: str,
    *,
    label: str,
    hint: str,
    suggestion: str,
    required: bool = True,
    papers: frozenset[Paper] = PLAN,
    limit: int = ANSWER_LIMIT,
    edition: int = 1,
) -> Question:
    """Return a free-text question with its starting text."""
    return Question(
        key=key,
        label=label,
        kind=Kind.TEXT,
        hint=hint,
        suggestion=suggestion,
        required=required,
        papers=papers,
        limit=limit,
        edition=edition,
    )


def line(
    key: str,
    label: str,
    hint: str = "",
    *,
    kind: Kind = Kind.LINE,
    required: bool = True,
    papers: frozenset[Paper] = PLAN,
    limit: int = LINE_LIMIT,
    offers: tuple[str, ...] = (),
    at_adoption: bool = False,
    public_only: bool = False,
    identifies: bool = False,
    yearly: bool = False,
    folded: bool = False,
    past: bool = False,
) -> Question:
    """Return a question that is answered on one line."""
    return Question(
        key=key,
        label=label,
        kind=kind,
        hint=hint,
        required=required,
        papers=papers,
        limit=limit,
        offers=offers,
        at_adoption=at_adoption,
        public_only=public_only,
        identifies=identifies,
        yearly=yearly,
        folded=folded,
        past=past,
    )


def choice(
    key: str,
    label: str,
    hint: str,
    options: tuple[Option, ...],
    *,
    kind: Kind = Kind.CHOICE,
    required: bool = True,
    default: str = "",
    folded: bool = False,
    about_mobiles: bool = False,
) -> Question:
    """Return a question that is answered by one of *options*, or by several."""
    return Question(
        key=key,
        label=label,
        kind=kind,
        hint=hint,
        options=options,
        required=required,
        default=default,
        folded=folded,
        about_mobiles=about_mobiles,
    )


def tick(
    key: str,
    label: str,
    hint: str = "",
    *,
    default: str = "",
    folded: bool = False,
    settled_by_112: bool = False,
) -> Question:
    """Return a question that is answered by a tick or none."""
    return Question(
        key=key,
        label=label,
        kind=Kind.TICK,
        hint=hint,
        required=False,
        default=default,
        folded=folded,
        settled_by_112=settled_by_112,
    )


def contacts(
    *offers: str,
    required: bool = True,
    visas: str = "plan",
    needs: tuple[Need, ...] = (),
    for_wall: bool = False,
    may_be_reached_by_112: bool = False,
) -> Question:
    """Return a list of contacts whose functions are offered from *offers*."""
    via_112 = (
        (
            tick(
                "nas_via_112",
                "Nås via 112",
                "Bara för en socialjour utan eget nummer.",
                folded=True,
            ),
        )
        if may_be_reached_by_112
        else ()
    )
    return Question(
        key="kontakter",
        label="Kontakter",
        kind=Kind.CONTACTS,
        required=required,
        limit=ROW_LIMIT,
        needs=needs,
        for_wall=for_wall,
        row_noun="Kontakt",
        fields=(
            line(
                "funktion",
                "Funktion",
                "Till exempel kurator. En funktion svarar längre än en person.",
                papers=PLAN_AND_WALL,
                offers=offers,
            ),
            line(
                "telefon",
                "Telefon",
                "Med riktnummer. Telefon, e-post eller webbadress krävs.",
                kind=Kind.PHONE,
                required=False,
                papers=PLAN_AND_WALL,
            ),
            line(
                "knappval",
                "Knappval",
                "Vad växeln vill ha, till exempel knappval 3.",
                required=False,
                papers=PLAN_AND_WALL,
                folded=True,
            ),
            line(
                "telefontid",
                "Telefontid",
                "Till exempel vardagar 8–16.",
                required=False,
                papers=PLAN_AND_WALL,
            ),
            *via_112,
            line(
                "namn",
                "Namn",
                "Lämna gärna tomt, och alltid om personen har skyddade personuppgifter.",
                required=False,
                folded=True,
            ),
            line(
                "organisation",
                "Organisation",
                "Till exempel kommunen.",
                required=False,
                folded=True,
            ),
            line(
                "epost",
                "E-post",
                "Helst funktionens adress.",
                kind=Kind.EMAIL,
                required=False,
                folded=True,
            ),
            line(
                "webb",
                "Webbadress",
                "Till exempel ett formulär eller en chatt.",
                kind=Kind.WEB,
                required=False,
                folded=True,
            ),
            line(
                "uppdrag",
                "Hjälper till med",
                "En rad, till exempel råd och orosanmälan.",
                required=False,
                folded=True,
            ),
            line(
                "ersattare",
                "Ersättare",
                "Den som svarar när kontakten är borta.",
                required=False,
                folded=True,
            ),
            line(
                "ersattare_telefon",
                "Ersättarens telefon",
                "Ett tjänstenummer.",
                kind=Kind.PHONE,
                required=False,
                folded=True,
            ),
            choice(
                "tjanstenummer",
                "Är det ett tjänstenummer?",
                "Ett privat nummer står bara på det interna bladet.",
                (Option(key="ja", label="Ja"), Option(key="nej", label="Nej")),
                required=False,
                folded=True,
                about_mobiles=True,
            ),
            choice(
                "visas",
                "Visas på",
                "Andra än personalen kan läsa anslaget och planen.",
                (
                    Option(key="anslag", label="Anslag och plan"),
                    Option(key="plan", label="Plan"),
                    Option(key="internt", label="Bara internt blad"),
                ),
                default=visas,
                folded=True,
            ),
            line(
                "kontrollerad",
                "Kontrollerad",
                "Dagen då någon senast ringde eller frågade.",
                kind=Kind.DATE,
                required=False,
                folded=True,
                past=True,
            ),
            line(
                "anteckning",
                "Anteckning",
                "Skriv inget om en elev.",
                required=False,
                papers=INTERNAL,
                folded=True,
            ),
        ),
    )


ANNAT = text(
    "annat",
    label="Annat vi har kommit överens om",
    hint="Sådant som inte ryms i frågorna, till exempel möten.",
    suggestion=(
        "Vi har kommit överens med [funktion] om [vad]. Det gäller från [datum] till [datum]. "
        "Hos oss ansvarar [funktion]. Ändras något ringer [funktion] och frågar vad som gäller. "
        "Sedan uppdaterar vi planen."
    ),
    required=False,
)


AVSTAMT = Question(
    key="avstamt",
    label="Avstämt med",
    kind=Kind.AGREEMENT,
    hint="Gå igenom svaren med samverkansparten. Skriv vilken funktion som sa ja, och när.",
    required=False,
    fields=(
        line("funktion", "Funktion", required=False),
        line("datum", "Datum", kind=Kind.DATE, required=False, past=True),
    ),
)


def partner(
    *,
    key: str,
    title: str,
    intro: str,
    why: str,
    questions: tuple[Question, ...],
    starred: bool = False,
    check_after: int = 365,
) -> Section:
    """Return a section about one kind of partner, which always ends with *annat* and *avstämt*."""
    return Section(
        key=key,
        title=title,
        intro=intro,
        why=why,
        questions=(*questions, ANNAT, AVSTAMT),
        starred=starred,
        partner=True,
        check_after=check_after,
    )
