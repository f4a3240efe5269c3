"""In which form does agreement leave: a folder for R and Stata, a table for the paper?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from annotator_ui.parts.buttons import Button

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice
    from annotator_ui.place import Surroundings

TABLES: Final = (
    "Word document (*.docx);;LaTeX (*.tex);;Markdown (*.md);;Figures for programs (*.json)"
)


class ExportMenu(QObject):
    """The primary button of the place."""

    def __init__(self, around: Surroundings, place: QWidget) -> None:
        super().__init__(place)
        self._around, self._place = around, place
        self.choice: Choice | None = None
        self.button = Button("Export…", kind="primary")
        self.button.clicked.connect(self.open)
        self.menu = QMenu(self.button)
        self.menu.addAction("&Table for the paper: Word, LaTeX, Markdown…", self.ask_table)
        self.menu.addAction("&Folder with all units for R, Stata, ReCal…", self.ask_folder)
        self.menu.addSeparator()
        self.menu.addAction("&Workbook…", around.acts.ask_export)

    def open(self) -> None:
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))

    def ask_table(self) -> None:
        """Ask where the table goes and write it."""
        from annotator_ui.dialogs.pick_file import pick_target

        pick_target(
            self._place, "Export the table of agreement", TABLES, self._proposal(".docx"),
            lambda path: self._around.acts.export_agreement(path, self.choice),
        )  # fmt: skip

    def ask_folder(self) -> None:
        """Ask for the name of a new folder and write everything into it."""
        from annotator_ui.dialogs.pick_file import pick_target

        pick_target(
            self._place, "Export everything to a new folder", "Folder (*)", self._proposal(""),
            lambda path: self._around.acts.export_agreement(path, self.choice, as_folder=True),
        )  # fmt: skip

    def _proposal(self, ending: str) -> Path:
        """Beside the project; a folder has no ending, and no point that could be taken for one."""
        path = self._around.session.project.path
        stem = path.stem if ending else path.stem.replace(".", "_")
        return path.with_name(f"{stem} agreement{ending}")
