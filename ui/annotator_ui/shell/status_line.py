"""Is it on disk, who codes, where, what was done last, and which keys matter now?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from annotator_ui.parts.buttons import leave_focus
from annotator_ui.parts.words import Elided, cap, restyle, words

SAID_FOR_MS: Final = 8000
GAPS: Final = 92
"""Margins and the space between the five parts."""


class StatusLine(QFrame):
    """Left what is, right what was and what can be."""

    coder_pressed = Signal()
    key_pressed = Signal(str)
    """The key beside the last act, "Ctrl Z", was clicked: whoever has no keyboard at hand."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.setAccessibleName("Status")
        self._disk = words(kind="small", tone="ok")
        self._coder = _CoderButton()
        self._coder.clicked.connect(self.coder_pressed)
        self._unit = Elided(kind="small")
        self._act = _Act()
        self._act.key.clicked.connect(lambda: self.key_pressed.emit(self._act.key.cap()))
        self._keys = _Keys()
        for right in (self._act, self._keys):
            right.setMinimumWidth(1)  # the line never keeps the window from getting narrower
        self._said = QTimer(self, singleShot=True, interval=SAID_FOR_MS)
        self._said.timeout.connect(self.end_saying)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(16)
        for part in (self._disk, self._coder):
            row.addWidget(part)
        row.addWidget(self._unit, 1)
        row.addWidget(self._act)
        row.addWidget(self._keys)
        self.show_no_project()

    def show_no_project(self) -> None:
        self._say_of_disk("● Works without a network", "ok")
        self._coder.hide()
        self._unit.say("Nothing leaves this computer")
        self._act.show_act("", "", "")

    def show_project(self, coder: str, *, read_only: bool) -> None:
        self._say_of_disk("● Reading only" if read_only else "● On disk", "ok")
        self._coder.say(coder)
        self._coder.show()

    def show_off_disk(self) -> None:
        """Acts cannot be written: never say that they are."""
        self._say_of_disk("▲ Not being saved", "error")

    def show_state(self, words: str) -> None:
        """What is on disk, in other words than usual, until `show_project` says it again."""
        self._say_of_disk(words, "muted")

    def show_unit(self, unit: str) -> None:
        self._unit.say(unit)
        self._fit()

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        self._keys.show_keys(keys)
        self._fit()

    def show_act(self, act: str, key: str, then: str) -> None:
        """The last act, the key and what it does: "Ctrl Z" "takes it back"."""
        self._act.show_act(act, key, then)
        self._fit()

    def say(self, sentence: str, tone: str = "text") -> None:
        """One sentence that stays for a while in the place of the last act."""
        self._act.say(sentence, tone)
        self._said.start()
        self._fit()

    def end_saying(self) -> None:
        """Show the last act again."""
        self._said.stop()
        self._act.forget_saying()
        self._fit()

    @property
    def shows_keys(self) -> bool:
        return not self._keys.isHidden()

    def words(self) -> str:
        """What the line says now, for tests and screen readers."""
        parts = (self._disk.text(), self._coder.words(), self._unit.whole())
        return " · ".join(part for part in (*parts, self._act.words()) if part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _say_of_disk(self, sentence: str, tone: str) -> None:
        self._disk.setText(sentence)
        if self._disk.property("tone") != tone:
            self._disk.setProperty("tone", tone)
            restyle(self._disk)

    def _fit(self) -> None:
        """In a narrow window the keys go first."""
        room = self.width() - self._disk.sizeHint().width() - self._coder.sizeHint().width()
        room -= self._unit.sizeHint().width() + self._act.sizeHint().width() + GAPS
        self._keys.setVisible(room > self._keys.wanted())


class _CoderButton(QPushButton):
    """The coder at work; a click opens the choice of another."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.setProperty("holds", "parts")
        self.setToolTip("Go on as another coder")
        leave_focus(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name = words(kind="small", tone="text")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(words("Coder", kind="small"))
        row.addWidget(self._name)

    def say(self, coder: str) -> None:
        self._name.setText(coder)
        self.setAccessibleName(f"Coder {coder}")
        self.updateGeometry()

    def words(self) -> str:
        return "" if self.isHidden() else f"Coder {self._name.text()}"

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return QSize(inside.sizeHint().width() + 2, 22) if inside else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _KeyButton(QPushButton):
    """A key cap and what it does; a click does it too."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.setProperty("holds", "parts")
        leave_focus(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._cap, self._then = cap(""), words(kind="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(5)
        for part in (self._cap, self._then):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part)

    def say(self, key: str, then: str) -> None:
        self._cap.setText(key)
        self._then.setText(then)
        self.setAccessibleName(f"{key} {then}")
        self.setVisible(bool(key))
        self.updateGeometry()

    def cap(self) -> str:
        return self._cap.text()

    def words(self) -> str:
        return f"{self._cap.text()} {self._then.text()}".strip()

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return QSize(inside.sizeHint().width() + 2, 22) if inside else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _Act(QWidget):
    """The last act and the key that takes it back, or for a while a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Elided(kind="small", tone="text")
        self.key = _KeyButton()
        self._last = ("", "", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for part in (self._label, self.key):
            row.addWidget(part)

    def show_act(self, act: str, key: str, then: str) -> None:
        self._last = (act, key, then)
        self._tone("text")
        self._label.say(f"{act} ·" if act and key else act)
        self.key.say(key, then)

    def say(self, sentence: str, tone: str) -> None:
        last = self._last
        self.show_act(sentence, "", "")
        self._last = last
        self._tone(tone)

    def forget_saying(self) -> None:
        self.show_act(*self._last)

    def words(self) -> str:
        shown = (self._label.whole(), self.key.words())
        return " ".join(part for part in shown if part)

    def _tone(self, tone: str) -> None:
        if self._label.property("tone") != tone:
            self._label.setProperty("tone", tone)
            restyle(self._label)


class _Keys(QWidget):
    """Three to five keys that matter now."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        if tuple(keys) == self._shown:
            return
        self._shown = tuple(keys)
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for key, does in keys:
            self._row.addWidget(cap(key))
            self._row.addWidget(words(does, kind="small"))

    def wanted(self) -> int:
        """The width it takes to show them; a layout counts nothing for what is hidden."""
        parts = [item.widget() for n in range(self._row.count()) if (item := self._row.itemAt(n))]
        widths = [part.sizeHint().width() for part in parts if part is not None]
        return sum(widths) + self._row.spacing() * max(len(widths) - 1, 0)
