"""What comes back late finds its place: after its seal, on another code, from an old program."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem
from annotator.model.code_fields import FieldDraft
from annotator.project import Project
from tests.core.teamwork.conftest import codings, pack_for

HELP, PAY, AGREE = (11, 24), (25, 37), (38, 49)
LAYER = "main, after discussion"


def by_round(project: Project) -> dict[str, set[tuple[str, int]]]:
    """(code, start) of every coding of ann, by round."""
    codes = {each.id: each.code_id for each in project.codebook().codes}
    found: dict[str, set[tuple[str, int]]] = {}
    for each in project.rounds():
        for info in project.transcripts():
            for one in project.codings_in(info.id, round_id=each.id):
                found.setdefault(each.name, set()).add((codes[one.code_id], one.start))
    return found


def accepted(project: Project, pack: Project, folder: Path) -> None:
    """ann codes and finishes D1, hands back, and is accepted."""
    pack.apply_coding("D1", *HELP, "AID", memo="why?")
    pack.apply_coding("D1", *PAY, "BURDEN")
    pack.finish("D1")
    project.merge_files([pack.hand_back(folder / "first").path], accept=True)


def test_accepting_a_return_seals_what_is_finished(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        pack.finish("D2")
        file = pack.hand_back(tmp_path / "one").path
    looked = project.look_at_files([file])
    assert not looked.files[0].complete or not project.assignments("main")
    project.merge_files([file])
    assert [mark.sealed_at for mark in project.finished_marks("main")] == [""]
    project.undo_merge()
    project.merge_files([file], accept=True)
    assert all(mark.sealed_at for mark in project.finished_marks("main"))
    project.undo_merge()
    assert project.finished_marks("main") == ()


def test_what_changes_after_the_seal_goes_into_a_layer(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        accepted(project, pack, tmp_path)
        pack.reopen("D1")
        pack.remove_coding(pack.codings(1).ids[0])
        new = pack.apply_coding("D1", *AGREE, "COSTS", memo="after all")
        pack.finish("D1")
        file = pack.hand_back(tmp_path / "second").path
    before = by_round(project)
    looked = project.look_at_files([file])
    assert looked.files[0].after_discussion == 1
    project.merge_files([file])
    assert by_round(project) == {
        "main": {("AID", HELP[0]), ("BURDEN", PAY[0])},
        LAYER: {("BURDEN", PAY[0]), ("COSTS", AGREE[0])},
    }
    assert before == {"main": {("AID", HELP[0]), ("BURDEN", PAY[0])}}
    assert {memo.body for memo in project.memos()} == {"why?", "after all"}
    noted = next(memo for memo in project.memos() if memo.body == "after all")
    kept = project.coding_with(noted.on_uuid)
    assert kept is not None
    assert (kept.start, kept.uuid) == (AGREE[0], noted.on_uuid)
    assert kept.uuid != new.uuid
    assert project.check() == ()
    again = project.merge_files([file])
    assert again.files[0].nothing_new


def test_a_later_return_changes_the_layer_and_never_what_is_sealed(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        accepted(project, pack, tmp_path)
        pack.reopen("D1")
        pack.apply_coding("D1", *AGREE, "COSTS")
        second = pack.hand_back(tmp_path / "second").path
        pack.remove_coding(pack.codings(1).ids[0])
        third = pack.hand_back(tmp_path / "third").path
    sealed = {("AID", HELP[0]), ("BURDEN", PAY[0])}
    project.merge_files([third])
    wanted = {"main": sealed, LAYER: {("BURDEN", PAY[0]), ("COSTS", AGREE[0])}}
    assert by_round(project) == wanted
    project.merge_files([second])
    assert by_round(project) == wanted
    assert project.check() == ()


def test_the_same_return_again_makes_no_layer(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        accepted(project, pack, tmp_path)
        again = pack.hand_back(tmp_path / "again").path
    project.merge_files([tmp_path / "first.annotator-return", again])
    assert [each.name for each in project.rounds()] == ["main"]


def test_other_transcripts_of_an_accepted_coder_come_in_as_before(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        accepted(project, pack, tmp_path)
        at = pack.transcript("D2").text.index("Nothing")
        pack.apply_coding("D2", at, at + 7, "COSTS")
        file = pack.hand_back(tmp_path / "more").path
    project.merge_files([file])
    assert set(by_round(project)) == {"main"}
    assert len(codings(project)) == 3


def test_what_was_coded_with_a_code_that_became_another_follows_it(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        pack.apply_coding("D1", *HELP, "AID")
        pack.apply_coding("D1", *HELP, "BURDEN")
        pack.apply_coding("D1", *PAY, "AID")
        file = pack.hand_back(tmp_path / "one").path
    project.merge_codes(project.code("AID").id, project.code("BURDEN").id)
    merged = project.merge_files([file])
    assert codings(project) == {
        ("ann", "D1", "BURDEN", *HELP, False),
        ("ann", "D1", "BURDEN", *PAY, False),
    }
    assert any("carried" in note for note in merged.files[0].notes)
    assert project.merge_files([file]).files[0].nothing_new
    assert project.check() == ()
    project.undo_merge()
    assert codings(project) == set()


def test_a_coders_own_change_goes_before_what_was_done_to_it_for_them(
    project: Project, tmp_path: Path
) -> None:
    """Codes were merged in the project, which changed the coding; the coder removed it."""
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        done = pack.apply_coding("D1", *HELP, "AID")
        project.merge_files([pack.hand_back(tmp_path / "one").path])
        pack.remove_coding(done.id)
        file = pack.hand_back(tmp_path / "two").path
    project.merge_codes(project.code("AID").id, project.code("BURDEN").id)
    project.merge_files([file])
    assert codings(project) == set()


def test_a_return_from_an_older_program_is_brought_up_to_date_in_a_copy(
    tmp_path: Path,
) -> None:
    golden = Path(__file__).parents[2] / "golden" / "schema_1.annotator"
    old = Path(shutil.copy(golden, tmp_path / "old.annotator"))
    new = Path(shutil.copy(golden, tmp_path / "new.annotator"))
    before = old.read_bytes()
    with annotator.open(new) as project:
        assert project.merge_files([old]).files[0].nothing_new
    assert old.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("old*")) == ["old.annotator"]


def test_a_return_that_says_nothing_of_its_round_is_refused(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        file = pack.hand_back(tmp_path / "one").path
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE project SET settings='{}'")
        raw.commit()
    with pytest.raises(ProjectProblem, match="does not say whose work"):
        project.merge_files([file])


def test_equal_codings_of_two_laptops_come_back_to_a_code_that_was_deleted(
    project: Project, tmp_path: Path
) -> None:
    pack = project.write_pack(tmp_path / "ann", "ann", ["D1"])
    backs = []
    for name in ("one", "two"):
        laptop = shutil.copy(pack, tmp_path / f"{name}.annotator-pack")
        with annotator.open(laptop) as opened:
            opened.apply_coding("D1", 11, 24, "AID", memo=name)
            backs.append(opened.hand_back(tmp_path / name).path)
    project.delete_code(project.code("AID").id)
    project.merge_files(backs)
    assert project.check() == ()
    assert codings(project) == {("ann", "D1", "AID", 11, 24, False)}
    assert {each.body for each in project.memos("coding")} == {"one", "two"}


@pytest.mark.parametrize("same", [True, False])
def test_what_was_said_in_a_field_goes_along_where_its_code_became_another(
    project: Project, tmp_path: Path, *, same: bool
) -> None:
    for code in ("AID", "BURDEN") if same else ():
        project.add_field(project.code(code).id, FieldDraft("stance", "text"))
    copy = project.save_copy(tmp_path / "copy.annotator")
    with annotator.open(copy) as other:
        if not same:
            other.add_field(other.code("AID").id, FieldDraft("stance", "text"))
        other.apply_coding("D1", 11, 24, "AID", fields={"stance": "for it"})
    project.merge_codes(project.code("AID").id, project.code("BURDEN").id)
    project.merge_files([copy])
    assert project.check() == ()
    (field,) = project.codebook().fields
    assert (field.name, field.code_id) == ("stance", project.code("BURDEN").id)
    (coding,) = project.codings_in(1)
    assert coding.code_id == field.code_id
    with closing(sqlite3.connect(project.path)) as raw:
        query = "SELECT value, code_field_id FROM coding_field WHERE NOT removed"
        assert raw.execute(query).fetchall() == [("for it", field.id)]
