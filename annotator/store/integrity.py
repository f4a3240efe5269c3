"""Is everything in this project as it must be? Findings in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.errors import Progress, no_progress
from annotator.model.findings import Finding
from annotator.store import door, read_transcripts
from annotator.store.copying import undisturbed
from annotator.store.integrity_of_history import history_findings
from annotator.store.integrity_of_rows import row_findings
from annotator.store.integrity_of_texts import text_findings

if TYPE_CHECKING:
    from annotator.store.connection import Store

_MOST_TOLD = 20
"""Of what SQLite has to say; one damaged page can give a thousand lines."""


def findings(store: Store, *, progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Everything that is wrong with a project; empty when all is well."""
    with undisturbed(store) as apart:
        return _all_findings(apart, progress)


def _all_findings(store: Store, progress: Progress) -> tuple[Finding, ...]:
    progress(0, 1, "Checking the file")
    found = list(_file(store))
    if found:
        return tuple(found)  # what is read from a damaged file says nothing about the rest
    with store.reading() as connection:
        found += row_findings(connection)
        found += text_findings(connection, progress=progress)
        found += history_findings(connection, progress=progress)
    return tuple(sorted(found, key=_weight))


def _weight(finding: Finding) -> int:
    """What touches a coding is told before what is only untidy."""
    heavy = finding.kind in {"file", "passage", "text"}
    return 0 if heavy else 1 if finding.cure == "repair" else 2


def transcript_findings(connection: sa.Connection, transcript_id: int) -> Iterator[Finding]:
    """Whether one transcript's text is the one imported, and every passage says what it quotes."""
    if read_transcripts.transcript_infos(connection, transcript_id=transcript_id):
        yield from text_findings(connection, transcript_id=transcript_id)


def _file(store: Store) -> Iterator[Finding]:
    with store.raw() as raw:
        try:
            told = [row[0] for row in raw.execute(f"PRAGMA integrity_check({_MOST_TOLD})")]
            answers = [answer for answer in told if answer != "ok"]
            broken = [] if answers else raw.execute("PRAGMA foreign_key_check").fetchall()
            wrong = "" if answers else door.wrong_values(raw)
        except sqlite3.DatabaseError as error:
            answers, broken, wrong = [str(error)], [], ""
    if answers:
        yield _damaged(answers)
    tables = [str(table) for table, *_ in broken]
    for table in dict.fromkeys(tables):
        yield Finding(
            "reference",
            f"{_rows(tables.count(table), table)} to something that is not there.",
            "A repair leaves them out and says which; the newest backup may have what is missing.",
        )
    if wrong:
        yield Finding(
            "file",
            f"The file holds a value that this program never writes ({wrong}).",
            "It was changed by another program or is damaged. A repair leaves such rows out.",
        )


def _damaged(answers: list[str]) -> Finding:
    more = f", and {len(answers) - 1} more" if len(answers) > 1 else ""
    return Finding(
        "file",
        f"The file is damaged ({answers[0].strip()}{more}).",
        "Copy the whole folder to another disk now. A repair then saves what can be read, and "
        "takes what is missing from the newest backup.",
    )


def _rows(number: int, table: str) -> str:
    return f"One row of {table} refers" if number == 1 else f"{number} rows of {table} refer"
