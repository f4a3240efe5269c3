"""Does the proposal say what is a speaker, why, and what a decision would change?"""

from __future__ import annotations

import pytest

from annotator.model.transcript import Source
from annotator.transcripts import read_text
from annotator.transcripts.candidates import Candidate, propose, proposed_choices
from annotator.transcripts.choices import ANSWERS, Choice, Choices
from annotator.transcripts.joins import joins, resemblances

JOINT = (
    "Joint statements\n\nby NATO Secretary General Anna Berg with Minister John Doe\n\n"
    "• 28 Nov. 2023 -\n• Last Updated: 28 Nov. 2023 16:04\n\n"
    "NATO Secretary General Anna Berg: Welcome. We met.\n\nMinister John Doe: Thank you.\n"
)
DEBATE = (
    "A Debate\nOctober 5, 2004\nPARTICIPANTS: FOX, HARE\n\n"
    + "MR. FOX: One.\nMS. HARE: Two.\n" * 4
    + "Mr. FOX: Three.\nMR. F0X: Four.\nPeace: Five.\n"
)


def _by_label(text: str) -> dict[str, Candidate]:
    return {one.label: one for one in propose(text).candidates}


def test_every_label_has_count_passage_confidence_and_reason() -> None:
    proposal = propose(JOINT)
    berg, doe, updated = proposal.candidates
    assert (berg.label, berg.count, berg.confidence) == (
        "NATO Secretary General Anna Berg",
        1,
        "high",
    )
    assert berg.reason == "Office and name; both stand in the by-line"
    assert (berg.choice.name, berg.choice.role) == ("Anna Berg", "NATO Secretary General")
    assert JOINT[berg.passage.start : berg.passage.end] == "Welcome. We met."
    assert doe.decision == "speaker"
    assert (updated.label, updated.decision, updated.confidence) == (
        "Last Updated",
        "not a speaker",
        "low",
    )
    assert updated.reason == "A date follows; before the first turn"
    assert proposal.language.code in {"", "en"}


def test_spellings_of_one_person_are_joined_and_say_why() -> None:
    found = _by_label(DEBATE)
    assert found["MR. FOX"].count == 4
    assert found["Mr. FOX"].choice == Choice(join="MR. FOX")
    assert found["MR. F0X"].choice == Choice(join="MR. FOX")
    assert found["MR. F0X"].reason == "A letter misread by a scanner"
    assert found["Peace"].decision == "not a speaker"
    assert found["PARTICIPANTS"].decision == "not a speaker"
    assert {t.speaker for t in read_text(DEBATE).turns} == {"MR. FOX", "MS. HARE"}


def test_not_a_speaker_gives_the_words_to_the_turn_before() -> None:
    before = read_text(JOINT)
    after = read_text(JOINT, choices={"Minister John Doe": Choice(speaker=False)})
    assert [t.label for t in after.turns] == ["NATO Secretary General Anna Berg"]
    assert after.turns[0].end == before.turns[1].end
    assert after.spans("sentence").nearest(0) is not None
    assert len(after.spans("sentence")) > len(before.spans("sentence")) - 1


def test_accepting_what_was_not_believed() -> None:
    after = read_text(DEBATE, choices={"Peace": Choice(name="Ann Peace", role="Guest")})
    last = after.turns[-1]
    assert (last.label, last.speaker, last.role) == ("Peace", "Ann Peace", "Guest")


def test_accepting_a_line_of_the_header_ends_the_header_there() -> None:
    after = read_text(JOINT, choices={"Last Updated": Choice()})
    assert after.turns[0].label == "Last Updated"
    assert after.metadata.last_updated == ""
    assert after.metadata.date == "2023-11-28"


def test_rename_and_join() -> None:
    choices = {"MR. FOX": Choice(name="Ed Fox", role="Host"), "MS. HARE": Choice(join="MR. FOX")}
    after = read_text(DEBATE, choices=choices)
    assert {(t.speaker, t.role) for t in after.turns} == {("Ed Fox", "Host")}
    assert len(after.turns) == 1


def test_joins_in_a_circle_end() -> None:
    choices = {"MR. FOX": Choice(join="MS. HARE"), "MS. HARE": Choice(join="MR. FOX")}
    assert read_text(DEBATE, choices=choices).turns


def test_answers_can_be_renamed_or_left_with_the_questions() -> None:
    text = "Q. Why so?\nBecause it helps.\n\nQ. And then?\nWe will see.\n"
    proposal = propose(text)
    assert proposal.answers is not None
    assert proposal.answers.count == 2
    named = read_text(text, choices={ANSWERS: Choice(name="Ann Gil", role="Minister")})
    assert [t.speaker for t in named.turns] == ["Q", "Ann Gil", "Q", "Ann Gil"]
    joined = propose(text, choices={ANSWERS: Choice(speaker=False)})
    assert [t.label for t in joined.transcript.turns] == ["Q"]
    assert joined.answers is not None
    assert not joined.answers.choice.speaker


def test_dates_that_must_be_decided() -> None:
    in_text = propose("Remarks\n03/04/2023\n\nWe met. We left.\n")
    (question,) = in_text.dates
    assert (question.words, question.readings) == ("03/04/2023", ("2023-04-03", "2023-03-04"))
    assert in_text.transcript.date == "2023"
    in_name = propose("We met. We left.\n", source=Source(name="remarks_03-04-2023.docx"))
    (question,) = in_name.dates
    assert question.where == "file name"
    assert str(question) in in_name.transcript.source.flags


