"""Are the speakers right in formats that name them: subtitles, chats, TEI, tables, batches?"""

from __future__ import annotations

import json
from pathlib import Path

from annotator.model.transcript import Transcript
from annotator.transcripts import Refusal, read_all
from tests.core.transcripts import made_files as made


def _all(tmp_path: Path, name: str, data: str | bytes) -> list[Transcript]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    found = [one for one in read_all(path) if not isinstance(one, Refusal)]
    assert found
    return found


def _said(found: Transcript) -> list[tuple[str, str]]:
    return [(t.speaker, found.text[t.text_start : t.end].strip()) for t in found.turns]


def test_zoom_cues_of_one_speaker_are_one_turn(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "GMT20240124-202901_Recording.vtt", made.VTT)
    assert _said(found) == [
        ("Anna Berg", "Good morning. everybody."),
        ("Dr. Tom Hill", "Hello."),
        ("Anna Berg", "Yes."),
    ]
    assert found.date == "2024-01-24"
    assert "the times of 5 cues left out" in found.source.normalised


def test_teams_voices(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "a.vtt", made.VOICES)
    assert _said(found) == [
        ("Anna Berg", "Good morning."),
        ("Tom Hill", "Hello & welcome. We begin."),
    ]


def test_subtitles_without_names(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "a.srt", made.SRT)
    assert found.text == "Good morning to all of you.\nThe next point."
    assert "no speakers found" in found.source.flags


def test_captions_with_dashes_and_chevrons(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:05.335 --> 00:08.035\n- Okay, we'll go to the\nPost in the center.\n\n"
        "00:09.944 --> 00:11.361\nIn the fifth row.\n\n"
        "00:12.838 --> 00:15.325\n- Hello.\n- Hi.\n\n00:16.000 --> 00:17.000\n>> REPORTER: Why?\n\n"
        "00:18.000 --> 00:19.000\n>> REPORTER: Again?\n"
    )
    (found,) = _all(tmp_path, "a.vtt", text)
    assert _said(found) == [
        ("", "Okay, we'll go to the Post in the center. In the fifth row."),
        ("", "Hello."),
        ("", "Hi."),
        ("REPORTER", "Why? Again?"),
    ]


def test_rolling_captions_come_once(tmp_path: Path) -> None:
    text = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00.000 --> 00:01.000\nwe will meet again\n\n"
        "00:01.000 --> 00:02.000\nwe will meet again\nin <00:01.500><c>two weeks</c>\n\n"
        "00:02.000 --> 00:03.000\nin two weeks\nor three\n"
    )
    (found,) = _all(tmp_path, "a.vtt", text)
    assert found.text == "we will meet again in two weeks or three"
    assert found.metadata.language == "en"


def test_recognised_speech(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "a.json", made.WHISPER)
    assert _said(found) == [("Speaker 0", "Good morning."), ("Speaker 1", "Hello. Yes.")]
    again = {"segments": [{"start": n, "end": n + 1, "text": "Thanks."} for n in range(6)]}
    (found,) = _all(tmp_path, "b.json", json.dumps(again))
    assert any("6 times in a row" in flag for flag in found.source.flags)


def test_rev_monologues(tmp_path: Path) -> None:
    data = {
        "monologues": [
            {"speaker": 0, "elements": [{"type": "text", "value": "Good"}, {"value": " day."}]},
            {"speaker": 1, "elements": [{"type": "text", "value": "Hello."}]},
        ]
    }
    (found,) = _all(tmp_path, "a.json", json.dumps(data))
    assert _said(found) == [("Speaker 0", "Good day."), ("Speaker 1", "Hello.")]


def test_otranscribe_and_f4_marks_are_not_coded(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "a.otr", made.OTRANSCRIBE)
    assert [turn.label for turn in found.turns] == ["Anna", "Tom", "Anna", "Tom"]
    f4 = (
        "I: Wie geht es? #00:00:05-2#\nB: Gut. #00:00:09-8#\n"
        "I: Schön. #00:00:12-0#\nB: Ja. #00:00:14-1#\n"
    )
    (found,) = _all(tmp_path, "f4.txt", f4)
    units = [found.text[s.start : s.end] for s in found.spans("sentence")]
    assert units == ["Wie geht es?", "Gut.", "Schön.", "Ja."]


def test_otter_and_rev_exports(tmp_path: Path) -> None:
    otter = "Anna Berg  0:00\nGood morning.\n\nTom Hill  0:12\nHello.\n\nAnna Berg  1:02\nYes.\n"
    (found,) = _all(tmp_path, "otter.txt", otter)
    assert [turn.label for turn in found.turns] == ["Anna Berg", "Tom Hill", "Anna Berg"]
    rev = "Anna Berg (00:00):\nGood morning.\n\nTom Hill (00:12):\nHello.\n"
    (found,) = _all(tmp_path, "rev.txt", rev)
    assert [turn.label for turn in found.turns] == ["Anna Berg", "Tom Hill"]


