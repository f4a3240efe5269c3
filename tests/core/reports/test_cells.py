"""What may stand in a cell is what Excel and XML can hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.reports.cells import CUT_MARK, MAX_UNITS, cleaned, cut, fits, full_date, moment

ANY = st.text(alphabet=st.characters())


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(ANY)
def test_cleaning_keeps_length_and_every_good_character(text: str) -> None:
    clean, replaced = cleaned(text)
    without_returns = text.replace("\r\n", "\n").replace("\r", "\n")
    assert len(clean) == len(without_returns)
    changed = [a for a, b in zip(without_returns, clean, strict=True) if a != b]
    assert replaced == len(changed)
    assert all(a < " " or "\ud800" <= a <= "\udfff" or a in "\ufffe\uffff" for a in changed)
    assert cleaned(clean) == (clean, 0)


def test_what_xml_cannot_hold_becomes_a_visible_mark() -> None:
    assert cleaned("a\0b\x0bc\ud800d\ufffee") == ("a\ufffdb\ufffdc\ufffdd\ufffde", 4)
    assert cleaned("tab\tline\nNBSP\u00a0soft\u00ad\u2028") == (
        "tab\tline\nNBSP\u00a0soft\u00ad\u2028",
        0,
    )
    assert cleaned("one\r\ntwo\rthree") == ("one\ntwo\nthree", 0)


@given(st.sampled_from(["x", "😀", "é", "中"]), st.integers(-3, 3))
def test_a_text_is_cut_only_where_it_must_and_never_through_an_emoji(
    character: str, around: int
) -> None:
    text = "y" + character * ((MAX_UNITS - 1) // units(character) + around)
    assert fits(text) == (units(text) <= MAX_UNITS)
    short = cut(text)
    assert units(short) <= MAX_UNITS
    assert short.endswith(CUT_MARK)
    assert text.startswith(short.removesuffix(CUT_MARK))
    assert len(short) > len(text) * 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-11-28", date(2023, 11, 28)),
        ("1900-03-01", date(1900, 3, 1)),
        ("1900-02-28", None),
        ("1848-02-22", None),
        ("2023-11", None),
        ("2023", None),
        ("", None),
        ("2023-02-30", None),
        ("2023-11-28T16:04", None),
        ("28.11.2023", None),
    ],
)
def test_only_full_days_that_excel_knows_are_dates(text: str, expected: date | None) -> None:
    assert full_date(text) == expected


def test_moments_are_read_with_and_without_a_zone() -> None:
    at_ten = datetime(2026, 3, 1, 10, 0, 0, 250_000, tzinfo=UTC)
    assert moment("2026-03-01T10:00:00.250Z") == at_ten
    assert moment("2026-03-01T11:00:00.250+01:00") == at_ten
    assert moment("2026-03-01T10:00:00.250") == at_ten
    assert moment("") is None
    assert moment("yesterday") is None
