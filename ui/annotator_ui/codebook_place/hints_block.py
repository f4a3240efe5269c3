"""What in the codebook deserves a look?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import Icon
from annotator_ui.parts.words import Elided, words

if TYPE_CHECKING:
    from annotator.model.codebook_hints import Hint

_MOST = 8
_MOST_NAMES = 12
"""Of one hint: nobody reads thousands, and a line of them takes its time to be measured."""


class HintsBlock(QWidget):
    """One row for each hint: what, which codes, and the way to them."""

    code_asked = Signal(object)
    """The ids of the codes that a hint is about."""
    link_asked = Signal()
    """Examples that stand in a transcript are to be linked to their places."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._more = words(kind="hint")
        self.link_button = Button("Link examples to their passages", kind="link")
        self.link_button.setToolTip("Examples that stand word for word in a transcript")
        self.link_button.clicked.connect(self.link_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(words("Hints", kind="strong"))
        column.addLayout(self._rows)
        column.addWidget(self._more)
        column.addWidget(self.link_button)

    def show_hints(
        self, hints: Sequence[Hint], labels: Mapping[int, str], *, may_link: bool
    ) -> None:
        """`labels` are short labels by the id of the code."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for hint in hints[:_MOST]:
            self._rows.addWidget(self._row(hint, labels))
        if not hints:
            self._rows.addWidget(_line("circle-check", "ok", "Nothing missing, nothing twice"))
        elif not any(hint.kind in {"same_key", "near_names"} for hint in hints):
            self._rows.addWidget(_line("circle-check", "ok", "No key and no name twice"))
        left = len(hints) - _MOST
        self._more.setText(f"and {left} more" if left > 0 else "")
        self._more.setVisible(left > 0)
        self.link_button.setVisible(may_link)

    def said(self) -> list[str]:
        """What the rows say, for tests and screen readers."""
        found = (self._rows.itemAt(number) for number in range(self._rows.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget.accessibleName() for widget in widgets if widget is not None]

    def _row(self, hint: Hint, labels: Mapping[int, str]) -> QWidget:
        drawing, tone = ("circle-alert", "warn") if hint.needs_a_look else ("info", "muted")
        names = hint.detail or _names(hint.code_ids, labels)
        row = _line(drawing, tone, hint.words, names)
        show = Button("Show", kind="link")
        show.setAccessibleName(f"Show: {hint.words}, {names}")
        show.clicked.connect(lambda: self.code_asked.emit(hint.code_ids))
        layout = row.layout()
        if isinstance(layout, QHBoxLayout):
            layout.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _names(code_ids: Sequence[int], labels: Mapping[int, str]) -> str:
    named = ", ".join(labels.get(each, "") for each in code_ids[:_MOST_NAMES])
    more = len(code_ids) - _MOST_NAMES
    return f"{named} and {more:,} more" if more > 0 else named


def _line(drawing: str, tone: str, what: str, names: str = "") -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Icon(drawing, 15, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(1)
    said = words(what, wrap=True)
    column.addWidget(said)
    if names:
        column.addWidget(Elided(names, kind="small", tone="muted"))
    row.addLayout(column, 1)
    holder.setAccessibleName(f"{what}. {names}" if names else what)
    return holder
