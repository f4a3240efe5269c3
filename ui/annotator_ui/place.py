"""What is a place, to the window that shows it, and what may it use?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator_ui.parts.panes import step_pane

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator_ui.actions import Actions
    from annotator_ui.look import Look
    from annotator_ui.messages import Messages
    from annotator_ui.preferences import Preferences
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme


class Place(QWidget):
    """What the window asks of a place. It is made when it is first shown, with a project open."""

    where = Signal(str)
    """For the status line: where in this place one is."""
    keys_changed = Signal()
    """Other `keys` matter now."""
    buttons_changed = Signal()
    """Other `title_buttons` belong to what is shown now."""
    passage_asked = Signal(object)
    """Show a passage in the Code place: an `annotator.changes.Place`."""

    title_buttons: Sequence[QWidget] = ()
    """For the title bar, the primary one last."""
    keys: Sequence[tuple[str, str]] = ()
    """(key cap, what it does) of the three to five keys that matter now."""
    about: str = ""
    """The secondary word of the title bar; empty for the name of the round at work."""

    def begin(self) -> None:
        """The place is shown: put the keyboard where the work is, and say where one is."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours from now on."""

    def set_zoom(self, factor: float) -> None:
        """Everything painted by hand in another size."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 and Shift F6 lead from part to part, as beside a text, where Tab steps clauses."""
        if event.key() == Qt.Key.Key_F6:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step_pane(self, -1 if shift else 1)
            return
        super().keyPressEvent(event)


class PassagesPlace(Place):
    """A place that lists passages of a code."""

    def show_code(self, code_id: int) -> None:
        """Show all passages of this code."""
        raise NotImplementedError


class ReturnsPlace(Place):
    """A place that takes in files that came back."""

    def look_at(self, paths: Sequence[Path]) -> None:
        """Show what merging these files would do."""
        raise NotImplementedError


class PlanPlace(Place):
    """A place that shows what a codebook from a file would do."""

    def show_plan(self, plan: CodebookPlan) -> None:
        """Show it; nothing is written before it is accepted."""
        raise NotImplementedError


class Surroundings(NamedTuple):
    """What a place is made of and may use."""

    session: Session
    commands: Actions
    look: Look
    messages: Messages
    preferences: Preferences
    acts: ProjectActs
