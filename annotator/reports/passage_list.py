"""How does a list of coded passages leave: as a table to work on, as pages to read?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileProblem, Progress, no_progress
from annotator.kept import Kept
from annotator.reports.cells import cleaned
from annotator.reports.columns import SEGMENTS
from annotator.reports.replacing import explained, must_be_a_file_name, replacing
from annotator.reports.rows import Names, SegmentRow, segment_rows
from annotator.reports.sheet_writer import SheetWriter
from annotator.reports.word_document import WordDocument
from annotator.store import read_codebook, read_codings, read_people, read_transcripts

if TYPE_CHECKING:
    import sqlalchemy as sa

    from annotator.model.transcript import OpenTranscript

ENDINGS = (".xlsx", ".csv", ".docx", ".md")

_VALUES = attrgetter(*(column.name for column in SEGMENTS))
_AT_ONCE = 200
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_KEPT_TEXTS = 16


def write_passages(
    connection: sa.Connection,
    path: Path,
    coding_ids: Sequence[int],
    *,
    progress: Progress = no_progress,
) -> Path:
    """Write these codings, in this order, in the format that the ending names.

    A table (.xlsx, .csv) has the columns of the workbook's sheet *segments*; pages (.docx, .md)
    have the words with who said them, where and when. Those that are gone are left out.
    """
    must_be_a_file_name(path)
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise FileProblem(
            f"Passages are not written as {ending or 'a file without an ending'}.",
            f"Choose one of {', '.join(ENDINGS)}.",
        )
    rows = _rows(connection, coding_ids, progress)
    if ending == ".xlsx":
        _write_workbook(path, rows)
        return path
    write = {".csv": _write_csv, ".docx": _write_word, ".md": _write_markdown}[ending]
    with replacing(path) as temporary:
        write(temporary, rows)
    return path


def _rows(
    connection: sa.Connection, coding_ids: Sequence[int], progress: Progress
) -> Iterator[SegmentRow]:
    names = Names.of(
        read_codebook.codebook(connection),
        read_people.coders(connection),
        read_people.rounds(connection),
        read_codebook.versions(connection),
    )
    infos = {info.id: info for info in read_transcripts.transcript_infos(connection)}
    texts: Kept[int, OpenTranscript] = Kept(_KEPT_TEXTS)
    for first in range(0, len(coding_ids), _AT_ONCE):
        progress(first, len(coding_ids), "Writing passages")
        part = coding_ids[first : first + _AT_ONCE]
        found = {each.id: each for each in read_codings.some(connection, part)}
        there = [found[each] for each in part if each in found]
        for transcript_id, codings in groupby(there, key=lambda each: each.transcript_id):
            read = partial(read_transcripts.open_transcript, connection, infos[transcript_id])
            opened = texts.get(transcript_id, read)
            yield from segment_rows(opened, codings, names)
    progress(len(coding_ids), len(coding_ids), "Writing passages")


def _write_workbook(path: Path, rows: Iterable[SegmentRow]) -> None:
    with explained(path):
        writer = SheetWriter(path)
        try:
            sheet = writer.sheet("segments", SEGMENTS)
            for row in rows:
                sheet.write(_VALUES(row))
            writer.save(_no_bytes)
        finally:
            writer.drop()


def _write_csv(path: Path, rows: Iterable[SegmentRow]) -> None:
    """Comma-separated, UTF-8 with the mark by which Excel knows it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(column.name for column in SEGMENTS)
        for row in rows:
            table.writerow(
                cleaned(value)[0] if isinstance(value, str) else value for value in _VALUES(row)
            )


def _write_word(path: Path, rows: Iterable[SegmentRow]) -> None:
    document = WordDocument("Passages")
    for title, inside in groupby(rows, key=_title):
        document.heading(title, level=1)
        for row in inside:
            document.paragraph(f"“{row.segment}”")
            document.paragraph(_source(row))
    document.save(path)


def _write_markdown(path: Path, rows: Iterable[SegmentRow]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("# Passages\n")
        for title, inside in groupby(rows, key=_title):
            file.write(f"\n## {_plain(title)}\n")
            for row in inside:
                words = _plain(" ".join(cleaned(row.segment)[0].split()))
                file.write(f"\n> {words}\n>\n> {_plain(_source(row))}\n")


def _title(row: SegmentRow) -> str:
    day = row.doc_date_text or (row.doc_date.isoformat() if row.doc_date else "")
    return ", ".join(part for part in (row.doc_title or row.doc_id, day) if part)


def _source(row: SegmentRow) -> str:
    """Who said it, where, which code, by whom: "Jens Stoltenberg, sentence 9; UKR, coder_a"."""
    where = ""
    if row.sentence_first is not None:
        where = f"sentence {row.sentence_first}"
        if row.sentence_last != row.sentence_first:
            where = f"sentences {row.sentence_first} to {row.sentence_last}"
    doubt = " (unsure)" if row.certainty == "unsure" else ""
    said = ", ".join(part for part in (row.speaker, where) if part)
    return f"{said}; {row.code_name}{doubt}, {row.coder_id}"


def _plain(text: str) -> str:
    """Text in which nothing is a sign of Markdown."""
    return _MARKS.sub(r"\\\1", text)


def _no_bytes(count: int) -> None:
    """What is packed is not watched: the rows were."""
    del count
