"""Are turns and units corrected by hand as one step each, without moving a coding?"""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import Refused
from annotator.model.persons import PersonDraft, PersonLabel
from annotator.model.transcript import OpenTranscript
from annotator.project import Project

TALK = """Talk in the hall
28 November 2023

ANN LEE: Good evening. We begin now. There is much to do.
BEN ROY; I think so. Let us see.

ANN LEE: Thank you. We go on.
"""


@pytest.fixture
def talk(project: Project, tmp_path: Path) -> int:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return project.import_transcripts([path]).imported[0].id


def speakers(transcript: OpenTranscript) -> list[str]:
    return [turn.speaker for turn in transcript.turns]


def at(words: str) -> int:
    return TALK.index(words)


def test_a_missed_label_becomes_a_turn_under_its_person(project: Project, talk: int) -> None:
    project.add_person(PersonDraft("Benjamin Roy", "guest", labels=(PersonLabel("BEN ROY"),)))
    before = project.transcript(talk)
    begin = project.turn_beginning(talk, at("think"))
    assert (begin.label, begin.start) == ("BEN ROY", at("BEN ROY"))
    project.split_turn(talk, at("think"))
    after = project.transcript(talk)
    assert speakers(after) == ["ANN LEE", "Benjamin Roy", "ANN LEE"]
    assert after.info.speakers == (("ANN LEE", ""), ("Benjamin Roy", "guest"))
    assert (after.info.n_turns, after.info.n_sentences) == (3, before.info.n_sentences)
    assert project.person("BEN ROY").n_turns == 1
    changes = project.undo()
    assert talk in changes.transcripts
    assert project.transcript(talk) == before
    project.redo()
    assert project.transcript(talk) == after


def test_codings_stay_on_their_words(project: Project, talk: int) -> None:
    coding = project.apply_coding(talk, at("BEN ROY"), at("Let us see") + 10, "UKR")
    project.split_turn(talk, at("BEN ROY"), speaker="Ben Roy")
    project.give_turns(talk, [2], "Cy Fox", "host")
    project.join_turn(talk, 1)
    assert speakers(project.transcript(talk)) == ["ANN LEE", "Cy Fox"]
    (same,) = project.codings_in(talk)
    assert (same.start, same.end, same.quote) == (coding.start, coding.end, coding.quote)
    assert project.check() == ()


def test_units_are_cut_by_hand_before_coding_alone(project: Project, talk: int) -> None:
    assert project.why_units_are_set(talk) == ""
    project.split_unit(talk, "sentence", at("There") + len("There "))
    assert project.info(talk).n_sentences == 8
    assert project.transcript(talk).units[0].segmenter.endswith("by hand")
    project.join_unit(talk, "sentence", 3)
    project.join_unit(talk, "sentence", 1)
    assert project.info(talk).n_sentences == 6
    project.apply_coding(talk, at("We begin"), at("We begin") + 8, "UKR")
    assert project.why_units_are_set(talk) == "it is coded already"
    with pytest.raises(Refused, match="it is coded already"):
        project.split_unit(talk, "sentence", at("much"))
    with pytest.raises(Refused, match="are set"):
        project.join_unit(talk, "paragraph", 1)
    assert project.info(talk).n_sentences == 6


def test_a_decision_holds_the_units_too(project: Project, talk: int) -> None:
    first = project.transcript(talk).spans("sentence")[0]
    project.decide_nothing(talk, first.start, first.end)
    with pytest.raises(Refused, match="decisions were made"):
        project.join_unit(talk, "sentence", 1)


def test_an_import_can_be_taken_back_once_the_corrections_are(project: Project, talk: int) -> None:
    project.give_turns(talk, [0], "Cy Fox")
    project.give_turns(talk, [0], "Dee Hay")
    project.undo()
    project.undo()
    assert project.undo().label == "One transcript imported"
    assert [info.doc_id for info in project.transcripts()] == ["D1"]
    project.redo()
    project.redo()
    assert speakers(project.transcript(talk))[0] == "Cy Fox"


def test_nothing_is_written_where_nothing_changes(project: Project, talk: int) -> None:
    steps = len(project.steps())
    project.give_turns(talk, [0], "ANN LEE")
    assert len(project.steps()) == steps
    with pytest.raises(Refused, match="begins there already"):
        project.split_turn(talk, at("Good"))
    assert len(project.steps()) == steps


def test_who_may_not_change_transcripts_changes_none(project: Project, talk: int) -> None:
    project.use_coder("somebody")
    with pytest.raises(Refused, match="change the transcripts"):
        project.split_turn(talk, at("BEN"))
