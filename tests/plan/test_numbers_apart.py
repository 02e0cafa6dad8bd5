from __future__ import annotations

from dataclasses import replace

from samverkan_docs.plan import Contact, HelpLine, Plan, numbers_apart

OWN = HelpLine(id="s", namn="Tjejjouren", telefon="+46846500400")
KURATOR = Contact(
    id="a", funktion="kurator", telefon="+46846500401", ersattare_telefon="+46846500402"
)


def plan(contact: Contact, *lines: HelpLine) -> Plan:
    return Plan(id="p").with_contacts("resurspersoner", (contact,)).with_help_lines(lines)


def test_each_number_that_differs_is_told_with_whose_it_is() -> None:
    bris = next(line for line in Plan(id="p").help_lines if line.id == "bris")
    before = plan(KURATOR, bris, OWN)
    after = plan(
        replace(KURATOR, telefon="+46846500403", ersattare_telefon=""),
        replace(bris, telefon="11414"),
        replace(OWN, telefon="+46846500404"),
    )

    told = [(one.function, one.was, one.now) for one in numbers_apart.replaced(before, after)]

    assert told == [
        ("kurator", "+46846500401", "+46846500403"),
        ("kurator, ersättare", "+46846500402", ""),
        ("Bris", "116111", "11414"),
        ("Tjejjouren", "+46846500400", "+46846500404"),
    ]


def test_the_same_numbers_are_not_told() -> None:
    assert numbers_apart.replaced(plan(KURATOR, OWN), plan(KURATOR, OWN)) == ()
