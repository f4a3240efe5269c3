"""Do acts on passages write what they say, and refuse what makes no sense?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

import annotator
from annotator.changes import Changes, Place
from annotator.errors import NotFound, Refused
from annotator.model.codebook import CodeDraft
from annotator.model.coding import MemoOn
from annotator.project import Project


def passage(project: Project, words: str) -> tuple[int, int]:
    start = project.transcript("D1").text.index(words)
    return start, start + len(words)


def codings(project: Project) -> list[tuple[str, str, bool]]:
    labels = {code.id: code.code_id for code in project.codebook().codes}
    return [(item.quote, labels[item.code_id], item.unsure) for item in project.codings_in(1)]


@pytest.mark.parametrize(
    "words", ["support Ukraine", "😀", "cafe\u0301s", "שלום", "我们支持", "важна"]
)
def test_apply_in_every_script(project: Project, words: str) -> None:
    heard: list[Changes] = []
    project.subscribe(heard.append)
    start, end = passage(project, words)
    made = project.apply_coding("D1", start, end, "ukr")
    assert (made.quote, made.start, made.end) == (words, start, end)
    assert codings(project) == [(words, "UKR", False)]
    assert heard[0].codings_in == {1}
    assert heard[0].place == Place(1, start, end)
    assert heard[0].label.startswith("Support for Ukraine on sentence ")
    assert project.check() == ()


def test_white_space_at_the_edges_is_left_out(project: Project) -> None:
    start, end = passage(project, " We will support Ukraine. ")
    made = project.apply_coding(1, start, end, "UKR")
    assert made.quote == "We will support Ukraine."


def test_the_same_again_changes_nothing(project: Project) -> None:
    start, end = passage(project, "support Ukraine")
    first = project.apply_coding(1, start, end, "UKR")
    steps = len(project.steps())
    assert project.apply_coding(1, start, end, "UKR") == first
    assert len(project.steps()) == steps


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Doorstep statement", "not codable text"),
        ("Last updated", "not codable text"),
        ("(As delivered)", "not codable text"),
        ("Reporter:", "not codable text"),
        ("\n\n", "empty"),
    ],
)
def test_what_nobody_says_is_not_coded(project: Project, words: str, message: str) -> None:
    before = len(project.steps())
    with pytest.raises(Refused, match=message) as caught:
        project.apply_coding(1, *passage(project, words), "UKR")
    assert caught.value.hint
    assert codings(project) == []
    assert len(project.steps()) == before


def test_offsets_past_the_end(project: Project) -> None:
    with pytest.raises(Refused, match="characters"):
        project.apply_coding(1, 200, 100_000, "UKR")
    with pytest.raises(Refused, match="is not a passage"):
        project.apply_coding(1, 20, 10, "UKR")


def test_a_group_is_not_applied(project: Project) -> None:
    with pytest.raises(Refused, match="is a group"):
        project.apply_coding(1, *passage(project, "Ukraine"), "G1")


def test_names_that_fit_nothing(project: Project) -> None:
    start, end = passage(project, "Ukraine")
    with pytest.raises(NotFound, match="no code called"):
        project.apply_coding(1, start, end, "NOPE")
    with pytest.raises(NotFound, match="no transcript called"):
        project.apply_coding("D9", start, end, "UKR")


def test_unsure_memo_remove_and_back(project: Project) -> None:
    made = project.apply_coding(1, *passage(project, "support Ukraine"), "UKR")
    project.set_unsure(made.id, unsure=True)
    project.write_memo("coding", made.uuid, "  why? ")
    assert codings(project)[0][2]
    assert [memo.body for memo in project.memos("coding", made.uuid)] == ["why?"]
    project.remove_coding(made.id)
    assert codings(project) == []
    assert project.memos("coding", made.uuid) == ()
    project.undo()
    assert codings(project)[0][2]
    assert [memo.body for memo in project.memos("coding", made.uuid)] == ["why?"]
    project.write_memo("coding", made.uuid, "")
    assert project.memos("coding", made.uuid) == ()
    with pytest.raises(NotFound):
        project.coding(999)


def test_nothing_applies_is_a_decision(project: Project) -> None:
    start, end = passage(project, "Costs are shared.")
    project.decide_nothing(1, start + 3, start + 5)
    (decision,) = project.decisions(1)
    assert (decision.start, decision.end, decision.kind) == (start, end, "nothing")
    project.decide_nothing(1, start, end)
    assert len(project.decisions(1)) == 1
    project.apply_coding(1, start, end, "BURDEN")
    assert project.decisions(1) == ()
    with pytest.raises(Refused, match="There are codes on sentence"):
        project.decide_nothing(1, start, end)
    project.undo()
    assert len(project.decisions(1)) == 1
    project.withdraw_decision(1, start, end)
    assert project.decisions(1) == ()


def test_coders_keep_out_of_each_others_work(project: Project) -> None:
    start, end = passage(project, "support Ukraine")
    first = project.apply_coding(1, start, end, "UKR")
    project.use_coder("coder_b")
    second = project.apply_coding(1, start, end, "UKR")
    assert first.id != second.id
    with pytest.raises(Refused, match="another coder"):
        project.remove_coding(first.id)
    project.undo()
    assert [item.id for item in project.codings_in(1)] == [first.id]
    with pytest.raises(Refused, match="nothing to undo"):
        project.undo()
    assert len(project.codings(1, coder_id=project.coder.id)) == 0
    assert project.codings(1).ids == (first.id,)


def test_undo_that_others_depend_on_is_refused(project: Project) -> None:
    code = project.add_code(CodeDraft("NEW", "New"))
    project.use_coder("coder_b")
    project.apply_coding(1, *passage(project, "Ukraine"), code.id)
    project.use_coder("coder_a")
    with pytest.raises(Refused, match=r"“New on sentence 2”, done by coder_b at .*, depends on it"):
        project.undo()
    assert project.code("NEW") == code


def test_undo_goes_on_after_a_restart(project: Project) -> None:
    made = project.apply_coding(1, *passage(project, "support Ukraine"), "UKR")
    project.close()
    with annotator.open(project.path, coder="coder_a") as again:
        assert again.next_undo() == "Support for Ukraine on sentence 2"
        changes = again.undo()
        assert changes.undone
        assert changes.place == Place(1, made.start, made.end)
        assert again.next_redo()
    with annotator.open(project.path, coder="coder_a") as again:
        assert again.redo().redone
        assert [item.uuid for item in again.codings_in(1)] == [made.uuid]


def test_revisions_only_grow(project: Project) -> None:
    """Undo and redo are new decisions, so that a later merge never loses to an undo."""
    project.apply_coding(1, *passage(project, "support Ukraine"), "UKR")
    revisions = []
    for act in (project.undo, project.redo, project.undo):
        act()
        with project._store.reading() as connection:
            row = connection.exec_driver_sql("SELECT rev, removed FROM coding").one()
        revisions.append(tuple(row))
    assert revisions == [(2, 1), (3, 0), (4, 1)]


def test_undo_brings_nothing_back_that_belongs_to_what_is_gone(project: Project) -> None:
    project.add_coder("coder_b", role="pi")
    made = project.apply_coding(1, *passage(project, "support Ukraine"), "UKR")
    project.remove_coding(made.id)
    project.use_coder("coder_b")
    project.delete_code(project.code("UKR").id)
    project.use_coder("coder_a")
    with pytest.raises(Refused, match=r"deleted’, done by .*, removed what it belongs to"):
        project.undo()
    assert project.n_codings() == 0
    assert project.check() == ()
    project.use_coder("coder_b")
    project.undo()
    project.use_coder("coder_a")
    project.undo()
    assert project.coding(made.id).quote == "support Ukraine"


def test_undo_keeps_one_key_for_one_code(project: Project) -> None:
    project.add_coder("coder_b", role="pi")
    project.delete_code(project.code("UKR").id)
    project.use_coder("coder_b")
    project.add_code(CodeDraft("NEW", "New", key="U"))
    project.use_coder("coder_a")
    with pytest.raises(Refused, match="gave the key U to another code"):
        project.undo()


def test_undo_leaves_no_memo_without_its_coding(project: Project) -> None:
    made = project.apply_coding(1, *passage(project, "support Ukraine"), "UKR")
    project.use_coder("coder_b")
    project.write_memo("coding", made.uuid, "I see it otherwise")
    project.use_coder("coder_a")
    with pytest.raises(Refused, match="“Memo written”, done by coder_b"):
        project.undo()


def test_rows_without_a_round_stay_in_the_round_at_work(project: Project, tmp_path: Path) -> None:
    start, end = passage(project, "support Ukraine")
    table = tmp_path / "codings.csv"
    table.write_text(
        "doc_id,code_id,char_start,char_stop,round\n"
        f"D1,UKR,{start},{end},pilot\nD1,BURDEN,{start},{end},\n",
        encoding="utf-8",
    )
    project.import_codings(table)
    rounds = {item.id: item.name for item in project.rounds()}
    codes = {item.id: item.code_id for item in project.codebook().codes}
    found = {
        codes[item.code_id]: rounds[item.round_id] for item in project.codings_in(1, round_id=None)
    }
    assert found == {"UKR": "pilot", "BURDEN": "main"}


def test_spans_that_run_backwards(project: Project) -> None:
    uuid = project.info(1).uuid
    for act in (
        lambda: project.decide_nothing(1, 9, 3),
        lambda: project.withdraw_decision(1, -1, 3),
        lambda: project.write_memo("passage", uuid, "why?", start=9, end=3),
    ):
        with pytest.raises(Refused, match="is not a passage"):
            act()


def test_a_step_that_cannot_be_taken_back_is_no_end(project: Project) -> None:
    project.apply_coding(1, *passage(project, "China"), "CHINA")
    made = project.apply_coding(1, *passage(project, "Ukraine"), "UKR")
    project.use_coder("coder_b")
    project.write_memo("coding", made.uuid, "why?")
    project.use_coder("coder_a")
    with pytest.raises(Refused, match="Memo written") as refusal:
        project.undo()
    assert "Once coder_b takes that back" in refusal.value.hint
    assert project.pass_over_undo() == "Support for Ukraine on sentence 2"
    assert project.next_undo() == "China on sentence 7"
    project.undo()
    assert [item.quote for item in project.codings_in(1)] == ["Ukraine"]


def test_done_again_leaves_nothing_alone_either(project: Project) -> None:
    code = project.add_code(CodeDraft("NEW", "New"))
    project.delete_code(code.id)
    project.undo()
    project.use_coder("coder_b")
    project.apply_coding(1, *passage(project, "Ukraine"), code.id)
    project.use_coder("coder_a")
    with pytest.raises(Refused, match="cannot be done again: “New on sentence 2”"):
        project.redo()
    assert project.check() == ()


@pytest.mark.parametrize("act", ["undo", "redo"])
def test_a_memo_does_not_come_back_to_what_is_gone(project: Project, act: str) -> None:
    made = project.apply_coding(1, *passage(project, "Ukraine"), "UKR")
    project.use_coder("coder_b")
    project.write_memo("coding", made.uuid, "why?")
    if act == "undo":
        project.write_memo("coding", made.uuid, "")
    else:
        project.undo()
    project.use_coder("coder_a")
    project.remove_coding(made.id)
    project.use_coder("coder_b")
    with pytest.raises(Refused, match="removed what it belongs to"):
        getattr(project, act)()
    assert project.check() == ()


@pytest.mark.parametrize("on", ["coding", "passage", "transcript", "code", "project"])
def test_a_memo_is_written_on_something(project: Project, on: MemoOn) -> None:
    start, end = (1, 2) if on == "passage" else (None, None)
    with pytest.raises(NotFound, match="not in the project"):
        project.write_memo(on, uuid4(), "why?", start=start, end=end)
    assert project.memos() == ()


def test_a_memo_on_a_passage_stays_inside_its_text(project: Project) -> None:
    info = project.info(1)
    for start, end in ((info.length - 1, info.length + 1), (3, 3)):
        with pytest.raises(Refused, match="There is no passage"):
            project.write_memo("passage", info.uuid, "why?", start=start, end=end)
    with pytest.raises(Refused, match="says where the passage starts"):
        project.write_memo("passage", info.uuid, "why?")
    with pytest.raises(Refused, match="says where the passage starts"):
        project.write_memo("transcript", info.uuid, "why?", start=1, end=2)
    project.write_memo("passage", info.uuid, "why?", start=1, end=2)
    assert project.next_undo() == "Memo written"


def test_a_memo_on_a_thing_that_is_gone_is_found(project: Project) -> None:
    project.write_memo("transcript", project.info(1).uuid, "why?")
    with closing(sqlite3.connect(project.path)) as raw:
        raw.execute("UPDATE memo SET on_uuid = zeroblob(16)")
        raw.commit()
    found, of_history = project.check()
    assert found.message == "One memo is on a transcript that is gone."
    assert of_history.message == "One row of memo is not as the history says it was left."
