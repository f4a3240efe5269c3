"""What leaves a project as a workbook can be read as codings and as a codebook again."""

from __future__ import annotations

from pathlib import Path

from annotator.exchange.codebook_tables import read_codebook
from annotator.exchange.codings_table import read_codings
from annotator.project import Project


def test_codings_of_a_workbook_are_the_codings_of_the_project(
    project: Project, tmp_path: Path
) -> None:
    text = project.transcript(1).text
    first = project.apply_coding("D1", text.index("We will"), text.index("Costs"), "UKR")
    start = text.index("😀")
    second = project.apply_coding("D1", start, start + 1, "BURDEN", unsure=True)
    path = project.export_workbook(tmp_path / "study.xlsx").path
    found = {draft.code_id: draft for draft in read_codings(path)}
    for coding, code_id in ((first, "UKR"), (second, "BURDEN")):
        draft = found[code_id]
        assert (draft.doc_id, draft.coder_id, draft.round) == ("D1", "coder_a", "main")
        assert (draft.start, draft.end, draft.quote) == (coding.start, coding.end, coding.quote)
        assert (draft.unsure, draft.created_at) == (coding.unsure, coding.created_at)
    assert len(found) == 2


def test_the_codebook_of_a_workbook_imports_as_the_same(project: Project, tmp_path: Path) -> None:
    path = project.export_workbook(tmp_path / "study.xlsx").path
    assert len(read_codebook(path)) == 4
    result = project.import_codebook(path)
    assert (result.added, result.changed, result.same) == (0, 0, 4)
    assert project.import_codebook(project.export_codebook(tmp_path / "codes.csv")).same == 4
