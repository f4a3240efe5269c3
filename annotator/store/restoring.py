"""How does an older state of a project come back, and what stands there now stay somewhere?"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from annotator.errors import ProjectProblem
from annotator.store import backups, door, folders, guarded, replicas
from annotator.store.connection import Store, discard
from annotator.store.copying import part_of
from annotator.store.explaining import explained
from annotator.store.lock import LockFile
from annotator.store.migrations import bring_up_to_date
from annotator.store.naming import keep_names, rename_to_free_name
from annotator.store.schema import project


def restore(path: Path, backup: Path) -> Path:
    """Put a backup in the place of the project; where what stood there is kept now.

    The project must not be open anywhere. What stands there becomes a backup like any other, or,
    where it cannot be read, is put into the folder of backups as it is, with its log. Killed at
    any moment, the one state or the other stands under the name of the project.
    """
    folders.must_be_writable(path.parent)
    new = _copied(backup, path)
    try:
        kept = _put_aside(path)
        lock = LockFile(path)
        lock.take()
        try:
            for ending in folders.SIDE_FILES:
                path.with_name(path.name + ending).unlink(missing_ok=True)
            new.replace(path)
            keep_names(path.parent)
        finally:
            lock.release()
    except OSError as error:
        discard(new)
        raise explained(error, path) or error from error
    except BaseException:
        discard(new)
        raise
    return kept


def _copied(backup: Path, path: Path) -> Path:
    """A copy of the backup beside the project, whole, up to date, and a replica of its own.

    Else the acts to come would be numbered as those that were taken back.
    """
    part = part_of(path)
    try:
        shutil.copyfile(backup, part)
        _must_be_whole(part, backup)
        before = bring_up_to_date(part)
        if before is not None:
            before.unlink()  # the backup itself is still there
        store = Store.open(part)
        try:
            with store.writing() as connection:
                replica = replicas.draw(connection, replicas.home_of(path))
                connection.execute(project.update().values(replica_id=replica))
        finally:
            store.close()
    except (OSError, sqlite3.Error) as error:
        discard(part)
        raise explained(error, backup) or error from error
    except BaseException:
        discard(part)
        raise
    return part


def _must_be_whole(copy: Path, backup: Path) -> None:
    with closing(guarded.connect(door.uri(copy, read_only=True))) as raw:
        try:
            answer = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            answer = str(error)
    if answer != "ok":
        raise ProjectProblem(
            f"The backup {backup.name} is damaged itself.", "Choose another one.", str(answer)
        )


def _put_aside(path: Path) -> Path:
    """Keep what stands there now."""
    if not path.exists():
        return path
    try:
        store = Store.open(path)
    except ProjectProblem:
        _must_not_be_open(path)
        return _moved_as_it_is(path)
    try:
        return backups.make(store)
    except ProjectProblem:
        return _moved_as_it_is(path)
    finally:
        store.close()


def _must_not_be_open(path: Path) -> None:
    lock = LockFile(path)
    lock.take()
    lock.put_back()


def _moved_as_it_is(path: Path) -> Path:
    """A file that cannot be read, with its log: somebody may find more in it."""
    room = folders.backups_of(path)
    room.mkdir(exist_ok=True)
    name = f"{path.stem} damaged {datetime.now().astimezone():%Y-%m-%d %H%M%S}.annotator"
    target = room / name
    for ending in folders.SIDE_FILES[:1] + folders.SIDE_FILES[2:]:
        side = path.with_name(path.name + ending)
        if side.exists():
            shutil.copyfile(side, target.with_name(target.name + ending))
    part = part_of(target)
    shutil.copyfile(path, part)
    rename_to_free_name(part, target)
    keep_names(room)
    return target
