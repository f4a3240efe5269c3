"""Does what is written beside the codings stay small against the codings themselves?"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.project import Project


def test_the_history_is_no_larger_than_the_codings_it_describes(project: Project) -> None:
    """By the budget of the house, also where every passage is one word."""
    before = sizes(project.path)
    opened = project.transcript("D1")
    for code in ("UKR", "CHINA", "BURDEN"):
        for unit in opened.spans("sentence"):
            for match in re.finditer(r"\w+", opened.quote(unit)):
                start, end = match.span()
                project.apply_coding("D1", unit.start + start, unit.start + end, code)
    now = sizes(project.path)
    grown = {table: now[table] - before.get(table, 0) for table in now}
    assert grown["step"] + grown["image"] <= grown["coding"]


def sizes(path: Path) -> dict[str, int]:
    """The bytes that each table takes with its indexes, pages not counted whole."""
    with closing(sqlite3.connect(path)) as raw:
        if not raw.execute("SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB')").fetchone()[0]:
            pytest.skip("this SQLite does not tell the sizes of tables")
        return dict(
            raw.execute(
                "SELECT tbl_name, sum(payload) FROM dbstat JOIN sqlite_master USING (name)"
                " GROUP BY tbl_name"
            ).fetchall()
        )
