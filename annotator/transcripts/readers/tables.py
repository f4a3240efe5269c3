"""Which documents stand in this table? A corpus with one row per document, or one per turn.

What a transcript has a place for (title, date, speaker ...) is filled from the columns beside the
text; the rest is kept with it, because a corpus without its variables is worth little.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from annotator.errors import FileProblem
from annotator.model.transcript import Metadata, Source, Transcript
from annotator.transcripts.dates import DateQuestion, dates_in
from annotator.transcripts.decoding import decode
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.names import Person
from annotator.transcripts.normalising import normalised
from annotator.transcripts.readers import zip_files
from annotator.transcripts.readers.speeches import Speech, transcript_from
from annotator.transcripts.readers.table_columns import Columns, columns_of, no_text_column
from annotator.transcripts.readers.zip_files import BROKEN

_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"sep=(.)[ \t]*\n", re.IGNORECASE)
_MOST_ROWS = 1_000_000
_LAST = "\x1a end of table"
_BROKEN_WORKBOOK = (
    *BROKEN, OSError, SyntaxError, KeyError, IndexError, TypeError, AttributeError,
)  # fmt: skip
"""What openpyxl lets through when a workbook is damaged or something else.

Broken XML is a SyntaxError, whichever parser it uses."""


def read_delimited(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcripts in a .csv or .tsv table."""
    decoded = decode(data, name, asked.encoding)
    text, changes = normalised(decoded.text)
    digest = sha256(data).hexdigest()
    source = Source(name, digest, decoded.encoding, decoded.certain, changes, decoded.flags)
    yield from _documents(_rows_of(text, name), source, asked)


def read_workbook(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcripts in the first sheet of an Excel workbook that holds any."""
    source = Source(name, sha256(data).hexdigest(), "utf-8")
    with zip_files.opened(data, name):
        rows = _sheet_rows(data, name)
    yield from _documents(rows, source, asked)


def read_records(
    records: Sequence[object], source: Source, asked: Asked = AS_FOUND
) -> Iterator[Draft]:
    """The transcripts in a list of objects, as JSON files hold them."""
    objects = [one for one in records if isinstance(one, Mapping)]
    header = list(dict.fromkeys(str(key) for one in objects for key in one))
    rows = [[_plain(one.get(key)) for key in header] for one in objects]
    if not rows:
        raise no_text_column(source.name)
    yield from _documents([header, *rows], source, asked)


def _documents(rows: Sequence[Sequence[str]], source: Source, asked: Asked) -> Iterator[Draft]:
    """One transcript per row, or one per document where the rows are turns."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise FileProblem(
            f"“{source.name}” is a table without rows.", "Check that it was saved completely."
        )
    header, body = rows[0], rows[1:]
    columns = columns_of(header, body, asked.columns, source.name)
    if columns.is_guess:
        name = columns.found[columns.text].name
        flags = (*source.flags, f"the text is taken from the column “{name}”, which is a guess")
        source = replace(source, flags=flags)
    groups = _groups(body, columns)
    for number, (label, group) in enumerate(groups, start=1):
        if any(row[columns.text : columns.text + 1] for row in group):
            draft = _draft(label, group, columns, source)
            place = f"document {number}: {label}" if label else f"row {number}"
            yield replace(draft, place=place, columns=columns.found)


def _draft(
    label: str,
    rows: Sequence[Sequence[str]],
    columns: Columns,
    source: Source,
) -> Draft:
    first = rows[0]
    metadata, questions = _metadata(first, columns, label)
    if columns.speaker is not None and (len(rows) > 1 or not _is_long(first, columns)):
        speeches = _speeches(rows, columns)
        told = transcript_from(speeches, metadata=metadata, source=source)
        return Draft(told=told, dates=questions)
    text = "\n\n".join(_cell(row, columns.text) for row in rows)
    draft = Draft(text, source, dates=questions)
    draft = draft.then(lambda read: _spoken_by(read, first, columns))
    return draft.then(lambda read: replace(read, metadata=_over(read.metadata, metadata)))


def _speeches(rows: Sequence[Sequence[str]], columns: Columns) -> Iterator[Speech]:
    """Rows of one speaker that follow each other, as one speech."""
    before, paragraphs = None, list[str]()
    for row in rows:
        person = Person(_cell(row, columns.speaker), _cell(row, columns.role))
        if person != before and before is not None:
            yield Speech(before.name, paragraphs, before)
            paragraphs = []
        before = person
        paragraphs += _cell(row, columns.text).split("\n")
    if before is not None:
        yield Speech(before.name, paragraphs, before)


def _spoken_by(read: Transcript, row: Sequence[str], columns: Columns) -> Transcript:
    """A text without labels, with the speaker whom the table names."""
    speaker = _cell(row, columns.speaker).strip()
    if not speaker or any(turn.label for turn in read.turns):
        return read
    role = _cell(row, columns.role).strip()
    turns = tuple(replace(turn, speaker=speaker, role=role) for turn in read.turns)
    flags = tuple(flag for flag in read.source.flags if flag != "no speakers found")
    return replace(read, turns=turns, source=replace(read.source, flags=flags))


