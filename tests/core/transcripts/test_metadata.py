"""Are title, by-line, dates and notes read from the top of a text, and only from there?"""

from __future__ import annotations

import pytest

from annotator.transcripts import read_text
from annotator.transcripts.dates import dates_in, time_in

BODY = "\n\nGood morning. We met today and we agreed on many things.\n"


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("28 Nov. 2023", "2023-11-28"),
        ("21-Nov-2019 10:03", "2019-11-21"),
        ("November 28, 2023", "2023-11-28"),
        ("Sept 1st 2021", "2021-09-01"),
        ("Tuesday, 1st September 2020", "2020-09-01"),
        ("2023-11-28", "2023-11-28"),
        ("28.11.2023", "2023-11-28"),
        ("3. Oktober 1990", "1990-10-03"),
        ("1er mars 2022", "2022-03-01"),
        ("5 de mayo de 2021", "2021-05-05"),
        ("24 лютого 2022", "2022-02-24"),
        ("2013年 1月 17日", "2013-01-17"),
        ("9/16/24", "2024-09-16"),
        ("16/9/1999", "1999-09-16"),
        ("9/5/24", "2024"),
        ("November 2023", "2023-11"),
        ("31 February 2023", None),
        ("2023-13-01", None),
        ("In 2023 we met", None),
        ("Maybe 12 2023", None),
    ],
)
def test_dates(line: str, iso: str | None) -> None:
    assert next((found.iso for found in dates_in(line)), None) == iso


@pytest.mark.parametrize(
    ("line", "time"),
    [("16:04", "16:04"), ("1:31 p.m. EDT", "13:31"), ("12:05 AM", "00:05"), ("25:99", "")],
)
def test_times(line: str, time: str) -> None:
    assert time_in(line) == time


@pytest.mark.parametrize(
    ("line", "date", "place"),
    [
        ("• 28 Nov. 2023 -", "2023-11-28", ""),
        ("Brussels, 28 November 2023", "2023-11-28", "Brussels"),
        ("Tuesday, November 28, 2023, 4:04 p.m.", "2023-11-28", ""),
        ("28 Nov. 2023 - 29 Nov. 2023", "2023-11-28", ""),
        ("Date: 28 November 2023", "2023-11-28", ""),
        ("Berlin, den 3. Oktober 1990", "1990-10-03", "Berlin"),
    ],
)
def test_date_lines(line: str, date: str, place: str) -> None:
    found = read_text("A title\n" + line + BODY)
    assert (found.title, found.date, found.metadata.place) == ("A title", date, place)
    assert [f.kind for f in found.header] == ["title", "date"]
    assert found.text[found.turns[0].text_start :].startswith("Good morning.")


def test_by_line_first_and_a_single_speaker() -> None:
    found = read_text("by NATO Secretary General Anna Berg\n\n(As prepared)" + BODY)
    assert found.title == ""
    assert found.metadata.byline == "by NATO Secretary General Anna Berg"
    assert found.note == "(As prepared)"
    (turn,) = found.turns
    assert (turn.label, turn.speaker, turn.role) == ("", "Anna Berg", "NATO Secretary General")


def test_a_by_line_with_two_names_makes_nobody_the_only_speaker() -> None:
    found = read_text("Title\nby Secretary Anna Berg with Minister John Doe" + BODY)
    assert found.turns[0].speaker == ""


def test_by_line_confirms_a_label_that_stands_once() -> None:
    found = read_text("Title\n\nby Anna Berg\n\nAnna: Good morning." + BODY)
    assert [t.label for t in found.turns] == ["Anna"]


@pytest.mark.parametrize("note", ["(As delivered)", "Check against delivery!", "[As prepared]"])
def test_notes(note: str) -> None:
    assert read_text("Title\n12 May 2020\n" + note + BODY).note == note


def test_release_header() -> None:
    text = (
        "For Immediate Release\nOffice of the Press Secretary\nAugust 2, 2006\n\n"
        "President Visits a Room\nBrady Room\n\n1:57 P.M. EDT\n\nMR. SNOW: All right.\n"
        "THE PRESIDENT: Fine.\n"
    )
    found = read_text(text)
    assert (found.title, found.date) == ("President Visits a Room", "2006-08-02")
    assert [t.label for t in found.turns] == ["MR. SNOW", "THE PRESIDENT"]


def test_a_title_with_a_date_and_one_with_a_colon() -> None:
    dated = read_text("Press Briefing – September 28, 2023\n\nMR. FOX: Hello.\nMS. HARE: Hi.\n")
    assert (dated.title, dated.date) == ("Press Briefing – September 28, 2023", "2023-09-28")
    colon = read_text("Foreign Council: Remarks by Ana Gil\n12 May 2020\n" + BODY)
    assert colon.title == "Foreign Council: Remarks by Ana Gil"
    assert [t.label for t in colon.turns] == [""]


def test_an_ambiguous_date_says_the_year_and_is_flagged() -> None:
    found = read_text("Title\n9/5/24" + BODY)
    assert found.date == "2024"
    assert any("two ways" in flag for flag in found.source.flags)


@pytest.mark.parametrize(
    "text",
    [
        "We met in May 2020 and agreed on many things.\nMore words follow here.",
        "By the time we met it was late.\nWe left.",
        "• Strength;\n• Fairness;\nand so on.\n",
        "A heading\n\nSome words that follow it. And more.",
        "First words. Then more.\nAs delivered yesterday.\n12 May 2020\n",
        "12 May 2020\n",
    ],
)
def test_body_text_is_not_taken_for_a_header(text: str) -> None:
    found = read_text(text)
    assert (found.header, found.title, found.date) == ((), "", "")
    assert found.spans("turn")[0].start == 0


def test_bullets_in_the_body_stay_text() -> None:
    text = "Title\n• 21 Oct. 2020 -\n• |\n\nGood morning.\n\n• Strength;\n• 3 May 2021 -\n"
    found = read_text(text)
    assert [f.kind for f in found.header] == ["title", "date", "furniture"]
    assert found.date == "2020-10-21"
    assert len(found.spans("paragraph")) == 3
