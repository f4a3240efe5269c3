"""What can be saved of a damaged project? A new file with it; the damaged one is not touched.

Every row that can be read is copied. What is missing comes from the newest backup that is whole.
What then still belongs to nothing gets something to belong to where that can be (a code whose
name is lost), or is left out and told.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from annotator.errors import Progress, ProjectProblem, no_progress
from annotator.model.repaired import Repaired
from annotator.store import door, folders, guarded, integrity, rescue
from annotator.store.connection import Store, discard
from annotator.store.copying import part_of, put_in_place
from annotator.store.explaining import explained
from annotator.store.schema import metadata
from annotator.store.writer import now

_WORDS: Mapping[str, str] = {
    "transcript": "transcripts",
    "text": "texts",
    "code": "codes",
    "coder": "coders",
    "coding": "codings",
    "coding_field": "values of fields",
    "decision": "decisions that nothing applies",
    "finished": "marks of finished work",
    "memo": "memos",
    "question": "questions",
    "step": "acts of the history",
}
"""What is told of; the other tables go with these."""

_MADE_UP = ("coder", "code", "round", "codebook_version", "transcript", "replica")
"""Of what only the name is lost when its row is: what refers to it keeps its place."""


def repair(
    path: Path, target: Path, backups: Sequence[Path] = (), *, progress: Progress = no_progress
) -> Repaired:
    """Save what can be saved of `path` in the new file `target`.

    `backups` are asked in this order; the first one that is whole helps out. Raises
    `ProjectProblem` where nothing can be saved.
    """
    folders.must_be_writable(target.parent)
    part = part_of(target)
    Store.create(part).close()
    try:
        repaired = _Repair(path, part, backups, progress).run(target)
    except sqlite3.Error as error:
        discard(part)
        raise explained(error, path) or error from error
    except BaseException:
        discard(part)
        raise
    put_in_place(part, target)
    return repaired


class _Repair:
    """One damaged file on its way into a new one."""

    def __init__(self, path: Path, part: Path, backups: Sequence[Path], progress: Progress) -> None:
        self._path = path
        self._part = part
        self._backup = next((each for each in backups if _is_whole(each)), None)
        self._progress = progress
        self._lost: list[str] = []
        self._saved: dict[str, int] = {}
        self._from_backup: dict[str, int] = {}

    def run(self, target: Path) -> Repaired:
        with closing(sqlite3.connect(self._part, isolation_level=None)) as new:
            new.execute("PRAGMA foreign_keys=OFF")
            new.execute("BEGIN")
            self._take_what_can_be_read(new)
            altered = _altered_texts(new)
            self._take_from_backup(new)
            # without the right one the altered text is better than none: passages may still stand
            new.executemany("INSERT OR IGNORE INTO text VALUES (?, ?)", altered)
            self._give_names_to_the_lost(new)
            self._leave_out_what_belongs_to_nothing(new)
            self._must_hold_a_project(new)
            new.execute("COMMIT")
        return Repaired(
            target,
            saved={_WORDS[name]: n for name, n in self._saved.items() if n and name in _WORDS},
            from_backup={_WORDS[n]: c for n, c in self._from_backup.items() if c and n in _WORDS},
            backup=self._backup if any(self._from_backup.values()) else None,
            lost=tuple(self._lost),
            findings=self._check(),
        )

    def _take_what_can_be_read(self, new: sqlite3.Connection) -> None:
        with rescue.opened(self._path) as damaged:
            for number, table in enumerate(metadata.sorted_tables):
                self._progress(number, len(metadata.tables), "Reading what can be read")
                reading = rescue.begin(damaged, table)
                insert = _insert(table, reading.columns)
                fill = _defaults(table, reading.columns)
                for rows in rescue.rows(damaged, reading):
                    new.executemany(insert, [(*row, *fill) for row in rows])
                self._saved[table.name] = _count(new, table.name)
                self._tell(reading)

    def _tell(self, reading: rescue.Reading) -> None:
        what = _WORDS.get(reading.table.name)
        if what is None:
            return
        if reading.foreign:
            self._lost.append(
                f"{reading.foreign} {what} held values that this program never writes."
            )
        if reading.unreadable or not reading.columns:
            self._lost.append(f"Some {what} stand on damaged pages of the file.")

    def _take_from_backup(self, new: sqlite3.Connection) -> None:
        if self._backup is None:
            return
        with rescue.opened(self._backup) as backup:
            for table in metadata.sorted_tables:
                before = _count(new, table.name)
                reading = rescue.begin(backup, table)
                insert = _insert(table, reading.columns)
                fill = _defaults(table, reading.columns)
                for rows in rescue.rows(backup, reading):
                    new.executemany(insert, [(*row, *fill) for row in rows])
                self._from_backup[table.name] = _count(new, table.name) - before

    def _give_names_to_the_lost(self, new: sqlite3.Connection) -> None:
        for name in _MADE_UP:
            table = metadata.tables[name]
            missing = {
                row[0]
                for other, column in _pointing_to(table)
                for row in new.execute(
                    f'SELECT DISTINCT "{column}" FROM "{other}" WHERE "{column}" NOT IN '  # noqa: S608
                    f'(SELECT id FROM "{name}")'
                )
            }
            for row_id in sorted(missing):
                row = _made_up(new, table, row_id)
                if row is None:
                    continue
                new.execute(_insert(table, tuple(row)), tuple(row.values()))
                if name in {"coder", "code", "transcript"}:
                    self._lost.append(f"What the {name} number {row_id} was called is lost.")

    def _leave_out_what_belongs_to_nothing(self, new: sqlite3.Connection) -> None:
        """Until all belong to something: what is left out may be what another belonged to."""
        left: dict[str, int] = {}
        while broken := new.execute("PRAGMA foreign_key_check").fetchall():
            for name, row_id, *_ in broken:
                if row_id is None:  # the one table without row ids: its step is gone
                    new.execute("DELETE FROM image WHERE step_id NOT IN (SELECT id FROM step)")
                    break
                new.execute(f'DELETE FROM "{name}" WHERE rowid = ?', (row_id,))  # noqa: S608
                left[name] = left.get(name, 0) + 1
        unused = "DELETE FROM text WHERE sha256 NOT IN (SELECT sha256 FROM text_version)"
        new.execute(unused)
        for name, number in left.items():
            if name in _WORDS:
                self._saved[name] = max(0, self._saved.get(name, 0) - number)
                self._lost.append(f"{number} {_WORDS[name]} had nothing left to belong to.")
        made = new.execute(
            "SELECT count(DISTINCT row_id) FROM image WHERE table_name = 'coding'"
            " AND before IS NULL AND row_id NOT IN (SELECT id FROM coding)"
        ).fetchone()[0]
        gone = made - left.get("coding", 0)
        if gone > 0:
            self._lost.append(f"{gone} codings that the history tells of could not be read.")

    def _must_hold_a_project(self, new: sqlite3.Connection) -> None:
        if _count(new, "project") == 1 and _count(new, "coder") and _count(new, "text"):
            return
        raise ProjectProblem(
            f"Nothing can be saved of {self._path.name}.",
            "Restore the newest backup. Keep the damaged file: somebody who knows SQLite may find "
            "more in it.",
        )

    def _check(self) -> tuple[Any, ...]:
        store = Store.open(self._part, read_only=True)
        try:
            return integrity.findings(store, progress=self._progress)
        finally:
            store.close()


def _is_whole(path: Path) -> bool:
    try:
        with closing(guarded.connect(door.uri(path, read_only=True))) as raw:
            return bool(raw.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _insert(table: sa.Table, columns: Sequence[str]) -> str:
    """A statement that passes over rows which are there already."""
    missing = [name for name in _needed(table) if name not in columns]
    names = ", ".join(f'"{name}"' for name in (*columns, *missing))
    marks = ", ".join("?" for _ in (*columns, *missing))
    return f'INSERT OR IGNORE INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608


def _needed(table: sa.Table) -> list[str]:
    return [c.name for c in table.columns if not c.nullable and not c.primary_key]


def _defaults(table: sa.Table, columns: Sequence[str]) -> list[object]:
    """Values for the columns that a file of an older version lacks."""
    return [_empty(table.c[name]) for name in _needed(table) if name not in columns]


def _empty(column: sa.Column[Any]) -> object:
    if isinstance(column.type, sa.JSON):
        given = getattr(column.default, "arg", None)
        return "[]" if callable(given) and given(None) == [] else "{}"
    default = getattr(column.default, "arg", None)
    if default is not None and not callable(default):
        return int(default) if isinstance(default, bool) else default
    return 0 if isinstance(column.type, (sa.Integer, sa.Boolean)) else ""


def _count(new: sqlite3.Connection, name: str) -> int:
    return int(new.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608


def _pointing_to(table: sa.Table) -> Iterator[tuple[str, str]]:
    for other in metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table is table:
                yield other.name, key.parent.name


def _made_up(new: sqlite3.Connection, table: sa.Table, row_id: int) -> dict[str, object] | None:
    """A row that stands for one of which only the number is known."""
    replica = new.execute("SELECT id FROM replica ORDER BY id LIMIT 1").fetchone()
    if replica is None and table.name != "replica":
        return None
    row: dict[str, object] = {name: _empty(table.c[name]) for name in _needed(table)}
    row |= {"id": row_id, "uuid": uuid4().bytes}
    row |= {name: now() for name in ("created_at", "changed_at", "drawn_at") if name in table.c}
    if "rev" in table.c and replica is not None:
        row |= {"rev": 1, "replica_id": replica[0]}
    name = f"lost {table.name.replace('_', ' ')} {row_id}"
    row |= {column: name for column in ("name", "title") if column in table.c}
    for column in ("coder_id", "code_id", "doc_id"):
        if f"{column}_folded" in table.c:
            label = f"LOST_{row_id}"
            row |= {column: label, f"{column}_folded": label.casefold()}
    if table.name == "coder":
        row["role"] = "coder"
    return row


def _altered_texts(new: sqlite3.Connection) -> list[tuple[str, str]]:
    """Take out the texts that are no longer the ones imported."""
    found = []
    for (digest,) in new.execute("SELECT sha256 FROM text").fetchall():
        body = new.execute("SELECT body FROM text WHERE sha256 = ?", (digest,)).fetchone()[0]
        if hashlib.sha256(body.encode("utf-8")).hexdigest() != digest:
            found.append((digest, body))
    new.executemany("DELETE FROM text WHERE sha256 = ?", [(digest,) for digest, _ in found])
    return found
