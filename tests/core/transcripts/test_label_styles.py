"""Are labels found in every style that transcripts use, and nothing else with them?"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.transcripts import read_text
from annotator.transcripts.label_styles import Label, possible_labels

SPEECH = "We met today and we agreed on many things."


def _turns(text: str) -> list[tuple[str, str]]:
    found = read_text(text)
    return [(t.label, " ".join(found.text[t.text_start : t.end].split())) for t in found.turns]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("FOX: a\nHARE: b\nFOX: c", ["FOX", "HARE", "FOX"]),
        ("主席：好。\n陳議員：不。\n主席：是。", ["主席", "陳議員", "主席"]),
        ("Ana (0:01):\na\n\nBob (0:09):\nb\n\nAna (1:00):\nc", ["Ana", "Bob", "Ana"]),
        ("Ana: (09:51)\na\n\nBob: (10:01)\nb", ["Ana", "Bob"]),
        ("Speaker 1  0:03\na\n\nSpeaker 2  0:09\nb", ["Speaker 1", "Speaker 2"]),
        ("[00:01:02] Ana Gil: a\n[00:01:09] Bob Orr: b\n[00:02:00] Ana Gil: c",
         ["Ana Gil", "Bob Orr", "Ana Gil"]),
        ("00:05:16\tAna:\ta\n00:11:15\tBob:\tb\n00:12:00\tAna:\tc", ["Ana", "Bob", "Ana"]),
        ("Q Why?\n\nMR. FOX: So.\n\nQ And then?\n\nMR. FOX: No.",
         ["Q", "MR. FOX", "Q", "MR. FOX"]),
        ("Q. Why?\nA. So.\nQ. And then?\nA. No.", ["Q", "A", "Q", "A"]),
        ("Q: Why?\nA: So.\nQ: And then?\nA: No.", ["Q", "A", "Q", "A"]),
        ("[id1] a\n[id2] b\n[id1] c\n[id2] d\n[id3] e", ["id1", "id2", "id1", "id2", "id3"]),
        ("[Ana Gil]: a\n[Bob Orr]: b\n[Ana Gil]: c\n[Bob Orr]: d",
         ["Ana Gil", "Bob Orr", "Ana Gil", "Bob Orr"]),
        ("THE CHAIR. a.\nMR. FOX: b.\nTHE CHAIR. c.\nMR. FOX: d.\nTHE CHAIR. e.",
         ["THE CHAIR", "MR. FOX", "THE CHAIR", "MR. FOX", "THE CHAIR"]),
        ("Mr. Lehrer. a.\nSenator Fox. b.\nMr. Lehrer. c.\nSenator Fox. d.\nMr. Lehrer. e.",
         ["Mr. Lehrer", "Senator Fox", "Mr. Lehrer", "Senator Fox", "Mr. Lehrer"]),
        ("MR. FOX: a\nMS. HARE: b\nMR. FOX; c", ["MR. FOX", "MS. HARE", "MR. FOX"]),
        ("ANA GIL\nWe met.\n\nBOB ORR\nYes, we did.\n\nANA GIL\nGood.\n\nBOB ORR\nWell.",
         ["ANA GIL", "BOB ORR", "ANA GIL", "BOB ORR"]),
        ("Ana Gil\tWe met.\nBob Orr\tYes.\nAna Gil\tGood.\nBob Orr\tWell.",
         ["Ana Gil", "Bob Orr", "Ana Gil", "Bob Orr"]),
        ("The Minister, Office of the Leader\n(Mr. Kiwi):\nSir, a.\n\nMr. Deputy Speaker: b.",
         ["The Minister, Office of the Leader (Mr. Kiwi)", "Mr. Deputy Speaker"]),
        (">> ANA: a\n>> BOB: b\n>> ANA: c", ["ANA", "BOB", "ANA"]),
        ("- Ana: a\n- Bob: b\n- Ana: c\n- Bob: d", ["Ana", "Bob", "Ana", "Bob"]),
        ("The SPEAKER: a\nMr N SINGH: b\nThe SPEAKER: c",
         ["The SPEAKER", "Mr N SINGH", "The SPEAKER"]),
        ("SPEAKER_00: a\nSPEAKER_01: b\nSPEAKER_00: c", ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]),
        ("ГОЛОВА: a\nПан Іваненко: b\nГОЛОВА: c\nПан Іваненко: d",
         ["ГОЛОВА", "Пан Іваненко", "ГОЛОВА", "Пан Іваненко"]),
        ("M. le président : a\nMme Dupont : b\nM. le président : c",
         ["M. le président", "Mme Dupont", "M. le président"]),
    ],
)  # fmt: skip
def test_every_style(text: str, labels: list[str]) -> None:
    assert [label for label, _ in _turns(text)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "Mr. President.\n\nThank you. We met.\n\nThank you. We agreed.\n\nThank you. We left.",
        "[applause] We won.\n[applause] We lost.\n[applause] We left.",
        "[1] See there.\n[2] See here.\n[1] Again.\n[2] Again.",
        "Q and A follows.\nQ and A follows.",
        "A vote is near.\nA vote is here.",
        "The Economy\nWe met.\n\nForeign Policy\nWe left.",
        "• Security: we met.\n• Middle East: we left.\n• Energy: we agreed.",
        "NATO. It stands.\nNATO. It falls.",
        "Topic: peace\nTopic: war\nSource: us\nSource: them",
        "At 10:30 we met.\n12:45 we left.",
    ],
)
def test_words_that_only_look_like_labels(text: str) -> None:
    assert [label for label, _ in _turns(text)] == [""]


def test_the_words_behind_each_label() -> None:
    text = "Ana (0:01):\n\nWe met.\n\nBob [0:09]: We left.\n\nAna: (1:00) So."
    assert _turns(text) == [("Ana", "We met."), ("Bob", "We left."), ("Ana", "So.")]


def test_a_label_repeated_on_each_paragraph_continues_the_turn() -> None:
    text = "FOX: One.\n\nFOX: Two.\n\nHARE: Three.\n\nFOX: Four.\n"
    found = read_text(text)
    assert [t.label for t in found.turns] == ["FOX", "HARE", "FOX"]
    sentences = [text[s.start : s.end] for s in found.spans("sentence")]
    assert sentences == ["One.", "Two.", "Three.", "Four."]
    assert [f.kind for f in found.header] == ["label"] * 4


def test_a_multi_paragraph_turn_reaches_to_the_next_label() -> None:
    text = f"FOX: {SPEECH}\n\n{SPEECH}\n\n{SPEECH}\n\nHARE: {SPEECH}\n\nFOX: Yes.\n"
    found = read_text(text)
    assert len(found.turns) == 3
    assert len(found.spans("paragraph")) == 5


def test_labels_with_a_full_stop_bring_names_that_stand_once() -> None:
    text = (
        "Press Secretary Ann Snow. All right. See you.\n\nMr. President.\n\n"
        "The President. Dee, how are you?\n\nMary J. \"Dee\" Moss. Mr. President.\n\n"
        "The President. Marlin, good.\n\nM. Mark Fitz. Thank you.\n\nThe President. Good.\n"
    )  # fmt: skip
    labels = [label for label, _ in _turns(text)]
    assert labels == [
        "Press Secretary Ann Snow", "The President", 'Mary J. "Dee" Moss',
        "The President", "M. Mark Fitz", "The President",
    ]  # fmt: skip


def test_a_full_stop_is_no_label_where_the_name_has_a_colon() -> None:
    text = "FOX: One.\nSenator Fox. You go.\nSenator Fox. You stay.\nSenator Fox. Hm.\nFOX: Yes.\n"
    assert [label for label, _ in _turns(text)] == ["FOX"]


def test_answers_without_a_label_are_those_of_the_only_speaker() -> None:
    text = (
        "Council: Remarks by High Representative Juan Gil upon arrival\n\nGood morning,\n\n"
        "We met.\n\nQ. Why so?\nBecause it helps.\nAnd more.\n\nQ. And then?\nWe will see.\n"
    )
    found = read_text(text)
    assert found.title == "Council: Remarks by High Representative Juan Gil upon arrival"
    speakers = [(t.label, t.speaker) for t in found.turns]
    gil = ("", "Juan Gil")
    assert speakers == [gil, ("Q", "Q"), gil, ("Q", "Q"), gil]
    assert "2 answers without a label read as Juan Gil's" in found.source.flags
    assert [text[s.start : s.end] for s in found.spans("turn")][2] == "Because it helps.\nAnd more."


def test_a_two_line_label_has_role_and_name() -> None:
    text = "The Minister for Health\n(Dr. Kiwi):\nSir, yes.\n\nMr. Speaker: Go on.\n"
    turn = read_text(text).turns[0]
    assert (turn.speaker, turn.role) == ("Dr. Kiwi", "The Minister for Health")


def test_how_somebody_speaks_is_no_role() -> None:
    text = "The Acting President (spoke in French): a.\nMr. Khan (Peru): b.\n"
    assert [(t.speaker, t.role) for t in read_text(text).turns] == [
        ("The Acting President", ""),
        ("Mr. Khan", "Peru"),
    ]


@example(label="B c：A", words="")
@given(label=st.text("ABcd ：.*_(\u00a0é李1", min_size=1, max_size=100), words=st.text("a1[(é"))
def test_the_plainest_labels_are_found_as_all_others_are(label: str, words: str) -> None:
    """A second blank behind the colon makes a line take the longer way to the same label."""
    found, other = (possible_labels(f"{label}:{blanks}a{words}") for blanks in (" ", "  "))
    assert [_but_the_blanks(one) for one in found] == [_but_the_blanks(one) for one in other]


def _but_the_blanks(one: Label) -> Label:
    """A label without how many blanks are behind the colon; a whole line has them within."""
    if one.style != "line":
        return replace(one, after=0)
    return replace(one, after=0, end=0, text=" ".join(one.text.split()))


def test_a_line_of_one_letter_before_a_colon_at_the_end() -> None:
    assert read_text("e\ntitle: ").text == "e\ntitle: "
