from __future__ import annotations

import errno
import http.client
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from samverkan_docs import __version__, cli
from samverkan_docs.catalogue import Paper
from samverkan_docs.pdf import DATA_NAME
from samverkan_docs.plan import Plan, plan_file, plan_schema
from samverkan_docs.seal import keys, sealing
from samverkan_docs.store import Store
from tests.conftest import House
from tests.limits import free_port

pytestmark = pytest.mark.slow  # starts processes

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
QUICK = EXAMPLES / "snabbvagen.json"
COMMANDS = sorted(cli.commands.commands)
COMMAND = [sys.executable, "-m", "samverkan_docs"]


def environment(data: Path) -> dict[str, str]:
    return {**os.environ, "SAMVERKAN_DATA": str(data), "PYTHONPATH": str(ROOT)}


class Ran:
    """What a command wrote and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Terminal:
    """A terminal to type commands at, with a data folder of its own."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder, self._capsys, self._monkeypatch = folder, capsys, monkeypatch
        monkeypatch.setenv("SAMVERKAN_DATA", str(folder / "data"))
        monkeypatch.chdir(folder)

    def run(self, *words: str | Path) -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["samverkan", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = self._capsys.readouterr()
        return Ran(code, told.out, told.err)

    def done(self, *words: str | Path) -> str:
        ran = self.run(*words)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    def failed(self, code: int, *words: str | Path) -> str:
        ran = self.run(*words)
        assert (ran.code, ran.out) == (code, "")
        assert "Traceback" not in ran.err
        return ran.err.strip()


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    return Terminal(tmp_path, capsys, monkeypatch)


# --- Help ---------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Show|default|required|TEXT|INTEGER|PATH|OPTIONS|COMMAND|ARGS|"
    r"Error|Aborted|file|INTEGER RANGE)\b"
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_swedish(terminal: Terminal, command: str) -> None:
    told = terminal.done(*command.split(), "--help")

    assert told.startswith("Använd så: samverkan")
    assert "Visa den här hjälpen." in told
    assert ENGLISH.search(told) is None


def test_no_command_at_all_shows_the_commands(terminal: Terminal) -> None:
    told = terminal.run()

    assert told.code == 0
    for command in COMMANDS:
        assert command in told.out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["hitta-pa"], "kommandot finns inte"),
        (["schema", "en", "till"], "kommandot finns inte eller har ett ord för mycket"),
        (["render", "--hitta-pa"], "valet --hitta-pa finns inte"),
        (["import"], "FIL saknas"),
        (["serve", "--port", "dörren"], "värdet för --port är fel"),
        (["render", "x", "--typ", "affisch"], "värdet för --typ är fel"),
        (["render", "x", "--papper", "a0"], "värdet för --papper är fel"),
    ],
)
def test_a_mistyped_command_is_told_in_swedish(
    terminal: Terminal, words: list[str], what: str
) -> None:
    told = terminal.failed(2, *words)

    assert what in told
    assert told.endswith("Se ./samverkan --help.")
    assert ENGLISH.search(told) is None


# --- Render -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("paper", [Paper.PLAN, Paper.WALL, Paper.CARD, Paper.INTERNAL])
@pytest.mark.parametrize("example", ["ekbackaskolan", "snabbvagen"])
def test_every_paper_is_rendered_from_the_examples(
    terminal: Terminal, paper: Paper, example: str
) -> None:
    told = terminal.done(
        "render", EXAMPLES / f"{example}.json", "-o", "ut.pdf", "--typ", paper.value
    )

    assert told == "ut.pdf är skriven.\n"
    assert (terminal.folder / "ut.pdf").read_bytes().startswith(b"%PDF-")
    assert [file.name for file in terminal.folder.iterdir()] == ["ut.pdf"]


