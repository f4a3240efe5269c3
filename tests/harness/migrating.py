"""What is left of an older project when bringing it up to date is killed at one of its writes?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import annotator
from annotator.errors import UserError
from annotator.store.schema import SCHEMA

GOLDEN = tuple(
    Path(__file__).parents[1] / "golden" / f"schema_{number}.annotator"
    for number in range(1, SCHEMA)
)
"""A file of every schema that there was."""

CODER = "coder_a"

_KEPT = {
    "coding": "uuid, round_id, coder_id, code_id, start, stop, quote, unsure, removed",
    "memo": "uuid, on_kind, on_uuid, coder_id, start, stop, body, removed",
    "step": "uuid, coder_id, at, kind, state, label, packed",
    "decision": "*",
    "text": "*",
}
"""What must be the same after it, whatever else the new schema holds."""


def bring_up_to_date(path: Path) -> None:
    annotator.open(path, coder=CODER).close()


def kept(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """The codings, memos, acts, decisions and texts of a project file of any schema."""
    with closing(sqlite3.connect(path)) as raw:  # it may have a log to be put right
        return {
            table: set(raw.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608
            for table, columns in _KEPT.items()
        }


def faults(path: Path, golden: Path) -> list[str]:
    """What is wrong after the kill; empty where it can simply be opened again."""
    before = kept(golden)
    for state in ("as it was left", "opened again"):
        try:
            now = kept(path)
        except sqlite3.Error as error:
            return [f"{golden.stem} {state} cannot be read: {error}"]
        lost = [table for table, rows in before.items() if not rows <= now[table]]
        if lost:
            return [f"{golden.stem} {state} has lost rows of {', '.join(lost)}"]
        try:
            with annotator.open(path, coder=CODER) as project:
                found = [finding.message for finding in project.check()]
        except UserError as error:
            return [f"{golden.stem} does not open: {error} {error.detail}"]
        if found:
            return found
    return []
