"""A pack holds one coder's work and nothing of others; what comes back says what it holds."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.errors import FileProblem, Locked, Refused
from annotator.model.codebook import CodeDraft
from annotator.model.rounds import AllocationRule, RoundPlan
from annotator.project import Project
from annotator.store.connection import Store
from annotator.store.work_digest import digest_of_work

LOCK = "six sour cherries"
HELP, PAY = (11, 24), (25, 37)


@pytest.fixture
def planned(project: Project) -> Project:
    """A blind round, handed out, in which boss and ben have said much already."""
    project.add_code(CodeDraft("DUTY", "Duty", key="d", example="We must pay."))
    project.plan_round(
        "pilot", purpose="pilot", plan=RoundPlan(due="2099-01-31", decide="every unit")
    )
    project.allocate("pilot", ["ann", "ben"], AllocationRule(overlap_share=0.5))
    project.use_round("pilot")
    project.use_coder("ben")
    project.apply_coding("D1", *HELP, "AID", memo="ben thinks so")
    project.use_coder("boss")
    project.apply_coding("D1", *PAY, "BURDEN", memo="boss has a view")
    return project


def packs(project: Project, folder: Path, passphrase: str = "") -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    written = project.write_packs("pilot", folder, passphrase=passphrase)
    names = {each.id: each.coder_id for each in project.coders()}
    return {names[kept.coder_id]: path for path, kept in written}


def test_one_file_a_coder_and_a_record_of_each(planned: Project, tmp_path: Path) -> None:
    found = packs(planned, tmp_path / "out")
    assert sorted(found) == ["ann", "ben"]
    parts = {part.coder.coder_id: part for part in planned.team_progress("pilot").parts}
    assert parts["ann"].pack is not None
    assert parts["ann"].pack.transcripts == parts["ann"].transcripts
    assert parts["ann"].state == "pack is out"
    assert planned.next_undo() == "Burden on sentence 2"


def test_the_bytes_of_a_pack_hold_nothing_of_others(planned: Project, tmp_path: Path) -> None:
    file = packs(planned, tmp_path / "out")["ann"].read_bytes()
    for hidden in ("ben", "boss", "ben thinks so", "boss has a view"):
        for encoding in ("utf-8", "utf-16-le"):
            assert not re.search(rb"\b" + re.escape(hidden.encode(encoding)) + rb"\b", file), hidden
    with closing(sqlite3.connect(packs(planned, tmp_path / "out")["ann"])) as raw:
        assert raw.execute("SELECT count(*) FROM coding").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM step").fetchone() == (0,)
        assert raw.execute("SELECT count(DISTINCT coder_id) FROM assignment").fetchone() == (1,)


def test_a_coder_is_told_how_to_code_and_not_what_is_shared(
    planned: Project, tmp_path: Path
) -> None:
    with annotator.open(packs(planned, tmp_path / "out")["ann"]) as pack:
        plan = pack.current_round().plan
        assert (plan.decide, plan.due, plan.rule) == ("every unit", "2099-01-31", None)
        given = planned.assignments("pilot", coder=planned.find_coder("ann"))
        assert pack.own_work() == tuple(each.transcript_id for each in given)


def test_an_example_from_a_text_of_a_blind_pack_is_not_in_it(
    planned: Project, tmp_path: Path
) -> None:
    with annotator.open(packs(planned, tmp_path / "out")["ben"]) as pack:
        given = {info.doc_id for info in pack.infos()}
        duty = pack.code("DUTY")
        assert duty.example == ("" if "D1" in given else "We must pay.")
    planned.change_round("pilot", blind=False)
    with annotator.open(packs(planned, tmp_path / "out")["ben"]) as pack:
        assert pack.code("DUTY").example == "We must pay."


def test_a_receipt_says_what_the_file_holds(planned: Project, tmp_path: Path) -> None:
    with annotator.open(packs(planned, tmp_path / "out")["ann"]) as pack:
        first = pack.infos()[0]
        sentence = pack.transcript(first.id).spans("sentence")[0]
        pack.apply_coding(first.id, sentence.start, sentence.end, "COSTS", memo="why")
        one = pack.hand_back(tmp_path / "one")
        two = pack.hand_back(tmp_path / "two")
    assert (one.handed.number, two.handed.number) == (1, 2)
    assert (one.codings, one.handed.memos, one.finished) == (1, 1, 0)
    assert one.handed.digest == two.handed.digest
    assert any(one.sha256 in line for line in one.lines())
    arrived = planned.merge_files([two.path]).files[0]
    assert arrived.sha256 == two.sha256
    assert arrived.notes == ()
    part = planned.team_progress("pilot").parts[0]
    assert part.returned is not None
    assert (part.returned.number, part.state) == (2, "partly back")
    late = planned.look_at_files([one.path]).files[0]
    assert any("number 2 was merged before" in note for note in late.notes)


LONG = "It was said at length. " * 40


def with_much_said(planned: Project, folder: Path) -> Path:
    """A return with a long memo, a long question and a change that was decided."""
    with annotator.open(packs(planned, folder)["ann"]) as pack:
        first = pack.infos()[0]
        sentence = pack.transcript(first.id).spans("sentence")[0]
        pack.apply_coding(first.id, sentence.start, sentence.end, "COSTS", memo=LONG)
        pack.ask_question(LONG)
        return pack.hand_back(folder / "one").path


def edited(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute(statement).rowcount
        raw.commit()


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE coding SET unsure = 1",
        "UPDATE memo SET body = substr(body, 1, 450) || 'x' || substr(body, 452)",
        "UPDATE question SET body = substr(body, 1, 450) || 'x' || substr(body, 452)",
        "DELETE FROM question",
    ],
)
def test_a_return_that_was_edited_does_not_fit_its_receipt(
    planned: Project, tmp_path: Path, edit: str
) -> None:
    file = with_much_said(planned, tmp_path / "out")
    assert planned.look_at_files([file]).files[0].notes == ()
    edited(file, edit)
    notes = planned.look_at_files([file]).files[0].notes
    assert any("does not fit its receipt" in note for note in notes)


def test_a_return_of_an_earlier_program_is_checked_as_it_was_written(
    planned: Project, tmp_path: Path
) -> None:
    file = with_much_said(planned, tmp_path / "out")
    store = Store.open(file)
    with store.reading() as connection:
        first = digest_of_work(connection, 1)
    store.close()
    how = "json_set(json_remove(content, '$.digest_version'), '$.digest', '%s')"
    edited(file, f"UPDATE receipt SET content = {how % first}")  # noqa: S608 - a digest
    assert planned.look_at_files([file]).files[0].notes == ()
    edited(file, "UPDATE coding SET unsure = 1")
    notes = planned.look_at_files([file]).files[0].notes
    assert any("does not fit its receipt" in note for note in notes)


def test_a_receipt_of_a_newer_program_is_not_called_false(planned: Project, tmp_path: Path) -> None:
    file = with_much_said(planned, tmp_path / "out")
    edited(file, "UPDATE receipt SET content = json_set(content, '$.digest_version', 3)")
    (note,) = planned.look_at_files([file]).files[0].notes
    assert "receipt is of a newer program" in note


def test_a_locked_pack_travels_and_comes_back_with_its_passphrase(
    planned: Project, tmp_path: Path
) -> None:
    file = packs(planned, tmp_path / "out", LOCK)["ann"]
    assert b"Smith" not in file.read_bytes()
    with pytest.raises(Locked, match="passphrase"):
        annotator.unlock(file, "six sour apples")
    opened = annotator.unlock(file, LOCK)
    with annotator.open(opened) as pack:
        back = pack.hand_back(tmp_path / "back", passphrase=LOCK).path
    refused = planned.look_at_files([back]).refused
    assert isinstance(refused[0].refused, Locked)
    assert not planned.look_at_files([back], passphrases=[LOCK]).refused


def test_a_pack_in_which_somebody_worked_is_not_written_over(
    planned: Project, tmp_path: Path
) -> None:
    """As in a folder that team and coder share: nothing that was decided there may go."""
    out = tmp_path / "out"
    file = packs(planned, out)["ann"]
    packs(planned, out)
    assert len(list(out.iterdir())) == 2  # as they went out: replaced
    for number in (1, 2):
        with annotator.open(file) as pack:
            first = pack.infos()[0]
            sentence = pack.transcript(first.id).spans("sentence")[number - 1]
            pack.apply_coding(first.id, sentence.start, sentence.end, "COSTS")
        assert packs(planned, out)["ann"] == file
    kept = sorted(path.name for path in out.iterdir() if "earlier" in path.name)
    assert kept == [f"{file.stem} earlier 2{file.suffix}", f"{file.stem} earlier{file.suffix}"]
    for name in kept:
        with annotator.open(out / name, read_only=True) as pack:
            assert pack.n_codings() == 1
    with annotator.open(file, read_only=True) as pack:
        assert pack.n_codings() == 0


def test_a_pack_that_is_open_is_not_written_over(planned: Project, tmp_path: Path) -> None:
    file = packs(planned, tmp_path / "out")["ann"]
    with annotator.open(file) as pack:
        first = pack.infos()[0]
        sentence = pack.transcript(first.id).spans("sentence")[0]
        pack.apply_coding(first.id, sentence.start, sentence.end, "COSTS")
        with pytest.raises(FileProblem, match="is open, or was not closed properly"):
            planned.write_packs("pilot", tmp_path / "out", coders=["ann"])
        assert pack.n_codings() == 1
    with annotator.open(file, read_only=True) as pack:
        assert pack.n_codings() == 1


def test_an_unlocked_pack_is_never_replaced(planned: Project, tmp_path: Path) -> None:
    file = packs(planned, tmp_path / "out", LOCK)["ann"]
    opened = annotator.unlock(file, LOCK)
    assert annotator.unlock(file, LOCK) == opened
    with annotator.open(opened) as pack:
        first = pack.infos()[0]
        for unit in pack.undecided(first.id):
            pack.decide_nothing(first.id, unit.start, unit.end)
        pack.finish(first.id)
    with annotator.open(annotator.unlock(file, LOCK)) as pack:
        assert pack.own_finished()


def test_pace_is_told_only_where_the_coder_allows_it(planned: Project, tmp_path: Path) -> None:
    with annotator.open(packs(planned, tmp_path / "out")["ann"]) as pack:
        first = pack.infos()[0]
        sentence = pack.transcript(first.id).spans("sentence")[0]
        pack.apply_coding(first.id, sentence.start, sentence.end, "COSTS")
        assert pack.hand_back(tmp_path / "one").handed.units == 0
        assert pack.hand_back(tmp_path / "two", tell_pace=True).handed.units == 1


def test_a_frozen_plan_is_written_and_deviations_are_told(planned: Project, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not frozen"):
        planned.export_plan("pilot", tmp_path / "plan.md")
    planned.freeze_plan("pilot")
    assert planned.deviations("pilot") == ()
    plan = planned.find_round("pilot").plan
    planned.assign("pilot", {"ann": ["D1", "D2"], "ben": []})
    planned.change_round("pilot", plan=RoundPlan(due="2099-03-01", decide=plan.decide, rule=None))
    told = planned.deviations("pilot")
    assert "The day it is due: 2099-03-01, planned was 2099-01-31." in told
    assert "The work was handed out by hand, planned was by a rule." in told
    assert any(each.startswith("Work of ben") for each in told)
    words = planned.export_plan("pilot", tmp_path / "plan.md").read_text("utf-8")
    assert "a hidden overlap of 50%" in words
    assert "## Deviations" in words
    assert planned.export_plan("pilot", tmp_path / "plan.json").stat().st_size > 100


def test_every_report_lists_deviations(planned: Project, tmp_path: Path) -> None:
    planned.freeze_plan("pilot")
    planned.use_coder("ann")
    planned.apply_coding("D1", *HELP, "AID")
    planned.use_coder("boss")
    planned.change_round("pilot", name="pilot two")
    told = "The round is called “pilot two”, planned was “pilot”."
    report = planned.export_workbook(tmp_path / "all.xlsx")
    assert f"Deviation from the plan of pilot two: {told}" in report.notes
    panel = planned.reliability(round="pilot two", work="drafts")
    assert panel.facts.deviations == (told,)


def test_the_bytes_of_a_pack_hold_no_passage_of_others(planned: Project, tmp_path: Path) -> None:
    """Its text holds the words, once, as before anybody coded; no row quotes or names them."""
    planned.use_coder("ben")
    info = planned.transcript("D1").info
    planned.write_memo("passage", info.uuid, "I would not call it so", start=11, end=24)
    (memo,) = planned.memos("passage")
    others = list(planned.codings_in(info.id))
    planned.use_coder("boss")
    others += planned.codings_in(info.id)
    assert [(one.start, one.end) for one in others] == [HELP, PAY]
    path = planned.write_pack(tmp_path / "ann.annotator-pack", "ann", ["D1", "D2"])
    file = path.read_bytes()
    text = planned.transcript("D1").text.encode()
    for one in others:
        quote = planned.transcript("D1").text[one.start : one.end].encode()
        assert file.count(quote) == file.count(text) * text.count(quote) > 0
        assert one.uuid.bytes not in file
        assert one.uuid.hex.encode() not in file
    assert b"I would not call it so" not in file
    assert memo.uuid.bytes not in file


def test_no_word_of_a_transcript_that_is_anothers_is_in_a_pack(
    planned: Project, tmp_path: Path
) -> None:
    words = b"Some words follow."
    both = planned.write_pack(tmp_path / "both.annotator-pack", "ann", ["D1", "D2"])
    one = planned.write_pack(tmp_path / "one.annotator-pack", "ann", ["D1"])
    assert words in both.read_bytes()
    assert words not in one.read_bytes()


def test_what_is_late_is_told(planned: Project) -> None:
    planned.change_round("pilot", plan=RoundPlan(due="2020-01-31"))
    assert {part.state for part in planned.team_progress("pilot").parts} == {"overdue"}
    planned.use_coder("ann")
    assert [part.coder.coder_id for part in planned.team_progress("pilot").parts] == ["ann"]


def test_work_that_is_out_in_packs_is_not_taken_back(planned: Project, tmp_path: Path) -> None:
    planned.allocate("pilot", ["ann", "ben"], AllocationRule(scheme="all"))
    assert not planned.undo_stops()
    packs(planned, tmp_path / "out")
    assert planned.undo_stops()
    given = planned.assignments("pilot")
    with pytest.raises(Refused, match="packs of “pilot” are out"):
        planned.undo()
    assert planned.assignments("pilot") == given
    planned.assign("pilot", {"ann": ["D1"]})
    assert not planned.undo_stops()
    planned.undo()
    assert planned.assignments("pilot") == given
    planned.redo()
    assert len(planned.assignments("pilot")) == 1


def test_packs_of_another_round_let_work_be_taken_back(planned: Project, tmp_path: Path) -> None:
    planned.plan_round("second")
    planned.assign("second", {"ann": ["D1"]})
    packs(planned, tmp_path / "out")
    assert not planned.undo_stops()
    planned.undo()
    assert planned.assignments("second") == ()
