"""What does an error of the disk or the database mean to the person at the desk?"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from annotator.errors import Damaged, FileProblem, ProjectProblem, UserError
from annotator.store import folders

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_HELD = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_DRIVE = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOLFS})
_UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})


def explained(error: BaseException, path: Path) -> UserError | None:
    """What a database error means to the person at the desk; None where it is our own mistake.

    Told by number: the words of an error may hold a path, and a path may hold any word.
    """
    if isinstance(error, UserError):
        return error
    if isinstance(error, OSError):
        return _of_the_system(error, path)
    if "decode to UTF-8" in str(error):  # the one trouble with the file that has no number
        return damaged(path)  # and its words hold the text, which nobody else is to see
    number = code(error)
    if number == sqlite3.SQLITE_READONLY_DBMOVED:
        return moved(path)
    return _of_the_database(number & 0xFF, path, str(error))


def _of_the_database(number: int, path: Path, words: str) -> UserError | None:
    if number == sqlite3.SQLITE_FULL:
        return _full(words)
    if number in _UNWRITABLE:
        return _unwritable(path, words)
    if number in _HELD:
        return ProjectProblem(
            f"Another program is holding {path.name}.",
            "Close programs that back up or synchronise this folder, then try again.",
            words,
        )
    if number in _BROKEN:
        return damaged(path, words)
    if number in _DRIVE:
        return _unreachable(path, words)
    return None


def _of_the_system(error: OSError, path: Path) -> UserError:
    if isinstance(error, FileExistsError):
        return FileProblem(
            f"There is already a file called {path.name} in this folder.",
            "Choose another name, or open that one.",
        )
    if error.errno in _FULL:
        return _full(str(error))
    if error.errno == errno.ENAMETOOLONG:
        return name_too_long(path)
    if error.errno in _FORBIDDEN:
        return _unwritable(path, str(error))
    return _unreachable(path, str(error))


def code(error: BaseException) -> int:
    """SQLite's extended number of an error; 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0))


def damaged(path: Path, detail: str = "") -> ProjectProblem:
    """The file cannot be read as a project; the hint names what would help here."""
    return Damaged(
        f"{path.name} is damaged and cannot be read as a project.", _what_helps(path), detail
    )


def _what_helps(path: Path) -> str:
    place = folders.backups_of(path).name
    kept = f"Repair it, or go back to the newest backup in the folder beside it ({place})."
    log = next((side.name for side in folders.leftovers(path)), "")
    if log:
        return (
            f"If {path.name} was put here after a crash, the log {log} belongs to the file that "
            f"was here before: move that log to another folder and open {path.name} again. "
            f"Otherwise: {kept[0].lower()}{kept[1:]}"
        )
    return kept


def moved(path: Path) -> ProjectProblem:
    """The open project is no longer the file that has its name."""
    state = "replaced by another file" if path.exists() else "moved, renamed or deleted"
    return ProjectProblem(
        f"{path.name} was {state} while it was open, so nothing more is written.",
        "Save a copy now: it holds everything up to the last act. Then open the copy.",
    )


def name_too_long(path: Path) -> FileProblem:
    """No file system takes the name."""
    return FileProblem(f"The name {path.name[:40]}… is too long.", "Choose a shorter name.")


def _full(words: str) -> FileProblem:
    return FileProblem(
        "The disk is full: the act was not saved, everything before it is safe.",
        "Free some space and do it again.",
        words,
    )


def _unwritable(path: Path, words: str) -> FileProblem:
    return FileProblem(
        f"{path.name} cannot be written to: the file or its folder is read-only.",
        "Copy it to a folder of your own, or open it for reading only.",
        words,
    )


def _unreachable(path: Path, words: str) -> FileProblem:
    return FileProblem(
        f"{path.name} could not be read or written.",
        "Check that the drive is still connected and has space, then try again.",
        words,
    )