@pytest.mark.parametrize("text", [JOINT, DEBATE, "", "Just words.", "Q. Why?\nSo.\n"])
def test_all_proposed_choices_together_change_nothing(text: str) -> None:
    proposal = propose(text)
    again = read_text(text, choices=proposed_choices(proposal))
    assert again.turns == read_text(text).turns


@pytest.mark.parametrize(
    ("labels", "joined"),
    [
        (["MR. FOX", "Mr. Fox", "MR FOX"], {"Mr. Fox": "MR. FOX", "MR FOX": "MR. FOX"}),
        (["THE CHAIR", "Chair"], {"Chair": "THE CHAIR"}),
        (["O'MALLEY", "O'MALLEY (?)"], {"O'MALLEY (?)": "O'MALLEY"}),
        (["CLINTON", "ClINTON"], {"ClINTON": "CLINTON"}),
        (["MR. SM1TH", "MR. SMITH"], {"MR. SM1TH": "MR. SMITH"}),
        (["ANN COOPER, CNN ANCHOR", "COOPER"], {"COOPER": "ANN COOPER, CNN ANCHOR"}),
        (["MALE", "UNIDENTIFIED MALE"], {"MALE": "UNIDENTIFIED MALE"}),
        (["Mr. Fox", "Fox"], {"Fox": "Mr. Fox"}),
        (["Mr. Khan (Peru)", "Mr. Khan (Chad)"], {}),
        (["MR. BRADY", "MRS. BRADY"], {}),
        (["Sarah Brady", "James Brady", "BRADY"], {}),
        (["Speaker 1", "Speaker 2"], {}),
        (["Student A", "Student B", "A"], {}),
        (["PRESIDENT", "VICE PRESIDENT"], {}),
        (["Speaker", "Deputy Speaker"], {}),
        (["BUSH", "Barbara Bush"], {}),
        (["Q", "A", "QUESTION"], {}),
    ],
)
def test_which_labels_are_one_person(labels: list[str], joined: dict[str, str]) -> None:
    assert {one: join.label for one, join in joins(dict.fromkeys(labels, 1)).items()} == joined


def test_one_letter_apart_is_pointed_out_and_not_joined() -> None:
    assert resemblances({"CLINTON": 9, "CLINTAN": 1}) == {"CLINTAN": "CLINTON"}
    assert resemblances({"Speaker 1": 9, "Speaker 2": 1, "MR. HALE": 9, "MR. HARE": 9}) == {}
    text = "CLINTON: a\nTRUMP: b\n" * 4 + "CLINTAN: c\nTRUMP: d\n"
    assert _by_label(text)["CLINTAN"].resembles == "CLINTON"


def test_a_misread_name_is_pointed_out_in_its_right_spelling() -> None:
    text = "MR. FOX: Thank you, Mr. Smith.\nMR. SM1TH: Please.\nMR. FOX: So.\n"
    assert _by_label(text)["MR. SM1TH"].hint == "MR. SMITH"


INSIDE = """TRUMP: We will win. We always do.

HUCKABEE: I said so. TRUMP: No, you did not. I did.

TRUMP: Right. MR. FOX: Thank you both. It is: late. The BBC: no. At 10 p.m.: more.

HUCKABEE: Yes.
"""


def _told(text: str, choices: Choices) -> list[tuple[str, str]]:
    return [
        (turn.speaker, text[turn.text_start : turn.end].strip())
        for turn in propose(text, choices=choices).transcript.turns
    ]


def test_a_label_inside_a_paragraph_is_asked_and_stays_words() -> None:
    found = propose(INSIDE)
    inside = [one for one in found.candidates if one.style == "inside"]
    assert [(one.label, one.decision, one.confidence) for one in inside] == [
        ("… TRUMP", "not a speaker", "low"),
        ("… MR. FOX", "not a speaker", "low"),
    ]
    assert [turn.label for turn in found.transcript.turns] == ["TRUMP", "HUCKABEE"] * 2
    assert proposed_choices(found)["… TRUMP"] == Choice(speaker=False)


def test_a_label_inside_a_paragraph_begins_a_turn_of_the_same_person_once_decided() -> None:
    chosen = {"… TRUMP": Choice(), "… MR. FOX": Choice(), "TRUMP": Choice(name="Donald Trump")}
    assert _told(INSIDE, chosen) == [
        ("Donald Trump", "We will win. We always do."),
        ("HUCKABEE", "I said so."),
        ("Donald Trump", "No, you did not. I did.\n\nTRUMP: Right."),
        ("MR. FOX", "Thank you both. It is: late. The BBC: no. At 10 p.m.: more."),
        ("HUCKABEE", "Yes."),
    ]
    assert _told(INSIDE, {"… TRUMP": Choice(name="Eric Trump")})[2][0] == "Eric Trump"
    joined = {"… TRUMP": Choice(join="HUCKABEE")}
    assert _told(INSIDE, joined)[1] == ("HUCKABEE", "I said so. TRUMP: No, you did not. I did.")
