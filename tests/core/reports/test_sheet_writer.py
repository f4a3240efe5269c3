"""What goes into a sheet comes out of it again, in openpyxl and in pandas."""

from __future__ import annotations

import csv
import importlib
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.errors import Cancelled
from annotator.reports.cells import CUT_MARK, MAX_UNITS, cleaned
from annotator.reports.columns import Column
from annotator.reports.sheet_writer import MAX_ROWS, Layout, SheetWriter, Value

TEXT = Column("words", "text", 30, "Words.")
NUMBER = Column("number", "integer", 8, "A number.")

PLAIN = Layout()

NASTY = (
    "=1+1", "=", "==", "+1", "-1", "@SUM(A1)", "#N/A", "#REF!", "'quoted", '"', "1", "1.0", "007",
    "2023-11-28", "TRUE", "NA", "None", "null", "nan", " leading", "trailing ", " ", "\n", "a\nb",
    "\t", "<a>&amp;</a>", "]]>", "😀", "e\u0301", "שלום", "我们", "\u00a0", "\u2028", "\ufeff",
    "_x0041_", "a\0b", "\x0b", "\ud83d", "\udc00x", "\ufffe", "\uffff", "\x7f", "\x85", "\r\n",
)  # fmt: skip


def written(
    folder: str | Path,
    rows: list[tuple[Value, ...]],
    columns: tuple[Column, ...] = (TEXT, NUMBER),
    *,
    layout: Layout = PLAIN,
    max_rows: int = MAX_ROWS,
) -> tuple[Path, SheetWriter]:
    path = Path(folder) / "book.xlsx"
    writer = SheetWriter(path, max_rows=max_rows)
    try:
        sheet = writer.sheet("data", columns, layout)
        for row in rows:
            sheet.write(row)
        writer.save(lambda _: None)
    finally:
        writer.drop()
    return path, writer


