"""Which transcript is this: title, date, speakers, note?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator_ui.code_place.quiet import mute
from annotator_ui.item_models.dates import long_date
from annotator_ui.item_models.transcript_list import shown_title
from annotator_ui.parts.buttons import IconButton
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, words

if TYPE_CHECKING:
    from annotator.model.coding import Finished
    from annotator.model.transcript import TranscriptInfo

_MOST_SPEAKERS = 4


class TitleBlock(QWidget):
    """Stands over the text and begins at its left edge."""

    side_asked = Signal(str)
    """Says left or right: that side panel, where there is no room for both."""

    def __init__(self) -> None:
        super().__init__()
        self._sides = {
            "left": IconButton("panel-left", "Transcripts and codes"),
            "right": IconButton("panel-right", "Passage, memo and definition"),
        }
        self._title = words(kind="title")
        self._date = words(kind="small", tone="muted")
        self._speakers = Elided(kind="small", tone="muted")
        self._note, self._state = _pill(), _pill()
        self._state.hide()
        self._below = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()

    def show_info(self, info: TranscriptInfo | None) -> None:
        self.setVisible(info is not None)
        if info is None:
            return
        self._title.setText(shown_title(info))
        _fill(self._date, long_date(info.metadata.date))
        self._speakers.say(_speakers(info))
        self._speakers.setToolTip(plain_tip("\n".join(_with_role(*each) for each in info.speakers)))
        _fill(self._note, info.metadata.note.strip("() "))

    def show_state(self, finished: Finished | None) -> None:
        """Whether the coder is done with it, and since when."""
        words_ = "" if finished is None else "Accepted" if finished.sealed_at else "Finished"
        _fill(self._state, words_)
        self._state.setToolTip(
            plain_tip("" if finished is None else f"Since {finished.finished_at[:10]}")
        )

    def offer_sides(self, *, offered: bool) -> None:
        """In a narrow window the side panels take turns."""
        for button in self._sides.values():
            button.setVisible(offered)

    def set_left(self, pixels: int) -> None:
        """Begin where the text begins."""
        self._column.setContentsMargins(pixels, 14, 16, 12)

    def _lay_out(self) -> None:
        self._below.setSpacing(16)
        for label in (self._date, self._speakers, self._note, self._state):
            self._below.addWidget(label)
        self._below.addStretch()
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self._title, 1)
        for side, button in self._sides.items():
            mute(button)
            button.hide()
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self.side_asked.emit, side))
            above.addWidget(button)
        self._column.setSpacing(4)
        self._column.addLayout(above)
        self._column.addLayout(self._below)
        self.set_left(60)


def _pill() -> QLabel:
    pill = QLabel()
    pill.setTextFormat(Qt.TextFormat.PlainText)
    pill.setProperty("part", "pill")
    return pill


def _fill(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _speakers(info: TranscriptInfo) -> str:
    names = [name for name, _ in info.speakers if name]
    more = len(names) - _MOST_SPEAKERS
    shown = ", ".join(names[:_MOST_SPEAKERS])
    return f"{shown} and {more} more" if more > 0 else shown


def _with_role(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name