def test_a_paper_is_named_after_school_and_year_if_nobody_says_otherwise(
    terminal: Terminal,
) -> None:
    told = terminal.done("render", QUICK, "--typ", "anslag", "--papper", "a3")

    assert told == "anslag-lindangens-skola-2026-27-a3.pdf är skriven.\n"
    assert (terminal.folder / "anslag-lindangens-skola-2026-27-a3.pdf").exists()


@pytest.mark.slow
def test_the_blank_form_needs_no_plan(terminal: Terminal) -> None:
    assert terminal.done("render", "--typ", "blankett") == (
        "blankett-samverkansplan.pdf är skriven.\n"
    )


def test_any_other_paper_needs_one(terminal: Terminal) -> None:
    assert "Skriv vilken planfil det gäller" in terminal.failed(2, "render", "-o", "ut.pdf")


def test_a_wall_sheet_that_is_too_long_names_the_rows_to_remove(
    terminal: Terminal, quick_plan: Plan
) -> None:
    (row, *_), answers = quick_plan.contacts("polis"), dict(quick_plan.of("polis"))
    answers["kontakter"] = tuple(
        replace(row, id=f"k{n}", funktion=f"Vakt {n}", visas="anslag") for n in range(30)
    )
    plan = quick_plan.answered("polis", answers)
    (terminal.folder / "lang.json").write_text(plan_file.write(plan), encoding="utf-8")

    told = terminal.failed(1, "render", "lang.json", "--typ", "anslag", "-o", "ut.pdf")

    first, rows = told.split("Räcker det inte, ta bort de här raderna:\n")
    assert first.startswith(
        "Anslaget får inte plats på en sida. Skriv först de här raderna kortare:\n"
    )
    assert "  Nationellt centrum mot hedersrelaterat våld och förtryck\n" in first
    assert "  Vakt 29\n" in rows
    assert "Bris" not in rows
    assert not (terminal.folder / "ut.pdf").exists()


# --- What a file may be refused for -------------------------------------------------------------


@pytest.mark.parametrize("command", ["render fil.json -o ut.pdf", "import fil.json"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "felaktig JSON: felet står på rad 1, tecken 2"),
        (b"\x00" * 50_000_000, "Filen är för stor."),
        (b'{"typ": "samverkansplan", "format": 99}', "nyare program"),
        (b'{"typ": "samverkansplan", "format": 1, "svar": {"x": {}}}', "Okänt namn ”x” (svar)"),
        (
            b'{"typ": "samverkansplan", "format": 1, "svar": {"akut": {"myndig": 18}}}',
            "(svar, akut, myndig). Det ska vara en text",
        ),
        (
            b'{"typ": "samverkansplan", "format": 1, "svar": {"skolan": {"lasar": "2026/28"}}}',
            "Skolan och planen, Läsår: Ett läsår är två år i följd.",
        ),
        (b"[" * 100_000, "för många nivåer"),
        (b"\xff%PDF-1.7", "Filen är ingen plan."),
        (b"\xff\xd8\xff\xe0 JFIF", "Filen är ingen plan."),
        (b"PK\x03\x04 word/document.xml", "Filen är ingen plan."),
        (b'{"typ": "\xff"}', "ingen textfil"),
    ],
    ids=[
        "broken",
        "50 MB",
        "newer",
        "unknown name",
        "wrong type",
        "wrong answer",
        "deep",
        "bytes",
        "photo",
        "docx",
        "encoding",
    ],
)
def test_a_wrong_plan_file_is_told_in_a_sentence_and_ends_with_2(
    terminal: Terminal, command: str, content: bytes, sentence: str
) -> None:
    (terminal.folder / "fil.json").write_bytes(content)

    assert sentence in terminal.failed(2, *command.split())
    assert not (terminal.folder / "ut.pdf").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["render", "finns-inte.json"], "Filen finns-inte.json går inte att använda: den eller"),
        (["import", "."], "Filen . går inte att använda: den är en mapp."),
        (["render", QUICK, "-o", "finns-inte/ut.pdf"], "Filen finns-inte/ut.pdf går inte"),
        (["backup", "finns-inte/kopia"], "Filen finns-inte/kopia går inte att använda"),
        (["backup", "."], "Filen . går inte att använda: den är en mapp."),
        (["restore", "finns-inte", "--ja"], "Filen finns-inte går inte att använda: den eller"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_swedish(
    terminal: Terminal, words: list[str | Path], why: str
) -> None:
    told = terminal.failed(1, *words)

    assert why in told
    assert "No such file" not in told


def test_a_data_folder_that_cannot_be_used_is_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    (terminal.folder / "fil").write_text("")
    monkeypatch.setenv("SAMVERKAN_DATA", str(terminal.folder / "fil"))

    assert terminal.failed(1, "export").startswith("Mappen ")


def test_a_damaged_database_is_told(terminal: Terminal) -> None:
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "samverkan.sqlite3").write_bytes(b"x" * 8192)

    assert terminal.failed(1, "export").startswith("Databasen är skadad.")


