"""Are dates read in every usual language and order, and from file names where the text has none?"""

from __future__ import annotations

import pytest

from annotator.model.transcript import Source
from annotator.transcripts import read_text
from annotator.transcripts.dates import dates_in
from annotator.transcripts.file_names import date_by_day, date_in_name
from annotator.transcripts.languages import language_of
from annotator.transcripts.metadata import speaker_in_byline
from annotator.transcripts.titles import kind_in, speaker_in_title


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("the 28th of November, 2023", "2023-11-28"),
        ("28. November 2023", "2023-11-28"),
        ("le 28 novembre 2023", "2023-11-28"),
        ("28 de noviembre de 2023", "2023-11-28"),
        ("28 novembre 2023", "2023-11-28"),
        ("28 ноября 2023 г.", "2023-11-28"),
        ("28 листопада 2023 року", "2023-11-28"),
        ("28 listopada 2023 r.", "2023-11-28"),
        ("2023年11月28日（星期二）", "2023-11-28"),
        ("2023/11/28", "2023-11-28"),
        ("2023.11.28", "2023-11-28"),
        ("28.11.23", "2023-11-28"),
        ("11/28/2023", "2023-11-28"),
        ("28/11/2023", "2023-11-28"),
        ("28-11-2023", "2023-11-28"),
        ("03.04.2023", "2023-04-03"),
        ("05/05/2023", "2023-05-05"),
    ],
)
def test_one_reading(line: str, iso: str) -> None:
    (found,) = dates_in(line)
    assert (found.iso, found.ambiguous) == (iso, False)
    title = "A title\n" + line + "\n\nGood morning. We met today.\n"
    assert read_text(title).date == iso


@pytest.mark.parametrize("line", ["03/04/2023", "3/4/23", "03-04-2023"])
def test_two_readings_say_the_year_and_both(line: str) -> None:
    (found,) = dates_in(line)
    assert (found.iso, found.readings) == ("2023", ("2023-04-03", "2023-03-04"))


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("GMT20240124-202901_Recording.transcript.vtt", "2024-01-24"),
        ("nato_2023-11-28.txt", "2023-11-28"),
        ("state_2006_08_02_same.txt", "2006-08-02"),
        ("20231128 press.docx", "2023-11-28"),
        ("28-11-2023.txt", "2023-11-28"),
        ("speech 28 Nov 2023.txt", "2023-11-28"),
        ("Nov_28_2023.txt", "2023-11-28"),
        ("remarks_03-04-2023.txt", "2023"),
        ("eeas_2021-11_qa.txt", "2021-11"),
        ("nato_178940_bullets.txt", None),
        ("pres_1960_chic.txt", None),
        ("2023-13-45.txt", None),
    ],
)
def test_dates_in_file_names(name: str, iso: str | None) -> None:
    found = date_in_name(name)
    assert (found and found.iso) == iso
    assert (found is not None and found.question is not None) == (name == "remarks_03-04-2023.txt")


def test_a_file_name_fills_in_for_a_text_without_a_date() -> None:
    source = Source(name="nato_2023-11-28.txt")
    found = read_text("We met. We left.\n", source=source)
    assert found.date == "2023-11-28"
    assert "the date is taken from the file name" in found.source.flags
    dated = read_text("Title\n12 May 2020\n\nWe met. We left.\n", source=source)
    assert dated.date == "2020-05-12"
    assert dated.source.flags == ("no speakers found",)


def test_the_month_of_a_file_name_alone_is_offered_and_not_taken() -> None:
    assert read_text("We met.\n", source=Source(name="eeas_2021-11.txt")).date == ""


def test_day_in_the_name_and_year_in_the_text() -> None:
    found = date_by_day("RepOct28.txt", "A debateOCT. 28, 2015 was held")
    assert found is not None
    assert found.iso == "2015-10-28"
    assert date_by_day("RepOct28.txt", "on October 27, 2015") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We are in the room and that is the way it is for you and for us.", "en"),
        ("Wir sind in dem Raum und das ist nicht der Weg, den ich mit dir gehe.", "de"),
        ("Nous sommes dans la salle et c'est le chemin que je fais pour vous.", "fr"),
        ("El camino de la paz es lo que no se ve en las calles y en los campos.", "es"),
        ("Мы не в том зале, и это на столе, но я с вами.", "ru"),
        ("Ми не в тій залі, але це на столі і я з вами до кінця.", "uk"),
        ("Nie jest to w sali i na stole, że się z nim nie zgadzam.", "pl"),
        ("主席，我們今天討論教育問題。", "zh"),
        ("مرحبا بكم في هذا المكان", "ar"),
        ("12 34", ""),
    ],
)
def test_language_guess(text: str, code: str) -> None:
    assert language_of(text).code == code


@pytest.mark.parametrize(
    ("title", "name", "role"),
    [
        ("Remarks by President Ann Gil at the summit", "Ann Gil", "President"),
        ("Council: Remarks by High Representative/Vice-President Juan Gil upon arrival", "Juan Gil",
         "High Representative/Vice-President"),
        ("Rede von Bundeskanzlerin Eva Kurz", "Eva Kurz", "Bundeskanzlerin"),
    ],
)  # fmt: skip
def test_the_only_speaker_in_a_title(title: str, name: str, role: str) -> None:
    found = speaker_in_title(title)
    assert found is not None
    assert (found.name, found.role) == (name, role)


@pytest.mark.parametrize(
    "title", ["A debate", "Remarks by Ann Gil and Bob Orr", "Step by step", "Day by Day"]
)
def test_titles_that_name_nobody_or_two(title: str) -> None:
    assert speaker_in_title(title) is None


def test_a_second_line_with_an_office_is_a_by_line() -> None:
    text = (
        "Прес-конференція\nГенерального секретаря НАТО Анни Берг напередодні зустрічі\n"
        "• 21 Oct. 2020 -\n\nGood morning. We met.\n"
    )
    found = read_text(text)
    assert (found.title, found.metadata.kind) == ("Прес-конференція", "press conference")
    assert found.metadata.byline.startswith("Генерального секретаря")
    assert (found.turns[0].speaker, found.turns[0].role) == (
        "Анни Берг",
        "Генерального секретаря НАТО",
    )
    assert speaker_in_byline("by Ann Gil and Bob Orr") is None


def test_kinds_only_where_they_are_plain() -> None:
    assert kind_in("Joint press conference with X") == "press conference"
    assert kind_in("Joint statements") == ""
