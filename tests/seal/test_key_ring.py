"""The key that stamps: made once, kept from others, renewed without losing the old one."""

from __future__ import annotations

import multiprocessing
import random
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from samverkan_docs.seal import KeyRing, keys
from samverkan_docs.seal.keys import NoKey, NotValidNow, WrongPassphrase

SCHOOL = "Ekbackaskolan"
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made() -> bytes:
    return keys.new("Huvudmannen", NOW)


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path)


def put(file: Path, content: bytes, passphrase: str = "") -> Path:
    if passphrase:
        key = keys.load(content)
        way = BestAvailableEncryption(passphrase.encode())
        content = pkcs12.serialize_key_and_certificates(
            b"", key.private, key.certificate, None, way
        )
    file.write_bytes(content)
    file.chmod(0o600)
    return file


@pytest.fixture
def used(ring: KeyRing, tmp_path: Path, made: bytes) -> KeyRing:
    """A ring whose own key is made already."""
    put(tmp_path / "stampel.p12", made)
    return ring


@pytest.fixture
def given(tmp_path: Path, made: bytes) -> Path:
    return put(tmp_path / "huvudmannens nyckel.p12", made)


@pytest.fixture
def locked(tmp_path: Path, made: bytes) -> Path:
    return put(tmp_path / "låst.p12", made, "rätt lösen")


# --- The school's own key -----------------------------------------------------------------------


