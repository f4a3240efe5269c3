"""What must a reader of the workbook know before the first cell?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from annotator.model.counts import counted
from annotator.reports.cells import local, moment
from annotator.reports.program_version import program_version
from annotator.reports.rows import document_row
from annotator.reports.sheet_writer import MAX_ROWS, SheetWriter

if TYPE_CHECKING:
    from annotator.model.transcript import TranscriptInfo
    from annotator.reports.content import WorkbookContent

Line = tuple[str, str]

SHEETS = {
    "codebook": "One row per code and group, in the order of the codebook.",
    "segments": "One row per coding: who gave which code to which passage.",
    "units": "One row per sentence of the transcripts that are compared.",
    "icr_summary": "How well coders agree: one row per code and unit, with the reason where "
    "there is no value.",
    "icr_wide": "One row per code and unit, one column per coder: 1, 0, or blank for missing.",
    "disagreements": "One row per code and unit on which coders differ.",
    "documents": "One row per transcript.",
    "memos": "One row per memo.",
    "codebook_log": "What changed in the codebook, and when.",
    "icr_pairwise": "Every pair of coders on every code, with a live formula beside kappa.",
    "icr_confusion": "What one coder called this and the other that.",
    "icr_method": "How the figures of agreement came about.",
    "dictionary": "What every column of every sheet means, and what a blank cell means.",
}

_WHY_SO = (
    "Without guess_max, R takes a column that begins blank for logical and loses its text; "
    "without trim_ws = FALSE, it drops spaces at the ends of texts; "
    "without dtype=object, pandas makes numbers of texts such as 007 and version 1.10; "
    "without keep_default_na=False, it takes the words NA and None for missing."
)
_POSITIONS = (
    "char_start and char_stop count code points of the transcript's text from 0, the end not "
    "included, as Python does. In R: substr(text, char_start + 1, char_stop)."
)


def readme_lines(
    file_name: str, content: WorkbookContent, rows: Mapping[str, int], notes: Sequence[str]
) -> Iterator[Line]:
    """The lines of the README sheet, in order."""
    yield "what", "Codings of transcripts, with the codebook they were made by."
    yield "project", content.project
    created = moment(content.created_at)
    if created is not None:
        yield "project created", f"{local(created):%Y-%m-%d %H:%M}"
    yield "exported", _now()
    yield "program", f"Transcript Annotator {program_version()}".strip()
    yield "times", f"All times are local time of the exporting computer ({_zone()})."
    yield from _counts(content, rows)
    for name, meaning in SHEETS.items():
        if name in rows:
            yield f"sheet {name}", meaning
    yield from _how_to_read(file_name)
    yield from _rules()
    for note in notes or ("Nothing had to be cut or replaced.",):
        yield "note", note


def notes_of(writer: SheetWriter, *, transcripts: Sequence[TranscriptInfo]) -> tuple[str, ...]:
    """One sentence for each kind of thing that does not stand in the sheets as it was."""
    found = writer.findings
    notes = []
    if found.replaced_characters:
        notes.append(
            f"{counted(found.replaced_characters, 'character')} that a workbook cannot hold "
            f"(control characters and the like) in {counted(found.cleaned_cells, 'cell')} "
            f"{'was' if found.replaced_characters == 1 else 'were'} replaced by the mark \ufffd."
        )
    if found.cut_cells:
        notes.append(
            f"{counted(found.cut_cells, 'text')} longer than the 32,767 characters of a cell "
            f"{'was' if found.cut_cells == 1 else 'were'} cut, with a mark; the full text is in "
            f"{writer.long_texts_name()}."
        )
    if found.continued:
        notes.append(
            f"A sheet holds {MAX_ROWS:,} rows at most, so rows go on in "
            f"{', '.join(found.continued)}; put them under each other after reading."
        )
    if found.escape_like_cells:
        notes.append(
            f"{counted(found.escape_like_cells, 'cell')} with text such as _x0041_: "
            "Excel and R take it for one character, pandas reads it as it stands."
        )
    partial = sum(1 for info in transcripts if document_row(info).doc_date_text)
    if partial:
        notes.append(
            f"{counted(partial, 'transcript')} without a full date from March 1900 on: "
            "doc_date is blank there, and doc_date_text says what is known."
        )
    return tuple(notes)


def _counts(content: WorkbookContent, rows: Mapping[str, int]) -> Iterator[Line]:
    codes = sum(1 for code in content.codebook.codes if not code.is_group)
    yield "transcripts", f"{len(content.transcripts):,}"
    yield "codes", f"{codes:,} in {counted(len(content.codebook.codes) - codes, 'group')}"
    yield "codings", f"{rows['segments']:,}"
    yield "memos", f"{rows['memos']:,}"
    yield "coders", "; ".join(_person(c.coder_id, c.name) for c in content.coders) or "none"
    yield "rounds", "; ".join(each.name for each in content.rounds) or "none"
    if content.codebook.version.name:
        yield "codebook version", content.codebook.version.name


def _how_to_read(file_name: str) -> Iterator[Line]:
    quoted = file_name.replace("\\", "\\\\").replace('"', '\\"')
    options = f"guess_max = {MAX_ROWS}, trim_ws = FALSE"
    yield (
        "read in R",
        f'segments <- readxl::read_excel("{quoted}", sheet = "segments", {options})',
    )
    options = 'dtype=object, keep_default_na=False, na_values=[""]'
    sheet = f'pandas.read_excel("{quoted}", sheet_name="segments", {options})'
    yield "read in pandas", f"segments = {sheet}.convert_dtypes()"
    yield (
        "read in Stata",
        f'import excel "{file_name}", sheet("segments") firstrow case(preserve) clear',
    )
    yield "why so", _WHY_SO


def _rules() -> Iterator[Line]:
    yield "positions", _POSITIONS
    yield "blank cells", "A blank cell is missing, never zero; see the sheet dictionary."


def _now() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M} ({_zone()})"


def _zone() -> str:
    """The zone as the distance from UTC now and in words: "UTC+01:00, CET/CEST"."""
    offset = datetime.now().astimezone().strftime("%z")
    names = "/".join(dict.fromkeys(name for name in time.tzname if name))
    return f"UTC{offset[:3]}:{offset[3:5]}, {names}" if names != "UTC" else names


def _person(coder_id: str, name: str) -> str:
    return f"{coder_id} ({name})" if name and name != coder_id else coder_id
