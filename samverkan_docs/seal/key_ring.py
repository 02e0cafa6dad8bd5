"""Which key stamps, and where it lies: the school's own, or one that the huvudman has given.

Rule: a key file is read by its owner alone, written whole or not at all, and never thrown away:
what an old key has stamped can be checked as long as its file lies in the folder.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from samverkan_docs.seal import keys
from samverkan_docs.seal.keys import Key, NoKey, NotValidNow, WrongPassphrase
from samverkan_docs.words import reason

_OWN = "stampel.p12"
_OLD = "stampel-till-"
_WARNED = 90  # days before the certificate goes out
_SLACK = timedelta(hours=1)  # who asks for the first key has read the clock before it is made
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_State = tuple[int, int, int]


class KeyRing:
    """The keys in *folder*, or the one in *file*, which opens with *passphrase* or a typed one.

    *timestamp_url* is the service that is asked for time stamps, empty for none.
    """

    def __init__(
        self,
        folder: Path,
        *,
        file: Path | None = None,
        passphrase: str = "",
        timestamp_url: str = "",
    ) -> None:
        self.timestamp_url = timestamp_url
        self._folder = folder
        self._given = file
        self._passphrase = passphrase
        self._kept: dict[Path, tuple[_State, Key]] = {}

    @classmethod
    def chosen(cls, folder: Path) -> KeyRing:
        """Return the ring that is configured: SAMVERKAN_P12, else the own keys in *folder*."""
        named = os.environ.get("SAMVERKAN_P12")
        return cls(
            folder,
            file=Path(named).expanduser() if named else None,
            passphrase=os.environ.get("SAMVERKAN_P12_LOSENFRAS", ""),
            timestamp_url=os.environ.get("SAMVERKAN_TIDSSTAMPEL", ""),
        )

    @property
    def is_own(self) -> bool:
        """Whether the key is the school's own, which the program makes and can renew."""
        return self._given is None

    @property
    def asks_passphrase(self) -> bool:
        """Whether the key opens only with a passphrase that a person types."""
        try:
            self._load(self._file)
        except WrongPassphrase:
            return True
        except NoKey:
            return False
        return False

    def key(self, school: str, when: datetime, passphrase: str = "") -> Key:
        """Return the key that stamps; NoKey if there is none to stamp with.

        The own key is made for *school* on first use, at *when*, which is now. *passphrase* is
        the one that was typed.
        """
        if not self._given and not self._file.exists():
            self._make(school, when)
        _demand_alone(self._file)
        return self._load(self._file, passphrase)

    def fingerprints(self) -> frozenset[str]:
        """Return the fingerprints of all own keys, and of the given one if it opens."""
        files = [*self._folder.glob(f"{_OLD}*.p12"), self._folder / _OWN, self._file]
        found = set()
        for file in files:
            with suppress(NoKey):
                found.add(self._load(file).fingerprint)
        return frozenset(found)

    def warning(self, when: datetime) -> str:
        """Return a Swedish sentence if the certificate expires soon, or is not valid."""
        try:
            key = self._load(self._file)
        except NoKey:
            return ""  # there is none yet, or it says what is wrong when it is to stamp
        try:
            key.demand_valid(when)
        except NotValidNow as error:
            return str(error)
        if key.days_left(when) >= _WARNED:
            return ""
        way = "Be huvudmannen om en ny nyckelfil" if self._given else "Gör en ny nyckel"
        last = key.certificate.not_valid_after_utc
        return f"Skolans certifikat går ut den {last:%Y-%m-%d}. {way} före dess."

    def renew(self, school: str, when: datetime) -> Key:
        """Make a new own key; the old one keeps a file that is named after the day of *when*."""
        if self._given:
            raise NoKey("Nyckeln kommer från huvudmannen. Be huvudmannen om en ny nyckelfil.")
        with self._writing():
            if self._file.exists():
                self._write(self._old_name(when), self._file.read_bytes())
            self._write(self._file, keys.new(school, when - _SLACK))
        return self._load(self._file)

    @property
    def _file(self) -> Path:
        return self._given or self._folder / _OWN

    def _make(self, school: str, when: datetime) -> None:
        with self._writing():
            if not self._file.exists():  # another start was first: its key holds
                self._write(self._file, keys.new(school, when - _SLACK))

    def _old_name(self, when: datetime) -> Path:
        day = f"{_OLD}{when:%Y-%m-%d}"
        number = 1
        file = self._folder / f"{day}.p12"
        while file.exists():
            number += 1
            file = self._folder / f"{day}-{number}.p12"
        return file

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Lock the folder so that one process at a time writes keys; NoKey if it cannot be done."""
        try:
            opened = os.open(self._folder, os.O_RDONLY)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX)
                yield
                os.fsync(opened)
            finally:
                os.close(opened)
        except OSError as error:
            raise NoKey(
                f"Nyckeln går inte att spara i mappen {self._folder}: {reason(error)}."
            ) from error

    def _write(self, file: Path, content: bytes) -> None:
        made = self._folder / f"{_OWN}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(content)
                new.flush()
                os.fsync(new.fileno())
            made.replace(file)
        finally:
            made.unlink(missing_ok=True)

    def _load(self, file: Path, passphrase: str = "") -> Key:
        """Return the key in *file*, which stays in memory unless *passphrase* was typed."""
        state, data = _read(file)
        if passphrase:
            return keys.load(data, passphrase)
        kept = self._kept.get(file)
        if kept is None or kept[0] != state:
            kept = state, keys.load(data, self._passphrase)
            self._kept[file] = kept
        return kept[1]


def _read(file: Path) -> tuple[_State, bytes]:
    """Return what tells *file* from a changed one, and its content."""
    try:
        with file.open("rb") as opened:
            state = os.fstat(opened.fileno())
            return (state.st_ino, state.st_mtime_ns, state.st_size), opened.read()
    except OSError as error:
        raise _unreadable(file, error) from error


def _demand_alone(file: Path) -> None:
    """Raise NoKey if others than its owner may read or change *file*."""
    try:
        mode = file.stat().st_mode
    except OSError as error:
        raise _unreadable(file, error) from error
    if mode & _OTHERS and stat.S_ISREG(mode):
        raise NoKey(
            f"Andra på datorn kommer åt nyckelfilen {file}. Kör kommandot "
            f"chmod 600 {shlex.quote(str(file))} och försök igen."
        )


def _unreadable(file: Path, error: OSError) -> NoKey:
    return NoKey(f"Nyckelfilen {file} går inte att läsa: {reason(error)}.")
