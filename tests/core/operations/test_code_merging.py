"""Do two codes become one without losing a coding, a doubt or a memo, and come apart again?"""

from __future__ import annotations

import pytest

from annotator.errors import Refused, UserError
from annotator.model.codebook import CodeDraft
from annotator.project import Project

Row = tuple[int, int, str, bool]


def rows(project: Project) -> list[Row]:
    """Start, end, code, unsure of every coding of every coder."""
    names = {code.id: code.code_id for code in project.codebook().codes}
    return sorted(
        (each.start, each.end, names[each.code_id], each.unsure)
        for info in project.transcripts()
        for each in project.codings_in(info.id)
    )


def first_spans(project: Project) -> list[tuple[int, int]]:
    opened = project.transcript(project.transcripts()[0].id)
    sentences = opened.spans("sentence")
    return [(span.start, span.end) for span in (sentences[0], sentences[1])]


def test_codings_move_equal_ones_become_one_and_doubt_is_kept(project: Project) -> None:
    one, two = first_spans(project)
    doc = project.transcripts()[0].id
    ukraine, china = project.code("UKR"), project.code("CHINA")
    doubted = project.apply_coding(doc, *one, china.id)
    project.set_unsure(doubted.id, unsure=True)
    project.apply_coding(doc, *one, ukraine.id)
    project.apply_coding(doc, *two, china.id)
    before = rows(project)
    assert project.merge_codes(china.id, ukraine.id) == 2
    merged = [(row[2], row[3]) for row in rows(project)]
    assert merged == [("UKR", True), ("UKR", False)]
    assert "CHINA" not in [code.code_id for code in project.codebook().codes]
    assert project.next_undo().startswith("“")
    assert "merged into" in project.next_undo()
    project.undo()
    assert rows(project) == before
    project.redo()
    assert [(row[2], row[3]) for row in rows(project)] == merged
    assert project.check() == ()


def test_memos_of_both_are_kept_in_one(project: Project) -> None:
    one, _ = first_spans(project)
    doc = project.transcripts()[0].id
    ukraine, china = project.code("UKR"), project.code("CHINA")
    going, staying = (project.apply_coding(doc, *one, code.id) for code in (china, ukraine))
    project.write_memo("coding", going.uuid, "from China")
    project.write_memo("coding", staying.uuid, "from Ukraine")
    project.write_memo("code", china.uuid, "about China")
    project.merge_codes(china.id, ukraine.id)
    assert [m.body for m in project.memos("coding", staying.uuid)] == ["from Ukraine\n\nfrom China"]
    assert [m.body for m in project.memos("code", ukraine.uuid)] == ["about China"]
    assert len(project.memos()) == 2


def test_codings_of_others_move_too_and_stay_theirs(project: Project) -> None:
    one, _ = first_spans(project)
    doc = project.transcripts()[0].id
    ukraine, china = project.code("UKR"), project.code("CHINA")
    mine = project.apply_coding(doc, *one, ukraine.id)
    first = project.coder
    project.use_coder("coder_z")
    theirs = project.apply_coding(doc, *one, china.id)
    project.use_coder(first.coder_id)
    assert project.merge_codes(china.id, ukraine.id) == 1
    assert rows(project) == [(*one, "UKR", False)] * 2
    assert project.coding(theirs.id).coder_id != first.id == project.coding(mine.id).coder_id


@pytest.mark.parametrize(("source", "target"), [("UKR", "UKR"), ("G1", "UKR"), ("UKR", "G1")])
def test_what_cannot_be_merged_changes_nothing(project: Project, source: str, target: str) -> None:
    before = project.codebook()
    with pytest.raises(Refused):
        project.merge_codes(project.code(source).id, project.code(target).id)
    assert project.codebook() == before


def test_a_code_that_is_gone_is_not_merged(project: Project) -> None:
    made = project.add_code(CodeDraft("GONE", "Gone"))
    project.delete_code(made.id)
    with pytest.raises(UserError):
        project.merge_codes(made.id, project.code("UKR").id)
