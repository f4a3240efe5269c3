"""A table of codings becomes drafts, or says which rows cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.exchange.codings_table import CodingDraft, read_codings

FOLDER = Path(__file__).parents[3] / "resources/annotator_resources/sample"


def read(folder: Path, text: str) -> tuple[CodingDraft, ...]:
    path = folder / "codings.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_codings(path)


def test_the_sample_is_sixty_codings_that_quote_the_transcript() -> None:
    drafts = read_codings(FOLDER / "codings.csv")
    text = (FOLDER / "nato_2023-11-28.txt").read_text(encoding="utf-8")
    assert len(drafts) == 60
    assert {draft.coder_id for draft in drafts} == {"coder_a", "coder_b"}
    assert all(text[draft.start : draft.end] == draft.quote for draft in drafts)
    assert {draft.round for draft in drafts} == {"pilot-1"}
    assert drafts[0].created_at == "2024-01-15T09:00:28.000Z"
    assert 0 < sum(draft.unsure for draft in drafts) < 60


def test_short_headings_and_missing_columns_are_enough(tmp_path: Path) -> None:
    (draft,) = read(tmp_path, "doc;code;start;end\nD1;UKR;0;12\n")
    assert draft == CodingDraft(2, "D1", "", "UKR", 0, 12, "", False, "", "", "", "")


@pytest.mark.parametrize(
    ("certainty", "unsure"), [("", False), ("sure", False), ("Unsure", True), ("1", True)]
)
def test_doubt_is_read(tmp_path: Path, certainty: str, unsure: bool) -> None:
    (draft,) = read(tmp_path, f"doc,code,start,stop,certainty\nD1,UKR,0,12,{certainty}\n")
    assert draft.unsure is unsure


def test_times_become_utc(tmp_path: Path) -> None:
    header = "doc,code,start,stop,created_at\n"
    (draft,) = read(tmp_path, f"{header}D1,UKR,0,1,2024-01-15T11:00:28+02:00\n")
    assert draft.created_at == "2024-01-15T09:00:28.000Z"


def test_a_passage_longer_than_any_cell_is_read(tmp_path: Path) -> None:
    quote = "word " * 60_000
    (draft,) = read(tmp_path, f'doc,code,start,stop,segment\nD1,UKR,0,300000,"{quote}"\n')
    assert draft.quote == quote


def test_all_rows_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read(
            tmp_path,
            "doc,code,start,stop,certainty,created_at\n"
            "D1,UKR,0,12,sure,\n"
            ",UKR,0,12,,\n"
            "D1,,0,12,,\n"
            "D1,UKR,x,12,,\n"
            "D1,UKR,-1,12,,\n"
            "D1,UKR,12,12,,\n"
            "D1,UKR,0,12,maybe,\n"
            "D1,UKR,0,12,,yesterday\n"
            "D1,UKR,1.5,12,,\n",
        )
    assert caught.value.message == "codings.csv, row 3, column doc: the cell is empty."
    assert caught.value.detail.splitlines() == [
        "Row 3, column doc: the cell is empty.",
        "Row 4, column code: the cell is empty.",
        'Row 5, column start: "x" is not a whole number from 0 on.',
        'Row 6, column start: "-1" is not a whole number from 0 on.',
        "Row 7, column stop: the passage from 12 to 12 is empty.",
        'Row 8, column certainty: "maybe" is neither sure nor unsure.',
        (
            'Row 9, column created_at: "yesterday" is not a date and time such as '
            "2024-01-15T09:00:28Z."
        ),
        'Row 10, column start: "1.5" is not a whole number from 0 on.',
    ]
    assert "7 more rows" in caught.value.hint


@pytest.mark.parametrize("digits", [13, 30, 5_000])
def test_a_position_with_very_many_digits_is_no_position(tmp_path: Path, digits: int) -> None:
    with pytest.raises(UserError, match=r"row 2, column stop: .* is not a whole number"):
        read(tmp_path, f"doc,code,start,stop\nD1,UKR,0,{'9' * digits}\n")


def test_a_column_that_is_needed_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no column char_stop"):
        read(tmp_path, "doc,code,start\nD1,UKR,0\n")
