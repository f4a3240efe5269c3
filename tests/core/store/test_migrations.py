"""Does an older project file come up to date, with a backup before and nothing lost?"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
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
from tests.harness.migrating import kept

GOLDEN = Path(__file__).parents[2] / "golden"
OLD = [GOLDEN / f"schema_{number}.annotator" for number in range(1, SCHEMA + 1)]
"""A file of every schema there was, and of the one there is."""

NEXT_STEP = f'''"""A step for the test: one more column."""

import sqlalchemy as sa
from alembic import op

revision = "{SCHEMA + 1:04}"
down_revision = "{SCHEMA:04}"


def upgrade() -> None:
    with op.batch_alter_table("memo") as batch:
        batch.add_column(sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
'''

BROKEN_STEP = NEXT_STEP + '\n    raise OSError("the lights went out")\n'


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of the schema that is known now."""
    return Path(shutil.copy(OLD[-1], tmp_path / "old.annotator"))


def steps(folder: Path, source: str) -> Path:
    """A folder of migration steps: ours, and one that is not there yet."""
    place = folder / "steps"
    shutil.copytree(Path(annotator.__file__).parent / "store" / "migrations", place)
    (place / "versions" / f"{SCHEMA + 1:04}_test.py").write_text(source, encoding="utf-8")
    return place


@pytest.mark.parametrize("golden", OLD, ids=lambda path: path.stem)
def test_a_golden_file_still_opens_and_its_acts_can_be_taken_back(
    golden: Path, tmp_path: Path
) -> None:
    old = Path(shutil.copy(golden, tmp_path / "old.annotator"))
    with annotator.open(old, coder="coder_a") as project:
        assert [info.doc_id for info in project.transcripts()] == ["D1"]
        assert project.n_codings() == 60
        assert len(project.memos()) == 6
        assert project.check() == ()
        assert project.next_undo() == ""
        project.use_coder("pi")
        assert project.undo().label == "Codings from codings.csv applied"
        assert project.n_codings() == 0


@pytest.mark.parametrize("golden", OLD[:-1], ids=lambda path: path.stem)
def test_every_coding_memo_act_and_text_is_kept_after_a_backup(
    golden: Path, tmp_path: Path
) -> None:
    old = Path(shutil.copy(golden, tmp_path / "old.annotator"))
    backup = bring_up_to_date(old)
    assert backup is not None
    assert kept(backup) == kept(golden)
    assert kept(old) == kept(golden)


@pytest.mark.parametrize("golden", OLD, ids=lambda path: path.stem)
def test_a_migrated_file_has_the_tables_of_a_fresh_one(golden: Path, tmp_path: Path) -> None:
    old = Path(shutil.copy(golden, tmp_path / "old.annotator"))
    bring_up_to_date(old)
    fresh = tmp_path / "fresh.annotator"
    annotator.create(fresh, coder="x").close()
    assert shape(old) == shape(fresh)
    assert set(shape(fresh)) == set(metadata.tables)


def test_a_step_runs_after_a_backup(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    backup = bring_up_to_date(old, wanted=SCHEMA + 1, steps=steps(tmp_path, NEXT_STEP))
    assert backup is not None
    assert shape(backup) == shape(OLD[-1])
    assert old.read_bytes() != before
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("SELECT DISTINCT mood FROM memo").fetchall() == [("calm",)]
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA + 1,)
    with pytest.raises(ProjectProblem, match="newer version"):
        annotator.open(old)


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, tmp_path: Path) -> None:
    with pytest.raises(annotator.UserError):
        bring_up_to_date(old, wanted=SCHEMA + 1, steps=steps(tmp_path, BROKEN_STEP))
    assert shape(old) == shape(OLD[-1])
    annotator.open(old).close()


REFUSED_STEP = NEXT_STEP + '\n    op.execute("DROP TABLE of_nobody")\n'


