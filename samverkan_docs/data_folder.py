"""The folder that holds a school's data: the database, the secret key, the entrance keys.

Rule: readable by its owner alone (folder 0700, files 0600), on a disk of this computer.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import time
from contextlib import suppress
from html import escape
from pathlib import Path

import platformdirs

from samverkan_docs.words import reason

_NETWORK = {
    "9p",
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.sshfs",
    "glusterfs",
    "lustre",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
    "vboxsf",
}


class Unusable(RuntimeError):
    """The folder cannot hold the data; the text is a Swedish sentence."""


class DataFolder:
    """The data folder at *path*, made if it is not there; Unusable if it cannot be used.

    *mounts* is the system's table of what is mounted where.
    """

    def __init__(self, path: Path, mounts: Path = Path("/proc/mounts")) -> None:
        self.path = path
        if path.is_dir() and path.stat().st_mode & stat.S_IWOTH:
            raise Unusable(
                f"Mappen {path} är öppen för alla på datorn. Välj en egen mapp med SAMVERKAN_DATA."
            )
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.chmod(0o700)
            (path / "nycklar").mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise Unusable(
                f"Mappen {path} går inte att använda: {reason(error)}. Välj en annan mapp med "
                "SAMVERKAN_DATA."
            ) from error
        _refuse_network(path, mounts)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what a command that was killed has left half written here."""
        for pattern in _HALF_WRITTEN:
            for file in self.path.glob(pattern):
                if not _is_fresh(file):
                    file.unlink(missing_ok=True)

    @classmethod
    def chosen(cls) -> DataFolder:
        """Return the folder that SAMVERKAN_DATA names, else the user's own data folder."""
        named = os.environ.get("SAMVERKAN_DATA")
        return cls(Path(named).expanduser() if named else platformdirs.user_data_path("samverkan"))

    @property
    def database(self) -> Path:
        """The database file."""
        return self.path / "samverkan.sqlite3"

    def secret_key(self) -> bytes:
        """Return the program's secret key, made on first use."""
        file = self.path / "hemlig-nyckel"
        if not file.exists() or not file.stat().st_size:  # cut short by a full disk
            made = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
            _write_new(made, secrets.token_bytes(32))
            file.unlink(missing_ok=True)
            with suppress(FileExistsError):  # another start was first: its key holds
                os.link(made, file)
            made.unlink()
        return file.read_bytes()

    def mark(self) -> str:
        """Return what tells a running program on this folder from any other, and tells no more."""
        return hashlib.sha256(b"igang" + self.secret_key()).hexdigest()

    def new_entrance_key(self) -> str:
        """Make a key that opens the program once, within an hour; only its digest is kept."""
        for old in {*self._entrances.iterdir(), *self._pages.glob(f"{_PAGE_NAME}*.html")}:
            if not _is_fresh(old):
                old.unlink(missing_ok=True)
        key = secrets.token_urlsafe(24)
        _write_new(self._entrance(key), b"")
        return key

    def entrance_page(self, key: str, address: str) -> Path:
        """Return a page on disk that leads to *address*, and is gone when *key* has been used."""
        file = self._page(key)
        _write_new(file, _PAGE.format(address=escape(address)).encode())
        return file

    def use_entrance_key(self, key: str) -> bool:
        """Return whether *key* is unused and not too old, and use it up."""
        file = self._entrance(key)
        try:
            is_fresh = _is_fresh(file)
            file.unlink()
        except FileNotFoundError:
            return False
        self._page(key).unlink(missing_ok=True)
        return is_fresh

    @property
    def _entrances(self) -> Path:
        return self.path / "nycklar"

    def _entrance(self, key: str) -> Path:
        return self._entrances / hashlib.sha256(key.encode()).hexdigest()

    def _page(self, key: str) -> Path:
        return self._pages / f"{_PAGE_NAME}{self._entrance(key).name[:16]}.html"

    @property
    def _pages(self) -> Path:
        """Where a browser may read: one from a snap sees nothing hidden in a home folder."""
        home = Path.home()
        inside = self.path.resolve().parts[len(home.resolve().parts) :]
        is_at_home = home.resolve() in self.path.resolve().parents
        hidden = is_at_home and any(part.startswith(".") for part in inside)
        return home if hidden else self._entrances


_PAGE = """<!doctype html>
<html lang="sv">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>Öppna samverkansplanen</title>
<h1>Öppna samverkansplanen</h1>
<p><a href="{address}">Till samverkansplanen</a></p>
</html>
"""
_PAGE_NAME = "oppna-samverkansplanen-"
_KEY_AGE = 3600  # seconds; what is half written and older is nobody's any more
_HALF_WRITTEN = ("*.ofullstandig", "*.ofullstandig-journal", f"hemlig-nyckel.{'[0-9a-f]' * 8}")


def _is_fresh(file: Path) -> bool:
    return time.time() - file.stat().st_mtime < _KEY_AGE


def _write_new(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)


def _refuse_network(path: Path, mounts: Path) -> None:
    kind = file_system(path, mounts)
    if kind in _NETWORK:
        raise Unusable(
            f"Mappen {path} ligger på en nätverksdisk ({kind}), och där kan det som sparas gå "
            "förlorat. Välj en mapp på datorns egen disk med SAMVERKAN_DATA."
        )


def file_system(path: Path, mounts: Path) -> str:
    """Return the type of the file system that holds *path*, empty if *mounts* does not tell."""
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    lines = (line.split() for line in table.splitlines() if line)
    found = {fields[1].replace("\\040", " "): fields[2] for fields in lines}
    above = (folder for folder in (path.resolve(), *path.resolve().parents) if str(folder) in found)
    return found.get(str(next(above, "")), "")
