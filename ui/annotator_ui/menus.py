"""What do the menu and the settings at the rail hold?"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from annotator_ui.parts.tips import plain_tip
from annotator_ui.start_place.recent_projects import why_missing

if TYPE_CHECKING:
    from annotator_ui.actions import Actions
    from annotator_ui.preferences import Preferences
    from annotator_ui.reading_menu import ReadingMenus
    from annotator_ui.shell.rail import Rail


class Menus(QObject):
    """Made when they are first asked for: nobody sees them at the first paint."""

    project_chosen = Signal(object)
    reading_changed = Signal()
    """How transcripts are read or coded was chosen: ask the preferences."""

    def __init__(self, commands: Actions, rail: Rail, preferences: Preferences) -> None:
        super().__init__(rail)
        self._commands = commands
        self._rail = rail
        self._preferences = preferences
        self._of_reading: list[QMenu] = []
        rail.menu.clicked.connect(self.pop_up)
        rail.settings.clicked.connect(self.pop_up_settings)

    def pop_up(self) -> None:
        self._rail.menu.pop_up(self._main)

    def pop_up_settings(self) -> None:
        self._rail.settings.pop_up(self._settings)

    @cached_property
    def _main(self) -> QMenu:
        menu = QMenu("Menu", self._rail)
        commands = self._commands
        file_menu = commands.file_menu(self._recent)
        for each in (
            file_menu,
            commands.edit_menu(),
            commands.view_menu(),
            commands.help_menu(),
        ):
            menu.addMenu(each)
        return menu

    def forget(self) -> None:
        """Other acts are there: make the menu anew when it is asked for."""
        menu = vars(self).pop("_main", None)
        if menu is not None:
            menu.deleteLater()

    @cached_property
    def _settings(self) -> QMenu:
        menu = self._commands.settings_menu()
        menu.aboutToShow.connect(lambda: self._fill_reading(menu))
        return menu

    @cached_property
    def reading(self) -> ReadingMenus:
        """How transcripts are read and coded."""
        from annotator_ui.reading_menu import ReadingMenus

        made = ReadingMenus(self._preferences, self._rail)
        made.changed.connect(self.reading_changed)
        return made

    def _fill_reading(self, menu: QMenu) -> None:
        for old in self._of_reading:
            old.deleteLater()
        self._of_reading = self.reading.menus()
        for each in self._of_reading:
            menu.addMenu(each)

    @cached_property
    def _recent(self) -> QMenu:
        menu = QMenu("Open &recent", self._rail)
        menu.aboutToShow.connect(self._fill_recent)
        return menu

    def _fill_recent(self) -> None:
        """Projects that are missing are listed and off."""
        self._recent.clear()
        for recent in self._preferences.recent():
            action = self._recent.addAction(recent.name)
            action.setToolTip(plain_tip(str(recent.path)))
            action.setEnabled(not why_missing(recent.path))
            action.triggered.connect(partial(self.project_chosen.emit, recent.path))
        if self._recent.isEmpty():
            self._recent.addAction("None yet").setEnabled(False)