def test_a_step_that_the_database_refuses_leaves_the_file_as_it_was(
    old: Path, tmp_path: Path
) -> None:
    """A damaged file shows while it is brought up to date: that is a sentence, not a fault."""
    with pytest.raises(sa.exc.OperationalError):  # a step that is wrong is a mistake of ours
        bring_up_to_date(old, wanted=SCHEMA + 1, steps=steps(tmp_path, REFUSED_STEP))
    assert shape(old) == shape(OLD[-1])
    with closing(sqlite3.connect(old)) as raw:
        root, size = raw.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master"
            " WHERE name = 'memo'"
        ).fetchone()
    content = bytearray(old.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    old.write_bytes(content)
    again = tmp_path / "again"
    again.mkdir()
    with pytest.raises(ProjectProblem, match="is damaged"):
        bring_up_to_date(old, wanted=SCHEMA + 1, steps=steps(again, NEXT_STEP))
    assert old.read_bytes() == content


def test_a_backup_is_never_written_over(old: Path, tmp_path: Path) -> None:
    taken = old.with_name(f"old before schema {SCHEMA + 1}.annotator")
    taken.write_text("mine", encoding="utf-8")
    backup = bring_up_to_date(old, wanted=SCHEMA + 1, steps=steps(tmp_path, NEXT_STEP))
    assert backup == old.with_name(f"old before schema {SCHEMA + 1} (2).annotator")
    assert taken.read_text(encoding="utf-8") == "mine"


def test_nothing_to_do(old: Path) -> None:
    assert bring_up_to_date(old) is None
    assert [item.name for item in old.parent.iterdir()] == ["old.annotator"]


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table with its columns, foreign keys, indexes (of what, of which rows) and checks."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        found = dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        tables = raw.execute("SELECT name, wr, strict FROM pragma_table_list WHERE type='table'")
        return {
            name: [
                ("kind", without_rowid, strict),
                *raw.execute("SELECT * FROM pragma_table_info(?)", (name,)),
                *sorted(
                    raw.execute(
                        'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)', (name,)
                    )
                ),
                *sorted(_indexes(raw, name, found), key=str),
                *sorted(("check", words) for words in _checks(found[name])),
            ]
            for name, without_rowid, strict in tables.fetchall()
            if name in found
        }


_KEYS = 'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)'


def _indexes(
    raw: sqlite3.Connection, table: str, found: dict[str, str]
) -> Iterator[tuple[object, ...]]:
    """Unique constraints are indexes too, with names of SQLite's own."""
    for _, name, *kind in raw.execute("SELECT * FROM pragma_index_list(?)", (table,)).fetchall():
        of = raw.execute("SELECT name FROM pragma_index_info(?)", (name,)).fetchall()
        rows = found.get(name, "").partition(" WHERE ")[2]
        yield (name if name in found else "", *kind, tuple(of), rows)


def _checks(sql: str) -> list[str]:
    return re.findall(r"CHECK \((.*)\)", sql)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX live_coding",
        "DROP INDEX live_memo_x; CREATE UNIQUE INDEX live_memo_x ON memo (id)",
        "DROP INDEX live_memo_x; CREATE INDEX live_memo_x ON memo (id) WHERE removed IS 0",
        "ALTER TABLE memo ADD COLUMN mood TEXT",
        "PRAGMA writable_schema=1; UPDATE sqlite_master SET sql = replace(sql, 'start <', '')",
    ],
)
def test_the_shape_of_a_file_is_all_that_keeps_it_right(old: Path, statement: str) -> None:
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("CREATE UNIQUE INDEX live_memo_x ON memo (id) WHERE removed IS 0")
    before = shape(old)
    with closing(sqlite3.connect(old)) as raw:
        raw.executescript(statement)
    assert shape(old) != before


def test_a_column_that_comes_later_changes_no_digest() -> None:
    """Else the first migration would end the undo of every act made before it."""
    row = {"on_kind": "code", "body": "why?", "coder_id": 1, "start": None, "stop": None}
    later = schema.memo.to_metadata(sa.MetaData())
    later.append_column(sa.Column("mood", sa.Text, default="calm"))
    assert digest(later, row | {"mood": "calm"}) == digest(schema.memo, row)
    assert digest(later, row | {"mood": "cross"}) != digest(schema.memo, row)
    assert digest(schema.memo, row | {"body": "because"}) != digest(schema.memo, row)
