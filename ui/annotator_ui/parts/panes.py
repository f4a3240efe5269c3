"""Where does F6 lead: which part of a divided place has the keyboard next?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QSplitter, QWidget


def step_pane(place: QWidget, by: int) -> None:
    """Put the keyboard on the next part of what is shown, or the one before, and round again."""
    split = next((each for each in place.findChildren(QSplitter) if each.isVisible()), None)
    if split is None:
        return
    widgets = (split.widget(n) for n, size in enumerate(split.sizes()) if size)
    parts = [part for part in widgets if part is not None]
    focused = QApplication.focusWidget()
    at = next((n for n, part in enumerate(parts) if focused and _holds(part, focused)), 0)
    for step in range(1, len(parts)):
        door = _door(parts[(at + by * step) % len(parts)])
        if door is not None:
            door.setFocus(Qt.FocusReason.ShortcutFocusReason)
            _bring_into_sight(door)
            return


def _bring_into_sight(widget: QWidget) -> None:
    """Scroll to it; Qt does that for Tab alone."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _door(part: QWidget) -> QWidget | None:
    """What had the keyboard in it last, or else the first that Tab would reach."""
    last = part.focusWidget()
    if last is not None and _takes_keys(last):
        return last
    widget: QWidget | None = part
    while widget is not None:
        if _holds(part, widget) and _takes_keys(widget):
            return widget
        widget = widget.nextInFocusChain()
        if widget is part:
            break
    return None


def _holds(part: QWidget, widget: QWidget) -> bool:
    return widget is part or part.isAncestorOf(widget)


def _takes_keys(widget: QWidget) -> bool:
    by_tab = Qt.FocusPolicy.TabFocus.value & widget.focusPolicy().value
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()
