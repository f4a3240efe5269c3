"""What leaves a project as a workbook can be read as codings and as a codebook again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from annotator.errors import Cancelled
from annotator.exchange.codebooks.drafts import read_codebook
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


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    said: list[str] = []

    def hear(*told: object) -> None:
        said.append(str(told[2]))

    sa.event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)


def table_of(project: Project, folder: Path, coders: list[str], *, in_round: str = "") -> Path:
    start = project.transcript(1).text.index("We will")
    rows = [f"D1,UKR,{start},{start + 7},{coder},{in_round}" for coder in coders]
    path = folder / "codings.csv"
    path.write_text("\n".join(["doc,code,start,stop,coder,round", *rows]), encoding="utf-8")
    return path


def test_rows_that_say_the_same_are_asked_for_once(project: Project, tmp_path: Path) -> None:
    table = table_of(project, tmp_path, [""] * 3_000)
    with statements() as said:
        assert project.import_codings(table) == 1
    assert len(said) < 100


def test_cancel_while_codings_are_applied_leaves_nothing(project: Project, tmp_path: Path) -> None:
    labels: list[str] = []

    def progress(done: int, total: int, label: str = "") -> None:
        del done
        labels.append(label)
        if label.startswith("Applying") and total:
            raise Cancelled

    table = table_of(project, tmp_path, ["x", "y"], in_round="later")
    with pytest.raises(Cancelled):
        project.import_codings(table, progress=progress)
    assert labels[0] == "Checking codings"
    assert project.n_codings() == 0
    assert [coder.coder_id for coder in project.coders()] == ["coder_a"]
    assert [each.name for each in project.rounds()] == ["main"]
    assert project.import_codings(table) == 2


def test_an_export_says_which_passages_are_broken(project: Project, tmp_path: Path) -> None:
    start = project.transcript(1).text.index("We will")
    done = project.apply_coding("D1", start, start + 7, "UKR")
    assert project.export_workbook(tmp_path / "whole.xlsx").notes == ()
    with project._store.writing() as connection:
        connection.execute(
            sa.text("UPDATE coding SET quote = 'other' WHERE id = :id"), {"id": done.id}
        )
    notes = project.export_workbook(tmp_path / "broken.xlsx").notes
    assert any(note.startswith("Warning: 1 coding does not stand") for note in notes)
    assert "D1" in notes[0]