# --- Schema, export, import ---------------------------------------------------------------------


def test_the_schema_is_printed(terminal: Terminal) -> None:
    assert json.loads(terminal.done("schema")) == plan_schema.schema()


def test_a_plan_goes_in_and_comes_out_the_same(terminal: Terminal) -> None:
    assert terminal.done("import", QUICK) == "Planen för läsåret 2026/27 är inläst.\n"
    assert terminal.done("export") == QUICK.read_text("utf-8")
    assert terminal.done("export", "2026/27", "-o", "ut.json") == "ut.json är skriven.\n"
    assert (terminal.folder / "ut.json").read_bytes() == QUICK.read_bytes()


def test_where_there_are_several_plans_export_asks_which(terminal: Terminal) -> None:
    terminal.done("import", QUICK)
    terminal.done("import", QUICK)

    told = terminal.failed(2, "export", "2026/27")

    assert told.startswith("Skriv vilken plan det gäller, med läsår, skola eller nummer:\n")
    assert "lindangens-skola-2026" in told
    out = terminal.done("export", "lindangens-skola-2026")
    assert out == QUICK.read_text("utf-8")


def test_where_there_is_no_plan_export_says_so(terminal: Terminal) -> None:
    assert terminal.failed(1, "export") == "Det finns ingen plan att skriva än."


# --- Issue and check ----------------------------------------------------------------------------


@pytest.fixture
def decided(adopted: House, terminal: Terminal, key_file: bytes) -> Path:
    """Return the file of a plan that can be adopted, and a key in the data folder."""
    (terminal.folder / "data").mkdir(mode=0o700)
    (terminal.folder / "data" / "stampel.p12").touch(mode=0o600)
    (terminal.folder / "data" / "stampel.p12").write_bytes(key_file)
    file = terminal.folder / "plan.json"
    file.write_text(plan_file.write(adopted.version(2).plan), "utf-8")
    return file


def attached(pdf: Path | bytes) -> bytes | None:
    content = pdf.read_bytes() if isinstance(pdf, Path) else pdf
    return sealing.attachment(content, DATA_NAME)


