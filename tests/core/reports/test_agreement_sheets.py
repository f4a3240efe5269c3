"""Do the sheets on agreement say what the figures say, and can they be recomputed from them?"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.errors import Cancelled
from annotator.project import Project
from annotator.reliability import krippendorff_alpha
from annotator.reliability.choice import Unit
from annotator.reports.agreement_columns import coder_names
from annotator_resources import resource

NEW = ["units", "icr_summary", "icr_wide", "disagreements", "icr_pairwise", "icr_confusion",
       "icr_method"]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in the round at work, every sentence decided by both coders."""
    folder = tmp_path_factory.mktemp("sample")
    sample = resource("sample")
    with (sample / "codings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "codings.csv").open("w", encoding="utf-8", newline="") as file:
        names = [name for name in rows[0] if name != "round"]
        table = csv.DictWriter(file, names, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)
    with annotator.create(folder / "study.annotator", coder="pi") as project:
        project.import_transcripts([sample / "nato_2023-11-28.txt"])
        project.import_codebook(sample / "codebook.csv")
        project.import_codings(folder / "codings.csv")
        for coder in ("coder_a", "coder_b"):
            project.use_coder(coder)
            opened = project.transcript("D1")
            mine = [one for one in project.codings_in(1) if one.coder_id == project.coder.id]
            for span in opened.spans("sentence"):
                if not any(one.span.overlaps(span) for one in mine):
                    project.decide_nothing("D1", span.start, span.end)
        project.export_workbook(folder / "study.xlsx")
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Path:
    return folder / "study.xlsx"


@pytest.fixture(scope="module")
def project(folder: Path) -> Iterator[Project]:
    with annotator.open(folder / "study.annotator", read_only=True) as opened:
        yield opened


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    import openpyxl

    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def test_the_sheets_are_there_and_in_the_dictionary(book: Path) -> None:
    import openpyxl

    names = openpyxl.load_workbook(book).sheetnames
    assert set(NEW) <= set(names)
    told = {(row["sheet"], row["column"]) for row in table(book, "dictionary")}
    for sheet in NEW:
        header = table(book, sheet)[0]
        assert {(sheet, column) for column in header} <= told


def test_the_summary_is_the_panel(book: Path, project: Project) -> None:
    rows = {row["code_id"]: row for row in table(book, "icr_summary") if row["unit"] == "sentence"}
    for row in project.reliability().rows:
        found = rows[row.code.code_id]
        assert found["alpha"] == (
            None if row.alpha.value is None else pytest.approx(row.alpha.value)
        )
        assert found["status"] == (row.reason or "ok")
        assert found["n_units"] == 33
        assert found["n_uses"] == sum(row.uses)
    assert rows["ENLARGE"]["status"] == "never used"
    assert {row["unit"] for row in table(book, "icr_summary")} == {
        "sentence", "paragraph", "turn", "transcript", "character", "free span",
    }  # fmt: skip


def test_alpha_can_be_recomputed_from_the_wide_sheet(book: Path, project: Project) -> None:
    wide = table(book, "icr_wide")
    for row in project.reliability().rows:
        own = [
            (one["coder_a"], one["coder_b"]) for one in wide if one["code_id"] == row.code.code_id
        ]
        assert len(own) == 33
        assert krippendorff_alpha(own).value == row.alpha.value
    units = {row["unit_id"] for row in table(book, "units")}
    assert {row["unit_id"] for row in wide} == units


def test_the_live_formula_gives_the_kappa_beside_it(book: Path) -> None:
    rows = table(book, "icr_pairwise")
    assert len(rows) == 12
    for number, row in enumerate(rows, 2):
        if row["kappa"] is None:
            assert row["kappa_live"] is None
            continue
        cells = {"E": "n_both", "F": "n_first", "G": "n_second", "H": "n_neither"}
        formula = row["kappa_live"].removeprefix("=").replace("^", "**")
        for letter, column in cells.items():
            formula = formula.replace(f"{letter}{number}", str(row[column]))
        assert eval(formula) == pytest.approx(row["kappa"])  # noqa: S307 - digits and signs only


def test_every_disagreement_has_its_row(book: Path) -> None:
    rows = [row for row in table(book, "disagreements") if row["kind"] != "boundary only"]
    summary = [row for row in table(book, "icr_summary") if row["unit"] == "sentence"]
    assert len(rows) == sum(row["n_apart"] for row in summary)
    [unity] = [row for row in rows if row["code_id"] == "UNITY" and row["unit"] == 13]
    assert (unity["coded_by"], unity["not_coded_by"]) == ("coder_b", "coder_a")
    assert unity["instead"] == "coder_a: BURDEN"
    both = [row for row in table(book, "icr_confusion") if row["code_1"] == row["code_2"] == "MENA"]
    assert [row["n_units"] for row in both] == [4]


def test_the_older_alpha_u_stands_where_free_spans_do(book: Path, project: Project) -> None:
    panel = project.reliability(unit="free span")
    for row in table(book, "icr_summary"):
        found = panel.row(row["code_id"])
        if row["unit"] == "free span" and found is not None and found.spans is not None:
            value = found.spans.alpha_u_1995.value
            assert row["alpha_u_1995"] == (None if value is None else pytest.approx(value))
        else:
            assert row["alpha_u_1995"] is None
    told = {row["item"]: row["text"] for row in table(book, "icr_method")}
    assert told["other coefficients"].startswith("alpha_u_1995: ")


def in_a_cell(value: float | None) -> float | None:
    """A cell has 16 digits."""
    return None if value is None else float(f"{value:.16g}")


@pytest.mark.parametrize(
    "unit", ["sentence", "paragraph", "turn", "transcript", "character", "free span"]
)
def test_the_sheets_show_what_the_place_shows(book: Path, project: Project, unit: Unit) -> None:
    """The workbook keeps nothing between two units, the place does: the digits are the same."""
    panel = project.reliability(unit=unit)
    rows = [row for row in table(book, "icr_summary") if row["unit"] == unit]
    assert [row["code_id"] for row in rows] == [row.code.code_id for row in panel.rows]
    for row, found in zip(rows, panel.rows, strict=True):
        assert row["alpha"] == in_a_cell(found.alpha.value)
        assert row["percent"] == in_a_cell(found.percent.value)
        assert row["n_apart"] == int(found.disagreements)
        assert row["n_boundary"] == found.kinds["boundary only"]


def test_comparing_says_how_far_it_is_and_can_be_cancelled(
    project: Project, tmp_path: Path
) -> None:
    told: list[tuple[int, str]] = []

    def watch(done: int, total: int, label: str = "") -> None:
        assert done <= total
        told.append((done, label))
        if label == "Comparing coders by free span":
            raise Cancelled

    with pytest.raises(Cancelled):
        project.export_workbook(tmp_path / "study.xlsx", progress=watch)
    assert list(tmp_path.iterdir()) == []
    labels = [label for _, label in told]
    assert labels[0] == "Comparing coders by sentence"
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_method_is_told(book: Path) -> None:
    told = {row["item"]: row["text"] for row in table(book, "icr_method")}
    assert told["methods section"].startswith("Two coders coded one transcript (33 sentences")
    assert told["round"] == "main"
    assert told["interval"] == "No intervals are given: there are fewer than ten transcripts."
    assert "2016" in told["alpha by free span"]


def test_no_cell_is_not_a_number(book: Path) -> None:
    for sheet in NEW:
        for row in table(book, sheet):
            for value in row.values():
                assert not isinstance(value, float) or math.isfinite(value)
                assert not isinstance(value, str) or value.casefold() not in {"nan", "inf", "none"}


def test_frames_hold_the_same(project: Project) -> None:
    wide = project.frames.icr_wide()
    assert list(wide.columns) == ["code_id", "unit_id", "coder_a", "coder_b"]
    assert len(wide) == 12 * 33
    assert str(wide["coder_a"].dtype) == "Int64"
    summary = project.frames.icr_summary().set_index("code_id")
    assert summary.loc["ENLARGE", "status"] == "never used"
    assert summary["alpha"].isna().sum() == 1


def test_one_coder_has_no_such_sheets(tmp_path: Path) -> None:
    import openpyxl

    source = tmp_path / "talk.txt"
    source.write_text("Anna: One two three. Four.\n", encoding="utf-8")
    with annotator.create(tmp_path / "study.annotator", coder="a") as project:
        project.import_transcripts([source])
        report = project.export_workbook(tmp_path / "study.xlsx")
    assert not set(NEW) & set(openpyxl.load_workbook(report.path).sheetnames)


def test_coders_become_columns_that_statistics_takes() -> None:
    names = coder_names(["Ann B.", "ann b", "5", "if", "code_id", "Zoë", "ö"])
    assert list(names.values()) == ["ann_b", "ann_b_2", "coder_5", "coder_if", "coder_code_id",
                                    "zo", "coder"]  # fmt: skip