def opened(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


def read(path: Path, sheet: str = "data") -> list[tuple[Any, ...]]:
    book = opened(path)
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


@given(st.lists(st.one_of(st.sampled_from(NASTY), st.text(alphabet=st.characters())), min_size=1))
@example(list(NASTY))
def test_every_text_reads_back_as_it_was_but_for_what_no_sheet_can_hold(texts: list[str]) -> None:
    import pandas as pd

    expected = [cleaned(text)[0] for text in texts]
    for layout in (PLAIN, Layout(wrap=True)):
        with tempfile.TemporaryDirectory() as folder:
            path, writer = written(folder, [(t, i) for i, t in enumerate(texts)], layout=layout)
            by_openpyxl = read(path)
            by_pandas = pd.read_excel(
                path, sheet_name="data", keep_default_na=False, na_values=[""], dtype={"words": str}
            )
        assert [row[0] or "" for row in by_openpyxl] == expected
        assert [row[1] for row in by_openpyxl] == list(range(len(texts)))
        assert ["" if pd.isna(w) else w for w in by_pandas["words"]] == expected
        assert writer.findings.replaced_characters == sum(cleaned(text)[1] for text in texts)


def test_texts_are_texts_and_never_formulas_or_errors(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [(text, 1) for text in NASTY])
    book = opened(path)
    kinds = {cell.data_type for (cell,) in book["data"].iter_rows(min_row=2, max_col=1)}
    assert kinds == {"s"}


def test_dates_are_dates_and_moments_are_local_time(tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, 10, 0, 0, 250_000, tzinfo=UTC)
    columns = (Column("day", "date", 12, ""), Column("at", "moment", 20, ""))
    path, _ = written(tmp_path, [(date(2023, 11, 28), at), (None, at)], columns)
    (day, moment), blank = read(path)
    assert day == datetime.fromisoformat("2023-11-28")
    assert moment == at.astimezone().replace(tzinfo=None)
    assert blank == (None, moment)
    frame = importlib.import_module("pandas").read_excel(path, sheet_name="data")
    assert [str(kind)[:10] for kind in frame.dtypes] == ["datetime64"] * 2


def test_the_header_stays_in_sight_and_can_be_filtered(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [("a", 1), ("b", 2)])
    sheet = opened(path)["data"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (30, 8)
    assert sheet["A1"].font.b


def test_a_printable_sheet_is_one_page_wide_with_the_header_on_each(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [("a", 1)], layout=Layout(wrap=True, printed_to="words"))
    sheet = opened(path)["data"]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'data'!$A$1:$A$2"
    assert sheet["A2"].alignment.wrap_text


@pytest.mark.parametrize(("color", "words"), [("#E8B73A", "FF000000"), ("#2d3f7b", "FFFFFFFF")])
def test_a_colour_fills_its_cell_alone_and_words_stay_readable(
    tmp_path: Path, color: str, words: str
) -> None:
    path = tmp_path / "book.xlsx"
    writer = SheetWriter(path)
    sheet = writer.sheet("data", (TEXT, NUMBER), Layout(wrap=True, fill_column="words"))
    sheet.write(("coloured", 1), fill=color)
    sheet.write(("plain", 2), fill="")
    sheet.write(("broken", 3), fill="#zzzzzz")
    writer.save(lambda _: None)
    cells = opened(path)["data"]
    assert cells["A2"].fill.fgColor.rgb == "FF" + color[1:].upper()
    assert cells["A2"].font.color.rgb == words
    fills = {cells[name].fill.fill_type for name in ("B2", "A3", "A4")}
    assert fills == {None}


def test_rows_beyond_the_limit_go_on_in_further_sheets(tmp_path: Path) -> None:
    rows: list[tuple[Value, ...]] = [(f"row {number}", number) for number in range(10)]
    path, writer = written(tmp_path, rows, max_rows=5)
    book = opened(path)
    assert book.sheetnames == ["data", "data_2", "data_3"]
    together = [row for name in book.sheetnames for row in read(path, name)]
    assert together == rows
    assert book["data_2"]["A1"].value == "words"
    assert [book[name].auto_filter.ref for name in book.sheetnames] == [
        "A1:B5",
        "A1:B5",
        "A1:B3",
    ]
    assert writer.rows() == {"data": 10}
    assert writer.findings.continued == ["data_2", "data_3"]


def test_a_continued_sheet_stands_right_behind_its_first_part(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    writer = SheetWriter(path, max_rows=2)
    first = writer.sheet("first", (NUMBER,))
    second = writer.sheet("second", (NUMBER,))
    for number in range(3):
        second.write((number,))
        first.write((number,))
    writer.save(lambda _: None)
    assert opened(path).sheetnames == [
        "first", "first_2", "first_3", "second", "second_2", "second_3",
    ]  # fmt: skip


def test_a_text_too_long_is_cut_with_a_mark_and_kept_whole_in_a_csv(tmp_path: Path) -> None:
    fits, too_long = "a" * MAX_UNITS, "=😀\n" + "b" * MAX_UNITS
    path, writer = written(tmp_path, [(fits, 1), (too_long, 2)])
    (first, _), (second, _) = read(path)
    assert first == fits
    assert second.endswith(CUT_MARK)
    assert len(second.encode("utf-16-le")) // 2 <= MAX_UNITS
    beside = tmp_path / "book_long_texts.csv"
    assert beside.read_bytes().startswith(b"\xef\xbb\xbf")
    with beside.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [["sheet", "row", "column", "text"], ["data", "3", "words", too_long]]
    assert writer.findings.cut_cells == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book.xlsx", "book_long_texts.csv"]


def test_dropped_half_way_nothing_stays_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, temporary = tmp_path / "out", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    writer = SheetWriter(folder / "book.xlsx")
    sheet = writer.sheet("data", (TEXT, NUMBER))
    for number in range(100):
        sheet.write(("b" * (MAX_UNITS + 1), number))
    assert list(folder.iterdir())
    assert list(temporary.iterdir())
    writer.drop()
    assert list(folder.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_cancelled_while_packing_nothing_stays_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, temporary = tmp_path / "out", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def cancel(count: int) -> None:
        if count:
            raise Cancelled

    writer = SheetWriter(folder / "book.xlsx")
    writer.sheet("data", (TEXT, NUMBER)).write(("words", 1))
    with pytest.raises(Cancelled):
        writer.save(cancel)
    writer.drop()
    assert list(folder.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_wrapped_rows_are_as_high_as_their_longest_text(tmp_path: Path) -> None:
    rows: list[tuple[Value, ...]] = [
        ("short", 1),
        ("word " * 30, 2),
        ("1\n2\n3", 3),
        ("我们" * 30, 4),
        ("x" * 30_000, 5),
    ]
    path, _ = written(tmp_path, rows, layout=Layout(wrap=True))
    sheet = opened(path)["data"]
    heights = [sheet.row_dimensions[row].height for row in range(2, 7)]
    assert heights[0] == 15
    assert heights[1] >= 5 * 15
    assert heights[2] == 3 * 15
    assert heights[3] >= 4 * 15
    assert heights[4] == 409
