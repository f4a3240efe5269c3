"""Where are font, line spacing, line width and the click that codes chosen?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup, QFont
from PySide6.QtWidgets import QFontDialog, QMenu, QWidget

from annotator_ui.reading import FONTS, LEADINGS, WIDTHS, ClickChoice

if TYPE_CHECKING:
    from annotator_ui.preferences import Preferences

Choice = TypeVar("Choice", str, float)
_CLICKS: tuple[tuple[ClickChoice, str], ...] = (
    ("single", "One click on a code codes"),
    ("double", "Two clicks code, one shows the code"),
)


class ReadingMenus(QObject):
    """The menus of the settings that are about reading and coding; every choice is kept."""

    changed = Signal()
    """Something was chosen: ask the preferences."""

    def __init__(self, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._preferences, self._window = preferences, window

    def menus(self) -> list[QMenu]:
        """Made anew, so that the marks stand where they should."""
        reading = self._preferences.reading
        text = QMenu("&Text", self._window)
        own = reading.font if reading.font not in dict(FONTS) else ""
        fonts = [*FONTS, *([(own, own)] if own else [])]
        font_menu = text.addMenu("&Font")
        self._add(font_menu, fonts, reading.font, self._choose_font)
        font_menu.addAction("&Other font…", self.ask_font)
        self._add(text.addMenu("&Line spacing"), LEADINGS, reading.leading, self._choose_leading)
        self._add(text.addMenu("Line &width"), WIDTHS, float(reading.width), self._choose_width)
        clicks = QMenu("Code by &mouse", self._window)
        self._add(clicks, _CLICKS, self._preferences.click, self._choose_click)
        return [text, clicks]

    def ask_font(self) -> QFontDialog:
        """Any font of the system."""
        dialog = QFontDialog(QFont(self._preferences.reading.font), self._window)
        dialog.fontSelected.connect(lambda font: self._choose_font(font.family()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _add(
        self,
        menu: QMenu,
        choices: Sequence[tuple[Choice, str]],
        now: Choice,
        choose: Callable[[Choice], None],
    ) -> None:
        group = QActionGroup(menu)
        for value, words in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == now)
            group.addAction(action)
            action.triggered.connect(partial(_chosen, choose, value))

    def _choose_font(self, family: str) -> None:
        self._preferences.reading = self._preferences.reading._replace(font=family)
        self.changed.emit()

    def _choose_leading(self, leading: float) -> None:
        self._preferences.reading = self._preferences.reading._replace(leading=leading)
        self.changed.emit()

    def _choose_width(self, width: float) -> None:
        self._preferences.reading = self._preferences.reading._replace(width=round(width))
        self.changed.emit()

    def _choose_click(self, click: str) -> None:
        self._preferences.click = "double" if click == "double" else "single"
        self.changed.emit()


def _chosen(choose: Callable[[Choice], None], value: Choice, *_checked: object) -> None:
    choose(value)
