"""Which key takes which step in the text? The keys of the coding loop that belong to the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator_ui.transcript_view.unit_cursor import UnitCursor

Step = Callable[[UnitCursor], None]

_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_COUNTED = _SHIFT | _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier
_Key = Qt.Key

STEPS: Final[Mapping[tuple[Qt.Key, Qt.KeyboardModifier], Step]] = {
    (_Key.Key_Down, _PLAIN): UnitCursor.next_sentence,
    (_Key.Key_Up, _PLAIN): UnitCursor.previous_sentence,
    (_Key.Key_Right, _PLAIN): UnitCursor.next_paragraph,
    (_Key.Key_Left, _PLAIN): UnitCursor.previous_paragraph,
    (_Key.Key_PageDown, _PLAIN): UnitCursor.next_turn,
    (_Key.Key_PageUp, _PLAIN): UnitCursor.previous_turn,
    (_Key.Key_Home, _PLAIN): UnitCursor.first_unit,
    (_Key.Key_End, _PLAIN): UnitCursor.last_unit,
    (_Key.Key_Down, _SHIFT): UnitCursor.extend,
    (_Key.Key_Up, _SHIFT): UnitCursor.shrink,
    (_Key.Key_Right, _SHIFT): UnitCursor.extend_paragraph,
    (_Key.Key_Left, _SHIFT): UnitCursor.shrink_paragraph,
    (_Key.Key_PageDown, _SHIFT): UnitCursor.extend_turn,
    (_Key.Key_PageUp, _SHIFT): UnitCursor.shrink_turn,
    (_Key.Key_Home, _SHIFT): UnitCursor.extend_to_first,
    (_Key.Key_End, _SHIFT): UnitCursor.extend_to_last,
    (_Key.Key_Tab, _PLAIN): UnitCursor.narrow_left,
    (_Key.Key_Backtab, _SHIFT): UnitCursor.narrow_right,
    (_Key.Key_Tab, _SHIFT): UnitCursor.narrow_right,
    (_Key.Key_Right, _CTRL): UnitCursor.narrow_word_left,
    (_Key.Key_Left, _CTRL): UnitCursor.narrow_word_right,
    (_Key.Key_Right, _CTRL | _SHIFT): UnitCursor.widen_word_right,
    (_Key.Key_Left, _CTRL | _SHIFT): UnitCursor.widen_word_left,
    (_Key.Key_Escape, _PLAIN): UnitCursor.drop,
}

EXTENDING: Final = frozenset(
    step for (_, held), step in STEPS.items() if held & _SHIFT and not held & _CTRL
) - {UnitCursor.narrow_right}


def step_of(event: QKeyEvent) -> Step | None:
    """The step a key takes, or None. The number block counts as the keys printed on it."""
    return STEPS.get((Qt.Key(event.key()), event.modifiers() & _COUNTED))


def typed_by(event: QKeyEvent) -> str:
    """The character a plain key makes; empty for keys held with Ctrl, Alt or Meta.

    Ctrl and Alt together are how Windows reports AltGr, which makes ordinary characters.
    """
    text = event.text()
    held = event.modifiers() & (_CTRL | _ALT | Qt.KeyboardModifier.MetaModifier)
    if held and held != (_CTRL | _ALT):
        return ""
    return text if len(text) == 1 and text.isprintable() else ""
