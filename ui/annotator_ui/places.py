"""Which places does the work have beside Transcripts and Code, and how does each come and go?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget

from annotator_ui.place import PassagesPlace, Place, PlanPlace, ReturnsPlace, Surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator.model.codebook import Code
    from annotator.project import Project
    from annotator_ui.shell.rail import Rail, RailButton


def always(_project: Project) -> bool:
    """Every project has a use for it."""
    return True


class PlaceEntry(NamedTuple):
    """One place of the rail."""

    name: str
    """How the program calls it: "codebook"."""
    words: str
    """How people call it, with the letter of the menu marked: "Code&book"."""
    key: str
    """Its shortcut: "Ctrl+3"."""
    drawing: str
    """Its icon."""
    tip: str
    make: Callable[[Surroundings], Place]
    """Imports what it needs: nothing of a place is loaded before it is shown."""
    wanted: Callable[[Project], bool] = always
    """Whether this project has a use for it; asked again when coders or rounds change."""


def _reliability(around: Surroundings) -> Place:
    from annotator_ui.reliability_place.place import ReliabilityPlace

    return ReliabilityPlace(around)


def _explore(around: Surroundings) -> Place:
    from annotator_ui.explore_place.place import ExplorePlace

    return ExplorePlace(around)


EXPLORE: Final = "explore"


def _codebook(around: Surroundings) -> Place:
    from annotator_ui.codebook_place.place import CodebookPlace

    return CodebookPlace(around)


def _team(around: Surroundings) -> Place:
    from annotator_ui.team_place.place import TeamPlace

    return TeamPlace(around)


TEAM: Final = "team"
CODEBOOK: Final = "codebook"


PLACES: Final[tuple[PlaceEntry, ...]] = (
    PlaceEntry(
        CODEBOOK, "Code&book", "Ctrl+3", "book",
        "Codes, their definitions and versions", _codebook,
    ),
    PlaceEntry(
        TEAM, "T&eam", "Ctrl+4", "users",
        "Who codes what, packs out, returns in", _team,
        wanted=lambda project: project.kind == "project",
    ),
    PlaceEntry(
        "reliability", "&Reliability", "Ctrl+5", "chart-no-axes-column",
        "How well coders agree, and where not", _reliability,
        wanted=lambda project: project.can_compare(),
    ),
    PlaceEntry(
        EXPLORE, "E&xplore", "Ctrl+7", "compass",
        "Coded passages of all transcripts", _explore,
        wanted=lambda project: project.kind == "project",
    ),
)  # fmt: skip
"""In the order of the work."""


class Places(QObject):
    """The places of the open project, on the rail and in the stack."""

    asked = Signal(str)
    """A place was chosen by its name, on the rail or by its key."""
    made = Signal(object)
    """A `Place` stands in the stack for the first time."""

    def __init__(
        self, around: Surroundings, stack: QStackedWidget, rail: Rail, entries: Sequence[PlaceEntry]
    ) -> None:
        super().__init__(stack)
        self._around = around
        self._stack = stack
        self._made: dict[str, Place] = {}
        self._entries = {entry.name: entry for entry in entries}
        self._actions = {entry.name: self._action(entry) for entry in entries}
        self._buttons: dict[str, RailButton] = {
            name: rail.add_place(entry.drawing, self._actions[name])
            for name, entry in self._entries.items()
        }
        self.close()

    def open(self, project: Project) -> None:
        """Offer what this project has a use for; a place that it no longer needs goes."""
        for name, entry in self._entries.items():
            wanted = entry.wanted(project)
            self._actions[name].setVisible(wanted)
            self._actions[name].setEnabled(wanted)
            self._buttons[name].setVisible(wanted)
            if not wanted:
                self._drop(name)

    def close(self) -> None:
        """Without a project no place is left."""
        for name in self._entries:
            self._actions[name].setEnabled(False)
            self._actions[name].setVisible(False)
            self._buttons[name].setVisible(False)
            self._drop(name)

    def show_passages_of(self, code: Code) -> None:
        """All passages of a code, where this project has a use for the place that lists them."""
        if not self._actions[EXPLORE].isEnabled():
            return
        place = self.place(EXPLORE)
        if isinstance(place, PassagesPlace):
            place.show_code(code.id)
        self.asked.emit(EXPLORE)

    def take_returns(self, paths: Sequence[Path]) -> bool:
        """Show what files that came back would bring; False where this project takes none."""
        if not self._actions[TEAM].isEnabled():
            return False
        place = self.place(TEAM)
        self.asked.emit(TEAM)
        if isinstance(place, ReturnsPlace):
            place.look_at(paths)
        return True

    def show_codebook_plan(self, plan: CodebookPlan) -> None:
        """What a file would do to the codebook."""
        place = self.place(CODEBOOK)
        self.asked.emit(CODEBOOK)
        if isinstance(place, PlanPlace):
            place.show_plan(plan)

    def place(self, name: str) -> Place:
        """The place of that name, made where it is not there yet."""
        if name not in self._made:
            self._made[name] = self._make(self._entries[name])
        self._buttons[name].setChecked(True)
        return self._made[name]

    def __iter__(self) -> Iterator[Place]:
        """Those that were made."""
        return iter(tuple(self._made.values()))

    def _make(self, entry: PlaceEntry) -> Place:
        with self._around.look.taken_off():
            place = entry.make(self._around)
            self._stack.addWidget(place)
        place.set_zoom(self._around.look.zoom)
        self.made.emit(place)
        return place

    def _drop(self, name: str) -> None:
        place = self._made.pop(name, None)
        if place is not None:
            for button in place.title_buttons:
                button.deleteLater()
            self._stack.removeWidget(place)
            place.deleteLater()

    def _action(self, entry: PlaceEntry) -> QAction:
        action = self._around.commands.add_place(entry.words, entry.key, entry.tip)
        action.triggered.connect(lambda *_checked: self.asked.emit(entry.name))
        return action
