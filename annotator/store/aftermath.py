"""After a crash: do the logs that lie beside a project belong to it?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.errors import ProjectProblem
from annotator.store import door, folders, guarded
from annotator.store.explaining import damaged


def is_folded_in(raw: sqlite3.Connection) -> bool:
    """Whether all that a crash left in the log stands in the file itself now."""
    busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def last_step(raw: sqlite3.Connection) -> str:
    """The uuid of the last act in the file, or "" where there is none yet."""
    try:
        row = raw.execute("SELECT lower(hex(uuid)) FROM step ORDER BY id DESC LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        return ""  # a file that is being made has no tables yet
    return str(row[0]) if row else ""


def logs_must_fit(path: Path, opened_at: str) -> None:
    """Raise `ProjectProblem` where a log was left by another file that had this name.

    Somebody may have put a backup here after a crash: SQLite would play the log of the crashed
    project into it. Acts are only ever added, so the log is foreign where the file alone is whole
    but does not hold the act that stood last when the crashed one was opened (`opened_at`), and
    where the file with its log is not whole or has lost the last act of the file alone. A backup
    even says so itself: like every file that was closed, it is none that has a log. Nothing is
    written here; asking costs a few readings of the file.
    """
    logs = folders.leftovers(path)
    if not logs:
        return
    if logs[0].name.endswith("-wal") and not _has_a_log(path):
        raise _foreign_log(path, logs[0])
    alone, together = (door.uri(path, read_only=True, immutable=apart) for apart in (True, False))
    own = _last_step_if_whole(alone)
    if own is not None and opened_at and not _holds(alone, opened_at):
        raise _foreign_log(path, logs[0])
    if not logs[0].name.endswith("-wal"):
        return  # a rollback journal cannot be tried without being played
    if _last_step_if_whole(together) is None or (own and not _holds(together, own)):
        raise damaged(path) if own is None else _foreign_log(path, logs[0])


def _has_a_log(path: Path) -> bool:
    """Whether the header says that what was written last may stand in a log.

    SQLite would say so only once it had played the log. Nobody in this process has the file open
    for writing, so no lock is lost with the descriptor.
    """
    with path.open("rb") as file:
        return file.read(20)[18:] == _WITH_A_LOG


_WITH_A_LOG = b"\x02\x02"


def _last_step_if_whole(address: str) -> str | None:
    """The last act in a file that passes SQLite's whole check, indexes included; else None."""
    try:
        with closing(guarded.connect(address)) as raw:
            answers = [row[0] for row in raw.execute("PRAGMA integrity_check(1)")]
            return last_step(raw) if answers == ["ok"] else None
    except sqlite3.Error:
        return None


def _holds(address: str, step: str) -> bool:
    with closing(guarded.connect(address)) as raw:
        found = raw.execute("SELECT 1 FROM step WHERE lower(hex(uuid)) = ?", (step,)).fetchone()
    return found is not None


def _foreign_log(path: Path, log: Path) -> ProjectProblem:
    names = " and ".join(
        side.name
        for side in (path.with_name(path.name + ending) for ending in folders.SIDE_FILES)
        if side.exists()
    )
    return ProjectProblem(
        f"The log {log.name} beside {path.name} was left by another file of that name.",
        f"Move {names} to another folder and open {path.name} again. Keep what you moved: with "
        "the file that crashed it holds the acts that came last.",
    )