def _groups(
    rows: Sequence[Sequence[str]], columns: Columns
) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """The rows of each document with its name, in order of first appearance."""
    ids = [_cell(row, columns.id).strip() for row in rows]
    lengths = sum(len(_cell(row, columns.text)) for row in rows)
    turns = columns.speaker is not None and (
        len(set(ids)) * 2 <= len(ids) if columns.id is not None else lengths < 600 * len(rows)
    )
    if not turns:
        yield from zip(ids, ([row] for row in rows), strict=True)
        return
    found: dict[str, list[Sequence[str]]] = {}
    for one, row in zip(ids, rows, strict=True):
        found.setdefault(one, []).append(row)
    yield from found.items()


def _metadata(
    row: Sequence[str], columns: Columns, label: str
) -> tuple[Metadata, tuple[DateQuestion, ...]]:
    """What the table says of a document, and its date as a question where it reads two ways."""
    values = {name: _cell(row, number).strip() for name, number in columns.fields.items()}
    questions: tuple[DateQuestion, ...] = ()
    if values.get("date"):
        day = next(dates_in(values["date"]), None)
        year = re.fullmatch(r"(?:1[5-9]|20|21)\d\d(?:-\d\d)?", values["date"])
        if day is not None and day.ambiguous:
            questions = (DateQuestion(values["date"], day.readings, "table"),)
        values["date"] = day.iso if day is not None else (year[0] if year is not None else "")
    others = {columns.found[n].name: _cell(row, n).strip() for n in columns.others}
    extra = tuple((name, value) for name, value in others.items() if value)
    title = values.pop("title", "") or label
    return Metadata(title=title, extra=extra, **values), questions


def _over(read: Metadata, told: Metadata) -> Metadata:
    """What the text says about itself, except where the table says it."""
    values = {name: getattr(told, name) for name in Metadata.__struct_fields__}
    return replace(read, **{name: value for name, value in values.items() if value})


def _is_long(row: Sequence[str], columns: Columns) -> bool:
    return len(_cell(row, columns.text)) > 600 or "\n" in _cell(row, columns.text)


def _cell(row: Sequence[str], number: int | None) -> str:
    return row[number] if number is not None and number < len(row) else ""


def _rows_of(text: str, name: str) -> list[list[str]]:
    """The cells of delimited text, the delimiter told from its first lines."""
    separator = _SEPARATOR.match(text)
    delimiter = separator[1] if separator is not None else _delimiter(text[:20_000])
    text = text[separator.end() :] if separator is not None else text
    before = csv.field_size_limit(zip_files.MOST_OF_ONE)  # 131,072 is too little for a speech
    try:
        return _whole_rows(text, delimiter, name)
    except csv.Error as error:
        raise FileProblem(
            f"“{name}” cannot be read as a table.",
            "Open it in a spreadsheet program, save it as .xlsx and import that.",
            type(error).__name__,
        ) from error
    finally:
        csv.field_size_limit(before)


def _whole_rows(text: str, delimiter: str, name: str) -> list[list[str]]:
    """All rows; refused where a cell runs on to the end because its quotation mark never closes."""
    rows: list[list[str]] = []
    # A line of our own at the end: where it is no row of its own, a quotation mark swallowed it.
    reader = csv.reader(io.StringIO(f"{text}\n{_LAST}", newline=""), delimiter=delimiter)
    begins = 1
    for row in reader:
        if row == [_LAST]:
            break
        if row and row[-1].endswith(f"\n{_LAST}"):
            raise FileProblem(
                f"“{name}” opens a quotation mark in line {begins} and never closes it.",
                "Close or remove it there, or save the table as .xlsx and import that.",
            )
        if len(rows) == _MOST_ROWS:
            raise FileProblem(
                f"“{name}” has more than {_MOST_ROWS:,} rows.", "Split it into several tables."
            )
        rows.append(row)
        begins = reader.line_num + 1
    return rows


def _delimiter(sample: str) -> str:
    """The delimiter that stands most often in the first line."""
    first = sample.split("\n", 1)[0]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=bare.count)


def _sheet_rows(data: bytes, name: str) -> list[list[str]]:
    """The rows of the first visible sheet that is not empty."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about decoration that is not read
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                return _first_with_rows(book)
            finally:
                book.close()
        except _BROKEN_WORKBOOK as error:
            raise FileProblem(
                f"“{name}” cannot be read as an Excel workbook.",
                "Open it in Excel and save it again as .xlsx, without a password.",
                type(error).__name__,
            ) from error


def _first_with_rows(book: Any) -> list[list[str]]:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # some programs declare a million rows for a sheet of ten
        limited = zip(sheet.iter_rows(values_only=True), range(_MOST_ROWS), strict=False)
        rows = [[_plain(cell) for cell in cells] for cells, _ in limited]
        rows = [row for row in rows if any(row)]
        if rows:
            return rows
    return []


def _plain(value: object) -> str:
    """A cell as a person reads it, dates as ISO text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return normalised(value.replace("_x000D_\n", "\n").replace("_x000D_", "\n"))[0]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping | list | tuple):
        return ""
    return str(value)