@pytest.mark.slow
@pytest.mark.usefixtures("decided")
def test_a_plan_whose_database_is_lost_is_read_in_from_paper_and_issued_again(
    terminal: Terminal, adopted: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The adopted plan's numbers were checked on 30 November.
    typed = sys.modules["samverkan_docs.cli.commands"]  # `cli.commands` is the group
    monkeypatch.setattr(typed, "_today", lambda: date(2026, 12, 1))
    (terminal.folder / "gammal.pdf").write_bytes(adopted.paper(2))

    assert terminal.done("import", "gammal.pdf") == "Planen för läsåret 2026/27 är inläst.\n"
    terminal.done("export", "-o", "utkast.json")
    told = terminal.failed(1, "issue", "utkast.json", "-o", "ny.pdf")
    assert told.startswith("Planen ligger redan som utkast i programmet")
    shutil.rmtree(terminal.folder / "data")
    told = terminal.done("issue", "utkast.json", "-o", "ny.pdf")

    assert told == "Planen är fastställd som version 1. ny.pdf är skriven.\n"
    assert attached(terminal.folder / "ny.pdf") == attached(adopted.paper(2))
    assert terminal.done("check", "ny.pdf").startswith("Äkta och gällande. Det här är planen")
    assert terminal.run("check", "gammal.pdf").code == 1
    again = terminal.done("import", "ny.pdf")
    assert again.startswith("Planen för läsåret 2026/27 är inläst.\nDet finns redan en plan för")
    told = terminal.done("import", "gammal.pdf")
    assert told.endswith("certifikat som inte är känt här: Lindängens skola.\n")


def test_an_adopted_plan_is_exported_and_its_key_renewed_in_the_schools_name(
    terminal: Terminal, adopted: House
) -> None:
    (terminal.folder / "data").mkdir(mode=0o700)
    shutil.copy(adopted.folder.database, terminal.folder / "data" / "samverkan.sqlite3")

    assert terminal.done("export", "2026/27") == plan_file.write(adopted.version(2).plan)
    assert terminal.done("renew-key").startswith("Den nya nyckeln gäller till ")
    key = keys.load((terminal.folder / "data" / "stampel.p12").read_bytes())
    assert key.name == "Lindängens skola"


CHECKED: dict[str, tuple[int, Callable[[House], bytes], str]] = {
    "current": (0, lambda house: house.paper(2), "Äkta och gällande."),
    "replaced": (0, lambda house: house.paper(1), "Äkta, men ersatt av version 2."),
    "changed": (1, lambda house: house.paper(2).replace(b"/Pages", b"/pages"), "Ändrad efter"),
    "no plan": (1, lambda _house: b"%PDF-1.7\n%%EOF\n", "Ingen fastställd plan."),
    "added to": (3, lambda house: house.paper(2) + b"\n", "Äkta i grunden, med tillägg efteråt."),
}


@pytest.mark.parametrize(("code", "content", "said"), CHECKED.values(), ids=CHECKED)
def test_a_file_is_checked(
    terminal: Terminal,
    adopted: House,
    monkeypatch: pytest.MonkeyPatch,
    content: Callable[[House], bytes],
    said: str,
    code: int,
) -> None:
    monkeypatch.setenv("SAMVERKAN_DATA", str(adopted.folder.path))
    (terminal.folder / "fil.pdf").write_bytes(content(adopted))

    ran = terminal.run("check", "fil.pdf")

    assert (ran.code, ran.err) == (code, "")
    assert ran.out.startswith(said)


def test_the_genuine_file_is_written_out_of_one_that_was_added_to(
    terminal: Terminal, adopted: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMVERKAN_DATA", str(adopted.folder.path))
    (terminal.folder / "fil.pdf").write_bytes(adopted.paper(2) + b"\n\0")

    ran = terminal.run("check", "fil.pdf", "-o", "ny.pdf")

    assert ran.code == 3
    assert ran.out.splitlines()[1:] == [
        "Tillagt: en radbrytning och tomma byte (nollor).",
        "Sidorna ser likadana ut med tillägget, men andra program kan visa det annorlunda.",
        "ny.pdf är skriven.",
    ]
    assert (terminal.folder / "ny.pdf").read_bytes() == adopted.paper(2)
    assert terminal.run("check", "ny.pdf", "-o", "igen.pdf").code == 0
    assert (terminal.folder / "igen.pdf").read_bytes() == adopted.paper(2)


def test_of_a_file_that_is_not_genuine_nothing_is_written(terminal: Terminal) -> None:
    (terminal.folder / "fil.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")

    assert terminal.run("check", "fil.pdf", "-o", "ny.pdf").code == 1
    assert not (terminal.folder / "ny.pdf").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hej", "Filen är ingen PDF."),
        (b"", "Filen är ingen PDF."),
        (b"%PDF-1.7", "Filen är avkortad"),
        (b"%PDF-" + b" " * 20_000_001, "Filen är för stor."),
        (None, "Filen fil.pdf går inte att använda"),
    ],
    ids=["text", "empty", "cut", "large", "missing"],
)
def test_a_file_that_cannot_be_checked_ends_with_2(
    terminal: Terminal, content: bytes | None, said: str
) -> None:
    if content is not None:
        (terminal.folder / "fil.pdf").write_bytes(content)

    assert terminal.failed(2, "check", "fil.pdf").startswith(said)


