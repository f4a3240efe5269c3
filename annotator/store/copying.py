"""How does a whole copy of a project come to stand under its name, or none at all?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from annotator.errors import FileProblem, ProjectProblem
from annotator.store import door, folders, guarded
from annotator.store.connection import Store, discard
from annotator.store.explaining import explained
from annotator.store.lock import LockFile
from annotator.store.naming import keep_names, rename_to_free_name
from annotator.store.private_copies import private_folder

_PAGES = 500
"""Copied at a time: 2 MB, which a slow stick reads in less than a window waits. Between two lots
others may write."""


def part_of(target: Path) -> Path:
    """A name beside `target` for what is not finished yet."""
    return target.with_name(f"{target.stem[:40]}.{uuid4().hex[:8]}.part")


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name at once; `FileProblem` where the name was taken meanwhile."""
    try:
        rename_to_free_name(part, target)
        keep_names(target.parent)
    except OSError as error:
        discard(part)
        raise explained(error, target) or error from error


def copy_file(store: Store, target: Path, *, must_be_whole: bool = False) -> None:
    """A consistent copy of an open project, through SQLite's own backup, put in place whole.

    With `must_be_whole` the copy is read back first, and refused where it is damaged.

    A project of that name must not be open anywhere, and what a crash left beside it goes: its
    log would be played into the copy.
    """
    folders.must_be_writable(target.parent)
    if target.is_dir():
        raise FileProblem(f"{target.name} is a folder.", "Give the copy a name of its own.")
    lock = LockFile(target)
    lock.take()
    part = part_of(target)
    try:
        write_copy(store, part)
        if must_be_whole:
            _must_be_whole(part, store.path)
        for ending in folders.SIDE_FILES:
            target.with_name(target.name + ending).unlink(missing_ok=True)
        part.replace(target)
        keep_names(target.parent)
    except (sqlite3.Error, OSError) as error:
        discard(part)
        raise explained(error, target) or error from error
    except BaseException:
        discard(part)
        raise
    finally:
        lock.release()


def write_copy(store: Store, target: Path) -> None:
    """A closed copy of one state of the project in a new file."""
    with store.raw() as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")


def _must_be_whole(copy: Path, original: Path) -> None:
    with closing(guarded.connect(door.uri(copy, read_only=True))) as raw:
        answer = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise ProjectProblem(
            f"No backup of {original.name} was made: the file or the disk is damaged.",
            "Check the project; the backups that are there were left as they are.",
            str(answer),
        )


@contextmanager
def undisturbed(store: Store) -> Iterator[Store]:
    """For work that reads for seconds: this store, or a private copy of one state of it.

    In a log nobody waits for a reader. In a rollback journal, as in synchronised folders, every
    act would; and a file at rest could not be opened for writing. So a copy is read there, in the
    computer's own folder for such things.
    """
    with store.reading() as connection:
        has_log = connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    if has_log:
        yield store
        return
    with private_folder() as folder:
        copy = folder / "copy.annotator"
        try:
            write_copy(store, copy)
        except (sqlite3.Error, OSError) as error:
            raise explained(error, store.path) or error from error
        apart = Store.open(copy, read_only=True)
        try:
            yield apart
        finally:
            apart.close()
