"""Which rows of a damaged file can still be read? All that SQLite can reach, and that are ours."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from msgspec import Struct

from annotator.store import door, guarded
from annotator.store.explaining import code
from annotator.store.private_copies import private_folder

_LOT = 4096
"""Keys asked for at a time; where that fails, half of them, until one row stands alone."""
_LEAST_ROW = 24
"""Bytes: a file has not more rows than this goes into it, whatever their keys may be."""
_SAMPLES = 64

Row = tuple[object, ...]


class Reading(Struct):
    """One table on its way out of a damaged file."""

    table: sa.Table
    columns: tuple[str, ...]
    """Those that are there; a file of an older version has fewer."""
    unreadable: int = 0
    """Keys whose row, where there is one, lies on a damaged page."""
    foreign: int = 0
    """Rows that hold what the program never writes."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A damaged file, opened to be read as far as that goes; nothing in it is changed."""
    with (
        _with_a_head(path) as place,
        closing(guarded.connect(door.uri(place, read_only=True))) as raw,
    ):
        raw.text_factory = _text_or_bytes
        yield raw


@contextmanager
def _with_a_head(path: Path) -> Iterator[Path]:
    """The file itself, or a copy with a new head where the first hundred bytes are damaged."""
    if _is_database(path):
        yield path
        return
    with private_folder() as folder:
        place = folder / "copy.annotator"
        shutil.copyfile(path, place)
        pages = max(1, place.stat().st_size // _PAGE)
        with place.open("r+b") as copy:
            copy.write(_HEAD % pages.to_bytes(4, "big"))
        yield place


def _is_database(path: Path) -> bool:
    try:
        with closing(guarded.connect(door.uri(path, read_only=True))) as raw:
            raw.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        return code(error) & 0xFF != sqlite3.SQLITE_NOTADB
    return True


_PAGE = 4096
_HEAD = (
    b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20\0\0\0\x01%b"
    b"\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\x01" + bytes(40)
)
"""Pages of 4,096 bytes, a rollback journal, UTF-8, schema format 4: as in every file of ours."""


def _text_or_bytes(written: bytes) -> str | bytes:
    """Text that is no UTF-8 stays bytes, which no column of text takes."""
    with suppress(UnicodeDecodeError):
        return written.decode("utf-8")
    return written


def begin(raw: sqlite3.Connection, table: sa.Table) -> Reading:
    """What of a table is there at all."""
    try:
        there = {row[1] for row in raw.execute(f'PRAGMA table_info("{table.name}")')}
    except sqlite3.DatabaseError:
        there = set()
    return Reading(table, tuple(column.name for column in table.columns if column.name in there))


def rows(raw: sqlite3.Connection, reading: Reading) -> Iterator[Sequence[Row]]:
    """All rows that can be read, some thousand at a time."""
    if not reading.columns:
        return
    table = reading.table
    wrong = " OR ".join(door.is_wrong(table.c[name]) for name in reading.columns)
    names = ", ".join(f'"{name}"' for name in reading.columns)
    key = "step_id" if table.name == "image" else "rowid"  # the one table without row ids
    query = (
        f'SELECT {wrong}, {names} FROM "{table.name}" NOT INDEXED '  # noqa: S608 - our own names
        f"WHERE {key} >= ? AND {key} < ?"
    )
    largest = _largest(raw, table.name, key)
    reading.unreadable += largest < 0
    for start in range(0, largest + 1, _LOT):
        for part in _read(raw, query, start, start + _LOT, reading):
            good = [tuple(values) for is_wrong, *values in part if not is_wrong]
            reading.foreign += len(part) - len(good)
            if good:
                yield good


def _largest(raw: sqlite3.Connection, table: str, key: str) -> int:
    """The largest key, or how far to look where it cannot be read; -1 where nothing can be."""
    with suppress(sqlite3.DatabaseError):
        found = raw.execute(f'SELECT max({key}) FROM "{table}" NOT INDEXED').fetchone()[0]  # noqa: S608
        return int(found or 0)
    (size,) = raw.execute("PRAGMA page_size").fetchone()
    (pages,) = raw.execute("PRAGMA page_count").fetchone()
    farthest = max(_SAMPLES, int(size) * int(pages) // _LEAST_ROW)
    query = f'SELECT {key} FROM "{table}" NOT INDEXED WHERE {key} >= ? LIMIT 1'  # noqa: S608
    for sample in range(0, farthest, farthest // _SAMPLES):
        with suppress(sqlite3.DatabaseError):
            if raw.execute(query, (sample,)).fetchone():
                return farthest
    return -1


def _read(
    raw: sqlite3.Connection, query: str, start: int, end: int, reading: Reading
) -> Iterator[Sequence[Row]]:
    """A range of keys; where a page of it is damaged, one half after the other."""
    try:
        yield raw.execute(query, (start, end)).fetchall()
    except sqlite3.DatabaseError:
        if end - start == 1:
            reading.unreadable += 1
            return
        middle = (start + end) // 2
        yield from _read(raw, query, start, middle, reading)
        yield from _read(raw, query, middle, end, reading)
