"""A pack with other names in it says no name of the list, and what comes back finds its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annotator
from annotator.errors import Refused
from annotator.model.codebook import CodeDraft
from annotator.model.stand_ins import NOTHING_LEFT, StandIns, proposed
from annotator.model.text_map import TextMap
from annotator.project import Project

HELP, PAY = (11, 24), (25, 37)
NAMES = {"Smith": "A", "Ms. Jones": "Person 12", "Jones": "Person 12"}


@pytest.fixture
def named(project: Project) -> Project:
    project.add_code(CodeDraft("DUTY", "What Smith owes", example="Smith must pay."))
    project.set_stand_ins(NAMES)
    project.use_coder("ann")
    project.apply_coding("D1", *HELP, "AID", memo="as before")
    project.write_memo("passage", project.info("D1").uuid, "on a passage", start=25, end=37)
    project.use_coder("boss")
    return project


def disguised(project: Project, folder: Path) -> Path:
    return project.write_pack(folder / "ann", "ann", ["D1", "D2"], disguise=True)


def test_no_name_of_the_list_is_in_the_bytes(named: Project, tmp_path: Path) -> None:
    file = disguised(named, tmp_path).read_bytes()
    for name in (b"Smith", b"Jones", b"SMITH"):
        assert name not in file
    with annotator.open(disguised(named, tmp_path)) as pack:
        first = pack.transcript("D1")
        assert first.text.startswith("Mr. A: We will help.")
        assert [turn.speaker for turn in first.turns] == ["Mr. A", "Person 12"]
        assert pack.check() == ()
        kept = pack.codings_in(first.info.id)[0]
        assert first.text[kept.start : kept.end] == kept.quote == "We will help."


def test_what_comes_back_stands_on_the_words_themselves(named: Project, tmp_path: Path) -> None:
    with annotator.open(disguised(named, tmp_path)) as pack:
        units = pack.transcript("D1").spans("sentence")
        for number, unit in enumerate(units):
            if number != 0:
                pack.apply_coding("D1", unit.start, unit.end, "COSTS")
        pack.finish("D1")
        pack.ask_question("Why?", transcript="D1", start=units[1].start, end=units[1].end)
        back = pack.hand_back(tmp_path / "back").path
    arrived = named.merge_files([back]).files[0]
    assert (arrived.work[0].new, arrived.work[0].changed, arrived.aside) == (4, 0, {})
    told = [(one.start, one.end, one.quote) for one in named.codings_in(1)]
    units = named.transcript("D1").spans("sentence")
    text = named.transcript("D1").text
    assert sorted(told) == [(u.start, u.end, text[u.start : u.end]) for u in units]
    assert named.questions()[0].question.quote == "We must pay."
    memo = next(each for each in named.memos() if each.body == "on a passage")
    assert (memo.start, memo.end) == PAY
    assert named.check() == ()
    assert named.look_at_files([back]).files[0].nothing_new


def test_without_a_list_there_is_nothing_to_replace(project: Project, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No name"):
        disguised(project, tmp_path)
    with pytest.raises(Refused, match="stands for"):
        project.set_stand_ins({"Smith": " "})
    assert project.proposed_stand_ins() == {
        "Mr. Smith": "Person 1", "Smith": "Person 1",
        "Ms. Jones": "Person 2", "Jones": "Person 2",
    }  # fmt: skip


def test_the_list_can_be_changed_and_taken_back(named: Project) -> None:
    named.set_stand_ins({"Smith": "B"})
    assert named.stand_ins() == {"Smith": "B"}
    named.undo()
    assert named.stand_ins() == NAMES


def test_whole_names_alone_are_replaced() -> None:
    stand_ins = StandIns({"Will": "P", "Will Smith": "Q"})
    assert stand_ins.in_words("Will Smith, Will's Willy; WILL will") == "Q, P's Willy; P will"
    assert proposed(["Ann Lee", "Question", ""]) == {
        "Ann Lee": "Person 1", "Lee": "Person 1", "Question": "Person 2",
    }  # fmt: skip


def test_a_name_over_the_border_of_a_unit_leaves_both_units_words() -> None:
    text, changes = StandIns({"St. Lee": "P"}).in_text("St. Lee spoke.", [3])
    assert text == f"P{NOTHING_LEFT} spoke."
    assert TextMap(changes).start(3) == 1


@given(
    st.lists(st.sampled_from(["Lee", " ", "so", "Lee.", "x"]), max_size=12),
    st.sets(st.integers(0, 30)),
)
def test_every_place_of_a_text_is_found_again(words: list[str], borders: set[int]) -> None:
    text = " ".join(words)
    made, changes = StandIns({"Lee": "Somebody", "so": "a"}).in_text(
        text, sorted(each for each in borders if each <= len(text))
    )
    there = TextMap(changes)
    for at, letter in enumerate(text):
        if not any(c.start <= at < c.end for c in changes):
            assert made[there.start(at)] == letter
    longer = sum((c.new_end - c.new_start) - (c.end - c.start) for c in changes)
    assert len(made) - len(text) == longer
