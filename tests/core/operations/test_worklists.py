"""What is left, what is doubtful, what has a memo: is it what a coder would list by hand?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.errors import Refused
from annotator.model.codebook import CodeDraft
from annotator.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three transcripts of two sentences."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("One is here. Two is there.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Three. Four.\n", "utf-8")
    (tmp_path / "c.txt").write_text("Five. Six.\n", "utf-8")
    with annotator.create(tmp_path / "study.annotator", coder="ana") as made:
        made.import_transcripts([tmp_path / f"{name}.txt" for name in "abc"])
        made.add_code(CodeDraft("W", "War"))
        yield made


def test_what_is_left_is_what_is_not_finished_of_what_was_handed_out(project: Project) -> None:
    assert [item.transcript_id for item in project.worklist("left")] == [1, 2, 3]
    project.finish(2)
    assert [item.transcript_id for item in project.worklist("left")] == [1, 3]
    assert list(project.own_finished()) == [2]
    project.assign(project.current_round(), {"ana": [3, 2]})
    assert project.own_work() == (3, 2)
    assert [item.transcript_id for item in project.worklist("left")] == [3]
    project.reopen(2)
    assert [item.transcript_id for item in project.worklist("left")] == [3, 2]


def test_another_coder_has_another_list(project: Project) -> None:
    project.finish(1)
    project.apply_coding(2, 0, 6, "W", unsure=True)
    project.use_coder("ben")
    assert [item.transcript_id for item in project.worklist("left")] == [1, 2, 3]
    assert project.worklist("unsure") == ()


def test_doubts_and_memos_come_in_order_of_the_text(project: Project) -> None:
    project.apply_coding(2, 7, 12, "W", unsure=True, memo="why")
    project.apply_coding(1, 13, 26, "W", unsure=True)
    project.apply_coding(1, 0, 12, "W")
    info = project.info(3)
    project.write_memo("passage", info.uuid, "look", start=6, end=10)
    project.write_memo("transcript", project.info(1).uuid, "odd")
    assert project.worklist("unsure") == ((1, 13, 26), (2, 7, 12))
    assert project.worklist("memo") == ((1, 0, 0), (2, 7, 12), (3, 6, 10))
    project.undo()
    assert project.worklist("memo") == ((2, 7, 12), (3, 6, 10))


def test_units_without_code_and_decision(project: Project) -> None:
    assert [(unit.start, unit.end) for unit in project.undecided(1)] == [(0, 12), (13, 26)]
    project.apply_coding(1, 3, 5, "W")
    assert [(unit.start, unit.end) for unit in project.undecided(1)] == [(13, 26)]
    project.decide_nothing(1, 13, 26)
    assert project.undecided(1) == ()


def test_a_finished_transcript_is_changed_only_after_it_is_reopened(project: Project) -> None:
    done = project.apply_coding(1, 0, 12, "W")
    project.finish(1)
    acts = (
        lambda: project.apply_coding(1, 13, 26, "W"),
        lambda: project.apply_to_passage(1, 0, 26, "W"),
        lambda: project.remove_coding(done.id),
        lambda: project.set_unsure(done.id, unsure=True),
        lambda: project.change_passage(done.id, 0, 5),
        lambda: project.decide_nothing(1, 13, 26),
        lambda: project.withdraw_decision(1, 13, 26),
        lambda: project.apply_to_found([(1, 13, 26)], "W", words="two"),
    )
    steps = len(project.steps())
    for act in acts:
        with pytest.raises(Refused, match="“a” is finished"):
            act()
    assert len(project.steps()) == steps
    project.reopen(1)
    project.apply_coding(1, 13, 26, "W")
    assert "“a” reopened" in [step.label for step in project.steps()]
