"""Can a file that somebody else made do anything but be read? Every door refuses what is alive."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem, UserError
from annotator.project import Project
from annotator.store import door, guarded
from tests.core.store.test_migrations import OLD

ALIVE = {
    "trigger": "CREATE TRIGGER bite AFTER INSERT ON coding BEGIN DELETE FROM memo; END",
    "view": "CREATE VIEW shown AS SELECT * FROM memo",
    "virtual table": "CREATE VIRTUAL TABLE found USING fts5(words)",
    "table that is a view": """
        ALTER TABLE memo RENAME TO kept;
        CREATE VIEW memo AS SELECT * FROM kept
    """,
    "virtual table in disguise": """
        CREATE VIRTUAL TABLE found USING fts5(words);
        PRAGMA writable_schema=1;
        UPDATE sqlite_master SET sql = 'CREATE TABLE found (words)' WHERE name = 'found'
    """,
}

_REFUSED = r"prohibited|not authorized|too big|too many attached"


def poisoned(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)
    return path


def refuses(doing: Callable[[], object]) -> None:
    with pytest.raises(ProjectProblem, match="holds things a project never has") as caught:
        doing()
    assert "fresh copy" in caught.value.hint


@pytest.fixture
def theirs(project: Project, tmp_path: Path) -> Path:
    """A copy of our project, on its way through other hands."""
    copy = tmp_path / "theirs.annotator"
    project.save_copy(copy)
    return copy


@pytest.mark.parametrize("script", ALIVE.values(), ids=ALIVE)
def test_what_is_alive_is_refused_by_every_door(
    project: Project, theirs: Path, script: str
) -> None:
    poisoned(theirs, script)
    before = theirs.read_bytes()
    refuses(lambda: annotator.open(theirs))
    refuses(lambda: annotator.open(theirs, read_only=True))
    steps = len(project.steps())
    with pytest.raises(UserError):
        project.merge_files([theirs])
    assert len(project.steps()) == steps
    assert theirs.read_bytes() == before


@pytest.mark.parametrize("script", ALIVE.values(), ids=ALIVE)
def test_an_older_file_is_refused_before_it_is_brought_up_to_date(
    tmp_path: Path, script: str
) -> None:
    old = poisoned(Path(shutil.copy(OLD[0], tmp_path / "old.annotator")), script)
    before = old.read_bytes()
    refuses(lambda: annotator.open(old))
    assert old.read_bytes() == before
    assert list(tmp_path.iterdir()) == [old]


def test_a_trigger_that_was_not_seen_does_not_act(theirs: Path) -> None:
    """Were the look at the schema deceived, SQLite itself would still refuse."""
    poisoned(theirs, "CREATE TRIGGER bite AFTER UPDATE ON coder BEGIN DELETE FROM coder; END")
    with closing(guarded.connect(door.uri(theirs, read_only=False))) as raw:
        with pytest.raises(sqlite3.DatabaseError, match=_REFUSED):
            raw.execute("UPDATE coder SET name = 'x'")
        assert raw.execute("SELECT count(*) FROM coder").fetchone()[0] > 0


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH 'other.db' AS other",
        "CREATE TEMP TRIGGER t AFTER UPDATE ON coder BEGIN SELECT 1; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE v USING fts5(words)",
        "SELECT load_extension('evil.so')",
        "SELECT length(zeroblob(600000000))",
    ],
)
def test_what_no_project_needs_is_not_allowed(theirs: Path, statement: str) -> None:
    with (
        closing(guarded.connect(door.uri(theirs, read_only=False))) as raw,
        pytest.raises(sqlite3.Error, match=_REFUSED),
    ):
        raw.execute(statement).fetchall()


def test_every_connection_to_a_file_of_others_is_guarded(project: Project) -> None:
    with project._store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA trusted_schema").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA cell_size_check").scalar() == 1
        with pytest.raises(Exception, match=_REFUSED):
            connection.exec_driver_sql("ATTACH 'other.db' AS other")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells which locks are held")
def test_looking_at_the_open_project_drops_none_of_its_locks(project: Project) -> None:
    """To close any descriptor of a file drops all locks of this process on it."""

    def locks() -> int:
        wanted = f":{project.path.stat().st_ino} "
        return sum(wanted in line for line in Path("/proc/locks").read_text().splitlines())

    before = locks()
    assert before
    assert not annotator.is_locked(project.path)
    for look in (
        lambda: project.merge_files([project.path]),
        lambda: project.import_transcripts([project.path]),
        lambda: project.import_codings(project.path),
        lambda: annotator.open(project.path),
        lambda: project.save_copy(project.path),
    ):
        with suppress(UserError):
            look()
    annotator.open(project.path, read_only=True).close()
    assert project.conflict_copies() == ()
    project.backup()
    assert project.check() == ()
    assert locks() == before
