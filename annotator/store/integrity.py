"""Is everything in this project as it must be? Findings in plain words."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

import sqlalchemy as sa

from annotator.errors import Progress, no_progress
from annotator.model.findings import Finding
from annotator.store import read_codings, read_memos, read_transcripts
from annotator.store.connection import Store
from annotator.store.copying import undisturbed
from annotator.store.dependents import MAY_OUTLIVE
from annotator.store.schema import coding, metadata, text, text_version


def findings(store: Store, *, progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Everything that is wrong with a project; empty when all is well."""
    with undisturbed(store) as apart:
        return _all_findings(apart, progress)


def _all_findings(store: Store, progress: Progress) -> tuple[Finding, ...]:
    found = list(_file(store))
    with store.reading() as connection:
        found += _references(connection)
        infos = read_transcripts.transcript_infos(connection)
        for number, info in enumerate(infos):
            progress(number, len(infos), "Checking passages")
            found += transcript_findings(connection, info.id)
        found += _homeless(connection)
        found += _orphaned_memos(connection)
    return tuple(found)


def transcript_findings(connection: sa.Connection, transcript_id: int) -> Iterator[Finding]:
    """Whether one transcript's text is the one imported, and every passage says what it quotes."""
    infos = read_transcripts.transcript_infos(connection, transcript_id=transcript_id)
    for info in infos:
        title = info.metadata.title or info.doc_id
        bodies = dict(_bodies(connection, info.id))
        for body, sha256 in bodies.values():
            if hashlib.sha256(body.encode("utf-8")).hexdigest() != sha256:
                yield Finding(
                    "text",
                    f"The text of “{title}” is not the one that was imported.",
                    "Open the newest backup and compare.",
                )
        for item in read_codings.on_any_text(connection, info.id):
            body = bodies[item.text_version_id][0]
            if body[item.start : item.end] != item.quote:
                yield Finding(
                    "passage",
                    f"A coding in “{title}” at {item.start} to {item.end} does not stand on the "
                    "words it was made on.",
                    "Open the newest backup and compare; do not go on coding this transcript.",
                )


def _bodies(connection: sa.Connection, transcript_id: int) -> Iterator[tuple[int, tuple[str, str]]]:
    rows = connection.execute(
        sa.select(text_version.c.id, text.c.body, text.c.sha256)
        .join(text, text.c.sha256 == text_version.c.sha256)
        .where(text_version.c.transcript_id == transcript_id)
    )
    return ((row[0], (row[1], row[2])) for row in rows)


def _file(store: Store) -> Iterator[Finding]:
    with store.raw() as raw:
        try:
            answers = [row[0] for row in raw.execute("PRAGMA integrity_check(20)")]
            broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            answers, broken = [str(error)], []
    for answer in answers:
        if answer != "ok":
            yield Finding(
                "file",
                f"The file is damaged: {answer}.",
                "Copy the whole folder now, then open the newest backup.",
            )
    for table, *_ in broken:
        yield Finding(
            "reference",
            f"A row of {table} refers to something that is not there.",
            "Open the newest backup and compare.",
        )


def _references(connection: sa.Connection) -> Iterator[Finding]:
    """Live rows must not depend on removed ones."""
    for table in metadata.tables.values():
        if "removed" not in table.c:
            continue
        for key in table.foreign_keys:
            target = key.column.table
            if "removed" not in target.c or key.parent.name == "changed_by":
                continue
            other = target.alias()
            query = (
                sa.select(sa.func.count())
                .select_from(table.join(other, key.parent == other.c.id))
                .where(table.c.removed.is_(sa.false()), other.c.removed.is_(sa.true()))
            )
            count = connection.execute(query).scalar_one()
            if count and (table.name, target.name) not in MAY_OUTLIVE:
                yield Finding(
                    "reference",
                    f"{count} rows of {table.name} belong to a removed {target.name}.",
                    "They are not shown anywhere; nothing needs to be done at once.",
                )


def _homeless(connection: sa.Connection) -> Iterator[Finding]:
    """Passages must end inside their text."""
    query = (
        sa.select(sa.func.count())
        .select_from(coding.join(text_version, coding.c.text_version_id == text_version.c.id))
        .where(coding.c.removed.is_(sa.false()), coding.c.stop > text_version.c.length)
    )
    count = connection.execute(query).scalar_one()
    if count:
        yield Finding(
            "passage",
            f"{count} codings end after the end of their transcript.",
            "Open the newest backup and compare.",
        )


def _orphaned_memos(connection: sa.Connection) -> Iterator[Finding]:
    """A memo must be on something that is there, or nobody will ever read it."""
    for on, count in read_memos.orphans(connection).items():
        thing = "passage of a transcript" if on == "passage" else on
        words = "One memo is" if count == 1 else f"{count} memos are"
        yield Finding(
            "reference",
            f"{words} on a {thing} that is gone.",
            "The workbook still has what was noted, on the sheet memos.",
        )
