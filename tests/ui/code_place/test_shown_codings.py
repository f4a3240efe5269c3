"""Do the sentences know whether they are decided, after any acts in any order?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.coding import CodingColumns, DecisionColumns
from annotator.model.spans import Span, SpanRow
from annotator_ui.code_place.nothing_units import NothingUnits
from annotator_ui.code_place.shown_codings import DecidedUnits, ShownCoding, ShownCodings

SENTENCES = SpanRow(Span(10 * n, 10 * n + 9) for n in range(8))
SPANS = st.tuples(st.integers(0, 78), st.integers(1, 30)).map(
    lambda pair: Span(pair[0], min(pair[0] + pair[1], 79))
)


def _touched(spans: list[Span]) -> set[int]:
    return {n for span in spans for n in SENTENCES.touching(span)}


@given(st.lists(SPANS), st.lists(SPANS), st.data())
def test_counting_one_by_one_is_counting_at_once(
    first: list[Span], added: list[Span], data: st.DataObject
) -> None:
    units = DecidedUnits(SENTENCES)
    units.set_codings(_columns(first))
    for span in added:
        units.count(span, 1)
    removed = data.draw(st.lists(st.sampled_from(added), unique=True)) if added else []
    for span in removed:
        units.count(span, -1)
        added.remove(span)
    assert units.progress().decided == len(_touched(first + added))


@given(st.lists(SPANS), st.sets(st.integers(0, 7)), st.integers(-1, 80))
def test_the_next_open_sentence_is_the_next_one_with_nothing_on_it(
    spans: list[Span], nothing: set[int], position: int
) -> None:
    units = DecidedUnits(SENTENCES)
    units.set_codings(_columns(spans))
    decided = NothingUnits(_decided({SENTENCES[n] for n in nothing}))
    units.set_nothing(decided.starts, decided.ends)
    is_open = sorted(set(range(8)) - _touched(spans) - nothing)
    after = [n for n in is_open if SENTENCES[n].start > position]
    expected = SENTENCES[(after or is_open)[0]] if is_open else None
    assert units.next_open(position) == expected


@given(st.sets(SPANS), st.sets(SPANS), SPANS)
def test_decisions_renewed_in_part_are_those_read_anew(
    before: set[Span], new: set[Span], within: Span
) -> None:
    here = {span for span in new if span.overlaps(within)}
    after = {span for span in before if not span.overlaps(within)} | here
    renewed = NothingUnits(_decided(before)).renewed(within, _decided(here))
    assert sorted(renewed.spans()) == sorted(after)
    assert renewed.starts.tolist() == sorted(renewed.starts.tolist())
    longest = {span for span in after if len(span) > 9 and span.overlaps(within)}
    assert renewed.by_finishing(within) == bool(longest)
    assert NothingUnits(_decided(before)).renewed(None, _decided(after)).spans() == tuple(
        sorted(after)
    )


def _decided(spans: set[Span]) -> DecisionColumns:
    """Long ones came by finishing."""
    ordered = sorted(spans)
    return DecisionColumns(
        tuple(span.start for span in ordered),
        tuple(span.end for span in ordered),
        tuple(len(span) > 9 for span in ordered),
    )


ROWS = st.dictionaries(
    st.integers(1, 9), st.tuples(st.integers(0, 3), st.integers(1, 3), st.booleans()), max_size=9
)


@given(ROWS, ROWS)
def test_following_a_difference_gives_what_the_project_holds(
    before: dict[int, tuple[int, int, bool]], after: dict[int, tuple[int, int, bool]]
) -> None:
    shown, wanted = _rows(before), _rows(after)
    touched = before.keys() | after.keys()
    difference = ShownCodings(shown).difference(touched, _shown(wanted))
    screen = {coding.id: coding for coding in _shown(shown)}
    for coding in difference.removed:
        del screen[coding.id]
    screen |= {coding.id: coding for coding in (*difference.added, *difference.updated)}
    assert screen == {coding.id: coding for coding in _shown(wanted)}
    for coding in difference.updated:
        assert coding.span == ShownCoding(*_one(before, coding.id)).span


def _columns(spans: list[Span]) -> CodingColumns:
    number = len(spans)
    return CodingColumns(
        tuple(range(number)),
        tuple(span.start for span in spans),
        tuple(span.end for span in spans),
        (1,) * number,
        (1,) * number,
        (False,) * number,
    )


def _one(rows: dict[int, tuple[int, int, bool]], id_: int) -> tuple[int, int, int, int, bool]:
    start, length, unsure = rows[id_]
    return id_, start, start + length, id_, unsure


def _shown(columns: CodingColumns) -> list[ShownCoding]:
    parts = (columns.ids, columns.starts, columns.ends, columns.code_ids, columns.unsure)
    return [ShownCoding(*row) for row in zip(*parts, strict=True)]


def _rows(rows: dict[int, tuple[int, int, bool]]) -> CodingColumns:
    whole = [_one(rows, id_) for id_ in sorted(rows)]
    ids, starts, ends, codes, unsure = (tuple(row[n] for row in whole) for n in range(5))
    return CodingColumns(ids, starts, ends, codes, (1,) * len(ids), unsure)
