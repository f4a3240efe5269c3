"""Does a list of passages leave in its order, with every word, in each format?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.errors import Cancelled, FileProblem
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.reports.columns import SEGMENTS


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    source = tmp_path / "a.txt"
    source.write_text(
        "Ana Lima: =1+1 is *two*. Yes.\n\nBen Ode: No.\n\nAna Lima: So.\n\nBen Ode: Right.\n",
        "utf-8",
    )
    with annotator.create(tmp_path / "study.annotator", coder="ana") as made:
        made.import_transcripts([source])
        made.add_code(CodeDraft("W", "War"))
        for unit in made.transcript(1).spans("sentence"):
            made.apply_coding(1, unit.start, unit.end, "W", unsure=unit.start > 30)
        yield made


def _ids(project: Project) -> list[int]:
    return [key.coding_id for key in project.retrieve().keys]


def test_a_table_has_the_columns_of_the_segments_and_the_order_of_the_list(
    project: Project, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    backwards = _ids(project)[::-1]
    book = project.export_passages([*backwards, 99_999], tmp_path / "list.xlsx")
    rows = list(load_workbook(book)["segments"].values)
    assert rows[0] == tuple(column.name for column in SEGMENTS)
    assert [row[0] for row in rows[1:]] == backwards
    table = project.export_passages(backwards, tmp_path / "list.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert [int(row["coding_id"]) for row in read] == backwards
    assert read[-1]["segment"] == "=1+1 is *two*."


def test_pages_say_who_said_it_where_and_when(project: Project, tmp_path: Path) -> None:
    page = project.export_passages(_ids(project), tmp_path / "list.md").read_text("utf-8")
    assert "> =1+1 is \\*two\\*." in page
    assert "> Ben Ode, sentence 3; War (unsure), ana" in page
    assert project.export_passages(_ids(project), tmp_path / "list.docx").stat().st_size > 1_000


def test_another_ending_is_refused_and_a_cancel_leaves_nothing(
    project: Project, tmp_path: Path
) -> None:
    with pytest.raises(FileProblem, match=r"not written as \.pdf"):
        project.export_passages(_ids(project), tmp_path / "list.pdf")

    def cancel(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        project.export_passages(_ids(project), tmp_path / "list.csv", progress=cancel)
    assert [path.name for path in tmp_path.glob("*list*")] == []
