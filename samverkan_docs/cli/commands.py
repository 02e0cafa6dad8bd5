"""The commands that read, write, adopt and check files, and look after the data folder."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import click

from samverkan_docs import actions, store
from samverkan_docs.actions import checking, issuing, reading_in, shelves
from samverkan_docs.actions.checking import State
from samverkan_docs.actions.standing import School
from samverkan_docs.catalogue import Paper
from samverkan_docs.cli.faults import HINDERED, PART, Stop, named, sentence
from samverkan_docs.cli.swedish_click import command, help_option
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.papers import printing
from samverkan_docs.plan import SCHOOL, Plan, plan_file, plan_schema
from samverkan_docs.seal import KeyRing, sealing
from samverkan_docs.words import listed

_out = click.option(
    "-o", "--ut", "target", type=click.Path(path_type=Path), metavar="FIL", help="Filen som skrivs."
)


@command()
@click.argument("plan", required=False, type=click.Path(path_type=Path), metavar="PLAN.json")
@_out
@click.option(
    "--typ",
    type=click.Choice([p.value for p in Paper]),
    default="plan",
    help="Vilket papper; kort är åtta fickkort på ett ark.",
)
@click.option("--papper", type=click.Choice(["a4", "a3"]), default="a4", help="Papperets storlek.")
@click.option("--arkiv", is_flag=True, help="PDF/A-2a, för arkiv som inte tar PDF/A-3.")
@help_option
def render(plan: Path | None, target: Path | None, typ: str, papper: str, *, arkiv: bool) -> None:
    """Skriv ett papper som PDF från en planfil, som utkast."""
    paper, size = Paper(typ), printing.Size(papper)
    if plan is None and paper is not Paper.BLANK:
        raise Stop("Skriv vilken planfil det gäller: ./samverkan render PLAN.json -o FIL.pdf", 2)
    content = Plan(id="blankett") if plan is None else actions.read(_bytes(plan))
    target = target or Path(printing.file_name(content, paper, size))
    _put(target, printing.make(content, paper, size, archive=arkiv))
    click.echo(f"{target} är skriven.")


@command()
@help_option
def schema() -> None:
    """Visa JSON-schemat för en planfil."""
    click.echo(json.dumps(plan_schema.schema(), ensure_ascii=False, indent=2))


@command()
@click.argument("which", required=False, metavar="[LÄSÅR | SKOLA]")
@_out
@help_option
def export(which: str | None, target: Path | None) -> None:
    """Skriv en plan till en fil som går att läsa in igen: utkastet, annars senaste versionen."""
    plans = _plans()
    found = [plan for plan in plans if which in {None, plan.id, plan.year, plan.school_name}]
    if not plans:
        raise Stop("Det finns ingen plan att skriva än.", 1)
    if len(found) != 1:
        names = "\n".join(f"  {plan.year}  {plan.school_name}  {plan.id}" for plan in plans)
        raise Stop(f"Skriv vilken plan det gäller, med läsår, skola eller nummer:\n{names}", 2)
    text = plan_file.write(found[0])
    if target is None:
        click.echo(text, nl=False)
    else:
        _put(target, text.encode())
        click.echo(f"{target} är skriven.")


@command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL")
@help_option
def import_(file: Path) -> None:
    """Läs in en planfil (.json) eller en fastställd plan (.pdf) som ett nytt utkast."""
    opened = _store()
    own = checking.own_fingerprints(opened, _keys())
    read = actions.read_in(opened, _bytes(file), _today(), own)
    year = read.plan.year
    click.echo(f"Planen för läsåret {year} är inläst." if year else "Planen är inläst.")
    taken = School.on(opened, SCHOOL, _today()).twin(read.plan)
    if taken:
        click.echo(
            f"Det finns redan en plan för skolan och läsåret: {named(taken)}. Bara en kan gälla. I "
            "formuläret kan du göra den inlästa till nästa version av den planen."
        )
    for told in read.sentences:
        click.echo(told)
    if read.stranger:
        click.echo(f"Den är stämplad med ett certifikat som inte är känt här: {read.stranger}.")


@command()
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.json")
@_out
@click.option("--beslutad-av", "by", metavar="VEM", help="Vem som fastställer.")
@click.option("--beslutsdatum", "on", metavar="DATUM", help="Beslutets dag, som 2026-08-17.")
@help_option
def issue(plan: Path, target: Path | None, by: str | None, on: str | None) -> None:
    """Fastställ en planfil: versionen sparas i programmet, och planen skrivs stämplad till FIL."""
    opened, ring, content = _store(), _keys(), actions.read(_bytes(plan))
    content = issuing.with_decision(content, by, on)
    if target is not None:
        _demand_writable(target)  # before a version is made that cannot be unmade
    passphrase = _typed_passphrase() if ring.asks_passphrase else ""
    content, told = reading_in.as_kept(opened, content, _today())
    adopted = issuing.issue(opened, ring, content, now=datetime.now(UTC), passphrase=passphrase)
    version = adopted.version
    name = printing.issued_name(version.plan, printing.Issue.PLAN, version.number)
    target = target or Path(name)
    _put(target, opened.issued.paper(version.plan.id, version.number, printing.Issue.PLAN))
    for line in told:
        click.echo(line)
    click.echo(f"Planen är fastställd som version {version.number}. {target} är skriven.")
    if adopted.lost_time_stamp:
        click.echo("Tjänsten för tidsstämplar svarade inte, så filen har ingen tidsstämpel.")


def _typed_passphrase() -> str:
    """Ask for the key's passphrase if there is somebody to ask; else the key says what it lacks."""
    if not sys.stdin.isatty():
        return ""
    return str(click.prompt("Nyckelns lösenfras", hide_input=True))


