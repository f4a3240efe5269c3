"""Is an error told by its number, and never by words that a path or a text may hold?"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from annotator.store.explaining import explained

PATH = Path("/nowhere/study.annotator")


def of_sqlite(number: int, words: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = number
    return error


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_READONLY, "cannot be written to"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "cannot be written to"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "moved, renamed or deleted"),
        (sqlite3.SQLITE_BUSY, "Another program is holding"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "Another program is holding"),
        (sqlite3.SQLITE_LOCKED, "Another program is holding"),
        (sqlite3.SQLITE_CORRUPT, "is damaged"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "is damaged"),
        (sqlite3.SQLITE_NOTADB, "is damaged"),
        (sqlite3.SQLITE_IOERR_WRITE, "could not be read or written"),
        (sqlite3.SQLITE_CANTOPEN, "could not be read or written"),
    ],
)
def test_by_number(number: int, words: str) -> None:
    told = explained(of_sqlite(number, "in another language"), PATH)
    assert told is not None
    assert words in told.message
    assert told.hint


@pytest.mark.parametrize(
    "words",
    [
        "no such column: locked",
        "no such table: readonly_disk I/O error",
        "near malformed: syntax error",
        "unable to open database file busy encrypted",
    ],
)
def test_a_mistake_of_ours_stays_one(words: str) -> None:
    assert explained(of_sqlite(sqlite3.SQLITE_ERROR, words), PATH) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "cannot be written to"),
        (errno.EACCES, "cannot be written to"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EIO, "could not be read or written"),
        (errno.EEXIST, "already a file called"),
    ],
)
def test_of_the_system(number: int, words: str) -> None:
    told = explained(OSError(number, "in another language"), PATH)
    assert told is not None
    assert words in told.message


def test_text_that_is_no_text_is_not_repeated() -> None:
    error = sqlite3.OperationalError("Could not decode to UTF-8 column 'quote' with text 'secret'")
    told = explained(error, PATH)
    assert told is not None
    assert "is damaged" in told.message
    assert "secret" not in f"{told} {told.detail}"
