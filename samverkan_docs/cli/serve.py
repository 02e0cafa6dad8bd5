"""The command that starts the form and opens it in the browser."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import webbrowser
from pathlib import Path

import click

from samverkan_docs.cli.faults import Stop
from samverkan_docs.cli.swedish_click import command, help_option
from samverkan_docs.data_folder import DataFolder

PORT = 8317
_PORTS_TRIED = 10
_LAST_PORT = 65_000
_CONNECTIONS = 500
_IDLE = 20  # seconds
_LOOPBACK = {"127.0.0.1", "localhost"}


@command()
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
@help_option
def serve(port: int, adress: str, *, utan_webblasare: bool) -> None:
    """Starta formuläret och öppna det i webbläsaren."""
    if adress not in _LOOPBACK:
        raise Stop(
            f"Programmet svarar bara på den här datorn (127.0.0.1), inte på {adress}: än så länge "
            "finns ingen inloggning.",
            2,
        )
    if not 1 <= port <= _LAST_PORT:
        raise Stop(f"Porten ska vara ett tal mellan 1 och {_LAST_PORT}.", 2)
    folder = DataFolder.chosen()
    port, is_running = _free_port(port, folder)
    key = folder.new_entrance_key()
    address = f"http://127.0.0.1:{port}/?nyckel={key}"
    page = None if utan_webblasare else folder.entrance_page(key, address)
    if is_running:
        click.echo(f"Formuläret är redan i gång. Öppna det här: {address}")
        _open(page)
        return
    _run(folder, port, address, page)


def _run(folder: DataFolder, port: int, address: str, page: Path | None) -> None:
    from waitress.server import create_server

    from samverkan_docs import create_app
    from samverkan_docs.web import drawing

    app = create_app(DATA_FOLDER=folder)
    server = create_server(
        app,
        host="127.0.0.1",
        port=port,
        ident=None,
        threads=drawing.SERVER_THREADS,
        # A browser keeps some six connections open; a forgotten one is closed.
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE,
        cleanup_interval=_IDLE // 4,
        asyncore_use_poll=True,  # its other way of waiting can take no more than 1,024 files
    )
    click.echo(f"Formuläret är i gång. Öppna det här: {address}")
    click.echo("Adressen fungerar en gång, inom en timme. Stäng programmet med Ctrl+C.")
    sys.stdout.flush()
    _open(page)
    server.run()


def _free_port(first: int, folder: DataFolder) -> tuple[int, bool]:
    """Return a port to use, and whether this very program already answers there."""
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
    raise Stop(
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


def _open(page: Path | None) -> None:
    """Open the browser where there is a screen; a text browser would take the terminal over.

    It is given the name of a file that leads on: everybody on the computer can read the words of
    its command line, and the address would let them in.
    """
    if page and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        webbrowser.open(page.resolve().as_uri())
