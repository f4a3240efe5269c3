"""Where are the backups of a project, and which is the newest?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from annotator.store.connection import Store
from annotator.store.copying import copy_file

KEEP = 10
_NAME = re.compile(r"^(?P<stem>.+) (?P<when>\d{4}-\d\d-\d\d \d{6}) act (?P<act>\d+)\.annotator$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file; `act` is the number of the last act it holds."""

    path: Path
    when: datetime
    act: int


def folder(project: Path) -> Path:
    """The folder beside the project that holds its backups."""
    return project.with_name(f"{project.stem} backups")


def existing(project: Path) -> list[Backup]:
    """The backups of a project, the oldest first."""
    place = folder(project)
    if not place.is_dir():
        return []
    found = [_read_name(path) for path in place.iterdir()]
    return sorted((item for item in found if item), key=lambda item: (item.when, item.act))


def make(store: Store, act: int) -> Path:
    """Back the project up, unless the newest backup holds this very act; keep the newest ten."""
    standing = existing(store.path)
    if standing and standing[-1].act == act:
        return standing[-1].path
    place = folder(store.path)
    place.mkdir(exist_ok=True)
    now = datetime.now().astimezone()
    target = place / f"{store.path.stem} {now:%Y-%m-%d %H%M%S} act {act}.annotator"
    copy_file(store, target)
    for old in existing(store.path)[:-KEEP]:
        old.path.unlink(missing_ok=True)
    return target


def _read_name(path: Path) -> Backup | None:
    match = _NAME.match(path.name)
    if match is None:
        return None
    when = datetime.strptime(match["when"], "%Y-%m-%d %H%M%S").astimezone()
    return Backup(path, when, int(match["act"]))