def test_a_check_without_a_database_gives_no_verdict(terminal: Terminal, adopted: House) -> None:
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "samverkan.sqlite3").write_bytes(b"x" * 8192)
    (terminal.folder / "fil.pdf").write_bytes(adopted.paper(2))

    assert terminal.failed(2, "check", "fil.pdf").startswith("Databasen är skadad.")


def test_what_hinders_an_issue_is_told(terminal: Terminal) -> None:
    told = terminal.failed(2, "issue", QUICK)
    assert "Fastställd av: Skriv vem som fastställer planen" in told
    assert "Hälso- och sjukvården, Kontakter: Skriv varför svaret saknas" in told

    (terminal.folder / "tom.json").write_text(plan_file.write(Plan(id="tom")), "utf-8")
    assert terminal.failed(2, "issue", "tom.json").startswith(
        "Rätta det här innan planen fastställs:\n  Skolan och planen: Skolans namn\n"
    )


def test_a_place_where_nothing_can_be_written_is_told_before_a_version_is_made(
    terminal: Terminal, decided: Path
) -> None:
    told = terminal.failed(1, "issue", decided, "-o", "finns-inte/ut.pdf")

    assert told.startswith("Filen finns-inte/ut.pdf går inte att använda")
    assert Store.in_file(terminal.folder / "data" / "samverkan.sqlite3").issued.versions() == []


def test_a_second_plan_for_the_same_school_and_year_is_not_issued(
    terminal: Terminal, adopted: House, decided: Path
) -> None:
    shutil.copy(adopted.folder.database, terminal.folder / "data" / "samverkan.sqlite3")
    plan = replace(adopted.version(2).plan, id="en-till")
    decided.write_text(plan_file.write(plan), "utf-8")

    told = terminal.failed(1, "issue", decided, "-o", "ut.pdf")

    assert told.startswith("Det finns redan en plan för skolan och läsåret: Lindängens skola 2026")
    assert "version 2, fastställd den 18" in told
    assert not (terminal.folder / "ut.pdf").exists()


