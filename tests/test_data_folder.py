from __future__ import annotations

import os
import stat
from pathlib import Path

import platformdirs
import pytest

from samverkan_docs import data_folder
from samverkan_docs.data_folder import DataFolder, Unusable


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data" / "samverkan")


def test_the_folder_and_all_in_it_are_for_the_owner_alone(folder: DataFolder) -> None:
    folder.secret_key()
    folder.entrance_page(folder.new_entrance_key(), "http://127.0.0.1:8317/")

    assert mode(folder.path) == 0o700
    below = list(folder.path.rglob("*"))
    assert {mode(path) for path in below if path.is_dir()} == {0o700}
    assert {mode(path) for path in below if path.is_file()} == {0o600}


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    DataFolder(tmp_path)

    assert mode(tmp_path) == 0o700


def test_the_setting_moves_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMVERKAN_DATA", str(tmp_path / "annan"))

    assert DataFolder.chosen().path == tmp_path / "annan"
    assert DataFolder.chosen().database.parent == tmp_path / "annan"


def test_the_setting_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SAMVERKAN_DATA", "~/planer")

    assert DataFolder.chosen().path == tmp_path / "planer"


def test_without_the_setting_it_is_the_users_own_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("SAMVERKAN_DATA", raising=False)

    assert DataFolder.chosen().path == platformdirs.user_data_path("samverkan")


def test_the_secret_key_is_made_once(folder: DataFolder) -> None:
    key = folder.secret_key()

    assert len(key) == 32
    assert key == folder.secret_key()
    assert key == DataFolder(folder.path).secret_key()


def test_every_folder_has_a_secret_key_of_its_own(folder: DataFolder, tmp_path: Path) -> None:
    assert folder.secret_key() != DataFolder(tmp_path / "annan").secret_key()


def test_the_mark_tells_folders_apart_and_not_the_key(folder: DataFolder, tmp_path: Path) -> None:
    assert folder.mark() == DataFolder(folder.path).mark()
    assert folder.mark() != DataFolder(tmp_path / "annan").mark()
    assert folder.secret_key().hex() not in folder.mark()


def test_an_entrance_key_opens_once(folder: DataFolder) -> None:
    key = folder.new_entrance_key()

    assert folder.use_entrance_key(key)
    assert not folder.use_entrance_key(key)


def test_every_start_has_a_key_of_its_own(folder: DataFolder) -> None:
    one, two = folder.new_entrance_key(), folder.new_entrance_key()

    assert one != two
    assert folder.use_entrance_key(two)
    assert folder.use_entrance_key(one)


def make_old(folder: DataFolder) -> None:
    """Set every file in *folder* back a little more than an hour."""
    for file in (folder.path / "nycklar").iterdir():
        os.utime(file, (file.stat().st_mtime - 3601,) * 2)


def test_an_entrance_key_opens_nothing_after_an_hour(folder: DataFolder) -> None:
    key = folder.new_entrance_key()
    make_old(folder)

    assert not folder.use_entrance_key(key)


def test_old_keys_and_their_pages_are_removed_and_newer_ones_stay(folder: DataFolder) -> None:
    old = folder.entrance_page(folder.new_entrance_key(), "http://127.0.0.1:8317/")
    make_old(folder)

    key = folder.new_entrance_key()
    new = folder.entrance_page(key, "http://127.0.0.1:8317/")
    folder.new_entrance_key()

    assert not old.exists()
    assert len(list((folder.path / "nycklar").iterdir())) == 3
    assert folder.use_entrance_key(key)
    assert not new.exists()


@pytest.mark.parametrize("key", ["", "x", "..", "../hemlig-nyckel", "\x00", "å" * 1000])
def test_a_key_that_was_never_made_opens_nothing(folder: DataFolder, key: str) -> None:
    folder.secret_key()

    assert not folder.use_entrance_key(key)
    assert len(folder.secret_key()) == 32


def test_the_keys_themselves_are_not_kept(folder: DataFolder) -> None:
    key = folder.new_entrance_key()

    for file in folder.path.rglob("*"):
        assert key not in str(file)
        assert not file.is_file() or key.encode() not in file.read_bytes()


def test_what_a_killed_command_left_half_written_is_swept_and_nothing_else(
    folder: DataFolder,
) -> None:
    folder.secret_key()
    left = ["kopia.sqlite3.ofullstandig", "hemlig-nyckel.0a1b2c3d"]
    others = ["kopia.sqlite3", "hemlig-nyckel.gammal", "ofullstandig"]
    for name in [*left, *others]:
        (folder.path / name).touch()
        os.utime(folder.path / name, (0, 0))
    (folder.path / "skrivs.ofullstandig").touch()

    DataFolder(folder.path)

    kept = {"hemlig-nyckel", "nycklar", "skrivs.ofullstandig", *others}
    assert {file.name for file in folder.path.iterdir()} == kept


def test_an_empty_key_file_is_made_anew(folder: DataFolder) -> None:
    (folder.path / "hemlig-nyckel").write_bytes(b"")

    assert len(folder.secret_key()) == 32


def test_a_file_in_the_folders_place_is_told_in_swedish(tmp_path: Path) -> None:
    file = tmp_path / "fil"
    file.write_text("")

    with pytest.raises(Unusable, match=r"går inte att använda: den är ingen mapp\. Välj en annan"):
        DataFolder(file)


# --- Network disks ------------------------------------------------------------------------------

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/hem /hem nfs4 rw 0 0
//server/skolan /mnt/skolans\\040filer cifs rw 0 0
/dev/sdb1 /hem/lokal ext4 rw 0 0
overlay /mnt overlay rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/hem/kurator/.local/share", "nfs4"),
        ("/hem", "nfs4"),
        ("/hem/lokal/data", "ext4"),
        ("/hemlig", "ext4"),
        ("/mnt/skolans filer/data", "cifs"),
        ("/mnt/annat", "overlay"),
    ],
)
def test_the_disk_of_a_folder_is_the_nearest_mounted_above(
    tmp_path: Path, path: str, kind: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")

    assert kind == data_folder.file_system(Path(path), mounts)


def test_a_disk_mounted_over_another_is_the_one_that_counts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 /data ext4 rw 0 0\nserver:/x /data nfs rw 0 0\n\n")

    assert data_folder.file_system(Path("/data/x"), mounts) == "nfs"


def test_a_table_in_another_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_bytes(b"/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/usb-\xe5 vfat rw 0 0\n")

    assert data_folder.file_system(Path("/data"), mounts) == "ext4"


def test_where_no_table_tells_nothing_is_refused(tmp_path: Path) -> None:
    assert data_folder.file_system(Path("/data"), tmp_path / "finns-inte") == ""


def test_a_folder_on_a_network_disk_is_refused_with_a_way_on(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/hem {tmp_path} nfs4 rw 0 0\n")

    with pytest.raises(Unusable, match=r"nätverksdisk \(nfs4\).*SAMVERKAN_DATA\.$"):
        DataFolder(tmp_path / "data", mounts)


def test_a_hidden_folder_has_its_page_where_a_browser_from_a_snap_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".local").mkdir()
    folder = DataFolder(tmp_path / ".local" / "samverkan")
    key = folder.new_entrance_key()
    page = folder.entrance_page(key, "http://127.0.0.1:8317/?nyckel=x")

    assert page.parent == tmp_path
    assert page.stat().st_mode & 0o777 == 0o600
    assert folder.use_entrance_key(key)
    assert not page.exists()
