"""How is an older project file brought up to date? Numbered Alembic steps over a backup.

A file's schema number is its `user_version`. New files are made from the tables as they are
now; the steps here only serve files that are older. Step 0002 takes a file from 1 to 2.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from annotator.errors import ProjectProblem
from annotator.store import folders, guarded
from annotator.store.copying import part_of, put_in_place
from annotator.store.door import must_have_one_name, refuse_live_objects, schema_number, uri
from annotator.store.explaining import damaged, explained
from annotator.store.lock import LockFile
from annotator.store.schema import SCHEMA

STEPS = Path(__file__).parent


def bring_up_to_date(path: Path, *, wanted: int = SCHEMA, steps: Path = STEPS) -> Path | None:
    """Migrate a project file in place; the backup made before it, or None where none was needed.

    All steps run in one transaction of SQLite, so a kill leaves the file as it was.
    """
    number = schema_number(path, writing=True)
    if number == wanted:
        return None
    folders.must_be_writable(path.parent)
    must_have_one_name(path)
    _must_hold_tables_alone(path)
    lock = LockFile(path)
    lock.take()
    try:
        backup = _backed_up(path, wanted)
        _run(path, number, wanted, steps)
    except (sqlite3.Error, OSError, sa.exc.DBAPIError) as error:
        raise explained(getattr(error, "orig", error), path) or error from error
    finally:
        lock.release()
    return backup


def _must_hold_tables_alone(path: Path) -> None:
    """The steps write, and a trigger of a stranger's would act."""
    try:
        with closing(guarded.connect(uri(path, read_only=False))) as raw:
            refuse_live_objects(raw, path)
    except ValueError as error:  # names that are no text
        raise damaged(path, str(error)) from error
    except sqlite3.Error as error:
        raise explained(error, path) or error from error


def _backed_up(path: Path, wanted: int) -> Path:
    """A whole copy under a name nobody has: an earlier backup is never written over."""
    part = part_of(path)
    with (
        closing(guarded.connect(uri(path, read_only=False))) as source,
        closing(sqlite3.connect(part)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    plain = f"{path.stem} before schema {wanted}"
    names = (f"{plain}{'' if number == 1 else f' ({number})'}" for number in count(1))
    target = next(
        place for name in names if not (place := path.with_name(name + path.suffix)).exists()
    )
    put_in_place(part, target)
    return target


def _run(path: Path, number: int, wanted: int, steps: Path) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(steps))
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: guarded.connect(uri(path, read_only=False), isolation_level=None),
        poolclass=sa.pool.NullPool,
    )
    pending = [
        script
        for script in reversed(list(scripts.walk_revisions()))
        if number < int(script.revision) <= wanted
    ]
    if len(pending) != wanted - number:
        raise RuntimeError(f"steps from schema {number} to {wanted} are missing")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        with Operations.context(context):
            for script in pending:
                script.module.upgrade()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ProjectProblem(
                f"{path.name} could not be brought up to date.", "Nothing was changed.", str(broken)
            )
        connection.exec_driver_sql(f"PRAGMA user_version={wanted}")
        connection.exec_driver_sql("COMMIT")