def test_chats(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "chat.txt", made.CHAT)
    assert _said(found) == [
        ("Ryan Sloan", "Let us begin 👍"),
        ("Ana Lima", "Great!\nSecond line"),
        ("Ryan Sloan", "Thanks"),
    ]
    newer = (
        "14:02:11 From Ana Lima to Everyone:\n\tHello\n"
        "14:02:30 From Bo Li to Ana Lima(Direct Message):\n\tHi\n"
    )
    (found,) = _all(tmp_path, "new.txt", newer)
    assert _said(found) == [("Ana Lima", "Hello"), ("Bo Li", "Hi")]
    assert "1 message was private" in found.source.flags


def test_parlamint(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "a.xml", made.TEI)
    assert _said(found)[0][0] == "Anna Fox"
    assert [turn.label for turn in found.turns] == ["THE CHAIR", "Hill Tom"]
    assert (found.title, found.date, found.metadata.language) == ("Session 21", "1998-11-25", "sl")
    units = [found.text[s.start : s.end] for s in found.spans("sentence")]
    assert units == ["Good morning.", "We begin.", "Thank you, Chair."]
    assert "(Applause.)" in found.text


def test_parlamint_with_words_one_by_one(tmp_path: Path) -> None:
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><u who="#A"><seg><s>'
        '<w>Good</w> <w join="right">day</w><pc>,</pc> <w join="right">all</w><pc>.</pc></s> '
        "<s><w>Yes</w></s></seg></u></body></text></TEI>"
    )
    (found,) = _all(tmp_path, "a.xml", text)
    assert _said(found) == [("A", "Good day, all. Yes")]


def test_akoma_ntoso(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "a.xml", made.AKOMA)
    assert _said(found)[0] == ("Anna Fox", "Order.\nWe begin.\n\nLaughter")
    assert [turn.label for turn in found.turns] == ["The SPEAKER", "Mr T HILL"]
    assert (found.title, found.date) == ("Questions", "2013-06-04")
    assert "Laughter" not in [found.text[s.start : s.end] for s in found.spans("sentence")]


def test_a_corpus_in_a_table(tmp_path: Path) -> None:
    first, second = _all(tmp_path, "a.csv", made.CSV)
    assert (first.title, first.date, first.metadata.note) == ("A1", "2020-05-01", "")
    assert first.metadata.extra == (("party", "Green"),)
    assert [turn.label for turn in second.turns] == ["MR. FOX", "MS. HARE", "MR. FOX"]
    again = _all(tmp_path, "a.tsv", made.CSV.split("A2")[0].replace(",", "\t"))
    assert again[0].text == first.text
    rows: list[list[object]] = [
        ["id", "title", "speech", "speaker"],
        [1, "T", "We want peace.", "Anna Fox"],
    ]
    (found,) = _all(tmp_path, "a.xlsx", made.workbook(rows))
    assert (found.title, found.turns[0].speaker) == ("T", "Anna Fox")


def test_a_table_of_turns(tmp_path: Path) -> None:
    rows = (
        "debate,speaker,text\nD1,Anna,One.\nD1,Anna,Two.\nD1,Tom,Three.\n"
        "D2,Tom,Four.\nD2,Anna,Five.\nD2,Tom,Six.\n"
    )
    first, second = _all(tmp_path, "a.csv", rows)
    assert _said(first) == [("Anna", "One.\nTwo."), ("Tom", "Three.")]
    assert (second.title, len(second.turns)) == ("D2", 3)


def test_lexisnexis_batches(tmp_path: Path) -> None:
    first, second = _all(tmp_path, "a.txt", made.LEXIS)
    assert (first.title, first.date) == ("Ministers meet in town", "2023-11-28")
    assert (first.metadata.source, first.metadata.byline) == ("The Daily Paper", "By Anna Fox")
    assert (second.title, second.date) == ("No news", "2022-05-02")
    units = [first.text[s.start : s.end] for s in first.spans("sentence")]
    assert units == ["The ministers met.", "They were pleased."]
    newer = (
        "Ministers meet\nThe Daily Paper\nNovember 28, 2023 Tuesday\nCopyright 2023 All\n"
        "Section: NEWS\nLength: 12 words\nByline: Anna Fox\nBody\nThe ministers met.\n"
        "Load-Date: November 29, 2023\nEnd of Document\n"
    )
    (found,) = _all(tmp_path, "b.docx", made.docx_lines(newer.split("\n")))
    assert (found.title, found.metadata.source) == ("Ministers meet", "The Daily Paper")
    assert [found.text[s.start : s.end] for s in found.spans("sentence")] == ["The ministers met."]
