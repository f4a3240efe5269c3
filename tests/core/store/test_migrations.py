"""Does an older project file come up to date, with a backup before and nothing lost?"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

import annotator
from annotator.errors import ProjectProblem
from annotator.store import schema
from annotator.store.migrations import bring_up_to_date
from annotator.store.schema import SCHEMA, metadata
from annotator.store.writer import digest

GOLDEN = Path(__file__).parents[2] / "golden"

STEP_TWO = '''"""A step for the test: one more column."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("memo") as batch:
        batch.add_column(sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
'''

BROKEN_STEP = STEP_TWO + '\n    raise OSError("the lights went out")\n'


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(GOLDEN / "schema_1.annotator", tmp_path / "old.annotator"))


def steps(folder: Path, source: str) -> Path:
    """A folder of migration steps: ours, and one that is not there yet."""
    place = folder / "steps"
    shutil.copytree(Path(annotator.__file__).parent / "store" / "migrations", place)
    (place / "versions" / "0002_test.py").write_text(source, encoding="utf-8")
    return place


def test_the_golden_file_of_schema_1_still_opens(old: Path) -> None:
    with annotator.open(old, coder="coder_a") as project:
        assert [info.doc_id for info in project.transcripts()] == ["D1"]
        assert project.n_codings() == 60
        assert len(project.memos()) == 6
        assert project.check() == ()
        assert project.next_undo() == ""
        project.use_coder("pi")
        assert project.undo().label == "Codings from codings.csv applied"
        assert project.n_codings() == 0


def test_a_migrated_file_has_the_tables_of_a_fresh_one(old: Path, tmp_path: Path) -> None:
    bring_up_to_date(old)
    fresh = tmp_path / "fresh.annotator"
    annotator.create(fresh, coder="x").close()
    assert columns(old) == columns(fresh)
    assert set(columns(fresh)) == set(metadata.tables)


def test_a_step_runs_after_a_backup(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    backup = bring_up_to_date(old, wanted=SCHEMA + 1, steps=steps(tmp_path, STEP_TWO))
    assert backup is not None
    assert columns(backup) == columns(GOLDEN / "schema_1.annotator")
    assert old.read_bytes() != before
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("SELECT DISTINCT mood FROM memo").fetchall() == [("calm",)]
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA + 1,)
    with pytest.raises(ProjectProblem, match="newer version"):
        annotator.open(old)


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, tmp_path: Path) -> None:
    with pytest.raises(annotator.UserError):
        bring_up_to_date(old, wanted=SCHEMA + 1, steps=steps(tmp_path, BROKEN_STEP))
    assert columns(old) == columns(GOLDEN / "schema_1.annotator")
    annotator.open(old).close()


def test_nothing_to_do(old: Path) -> None:
    assert bring_up_to_date(old) is None
    assert [item.name for item in old.parent.iterdir()] == ["old.annotator"]


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table with its columns, types, keys and defaults."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        tables = [
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name: raw.execute(f"SELECT * FROM pragma_table_info('{name}')").fetchall()  # noqa: S608
            for name in tables
        }


def test_a_column_that_comes_later_changes_no_digest() -> None:
    """Else the first migration would end the undo of every act made before it."""
    row = {"on_kind": "code", "body": "why?", "coder_id": 1, "start": None, "stop": None}
    later = schema.memo.to_metadata(sa.MetaData())
    later.append_column(sa.Column("mood", sa.Text, default="calm"))
    assert digest(later, row | {"mood": "calm"}) == digest(schema.memo, row)
    assert digest(later, row | {"mood": "cross"}) != digest(schema.memo, row)
    assert digest(schema.memo, row | {"body": "because"}) != digest(schema.memo, row)
