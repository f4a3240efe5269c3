"""After any acts in any order: do screen, counts, decisions and file tell the same?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from annotator.model.spans import Span
from tests.ui.code_place.desk import Desk, Row

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.integers(0, 27), min_size=20, max_size=45))
def test_screen_and_file_agree_after_any_acts(desk: Desk, chosen: list[int]) -> None:
    """And whatever was done is gone after as many undos."""
    # one who has done nothing yet: no import that undo could take away, and nothing of before
    desk.session.use_coder(f"coder {len(desk.project.coders())}")
    acts = _acts(desk)
    desk.place.show_transcript(desk.place.transcript_list.transcripts()[0].id)
    for number in chosen:
        acts[number % len(acts)]()
        _agree(desk)
    while desk.session.attempt(desk.project.undo) is not None:
        _agree(desk)
    _agree(desk)
    assert desk.stored() == []


def _acts(desk: Desk) -> list[Callable[[], None]]:
    moves = [
        partial(desk.press, KEY.Key_Down),
        partial(desk.press, KEY.Key_Down, SHIFT),
        partial(desk.press, KEY.Key_Up),
        partial(desk.press, KEY.Key_Tab),
        partial(desk.press, KEY.Key_J, CTRL),
        partial(desk.press, KEY.Key_PageDown, CTRL),
        partial(desk.press, KEY.Key_PageUp, CTRL),
    ]
    keys = [partial(desk.type, key) for key in ("b", "t", "u", ".", " ", "?", "0")]
    others = [
        partial(desk.press, KEY.Key_Delete),
        partial(desk.press, KEY.Key_Right, ALT),
        partial(desk.press, KEY.Key_Left, ALT),
        partial(desk.click_code, "CHINA"),
        desk.session.undo,
        desk.session.undo,
        desk.session.redo,
    ]
    return [*moves, *keys, *keys, *others]


def _agree(desk: Desk) -> None:
    transcript, units = desk.place.loop.transcript, desk.place.loop.units
    assert transcript is not None
    assert units is not None
    stored = desk.stored()
    assert sorted(desk.shown()) == sorted(stored)
    counts = Counter(row[2] for row in stored)
    for code in desk.project.codebook().codes:
        assert desk.place.code_tree.count(code.id) == counts[code.code_id]
    nothing = [Span(d.start, d.end) for d in desk.project.decisions(transcript.info.id)]
    assert sorted(desk.place.loop.nothing) == sorted(nothing)
    touched = [Span(row[0], row[1]) for row in stored] + nothing
    sentences = transcript.spans("sentence")
    decided = {number for span in touched for number in sentences.touching(span)}
    assert units.progress().decided == len(decided)
    _painted_is_stored(desk, stored, len(transcript.text))
    view = desk.place.view
    assert set(view.codings_at_cursor()) == {
        each.id
        for each in desk.place.loop.codings
        if each.span.overlaps(view.selection() or Span(0, 0))
    }


def _painted_is_stored(desk: Desk, stored: list[Row], length: int) -> None:
    """The index that the view paints from holds what the file holds, no two in each other's way."""
    names = {code.id: code.code_id for code in desk.project.codebook().codes}
    rows = desk.place.view.codings_over(Span(0, length))
    painted = [(row.start, row.end, names[row.code_id], bool(row.unsure)) for row in rows]
    assert sorted(painted) == sorted(stored)
    for number, row in enumerate(rows):
        for other in rows[number + 1 :]:
            apart = other.start >= row.end or row.start >= other.end
            assert apart or row.lane != other.lane
