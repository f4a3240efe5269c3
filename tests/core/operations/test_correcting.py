"""Is a text corrected as one act, with every coding carried and whatever was touched listed?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import Cancelled, Refused
from annotator.model.codebook import CodeDraft
from annotator.model.shape import shape_of
from annotator.project import Project

TALK = """Talk in the hal
28 November 2023

MR. SM1TH: Good evening. We will suport Ukraine. There is much to do.

BEN ROY: I think so. Let us see.
"""
BETTER = (
    TALK.replace("hal\n", "hall\n")
    .replace("SM1TH", "SMITH")
    .replace("suport", "support")
    .replace("Let us see.", "Let us see. Thank you")
    .replace("I think so. ", "")
)


@pytest.fixture
def talk(project: Project, tmp_path: Path) -> int:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return project.import_transcripts([path]).imported[0].id


def code(project: Project, transcript: int, words: str, code_id: str = "UKR") -> int:
    start = project.transcript(transcript).text.index(words)
    return project.apply_coding(transcript, start, start + len(words), code_id).id


def quotes(project: Project, transcript: int) -> dict[int, str]:
    return {one.id: one.quote for one in project.codings_in(transcript)}


def test_codings_go_over_and_what_was_touched_is_listed(project: Project, talk: int) -> None:
    touched = code(project, talk, "We will suport Ukraine.")
    untouched = code(project, talk, "There is much to do.")
    gone = code(project, talk, "I think so.", "CHINA")
    planned = project.plan_correction(talk, BETTER, note="names and spelling")
    assert quotes(project, talk)[touched] == "We will suport Ukraine."
    report = project.correct_text(talk, BETTER, note="names and spelling")
    assert planned.report == report
    assert (report.carried, report.touched, report.gone, report.joined) == (2, 1, 1, 0)
    assert quotes(project, talk) == {
        touched: "We will support Ukraine.",
        untouched: "There is much to do.",
    }
    first, second = project.to_look_at()
    assert (first.what, first.quote, first.now_quote, first.coding_id) == (
        "other words",
        "We will suport Ukraine.",
        "We will support Ukraine.",
        touched,
    )
    assert (second.what, second.quote, second.now_quote, second.coding_id) == (
        "gone",
        "I think so.",
        "",
        gone,
    )
    assert project.check() == ()


def test_the_text_before_stays_readable(project: Project, talk: int) -> None:
    project.correct_text(talk, BETTER, note="names and spelling")
    now, before = project.text_versions(talk)
    assert (now.number, now.is_current, now.note) == (2, True, "names and spelling")
    assert (before.number, before.is_current, before.changes) == (1, False, ())
    assert project.text_of_version(before.id) == TALK
    assert project.text_of_version(now.id) == project.transcript(talk).text == BETTER
    assert [BETTER[each.new_start : each.new_end] for each in now.changes][:3] == [
        "hall",
        "SMITH",
        "support",
    ]


def test_turns_units_and_title_follow(project: Project, talk: int) -> None:
    project.give_turns(talk, [1], "Benjamin Roy", "guest")
    project.correct_text(talk, BETTER)
    after = project.transcript(talk)
    assert after.info.metadata.title == "Talk in the hall"
    assert [(turn.label, turn.speaker, turn.role) for turn in after.turns] == [
        ("MR. SMITH", "MR. SMITH", ""),
        ("BEN ROY", "Benjamin Roy", "guest"),
    ]
    assert [after.quote(span) for span in after.spans("sentence")] == [
        "Good evening.",
        "We will support Ukraine.",
        "There is much to do.",
        "Let us see.",
        "Thank you",
    ]
    assert after.info.speakers == (("MR. SMITH", ""), ("Benjamin Roy", "guest"))


def test_decisions_follow_their_sentences(project: Project, talk: int) -> None:
    sentences = project.transcript(talk).spans("sentence")
    for number in (0, 1, 3):
        project.decide_nothing(talk, sentences[number].start, sentences[number].end)
    report = project.correct_text(talk, BETTER)
    assert report.decisions_gone == 1
    after = project.transcript(talk)
    assert [after.quote(each.span) for each in project.decisions(talk)] == [
        "Good evening.",
        "We will support Ukraine.",
    ]


def test_one_undo_brings_everything_back(project: Project, talk: int) -> None:
    code(project, talk, "We will suport Ukraine.")
    code(project, talk, "I think so.", "CHINA")
    before, codings = project.transcript(talk), project.codings_in(talk)
    project.correct_text(talk, BETTER)
    after, carried = project.transcript(talk), project.codings_in(talk)
    changes = project.undo()
    assert talk in changes.transcripts
    assert talk in changes.codings_in
    assert shape_of(project.transcript(talk)) == shape_of(before)
    assert project.info(talk).metadata == before.info.metadata
    assert [(c.id, c.start, c.end, c.quote) for c in project.codings_in(talk)] == [
        (c.id, c.start, c.end, c.quote) for c in codings
    ]
    assert project.to_look_at() == ()
    assert len(project.text_versions(talk)) == 1
    project.redo()
    assert shape_of(project.transcript(talk)) == shape_of(after)
    assert {c.quote for c in project.codings_in(talk)} == {c.quote for c in carried}
    assert len(project.to_look_at()) == 2
    project.undo()
    project.correct_text(talk, BETTER)
    assert project.check() == ()


def test_codings_that_come_to_say_the_same_are_one(project: Project, talk: int) -> None:
    code(project, talk, "Good evening. We will")
    code(project, talk, "evening. We will")
    report = project.correct_text(talk, TALK.replace("Good evening. ", ""))
    assert (report.carried, report.joined) == (1, 1)
    assert [one.quote for one in project.codings_in(talk)] == ["We will"]
    assert project.check() == ()


def test_looking_is_the_coders_own_and_an_act(project: Project, talk: int) -> None:
    code(project, talk, "We will suport Ukraine.")
    project.correct_text(talk, BETTER)
    (one,) = project.to_look_at(talk)
    mine = project.coder.name
    project.use_coder("somebody")
    assert project.to_look_at() == ()
    with pytest.raises(Refused, match="another coder's"):
        project.looked_at([one.id])
    project.use_coder(mine)
    project.looked_at([one.id])
    assert project.to_look_at() == ()
    project.undo()
    assert project.to_look_at(talk) == (one,)


def test_memos_and_examples_follow(project: Project, talk: int) -> None:
    text = project.transcript(talk)
    at = TALK.index("There is much")
    project.write_memo("passage", text.info.uuid, "how much?", start=at, end=at + 13)
    project.correct_text(talk, BETTER)
    (memo,) = project.memos("passage")
    assert memo.start is not None
    assert BETTER[memo.start : memo.end] == "There is much"


@pytest.mark.parametrize(
    ("text", "why"),
    [(TALK, "the same"), (" \n", "Nothing would be left"), ("\ufeff" + TALK, "the same")],
)
def test_what_is_no_correction(project: Project, talk: int, text: str, why: str) -> None:
    steps = len(project.steps())
    with pytest.raises(Refused, match=why):
        project.correct_text(talk, text)
    assert len(project.steps()) == steps


def test_cancelling_changes_nothing(project: Project, talk: int) -> None:
    code(project, talk, "We will suport Ukraine.")
    before = project.transcript(talk)

    def stop(done: int, total: int, label: str = "") -> None:  # noqa: ARG001 - a Progress
        raise Cancelled

    with pytest.raises(Cancelled):
        project.correct_text(talk, BETTER, progress=stop)
    assert project.transcript(talk) == before
    assert project.check() == ()


def test_who_may_not_change_transcripts_corrects_none(project: Project, talk: int) -> None:
    project.use_coder("somebody")
    with pytest.raises(Refused, match="change the transcripts"):
        project.correct_text(talk, BETTER)


def test_a_corrected_file_can_be_taken(project: Project, talk: int, tmp_path: Path) -> None:
    path = tmp_path / "better.txt"
    path.write_text(BETTER, encoding="utf-8", newline="\r\n")
    project.correct_text(talk, project.text_in_file(path))
    assert project.transcript(talk).text == BETTER


WORDS = st.sampled_from(["Good ", "evening. ", "We ", "will ", "see. ", "\n", "\n\nBEN: ", "ANN: "])


@given(st.lists(WORDS, min_size=6, max_size=24), st.lists(WORDS, max_size=24), st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_coding_is_lost_and_none_says_other_words_unlisted(
    project: Project, tmp_path: Path, old: list[str], new: list[str], data: st.DataObject
) -> None:
    number = len(project.transcripts())
    text = f"ANN: Talk {number}. " + "".join(old)
    path = tmp_path / f"any{number}.txt"
    path.write_text(text, encoding="utf-8")
    (info,) = project.import_transcripts([path]).imported
    for sentence in project.transcript(info.id).spans("sentence"):
        if data.draw(st.booleans()):
            project.apply_coding(info.id, sentence.start, sentence.end, "UKR")
    before = {one.id: one.quote for one in project.codings_in(info.id)}
    try:
        report = project.correct_text(info.id, f"ANN: Talk {number}. " + "".join(new))
    except Refused:
        return
    assert report.carried + report.gone + report.joined == len(before)
    listed = {one.coding_id or -1 for one in project.to_look_at(info.id)}
    for one in project.codings_in(info.id):
        assert one.quote == before[one.id] or one.id in listed
    assert project.check_transcript(info.id) == ()
    project.undo()
    assert {one.id: one.quote for one in project.codings_in(info.id)} == before


def test_what_a_correction_touched_goes_with_its_transcript(project: Project) -> None:
    info = project.transcripts()[0]
    span = project.transcript(info.id).spans("sentence")[0]
    project.add_code(CodeDraft("ANY", "Any"))
    project.apply_coding(info.id, span.start, span.end, "ANY")
    text = project.whole_transcript(info.id).text
    project.correct_text(info.id, text[: span.start + 3] + " really" + text[span.start + 3 :])
    assert len(project.to_look_at()) == 1
    project.remove_transcript(info.id)
    assert project.check() == ()
    project.undo()
    assert len(project.to_look_at()) == 1
    assert project.check() == ()
