"""Which files beside a project did a service make that synchronises folders, when two had written?

Each service has a name of its own for the second file. A name is only a hint: whether it is a
copy of this very project says the project's uuid in it.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from uuid import UUID

from annotator.store import door, guarded

_AFTER_THE_NAME = re.compile(
    r"""
      \ \([^)]*(conflict|konflikt|conflit|conflicto|conflitto|konflik|競合|冲突|конфликт)[^)]*\)
                                        # Dropbox, Nextcloud, ownCloud, Google Drive, Tresorit
    | \ \(SFConflict\ [^)]*\)           # Seafile
    | \.sync-conflict-\d{8}-\d{6}(-\w+)?  # Syncthing
    | \ \[conflicted[^\]]*\]            # pCloud
    | _conflict-[\d-]+                  # older ownCloud
    | \ \(\d{1,2}\)                     # Google Drive, Box
    | \ \d{1,2}                         # iCloud
    | -[A-Za-z0-9][\w-]{1,30}           # OneDrive: the name of the computer
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST = 20


def beside(path: Path, project: UUID) -> list[Path]:
    """Copies of the project with this uuid that a service put beside it, in order of their names.

    Looking into one changes nothing; what cannot be read is none.
    """
    named: list[Path] = []
    with suppress(OSError):
        named = [other for other in path.parent.iterdir() if _is_named_like_one(path, other)]
    return [other for other in sorted(named)[:_MOST] if _project_of(other) == project]


def _is_named_like_one(path: Path, other: Path) -> bool:
    if other == path or other.suffix != path.suffix or not other.stem.startswith(path.stem):
        return False
    return bool(_AFTER_THE_NAME.fullmatch(other.stem[len(path.stem) :])) and other.is_file()


def _project_of(other: Path) -> UUID | None:
    with (
        suppress(sqlite3.Error, ValueError, TypeError),
        closing(guarded.connect(door.uri(other, read_only=True))) as raw,
    ):
        row = raw.execute("SELECT uuid FROM project").fetchone()
        return UUID(bytes=row[0]) if row else None
    return None
