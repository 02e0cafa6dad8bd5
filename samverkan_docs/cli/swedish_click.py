"""click in Swedish: its help, and what it says of a mistyped command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from samverkan_docs import __version__


def what_is_wrong(error: click.UsageError) -> str:
    """Return in Swedish what click says in English about *error*."""
    if isinstance(error, click.NoSuchOption):
        return f"valet {error.option_name} finns inte"
    if isinstance(error, click.MissingParameter):
        return f"{error.param.human_readable_name if error.param else 'något'} saknas"
    if isinstance(error, click.BadParameter):
        return f"värdet för {_called(error.param)} är fel{_allowed(error.param)}"
    return "kommandot finns inte eller har ett ord för mycket"


def _called(param: click.Parameter | None) -> str:
    """Return a parameter as one types it."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name if param else "ett val"


def _allowed(param: click.Parameter | None) -> str:
    """Return what may be typed, if that is a few words."""
    choices = param.type.choices if param and isinstance(param.type, click.Choice) else ()
    return f" (välj {', '.join(map(str, choices))})" if choices else ""


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


help_option = click.help_option("-h", "--help", help="Visa den här hjälpen.")
version_option = click.version_option(
    __version__, message="Samverkansplan %(version)s", help="Visa programmets version."
)


def command(name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """Return a decorator that makes a command, with its help in Swedish, of a function."""
    return click.command(name, cls=_Command)
