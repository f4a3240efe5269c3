"""What else can be looked at, and in which order: the menu "More views"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.tips import plain_tip
from annotator_ui.reliability_place.code_figures import ORDERS, Order
from annotator_ui.reliability_place.views import VIEWS, View

if TYPE_CHECKING:
    from annotator.reliability.panel import Panel

_PARTS_FROM = "by "


class MoreMenu(QObject):
    """The button and its menu, filled anew whenever it opens."""

    viewed = Signal(object)
    """A `View`, or None for the codes."""
    more_wanted = Signal(bool)
    """Whether every coefficient is shown."""
    ordered = Signal(str)
    indicative_wanted = Signal(bool)
    """Whether intervals below ten transcripts are shown."""
    parents_wanted = Signal(bool)
    """Whether groups stand for their codes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.button = MenuButton("More views")
        self.button.say("More views")
        # menus inside the menu stay: what `clear` takes out of it is not deleted
        self._parts = QMenu("&By", self.button)
        self._orders = QMenu("&Order of the codes", self.button)
        self.button.choices.aboutToShow.connect(self._fill)
        self.view: View | None = None
        self.more = False
        self.order: Order = "alpha"
        self.panel: Panel | None = None

    def _fill(self) -> None:
        menu, parts, order = self.button.choices, self._parts, self._orders
        for each in (menu, parts, order):
            each.clear()
        panel = self.panel
        if panel is None:
            return
        codes = _radio(menu, "&Codes", self.view is None, lambda: self.viewed.emit(None))
        _tick(menu, "&All figures of each code", self.more, self.more_wanted.emit)
        group = QActionGroup(menu)
        group.addAction(codes)
        menu.addSeparator()
        for view in VIEWS:
            is_part = view.name.startswith(_PARTS_FROM)
            words = view.words.removeprefix("By ").capitalize() if is_part else view.words
            at = parts if is_part else menu
            if is_part and parts.isEmpty():
                menu.addMenu(parts)
            chosen = self.view is not None and self.view.name == view.name
            action = _radio(at, words, chosen, partial(self.viewed.emit, view))
            why = view.lacks(panel)
            action.setEnabled(not why)
            action.setToolTip(plain_tip(why))
            group.addAction(action)
        menu.addSeparator()
        menu.addMenu(order)
        for key, words in ORDERS.items():
            _radio(order, words.capitalize(), key == self.order,
                   partial(self.ordered.emit, key))  # fmt: skip
        _tick(
            menu, "&Intervals below ten transcripts", panel.choice.indicative,
            self.indicative_wanted.emit,
        )  # fmt: skip
        _tick(
            menu, "&Groups in the place of their codes", panel.choice.level == "parent",
            self.parents_wanted.emit,
        )  # fmt: skip


def _radio(menu: QMenu, words: str, is_chosen: bool, act: Callable[[], object]) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    action.triggered.connect(lambda *_checked: act())
    return action


def _tick(menu: QMenu, words: str, is_on: bool, act: Callable[[bool], object]) -> None:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(is_on)
    # not `act` itself: Qt hands no argument to the `emit` of a signal
    action.triggered.connect(lambda: act(action.isChecked()))
