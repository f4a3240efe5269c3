"""Do exports say other names? Chosen once for an open project, and then true of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from annotator_ui.session import Session


class OtherNames(QObject):
    """Joins the ticked act of the menu, the list of names and the session."""

    def __init__(self, window: QWidget, session: Session, action: QAction) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._action = action
        action.triggered.connect(self._choose)
        session.closed.connect(lambda: action.setChecked(False))

    def _choose(self, wanted: object) -> None:
        """Without a list there is nothing to replace: it is asked for first."""
        if not wanted:
            self._take([])
        elif names := self._session.project.stand_ins():
            self._take(names)
        else:
            self._action.setChecked(False)
            self._ask_names()

    def _ask_names(self) -> None:
        from annotator_ui.dialogs.names_dialog import NamesDialog

        project = self._session.project
        dialog = NamesDialog(self._window, {})
        dialog.proposal_wanted.connect(lambda: dialog.propose_also(project.proposed_stand_ins()))

        def keep(names: dict[str, str]) -> None:
            self._session.attempt(lambda: project.set_stand_ins(names))
            self._take(project.stand_ins())

        dialog.wanted.connect(keep)
        dialog.open()

    def _take(self, names: object) -> None:
        self._session.other_names = bool(names)
        self._action.setChecked(bool(names))
        says = "other names, and not those of imported files" if names else "names as they are"
        self._session.said.emit(f"Exports say {says}.")
