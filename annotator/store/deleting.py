"""How does a project go, with its backups and everything the program keeps beside it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from annotator.errors import ProjectProblem
from annotator.model.deleted import Deleted
from annotator.store import backups, folders
from annotator.store.door import schema_number
from annotator.store.lock import LockFile
from annotator.store.naming import keep_names


def files_of(path: Path) -> Deleted:
    """What `delete` would remove."""
    schema_number(path, writing=True)  # says what is wrong where it is no project of ours
    beside = tuple(_backups(path))
    sides = tuple(
        side
        for ending in folders.SIDE_FILES
        if (side := path.with_name(path.name + ending)).exists()
    )
    return Deleted((path, *sides, *beside), len(beside), ())


def delete(path: Path) -> Deleted:
    """Remove a project that is open nowhere, and all its backups; other files stay.

    The project itself goes last: where something fails before, it is still there.
    """
    found = files_of(path)
    lock = LockFile(path)
    lock.take()
    try:
        kept = tuple(file for file in reversed(found.files) if not _removed(file))
    finally:
        lock.release()
    with suppress(OSError):
        folders.backups_of(path).rmdir()  # only where nothing of anybody else is in it
    keep_names(path.parent)
    if path in kept:
        raise ProjectProblem(
            f"{path.name} could not be removed.",
            "Close it in other programs, and check that you may write to its folder.",
        )
    return Deleted(tuple(f for f in found.files if f not in kept), found.backups, kept)


def _backups(path: Path) -> Iterator[Path]:
    mark = backups.mark_of(path)
    for backup in backups.existing(path, mark):
        yield backup.path
    aside = re.compile(rf"{re.escape(path.stem)} damaged [-\d ]+\.annotator(-wal|-journal)?")
    before = re.compile(rf"{re.escape(path.stem)} before schema \d+( \(\d+\))?\.annotator")
    for folder, pattern in ((folders.backups_of(path), aside), (path.parent, before)):
        with suppress(OSError):
            yield from (each for each in sorted(folder.iterdir()) if pattern.fullmatch(each.name))


def _removed(file: Path) -> bool:
    try:
        file.unlink()
    except OSError:
        return not file.exists()
    return True
