"""A table is read whatever program wrote it, or refused with one sentence."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import FileProblem
from annotator.exchange import spreadsheets
from annotator.exchange.spreadsheets import read_table

LINES = 'id,name,note\nA,"Größe, alt","two\nlines"\n\nB,„Ost“,\n'


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_csv_is_read_in_the_encodings_that_excel_writes(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(LINES.replace("\n", line_end).encode(encoding))
    table = read_table(path)
    assert table.header == ("id", "name", "note")
    assert [row.cells for row in table.rows] == [
        ("A", "Größe, alt", f"two{line_end}lines"),
        ("B", "„Ost“", ""),
    ]
    assert [row.number for row in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,name\nA,Zażółć gęślą jaźń; Ministerstwo spraw zagranicznych, proszę\n", "cp1250"),
        ("id,name\nA,経済政策に関する発言を示すコードです。税金と予算について\n", "shift_jis"),
        ("id,name\nA,Поддержка Украины и безопасность в Европе\n", "cp1251"),
        ("id,name\nA,経済政策\n", "utf-16"),
    ],
)
def test_a_csv_is_read_in_the_encodings_of_other_places(
    tmp_path: Path, text: str, encoding: str
) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    table = read_table(tmp_path / "a.csv")
    assert table.rows[0].cells[1] == text.split("A,")[1].strip().split(",")[0]


@pytest.mark.parametrize("text", ["Aid für Städte", "Économie, Libertés", "Großmächte in Krise"])
def test_letters_of_an_old_mac_are_not_taken_for_others(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_bytes(f'id,name\nA,"{text}"\n'.encode("mac_roman"))
    with pytest.raises(FileProblem, match=r"in which encoding a\.csv is written"):
        read_table(tmp_path / "a.csv")


def test_a_byte_that_is_no_utf_8_is_named_by_its_line(tmp_path: Path) -> None:
    data = "id,name\nA,größer, älter, schöner\n".encode() + b"B,caf\xe9\n"
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(FileProblem, match=r"a\.csv is damaged: line 3") as caught:
        read_table(tmp_path / "a.csv")
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id,name\nA,a\nB,"never closed\nC,c\n', 3),
        ('id,name,x\nA,a,x\nB,"b\nb",x\nC,"open,x\nD,d,x"\nF,f,"x"\n', 5),
        ('id,name\nA,"open\nB,b\nC,"c"\n', 2),
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match=rf"line {line}\b") as caught:
        read_table(tmp_path / "a.csv")
    assert caught.value.hint


def test_lines_with_commas_inside_a_cell_stay_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,name,x\nA,"a, b\nc, d, e, f",x\n', encoding="utf-8")
    assert read_table(tmp_path / "a.csv").rows[0].cells == ("A", "a, b\nc, d, e, f", "x")


def test_a_formula_without_a_result_is_named_by_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", one=[["id", "n"], ["A", 1], ["B", "=B2+1"], ["C", "=1"]])
    with pytest.raises(FileProblem, match="cell B3 and 1 more has no result"):
        read_table(path)


def test_a_formula_with_a_result_is_its_result(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", one=[["id", "n"], ["B", "=1+1"], ["C", '=""']])
    other = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                first, second, rest = data.split(b"</f><v", 2)
                rest = rest[rest.index(b"</c>") :]
                second = second[second.index(b"</c>") :].replace(b'r="B3"', b'r="B3" t="str"')
                data = first + b"</f><v>2</v>" + second + b"</f><v></v>" + rest
            new.writestr(part, data)
    assert [row.cells for row in read_table(other).rows] == [("B", "2"), ("C", "")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_pipe_is_no_table_and_nobody_waits_for_it(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(FileProblem, match="not an ordinary file"):
        read_table(tmp_path / name)


def test_a_table_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("id\nA\nB\nC\n", encoding="utf-8")
    with pytest.raises(FileProblem, match="more than 2 rows"):
        read_table(tmp_path / "a.csv", max_rows=2)
    monkeypatch.setattr(spreadsheets, "MAX_FILE_BYTES", 5)
    with pytest.raises(FileProblem, match="is larger than"):
        read_table(tmp_path / "a.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_in_the_header(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id{delimiter}"a,b;c;d,e,f"\n1{delimiter}x,y;z;z\n', encoding="utf-8")
    if delimiter == "\t":
        assert read_table(path).rows[0].cells == ("1", "x,y;z;z")
    assert read_table(path).header == ("id", "a,b;c;d,e,f")


def test_the_line_by_which_excel_is_told_the_delimiter_is_not_a_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\r\nid;name\r\nA;B, C\r\n", encoding="utf-8", newline="")
    table = read_table(path)
    assert table.header == ("id", "name")
    assert (table.rows[0].number, table.rows[0].cells) == (3, ("A", "B, C"))


def test_rows_shorter_and_longer_than_the_header_are_fitted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,,\nA\nB,b,c,d\n", encoding="utf-8")
    table = read_table(path)
    assert table.header == ("id", "name")
    assert [row.cells for row in table.rows] == [("A", ""), ("B", "b")]


def test_cells_of_a_workbook_are_text_as_a_person_reads_it(tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, 10, 30, tzinfo=UTC).replace(tzinfo=None)
    rows: list[list[Any]] = [
        ["id", "number", "day", "at", "share", "yes"],
        [7, 101.0, at.replace(hour=0, minute=0), at, 0.5, True],
        [None, None, None, None, None, None],
    ]
    path = workbook(tmp_path / "a.xlsx", one=rows)
    table = read_table(path)
    assert [row.number for row in table.rows] == [2]
    assert table.rows[0].cells == ("7", "101", "2026-03-01", "2026-03-01T10:30:00", "0.5", "TRUE")


def test_the_preferred_sheet_is_read_else_the_first_that_shows_something(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", empty=[], data=[["id"], ["A"]], Codebook=[["id"], ["B"]])
    assert read_table(path, prefer_sheet="codebook").rows[0].cells == ("B",)
    assert read_table(path).rows[0].cells == ("A",)


def test_a_hidden_sheet_is_passed_over(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(["secret"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("shown").append(["id"])
    book.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx").header == ("id",)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n \n,,\n", "is empty"),
        ("a.csv", b"\x00\x01\x02\x03" * 40, "not a table of text"),
        ("a.csv", b"id,name\n\x81\x8d,\xff", "Nobody can tell in which encoding a.csv"),
        ("a.csv", b'id,name\nA,"never closed\nB,b\n', "not a well-formed table"),
        ("a.xlsx", b"", "cannot be read as an Excel workbook"),
        ("a.xlsx", b"id,name\nA,b\n", "cannot be read as an Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "cannot be read as an Excel"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "cannot be read as an Excel"),
        ("a.ods", b"PK", "cannot be read as a spreadsheet"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileProblem) as caught:
        read_table(tmp_path / name)
    assert words in caught.value.message
    assert name in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("name", ["a.ods", "a.xlsx"])
def test_a_spreadsheet_whose_packed_bytes_are_damaged_is_refused(tmp_path: Path, name: str) -> None:
    """Its list of contents is whole, and what it lists cannot be unpacked."""
    part = "content.xml" if name == "a.ods" else "xl/workbook.xml"
    for kind in (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        with zipfile.ZipFile(tmp_path / name, "w", kind) as archive:
            archive.writestr(part, "<a>" + "words " * 99)
        data = bytearray((tmp_path / name).read_bytes())
        begin = data.index(part.encode()) + len(part)
        data[begin : begin + 40] = b"\xff" * 40
        (tmp_path / name).write_bytes(data)
        with pytest.raises(FileProblem, match="cannot be read"):
            read_table(tmp_path / name)


@pytest.mark.parametrize(
    "merges", [["A2:XFD1048576"] * 300, [f"A{n}:XFD{n}" for n in range(2, 3000)]]
)
def test_cells_merged_over_a_whole_sheet_are_no_more_than_the_rows_there_are(
    tmp_path: Path, merges: list[str]
) -> None:
    whole = workbook(tmp_path / "a.xlsx", one=[["group", "id"], ["G", "A"], [None, "B"]])
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in merges)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in (parts | {"xl/worksheets/sheet1.xml": sheet.encode()}).items():
            archive.writestr(name, data)
    assert len(read_table(whole).rows) == 2


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(FileProblem, match="cannot be read as an Excel workbook"):
        read_table(tmp_path / "a.xlsx")


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", one=[["id"], ["A"]]).read_bytes()
    for length in range(0, len(whole), 97):
        (tmp_path / "b.xlsx").write_bytes(whole[:length])
        with pytest.raises(FileProblem):
            read_table(tmp_path / "b.xlsx")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(600):
            sheet.write(b"\0" * 1_000_000)
    with pytest.raises(FileProblem, match="unpacks to"):
        read_table(path)


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(FileProblem, match="There is no file"):
        read_table(tmp_path / "missing.csv")
    with pytest.raises(FileProblem, match="There is no file"):
        read_table(tmp_path / "missing.xlsx")
