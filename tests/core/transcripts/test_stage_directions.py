"""Are applause, time marks and headings kept out of the units, and words of the speech kept in?"""

from __future__ import annotations

import pytest

from annotator.transcripts import read_text


def _fields(text: str, kind: str) -> list[str]:
    found = read_text(text)
    return [text[f.start : f.end] for f in found.header if f.kind == kind]


def _sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in read_text(text).spans("sentence")]


@pytest.mark.parametrize(
    ("text", "directions", "sentences"),
    [
        ("We won. [Laughter] So be it.", ["[Laughter]"], ["We won.", "So be it."]),
        ("We won. (Applause.)", ["(Applause.)"], ["We won."]),
        ("(APPLAUSE) We won.", ["(APPLAUSE)"], ["We won."]),
        ("We won. (Applause). We lost.", ["(Applause)."], ["We won.", "We lost."]),
        ("We won (applause).", ["(applause)"], ["We won (applause)."]),
        ("We, (laughter) well, won.", ["(laughter)"], ["We, (laughter) well, won."]),
        ("So.\n\n[At this point, the lights went out.]\n\nYes.",
         ["[At this point, the lights went out.]"], ["So.", "Yes."]),
        ("So.\n(CROSSTALK)\nYes.", ["(CROSSTALK)"], ["So.", "Yes."]),
        ("Wir gehen. (Beifall bei der SPD) Gut.", ["(Beifall bei der SPD)"],
         ["Wir gehen.", "Gut."]),
        ("Ми йдемо. (Оплески) Так.", ["(Оплески)"], ["Ми йдемо.", "Так."]),
        ("主席：好。（掌聲）謝謝。\n議員：不。\n主席：是。", ["（掌聲）"],
         ["好。", "謝謝。", "不。", "是。"]),
        ("The [European] Union (EU) has 401(k) plans.", [],
         ["The [European] Union (EU) has 401(k) plans."]),
        ("We met (as I said before) in May.", [], ["We met (as I said before) in May."]),
    ],
)  # fmt: skip
def test_directions(text: str, directions: list[str], sentences: list[str]) -> None:
    assert _fields(text, "stage") == directions
    assert _sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Ana: Gut. #00:00:05-2#\nBob: Ja. #00:00:09-8#\nAna: Schön. #00:00:12-0#",
         ["#00:00:05-2#", "#00:00:09-8#", "#00:00:12-0#"]),
        ("We met.\n\n(00:12)\nWe left.\n\n(00:51)\nWe stayed.", ["(00:12)", "(00:51)"]),
        ("0:12 We met.\n0:20 We left.\n1:05 We stayed.", ["0:12", "0:20", "1:05"]),
        ("We met.\n10:30 we left.", []),
        ("10:30 We met.\n9:15 We left.", []),
    ],
)  # fmt: skip
def test_time_marks(text: str, marks: list[str]) -> None:
    assert _fields(text, "time") == marks
    assert not any(mark in sentence for mark in marks for sentence in _sentences(text))


@pytest.mark.parametrize(
    ("between", "headings"),
    [
        ("THE ECONOMY", ["THE ECONOMY"]),
        ("\nAchieving Prosperity for All\n", ["Achieving Prosperity for All"]),
        ("SEGMENT 2: securing the country", ["SEGMENT 2: securing the country"]),
        ("## Energy", ["## Energy"]),
        ("\nThank you very much\n", []),
        ("And so we —", []),
        ("We won!", []),
    ],
)
def test_headings_between_turns(between: str, headings: list[str]) -> None:
    text = f"FOX: We met.\nHARE: We left.\n{between}\nFOX: Yes.\n"
    assert _fields(text, "heading") == headings
    assert all(heading not in sentence for heading in headings for sentence in _sentences(text))


def test_a_repeated_label_with_its_words_is_no_heading() -> None:
    text = "Ana: Hello.\n\nAna: Hi\n\nBOB: Yes.\n\nAna: Bye.\n"
    assert _fields(text, "heading") == []
    assert _sentences(text) == ["Hello.", "Hi", "Yes.", "Bye."]


def test_a_closing_line_is_no_speech() -> None:
    text = "FOX: We met.\nHARE: We left.\nFOX: Bye.\n\nEND 2:05 P.M. EDT\n"
    assert _fields(text, "heading") == ["END 2:05 P.M. EDT"]
    assert _sentences(text)[-1] == "Bye."


@pytest.mark.parametrize(
    "piece", ["(applause) ", "Hi. (applause) ", "0:12 x\n", "(", "#0:", "A: b\n(X):\n"]
)
def test_long_texts_are_read_without_loss(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    found = read_text(text)
    kept = sum(len("".join(s.split())) for s in _sentences(text))
    silent = sum(len("".join(text[f.start : f.end].split())) for f in found.header)
    assert kept + silent >= len("".join(text.split()))
