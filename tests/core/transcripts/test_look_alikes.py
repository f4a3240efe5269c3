"""Are whole files of each shape that we met read to their title, date, labels and turns?

Written by us after real files whose licences do not let them stand here; what is odd about a shape
is in its look-alike. The labels are those of the turns, in order; "" is a turn without a label.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.model.transcript import Transcript
from annotator.transcripts import read_all
from annotator.transcripts.choices import Choice
from annotator.transcripts.formats import Found, found_in
from tests.core.transcripts import made_files as made


class Shape(NamedTuple):
    name: str
    """Of the file."""
    words: str
    title: str
    date: str
    labels: list[str]


FOX, HARE, CHAIR = "MR. FOX", "MR. HARE", "THE MODERATOR"
OLD_DEBATE = Shape(
    "debate_scanned.txt",
    "A Debate in Springfield\nSeptember 26, 1961\nPARTICIPANTS: FOX, HARE\n"
    "THE MODERATOR. Good evening. We begin.\nMR. FOX: Mr. Smith, thank you. Now: the budget.\n"
    "THE MODERATOR. Mr. Hare?\nMR. HARE: I agree.\nTHE MODERATOR. Mr. Fox?\nMr. FOX: I do not.\n"
    "MR. FOX; And I never did.\nTHE MODERATOR. Mr. Hare.\nMR. HARE: So be it.\n"
    "MR. SM1TH: The time is up.\nTHE MODERATOR. Good night.\n",
    "A Debate in Springfield",
    "1961-09-26",
    [CHAIR, FOX, CHAIR, HARE, CHAIR, "Mr. FOX", CHAIR, HARE, "MR. SM1TH", CHAIR],
)
SHAPES = (
    OLD_DEBATE,
    Shape(
        "debate_with_labels_again.txt",
        "A Debate at the University\nOctober 13, 1989\nPARTICIPANTS: FOX, HARE\n"
        "OWL: I am Ann Owl of the news. (Applause)\nOWL: For 90 minutes we ask.\nFOX: I "
        "thank you.\n"
        "HARE: And I thank you.\nOWL: Now: begin.\nFOX: I begin.\n",
        "A Debate at the University",
        "1989-10-13",
        ["OWL", "FOX", "HARE", "OWL", "FOX"],
    ),
    Shape(
        "debate_with_a_moderator_in_brackets.txt",
        "A Debate at the College\nOctober 5, 2005\nPARTICIPANTS: FOX, HARE\n"
        "[moderated by Ann Owl of the news]\nOWL: Good evening.\n\nI'm Ann Owl.\n\n"
        "FOX: Thank you.\n\nNow: we must act.\n\nHARE: No.\nOWL: We go on.\nFOX: Yes.\nHARE: No.\n",
        "A Debate at the College",
        "2005-10-05",
        ["OWL", "FOX", "HARE", "OWL", "FOX", "HARE"],
    ),
    Shape(
        "debate_with_a_moderator_above.txt",
        "A Debate at the Hall in Springfield, New York\nSeptember 26, 2017\n"
        "PARTICIPANTS: FOX, HARE\nMODERATOR: Ann Owl (The News)\n\n"
        'OWL: Good evening. I am Ann Owl of "The News."\n\nWelcome.\n\nFOX: Thank you.\n\n'
        "HARE: Thank you.\n\nOWL: The first question.\n\nHARE: Mine.\n\nFOX: No, mine.\n",
        "A Debate at the Hall in Springfield, New York",
        "2017-09-26",
        ["OWL", "FOX", "HARE", "OWL", "HARE", "FOX"],
    ),
    Shape(
        "debate_from_a_wire.txt",
        "Following is a transcript of the debate, as transcribed by the Wire.\n\n"
        "OWL: Good evening.\n\nOWL: Here are the rules.\n\nYou have 30 seconds.\n\n"
        "UNIDENTIFIED MALE: Speak up!\n\nFOX: I will.\n\nOWL: Go on.\n\nMALE: Go on!\n\nFOX: So.\n",
        "",
        "",
        ["OWL", "UNIDENTIFIED MALE", "FOX", "OWL", "MALE", "FOX"],
    ),
    Shape(
        "GMT20230124-202901_Recording.transcript.vtt",
        "WEBVTT\n\n1\n00:00:00.050 --> 00:00:01.790\nAnna Berg: Hi!\n\n"
        "2\n00:00:02.070 --> 00:00:04.050\nDr. Tom Hill: Get started.\n\n"
        "3\n00:00:04.100 --> 00:00:05.050\nright now.\n\n"
        "4\n00:00:05.140 --> 00:00:08.310\nDr. Tom Hill: Okay? So.\n\n"
        "5\n00:00:09.710 --> 00:00:11.670\nAnna Berg: Let's see.\n",
        "",
        "2023-01-24",
        ["Anna Berg", "Dr. Tom Hill", "Anna Berg"],
    ),
    Shape(
        "GMT20230124-202901_RecordingnewChat.txt",
        "00:05:16\tAnna Berg:\tLet’s stay muted\n00:11:15\tAnna Berg:\tGreat point!\n"
        '00:12:02\tDr. Tom Hill:\tReacted to "Great poi..." with 👍🏻\n'
        "00:12:25\tDr. Tom Hill:\tCould we: perhaps?\n00:13:44\tAnna Berg:\tYes\n",
        "",
        "2023-01-24",
        ["Anna Berg", "Anna Berg", "Dr. Tom Hill", "Dr. Tom Hill", "Anna Berg"],
    ),
    Shape(
        "lecture.vtt",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Professor Fox>Good morning.</v>\n\n"
        "00:00:02.000 --> 00:00:03.000\n<v Student A>Hello &amp; welcome.</v>\n\n"
        "00:00:03.000 --> 00:00:04.000\n<v Professor Fox>We begin.</v>\n",
        "",
        "",
        ["Professor Fox", "Student A", "Professor Fox"],
    ),
    Shape(
        "focus_group.txt",
        "[id1] hello, I like the course.\n\n[id2] I do not.\n\n[id3] No. I think not.\n\n"
        "[id1] I learn a lot.\n\n[id2] So do I.\n",
        "",
        "",
        ["id1", "id2", "id3", "id1", "id2"],
    ),
    Shape(
        "statement_with_bullets.txt",
        "Прес-конференція перед засіданням\n\nГенерального секретаря Олени Лис напередодні "
        "засідання\n\n"
        "  • 21 Oct. 2020 -\n  • |\n  • Last updated 22-Oct-2020 16:29\n\n(As delivered)\n\n"
        "Good morning.\n\nOver the next two days we will address:\n\n\n"
        "  • Strengthening our defence;\n  • And our missions.\n\nThank you.\n",
        "Прес-конференція перед засіданням",
        "2020-10-21",
        [""],
    ),
    Shape(
        "briefing_2022-05-22.txt",
        "1:31 p.m. EDT\n\nMR FOX:\u00a0 Hello, everyone.\u00a0 Sorry.\n\nQUESTION:  Yes, "
        "well — at 10:30?\n\n"
        "MR FOX:  Let me begin.\n\nThe Secretary is away.\n\nQUESTION:  Of course.\n\nMR "
        "FOX:  So.\n",
        "",
        "2022-05-22",
        ["MR FOX", "QUESTION", "MR FOX", "QUESTION", "MR FOX"],
    ),
    Shape(
        "press_room.txt",
        "For Immediate Release\nOffice of the Press Secretary\nAugust 2, 2007\n\n"
        "President Visits the Press Room\nFox Briefing Room\n\n1:57 P.M. EDT\n\n"
        "MR. FOX: All right.\n\nTHE PRESIDENT: Dee, how're you?\n\nMRS. HARE: Fine.\n\n"
        "THE PRESIDENT: Good.\n\nQ Mr. President?\n\nTHE PRESIDENT: Yes.\n\nQ Thank you.\n\n"
        "END 2:10 P.M. EDT\n",
        "President Visits the Press Room",
        "2007-08-02",
        [FOX, "THE PRESIDENT", "MRS. HARE", "THE PRESIDENT", "Q", "THE PRESIDENT", "Q"],
    ),
    Shape(
        "archive.txt",
        "Remarks in the Press Room and an Exchange With Reporters\n\nAugust 02, 2007\n\n"
        "Press Secretary Tom Fox. All right.\n\nMr. President.\n\nThe President. Dee, how "
        "are you?\n\n"
        'Ann M. "Dee" Hare. Fine.\n\nThe President. Good to see you.\n\nSarah Owl. And you.\n\n'
        "The President. Thank you.\n\nQ. Mr. President?\n\nThe President. Yes.\n\nQ. Thank you.\n",
        "Remarks in the Press Room and an Exchange With Reporters",
        "2007-08-02",
        ["Press Secretary Tom Fox", "The President", 'Ann M. "Dee" Hare', "The President",
         "Sarah Owl", "The President", "Q", "The President", "Q"],
    ),
    Shape(
        "timed.txt",
        "Department Press Briefing on 9/16/23\n\nTom Fox (00:00):\n\nAfternoon, everyone.\n\n"
        "(00:12)\nWe remain concerned.\n\n(01:47)\nWith that, Matt?\n\nMatt (01:49):\n\n"
        "Nothing else.\n\n"
        "Tom Fox (01:50):\n\nThat’s it.\n",
        "Department Press Briefing on 9/16/23",
        "2023-09-16",
        ["Tom Fox", "Matt", "Tom Fox"],
    ),
    Shape(
        "doorstep.txt",
        "\ufeffAffairs Council: Remarks by High Representative/Vice-President Ana Fox upon "
        "arrival\n\n"
        "Good morning,\n\nWe have – as always – a long meeting.\n\nThen we rest.\n\n\n"
        "Q. Do you think more is needed?\nMore is needed, certainly.\nFor example here.\n\n\n"
        "Q. Do you see enough?\nCertainly I do.\n",
        "Affairs Council: Remarks by High Representative/Vice-President Ana Fox upon arrival",
        "",
        ["", "Q", "", "Q", ""],
    ),
    Shape(
        "captions.vtt",
        "WEBVTT\n\n00:05.335 --> 00:08.035\n- Okay, we'll go to the\nPost in the center.\n\n"
        "00:09.944 --> 00:11.361\nIn the fifth row.\n\n00:12.838 --> 00:15.325\n- Hello, Tom Fox\n"
        "from the Post.\n\n00:44.433 --> 00:47.466\n- It confirms that there\nare views\n\n"
        "00:47.466 --> 00:50.703\namong us on issues.\n",
        "",
        "",
        ["", "", ""],
    ),
    Shape(
        "interview.txt",
        "Interview 03\nI: Wie geht es? #00:00:05-2#\nB: Gut. #00:00:09-8#\n"
        "I: Schön. #00:00:12-0#\nB: Ja. #00:00:13-1#\n",
        "Interview 03",
        "",
        ["I", "B", "I", "B"],
    ),
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_file_of_this_shape_is_read(tmp_path: Path, shape: Shape) -> None:
    path = tmp_path / shape.name
    path.write_text(shape.words, encoding="utf-8")
    (found,) = read_all(path)
    assert isinstance(found, Transcript)
    assert (found.title, found.date) == (shape.title, shape.date)
    assert [turn.label for turn in found.turns] == shape.labels


def test_a_parliament_in_tei_is_read(tmp_path: Path) -> None:
    path = tmp_path / "KPZ-Redna-021-1999-11-25.xml"
    path.write_text(made.TEI, encoding="utf-8")
    (found,) = read_all(path)
    assert isinstance(found, Transcript)
    assert found.title
    assert found.date
    assert len({turn.label for turn in found.turns}) > 1


def test_who_was_misread_by_a_scanner_is_one_with_the_moderator_once_joined(tmp_path: Path) -> None:
    path = tmp_path / OLD_DEBATE.name
    path.write_text(OLD_DEBATE.words, encoding="utf-8")
    (found,) = found_in(path)
    assert isinstance(found, Found)
    turns = found.draft.read({"MR. SM1TH": Choice(join="THE MODERATOR")}).turns
    assert len(turns) == len(OLD_DEBATE.labels) - 1
    assert turns[-1].speaker == "THE MODERATOR"