@command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL.pdf")
@_out
@help_option
def check(file: Path, target: Path | None) -> None:
    """Kontrollera om en fil är äkta och gäller; -o skriver den fastställda filen utan tillägg.

    Slutkod 0: äkta, 1: inte, 2: går inte att läsa, 3: äkta i grunden, med tillägg efteråt.
    """
    try:
        content = _bytes(file)
        finding = checking.check(_store(), _keys(), content, _today())
    except HINDERED as error:
        raise Stop(sentence(error), 2) from error  # 1 would say that the file is not genuine
    click.echo(f"{finding.title}. {finding.text}")
    if finding.added:
        click.echo(f"Tillagt: {listed(finding.added)}.")
        click.echo(finding.appearance)
    if target is not None and finding.state.is_genuine:
        _put(target, content[: finding.end])
        click.echo(f"{target} är skriven.")
    sys.exit(_EXIT_CODES.get(finding.state, 0 if finding.state.is_genuine else 1))


_EXIT_CODES = {State.ADDED: 3}


@command("renew-key")
@help_option
def renew_key() -> None:
    """Gör en ny nyckel att stämpla med. Det som redan är stämplat går att kontrollera som förut."""
    plans = _plans()
    names = filter(None, (plan.school_name for plan in plans))
    key = _keys().renew(next(names, ""), datetime.now(UTC))
    click.echo(f"Den nya nyckeln gäller till {key.certificate.not_valid_after_utc:%Y-%m-%d}.")


@command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL")
@click.option("--ersatt", "may_replace", is_flag=True, help="Ersätt en fil som redan finns.")
@help_option
def backup(file: Path, *, may_replace: bool) -> None:
    """Säkerhetskopiera alla planer till en fil."""
    if file.is_file() and not may_replace:
        raise Stop(f"{file} finns redan. Välj ett annat namn, eller skriv --ersatt efter.", 1)
    _demand_writable(file)
    folder = DataFolder.chosen()
    _store().close()
    store.backup(folder.database, file)
    click.echo(f"{file} är skriven och kontrollerad.")


@command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL")
@click.option("--ja", "is_sure", is_flag=True, help="Fråga inte först.")
@help_option
def restore(file: Path, *, is_sure: bool) -> None:
    """Byt ut alla planer mot dem i en säkerhetskopia."""
    question = "Alla planer i programmet byts mot dem i säkerhetskopian. Skriv ja för att fortsätta"
    file.open("rb").close()  # says what hinders, if it is missing or a folder
    if not is_sure and click.prompt(question).strip().casefold() not in {"ja", "j"}:
        raise Stop("Inget har ändrats.", 1)
    store.restore(file, DataFolder.chosen().database)
    click.echo("Planerna är återställda.")


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _keys() -> KeyRing:
    return KeyRing.chosen(DataFolder.chosen().path)


def _store() -> store.Store:
    return store.Store.in_file(DataFolder.chosen().database)


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(sealing.LIMIT + 1)


def _plans() -> list[Plan]:
    """Return each of the school's plans as it is now: its draft, else its newest version."""
    plans = (shelf.plan for shelf in shelves.shelves(_store(), SCHOOL))
    return [plan for plan in plans if plan is not None]


def _demand_writable(target: Path) -> None:
    """Raise OSError if *target* is a folder, or cannot be written where it lies."""
    if target.is_dir():
        target.open("rb").close()
    part = target.with_name(target.name + PART)
    part.touch()
    part.unlink()


def _put(target: Path, content: bytes) -> None:
    """Write *content* whole or not at all."""
    part = target.with_name(target.name + PART)
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:  # a full disk does not say of which file
        with suppress(OSError):
            part.unlink()
        raise OSError(error.errno, error.strerror, str(target)) from error
