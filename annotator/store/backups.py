"""Which backups of a project are there, and what does one more of them replace?"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.errors import FileProblem
from annotator.model.backups import Backup
from annotator.store import about, door, guarded, steps
from annotator.store.copying import copy_file
from annotator.store.explaining import explained
from annotator.store.folders import backups_of

if TYPE_CHECKING:
    from annotator.store.connection import Store

KEEP = 10
"""How many backups of one project are kept: the newest five, and of older days the last each."""
_NEWEST = 5
_NAME = re.compile(
    r"^.+ (?P<when>\d{4}-\d\d-\d\d \d{6}) act (?P<act>\d+)"
    r" (?P<project>[0-9a-f]{8})-(?P<step>[0-9a-f]{8})\.annotator$"
)
_UNFINISHED = re.compile(r"\.[0-9a-f]{8}\.part(-journal|-wal|-shm|-lock)?$")
_A_DAY_S = 24 * 60 * 60


class Held(Struct, frozen=True):
    """What a project holds now: the number of the last act, the first letters of two uuids."""

    act: int
    project: str
    step: str

    def words(self) -> str:
        return f"act {self.act} {self.project}-{self.step}"

    def is_in(self, backup: Backup) -> bool:
        return (self.act, self.project, self.step) == (backup.act, backup.project, backup.step)


def make(store: Store) -> Path:
    """Back the project up, unless a backup holds this very act; returns where it is.

    An act is told by its uuid: another project, or another copy of this one, that had the name
    before counts its acts as well, and its backups are never touched. A backup gets its name
    only once it was read back and is whole, and only then an older one goes.
    """
    with store.backing_up:
        return _make(store, _held(store))


def _make(store: Store, held: Held) -> Path:
    standing = existing(store.path, held.project)
    for backup in reversed(standing):
        if held.is_in(backup):
            return backup.path
    room = _room_for(store.path)
    _sweep(room, store.path.stem)
    target = room / f"{store.path.stem} {_now():%Y-%m-%d %H%M%S} {held.words()}.annotator"
    copy_file(store, target, must_be_whole=True)
    for old in superfluous(existing(store.path, held.project)):
        with suppress(OSError):  # somebody looks at it: the next backup tries again
            old.path.unlink()
    return target


def existing(path: Path, project: str | None = None) -> list[Backup]:
    """The backups that lie beside a project, the oldest first; of the project with this mark.

    One from the future was made while the clock was wrong: it stands before all others, so that
    it never pushes out one that is made now.
    """
    soon = _now() + timedelta(hours=1)
    found = sorted(
        _backups(backups_of(path)), key=lambda item: (item.when < soon, item.when, item.act)
    )
    return [item for item in found if project in {None, item.project}]


def mark_of(path: Path) -> str | None:
    """What the backups of a project are marked with; None where the file cannot be read."""
    with (
        suppress(sqlite3.Error),
        closing(guarded.connect(door.uri(path, read_only=True))) as raw,
    ):
        row = raw.execute("SELECT lower(hex(uuid)) FROM project").fetchone()
        return str(row[0])[:8] if row else None
    return None


def superfluous(found: list[Backup]) -> list[Backup]:
    """All but the newest few and the last of each of the days before."""
    kept: list[Backup] = []
    for item in reversed(found):
        newest_of_its_day = all(item.when.date() != other.when.date() for other in kept)
        if len(kept) < KEEP and (len(kept) < _NEWEST or newest_of_its_day):
            kept.append(item)
    return [item for item in found if item not in kept]


def _held(store: Store) -> Held:
    with store.reading() as connection:
        last = steps.last(connection)
        project = about.project_uuid(connection)
    act, uuid = last or (0, project)
    return Held(act, project.hex[:8], uuid.hex[:8])


def _room_for(project: Path) -> Path:
    place = backups_of(project)
    try:
        place.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise FileProblem(
            f"No backup can be made: {place.name} is a file, and backups go to a folder of that "
            "name.",
            "Give that file another name.",
        ) from error
    except OSError as error:
        raise explained(error, place) or error from error
    return place


def _sweep(room: Path, stem: str) -> None:
    """Remove what was left of copies and backups that a crash ended, once it is a day old."""
    yesterday = time.time() - _A_DAY_S
    for folder in (room, room.parent):
        with suppress(OSError):
            for path in folder.glob(f"{escape(stem[:40])}*.part*"):
                if _UNFINISHED.search(path.name) and path.stat().st_mtime < yesterday:
                    path.unlink()


def _backups(place: Path) -> Iterator[Backup]:
    """Ordinary files with names we give; everything else in the folder is somebody else's."""
    with suppress(OSError):
        for path in place.iterdir():
            match = _NAME.match(path.name)
            if match is None or path.is_symlink() or not path.is_file():
                continue
            with suppress(ValueError, OverflowError):  # a day or an hour that never was
                when = datetime.strptime(match["when"], "%Y-%m-%d %H%M%S").astimezone()
                act = int(match["act"])
                yield Backup(path, when, act, match["project"], match["step"])


def _now() -> datetime:
    return datetime.now().astimezone()
