"""In which shape do programs for free passages read who marked what from where to where?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa

from annotator.reliability.marks import MarkTable
from annotator.reports.plain_names import plain_names
from annotator.reports.rating_files import csv_file
from annotator.store import read_transcripts

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript
    from annotator.reports.comparison import Comparison

SPANS = (
    "doc_id", "coder", "code", "char_start", "char_stop", "length", "first", "last",
    "codable_start", "codable_stop", "text",
)  # fmt: skip
"""char_ is 0-based and half open, first and last 1-based and inclusive; codable_ counts codable
text alone, trimmed at the edges, as the coefficients do."""

TEXTS = ("doc_id", "title", "date", "length", "codable_length", "coders")


def write_spans(path: Path, texts: Path, connection: sa.Connection, comparison: Comparison) -> None:
    """Every passage compared, and the length of every text.

    What quallmer, DKPro (offset and length) and pygamma read.
    """
    with csv_file(path) as spans, csv_file(texts) as lengths:
        spans.writerow(SPANS)
        lengths.writerow(TEXTS)
        for place, info in enumerate(comparison.infos):
            opened = read_transcripts.open_transcript(connection, info)
            spans.writerows(_span_rows(comparison, place, opened))
            source = comparison.transcripts[place].coded.source
            names = {who.id: who.coder_id for who in comparison.coders}
            lengths.writerow(
                [
                    info.doc_id, info.metadata.title, info.metadata.date, len(opened.text),
                    source.text.codable_length,
                    " ".join(names[int(str(coder))] for coder in source.coders),
                ]
            )  # fmt: skip


def write_pygamma(folder: Path, comparison: Comparison) -> list[Path]:
    """One file per transcript without a header: coder, code, begin, end."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    stems = plain_names((info.doc_id for info in comparison.infos), prefix="doc")
    for place, info in enumerate(comparison.infos):
        path = folder / f"{stems[info.doc_id]}.csv"
        with csv_file(path) as table:
            for coder, code, begin, stop in _marks(comparison, place):
                table.writerow([coder, code, begin, stop])
        written.append(path)
    return written


def _span_rows(comparison: Comparison, place: int, opened: OpenTranscript) -> Iterator[list[Any]]:
    for coder, code, begin, stop in _marks(comparison, place):
        yield [
            opened.info.doc_id, coder, code, begin, stop, stop - begin, begin + 1, stop,
            *_codable(comparison, place, begin, stop), opened.text[begin:stop],
        ]  # fmt: skip


def _codable(comparison: Comparison, place: int, begin: int, stop: int) -> tuple[int, int]:
    text = comparison.transcripts[place].coded.source.text
    edges = np.array([begin, stop], dtype=np.int64)
    first, last = text.trimmed(edges[:1], edges[1:])
    before = text.codable_before(np.concatenate([first, last]))
    return int(before[0]), int(before[1])


def _marks(comparison: Comparison, place: int) -> list[tuple[str, str, int, int]]:
    """Codings of those who are compared, in order of coder, code and place."""
    source = comparison.transcripts[place].coded.source
    marks = source.marks
    if not isinstance(marks, MarkTable):
        return []
    coders = {who.id: who.coder_id for who in comparison.coders if who.id in source.coders}
    codes = {name.id: name.code_id for name in comparison.compared.names}
    columns = (marks.coder, marks.code, marks.start, marks.end)
    return sorted(
        (coders[coder], codes[code], begin, stop)
        for coder, code, begin, stop in zip(*(each.tolist() for each in columns), strict=True)
        if coder in coders and code in codes
    )
