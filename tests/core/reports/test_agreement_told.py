"""Are fields, exclusive groups, free spans and limits told wherever agreement is told?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import annotator
from annotator.project import Project
from annotator.reliability.choice import Choice
from annotator.reports.agreement_columns import SUMMARY
from annotator.reports.agreement_rows import summary_rows
from annotator.reports.methods_text import methods_text
from annotator.reports.panel_text import panel_data, panel_lines
from annotator.sample import build_sample

CHOICE = Choice(work="as finished")


def summary(project: Project, choice: Choice = CHOICE) -> list[dict[str, object]]:
    names = [column.name for column in SUMMARY]
    return [dict(zip(names, row, strict=True)) for row in summary_rows([project.compared(choice)])]


def test_a_field_and_a_group_have_their_rows_in_the_sheet(stances: Project) -> None:
    panel = stances.compared(CHOICE)
    [field] = [row for row in summary(stances) if row["field"] == "stance"]
    assert (field["code_id"], field["level"], field["n_units"], field["n_coded"]) == (
        "X", "interval", 3, 4,
    )  # fmt: skip
    assert field["alpha"] == panel.fields[0].alpha.value
    assert field["coverage"] == pytest.approx(0.75)
    assert field["n_apart"] == 1
    groups = [row for row in summary(stances) if row["code_id"] == "Group"]
    assert [row["field"] for row in groups] == ["none is a value", "without none"]
    assert groups[0]["alpha"] == panel.groups[0].with_none.value
    assert groups[1]["alpha"] is None
    assert str(groups[1]["status"]).startswith("no variation")


def test_by_free_span_a_group_has_the_whole_family(stances: Project) -> None:
    choice = Choice(work="as finished", unit="free span")
    panel = stances.compared(choice)
    family = panel.groups[0].family
    assert family is not None
    told = {row["field"]: row for row in summary(stances, choice) if row["code_id"] == "Group"}
    assert told["u-alpha"]["alpha"] == family.u.value
    assert told["cu-alpha"]["coverage"] == family.cu.coverage
    assert set(told) == {
        "none is a value", "without none", "u-alpha", "|u|-alpha", "cu-alpha", "(k)u-alpha, X",
        "(k)u-alpha, Y",
    }  # fmt: skip
    assert "as free spans: u " in "\n".join(panel_lines(panel))
    [group] = panel_data(panel)["groups"]
    assert group["u_family"]["ku"]["X"]["alpha"] == family.by_code[0].value


def test_the_workbook_holds_them(stances: Project, tmp_path: Path) -> None:
    import openpyxl

    path = stances.export_workbook(tmp_path / "study.xlsx").path
    rows = openpyxl.load_workbook(path)["icr_summary"].iter_rows(values_only=True)
    header = next(rows)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert {row["unit"] for row in found if row["field"] == "stance"} >= {"sentence", "turn"}
    assert {row["unit"] for row in found if row["field"] == "cu-alpha"} == {
        "character",
        "free span",
    }


def test_the_terminal_and_programs_are_told(stances: Project) -> None:
    panel = stances.compared(CHOICE)
    lines = "\n".join(panel_lines(panel))
    assert "Field stance of X: interval alpha" in lines
    assert "over 3 of 4 coded sentences" in lines
    assert "One of Group: nominal alpha" in lines
    data = panel_data(panel)
    assert json.loads(json.dumps(data)) == data
    [field] = data["fields"]
    assert (field["field"], field["units_compared"], field["units_coded"]) == ("stance", 3, 4)
    assert data["groups"][0]["with_none"]["alpha"] == panel.groups[0].with_none.value


@pytest.mark.parametrize("ending", [".md", ".tex", ".docx"])
def test_the_appendix_has_a_table_of_them(stances: Project, tmp_path: Path, ending: str) -> None:
    [path] = stances.export_reliability(tmp_path / f"icr{ending}", CHOICE)
    text = _text_of(path)
    for words in ("X: stance", "3 of 4", "Group, or none"):
        assert words in text


def test_limits_are_told_in_the_sentence(tmp_path: Path) -> None:
    limited = Choice(since="2023", until="2023-11", speakers=("Jens Stoltenberg",))
    with annotator.open(build_sample(tmp_path).project_path, read_only=True) as project:
        panel = project.compared(limited)
    told = methods_text(panel)
    assert "Only transcripts of 2023 to 2023-11 were compared." in told
    assert "Only sentences said by Jens Stoltenberg were compared." in told
    data = panel_data(panel)
    assert (data["speakers"], data["since"]) == (["Jens Stoltenberg"], "2023")


def _text_of(path: Path) -> str:
    if path.suffix != ".docx":
        return path.read_text("utf-8")
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode("utf-8")
