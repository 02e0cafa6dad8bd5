"""click in Swedish: its help, and what it says of a mistyped command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def what_is_wrong(error: click.UsageError) -> str:
    """Return in Swedish what click says in English about *error*."""
    if isinstance(error, click.NoSuchOption):
        return f"valet {error.option_name} finns inte"
    if isinstance(error, click.MissingParameter):
        return f"{error.param.human_readable_name if error.param else 'något'} saknas"
    if isinstance(error, click.BadParameter):
        return f"värdet för {error.param.human_readable_name if error.param else 'ett val'} är fel"
    return "kommandot finns inte eller har ett ord för mycket"


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


class Group(click.Group):
    """A program of several commands, with its help in Swedish."""

    context_class = _Context


help_option = click.help_option("--help", help="Visa den här hjälpen.")


def command(name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """Return a decorator that makes a command, with its help in Swedish, of a function."""
    return click.command(name, cls=_Command)
