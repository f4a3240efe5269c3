"""The workbook of a project holds everything, under names and types that statistics takes."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from annotator.errors import Cancelled, FileProblem
from annotator.model.transcript import Metadata
from annotator.reports import columns as sheets
from annotator.reports.cells import MAX_UNITS
from annotator.reports.content import WorkbookContent
from annotator.reports.rows import (
    CodebookRow,
    DocumentRow,
    LogRow,
    MemoRow,
    SegmentRow,
    UnitRow,
)
from annotator.reports.workbook import write_workbook

SHEETS = ["README", "codebook", "segments", "documents", "memos", "codebook_log", "dictionary"]
STATA = {
    "_all", "_b", "byte", "_coef", "_cons", "double", "end", "float", "if", "in", "int", "long",
    "_n", "_pi", "_pred", "_rc", "_skip", "strl", "using", "with",
}  # fmt: skip
R = {"if", "else", "repeat", "while", "function", "for", "next", "break", "true", "false", "null",
     "inf", "nan", "na", "in"}  # fmt: skip


NOVEMBER_28 = datetime.fromisoformat("2023-11-28")


def opened(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    rows = list(opened(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def readme(path: Path) -> dict[str, str]:
    return {row["item"]: row["text"] for row in table(path, "README")}


def test_all_sheets_are_there_in_order_with_their_columns(
    tmp_path: Path, content: WorkbookContent
) -> None:
    report = write_workbook(tmp_path / "study.xlsx", content)
    book = opened(report.path)
    assert book.sheetnames == SHEETS
    assert [cell.value for cell in book["segments"][1]] == [
        "coding_id", "doc_id", "doc_title", "doc_date", "doc_type", "speaker", "speaker_role",
        "turn", "paragraph", "sentence_first", "sentence_last", "char_start", "char_stop",
        "code_id", "code_num", "code_name", "group", "coder_id", "round", "codebook_version",
        "certainty", "is_gold", "segment", "context_before", "context_after", "created_at",
        "text_sha256", "coding_uuid",
    ]  # fmt: skip
    assert [cell.value for cell in book["codebook"][1]] == [
        "code_id", "code_num", "group", "path", "name", "brief_definition", "full_definition",
        "use_when", "dont_use_when", "example", "counter_example", "key", "color", "version",
        "changed_on", "n_codings", "n_docs", "n_coders", "kind", "memo", "fields", "code_rules",
        "code_uuid",
    ]  # fmt: skip
    assert report.files == (tmp_path / "study.xlsx",)
    assert report.notes == ()
    assert {name: report.rows[name] for name in SHEETS[1:6]} == {
        "codebook": 2,
        "segments": 1,
        "documents": 1,
        "memos": 1,
        "codebook_log": 1,
    }
    assert [path.name for path in tmp_path.iterdir()] == ["study.xlsx"]


def test_a_coding_stands_in_segments_as_it_was_made(
    tmp_path: Path, content: WorkbookContent, row: SegmentRow
) -> None:
    (found,) = table(write_workbook(tmp_path / "study.xlsx", content).path, "segments")
    assert row.created_at is not None
    assert found.pop("created_at") == row.created_at.astimezone().replace(tzinfo=None)
    assert found.pop("doc_date") == NOVEMBER_28
    for name, value in found.items():
        assert (value or "") == (getattr(row, name) or ""), name


def test_the_codebook_shows_the_tree_and_counts_codes_only(
    tmp_path: Path, content: WorkbookContent
) -> None:
    path = write_workbook(tmp_path / "study.xlsx", content).path
    group, code = table(path, "codebook")
    assert (group["kind"], group["path"], group["n_codings"]) == ("group", "Theatres", None)
    assert (code["group"], code["path"]) == ("Theatres", "Theatres > Ukraine")
    assert (code["n_codings"], code["n_docs"], code["n_coders"]) == (1, 1, 1)
    assert str(code["changed_on"]).endswith("00:00:00")
    cells = opened(path)["codebook"]
    filled = [c.column_letter for c in cells[3] if c.fill.fill_type]
    assert filled == ["E"]
    assert cells["E3"].fill.fgColor.rgb == "FF2D6FB4"
    # On paper columns stand apart, and the name of a group is a heading.
    assert {cells[name].alignment.indent for name in ("A1", "B3", "C3", "E3", "F3")} == {1}
    assert (cells["E2"].font.bold, cells["A2"].font.bold) == (True, False)
    assert cells["C2"].value is None
    assert cells["C2"].border.bottom.style == "hair"


def test_memos_have_a_sheet_without_blank_memos(tmp_path: Path, content: WorkbookContent) -> None:
    (memo,) = table(write_workbook(tmp_path / "study.xlsx", content).path, "memos")
    assert (memo["memo"], memo["coding_id"], memo["memo_on"]) == ("Why?\n-1", 5, "coding")


def test_pandas_reads_the_types_that_the_dictionary_promises(
    tmp_path: Path, content: WorkbookContent
) -> None:
    import pandas as pd

    path = write_workbook(tmp_path / "study.xlsx", content).path
    promised = {(row["sheet"], row["column"]): row["type"] for row in table(path, "dictionary")}
    for sheet in SHEETS:
        frame = pd.read_excel(
            path, sheet_name=sheet, dtype=object, keep_default_na=False, na_values=[""]
        ).convert_dtypes()
        assert list(frame.columns) == [column for name, column in promised if name == sheet]
        for column in frame.columns:
            held = frame[column].dropna()
            expected = {"text": "string", "integer": "Int64"}.get(
                promised[sheet, column], "datetime64"
            )
            assert held.empty or str(held.dtype).startswith(expected), (sheet, column)


@pytest.mark.parametrize("columns", [
    sheets.README, sheets.CODEBOOK, sheets.CODEBOOK_FORM, sheets.SEGMENTS, sheets.DOCUMENTS,
    sheets.MEMOS, sheets.LOG, sheets.DICTIONARY, sheets.UNITS,
])  # fmt: skip
def test_no_column_has_a_name_that_r_or_stata_cannot_take(
    columns: tuple[sheets.Column, ...],
) -> None:
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch("[a-z][a-z0-9_]{0,31}", name)
        assert name not in STATA | R


@pytest.mark.parametrize(("columns", "row_type"), [
    (sheets.CODEBOOK, CodebookRow), (sheets.SEGMENTS, SegmentRow), (sheets.DOCUMENTS, DocumentRow),
    (sheets.MEMOS, MemoRow), (sheets.LOG, LogRow), (sheets.UNITS, UnitRow),
])  # fmt: skip
def test_columns_and_rows_have_the_same_names_in_the_same_order(
    columns: tuple[sheets.Column, ...], row_type: type[Any]
) -> None:
    assert [column.name for column in columns] == list(row_type.__struct_fields__)


def test_the_readme_says_what_how_many_when_and_how_to_read(
    tmp_path: Path, content: WorkbookContent
) -> None:
    lines = readme(write_workbook(tmp_path / "study.xlsx", content).path)
    assert lines["project"] == "Sample"
    assert (lines["codings"], lines["codes"], lines["transcripts"]) == ("1", "1 in 1 group", "1")
    assert lines["coders"] == "coder_a (Coder A)"
    assert "UTC" in lines["exported"]
    assert "guess_max = 1048576" in lines["read in R"]
    assert '"study.xlsx"' in lines["read in Stata"]
    assert lines["note"] == "Nothing had to be cut or replaced."
    program: dict[str, Any] = {"pandas": importlib.import_module("pandas")}
    code = lines["read in pandas"].replace("study.xlsx", str(tmp_path / "study.xlsx"))
    exec(code, program)  # noqa: S102 - the line is what a user would paste
    assert program["segments"]["codebook_version"].tolist() == ["1.0"]


def test_partial_dates_get_a_column_of_their_own_and_dates_stay_dates(
    tmp_path: Path, content: WorkbookContent, row: SegmentRow
) -> None:
    full = content.transcripts[0]
    partial = replace(full, doc_id="D2", metadata=Metadata(date="2023-11"))
    content = replace(
        content,
        transcripts=(full, partial),
        segments=(row, replace(row, doc_id="D2", doc_date=None, doc_date_text="2023-11")),
    )
    report = write_workbook(tmp_path / "study.xlsx", content)
    for sheet in ("documents", "segments"):
        first, second = table(report.path, sheet)
        assert (first["doc_date"], first["doc_date_text"]) == (NOVEMBER_28, None)
        assert (second["doc_date"], second["doc_date_text"]) == (None, "2023-11")
    assert len(report.notes) == 1
    assert "1 transcript without a full date" in report.notes[0]
    described = [row["column"] for row in table(report.path, "dictionary")]
    assert described.count("doc_date_text") == 2


def test_what_was_replaced_and_cut_is_told_in_report_and_readme(
    tmp_path: Path, content: WorkbookContent, row: SegmentRow
) -> None:
    rows = (replace(row, segment="a\0\x0bb"), replace(row, segment="c" * (MAX_UNITS + 1)))
    report = write_workbook(tmp_path / "study.xlsx", replace(content, segments=rows))
    assert [note.split(" ")[:2] for note in report.notes] == [["2", "characters"], ["1", "text"]]
    assert " were replaced by the mark" in report.notes[0]
    assert "of a cell was cut, with a mark; the full text is in study_long_texts" in report.notes[1]
    written = [line["text"] for line in table(report.path, "README") if line["item"] == "note"]
    assert tuple(written) == report.notes
    assert report.files == (tmp_path / "study.xlsx", tmp_path / "study_long_texts.csv")


def test_more_rows_than_a_sheet_holds_go_on_in_segments_2(
    tmp_path: Path, content: WorkbookContent, row: SegmentRow
) -> None:
    rows = tuple(replace(row, coding_id=number) for number in range(250))
    report = write_workbook(tmp_path / "study.xlsx", replace(content, segments=rows), max_rows=200)
    first, second = table(report.path, "segments"), table(report.path, "segments_2")
    assert [each["coding_id"] for each in first + second] == list(range(250))
    assert report.rows["segments"] == 250
    assert "segments_2" in report.notes[0]


def test_an_empty_project_is_a_workbook_too(tmp_path: Path, content: WorkbookContent) -> None:
    empty = replace(
        content,
        codebook=replace(content.codebook, codes=()),
        transcripts=(),
        segments=(),
        memos=(),
        log=(),
        coders=(),
        rounds=(),
    )
    report = write_workbook(tmp_path / "study.xlsx", empty)
    assert opened(report.path).sheetnames == SHEETS
    assert report.rows["segments"] == 0


def test_progress_rises_to_the_end(tmp_path: Path, content: WorkbookContent) -> None:
    calls: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, label: str = "") -> None:
        calls.append((done, total, label))

    write_workbook(tmp_path / "study.xlsx", content, progress=progress)
    done = [call[0] for call in calls]
    assert done == sorted(done)
    assert {call[1] for call in calls} == {calls[0][1]}
    assert calls[0][0] == 0
    assert "Writing segments" in {call[2] for call in calls}


@pytest.mark.parametrize("label", ["Preparing", "Writing segments", "Packing"])
def test_cancel_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, content: WorkbookContent, label: str
) -> None:
    target = tmp_path / "study.xlsx"
    target.write_text("old")

    def progress(done: int, total: int, said: str = "") -> None:
        del done, total
        if said.startswith(label):
            raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(target, content, progress=lambda d, t, label="": progress(d, t, label))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_where_the_rows_break_off_the_old_file_stays(
    tmp_path: Path, content: WorkbookContent, row: SegmentRow
) -> None:
    def rows() -> Iterator[SegmentRow]:
        yield row
        raise ZeroDivisionError

    target = tmp_path / "study.xlsx"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError):
        write_workbook(target, replace(content, segments=rows()))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_older_workbook_is_replaced(tmp_path: Path, content: WorkbookContent) -> None:
    first = write_workbook(tmp_path / "study", content)
    second = write_workbook(tmp_path / "study", replace(content, project="Renamed"))
    assert first.path == second.path == tmp_path / "study.xlsx"
    assert readme(second.path)["project"] == "Renamed"


@pytest.mark.parametrize("name", ["study.xls", "study.csv"])
def test_another_ending_is_refused(tmp_path: Path, content: WorkbookContent, name: str) -> None:
    with pytest.raises(FileProblem, match=r"is written as \.xlsx"):
        write_workbook(tmp_path / name, content)
    assert list(tmp_path.iterdir()) == []
