"""Are speaker labels found, split into role and name, and told from sentences with a colon?"""

from __future__ import annotations

import pytest

from annotator.transcripts import read_text
from annotator.transcripts.names import Person, person_in

LABELS = {
    "NATO Secretary General Anna Berg": Person("Anna Berg", "NATO Secretary General"),
    "US Secretary of State John Doe": Person("John Doe", "US Secretary of State"),
    "Prime Minister of Estonia Mari Tamm": Person("Mari Tamm", "Prime Minister of Estonia"),
    "Prime Minister of the Czech Republic Jan Novák": Person(
        "Jan Novák", "Prime Minister of the Czech Republic"
    ),
    "Minister for Foreign Affairs of Germany Eva Braun-Kurz": Person(
        "Eva Braun-Kurz", "Minister for Foreign Affairs of Germany"
    ),
    "European Commission President Ria van der Berg": Person(
        "Ria van der Berg", "European Commission President"
    ),
    "High Representative/Vice-President Juan Gil": Person(
        "Juan Gil", "High Representative/Vice-President"
    ),
    "Anna Berg, NATO Secretary General": Person("Anna Berg", "NATO Secretary General"),
    "JOHN DOE, CNN ANCHOR": Person("JOHN DOE", "CNN ANCHOR"),
    "Oana Pop (NATO Spokesperson)": Person("Oana Pop", "NATO Spokesperson"),
    "Mr. HALIM (Malaysia)": Person("Mr. HALIM", "Malaysia"),
    "Ms. SILVA (Brazil) (spoke in Spanish)": Person("Ms. SILVA", "Brazil"),
    "Anna Berg [NATO Secretary General]": Person("Anna Berg", "NATO Secretary General"),
    "SENATOR WARD": Person("WARD", "SENATOR"),
    "President von der Heide": Person("von der Heide", "President"),
    "O'MALLEY (?)": Person("O'MALLEY"),
    "President of the United States": Person("President of the United States"),
    "MR. MILLER": Person("MR. MILLER"),
    "THE MODERATOR": Person("THE MODERATOR"),
    "QUESTION": Person("QUESTION"),
    "Speaker 2": Person("Speaker 2"),
    "Anna Berg": Person("Anna Berg"),
    "主席": Person("主席"),
}


@pytest.mark.parametrize("label", LABELS)
def test_role_and_name(label: str) -> None:
    assert person_in(label) == LABELS[label]


def _labels(text: str) -> list[str]:
    return [turn.label for turn in read_text(text).turns]


def test_press_briefing() -> None:
    text = "1:31 p.m. EDT\n\nMR MILLER:  Hello.\n\nQUESTION:  Yes — at 10:30?\n\nMR MILLER:  No.\n"
    found = read_text(text)
    assert [t.label for t in found.turns] == ["MR MILLER", "QUESTION", "MR MILLER"]
    assert [text[t.text_start : t.end].strip() for t in found.turns] == [
        "Hello.",
        "Yes — at 10:30?",
        "No.",
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "The Chair: Go on.\nMr. X (Peru) (spoke in Spanish): Yes.\nQuestion [Press]: Why?",
            ["The Chair", "Mr. X (Peru) (spoke in Spanish)", "Question [Press]"],
        ),
        ("President: Mr. HALIM (Peru)\n\nThe Chair: Go on.\n", ["The Chair"]),
        ("THE MODERATOR: Welcome.\nNow: we begin.\nMR. FOX: Thanks.", ["THE MODERATOR", "MR. FOX"]),
        ("Ana: Hi.\nBob: Hello.\nAna: Bye.\nBob: Bye.", ["Ana", "Bob", "Ana", "Bob"]),
        ("I: Wie geht es?\nB: Gut.\nI: Schön.\nB: Ja.", ["I", "B", "I", "B"]),
        (
            "主席：多謝。\n陳議員：我反對。\n主席：好。\n陳議員：不。",
            ["主席", "陳議員", "主席", "陳議員"],
        ),
        ("Ana Berg: Hi.\nJohn Doe: Once.\nAna Berg: Bye.", ["Ana Berg", "John Doe", "Ana Berg"]),
        (
            "FOX: Hi.\n\nCOOPER, ANCHOR: Hello.\n\nFOX: So?\n\nCOOPER: Yes.",
            ["FOX", "COOPER, ANCHOR", "FOX", "COOPER"],
        ),
        ("STONE: A speech by one person only.\n\nMore.", ["STONE"]),
        ("O'NEIL:No space here.\nFOX:So?\nO'NEIL:Again.", ["O'NEIL", "FOX", "O'NEIL"]),
        (
            "**Ana:** Hi.\n**Bob**: Hello.\n**Ana:** Bye.\n**Bob**: Bye.",
            ["Ana", "Bob", "Ana", "Bob"],
        ),
        ("Interviewer 1: Why?\nParticipant 2: So.", ["Interviewer 1", "Participant 2"]),
    ],
)
def test_colon_labels(text: str, labels: list[str]) -> None:
    assert _labels(text) == labels


