"""Which backups of a project are there, and what does one more of them replace?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from annotator.errors import FileProblem
from annotator.store import about, steps
from annotator.store.connection import Store
from annotator.store.copying import copy_file
from annotator.store.explaining import explained
from annotator.store.folders import backups_of

KEEP = 10
"""How many backups of one project are kept: the newest five, and of older days the last each."""
_NEWEST = 5
_NAME = re.compile(
    r"^.+ (?P<when>\d{4}-\d\d-\d\d \d{6}) act (?P<act>\d+)"
    r" (?P<project>[0-9a-f]{8})-(?P<step>[0-9a-f]{8})\.annotator$"
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup holds: the number of the last act, and the first letters of two uuids."""

    act: int
    project: str
    step: str

    def words(self) -> str:
        return f"act {self.act} {self.project}-{self.step}"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file."""

    path: Path
    when: datetime
    held: Held


def make(store: Store) -> Path:
    """Back the project up, unless a backup holds this very act; returns where it is.

    An act is told by its uuid: another project, or another copy of this one, that had the name
    before counts its acts as well, and its backups are never touched.
    """
    with store.backing_up:
        return _make(store, _held(store))


def _make(store: Store, held: Held) -> Path:
    standing = existing(store.path, held.project)
    for backup in reversed(standing):
        if backup.held == held:
            return backup.path
    target = _room_for(store.path) / f"{store.path.stem} {_now():%Y-%m-%d %H%M%S} {held.words()}"
    target = target.with_name(target.name + ".annotator")
    copy_file(store, target)
    for old in _superfluous(existing(store.path, held.project)):
        with suppress(OSError):  # somebody looks at it: the next backup tries again
            old.path.unlink()
    return target


def existing(path: Path, project: str) -> list[Backup]:
    """The backups of the project with this mark that lie beside it, the oldest first."""
    found = sorted(_backups(backups_of(path)), key=lambda item: (item.when, item.held.act))
    return [item for item in found if item.held.project == project]


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


def _backups(place: Path) -> Iterator[Backup]:
    """Ordinary files with names we give; everything else in the folder is somebody else's."""
    with suppress(OSError):
        for path in place.iterdir():
            match = _NAME.match(path.name)
            if match is None or path.is_symlink() or not path.is_file():
                continue
            with suppress(ValueError, OverflowError):  # a day or an hour that never was
                when = datetime.strptime(match["when"], "%Y-%m-%d %H%M%S").astimezone()
                yield Backup(path, when, Held(int(match["act"]), match["project"], match["step"]))


def _superfluous(found: list[Backup]) -> list[Backup]:
    """All but the newest few and the last of each of the days before."""
    kept: list[Backup] = []
    for item in reversed(found):
        newest_of_its_day = all(item.when.date() != other.when.date() for other in kept)
        if len(kept) < KEEP and (len(kept) < _NEWEST or newest_of_its_day):
            kept.append(item)
    return [item for item in found if item not in kept]


def _now() -> datetime:
    return datetime.now().astimezone()
