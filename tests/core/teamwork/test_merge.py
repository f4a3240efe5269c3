"""What comes back is merged whole: any order, any number of times, nothing lost, exactly undone."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem, Refused, UserError
from annotator.model.code_fields import FieldDraft
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from tests.core.teamwork.conftest import codings, make_project, pack_for

HELP, PAY, AGREE = (11, 24), (25, 37), (38, 49)


def returned(project: Project, coder: str, folder: Path, *spans: tuple[int, int]) -> Path:
    """The file of a coder who gave the passages the code AID."""
    with pack_for(project, coder, folder) as pack:
        for start, end in spans:
            pack.apply_coding("D1", start, end, "AID")
        return pack.hand_back(folder / f"{coder}").path


def contents(path: Path) -> list[str]:
    """Every row of every table that travels, as it stands in the file."""
    with closing(sqlite3.connect(path)) as raw:
        names = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if name not in {"step", "image", "replica", "text", "alembic_version"}
        ]
        return [repr(row) for name in sorted(names) for row in raw.execute(f"SELECT * FROM {name}")]  # noqa: S608


def test_two_returns_come_in_as_one_act(project: Project, tmp_path: Path) -> None:
    files = [
        returned(project, "ann", tmp_path / "ann", HELP, PAY),
        returned(project, "ben", tmp_path / "ben", HELP),
    ]
    looked = project.look_at_files(files)
    assert codings(project) == set()
    merged = project.merge_files(files)
    assert merged == looked
    assert [(each.coder, each.work[0].new) for each in merged.files] == [("ann", 2), ("ben", 1)]
    assert codings(project) == {
        ("ann", "D1", "AID", *HELP, False),
        ("ann", "D1", "AID", *PAY, False),
        ("ben", "D1", "AID", *HELP, False),
    }
    assert project.check() == ()


def test_the_same_file_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    file = returned(project, "ann", tmp_path / "ann", HELP)
    project.merge_files([file])
    before = contents(project.path)
    again = project.merge_files([file, file])
    assert all(each.nothing_new for each in again.files)
    assert contents(project.path) == before


def test_what_was_removed_in_the_pack_goes_and_what_was_done_since_comes(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        first = pack.apply_coding("D1", *HELP, "AID")
        second = pack.apply_coding("D1", *PAY, "AID", memo="why?")
        project.merge_files([pack.hand_back(tmp_path / "one").path])
        pack.remove_coding(first.id)
        pack.set_unsure(second.id, unsure=True)
        merged = project.merge_files([pack.hand_back(tmp_path / "two").path])
    (work,) = merged.files[0].work
    assert (work.new, work.changed, work.removed) == (0, 1, 1)
    assert codings(project) == {("ann", "D1", "AID", *PAY, True)}
    assert [memo.body for memo in project.memos()] == ["why?"]


def test_an_older_return_does_not_bring_back_what_was_removed(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        done = pack.apply_coding("D1", *HELP, "AID")
        old = pack.hand_back(tmp_path / "old").path
        pack.remove_coding(done.id)
        new = pack.hand_back(tmp_path / "new").path
    project.merge_files([new])
    project.merge_files([old])
    assert codings(project) == set()


def test_undo_in_the_pack_wins_over_the_removal_it_takes_back(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        done = pack.apply_coding("D1", *HELP, "AID")
        pack.remove_coding(done.id)
        project.merge_files([pack.hand_back(tmp_path / "one").path])
        pack.undo()
        project.merge_files([pack.hand_back(tmp_path / "two").path])
    assert codings(project) == {("ann", "D1", "AID", *HELP, False)}


def test_the_same_coder_on_two_laptops_decides_once(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "desk") as desk:
        desk.apply_coding("D1", *HELP, "AID")
        one = desk.hand_back(tmp_path / "one").path
    with pack_for(project, "ann", tmp_path / "train") as train:
        done = train.apply_coding("D1", *HELP, "AID")
        train.apply_coding("D1", *PAY, "BURDEN")
        two = train.hand_back(tmp_path / "two").path
        train.remove_coding(done.id)
        three = train.hand_back(tmp_path / "three").path
    project.merge_files([one, two])
    assert codings(project) == {
        ("ann", "D1", "AID", *HELP, False),
        ("ann", "D1", "BURDEN", *PAY, False),
    }
    project.merge_files([three])
    assert ("ann", "D1", "AID", *HELP, False) in codings(project)


def test_a_coding_that_stands_for_two_is_removed_for_good(project: Project, tmp_path: Path) -> None:
    files = []
    for laptop in ("desk", "train"):
        with pack_for(project, "ann", tmp_path / laptop) as pack:
            pack.apply_coding("D1", *HELP, "AID")
            files.append(pack.hand_back(tmp_path / f"{laptop}-back").path)
    project.merge_files(files)
    project.use_coder("ann")
    ((one,),) = [project.codings_in(project.info("D1").id)]
    project.remove_coding(one.id)
    project.use_coder("boss")
    more = returned(project, "ann", tmp_path / "more", PAY)
    project.merge_files([*files, more])
    assert codings(project) == {("ann", "D1", "AID", *PAY, False)}


def test_taking_back_and_doing_again_a_removal_leaves_the_merged_twin_where_it_was(
    project: Project, tmp_path: Path
) -> None:
    files = []
    for laptop in ("desk", "train"):
        with pack_for(project, "ann", tmp_path / laptop) as pack:
            pack.apply_coding("D1", *HELP, "AID")
            files.append(pack.hand_back(tmp_path / f"{laptop}-back").path)
    project.merge_files(files)
    project.use_coder("ann")
    ((one,),) = [project.codings_in(project.info("D1").id)]
    project.remove_coding(one.id)
    project.undo()
    assert len(codings(project)) == 1
    project.redo()
    assert codings(project) == set()
    project.undo()
    project.use_coder("boss")
    project.merge_files(files)
    assert len(codings(project)) == 1
    assert project.check() == ()


def test_undoing_a_merge_restores_every_row_exactly(project: Project, tmp_path: Path) -> None:
    file = returned(project, "ann", tmp_path / "ann", HELP, PAY)
    project.merge_files([file])
    with annotator.open(tmp_path / "ann" / "ann.annotator-pack") as pack:
        pack.undo()
        pack.apply_coding("D1", *AGREE, "COSTS", memo="hm")
        later = pack.hand_back(tmp_path / "later").path
    before = contents(project.path)
    project.merge_files([later])
    assert contents(project.path) != before
    with pytest.raises(Refused, match="Undo stops at a merge"):
        project.undo()
    project.undo_merge()
    assert contents(project.path) == before
    project.merge_files([later])
    assert ("ann", "D1", "COSTS", *AGREE, False) in codings(project)


def test_a_merge_that_was_worked_on_since_stays_and_says_by_what(
    project: Project, tmp_path: Path
) -> None:
    project.merge_files([returned(project, "ann", tmp_path / "ann", HELP)])
    project.use_coder("ann")
    ((one,),) = [project.codings_in(project.info("D1").id)]
    project.set_unsure(one.id, unsure=True)
    project.use_coder("boss")
    with pytest.raises(Refused, match="worked on since") as caught:
        project.undo_merge()
    assert "nsure" in str(caught.value)
    project.use_coder("ann")
    project.undo()
    project.use_coder("boss")
    with pytest.raises(Refused, match="worked on since"):
        project.undo_merge()


def test_a_merge_stays_where_somebody_wrote_on_what_it_brought(
    project: Project, tmp_path: Path
) -> None:
    project.merge_files([returned(project, "ann", tmp_path / "ann", HELP)])
    ((one,),) = [project.codings_in(project.info("D1").id)]
    project.write_memo("coding", one.uuid, "Is this help?")
    with pytest.raises(Refused, match="worked on since") as caught:
        project.undo_merge()
    assert "Memo written" in str(caught.value)
    assert project.check() == ()
    project.undo()
    project.undo_merge()
    assert codings(project) == set()


def test_a_merge_stays_where_a_question_it_brought_is_answered(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        pack.ask_question("Is paying a cost?")
        file = pack.hand_back(tmp_path / "back").path
    project.merge_files([file])
    (asked,) = project.questions()
    project.answer_question(asked.question.id, "No.", asked="Paying?")
    with pytest.raises(Refused, match="worked on since"):
        project.undo_merge()
    assert project.check() == ()
    project.undo()
    project.undo_merge()
    assert list(project.questions()) == []


def test_a_return_brings_only_its_coders_work(project: Project, tmp_path: Path) -> None:
    """The file is edited by hand: a code renamed, a coding given to somebody else."""
    file = returned(project, "ann", tmp_path / "ann", HELP, PAY)
    ben = next(each for each in project.coders() if each.coder_id == "ben")
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE code SET name='Hacked', rev=99")
        raw.execute(
            "INSERT INTO coder SELECT ?, x'ff', rev, replica_id, created_at, changed_at, NULL,"
            " removed, merged_into, 'ben', 'ben', 'ben', '', '', 'coder' FROM coder",
            (ben.id,),
        )
        raw.execute("UPDATE coder SET uuid=? WHERE id=?", (ben.uuid.bytes, ben.id))
        raw.execute("UPDATE coding SET coder_id=? WHERE start=?", (ben.id, PAY[0]))
        raw.commit()
    merged = project.merge_files([file])
    assert {code.name for code in project.codebook().codes} == {"Aid", "Burden", "Costs"}
    assert codings(project) == {("ann", "D1", "AID", *HELP, False)}
    assert merged.files[0].left_out == 1


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ("UPDATE coding SET quote='other words'", "damaged or edited"),
        ("UPDATE coding SET start=start+1, rev=5", "damaged or edited"),
        ("UPDATE coding SET code_id=999", "damaged or edited"),
        ("UPDATE text SET body=replace(body,'help','harm')", "damaged or edited"),
        ("UPDATE project SET uuid=x'000102030405060708090a0b0c0d0e0f'", "another project"),
        ("PRAGMA user_version=99", "newer"),
        ("DELETE FROM project", "damaged"),
    ],
)
def test_a_file_that_was_tampered_with_is_refused_and_changes_nothing(
    project: Project, tmp_path: Path, edit: str, message: str
) -> None:
    file = returned(project, "ann", tmp_path / "ann", HELP)
    good = returned(project, "ben", tmp_path / "ben", PAY)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(edit)
        raw.commit()
    before = contents(project.path)
    looked = project.look_at_files([good, file])
    (refused,) = looked.refused
    assert message in str(refused.refused)
    with pytest.raises(UserError, match=message):
        project.merge_files([good, file])
    assert contents(project.path) == before


def test_a_cut_off_file_and_the_project_itself_are_refused(
    project: Project, tmp_path: Path
) -> None:
    file = returned(project, "ann", tmp_path / "ann", HELP)
    cut = tmp_path / "cut.annotator-return"
    cut.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(ProjectProblem):
        project.merge_files([cut])
    with pytest.raises(Refused, match="this project itself"):
        project.merge_files([project.path])
    with pytest.raises(UserError):
        project.merge_files([tmp_path / "gone.annotator-return"])


def test_a_project_of_the_same_names_is_another_project(project: Project, tmp_path: Path) -> None:
    with make_project(tmp_path / "other") as other:
        file = returned(other, "ann", tmp_path / "ann", HELP)
    with pytest.raises(ProjectProblem, match="belongs to another project"):
        project.merge_files([file])


def test_two_copies_of_a_project_come_together(project: Project, tmp_path: Path) -> None:
    """The principal investigator worked on two laptops; both gave the next code the same id."""
    copy = project.save_copy(tmp_path / "laptop.annotator")
    (tmp_path / "c.txt").write_text("Mr. Brown: A third text.\n", encoding="utf-8")
    (tmp_path / "d.txt").write_text("Ms. Green: A fourth text.\n", encoding="utf-8")
    with annotator.open(copy) as other:
        other.add_code(CodeDraft("NEW", "Novelty", key="n"))
        other.import_transcripts([tmp_path / "c.txt"])
        other.change_code(other.code("AID").id, CodeDraft("AID", "Help", key="a", brief="x"))
    project.add_code(CodeDraft("NEW", "News", key="n"))
    project.import_transcripts([tmp_path / "d.txt"])
    merged = project.merge_files([copy])
    labels = [code.code_id for code in project.codebook().codes]
    assert len(set(labels)) == len(labels) == 5
    assert {code.name for code in project.codebook().codes} >= {"Help", "News", "Novelty"}
    assert len([code for code in project.codebook().codes if code.key == "n"]) == 1
    assert len({info.doc_id for info in project.transcripts()}) == 4
    assert any("stands twice" in note for note in merged.files[0].notes)
    assert project.check() == ()
    project.undo_merge()
    assert [info.doc_id for info in project.transcripts()] == ["D1", "D2", "D3"]


def test_a_pack_copied_in_the_file_manager_is_merged_like_any(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        pack.apply_coding("D1", *HELP, "AID")
        path = pack.path
    copied = tmp_path / "copy of ann.annotator-pack"
    shutil.copy(path, copied)
    with annotator.open(copied) as second, annotator.open(path) as first:
        first.apply_coding("D1", *PAY, "AID")
        second.apply_coding("D1", *AGREE, "AID")
    project.merge_files([path, copied])
    assert {(start, end) for _, _, _, start, end, _ in codings(project)} == {HELP, PAY, AGREE}


def test_a_code_that_was_deleted_here_comes_back_with_the_work_on_it(
    project: Project, tmp_path: Path
) -> None:
    """And its label is another one where somebody has it by now."""
    file = returned(project, "ann", tmp_path / "ann", HELP)
    project.delete_code(project.code("AID").id)
    project.add_code(CodeDraft("aid", "Something else", key="a"))
    merged = project.merge_files([file])
    (note,) = merged.notes
    assert "“Aid” was removed and is back" in note
    (label,) = [code.code_id for code in project.codebook().codes if code.name == "Aid"]
    assert label.startswith("AID_")
    assert codings(project) == {("ann", "D1", label, *HELP, False)}
    assert project.check() == ()
    project.undo_merge()
    assert codings(project) == set()
    assert [code.name for code in project.codebook().codes] == [
        "Burden",
        "Costs",
        "Something else",
    ]


def test_a_code_deleted_elsewhere_stays_where_it_was_used_since(
    project: Project, tmp_path: Path
) -> None:
    """A copy of the whole project, worked on in two places."""
    copy = project.save_copy(tmp_path / "copy.annotator")
    with annotator.open(copy) as other:
        other.delete_code(other.code("AID").id)
    project.apply_coding("D1", *HELP, "AID")
    merged = project.merge_files([copy])
    assert any("“Aid” was removed and is back" in note for note in merged.notes)
    assert codings(project) == {("boss", "D1", "AID", *HELP, False)}
    assert project.check() == ()


def test_a_merge_stays_once_its_codes_are_used(project: Project, tmp_path: Path) -> None:
    file = returned(project, "ann", tmp_path / "ann", HELP)
    project.delete_code(project.code("AID").id)
    project.merge_files([file])
    project.apply_coding("D1", *PAY, "AID")
    with pytest.raises(Refused, match="was worked on since"):
        project.undo_merge()
    assert project.check() == ()
    project.undo()
    project.undo_merge()
    assert codings(project) == set()


def test_a_code_may_stand_in_a_group_that_was_made_after_it(
    project: Project, tmp_path: Path
) -> None:
    """In a pack, in what comes in, and where it is taken back: groups come in any order."""
    copy = project.save_copy(tmp_path / "copy.annotator")
    with annotator.open(copy) as other:
        new = other.add_code(CodeDraft("NEW", "New"))
        group = other.add_code(CodeDraft("GROUP", "Group", is_group=True))
        inside = other.add_code(CodeDraft("INSIDE", "Inside", parent="GROUP"))
        for each in (new.id, other.code("AID").id):
            other.move_code(each, parent_id=group.id, position=0)
        pack = other.write_pack(tmp_path / "ann", "ann", ["D1"])
    with annotator.open(pack) as opened:
        held = {each.code_id for each in opened.codebook().children(group.id)}
        assert held == {"AID", "NEW", inside.code_id}
    before = contents(project.path)
    project.merge_files([copy])
    there = project.code("GROUP").id
    assert {each.code_id for each in project.codebook().children(there)} == held
    project.undo_merge()
    assert contents(project.path) == before


def copies_of(project: Project, folder: Path) -> dict[str, Path]:
    """Three copies: in one AID is deleted, in one it is coded with, in one it is described."""
    paths = {name: project.save_copy(folder / name) for name in ("deleted", "coded", "described")}
    with annotator.open(paths["deleted"]) as other:
        other.delete_code(other.code("AID").id)
    with annotator.open(paths["coded"]) as other:
        other.apply_coding("D1", *HELP, "AID")
    with annotator.open(paths["described"]) as other:
        other.change_code(other.code("AID").id, CodeDraft("AID", "Aid", key="a", brief="one"))
        other.change_code(other.code("AID").id, CodeDraft("AID", "Aid", key="a", brief="both"))
        other.add_rule(other.code("AID").id, RuleDraft("not_with", "COSTS"))
    return paths


@pytest.mark.parametrize("order", list(permutations(("deleted", "coded", "described"))))
def test_what_comes_back_is_no_decision_that_later_files_lose_against(
    project: Project, tmp_path: Path, order: tuple[str, ...]
) -> None:
    """A code that stays for its codings is as it was last described, with its rules."""
    paths = copies_of(project, tmp_path)
    for name in order:
        project.merge_files([paths[name]])
    assert project.code("AID").brief == "both"
    assert len(project.codebook().own_rules(project.code("AID").id)) == 1
    assert {each[2] for each in codings(project)} == {"AID"}
    assert project.check() == ()
    assert all(each.nothing_new for each in project.look_at_files(list(paths.values())).files)


@pytest.mark.parametrize("first", ["coded", "joined"])
def test_codings_follow_a_code_that_became_another_elsewhere(
    project: Project, tmp_path: Path, first: str
) -> None:
    paths = {name: project.save_copy(tmp_path / name) for name in ("coded", "joined")}
    with annotator.open(paths["joined"]) as other:
        other.merge_codes(other.code("AID").id, other.code("COSTS").id)
    with annotator.open(paths["coded"]) as other:
        other.apply_coding("D1", *HELP, "AID", memo="why")
        other.apply_coding("D1", *HELP, "COSTS")
        other.apply_coding("D1", *PAY, "AID")
    second = next(name for name in paths if name != first)
    project.merge_files([paths[first]])
    before = contents(project.path)
    project.merge_files([paths[second]])
    assert codings(project) == {
        ("boss", "D1", "COSTS", *HELP, False),
        ("boss", "D1", "COSTS", *PAY, False),
    }
    assert [code.code_id for code in project.codebook().codes] == ["BURDEN", "COSTS"]
    assert project.check() == ()
    project.undo_merge()
    assert contents(project.path) == before


def test_memos_and_fields_of_equal_codings_are_joined(project: Project, tmp_path: Path) -> None:
    """Two laptops of one coder give a passage the same code, and each says something more."""
    for name in ("whom", "how"):
        project.add_field(project.code("AID").id, FieldDraft(name, "text"))
    packs = {name: pack_for(project, "ann", tmp_path / name) for name in ("desk", "train")}
    desk, train = packs.values()
    desk.apply_coding("D1", *HELP, "AID", memo="at my desk", fields={"whom": "them"})
    done = train.apply_coding("D1", *HELP, "AID", memo="on the train", fields={"how": "soon"})
    files = [pack.hand_back(tmp_path / name).path for name, pack in packs.items()]
    before = contents(project.path)
    project.merge_files(files)
    after = contents(project.path)
    (coding,) = project.codings_in(1)
    assert {(memo.body, memo.on_uuid) for memo in project.memos()} == {
        ("at my desk", coding.uuid),
        ("on the train", coding.uuid),
    }
    assert said_in_fields(project.path) == {("them", coding.id), ("soon", coding.id)}
    assert project.check() == ()
    assert all(each.nothing_new for each in project.look_at_files(files).files)
    project.merge_files(files)
    assert contents(project.path) == after
    train.change_passage(done.id, HELP[0], HELP[1] - 1)
    moved = train.hand_back(tmp_path / "moved").path
    project.merge_files([moved])  # the two are not the same any more: to each its own
    codings_ = {one.uuid: one for one in project.codings_in(1)}
    assert {memo.body: codings_[memo.on_uuid].end for memo in project.memos()} == {
        "at my desk": HELP[1],
        "on the train": HELP[1] - 1,
    }
    ends = {one.id: one.end for one in codings_.values()}
    assert {value: ends[coding_id] for value, coding_id in said_in_fields(project.path)} == {
        "them": HELP[1],
        "soon": HELP[1] - 1,
    }
    project.undo_merge()
    assert contents(project.path) == after
    project.undo_merge()
    assert contents(project.path) == before
    for pack in packs.values():
        pack.close()


def said_in_fields(path: Path) -> set[tuple[str, int]]:
    with closing(sqlite3.connect(path)) as raw:
        return set(raw.execute("SELECT value, coding_id FROM coding_field WHERE NOT removed"))