def test_a_locked_key_is_told_where_there_is_nobody_to_ask(
    terminal: Terminal, decided: Path, key_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys.load(key_file)
    locked = terminal.folder / "låst.p12"
    locked.touch(mode=0o600)
    way = BestAvailableEncryption(b"hemlig")
    locked.write_bytes(
        pkcs12.serialize_key_and_certificates(b"", key.private, key.certificate, None, way)
    )
    monkeypatch.setenv("SAMVERKAN_P12", str(locked))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert terminal.failed(1, "issue", decided) == "Nyckelfilen har en lösenfras. Ange den."

    monkeypatch.setenv("SAMVERKAN_P12_LOSENFRAS", "fel")
    assert terminal.failed(1, "issue", decided) == "Lösenfrasen öppnar inte nyckelfilen."
    assert not list(terminal.folder.glob("*.pdf"))


# --- Backup and restore -------------------------------------------------------------------------


def test_plans_are_backed_up_and_restored(terminal: Terminal) -> None:
    terminal.done("import", QUICK)
    assert terminal.done("backup", "kopia") == "kopia är skriven och kontrollerad.\n"
    assert "kopia finns redan" in terminal.failed(1, "backup", "kopia")
    terminal.done("backup", "kopia", "--ersatt")
    terminal.done("import", EXAMPLES / "ekbackaskolan.json")

    assert terminal.done("restore", "kopia", "--ja") == "Planerna är återställda.\n"

    assert terminal.done("export") == QUICK.read_text("utf-8")


def test_a_broken_backup_is_refused_and_changes_nothing(terminal: Terminal) -> None:
    terminal.done("import", QUICK)

    assert "ingen hel säkerhetskopia" in terminal.failed(2, "restore", QUICK, "--ja")

    assert terminal.done("export") == QUICK.read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [("ja\n", 0, "återställda"), ("Ja\n", 0, "återställda"), ("nej\n", 1, "Inget har ändrats.")],
)
def test_a_restore_asks_first_in_swedish(tmp_path: Path, typed: str, code: int, told: str) -> None:
    env = environment(tmp_path / "data")

    def run(*words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 -- our own program
            [*COMMAND, *words],
            env=env,
            cwd=tmp_path,
            input=answer,
            text=True,
            capture_output=True,
            check=False,
        )

    assert run("backup", "kopia").returncode == 0
    ran = run("restore", "kopia", answer=typed)

    assert code == ran.returncode
    assert told in ran.stdout + ran.stderr
    assert "[y/N]" not in ran.stdout
    assert ENGLISH.search(ran.stdout + ran.stderr) is None


def test_a_restore_that_nobody_answers_changes_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.done("import", QUICK)
    terminal.done("backup", "kopia")
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert terminal.run("restore", "kopia").code == 1
    assert terminal.done("export") == QUICK.read_text("utf-8")


def test_a_full_disk_is_told_with_the_file_and_nothing_is_left(terminal: Terminal) -> None:
    (terminal.folder / "ut.pdf.ofullstandig").symlink_to("/dev/full")

    told = terminal.failed(1, "render", QUICK, "--typ", "kort", "-o", "ut.pdf")

    assert told == "Filen ut.pdf går inte att använda: disken är full."
    assert [file.name for file in terminal.folder.iterdir() if "ut.pdf" in file.name] == []


def test_a_fault_of_the_disk_without_a_name_names_no_file() -> None:
    told = cli.faults.sentence(OSError(errno.ENOSPC, "No space left on device"))

    assert told == "Det gick inte att läsa eller skriva en fil: disken är full."


@pytest.mark.parametrize(("command", "code"), [("check", 2), ("render", 1), ("", 1)])
def test_a_program_that_cannot_be_set_up_never_says_that_a_file_is_not_genuine(
    tmp_path: Path, command: str, code: int
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "something else").touch()

    ended = subprocess.run(  # noqa: S603 -- our own program
        [ROOT / "samverkan", *command.split()],
        env={**os.environ, "SAMVERKAN_VENV": str(taken)},
        capture_output=True,
        check=False,
    )

    assert ended.returncode == code


# --- Serve --------------------------------------------------------------------------------------

ADDRESS = re.compile(r"http://127\.0\.0\.1:([0-9]+)/\?nyckel=(\S+)")


