"""The command line: speaks terminal, in Swedish, and nothing else does.

Rule: a fault is one sentence on standard error. Exit codes: 0 done, 1 could not be done, 2 the
command or the file it was given is wrong.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from samverkan_docs import actions, forms, keys, plan_file, plan_schema, printing, signing, store
from samverkan_docs.actions import checking, issuing, shelves
from samverkan_docs.catalogue import Paper
from samverkan_docs.data_folder import DataFolder, Unusable
from samverkan_docs.key_ring import KeyRing
from samverkan_docs.plan import SCHOOL, Plan
from samverkan_docs.words import reason

PORT = 8317
_PORTS_TRIED = 10
_LAST_PORT = 65_000
_PART = ".ofullstandig"
_LOOPBACK = {"127.0.0.1", "localhost"}
_OVERTAKEN = (
    "Planen ligger redan som utkast i programmet, eller fastställdes nyss av någon annan, så inget "
    "är fastställt. Fastställ utkastet i formuläret, eller ta bort det och försök igen."
)


def main() -> None:
    """Run the command that was typed."""
    try:
        commands.main(prog_name="samverkan", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.UsageError as error:
        _stop(f"Kommandot går inte att förstå: {_what_is_wrong(error)}. Se ./samverkan --help.", 2)
    except click.Abort:
        click.echo()
        sys.exit(1)
    except _WRONG as error:
        _stop(_sentence(error), 2)
    except _HINDERED as error:
        _stop(_sentence(error), 1)


_WRONG = (
    plan_file.Unreadable,
    signing.Unreadable,
    store.NotADatabase,
    forms.Refused,
    actions.Rejected,
    issuing.Blocked,
)
_HINDERED = (
    keys.NoKey,
    issuing.ClockIsBack,
    printing.TooLong,
    store.Fault,
    store.Overtaken,
    Unusable,
    OSError,
)


def _sentence(error: Exception) -> str:
    """Say what is wrong, or what hinders."""
    if isinstance(error, forms.Refused | actions.Rejected):
        return "\n".join(f"{found.place}: {found.message}" for found in error.problems)
    if isinstance(error, issuing.Blocked):
        lacks = "\n".join(f"  {lack.section.title}: {lack.text}" for lack in error.missing)
        return f"Rätta det här innan planen fastställs:\n{lacks}"
    if isinstance(error, printing.TooLong):
        rows = "\n".join(f"  {row.label}" for row in error.rows)
        return f"Anslaget får inte plats på en sida. Ta bort de här raderna:\n{rows}"
    if isinstance(error, store.Overtaken):
        return _OVERTAKEN
    if isinstance(error, OSError):
        name = str(error.filename).removesuffix(_PART)
        return f"Filen {name} går inte att använda: {reason(error)}."
    return str(error)


def _stop(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def _what_is_wrong(error: click.UsageError) -> str:
    """Say in Swedish what click says in English."""
    if isinstance(error, click.NoSuchOption):
        return f"valet {error.option_name} finns inte"
    if isinstance(error, click.MissingParameter):
        return f"{error.param.human_readable_name if error.param else 'något'} saknas"
    if isinstance(error, click.BadParameter):
        return f"värdet för {error.param.human_readable_name if error.param else 'ett val'} är fel"
    return "kommandot finns inte eller har ett ord för mycket"


# --- Help in Swedish ----------------------------------------------------------------------------


class _Formatter(click.HelpFormatter):
    """click's help with Swedish headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is used."""
        super().write_usage(prog, args, prefix or "Använd så: ")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading({"Options": "Val", "Commands": "Kommandon"}.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class _Command(click.Command):
    context_class = _Context

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401 -- click's own
        super().__init__(*args, **{"options_metavar": "[VAL]", **settings})


class _Group(click.Group):
    context_class = _Context
    command_class = _Command


_help = click.help_option("--help", help="Visa den här hjälpen.")


@click.group(cls=_Group, options_metavar="[VAL]", subcommand_metavar="KOMMANDO")
@_help
def commands() -> None:
    """Skolans samverkansplan: fyll i, granska och skriv ut."""


# --- Serve --------------------------------------------------------------------------------------


@commands.command()
@click.option(
    "--port",
    default=PORT,
    metavar="PORT",
    help=f"Porten på den här datorn, annars {PORT}.",
)
@click.option(
    "--adress", default="127.0.0.1", metavar="ADRESS", help="Bara 127.0.0.1 går att välja."
)
@click.option("--utan-webblasare", is_flag=True, help="Öppna inte webbläsaren.")
@_help
def serve(port: int, adress: str, *, utan_webblasare: bool) -> None:
    """Starta formuläret och öppna det i webbläsaren."""
    if adress not in _LOOPBACK:
        _stop(
            f"Programmet svarar bara på den här datorn (127.0.0.1), inte på {adress}: än så länge "
            "finns ingen inloggning.",
            2,
        )
    if not 1 <= port <= _LAST_PORT:
        _stop(f"Porten ska vara ett tal mellan 1 och {_LAST_PORT}.", 2)
    folder = DataFolder.chosen()
    port, is_running = _free_port(port, folder)
    address = f"http://127.0.0.1:{port}/?nyckel={folder.new_entrance_key()}"
    if is_running:
        click.echo(f"Formuläret är redan i gång. Öppna det här: {address}")
        _open(address, wanted=not utan_webblasare)
        return
    _run(folder, port, address, wanted=not utan_webblasare)


def _run(folder: DataFolder, port: int, address: str, *, wanted: bool) -> None:
    from waitress.server import create_server

    from samverkan_docs import create_app

    app = create_app(DATA_FOLDER=folder)
    server = create_server(app, host="127.0.0.1", port=port, ident=None)
    click.echo(f"Formuläret är i gång. Öppna det här: {address}")
    click.echo("Adressen fungerar en gång. Stäng programmet med Ctrl+C.")
    sys.stdout.flush()
    _open(address, wanted=wanted)
    server.run()


def _free_port(first: int, folder: DataFolder) -> tuple[int, bool]:
    """Give a port to use, and whether this very program already answers there."""
    for port in range(first, min(first + _PORTS_TRIED, _LAST_PORT + 1)):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                if _answers(port) == folder.mark():
                    return port, True
            else:
                return port, False
    _stop(
        f"Portarna {first}–{first + _PORTS_TRIED - 1} är upptagna. Välj en annan med --port, till "
        f"exempel --port {first + 1000}.",
        1,
    )


def _answers(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/igang")
        return connection.getresponse().read(100).decode("ascii", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _open(address: str, *, wanted: bool) -> None:
    """Open the browser where there is a screen; a text browser would take the terminal over."""
    if wanted and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        webbrowser.open(address)


# --- Papers and files ---------------------------------------------------------------------------

_out = click.option(
    "-o", "--ut", "target", type=click.Path(path_type=Path), metavar="FIL", help="Filen som skrivs."
)


@commands.command()
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
@_help
def render(plan: Path | None, target: Path | None, typ: str, papper: str, *, arkiv: bool) -> None:
    """Skriv ett papper som PDF från en planfil, som utkast."""
    paper, size = Paper(typ), printing.Size(papper)
    if plan is None and paper is not Paper.BLANK:
        _stop("Skriv vilken planfil det gäller: ./samverkan render PLAN.json -o FIL.pdf", 2)
    content = Plan(id="blankett") if plan is None else actions.read(_bytes(plan))
    target = target or Path(printing.file_name(content, paper, size))
    _put(target, printing.make(content, paper, size, archive=arkiv))
    click.echo(f"{target} är skriven.")


@commands.command()
@_help
def schema() -> None:
    """Visa JSON-schemat för en planfil."""
    click.echo(json.dumps(plan_schema.schema(), ensure_ascii=False, indent=2))


@commands.command()
@click.argument("which", required=False, metavar="[LÄSÅR]")
@_out
@_help
def export(which: str | None, target: Path | None) -> None:
    """Skriv en plan till en fil som går att läsa in igen: utkastet, annars senaste versionen."""
    plans = _plans()
    found = [plan for plan in plans if which in {None, plan.id, plan.text("skolan", "lasar")}]
    if len(found) != 1:
        names = "\n".join(f"  {plan.text('skolan', 'lasar')}  {plan.id}" for plan in plans)
        _stop(f"Skriv vilken plan det gäller, med läsår eller nummer:\n{names}".rstrip(), 2)
    text = plan_file.write(found[0])
    if target is None:
        click.echo(text, nl=False)
    else:
        _put(target, text.encode())
        click.echo(f"{target} är skriven.")


@commands.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL")
@_help
def import_(file: Path) -> None:
    """Läs in en planfil (.json) eller en fastställd plan (.pdf) som ett nytt utkast."""
    opened = _store()
    own = checking.own_fingerprints(opened, _keys())
    read = actions.read_in(opened, _bytes(file), own)
    year = read.plan.text("skolan", "lasar")
    click.echo(f"Planen för läsåret {year} är inläst." if year else "Planen är inläst.")
    if read.stranger:
        click.echo(f"Den är stämplad med ett certifikat som inte är känt här: {read.stranger}.")


@commands.command()
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.json")
@_out
@_help
def issue(plan: Path, target: Path | None) -> None:
    """Fastställ en planfil: versionen sparas i programmet, och planen skrivs stämplad till FIL."""
    opened, ring, content = _store(), _keys(), actions.read(_bytes(plan))
    if target is not None:
        _demand_writable(target)  # before a version is made that cannot be unmade
    passphrase = _typed_passphrase() if ring.asks_passphrase else ""
    adopted = issuing.issue(opened, ring, content, now=datetime.now(UTC), passphrase=passphrase)
    version = adopted.version
    name = printing.issued_name(version.plan, printing.Issue.PLAN, version.number)
    target = target or Path(name)
    _put(target, opened.issued.paper(version.plan.id, version.number, printing.Issue.PLAN))
    click.echo(f"Planen är fastställd som version {version.number}. {target} är skriven.")
    if adopted.lost_time_stamp:
        click.echo("Tjänsten för tidsstämplar svarade inte, så filen har ingen tidsstämpel.")


def _typed_passphrase() -> str:
    """Ask for the key's passphrase if there is somebody to ask; else the key says what it lacks."""
    if not sys.stdin.isatty():
        return ""
    return str(click.prompt("Nyckelns lösenfras", hide_input=True))


@commands.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL.pdf")
@_help
def check(file: Path) -> None:
    """Kontrollera om en fil är äkta och gäller. Slutkod 0: äkta, 1: inte, 2: går inte att läsa."""
    today = datetime.now(UTC).astimezone().date()
    try:
        finding = checking.check(_store(), _keys(), _bytes(file), today)
    except _HINDERED as error:
        _stop(_sentence(error), 2)  # 1 would say that the file is not genuine
    click.echo(f"{finding.title}. {finding.text}")
    if finding.signers:
        click.echo(f"Undertecknad elektroniskt efteråt av: {', '.join(finding.signers)}.")
    sys.exit(0 if finding.state.is_genuine else 1)


@commands.command("renew-key")
@_help
def renew_key() -> None:
    """Gör en ny nyckel att stämpla med. Det som redan är stämplat går att kontrollera som förut."""
    plans = _plans()
    names = filter(None, (plan.text("skolan", "skola") for plan in plans))
    key = _keys().renew(next(names, ""), datetime.now(UTC))
    click.echo(f"Den nya nyckeln gäller till {key.certificate.not_valid_after_utc:%Y-%m-%d}.")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL")
@_help
def backup(file: Path) -> None:
    """Säkerhetskopiera alla planer till en fil."""
    folder = DataFolder.chosen()
    _store().close()
    store.backup(folder.database, file)
    click.echo(f"{file} är skriven och kontrollerad.")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FIL")
@click.option("--ja", "is_sure", is_flag=True, help="Fråga inte först.")
@_help
def restore(file: Path, *, is_sure: bool) -> None:
    """Byt ut alla planer mot dem i en säkerhetskopia."""
    question = "Alla planer i programmet byts mot dem i säkerhetskopian. Skriv ja för att fortsätta"
    if not is_sure and click.prompt(question).strip().casefold() not in {"ja", "j"}:
        _stop("Inget har ändrats.", 1)
    store.restore(file, DataFolder.chosen().database)
    click.echo("Planerna är återställda.")


def _keys() -> KeyRing:
    return KeyRing.chosen(DataFolder.chosen().path)


def _store() -> store.Store:
    return store.Store.in_file(DataFolder.chosen().database)


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(signing.LIMIT + 1)


def _plans() -> list[Plan]:
    """Give each of the school's plans as it is now: its draft, else its newest version."""
    plans = (shelf.plan for shelf in shelves.shelves(_store(), SCHOOL))
    return [plan for plan in plans if plan is not None]


def _demand_writable(target: Path) -> None:
    part = target.with_name(target.name + _PART)
    part.touch()
    part.unlink()


def _put(target: Path, content: bytes) -> None:
    """Write *content* whole or not at all."""
    part = target.with_name(target.name + _PART)
    part.write_bytes(content)
    part.replace(target)
