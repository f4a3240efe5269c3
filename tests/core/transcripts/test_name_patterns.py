"""What do file names say by a pattern?"""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.transcripts.name_patterns import fields_in_name
from annotator.transcripts.surveys import FIELDS

FOUND = [
    (
        "{date}_{title}",
        "2023-11-28_Joint_statements.txt",
        {"date": "2023-11-28", "title": "Joint statements"},
    ),
    (
        "{date}_{title}",
        "20231128_Joint statements.docx",
        {"date": "2023-11-28", "title": "Joint statements"},
    ),
    ("{title} ({date})", "Budget talk (2023-11).txt", {"title": "Budget talk", "date": "2023-11"}),
    ("UNGDC_{place}_{}_{date}.txt", "ungdc_BRA_75_2020.txt", {"place": "BRA", "date": "2020"}),
    (
        "{date} {title}",
        "28.11.2023 Press point.pdf",
        {"date": "2023-11-28", "title": "Press point"},
    ),
]


@pytest.mark.parametrize(("pattern", "name", "fields"), FOUND)
def test_fields(pattern: str, name: str, fields: dict[str, str]) -> None:
    found = fields_in_name(pattern, name)
    assert found is not None
    assert (found.fields, found.extra, found.questions) == (fields, {}, ())


def test_words_of_ones_own_are_variables() -> None:
    found = fields_in_name("{country}_{session}_{date}", "BRA_75_2020.txt")
    assert found is not None
    assert found.extra == {"country": "BRA", "session": "75"}


def test_names_that_are_built_otherwise_say_nothing() -> None:
    assert fields_in_name("{date}_{title}", "notes.txt") is None
    assert fields_in_name("{date}_{title}", "soon_notes.txt") is None


def test_a_day_that_reads_two_ways_is_a_question() -> None:
    found = fields_in_name("{title}_{date}", "remarks_03-04-2023.txt")
    assert found is not None
    assert "date" not in found.fields
    assert found.questions[0].readings == ("2023-04-03", "2023-03-04")


@pytest.mark.parametrize("pattern", ["", "title", "{date}{title}", "{date}_{date}", "{date", "a}"])
def test_patterns_that_cannot_be_one(pattern: str) -> None:
    with pytest.raises(UserError):
        fields_in_name(pattern, "2023-11-28_x.txt")


@given(st.text(max_size=20), st.text(max_size=30))
def test_any_pattern_and_name_end_in_fields_or_a_sentence(pattern: str, name: str) -> None:
    for one in (pattern, "{date}_{title}" + pattern):
        with suppress(UserError):
            found = fields_in_name(one, name)
            assert found is None or set(found.fields) <= {"date", "title"} | set(FIELDS)
