"""Which versions does the codebook have, and what of this code changed in the last one?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.versions import FIELD_WORDS, CodeChange
from annotator_ui.codebook_place.changed_text import ChangedText
from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, words

if TYPE_CHECKING:
    from annotator.model.codebook import CodebookVersion
    from annotator_ui.theme import Theme

_SHOWN = 5


class VersionsBlock(QWidget):
    """The newest version first; the change of the chosen code under them."""

    version_asked = Signal(object)
    """A `CodebookVersion` to be described anew."""
    changes_asked = Signal()
    """All differences between two versions."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._older = words(kind="hint")
        self._about = Elided(kind="section")
        self.all_button = Button("All changes", kind="link")
        self.all_button.clicked.connect(self.changes_asked)
        self._box = QFrame()
        self._box.setProperty("part", "quiet block")
        self.text = ChangedText(theme)
        self._lay_out()

    def show_versions(
        self, versions: Sequence[CodebookVersion], codings: dict[int, int], *, may_change: bool
    ) -> None:
        """The versions, the oldest first as the library has them, with codings made under each."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        newest = list(reversed(versions))
        for version in newest[:_SHOWN]:
            row = _Version(version, codings.get(version.id, 0), self._theme, may_change=may_change)
            row.pressed.connect(self.version_asked)
            self._rows.addWidget(row)
        left = len(newest) - _SHOWN
        self._older.setText(f"and {left} older" if left > 0 else "")
        self._older.setVisible(left > 0)
        self.all_button.setVisible(len(newest) > 1)

    def show_change(self, before: str, after: str, change: CodeChange | None) -> None:
        """What of the chosen code differs between the two newest versions, by their names."""
        if change is None or not change.parts:
            self._box.setVisible(False)
            self._about.say("This code is as it was." if before else "")
            return
        part = max(change.parts, key=lambda each: len(each.after) + len(each.before))
        more = len(change.parts) - 1
        others = f" and {more} more" if more else ""
        self._about.say(f"{before} \u2192 {after}, {FIELD_WORDS[part.part]}{others}")
        self.text.show_change(part.before, part.after)
        self._box.setVisible(True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.text.set_theme(theme)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(self.text)
        head = QHBoxLayout()
        head.addWidget(self._about, 1)
        head.addWidget(self.all_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(words("Versions", kind="strong"))
        column.addLayout(self._rows)
        column.addWidget(self._older)
        column.addSpacing(2)
        column.addLayout(head)
        column.addWidget(self._box)


class _Version(QFrame):
    """A dot, name and note, and when it was frozen; Enter or a click describes it anew."""

    pressed = Signal(object)

    def __init__(
        self, version: CodebookVersion, codings: int, theme: Theme, *, may_change: bool
    ) -> None:
        super().__init__()
        self._version, self._may = version, may_change
        self.setProperty("part", "pressed row")
        if may_change:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        when = _day(version.frozen_at)
        made = "1 coding" if codings == 1 else f"{codings:,} codings"
        state = f"frozen {when}" if when else "being worked on"
        self.setToolTip(plain_tip(f"{state}, {made} made under it\n{version.note}".strip()))
        self.setAccessibleName(f"Version {version.name}, {state}, {made}. {version.note}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(10)
        row.addWidget(_Dot(theme, full=not version.frozen_at))
        row.addWidget(words(version.name, kind="strong"))
        row.addWidget(Elided(version.note, tone="muted"), 1)
        row.addWidget(words(when or "open", kind="small", tone="muted"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._may and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._version)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit(self._version)
            return
        super().keyPressEvent(event)


class _Dot(QWidget):
    """Full for the version that is worked on, a ring for one that is frozen."""

    def __init__(self, theme: Theme, *, full: bool) -> None:
        super().__init__()
        self._theme, self._full = theme, full
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = round(11 * zoom_of(self))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        color = QColor(self._theme.accent if self._full else self._theme.mark)
        pen = painter.pen()
        pen.setColor(color)
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.setBrush(color if self._full else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        painter.end()


def _day(frozen_at: str) -> str:
    """17 Jan 2024, in the time zone of this machine; "" for nothing."""
    if not frozen_at:
        return ""
    return short_date(datetime.fromisoformat(frozen_at).astimezone().date().isoformat())
