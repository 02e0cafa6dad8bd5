"""The command line: speaks terminal, in Swedish, and nothing else does.

Rule: a fault is one sentence on standard error. Exit codes: 0 done, 1 could not be done, 2 the
command or the file it was given is wrong.
"""

from __future__ import annotations

import sys

import click

from samverkan_docs.cli.commands import (
    backup,
    check,
    export,
    import_,
    issue,
    render,
    renew_key,
    restore,
    schema,
)
from samverkan_docs.cli.faults import HINDERED, WRONG, Stop, sentence
from samverkan_docs.cli.serve import serve
from samverkan_docs.cli.swedish_click import Group, help_option, version_option, what_is_wrong

__all__ = ["commands", "main"]


@click.group(cls=Group, options_metavar="[VAL]", subcommand_metavar="KOMMANDO")
@version_option
@help_option
def commands() -> None:
    """Skolans samverkansplan: fyll i, granska och skriv ut."""


for command in (
    serve,
    render,
    issue,
    check,
    export,
    import_,
    schema,
    backup,
    restore,
    renew_key,
):
    commands.add_command(command)


def main() -> None:
    """Run the command that was typed."""
    try:
        commands.main(prog_name="samverkan", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.Abort:
        click.echo()
        sys.exit(1)
    except click.UsageError as error:
        wrong = what_is_wrong(error)
        _end(f"Kommandot går inte att förstå: {wrong}. Se ./samverkan --help.", 2)
    except Stop as stop:
        _end(str(stop), stop.code)
    except WRONG as error:
        _end(sentence(error), 2)
    except HINDERED as error:
        _end(sentence(error), 1)


def _end(text: str, code: int) -> None:
    click.echo(text, err=True)
    sys.exit(code)
