"""Which acts does the window know by name, key and tip?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator.model.rights import Right
    from annotator.project import Project
    from annotator_ui.preferences import ThemeChoice

Key = QKeySequence.StandardKey


class Actions:
    """Every act of the window as one QAction; menus, buttons and tests take them from here."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        make = self._make
        self.new_project = make("&New project…", Key.New, "Make a project of your own")
        self.open_project = make("&Open a project…", Key.Open, "Open a project from a file")
        self.open_sample = make("Open the &sample", "", "One press point to try things on")
        self.import_files = make("&Import transcripts…", "Ctrl+I", "Bring transcripts in")
        self.import_codebook = make("Import &codebook…", "", "Take codes from Excel or CSV")
        self.export_codebook = make("Export code&book…", "", "Write the codes to Excel or CSV")
        self.save_copy = make("Save a cop&y…", "Ctrl+Shift+S", "Write the project to another file")
        self.save_locked_copy = make(
            "Save a &locked copy…", "", "The same, readable only with a passphrase"
        )
        self.backups = make("Bac&kups…", "", "Earlier states of the project, and back to one")
        self.check = make("C&heck the project", "", "Look whether everything is as it must be")
        self.delete_project = make("&Delete the project…", "", "Remove it and all its backups")
        self.export = make("&Export workbook…", "Ctrl+E", "Write everything to an Excel workbook")
        self.export_unnamed = make(
            "Export wi&thout coders’ names…",
            "",
            "The workbook with coder_1, coder_2 for the coders",
        )
        self.other_names = make(
            "E&xports with other names", "", "Every export says what stands for names on your list"
        )
        self.other_names.setCheckable(True)
        self.close_project = make("&Close project", Key.Close, "Back to the start")
        self.quit = make("&Quit", "Ctrl+Q", "Close the window")
        self.undo = make("&Undo", Key.Undo, "Take the last act back")
        self.redo = make("&Redo", "Ctrl+Shift+Z", "Do again what was taken back")
        self.find = make("&Find in transcript", Key.Find, "Find words in this transcript")
        self.find_everywhere = make(
            "Find in &all transcripts", "Ctrl+Shift+F", "Find words everywhere, code what is found"
        )
        self.choose_coder = make("Who is &coding?…", "", "Go on as another coder")
        self.transcripts = make("&Transcripts", "Ctrl+1", "The transcripts of the project")
        self.code = make("&Code", "Ctrl+2", "Read and code")
        self.places: list[QAction] = []
        """Those of the further places, once a project was open."""
        self.zoom_in = make("Zoom &in", Key.ZoomIn, "Larger")
        self.zoom_out = make("Zoom &out", Key.ZoomOut, "Smaller")
        self.zoom_reset = make("&100 %", "Ctrl+0", "The size the window was drawn for")
        self.full_screen = make("&Full screen", "F11", "The window alone on the screen")
        self.keys = make("All &keys", "F1", "Every key of the coding loop")
        self.manual = make("&Manual", "Shift+F1", "How everything is done, offline")
        self.about = make("&About", "", "Version, licences, where things are kept")
        self.menu = make("Menu", "F10", "Menu")
        self._make_themes()
        self.zoom_in.setShortcuts([*QKeySequence.keyBindings(Key.ZoomIn), QKeySequence("Ctrl+=")])
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def offer_for(self, project: Project | None) -> None:
        """Turn on what the coder at work may do with this project; None: none is open.

        An act that is off says why in its tip.
        """
        for action in self._needing_project():
            action.setEnabled(project is not None)
        for action, right in self._needing_right():
            why_not = "" if project is None else project.why_not(right)
            action.setEnabled(not why_not and (project is not None or action is self.import_files))
            action.setToolTip(plain_tip(why_not or action.statusTip()))

    def _needing_right(self) -> tuple[tuple[QAction, Right], ...]:
        return (
            (self.import_files, "transcripts"),
            (self.import_codebook, "codebook"),
            (self.other_names, "rounds"),
        )

    def _needing_project(self) -> tuple[QAction, ...]:
        return (
            self.export_codebook,
            self.save_copy,
            self.save_locked_copy,
            self.backups,
            self.check,
            self.delete_project,
            self.export,
            self.export_unnamed,
            self.close_project,
            self.undo,
            self.redo,
            self.find,
            self.find_everywhere,
            self.choose_coder,
            self.transcripts,
            self.code,
        )

    def add_place(self, words: str, key: str, tip: str) -> QAction:
        """The act of going to a further place of the work."""
        action = self._make(words, key, tip)
        self.places.append(action)
        return action

    def file_menu(self, recent: QMenu) -> QMenu:
        menu = self._menu("&File", (self.new_project, self.open_project))
        menu.addMenu(recent)
        menu.addAction(self.open_sample)
        groups = (
            (self.import_files, self.import_codebook),
            (self.export, self.export_unnamed, self.export_codebook, self.other_names),
            (self.save_copy, self.save_locked_copy),
            (self.backups, self.check, self.delete_project),
            (self.close_project, self.quit),
        )
        for group in groups:
            menu.addSeparator()
            menu.addActions(group)
        return menu

    def edit_menu(self) -> QMenu:
        return self._menu(
            "&Edit", (self.undo, self.redo), (self.find, self.find_everywhere), (self.choose_coder,)
        )

    def view_menu(self) -> QMenu:
        menu = self._menu(
            "&View",
            (self.transcripts, self.code, *self.places),
            (self.zoom_in, self.zoom_out, self.zoom_reset),
            (self.full_screen,),
        )
        menu.addSeparator()
        menu.addMenu(self.theme_menu())
        return menu

    def theme_menu(self) -> QMenu:
        system, *others = self._themes().values()
        return self._menu("&Theme", (system,), tuple(others))

    def mark_theme(self, choice: ThemeChoice) -> None:
        """Tick what the user has chosen."""
        self._themes()[choice].setChecked(True)

    def _themes(self) -> dict[ThemeChoice, QAction]:
        return {
            "system": self.theme_system,
            "light": self.theme_light,
            "dark": self.theme_dark,
            "contrast_light": self.theme_contrast_light,
            "contrast_dark": self.theme_contrast_dark,
        }

    def help_menu(self) -> QMenu:
        return self._menu("&Help", (self.manual, self.keys), (self.about,))

    def settings_menu(self) -> QMenu:
        menu = self._menu("Settings", (self.choose_coder,))
        menu.addSeparator()
        menu.addMenu(self.theme_menu())
        menu.addSeparator()
        menu.addActions([self.zoom_in, self.zoom_out, self.zoom_reset])
        return menu

    def _menu(self, title: str, *groups: tuple[QAction, ...]) -> QMenu:
        menu = QMenu(title, self._window)
        for index, group in enumerate(groups):
            if index:
                menu.addSeparator()
            menu.addActions(group)
        return menu

    def _make_themes(self) -> None:
        make = self._make
        self.theme_system = make(
            "As the &system", "", "Light, dark or high contrast as the system says"
        )
        self.theme_light = make("&Light", "", "Dark words on light ground")
        self.theme_dark = make("&Dark", "", "Light words on dark ground")
        self.theme_contrast_light = make(
            "&High contrast, light", "", "Black on white, strong edges and colours"
        )
        self.theme_contrast_dark = make(
            "High contrast, d&ark", "", "White on black, strong edges and colours"
        )
        self._group(*self._themes().values())

    def _make(self, text: str, key: QKeySequence.StandardKey | str, tip: str) -> QAction:
        action = QAction(text, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
        action.setToolTip(plain_tip(tip))
        action.setStatusTip(tip)
        self._window.addAction(action)  # keys work although the menus are out of sight
        return action

    def _group(self, *actions: QAction) -> None:
        group = QActionGroup(self._window)
        for action in actions:
            action.setCheckable(True)
            group.addAction(action)