class Server:
    """A program that serves, and the address it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.line = process.stdout.readline()
        found = ADDRESS.search(self.line)
        assert found, self.line
        self.port, self.key = int(found[1]), found[2]

    def get(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Server]:
    with subprocess.Popen(  # noqa: S603 -- our own program
        [*COMMAND, "serve", "--port", str(port), "--utan-webblasare"],
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", "::", "skolan.example.se"])  # noqa: S104
def test_no_other_computer_may_reach_the_program(terminal: Terminal, address: str) -> None:
    told = terminal.failed(2, "serve", "--adress", address, "--utan-webblasare")

    assert told.startswith(
        f"Programmet svarar bara på den här datorn (127.0.0.1), inte på {address}"
    )


@pytest.mark.parametrize("port", ["0", "-1", "70000"])
def test_a_port_that_no_computer_has_is_told(terminal: Terminal, port: str) -> None:
    assert "port" in terminal.failed(2, "serve", "--port", port).casefold()


def test_the_printed_address_opens_the_program_once(tmp_path: Path) -> None:
    with serving(tmp_path, free_port()) as server:
        assert server.get("/").status == 403
        first = server.get(f"/?nyckel={server.key}")
        assert first.status == 303
        assert "samverkan=" in (first.getheader("Set-Cookie") or "")
        assert server.get(f"/?nyckel={server.key}").getheader("Set-Cookie") is None


def test_the_program_answers_while_hundreds_of_connections_say_nothing(tmp_path: Path) -> None:
    with serving(tmp_path, free_port()) as server, ExitStack() as silent:
        for _ in range(200):
            silent.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))

        assert server.get("/igang").status == 200


def test_a_second_start_gives_a_new_key_to_the_program_that_runs(tmp_path: Path) -> None:
    with serving(tmp_path, free_port()) as server, serving(tmp_path, server.port) as second:
        assert second.line.startswith("Formuläret är redan i gång.")
        assert server.port == second.port
        assert server.key != second.key
        assert server.get(f"/?nyckel={second.key}").getheader("Set-Cookie") is not None


def test_the_browser_is_given_a_private_file_that_leads_to_the_address(tmp_path: Path) -> None:
    browser, given = tmp_path / "browser", tmp_path / "given"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {given}\n')
    browser.chmod(0o700)
    shown = {"DISPLAY": ":0", "BROWSER": f"{browser} %s"}
    with serving(tmp_path / "data", free_port()) as server:
        told = subprocess.run(  # noqa: S603 -- our own program
            [*COMMAND, "serve", "--port", str(server.port)],
            env=environment(tmp_path / "data") | shown,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        words = given.read_text()
        page = Path(unquote(urlsplit(words).path))
        found = ADDRESS.search(told)
        assert found
        assert found[2] not in words
        assert page.stat().st_mode & 0o777 == 0o600
        assert page.parent.stat().st_mode & 0o777 == 0o700
        assert f'content="0; url={found[0]}"' in page.read_text()
        assert server.get(f"/?nyckel={found[2]}").getheader("Set-Cookie")
        assert not page.exists()


def test_a_second_start_only_says_where_the_first_one_is(terminal: Terminal) -> None:
    with serving(terminal.folder / "data", free_port()) as server:
        told = terminal.done("serve", "--port", str(server.port), "--utan-webblasare")

    assert f"http://127.0.0.1:{server.port}/?nyckel=" in told


def test_a_program_on_another_folder_takes_another_port(tmp_path: Path) -> None:
    with (
        serving(tmp_path / "a", free_port()) as server,
        serving(tmp_path / "b", server.port) as second,
    ):
        assert second.line.startswith("Formuläret är i gång.")
        assert server.port < second.port
        assert server.get("/igang").status == second.get("/igang").status == 200


@pytest.mark.slow
def test_a_port_that_a_stranger_has_is_passed_over(tmp_path: Path) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", free_port()))
        stranger.listen()
        with serving(tmp_path, int(stranger.getsockname()[1])) as server:
            assert 0 < server.port - int(stranger.getsockname()[1]) < 10


def test_ten_taken_ports_are_told_with_a_way_on(terminal: Terminal) -> None:
    with ExitStack() as taken:
        first = _ten_free(taken)
        told = terminal.failed(1, "serve", "--port", str(first), "--utan-webblasare")

    assert told.startswith(f"Portarna {first}–{first + 9} är upptagna. Välj en annan med --port")


def _ten_free(taken: ExitStack) -> int:
    for first in range(20_000, 60_000, 10):
        with ExitStack() as tried:
            try:
                for port in range(first, first + 10):
                    tried.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            taken.push(tried.pop_all())
            return first
    raise AssertionError


def test_the_program_stops_without_a_traceback(tmp_path: Path) -> None:
    # The checks may run in the background, where a shell lets Ctrl+C be ignored from the start.
    listening = (
        "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "sys.argv[0] = 'samverkan'; runpy.run_module('samverkan_docs', run_name='__main__')"
    )
    with subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-c", listening, "serve", f"--port={free_port()}", "--utan-webblasare"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            Server(process)
            process.send_signal(2)
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()

    assert "Traceback" not in told


def test_the_store_is_where_the_setting_says(terminal: Terminal) -> None:
    terminal.done("import", QUICK)

    opened = Store(f"sqlite:///{terminal.folder}/data/samverkan.sqlite3")
    assert [stored.plan.id for stored in opened.plans()] == ["lindangens-skola-2026"]
    opened.close()


def test_a_folder_with_an_odd_name_holds_the_data_itself(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = terminal.folder / "100% klart? ja#1"
    monkeypatch.setenv("SAMVERKAN_DATA", str(odd))

    terminal.done("import", QUICK)

    assert (odd / "samverkan.sqlite3").exists()


# --- What one tries first -----------------------------------------------------------------------


def test_help_and_version_are_where_one_looks_for_them(terminal: Terminal) -> None:
    assert terminal.done("-h") == terminal.done("--help")
    assert terminal.done("issue", "-h").startswith("Använd så: ")
    assert terminal.done("--version") == f"Samverkansplan {__version__}\n"


def test_an_error_says_what_may_be_typed(terminal: Terminal) -> None:
    told = terminal.failed(2, "render", QUICK, "--typ", "hej")
    assert "värdet för --typ är fel (välj plan, anslag, internt, blankett, kort, lovlista)" in told


def test_the_decision_can_be_typed_at_the_terminal(terminal: Terminal) -> None:
    plan = plan_file.read((EXAMPLES / "ekbackaskolan.json").read_bytes())
    (terminal.folder / "plan.json").write_text(plan_file.write(plan), encoding="utf-8")
    wrong = terminal.failed(2, "issue", "plan.json", "--beslutsdatum", "i går")
    assert "Fastställd den: Skriv datumet som år, månad och dag" in wrong
    decided = ("--beslutad-av", "Rektorn", "--beslutsdatum", "16 november 2026")
    assert "version 1" in terminal.done("issue", "plan.json", *decided, "-o", "ut.pdf")
    store = Store.in_file(terminal.folder / "data" / "samverkan.sqlite3")
    (version,) = store.issued.versions()
    assert (version.plan.decided_by, version.plan.decided_on) == ("Rektorn", date(2026, 11, 16))


def test_a_plan_is_exported_by_the_name_of_its_school(terminal: Terminal) -> None:
    terminal.done("import", QUICK)
    terminal.done("import", EXAMPLES / "ekbackaskolan.json")
    assert "Ekbackaskolan" in terminal.failed(2, "export")
    assert '"Ekbackaskolan"' in terminal.done("export", "Ekbackaskolan")


def test_a_day_of_check_to_come_is_not_adopted_from_a_file(terminal: Terminal) -> None:
    plan = plan_file.read((EXAMPLES / "ekbackaskolan.json").read_bytes())
    first, *others = plan.contacts("polis")
    late = replace(first, kontrollerad=date(2099, 1, 1))
    text = plan_file.write(plan.with_contacts("polis", (late, *others)))
    (terminal.folder / "plan.json").write_text(text, encoding="utf-8")
    decided = ("--beslutad-av", "Rektorn", "--beslutsdatum", "16 november 2026")
    told = terminal.done("issue", "plan.json", *decided, "-o", "ut.pdf")
    assert "dagen för kontrollen har inte varit än, så den är borttagen." in told
    store = Store.in_file(terminal.folder / "data" / "samverkan.sqlite3")
    (version,) = store.issued.versions()
    assert version.plan.contacts("polis")[0].kontrollerad is None
