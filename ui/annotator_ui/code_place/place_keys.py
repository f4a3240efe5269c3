"""Which key does what in the Code place, whichever of its panels has the keyboard?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator_ui.transcript_view.unit_cursor import UnitCursor

if TYPE_CHECKING:
    from annotator_ui.code_place.place import CodePlace
    from annotator_ui.transcript_view.keys import Step

_PLAIN, _SHIFT, _CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
_ALT = Qt.KeyboardModifier.AltModifier
_COUNTED = _SHIFT | _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier

_TEXT = 2
"""The number of the text among the panes."""

Table = dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]


class PlaceKeys:
    """The keys that belong to no panel."""

    def __init__(self, place: CodePlace) -> None:
        self._place = place
        self._table = self._of_place() | self._of_ends()

    def act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does, or None where it is for somebody else."""
        return self._table.get((Qt.Key(event.key()), event.modifiers() & _COUNTED))

    def _of_place(self) -> Table:
        key, place = Qt.Key, self._place
        return {
            (key.Key_F1, _PLAIN): place.help,
            (key.Key_F2, _PLAIN): place.rename,
            (key.Key_F3, _PLAIN): place.focus_memo,
            (key.Key_F4, _PLAIN): place.focus_fields,
            # for boards on which / ? and 0 take two hands
            (key.Key_F7, _PLAIN): place.open_palette,
            (key.Key_F8, _PLAIN): place.loop.toggle_unsure,
            (key.Key_F9, _PLAIN): place.loop.decide_nothing,
            (key.Key_M, _CTRL): place.focus_memo,
            (key.Key_R, _CTRL): place.show_passages,
            (key.Key_M, _CTRL | _SHIFT): place.open_memos,
            (key.Key_J, _CTRL): partial(place.queue.step, 1),
            (key.Key_J, _CTRL | _SHIFT): partial(place.queue.step, -1),
            (key.Key_End, _CTRL): place.finishing.ask,
            (key.Key_F, _CTRL): place.open_find,
            (key.Key_F, _CTRL | _SHIFT): place.open_search,
            (key.Key_C, _CTRL | _SHIFT): place.menu.copy_with_citation,
            (key.Key_Delete, _PLAIN): place.delete,
            (key.Key_Escape, _PLAIN): place.focus_text,
            (key.Key_F6, _PLAIN): partial(self._step_pane, 1),
            (key.Key_F6, _SHIFT): partial(self._step_pane, -1),
            (key.Key_PageDown, _CTRL): partial(self._step_transcript, 1),
            (key.Key_PageUp, _CTRL): partial(self._step_transcript, -1),
        }

    def _of_ends(self) -> Table:
        """Alt moves the end of the coding by a word, with Shift its start."""
        steps: tuple[tuple[Qt.Key, Qt.KeyboardModifier, Step], ...] = (
            (Qt.Key.Key_Right, _ALT, UnitCursor.widen_word_right),
            (Qt.Key.Key_Left, _ALT, UnitCursor.narrow_word_right),
            (Qt.Key.Key_Left, _ALT | _SHIFT, UnitCursor.widen_word_left),
            (Qt.Key.Key_Right, _ALT | _SHIFT, UnitCursor.narrow_word_left),
        )
        return {(key, held): partial(self._place.move_end, step) for key, held, step in steps}

    def _step_transcript(self, by: int) -> None:
        place = self._place
        ids = [info.id for info in place.transcript_list.transcripts()]
        if place.open_id in ids:
            row = ids.index(place.open_id) + by
            if 0 <= row < len(ids):
                place.show_transcript(ids[row])

    def _step_pane(self, by: int) -> None:
        """F6: transcripts, codes, text, memo, and round again."""
        place = self._place
        panes: list[QWidget] = [place.transcripts, place.codes, place.view, place.inspector]
        focused = QApplication.focusWidget()
        inside = [n for n, pane in enumerate(panes) if focused and pane.isAncestorOf(focused)]
        wanted = ((inside[0] if inside else _TEXT) + by) % len(panes)
        doors = (place.transcripts.view, place.codes.tree, place.view, place.inspector.memo)
        if wanted != _TEXT:
            place.panels.reveal("left" if wanted < _TEXT else "right")
        elif place.panels.is_tiny:
            place.panels.rest()
        doors[wanted].setFocus(Qt.FocusReason.ShortcutFocusReason)
