"""A round may be planned under a codebook that was frozen before: its packs hold that one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

import annotator
from annotator.cli import main
from annotator.errors import Refused
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import CodeDraft
from annotator.model.rounds import RoundPlan
from annotator.model.versions import draft_of, frozen
from annotator.project import Project
from tests.core.teamwork.conftest import codings

HELP, PAY, AGREE = (11, 24), (25, 37), (38, 49)
STANCE = FieldDraft(
    "stance", "scale", "ordinal", points=(Point("-1", "against"), Point("1", "for"))
)
WHOM = FieldDraft("whom", "text")


@pytest.fixture
def moved_on(project: Project) -> Project:
    """Version 1.0 is frozen, a round is planned under it, and the codebook is another by now.

    AID was called otherwise and its field too, BURDEN was deleted, COSTS became AID, DUTY was
    given a group that is gone, NEW came.
    """
    group = project.add_code(CodeDraft("GROUP", "Group", is_group=True))
    project.add_code(CodeDraft("DUTY", "Duty", parent="GROUP", key="d", example="We must pay."))
    project.add_field(project.code("AID").id, STANCE)
    project.add_field(project.code("COSTS").id, WHOM)
    project.add_rule(project.code("AID").id, RuleDraft("not_with", "BURDEN", strict=False))
    planned = project.freeze_codebook("1.0")
    book = project.codebook()
    aid = project.code("AID")
    project.change_code(
        aid.id, replace(draft_of(book, aid), code_id="HELP", name="Help", brief="other", key="h")
    )
    (field,) = project.codebook().own_fields(aid.id)
    project.change_field(field.id, replace(field.draft, name="position"))
    project.delete_code(project.code("BURDEN").id)
    project.merge_codes(project.code("COSTS").id, aid.id)
    project.move_code(project.code("DUTY").id, parent_id=None, position=0)
    project.delete_code(group.id)
    project.add_code(CodeDraft("AID", "Another aid", key="a"))
    project.plan_round("again", plan=RoundPlan(codebook=planned.uuid))
    project.assign("again", {"ann": ["D1", "D2"], "ben": ["D1"]})
    return project


def packed(project: Project, folder: Path) -> Path:
    return project.write_pack(folder / "ann", "ann", round="again")


def test_the_pack_holds_the_codebook_as_it_was_frozen(moved_on: Project, tmp_path: Path) -> None:
    said = moved_on.said_in(moved_on.versions()[0].id)
    with annotator.open(packed(moved_on, tmp_path)) as pack:
        assert frozen(pack.codebook()) == said
        assert [each.name for each in pack.versions()] == ["1.0"]
        with pytest.raises(Refused, match="principal investigator"):
            pack.add_code(CodeDraft("MINE", "Mine"))
        assert pack.check() == ()
    parts = {each.coder.coder_id: each for each in moved_on.team_progress("again").parts}
    assert parts["ann"].pack is not None
    assert parts["ann"].pack.codebook == "1.0"


def test_a_version_that_an_earlier_program_froze_finds_its_fields_by_name(
    moved_on: Project, tmp_path: Path
) -> None:
    version = moved_on.versions()[0]
    said = moved_on.said_in(version.id)
    with closing(sqlite3.connect(moved_on.path)) as raw:
        (kept,) = raw.execute("SELECT frozen FROM codebook_version WHERE id = 1").fetchone()
        codes = json.loads(kept)
        for field in (field for each in codes["codes"] for field in each["fields"]):
            del field["uuid"]
        raw.execute("UPDATE codebook_version SET frozen = ? WHERE id = 1", (json.dumps(codes),))
        raw.commit()
    with annotator.open(packed(moved_on, tmp_path)) as pack:
        assert draft_of(pack.codebook(), pack.code("AID")).fields == (STANCE,)
        assert frozen(pack.codebook()).codes[0].texts == said.codes[0].texts
        done = pack.apply_coding("D1", *HELP, "COSTS", fields={"whom": "them"})
        pack.apply_coding("D1", *PAY, "AID", fields={"stance": "1"})
        back = pack.hand_back(tmp_path / "back").path
    arrived = moved_on.merge_files([back]).files[0]
    assert sum(arrived.aside.values()) == 1, "stance has another name by now, and no uuid was kept"
    assert said_in_fields(moved_on) == {(done.start, "whom", "them")}


def said_in_fields(project: Project) -> set[tuple[int, str, str]]:
    """Where, in which field by its name of now, and what."""
    query = (
        "SELECT start, code_field.name, value FROM coding_field"
        " JOIN coding ON coding.id = coding_id JOIN code_field ON code_field.id = code_field_id"
        " WHERE NOT coding_field.removed"
    )
    with closing(sqlite3.connect(project.path)) as raw:
        return set(raw.execute(query))


def test_what_comes_back_stands_on_what_its_codes_became(moved_on: Project, tmp_path: Path) -> None:
    with annotator.open(packed(moved_on, tmp_path)) as pack:
        pack.apply_coding("D1", *HELP, "AID", fields={"stance": "1"}, memo="why")
        pack.apply_coding("D1", *PAY, "COSTS", fields={"whom": "them"})
        pack.apply_coding("D1", *AGREE, "BURDEN")
        back = pack.hand_back(tmp_path / "back").path
    moved_on.use_round("again")
    looked = moved_on.look_at_files([back])
    merged = moved_on.merge_files([back])
    assert looked == merged
    (arrived,) = merged.files
    assert arrived.aside == {}
    assert not any("codebook" in note for note in arrived.notes), "it is as it was planned"
    assert any("carried" in note for note in arrived.notes)
    assert any("“Burden” was removed and is back" in note for note in merged.notes)
    assert codings(moved_on) == {
        ("ann", "D1", "HELP", *HELP, False),
        ("ann", "D1", "HELP", *PAY, False),
        ("ann", "D1", "BURDEN", *AGREE, False),
    }
    said = said_in_fields(moved_on)
    assert said == {(HELP[0], "position", "1"), (PAY[0], "whom", "them")}
    versions = {each.id: each.name for each in moved_on.versions()}
    assert {versions[one.codebook_version_id] for one in moved_on.codings_in(1)} == {"1.0"}
    assert moved_on.merge_files([back]).files[0].nothing_new
    assert moved_on.check() == ()


def test_a_code_that_came_after_the_planned_version_is_missing_and_no_zero(
    moved_on: Project, tmp_path: Path
) -> None:
    backs = []
    for name in ("ann", "ben"):
        pack_ = moved_on.write_pack(tmp_path / name, name, round="again")
        with annotator.open(pack_) as pack:
            if name == "ann":
                pack.apply_coding("D1", *HELP, "DUTY")
            pack.finish("D1")
            backs.append(pack.hand_back(tmp_path / name).path)
    moved_on.merge_files(backs, accept=True)
    panel = moved_on.reliability(round="again")
    values = {row.code.code_id: row.percent.value for row in panel.rows}
    assert values["DUTY"] is not None
    assert values["AID"] is None


def test_earlier_codings_that_the_version_cannot_hold_are_told(
    moved_on: Project, tmp_path: Path
) -> None:
    moved_on.use_round("again")
    moved_on.use_coder("ann")
    done = moved_on.apply_coding("D1", *HELP, "HELP")
    moved_on.use_coder("boss")
    with pytest.raises(Refused, match="ann has coded in “again” already"):
        packed(moved_on, tmp_path)
    assert not (tmp_path / "ann.annotator-pack").exists()
    path = moved_on.write_pack(tmp_path / "x", "ann", round="again", own_codings=False)
    with annotator.open(path) as pack:
        assert pack.n_codings() == 0
    moved_on.use_coder("ann")
    moved_on.remove_coding(done.id)
    moved_on.use_coder("boss")
    with annotator.open(packed(moved_on, tmp_path)) as pack:
        assert pack.n_codings() == 0


def test_a_code_that_was_deleted_after_it_was_coded_with_stops_no_pack(
    project: Project, tmp_path: Path
) -> None:
    """The coding is a tombstone by then, and its code is in no pack."""
    project.use_coder("ann")
    project.apply_coding("D1", *HELP, "AID", memo="why")
    project.apply_coding("D1", *PAY, "BURDEN")
    project.use_coder("boss")
    project.delete_code(project.code("AID").id)
    with annotator.open(project.write_pack(tmp_path / "ann", "ann", ["D1"])) as pack:
        assert {each[2] for each in codings(pack)} == {"BURDEN"}
        back = pack.hand_back(tmp_path / "back").path
    assert project.merge_files([back]).files[0].aside == {}


def test_a_version_of_which_nothing_was_kept_is_told(project: Project, tmp_path: Path) -> None:
    project.add_coder("second", role="pi")
    project.freeze_codebook("1.0")
    project.add_code(CodeDraft("X", "X"))
    open_ = project.versions()[-1]
    project.use_coder("second")
    project.plan_round("again", plan=RoundPlan(codebook=open_.uuid))
    project.assign("again", {"ann": ["D1"]})
    project.use_coder("boss")
    project.undo()
    assert [each.name for each in project.versions()] == ["1.0"]
    with pytest.raises(Refused, match="that “again” is planned under was not kept"):
        packed(project, tmp_path)


def test_a_code_that_went_with_the_merge_that_brought_it_is_told(
    project: Project, tmp_path: Path
) -> None:
    copy = project.save_copy(tmp_path / "copy.annotator")
    with annotator.open(copy) as other:
        other.add_code(CodeDraft("THEIRS", "Theirs"))
    project.merge_files([copy])
    planned = project.freeze_codebook("1.0")
    project.undo_merge()
    project.add_code(CodeDraft("X", "X"))
    project.plan_round("again", plan=RoundPlan(codebook=planned.uuid))
    project.assign("again", {"ann": ["D1"]})
    with pytest.raises(Refused, match=r"“Theirs” of codebook 1\.0 is no longer in the project"):
        packed(project, tmp_path)


def test_packs_of_an_earlier_version_on_the_command_line(
    moved_on: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = str(moved_on.path)
    moved_on.close()
    assert main(["pack", study, "again", "--out", str(tmp_path), "--json"]) == 0
    packs = json.loads(capsys.readouterr().out)["packs"]
    assert {each["codebook"] for each in packs} == {"1.0"}
    with annotator.open(packs[0]["file"]) as pack:
        assert {each.code_id for each in pack.codebook().codes} >= {"AID", "BURDEN", "COSTS"}
        pack.apply_coding("D1", *PAY, "BURDEN")
    assert main(["handback", packs[0]["file"], "--json"]) == 0
    back = json.loads(capsys.readouterr().out)["file"]
    assert main(["merge", study, back, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert told["work"][0]["new"] == 1
