"""Are columns what they are said to be, whatever stands in a table and whatever is said?"""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FileProblem, UserError
from annotator.transcripts.drafts import Asked
from annotator.transcripts.readers.table_columns import (
    LEFT_OUT,
    USES,
    VARIABLE,
    NoTextColumn,
    columns_of,
    signature_of,
)
from annotator.transcripts.readers.tables import read_delimited

HEADINGS = st.lists(
    st.sampled_from(["text", "Text", "speaker", "date", "nr", "", " nr", "title", "id", "remark"])
    | st.text(max_size=6),
    min_size=1,
    max_size=6,
)
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    header = draw(HEADINGS)
    row = st.lists(CELLS, max_size=len(header) + 1)
    return header, draw(st.lists(row, min_size=1, max_size=5))


@given(tables(), st.data())
def test_a_column_is_for_what_is_said_and_is_found_by_its_name(
    table: tuple[list[str], list[list[str]]], data: st.DataObject
) -> None:
    header, rows = table
    first = columns_of(header, rows, (("text", _name(header)),), "t")
    names = [one.name for one in first.found]
    assert len(names) == len(header)
    assert len({name.casefold().strip().replace(" ", "_") for name in names}) == len(names)
    at = data.draw(st.integers(0, len(names) - 1))
    use = data.draw(st.sampled_from([*USES]))
    try:
        again = columns_of(header, rows, ((use, names[at]),), "t")
    except NoTextColumn:
        return
    assert again.found[at].use == use
    uses = [one.use for one in again.found if one.use not in {VARIABLE, LEFT_OUT}]
    assert len(uses) == len(set(uses))
    turned = data.draw(st.permutations(again.found))
    assert signature_of(turned) == signature_of(first.found)


def _name(header: list[str]) -> str:
    """The name of the first column, which is its letter where it has no heading."""
    return header[0].strip() or "column A"


@given(tables(), st.lists(st.tuples(st.sampled_from(USES), st.sampled_from(["text", "nr", "x"]))))
def test_any_table_under_any_columns_is_read_or_refused(
    table: tuple[list[str], list[list[str]]], said: list[tuple[str, str]]
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([table[0], *table[1]])
    try:
        drafts = list(read_delimited(out.getvalue().encode(), "t.csv", Asked(columns=tuple(said))))
        for draft in drafts:
            draft.read()
    except UserError:
        return


def test_columns_without_a_name_of_their_own_have_their_letter() -> None:
    header = ["text", "", "text", *("" for _ in range(24))]
    found = columns_of(header, [["We met."]], (), "t").found
    assert [one.name for one in found[:3]] == ["text", "column B", "text (column C)"]
    assert found[26].name == "column AA"
    assert [one.use for one in found[:3]] == ["text", LEFT_OUT, VARIABLE]
    odd = columns_of(["text", "text (column C)", "text"], [["We met."]], (), "t").found
    assert len({one.name for one in odd}) == 3


def test_samples_are_the_first_different_things() -> None:
    rows = [["x " * 40, "1"], ["y", "1"], ["z", "2"], ["", "3"], ["last", "4"]]
    text, number = columns_of(["text", "nr"], rows, (), "t").found
    assert text.sample == f"{('x ' * 40)[:47]}…  ·  y  ·  z"
    assert number.sample == "1  ·  2  ·  3"


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(FileProblem, match="no column called “body”"):
        columns_of(["text"], [["We met."]], (("text", "body"),), "t.csv")