def test_the_first_use_makes_a_key_of_the_schools_own(ring: KeyRing, tmp_path: Path) -> None:
    key = ring.key(SCHOOL, NOW)

    assert key.name == SCHOOL
    assert key.days_left(datetime.now(UTC)) == 3651
    assert stat.S_IMODE((tmp_path / "stampel.p12").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["stampel.p12"]


def test_the_key_is_made_once_and_kept_in_memory(ring: KeyRing, tmp_path: Path) -> None:
    key = ring.key(SCHOOL, NOW)

    assert ring.key("Björkskolan", NOW) is key
    assert KeyRing(tmp_path).key(SCHOOL, NOW).fingerprint == key.fingerprint


def test_who_read_the_clock_before_the_key_was_made_can_stamp_with_it(ring: KeyRing) -> None:
    before = datetime.now(UTC) - timedelta(minutes=5)

    ring.key(SCHOOL, NOW).demand_valid(before)


def test_a_changed_key_file_is_read_anew(ring: KeyRing, tmp_path: Path, made: bytes) -> None:
    key = ring.key(SCHOOL, NOW)
    put(tmp_path / "stampel.p12", made)

    assert ring.key(SCHOOL, NOW).name == "Huvudmannen"
    assert ring.fingerprints() != {key.fingerprint}


def _first_use(folder: Path, together: Barrier) -> str:
    together.wait()
    return KeyRing(folder).key(SCHOOL, NOW).fingerprint


@pytest.mark.slow
def test_processes_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    way = multiprocessing.get_context("spawn")
    with way.Manager() as manager, way.Pool(3) as pool:
        together = manager.Barrier(3, timeout=60)
        found = set(pool.starmap(_first_use, [(tmp_path, together)] * 3, chunksize=1))

    assert found == KeyRing(tmp_path).fingerprints()
    assert len(found) == 1


@contextmanager
def _limited(size: int) -> Iterator[None]:
    """Let no file grow over *size*, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_no_key_and_says_so(ring: KeyRing, tmp_path: Path) -> None:
    with pytest.raises(NoKey, match=r"går inte att spara i mappen .*: fel 27\.$"), _limited(1000):
        ring.key(SCHOOL, NOW)

    assert list(tmp_path.iterdir()) == []
    assert ring.key(SCHOOL, NOW).name == SCHOOL


def test_a_renewal_on_a_full_disk_leaves_the_key(used: KeyRing, tmp_path: Path) -> None:
    key = used.key(SCHOOL, NOW)

    with pytest.raises(NoKey, match="går inte att spara"), _limited(1000):
        used.renew(SCHOOL, NOW)

    assert [file.name for file in tmp_path.iterdir()] == ["stampel.p12"]
    assert KeyRing(tmp_path).key(SCHOOL, NOW).fingerprint == key.fingerprint


def test_a_folder_that_is_gone_is_told_in_swedish(tmp_path: Path) -> None:
    with pytest.raises(NoKey, match=r"går inte att spara i mappen .*finns inte\.$"):
        KeyRing(tmp_path / "borta").key(SCHOOL, NOW)


def test_a_broken_key_file_is_told_and_not_replaced(ring: KeyRing, tmp_path: Path) -> None:
    file = put(tmp_path / "stampel.p12", b"hej")

    with pytest.raises(NoKey, match="ingen hel PKCS#12-fil"):
        ring.key(SCHOOL, NOW)
    assert file.read_bytes() == b"hej"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_file_that_others_come_at_is_refused_with_the_command_that_mends_it(
    used: KeyRing, tmp_path: Path, mode: int
) -> None:
    used.key(SCHOOL, NOW)
    file = tmp_path / "stampel.p12"
    file.chmod(mode)

    with pytest.raises(NoKey, match=f"Kör kommandot chmod 600 {file} och"):
        used.key(SCHOOL, NOW)
    assert len(used.fingerprints()) == 1


# --- The huvudman's key -------------------------------------------------------------------------


def test_the_huvudmans_key_stamps_instead(tmp_path: Path, given: Path) -> None:
    ring = KeyRing(tmp_path, file=given)

    assert ring.key(SCHOOL, NOW).name == "Huvudmannen"
    assert ring.key(SCHOOL, NOW) is ring.key(SCHOOL, NOW)
    assert not ring.asks_passphrase
    assert not (tmp_path / "stampel.p12").exists()


def test_a_known_passphrase_opens_the_file_without_asking(tmp_path: Path, locked: Path) -> None:
    ring = KeyRing(tmp_path, file=locked, passphrase="rätt lösen")  # noqa: S106 # no secret

    assert not ring.asks_passphrase
    assert ring.key(SCHOOL, NOW) is ring.key(SCHOOL, NOW)
    assert ring.fingerprints() == {ring.key(SCHOOL, NOW).fingerprint}


@pytest.mark.parametrize("known", ["", "fel"])
def test_a_file_that_does_not_open_asks_for_a_passphrase(
    tmp_path: Path, locked: Path, known: str
) -> None:
    ring = KeyRing(tmp_path, file=locked, passphrase=known)

    assert ring.asks_passphrase
    assert ring.fingerprints() == frozenset()
    with pytest.raises(WrongPassphrase):
        ring.key(SCHOOL, NOW)
    with pytest.raises(WrongPassphrase, match="öppnar inte"):
        ring.key(SCHOOL, NOW, "också fel")


def test_what_a_typed_passphrase_opened_is_forgotten(tmp_path: Path, locked: Path) -> None:
    ring = KeyRing(tmp_path, file=locked)

    assert ring.key(SCHOOL, NOW, "rätt lösen").name == "Huvudmannen"
    assert ring.asks_passphrase
    assert ring.warning(NOW + 9999 * DAY) == ""
    with pytest.raises(WrongPassphrase, match="Ange den"):
        ring.key(SCHOOL, NOW)


def test_a_missing_file_is_told_with_its_name(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path, file=tmp_path / "borta.p12")

    with pytest.raises(NoKey, match=r"borta\.p12 går inte att läsa: den eller mappen finns inte\."):
        ring.key(SCHOOL, NOW)
    assert not ring.asks_passphrase
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "mapp"
    folder.mkdir(mode=0o755)

    with pytest.raises(NoKey, match="går inte att läsa: den är en mapp"):
        KeyRing(tmp_path, file=folder).key(SCHOOL, NOW)


def test_a_file_that_others_read_is_refused_and_its_name_can_be_pasted(
    tmp_path: Path, given: Path
) -> None:
    given.chmod(0o644)

    with pytest.raises(NoKey, match=f"chmod 600 '{given}' och"):
        KeyRing(tmp_path, file=given).key(SCHOOL, NOW)


def test_the_huvudmans_key_is_not_renewed_here(tmp_path: Path, given: Path) -> None:
    with pytest.raises(NoKey, match="Be huvudmannen"):
        KeyRing(tmp_path, file=given).renew(SCHOOL, NOW)
    assert list(tmp_path.iterdir()) == [given]


# --- The settings -------------------------------------------------------------------------------


@pytest.mark.usefixtures("locked")
def test_the_settings_choose_the_key_and_the_time_stamps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SAMVERKAN_P12", "~/låst.p12")
    monkeypatch.setenv("SAMVERKAN_P12_LOSENFRAS", "rätt lösen")
    monkeypatch.setenv("SAMVERKAN_TIDSSTAMPEL", "https://tid.example.se/")
    ring = KeyRing.chosen(tmp_path)

    assert ring.key(SCHOOL, NOW).name == "Huvudmannen"
    assert ring.timestamp_url == "https://tid.example.se/"


@pytest.mark.parametrize("empty", [True, False])
def test_without_settings_it_is_the_own_key_without_time_stamps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, empty: bool
) -> None:
    for name in ("SAMVERKAN_P12", "SAMVERKAN_P12_LOSENFRAS", "SAMVERKAN_TIDSSTAMPEL"):
        if empty:
            monkeypatch.setenv(name, "")
        else:
            monkeypatch.delenv(name, raising=False)
    ring = KeyRing.chosen(tmp_path)

    assert ring.timestamp_url == ""
    assert ring.key(SCHOOL, NOW).name == SCHOOL


# --- Going out ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "warned"), [(91, False), (90, False), (89, True), (1, True)])
def test_ninety_days_ahead_a_sentence_warns(used: KeyRing, days: int, *, warned: bool) -> None:
    last = used.key(SCHOOL, NOW).certificate.not_valid_after_utc
    expected = f"Skolans certifikat går ut den {last:%Y-%m-%d}. Gör en ny nyckel före dess."

    assert used.warning(last - days * DAY) == (expected if warned else "")


def test_the_huvudman_is_asked_for_a_new_file(tmp_path: Path, given: Path) -> None:
    ring = KeyRing(tmp_path, file=given)
    last = ring.key(SCHOOL, NOW).certificate.not_valid_after_utc

    assert "Be huvudmannen om en ny nyckelfil" in ring.warning(last - DAY)


@pytest.mark.parametrize(("days", "words"), [(3653, "gick ut den"), (-1, "datorns klocka")])
def test_a_certificate_that_is_not_valid_warns_with_what_stamping_says(
    used: KeyRing, days: int, words: str
) -> None:
    key = used.key(SCHOOL, NOW)

    assert words in used.warning(NOW + days * DAY)
    with pytest.raises(NotValidNow, match=words):
        key.demand_valid(NOW + days * DAY)


@pytest.mark.parametrize("content", [None, b"hej"])
def test_where_there_is_no_key_nothing_goes_out(
    ring: KeyRing, tmp_path: Path, content: bytes | None
) -> None:
    if content:
        put(tmp_path / "stampel.p12", content)

    assert ring.warning(NOW) == ""
    assert not ring.asks_passphrase


def test_a_renewed_key_stamps_and_the_old_one_is_still_known(used: KeyRing, tmp_path: Path) -> None:
    old = used.key(SCHOOL, NOW)
    when = datetime(2030, 5, 6, tzinfo=UTC)
    new = used.renew(SCHOOL, when)

    new.demand_valid(when)
    assert used.key(SCHOOL, NOW) is new
    assert used.fingerprints() == {old.fingerprint, new.fingerprint}
    assert len({old.fingerprint, new.fingerprint}) == 2
    kept = tmp_path / "stampel-till-2030-05-06.p12"
    assert keys.load(kept.read_bytes()).fingerprint == old.fingerprint
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


@pytest.mark.slow
def test_keys_renewed_on_the_same_day_are_all_kept(used: KeyRing, tmp_path: Path) -> None:
    every = {
        used.key(SCHOOL, NOW).fingerprint,
        *(used.renew(SCHOOL, NOW).fingerprint for _ in "abc"),
    }

    assert len(every) == 4
    assert KeyRing(tmp_path).fingerprints() == every


def test_a_broken_key_is_renewed_and_its_file_kept(ring: KeyRing, tmp_path: Path) -> None:
    put(tmp_path / "stampel.p12", b"hej")
    ring.renew(SCHOOL, datetime(2030, 5, 6, tzinfo=UTC))

    assert ring.key(SCHOOL, NOW).name == SCHOOL
    assert (tmp_path / "stampel-till-2030-05-06.p12").read_bytes() == b"hej"


def test_the_schools_own_stamps_are_known_beside_the_huvudmans(tmp_path: Path, given: Path) -> None:
    own = KeyRing(tmp_path).key(SCHOOL, NOW)
    both = KeyRing(tmp_path, file=given)

    assert both.fingerprints() == {own.fingerprint, both.key(SCHOOL, NOW).fingerprint}
    assert len(both.fingerprints()) == 2


def test_key_files_with_any_damage_are_passed_over(
    used: KeyRing, tmp_path: Path, made: bytes
) -> None:
    drawn, whole = random.Random(1), made  # noqa: S311 # no secret
    own = used.key(SCHOOL, NOW)
    for number in range(200):
        damaged = bytearray(whole)
        damaged[drawn.randrange(len(damaged))] ^= drawn.randrange(1, 256)
        put(tmp_path / f"stampel-till-2030-01-01-{number}.p12", bytes(damaged))
    (tmp_path / "stampel-till-2030-01-02.p12").mkdir()

    assert own.fingerprint in used.fingerprints()
