"""A codebook comes in by its ending, and what was read otherwise is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import annotator
from annotator.errors import FileProblem


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".qdc"])
def test_a_codebook_leaves_and_comes_back_as_it_is(tmp_path: Path, ending: str) -> None:
    sample = Path(__file__).parents[3] / "resources/annotator_resources/sample/codebook.csv"
    with annotator.create(tmp_path / "a.annotator", coder="pi") as project:
        project.import_codebook(sample)
        path = project.export_codebook(tmp_path / f"codes{ending}")
        again = project.import_codebook(path)
        assert (again.added, again.changed, again.same) == (0, 0, 15)
    with annotator.create(tmp_path / "b.annotator", coder="pi") as other:
        there = other.import_codebook(path)
        assert (there.added, there.notes) == (15, ())


def test_an_ending_that_nobody_reads_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    with annotator.create(tmp_path / "a.annotator", coder="pi") as project:
        with pytest.raises(FileProblem, match=r"not as \.pdf"):
            project.export_codebook(tmp_path / "codes.pdf")
        with pytest.raises(annotator.UserError, match="no codes yet"):
            project.export_codebook(tmp_path / "codes.qdc")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.annotator"]
