from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa

from samverkan_docs import store
from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.store import Store, Version

WRITTEN = "Hemligt svar om Ada"
PLAN = Plan.new(date(2026, 11, 22)).answered("akut", {"myndig": WRITTEN})


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "samverkan.sqlite3"


@pytest.fixture
def plans(database: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{database}")
    opened.add(PLAN)
    yield opened
    opened.close()


def answer(text: str) -> Callable[[Plan], Plan]:
    return lambda plan: plan.answered("uppfoljning", {"oversyn": text})


@contextmanager
def pragma(opened: Store, text: str) -> Iterator[None]:
    """Yield every connection of *opened* a setting of SQLite's own."""

    def set_it(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {text}")

    opened.close()
    sa.event.listen(sa.Engine, "connect", set_it)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "connect", set_it)
        opened.close()


def fault(action: Callable[[], object]) -> str:
    with pytest.raises(store.Fault) as caught:
        action()
    error: BaseException | None = caught.value
    while error is not None:
        assert WRITTEN not in str(error)
        error = error.__cause__
    return str(caught.value)


# --- Keeping plans ------------------------------------------------------------------------------


def test_a_plan_comes_back_as_it_was_put_in(plans: Store) -> None:
    assert plans.load(PLAN.id).plan == PLAN


def test_the_complete_example_comes_back_as_it_was_put_in(plans: Store, plan: Plan) -> None:
    plans.add(plan)

    assert plan == plans.load(plan.id).plan


def test_plans_outlive_the_program(plans: Store, database: Path) -> None:
    plans.close()

    assert Store(f"sqlite:///{database}").load(PLAN.id).plan == PLAN


def test_the_last_changed_plan_comes_first(plans: Store) -> None:
    plans.add(Plan(id="b"))
    plans.add(Plan(id="c"))
    plans.update(PLAN.id, answer("x"))

    assert [stored.plan.id for stored in plans.plans()] == [PLAN.id, "c", "b"]


def test_a_change_moves_the_time_of_change_and_not_that_of_making(plans: Store) -> None:
    before = plans.load(PLAN.id)
    plans.update(PLAN.id, answer("x"))
    after = plans.load(PLAN.id)

    assert before.created == after.created
    assert before.changed < after.changed


def test_a_school_sees_its_own_plans_alone(plans: Store) -> None:
    plans.add(Plan(id="annan", school="annan"))

    assert [stored.plan.id for stored in plans.plans()] == [PLAN.id]


def test_a_plan_keeps_its_school(plans: Store) -> None:
    plans.add(Plan(id="annan", school="annan"))

    assert plans.load("annan").plan.school == "annan"


def test_a_deleted_plan_is_gone(plans: Store) -> None:
    plans.delete(PLAN.id)

    assert plans.plans() == []
    with pytest.raises(store.NoSuchPlan):
        plans.load(PLAN.id)


def test_a_plan_that_is_not_there_is_neither_changed_nor_deleted(plans: Store) -> None:
    with pytest.raises(store.NoSuchPlan):
        plans.update("finns-inte", answer("x"))
    with pytest.raises(store.NoSuchPlan):
        plans.delete("finns-inte")


def test_the_same_plan_cannot_be_put_in_twice(plans: Store) -> None:
    fault(lambda: plans.add(PLAN))

    assert len(plans.plans()) == 1


def test_a_change_that_fails_leaves_the_plan_as_it_was(plans: Store) -> None:
    def fails(plan: Plan) -> Plan:
        answer("halvt")(plan)
        raise LookupError

    with pytest.raises(LookupError):
        plans.update(PLAN.id, fails)

    assert plans.load(PLAN.id).plan == PLAN
    plans.update(PLAN.id, answer("helt"))


def test_a_change_sees_the_newest_plan_even_when_many_save_at_once(plans: Store) -> None:
    def add_one(plan: Plan) -> Plan:
        count = int(plan.text("uppfoljning", "oversyn") or 0) + 1
        return plan.answered("uppfoljning", {"oversyn": str(count)})

    def add_ten() -> None:
        for _ in range(10):
            plans.update(PLAN.id, add_one)

    threads = [threading.Thread(target=add_ten) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert plans.load(PLAN.id).plan.text("uppfoljning", "oversyn") == "40"


# --- Who may read it ----------------------------------------------------------------------------


def test_the_database_and_what_sqlite_lays_beside_it_are_for_the_owner_alone(
    plans: Store,  # noqa: ARG001 -- it makes the files
    database: Path,
) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in database.parent.iterdir()}

    assert set(modes) >= {database.name, f"{database.name}-wal"}
    assert set(modes.values()) == {0o600}


def test_every_save_is_on_the_disk_when_it_is_acknowledged(plans: Store) -> None:
    seen: list[tuple[object, object]] = []

    def look(connection: sqlite3.Connection) -> None:
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        seen.append((journal, connection.execute("PRAGMA synchronous").fetchone()[0]))

    def checked_out(connection: sqlite3.Connection, *_others: object) -> None:
        look(connection)

    sa.event.listen(sa.pool.Pool, "checkout", checked_out)
    try:
        plans.update(PLAN.id, answer("x"))
    finally:
        sa.event.remove(sa.pool.Pool, "checkout", checked_out)

    assert seen == [("wal", 2)]  # 2 is FULL


# --- Faults -------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_nothing_is_half_written(plans: Store) -> None:
    with pragma(plans, "max_page_count=1"):
        said = fault(lambda: plans.update(PLAN.id, answer("x" * 100_000)))

    assert said == "Disken är full. Frigör plats på datorn och spara sedan igen."
    assert plans.load(PLAN.id).plan == PLAN


def test_a_read_only_database_is_told_and_can_still_be_read(plans: Store) -> None:
    with pragma(plans, "query_only=1"):
        said = fault(lambda: plans.update(PLAN.id, answer("x")))
        assert plans.load(PLAN.id).plan == PLAN

    assert said.startswith("Programmet får inte skriva i sin databas.")


@pytest.mark.slow
def test_a_locked_database_is_told_after_a_while(plans: Store, database: Path) -> None:
    other = sqlite3.connect(database)
    other.execute("BEGIN IMMEDIATE")

    said = fault(lambda: plans.update(PLAN.id, answer("x")))

    assert said.startswith("Databasen är upptagen av ett annat program.")
    assert plans.load(PLAN.id).plan == PLAN
    other.close()
    plans.update(PLAN.id, answer("x"))


def test_a_save_waits_for_another_that_is_soon_done(plans: Store, database: Path) -> None:
    other = sqlite3.connect(database, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    soon = threading.Timer(0.3, other.rollback)
    soon.start()

    plans.update(PLAN.id, answer("x"))

    soon.join()
    other.close()


@pytest.mark.parametrize("content", [b"x" * 8192, b"SQLite format 3\x00" + b"\xff" * 8192])
def test_a_file_that_is_no_database_is_told(database: Path, content: bytes) -> None:
    database.write_bytes(content)

    said = fault(lambda: Store(f"sqlite:///{database}"))

    assert said.startswith("Databasen är skadad.")
    assert database.read_bytes() == content


def test_a_database_damaged_in_the_middle_is_told(plans: Store, database: Path) -> None:
    plans.close()
    content = bytearray(database.read_bytes())
    content[4096:] = b"\xff" * len(content[4096:])
    database.write_bytes(content)

    assert fault(lambda: Store(f"sqlite:///{database}").plans()).startswith("Databasen är skadad.")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = fault(lambda: Store(f"sqlite:///{tmp_path}/finns-inte/x.sqlite3"))

    assert said.startswith("Databasen går inte att öppna.")


def test_a_database_of_another_shape_is_told(database: Path) -> None:
    other = sqlite3.connect(database)
    other.execute("CREATE TABLE plans (id TEXT)")
    other.close()

    said = fault(lambda: Store(f"sqlite:///{database}").plans())

    assert said == "Databasen svarar inte som den ska. Starta om programmet och försök igen."


def test_a_plan_of_a_newer_program_is_told_and_hides_no_other(plans: Store, database: Path) -> None:
    newer = plan_file.write(PLAN).replace(f'"format": {plan_file.FORMAT}', '"format": 99')
    other = sqlite3.connect(database)
    other.execute("UPDATE plans SET document = ?", [newer])
    other.commit()
    other.close()
    plans.add(Plan(id="annan"))

    assert [stored.plan.id for stored in plans.plans()] == ["annan"]
    assert plans.unreadable() == 1
    assert "nyare program" in fault(lambda: plans.load(PLAN.id))


# --- What is issued -----------------------------------------------------------------------------

ISSUED = datetime(2026, 8, 17, 12)  # noqa: DTZ001 -- times in the store are in UTC and say so nowhere
PAPERS = {"plan": b"%PDF- planen", "anslag": b"%PDF- anslaget"}


def version(number: int = 1, plan: Plan = PLAN) -> Version:
    return Version(
        plan=plan,
        number=number,
        year="2026/27",
        issued=ISSUED,
        fingerprint="ab" * 32,
        changes=("Första versionen",),
    )


@pytest.fixture
def issued(plans: Store) -> Store:
    """Return a store in which the draft has been adopted."""
    plans.issued.add(version(), PAPERS, draft=PLAN, function="rektor")
    return plans


def test_a_version_comes_back_as_it_was_issued(issued: Store) -> None:
    assert issued.issued.load(PLAN.id, 1) == version()
    assert issued.issued.history(PLAN.id) == (version(),)
    assert issued.issued.versions() == [version()]
    assert {name: issued.issued.paper(PLAN.id, 1, name) for name in PAPERS} == PAPERS
    assert issued.issued.fingerprints() == {"ab" * 32}
    assert issued.plans() == []


def test_a_paper_is_found_by_its_bytes(issued: Store) -> None:
    digest = hashlib.sha256(PAPERS["anslag"]).hexdigest()

    assert issued.issued.find(digest, "00") == (version(), "anslag")
    assert issued.issued.find("00", digest) == (version(), "anslag")
    assert issued.issued.find("00", "00") is None


def test_what_was_never_issued_is_not_there(issued: Store) -> None:
    for action in (
        lambda: issued.issued.load(PLAN.id, 2),
        lambda: issued.issued.load("annan", 1),
        lambda: issued.issued.paper(PLAN.id, 1, "internt"),
        lambda: issued.issued.paper(PLAN.id, 2, "plan"),
        lambda: issued.issued.scan(version(), "finns-inte"),
        lambda: issued.issued.withdraw(version(2), function="", reason=""),
        lambda: issued.reopen("annan", lambda plan: plan),
    ):
        with pytest.raises(store.NoSuchVersion):
            action()


def test_a_school_sees_its_own_versions_alone(issued: Store) -> None:
    other = replace(PLAN, id="annan", school="annan")
    issued.issued.add(version(plan=other), {}, draft=None, function="rektor")

    assert issued.issued.versions() == [version()]
    assert [found.plan for found in issued.issued.versions("annan")] == [other]


def test_of_two_who_adopt_the_same_draft_one_does(plans: Store) -> None:
    start, overtaken = threading.Barrier(4), []

    def adopt() -> None:
        start.wait()
        try:
            plans.issued.add(version(), PAPERS, draft=PLAN, function="rektor")
        except store.Overtaken:
            overtaken.append(1)

    threads = [threading.Thread(target=adopt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(overtaken) == 3
    assert len(plans.issued.versions()) == len(plans.issued.log(PLAN.id)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_number_that_is_not_the_next_is_not_issued(issued: Store, number: int) -> None:
    with pytest.raises(store.Overtaken):
        issued.issued.add(version(number), PAPERS, draft=None, function="rektor")
    with pytest.raises(store.Overtaken):
        issued.issued.demand_unchanged(version(number), None)


def test_a_draft_that_an_older_program_wrote_otherwise_is_the_same_draft(
    plans: Store, database: Path
) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        (text,) = other.execute("SELECT document FROM plans").fetchone()
        other.execute("UPDATE plans SET document = ?", [json.dumps(json.loads(text))])

    plans.issued.add(version(), PAPERS, draft=PLAN, function="rektor")

    assert plans.plans() == []


def test_a_version_is_there_whole_or_not_at_all(plans: Store) -> None:
    broken_off = cast("Mapping[str, bytes]", {"plan": b"a", "anslag": None})
    with pytest.raises((store.Fault, TypeError)):
        plans.issued.add(version(), broken_off, draft=PLAN, function="rektor")

    assert plans.issued.versions() == []
    assert plans.issued.log(PLAN.id) == []
    assert plans.load(PLAN.id).plan == PLAN


def test_a_full_disk_issues_nothing(plans: Store) -> None:
    with pragma(plans, "max_page_count=1"):
        said = fault(
            lambda: plans.issued.add(
                version(), {"plan": b"x" * 100_000}, draft=PLAN, function="rektor"
            )
        )

    assert said.startswith("Disken är full.")
    assert plans.issued.versions() == []
    assert plans.load(PLAN.id).plan == PLAN


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM log",
        "UPDATE log SET reason = 'annat'",
        "INSERT OR REPLACE INTO log SELECT * FROM log",
        (
            "REPLACE INTO log (id, at, school, plan_id, event, function, reason) "
            "VALUES (1, '', '', '', '', '', '')"
        ),
        "DELETE FROM versions",
        "UPDATE versions SET document = replace(document, 'Ada', 'Bo')",
        "UPDATE versions SET document = ''",
        "UPDATE versions SET changes = '[]'",
        "UPDATE versions SET version = 7",
        "UPDATE versions SET issued = '2020-01-01'",
        "UPDATE versions SET fingerprint = '00'",
        "UPDATE versions SET then_holds = 0",
        "INSERT OR REPLACE INTO versions SELECT * FROM versions",
        "DELETE FROM papers",
        "UPDATE papers SET pdf = x'00'",
        "UPDATE papers SET digest = '00'",
        "UPDATE papers SET covered = '00'",
        "UPDATE papers SET covered = NULL",
        "INSERT OR REPLACE INTO papers SELECT * FROM papers",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_issued(
    issued: Store, database: Path, statement: str
) -> None:
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as other,
        pytest.raises(sqlite3.IntegrityError, match="what is issued is not changed"),
    ):
        other.execute(statement)

    assert issued.issued.versions() == [version()]
    assert issued.issued.paper(PLAN.id, 1, "plan") == PAPERS["plan"]
    assert len(issued.issued.log(PLAN.id)) == 1


def test_a_withdrawn_version_stays_withdrawn(issued: Store, database: Path) -> None:
    issued.issued.withdraw(version(), function="rektor", reason="Fel person")

    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("UPDATE versions SET withdrawn = NULL")
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("UPDATE papers SET pdf = x'00'")


def test_a_guard_that_was_taken_away_is_there_again_at_the_next_start(
    issued: Store, database: Path
) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            other.execute(f"DROP TRIGGER {name}")
    issued.close()
    Store(f"sqlite:///{database}").close()

    with (
        closing(sqlite3.connect(database, isolation_level=None)) as other,
        pytest.raises(sqlite3.IntegrityError),
    ):
        other.execute("DELETE FROM log")


def only_drafts(database: Path) -> None:
    """Make of a database one of the program before it could adopt plans."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        for table in ("log", "scans", "papers", "versions"):
            other.execute(f"DROP TABLE {table}")


def test_an_older_database_is_opened_and_can_adopt(plans: Store, database: Path) -> None:
    plans.close()
    only_drafts(database)

    opened = Store(f"sqlite:///{database}")
    assert opened.load(PLAN.id).plan == PLAN
    opened.issued.add(version(), PAPERS, draft=PLAN, function="rektor")
    assert opened.issued.versions() == [version()]
    opened.close()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_an_older_database_learns_what_the_stamps_of_its_papers_cover(
    issued: Store, database: Path, *, withdrawn: bool
) -> None:
    if withdrawn:
        issued.issued.withdraw(version(), function="rektor", reason="Fel person")
    issued.close()
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("DROP TRIGGER papers_stay_covered")
        other.execute("DROP INDEX ix_papers_covered")
        other.execute("ALTER TABLE papers DROP COLUMN covered")

    opened = Store(f"sqlite:///{database}")
    for paper in PAPERS.values():
        digest = hashlib.sha256(paper).hexdigest()
        found = opened.issued.find("00", digest)
        assert found is not None
        assert (found[0].withdrawn is not None) is withdrawn
        assert opened.issued.find(digest, "00") == (None if withdrawn else found)
    opened.close()
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as other,
        pytest.raises(sqlite3.IntegrityError),
    ):
        other.execute("UPDATE papers SET digest = '00'")


def without_late_columns(database: Path) -> None:
    """Make of a database one of the program before it asked what holds after a withdrawal."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("DROP TRIGGER versions_that_stand_say_nothing_of_after")
        other.execute("ALTER TABLE versions DROP COLUMN then_holds")
        other.execute("ALTER TABLE plans DROP COLUMN read_in")


def test_a_database_that_does_not_know_what_holds_after_a_withdrawal_is_opened(
    issued: Store, database: Path
) -> None:
    issued.issued.add(version(2), {}, draft=None, function="rektor")
    issued.issued.withdraw(version(2), function="rektor", reason="Fel person", then_holds=0)
    issued.add(replace(PLAN, id="another"))
    issued.close()
    without_late_columns(database)

    opened = Store(f"sqlite:///{database}")
    assert opened.issued.history(PLAN.id).holding == version()  # as the older program had it
    assert [stored.is_read_in for stored in opened.plans()] == [False]
    opened.issued.withdraw(version(), function="rektor", reason="Fel person")
    opened.close()


def test_a_backup_without_the_late_columns_is_restored_and_gets_them(
    issued: Store, database: Path, tmp_path: Path
) -> None:
    issued.issued.add(version(2), {}, draft=None, function="rektor")
    store.backup(database, tmp_path / "kopia")
    without_late_columns(tmp_path / "kopia")

    store.restore(tmp_path / "kopia", database)

    issued.issued.withdraw(version(2), function="rektor", reason="Fel person", then_holds=0)
    assert issued.issued.history(PLAN.id).holding is None


@pytest.mark.parametrize("then_holds", [None, 3, 2])
def test_what_holds_after_a_withdrawal_is_one_of_what_there_is(
    issued: Store, then_holds: int | None
) -> None:
    issued.issued.add(version(2), {}, draft=None, function="rektor")
    with pytest.raises(store.Overtaken):
        issued.issued.withdraw(version(2), function="", reason="", then_holds=then_holds)
    assert issued.issued.history(PLAN.id).holding == version(2)


@pytest.mark.parametrize("ending", ["", "-wal"])
@pytest.mark.parametrize("is_replaced", [False, True], ids=["removed", "replaced"])
def test_nothing_is_saved_into_a_file_that_is_not_there_any_more(
    plans: Store, database: Path, ending: str, *, is_replaced: bool
) -> None:
    file = Path(f"{database}{ending}")
    kept = file.rename(file.with_name("kept"))
    if is_replaced:
        shutil.copy(kept, file)

    said = fault(lambda: plans.update(PLAN.id, answer("sparad")))

    assert said.startswith("Databasens filer har tagits bort eller bytts ut")
    kept.rename(file)
    plans.update(PLAN.id, answer("sparad"))
    assert plans.load(PLAN.id).plan.text("uppfoljning", "oversyn") == "sparad"


# --- Backup and restore -------------------------------------------------------------------------


def test_a_backup_is_one_private_file_with_all_plans(plans: Store, tmp_path: Path) -> None:
    folder = tmp_path / "kopior"
    folder.mkdir()
    target = folder / "kopia.sqlite3"
    plans.update(PLAN.id, answer("sparad nyss"))

    store.backup(tmp_path / "samverkan.sqlite3", target)

    assert [target] == list(folder.iterdir())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert Store(f"sqlite:///{target}").load(PLAN.id).plan == plans.load(PLAN.id).plan


def test_a_backup_replaces_an_older_one_and_a_broken_attempt(plans: Store, tmp_path: Path) -> None:
    target = tmp_path / "kopia.sqlite3"
    target.write_bytes(b"gammal")
    (tmp_path / "kopia.sqlite3.ofullstandig").write_bytes(b"avbruten")

    store.backup(tmp_path / "samverkan.sqlite3", target)

    assert target.read_bytes().startswith(b"SQLite format 3")
    assert not (tmp_path / "kopia.sqlite3.ofullstandig").exists()
    assert plans.load(PLAN.id).plan == PLAN


def test_a_backup_of_a_damaged_database_leaves_the_older_backup(tmp_path: Path) -> None:
    (tmp_path / "samverkan.sqlite3").write_bytes(b"x" * 8192)
    target = tmp_path / "kopia.sqlite3"
    target.write_bytes(b"gammal")

    with pytest.raises((store.Fault, store.NotADatabase)):
        store.backup(tmp_path / "samverkan.sqlite3", target)

    assert target.read_bytes() == b"gammal"


def test_a_restore_brings_the_plans_back_into_a_program_that_runs(
    plans: Store, database: Path, tmp_path: Path
) -> None:
    store.backup(database, tmp_path / "kopia")
    plans.update(PLAN.id, answer("efteråt"))

    store.restore(tmp_path / "kopia", database)

    assert plans.load(PLAN.id).plan == PLAN
    plans.update(PLAN.id, answer("igen"))
    assert plans.load(PLAN.id).plan.text("uppfoljning", "oversyn") == "igen"


def test_a_restore_makes_a_private_database_where_none_is(
    plans: Store, database: Path, tmp_path: Path
) -> None:
    store.backup(database, tmp_path / "kopia")
    plans.close()
    new = tmp_path / "ny.sqlite3"

    store.restore(tmp_path / "kopia", new)

    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    assert Store(f"sqlite:///{new}").load(PLAN.id).plan == PLAN


def test_issued_papers_and_scans_come_back_to_the_byte(
    issued: Store, database: Path, tmp_path: Path
) -> None:
    scan = store.NewScan(kind="png", continues=False, content=b"\x89PNG en bild")
    issued.issued.sign(version(), {"s": date(2026, 8, 18)}, function="rektor", scan=scan)
    log = issued.issued.log(PLAN.id)
    store.backup(database, tmp_path / "kopia")
    issued.issued.withdraw(version(), function="rektor", reason="Fel person")

    store.restore(tmp_path / "kopia", database)

    assert issued.issued.load(PLAN.id, 1).signed == {"s": date(2026, 8, 18)}
    assert {name: issued.issued.paper(PLAN.id, 1, name) for name in PAPERS} == PAPERS
    (kept,) = issued.issued.scans(version())
    assert issued.issued.scan(version(), kept.id) == (kept, scan.content)
    assert issued.issued.log(PLAN.id) == log


def test_a_withdrawn_version_can_be_backed_up_and_restored(
    issued: Store, database: Path, tmp_path: Path
) -> None:
    issued.issued.withdraw(version(), function="rektor", reason="Fel person")
    withdrawn = issued.issued.load(PLAN.id, 1)

    store.backup(database, tmp_path / "kopia")
    store.restore(tmp_path / "kopia", database)

    assert withdrawn == issued.issued.load(PLAN.id, 1)


def test_an_older_backup_is_restored_into_a_program_that_runs(
    plans: Store, database: Path, tmp_path: Path
) -> None:
    store.backup(database, tmp_path / "kopia")
    only_drafts(tmp_path / "kopia")

    store.restore(tmp_path / "kopia", database)

    assert plans.issued.versions() == []
    plans.issued.add(version(), PAPERS, draft=PLAN, function="rektor")


def test_a_backup_that_does_not_know_what_stamps_cover_is_restored_and_learns_it(
    issued: Store, database: Path, tmp_path: Path
) -> None:
    store.backup(database, tmp_path / "kopia")
    with closing(sqlite3.connect(tmp_path / "kopia", isolation_level=None)) as other:
        other.execute("DROP TRIGGER papers_stay_covered")
        other.execute("DROP INDEX ix_papers_covered")
        other.execute("ALTER TABLE papers DROP COLUMN covered")

    store.restore(tmp_path / "kopia", database)

    for paper in PAPERS.values():
        assert issued.issued.find(hashlib.sha256(paper).hexdigest(), "00")


def spoilt(kopia: Path, statement: str) -> None:
    with closing(sqlite3.connect(kopia, isolation_level=None)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            other.execute(f"DROP TRIGGER {name}")
        other.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE versions SET document = '{}'",
        "UPDATE versions SET document = ''",
        "UPDATE papers SET pdf = x'00' WHERE name = 'plan'",
        "UPDATE papers SET digest = '00'",
        "DROP TABLE papers",
        "DROP TABLE log",
        "UPDATE versions SET issued = 'i går'",
        "UPDATE versions SET signed = '[1]'",
        "UPDATE versions SET changes = '{'",
        "UPDATE log SET at = 'i går'",
        "UPDATE log SET event = 'Sprängd'",
        "UPDATE plans SET changed = 7",
        "CREATE TRIGGER t AFTER INSERT ON plans BEGIN DELETE FROM plans; END",
        "CREATE TABLE annat (x)",
        "CREATE VIEW annat AS SELECT * FROM plans",
        "ALTER TABLE plans ADD COLUMN annat",
        "INSERT INTO page_drafts VALUES ('a', 'b', 'c', '', '5', '[]', '2026-11-25 12:00:00.0')",
        "INSERT INTO page_drafts VALUES ('a', 'b', 'c', '', '{}', '7', '2026-11-25 12:00:00.0')",
    ],
)
def test_a_backup_whose_versions_are_spoilt_is_refused(
    issued: Store, database: Path, tmp_path: Path, statement: str
) -> None:
    issued.add(replace(PLAN, id="another"))
    store.backup(database, tmp_path / "kopia")
    spoilt(tmp_path / "kopia", statement)

    with pytest.raises(store.NotADatabase, match="kopia"):
        store.restore(tmp_path / "kopia", database)
    assert issued.issued.versions() == [version()]


def broken(kopia: Path) -> None:
    content = bytearray(kopia.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    kopia.write_bytes(content)


def cut(kopia: Path) -> None:
    kopia.write_bytes(kopia.read_bytes()[:5000])


def emptied(kopia: Path) -> None:
    kopia.write_bytes(b"")


def another_program(kopia: Path) -> None:
    kopia.unlink()
    other = sqlite3.connect(kopia)
    other.execute("CREATE TABLE plans (document TEXT)")
    other.close()


def unreadable_plan(kopia: Path) -> None:
    other = sqlite3.connect(kopia)
    other.execute("UPDATE plans SET document = '{}'")
    other.commit()
    other.close()


@pytest.mark.parametrize(
    "spoil",
    [broken, cut, emptied, another_program, unreadable_plan, Path.unlink],
    ids=["broken", "cut", "emptied", "another program's", "unreadable plan", "missing"],
)
def test_a_broken_backup_is_refused_and_changes_nothing(
    plans: Store, database: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    kopia = tmp_path / "kopia"
    store.backup(database, kopia)
    spoil(kopia)

    with pytest.raises(store.NotADatabase, match="kopia"):
        store.restore(kopia, database)

    assert plans.load(PLAN.id).plan == PLAN


@pytest.mark.slow
def test_a_restore_into_a_locked_database_is_told_and_does_not_wait_for_ever(
    plans: Store, database: Path, tmp_path: Path
) -> None:
    store.backup(database, tmp_path / "kopia")
    plans.update(PLAN.id, answer("nytt"))
    other = sqlite3.connect(database)
    other.execute("BEGIN IMMEDIATE")

    said = fault(lambda: store.restore(tmp_path / "kopia", database))

    assert said.startswith("Databasen är upptagen")
    other.close()
    assert plans.load(PLAN.id).plan.text("uppfoljning", "oversyn") == "nytt"


# --- Other databases ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://skolan.example.se/planer", "inte i postgresql"),
        ("mysql+pymysql://skolan.example.se/planer", r"inte i mysql\+pymysql"),
        ("", "går inte att förstå"),
        ("planerna", "går inte att förstå"),
        ("/mapp/fil", "går inte att förstå"),
    ],
)
def test_a_database_of_another_kind_is_refused_with_what_to_write(url: str, told: str) -> None:
    with pytest.raises(store.NotSupported, match=told) as refused:
        Store(url)

    assert str(refused.value).endswith("sqlite:////mapp/fil.")


# --- A real read-only file, for whoever the tests run as ----------------------------------------


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as a user without rights, since no file mode stops root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def others_folder() -> Iterator[Path]:
    """Return a folder that everybody can read and only its owner can write in."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_database_that_the_system_protects_is_told_and_left_alone(others_folder: Path) -> None:
    database = others_folder / "samverkan.sqlite3"
    opened = Store(f"sqlite:///{database}")
    opened.add(PLAN)
    opened.close()
    database.chmod(0o444)
    others_folder.chmod(0o555)
    before = database.read_bytes()

    with as_nobody():
        said = fault(lambda: Store(f"sqlite:///{database}"))

    assert said.startswith(("Programmet får inte skriva", "Databasen går inte att öppna"))
    assert before == database.read_bytes()


def test_a_folder_without_write_permission_is_told(others_folder: Path) -> None:
    others_folder.chmod(0o555)

    with as_nobody():
        said = fault(lambda: Store(f"sqlite:///{others_folder}/samverkan.sqlite3"))

    assert said.startswith("Databasen går inte att öppna.")


def test_a_backup_that_lies_on_a_read_only_disk_can_be_restored(
    plans: Store, database: Path, others_folder: Path
) -> None:
    kopia = others_folder / "kopia"
    store.backup(database, kopia)
    plans.close()
    kopia.chmod(0o444)
    others_folder.chmod(0o555)
    target = Path(tempfile.mkdtemp())
    target.chmod(0o777)

    with as_nobody():
        store.restore(kopia, target / "ny.sqlite3")

    assert Store(f"sqlite:///{target}/ny.sqlite3").load(PLAN.id).plan == PLAN
    shutil.rmtree(target)


def test_no_answer_stands_in_an_error(plans: Store, caplog: pytest.LogCaptureFixture) -> None:
    with pragma(plans, "query_only=1"):
        fault(lambda: plans.add(Plan(id="ny").answered("akut", {"myndig": WRITTEN})))
        fault(lambda: plans.update(PLAN.id, answer(WRITTEN)))

    assert WRITTEN not in caplog.text
    assert WRITTEN in plan_file.write(PLAN)
