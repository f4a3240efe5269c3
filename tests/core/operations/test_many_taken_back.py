"""An act that changed many codings in the same way is taken back at once, or not at all."""

from __future__ import annotations

import pytest

from annotator.errors import Refused
from annotator.model.codebook import CodeDraft
from annotator.project import Project


def codings(project: Project) -> list[tuple[int, int, str]]:
    names = {code.id: code.code_id for code in project.codebook().codes}
    return sorted((each.start, each.end, names[each.code_id]) for each in project.codings_in(1))


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
