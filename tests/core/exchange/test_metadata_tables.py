"""Do file names and a spreadsheet fill in what the texts do not say, and stay as columns?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.errors import UserError
from annotator.exchange.import_plan import ImportPlan
from annotator.exchange.metadata_tables import (
    filled_from_names,
    filled_from_table,
    read_metadata_table,
    with_columns,
)
from annotator.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with annotator.create(tmp_path / "study.annotator", coder="coder_a") as project:
        yield project


@pytest.fixture
def plan(project: Project, tmp_path: Path) -> ImportPlan:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("2023-11-28_Budget.txt", "2023-11-29_Defence.txt", "odd.txt"):
        (folder / name).write_text(f"We speak of {name}. It is late.\n", encoding="utf-8")
    return project.plan_import([folder])


def table(tmp_path: Path, words: str) -> Path:
    path = tmp_path / "about.csv"
    path.write_text(words, encoding="utf-8")
    return path


def test_names_fill_in(project: Project, plan: ImportPlan) -> None:
    filled, left = filled_from_names(plan, "{date}_{title}")
    assert [entry.name for entry in left] == ["odd.txt"]
    infos = project.carry_out(filled).imported
    assert [(info.metadata.title, info.metadata.date) for info in infos[:2]] == [
        ("Budget", "2023-11-28"),
        ("Defence", "2023-11-29"),
    ]


def test_a_table_fills_in_and_its_other_columns_are_exported(
    project: Project, plan: ImportPlan, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        "id,File name,Venue,Party ID,Date\n"
        "1,2023-11-28_budget,Brussels,G 1,28.11.2023\n2,ODD.TXT,,G 2,2022\n",
    )
    found = read_metadata_table(path, plan)
    assert found.file_column == 1
    filled, left = filled_from_table(plan, found)
    assert [entry.name for entry in left] == ["2023-11-29_Defence.txt"]
    infos = project.carry_out(filled).imported
    assert (infos[0].metadata.place, infos[0].metadata.date) == ("Brussels", "2023-11-28")
    assert infos[2].metadata.date == "2022"
    assert infos[2].metadata.extra == (("id", "2"), ("Party ID", "G 2"))
    frame = project.frames.documents()
    assert list(frame["x_party_id"].fillna("")) == ["G 1", "", "G 2"]
    from openpyxl import load_workbook

    workbook = project.export_workbook(tmp_path / "out.xlsx").path
    sheet = load_workbook(workbook)["documents"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-2:] == ("x_id", "x_party_id")
    assert rows[3][-2:] == ("2", "G 2")


def test_columns_can_be_taken_for_something_else(plan: ImportPlan, tmp_path: Path) -> None:
    path = table(tmp_path, "file,Venue,Where\nodd.txt,A,B\n")
    found = with_columns(read_metadata_table(path, plan), {"Where": "place"})
    about = found.about("odd.txt")
    assert about is not None
    assert (about.fields, about.extra) == ({"place": "B"}, {"Venue": "A"})
    with pytest.raises(UserError, match="no column"):
        with_columns(found, {"Nowhere": "place"})


def test_a_table_about_other_files_is_refused(plan: ImportPlan, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="names none of these files"):
        read_metadata_table(table(tmp_path, "file,place\nother.txt,B\n"), plan)


def test_variables_with_names_that_programs_reserve(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "corpus.csv"
    path.write_text(
        "doc_id,text,if,IF!,Größe,12345678901234567890123456789012345\n"
        "x,We begin and go on and on until it is very late.,1,2,3,4\n",
        encoding="utf-8",
    )
    project.import_transcripts([path])
    names = list(project.frames.documents().columns)[-4:]
    assert names == ["x_if", "x_if2", "x_grosse", "x_123456789012345678901234567890"]


def test_dates_of_a_table_that_read_two_ways_are_asked(
    project: Project, plan: ImportPlan, tmp_path: Path
) -> None:
    path = table(tmp_path, "file,date\nodd.txt,03/04/2023\n2023-11-28_Budget.txt,05/06/2023\n")
    filled, _ = filled_from_table(plan, read_metadata_table(path, plan))
    odd = next(entry for entry in filled.entries if entry.name == "odd.txt")
    assert odd.state == "to look at"
    question = odd.question
    assert question is not None
    assert (question.about, question.key) == ("date", "03/04/2023")
    answered = filled.answer_date(odd.id, "03/04/2023", "2023-04-03")
    assert answered.entry(odd.id).state == "ready"
    infos = {info.source_name: info for info in project.carry_out(answered).imported}
    assert infos["odd.txt"].metadata.date == "2023-04-03"
    assert infos["2023-11-28_Budget.txt"].metadata.date == "2023-11-28"  # asked, not guessed
