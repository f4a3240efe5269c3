"""An act that changed many codings in the same way is taken back at once, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import Cancelled, Refused
from annotator.model.codebook import CodeDraft
from annotator.project import Project


def codings(project: Project) -> list[tuple[int, int, str]]:
    names = {code.id: code.code_id for code in project.codebook().codes}
    return sorted(
        (each.start, each.end, names[each.code_id])
        for info in project.transcripts()
        for each in project.codings_in(info.id)
    )


def code_ten_places(project: Project) -> int:
    """Ten codings with UKR in a sentence; where the first begins."""
    first = project.transcript(1).text.index("We will")
    for start in range(first, first + 20, 2):
        project.apply_coding("D1", start, start + 2, "UKR")
    return first


def test_a_merge_is_taken_back_and_done_again(project: Project) -> None:
    first = code_ten_places(project)
    project.apply_coding("D1", first, first + 2, "BURDEN")
    before = codings(project)
    source, target = project.code("UKR").id, project.code("BURDEN").id
    project.merge_codes(source, target)
    merged = codings(project)
    assert len(merged) == 10
    assert {code for _, _, code in merged} == {"BURDEN"}
    project.undo()
    assert codings(project) == before
    project.redo()
    assert codings(project) == merged
    project.undo()
    assert codings(project) == before


def test_what_was_changed_since_stays(project: Project) -> None:
    code_ten_places(project)
    project.add_coder("another", role="pi")
    project.merge_codes(project.code("UKR").id, project.code("BURDEN").id)
    me = project.coder
    project.use_coder("another")
    other = project.add_code(CodeDraft("OTHER", "Other"))
    project.merge_codes(project.code("BURDEN").id, other.id)
    merged = codings(project)
    project.use_coder(me.coder_id)
    with pytest.raises(Refused, match="cannot be taken back"):
        project.undo()
    assert codings(project) == merged


def code_thousands(project: Project, folder: Path) -> None:
    """Some thousand codings with UKR, as one act."""
    (folder / "long.txt").write_text("We " + "go on and on " * 100, encoding="utf-8")
    project.import_transcripts([folder / "long.txt"])
    long = project.transcripts()[-1].id
    places = ((start, start + length) for start in range(700) for length in (2, 3, 4))
    assert project.apply_to_found([(long, *each) for each in places], "UKR", words="x") > 1_000


def test_a_large_act_says_so_and_can_be_stopped_half_way(project: Project, tmp_path: Path) -> None:
    project.add_code(CodeDraft("OTHER", "Other"))
    assert not project.undo_is_long()
    code_thousands(project, tmp_path)
    before = codings(project)
    project.merge_codes(project.code("UKR").id, project.code("OTHER").id)
    assert project.undo_is_long()
    assert not project.redo_is_long()
    merged = codings(project)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int, label: str = "") -> None:
        told.append((done, total))
        if done and label:
            raise Cancelled

    with pytest.raises(Cancelled):
        project.undo(progress=stop)
    assert told[0][0] == 0 < told[-1][0] < told[-1][1]
    assert codings(project) == merged
    project.undo()
    assert codings(project) == before
    assert project.redo_is_long()
    project.redo()
    assert codings(project) == merged
    assert project.check() == ()
