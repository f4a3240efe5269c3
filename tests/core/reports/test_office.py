"""Does an office program read the workbooks as we wrote them?"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import annotator
from annotator.sample import build_sample

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice"),
]
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Commas, UTF-8, cells as they are shown, one file for each sheet."""


def read_by_office(workbook: Path, folder: Path) -> dict[str, list[list[str]]]:
    subprocess.run(
        ["soffice", "--headless", "--convert-to", EVERY_SHEET, "--outdir", folder, workbook],
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        timeout=120,
        check=True,
    )
    tables = {}
    for path in folder.glob(f"{workbook.stem}-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem.removeprefix(f"{workbook.stem}-")] = list(csv.reader(file))
    return tables


def test_every_word_of_the_workbook_is_there(tmp_path: Path) -> None:
    import openpyxl

    workbook = build_sample(tmp_path).workbook_path
    (tmp_path / "office").mkdir()
    found = read_by_office(workbook, tmp_path / "office")
    book = openpyxl.load_workbook(workbook)
    assert set(found) == set(book.sheetnames)
    for sheet in book:
        words = {str(cell.value) for row in sheet for cell in row if cell.data_type == "s"}
        shown = {cell for row in found[sheet.title] for cell in row}
        assert words <= shown, sheet.title


def test_a_codebook_written_by_office_comes_back_equal(tmp_path: Path) -> None:
    project_path = build_sample(tmp_path).project_path
    with annotator.open(project_path, coder="pi") as project:
        workbook = project.export_codebook(tmp_path / "book.xlsx")
        again = tmp_path / "again"
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", again, workbook],
            env={**os.environ, "HOME": str(tmp_path)},
            capture_output=True,
            timeout=120,
            check=True,
        )
        done = project.import_codebook(again / "book.xlsx")
    assert (done.added, done.changed) == (0, 0)


def test_the_live_kappa_is_the_one_beside_it(tmp_path: Path) -> None:
    workbook = build_sample(tmp_path).workbook_path
    (tmp_path / "office").mkdir()
    head, *rows = read_by_office(workbook, tmp_path / "office")["icr_pairwise"]
    there = [dict(zip(head, row, strict=True)) for row in rows]
    counted = [row for row in there if row["kappa"]]
    assert len(counted) >= 10
    for row in counted:
        assert float(row["kappa_live"]) == pytest.approx(float(row["kappa"]), abs=1e-9)
