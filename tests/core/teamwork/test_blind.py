"""Blind means blind: nothing of others comes up before one's own part is accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import annotator
from annotator.errors import NotFound, UserError
from annotator.model.rounds import RoundPlan
from annotator.project import Project
from annotator.verbs.team_words import merge_data, merge_lines
from tests.core.teamwork.conftest import codings

HELP, PAY, AGREE = (11, 24), (25, 37), (38, 49)


@pytest.fixture
def both(project: Project) -> Project:
    """A blind round in which ann finished both transcripts and ben began one."""
    project.plan_round("pilot", purpose="pilot")
    project.assign("pilot", {"ann": ["D1", "D2"], "ben": ["D1"]})
    project.use_round("pilot")
    project.use_coder("ann")
    project.apply_coding("D1", *HELP, "AID", memo="ann thinks")
    project.finish("D1")
    project.finish("D2")
    project.use_coder("ben")
    project.apply_coding("D1", *PAY, "BURDEN", memo="ben thinks")
    return project


def everything_said(project: Project) -> str:
    """All that the library tells a coder, as one text."""
    infos = project.transcripts(round_id=None)
    told = [
        infos, project.transcripts(), project.memos(), project.steps(), project.n_codings(),
        project.code_counts(round_id=None), project.code_counts(),
        [project.codings(info.id, round_id=None) for info in infos],
        [project.codings_in(info.id, round_id=None) for info in infos],
        [project.last_uses(code.id) for code in project.codebook().codes],
        project.frames.segments().to_csv(), project.frames.memos().to_csv(),
        project.assignments("pilot"), project.finished_marks("pilot"),
    ]  # fmt: skip
    return repr(told)


def cells_of(workbook: Path) -> set[str]:
    from openpyxl import load_workbook

    book = load_workbook(workbook, read_only=True)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    book.close()
    return {str(cell) for row in rows for cell in row}


def test_a_coder_sees_their_own_part_alone(both: Project) -> None:
    assert both.blind_rounds()[0].name == "pilot"
    assert codings(both) == {("ben", "D1", "BURDEN", *PAY, False)}
    assert "ann thinks" not in everything_said(both)
    assert both.n_codings() == 1
    assert both.transcripts()[0].n_codings == 1
    both.use_coder("ann")
    assert codings(both) == {("ann", "D1", "AID", *HELP, False)}
    assert "ben thinks" not in everything_said(both)


def test_a_coding_of_another_is_not_there(both: Project) -> None:
    mine = next(iter(both.codings_in(1)))
    both.use_coder("ann")
    with pytest.raises(NotFound):
        both.coding(mine.id)
    assert both.coding_with(mine.uuid) is None
    assert both.some_codings([mine.id]) == ()


def test_the_principal_investigator_who_codes_is_blind_too(both: Project) -> None:
    both.use_coder("boss")
    assert len(codings(both)) == 2
    both.assign("pilot", {"ann": ["D1", "D2"], "ben": ["D1"], "boss": ["D1"]})
    assert codings(both) == set()
    both.accept("pilot", ["ann", "ben"])
    assert codings(both) == set()
    both.finish("D1")
    both.accept("pilot", ["boss"])
    assert len(codings(both)) == 2


def test_after_their_part_is_accepted_a_coder_may_look(both: Project) -> None:
    both.use_coder("boss")
    assert both.accept("pilot", ["ann", "ben"]) == {"ann": 2, "ben": 0}
    both.use_coder("ann")
    assert len(codings(both)) == 2
    both.use_coder("ben")
    assert len(codings(both)) == 1


def test_an_open_round_hides_nothing(both: Project) -> None:
    both.use_coder("boss")
    both.change_round("pilot", blind=False)
    both.use_coder("ben")
    assert len(codings(both)) == 2


def test_codes_are_counted_by_coder_for_whoever_may_see_them(both: Project) -> None:
    ann, ben = both.find_coder("ann").id, both.find_coder("ben").id
    aid, burden = both.code("AID").id, both.code("BURDEN").id
    assert not both.sees_others()
    assert both.code_counts_by_coder() == {ben: {burden: 1}}
    both.use_coder("boss")
    assert both.sees_others()
    assert both.code_counts_by_coder() == {ann: {aid: 1}, ben: {burden: 1}}
    assert both.code_counts_by_coder(transcript_id=2) == {}
    both.change_round("pilot", blind=False)
    both.use_coder("ben")
    assert both.sees_others()
    assert set(both.code_counts_by_coder(transcript_id=1)) == {ann, ben}


def test_the_workbook_leaves_out_and_says_so(both: Project, tmp_path: Path) -> None:
    report = both.export_workbook(tmp_path / "ben.xlsx")
    assert any("left out: ben codes there blind" in note for note in report.notes)
    cells = cells_of(tmp_path / "ben.xlsx")
    assert not any("ann thinks" in cell for cell in cells)
    assert report.rows["segments"] == 1


def test_agreement_is_not_told_early(both: Project) -> None:
    try:
        panel = both.reliability(round="pilot")
    except UserError:
        return
    assert panel.coders in {(), ("ben",)}


def test_a_transcript_served_again_comes_without_what_was_coded(both: Project) -> None:
    pilot = both.find_round("pilot")
    both.use_coder("boss")
    both.plan_round("again", purpose="reliability", plan=RoundPlan(again_of=pilot.uuid))
    both.assign("again", {"ann": ["D1"]})
    both.use_round("again")
    both.use_coder("ann")
    assert codings(both) == set()
    assert both.codings_in(1, round_id=None) == ()
    assert both.last_uses(both.code("AID").id, round_id=None) == ()


def test_a_look_at_returns_tells_whoever_codes_blind_no_numbers(
    both: Project, tmp_path: Path
) -> None:
    both.use_coder("boss")
    pack = both.write_pack(tmp_path / "ann.annotator-pack", "ann", ["D1", "D2"])
    with annotator.open(pack) as opened:
        opened.reopen("D1")
        opened.apply_coding("D1", *PAY, "COSTS", memo="ann thinks again")
        back = opened.hand_back(tmp_path / "ann").path
    (open_to_all,) = both.look_at_files([back]).files
    assert (open_to_all.hidden, open_to_all.work[0].new) == (False, 1)
    assert "1 new" in "\n".join(merge_lines(both.look_at_files([back])))
    both.assign("pilot", {"ann": ["D1", "D2"], "ben": ["D1"], "boss": ["D1"]})
    look = both.look_at_files([back])
    assert look.files[0].hidden
    told = "\n".join(merge_lines(look))
    assert "you code blind in that round" in told
    assert " new, " not in told
    assert merge_data(look)["files"][0]["work"] == []
    merged = both.merge_files([back])
    assert merged.files[0].hidden
    assert codings(both) == set()


def test_names_are_replaced_in_every_export(both: Project, tmp_path: Path) -> None:
    both.use_coder("boss")
    both.export_workbook(tmp_path / "all.xlsx", hide_coders=True)
    cells = cells_of(tmp_path / "all.xlsx")
    assert {"coder_1", "coder_2"} <= cells
    assert not any(re.fullmatch(r"ann|ben|boss", cell) for cell in cells)
    frame = both.frames_with(hide_coders=True).segments()
    assert set(frame["coder_id"]) == {"coder_1", "coder_2"}
    assert set(both.frames.segments()["coder_id"]) == {"ann", "ben"}