@pytest.mark.parametrize(
    "text",
    [
        "Remember: we must win.\nNote: this stays.\nNote: this too.",
        "I have to say this: we agree.\nAnd then: nothing.",
        "Last updated: yesterday we said so.\nSource: nobody knows.",
        "See https://example.org/x\nat 10:30 we met\n12:45 we left",
        "The president said: we go.\nThe president said: we stay.",
        "Mr. President: I thank you for this.\nThat is all.",
        "Article 5: an attack on one.\nArticle 6: the area.\nArticle 5: again.",
        "Plan A: we go. Then we see.\nOption B: we stay.",
        "Question 3: why so? Then we wait.\n**: x\n*: y",
        "Dear Minister: thank you for your letter.",
    ],
)
def test_sentences_with_a_colon_are_no_turns(text: str) -> None:
    found = read_text(text)
    assert [t.label for t in found.turns] == [""]
    assert found.header == ()
    assert "no speakers found" in found.source.flags


def test_header_lines_are_never_turns() -> None:
    text = (
        "Town Hall in Springfield\nSeptember 26, 2016\nPARTICIPANTS: FOX, HARE\n"
        "MODERATOR: Ann Owl (ABC News)\n\nOWL: Good evening.\nFOX: Thank you.\n"
        "[applause]\nHARE: Thanks.\nOWL: First question.\n"
    )
    found = read_text(text)
    assert [t.label for t in found.turns] == ["OWL", "FOX", "HARE", "OWL"]
    assert found.title == "Town Hall in Springfield"
    assert found.date == "2016-09-26"
    assert [f.kind for f in found.header[:4]] == ["title", "date", "furniture", "furniture"]


def test_speech_before_the_first_label_is_nobodys_turn_and_flagged() -> None:
    text = "Good morning, everybody. We begin with a short statement.\n\nMS. FOX: Thanks.\n"
    found = read_text(text)
    assert [(t.label, t.speaker) for t in found.turns] == [("", ""), ("MS. FOX", "MS. FOX")]
    assert found.turns[0].end == found.turns[1].start
    assert "text before the first speaker" in found.source.flags


def test_markdown_stars_are_part_of_the_label() -> None:
    text = "# A talk\n\n**Ana:** Hi.\n\n**Ana:** Bye.\n"
    found = read_text(text)
    assert found.title == "A talk"
    assert [text[s.start : s.end] for s in found.spans("sentence")] == ["Hi.", "Bye."]
    assert text[found.header[1].start : found.header[1].end] == "**Ana:**"


def test_a_label_without_words_is_an_empty_turn_and_no_unit() -> None:
    found = read_text("MR. FOX:\n\nMS. HARE: Yes.\n")
    assert found.turns[0].text_start == found.turns[0].end == found.turns[1].start
    assert len(found.spans("turn")) == 1


def test_words_on_the_line_after_the_label() -> None:
    text = "MR. FOX:\nFirst words.\n\nMS. HARE:\n\n  Second words.\n"
    found = read_text(text)
    assert [text[s.start : s.end] for s in found.spans("turn")] == ["First words.", "Second words."]


def test_labels_that_stand_once_are_counted() -> None:
    text = "FOX: One.\nHARE: Two.\nFOX: Three.\nQ. And you?\nQ. And they?\n"
    assert read_text(text).source.flags == ("1 speaker label found only once",)


@pytest.mark.parametrize("text", ["Just words.", "  \n Just words. \n", "a", "é\nb: c\n"])
def test_text_without_a_shape_is_one_turn(text: str) -> None:
    found = read_text(text)
    (turn,) = found.turns
    assert (turn.label, turn.speaker, turn.role, turn.end) == ("", "", "", len(text))
    assert text[: turn.text_start].strip() == ""
    assert (found.title, found.header) == ("", ())


def test_no_text_at_all() -> None:
    found = read_text("")
    assert (found.turns, found.header) == ((), ())
    assert all(len(units.spans) == 0 for units in found.units)
