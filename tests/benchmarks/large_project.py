"""A project of 10,000 transcripts of 10 kB and 1,000,000 codings, made once in bulk.

Every transcript is a copy of one that was imported, with another number in its words, so that
turns and units are those of the importer. Kept in the temporary folder between runs.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import annotator
from annotator.model.codebook import CodeDraft
from annotator.model.spans import SpanRow
from annotator.store.schema import SCHEMA

TRANSCRIPTS, CODINGS_EACH, CODES = 10_000, 100, 30
RARE = "zygomorph"
"""A word of the last transcript alone; as long as the one whose place it takes."""
_ORDINARY = "equipment"
_SENTENCES = (
    "Document 00000 begins here, and so does the work of the day.",
    "We will continue to support Ukraine for as long as it takes, together.",
    "Burden sharing remains high on the agenda of the Alliance, as everybody knows.",
    "This is, as the Secretary General said, a joint effort – and we are grateful for it.",
    "Many important issues.",
    "Allies have stepped up, with more equipment and more money than last year.",
)
_NUMBER = "00000"
Row = dict[str, Any]
Sentence = tuple[int, int, str]


def large_project() -> Path:
    """The path of the project, made where it is not there yet."""
    folder = Path(tempfile.gettempdir()) / "annotator-large"
    path = folder / f"large-{SCHEMA}.annotator"
    if not path.exists():
        folder.mkdir(exist_ok=True)
        part = path.with_name("part.annotator")
        part.unlink(missing_ok=True)
        _begin(part, folder)
        _fill(part)
        part.rename(path)
    return path


def _begin(path: Path, folder: Path) -> None:
    chance = random.Random(1)
    paragraphs = []
    for turn in range(24):
        name = ("Jens Stoltenberg", "Antony Blinken")[turn % 2]
        said = [_SENTENCES[0]] if not turn else []
        said += [chance.choice(_SENTENCES[1:]) for _ in range(6)]
        paragraphs.append(f"{name}: {' '.join(said)}")
    source = folder / f"{_NUMBER}.txt"
    source.write_text("\n\n".join(paragraphs), "utf-8")
    with annotator.create(path, coder="ana") as project:
        project.import_transcripts([source])
        for n in range(CODES):
            key = "abcdefghijklmnopqrstuvwxyz"[n : n + 1]
            project.add_code(CodeDraft(f"C{n}", f"Code {n}", key=key))


def _fill(path: Path) -> None:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("BEGIN")
    [body] = raw.execute("SELECT body FROM text").fetchone()
    spans = _sentences(raw)
    rows = {
        name: [dict(zip(_names(raw, name), row, strict=True)) for row in raw.execute(query)]
        for name, query in (
            ("transcript", "SELECT * FROM transcript"),
            ("text_version", "SELECT * FROM text_version"),
            ("turn", "SELECT * FROM turn"),
            ("unit_boundaries", "SELECT * FROM unit_boundaries"),
        )
    }
    chance = random.Random(2)
    for number in range(2, TRANSCRIPTS + 1):
        text = body.replace(_NUMBER, f"{number:05d}")
        if number == TRANSCRIPTS:
            text = text.replace(_ORDINARY, RARE)
        _copy(raw, rows, number, text)
    _insert_codings(raw, spans, chance, rows["turn"][0])
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.close()


def _copy(raw: sqlite3.Connection, rows: dict[str, list[Row]], number: int, text: str) -> None:
    sha = hashlib.sha256(text.encode()).hexdigest()
    raw.execute("INSERT INTO text (sha256, body) VALUES (?, ?)", (sha, text))
    for name, templates in rows.items():
        for template in templates:
            row = template | {"uuid": uuid4().bytes}
            row.pop("id") if name not in {"transcript", "text_version"} else row.update(id=number)
            changes = {
                "transcript": {
                    "doc_id": f"D{number}", "doc_id_folded": f"d{number}", "position": number,
                    "title": f"Press point {number}",
                    "date": f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}",
                },
                "text_version": {"transcript_id": number, "sha256": sha},
            }.get(name, {"text_version_id": number})  # fmt: skip
            _insert(raw, name, row | changes)


def _insert_codings(
    raw: sqlite3.Connection, spans: list[Sentence], chance: random.Random, stamps: Row
) -> None:
    columns = (
        "uuid", "rev", "replica_id", "created_at", "changed_at", "changed_by", "removed",
        "transcript_id", "text_version_id", "round_id", "coder_id", "code_id",
        "codebook_version_id", "start", "stop", "quote", "unsure", "found_by",
    )  # fmt: skip
    places = ", ".join("?" * len(columns))
    raw.executemany(
        f"INSERT OR IGNORE INTO coding ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
        _codings(spans, chance, stamps),
    )


def _codings(
    spans: list[Sentence], chance: random.Random, stamps: Row
) -> Iterator[tuple[Any, ...]]:
    shared = (stamps["rev"], stamps["replica_id"], stamps["created_at"], stamps["changed_at"], 1, 0)
    for number in range(1, TRANSCRIPTS + 1):
        for start, stop, quote in chance.choices(spans, k=CODINGS_EACH):
            end = min(stop, start + chance.randrange(12, 60))
            if number == TRANSCRIPTS:
                quote = quote.replace(_ORDINARY, RARE)  # noqa: PLW2901 - as in its text
            yield (
                uuid4().bytes, *shared, number, number, 1, 1, chance.randrange(1, CODES + 1), 1,
                start, end, quote[: end - start], chance.random() < 0.02, "",
            )  # fmt: skip


def _sentences(raw: sqlite3.Connection) -> list[Sentence]:
    [packed] = raw.execute("SELECT packed FROM unit_boundaries WHERE level='sentence'").fetchone()
    [body] = raw.execute("SELECT body FROM text").fetchone()
    units = [(unit.start, unit.end) for unit in SpanRow.unpacked(packed)]
    return [(a, b, body[a:b]) for a, b in units if _NUMBER not in body[a:b]]


def _names(raw: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]


def _insert(raw: sqlite3.Connection, table: str, row: Row) -> None:
    places = ", ".join("?" * len(row))
    raw.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})",  # noqa: S608
        list(row.values()),
    )
