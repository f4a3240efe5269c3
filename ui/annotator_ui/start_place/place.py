"""How does somebody begin: with the sample, a new project, or one that is there?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import Icon, zoom_of
from annotator_ui.parts.words import cap_words, words
from annotator_ui.start_place.choices import Choice, CodedText, EmptyProject, ProjectFile
from annotator_ui.start_place.recent_projects import RecentProjects

if TYPE_CHECKING:
    from annotator_ui.actions import Actions
    from annotator_ui.preferences import Recent
    from annotator_ui.theme import Theme

WIDEST, NARROWEST = 960, 700


class StartPlace(QScrollArea):
    """Shown while no project is open. Enter opens the sample, arrows choose."""

    project_chosen = Signal(object)
    project_looked_for = Signal(object)
    keys = (("← →", "choose"), ("Enter", "open"), ("Tab", "next"))

    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices = (
            Choice(
                "Open the sample",
                "Enter",
                "One press point coded by two people who disagree. Your own copy to try things on.",
                CodedText(theme),
            ),
            Choice(
                "New project",
                cap_words(actions.new_project.shortcut()),
                "Choose a name and a place, say who is coding, and bring your transcripts in.",
                EmptyProject(theme),
            ),
            Choice(
                "Open a project",
                cap_words(actions.open_project.shortcut()),
                "A project is one file that ends in .annotator; it remembers who you are.",
                ProjectFile(theme),
            ),
        )
        acts = (actions.open_sample, actions.new_project, actions.open_project)
        for index, (choice, act) in enumerate(zip(self.choices, acts, strict=True)):
            choice.clicked.connect(act.trigger)
            choice.stepped.connect(partial(self._step, index))
        self.recent = RecentProjects()
        self.recent.chosen.connect(self.project_chosen)
        self.recent.looked_for.connect(self.project_looked_for)
        self.drop_zone = DropZone(theme)
        self.drop_zone.choose.clicked.connect(actions.import_files.trigger)
        self._wide: bool | None = None
        self._lay_out()

    def show_recent(self, projects: Sequence[Recent]) -> None:
        self.recent.show_projects(projects)

    def set_theme(self, theme: Theme) -> None:
        for choice in self.choices:
            choice.picture.set_theme(theme)
        self.drop_zone.set_theme(theme)
        self._arrange()

    def begin(self) -> None:
        """Put the keyboard on the sample."""
        self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, from_index: int, step: int) -> None:
        wanted = self.choices[(from_index + step) % len(self.choices)]
        wanted.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        ground = QWidget()
        ground.setProperty("ground", "bg")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QWidget()
        around = QGridLayout(ground)
        around.setContentsMargins(24, 0, 24, 32)
        around.setColumnStretch(0, 1)
        around.setColumnStretch(1, 100)
        around.setColumnStretch(2, 1)
        around.addWidget(self._column, 0, 1)
        around.setRowStretch(1, 1)
        self._grid = QGridLayout(self._column)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        lead = (
            "Read transcripts, give passages their codes. A project is one file on this computer."
        )
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(words("Welcome", kind="welcome"))
        head.addWidget(words(lead, kind="lead", tone="muted2", wrap=True))
        self._recent_head = words("Recent projects", kind="strong")
        self._drop_head = words("Or start with your texts", kind="strong")
        self.setWidget(ground)
        self._arrange()

    def _arrange(self) -> None:
        """Three cards side by side, or below each other where there is no room for that."""
        wide = self.width() >= NARROWEST * zoom_of(self)
        self._column.setMaximumWidth(round(WIDEST * zoom_of(self)))
        if wide == self._wide:
            return
        self._wide = wide
        for choice in self.choices:
            choice.set_small(small=not wide)
        gap = 24 if wide else 12
        self._grid.setHorizontalSpacing(gap)
        self._grid.setVerticalSpacing(0 if wide else 10)
        for row, height in ((0, 64 if wide else 24), (2, 30), (6, 38 if wide else 24), (8, 10)):
            self._grid.setRowMinimumHeight(row, height)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if wide or not column else 0)
        span = 3 if wide else 1
        self._grid.addWidget(self._head, 1, 0, 1, span)
        for index, choice in enumerate(self.choices):
            self._grid.addWidget(choice, 3 if wide else 3 + index, index if wide else 0)
        self._grid.addWidget(self._recent_head, 7, 0, 1, 2 if wide else 1)
        self._grid.addWidget(self.recent, 9, 0, 1, 2 if wide else 1)
        self._grid.setRowMinimumHeight(10, 0 if wide else 24)
        self._grid.addWidget(self._drop_head, 7 if wide else 11, 2 if wide else 0)
        self._grid.addWidget(self.drop_zone, 9 if wide else 12, 2 if wide else 0)


class DropZone(QWidget):
    """A dashed field that says what may be dropped; the whole window takes the drop."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.choose = Button("Choose files…")
        self.setMinimumHeight(226)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Icon("file-down", 28, tone="accent"), alignment=middle)
        column.addSpacing(4)
        title = words("Drop transcripts or a folder here", kind="strong", wrap=True)
        about = words(
            "Word, PDF, text, web pages, subtitles, TEI, tables, ZIP. Speakers and dates are read.",
            kind="small",
            tone="muted",
            wrap=True,
        )
        for each in (title, about):
            each.setAlignment(middle)
            column.addWidget(each)
        column.addSpacing(8)
        column.addWidget(self.choose, alignment=middle)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.mark), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.end()


def dropped_paths(paths: Sequence[Path]) -> list[Path]:
    """Files as they are, folders as the files in them; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = (each for each in sorted(path.rglob("*")) if each.is_file())
        found += [each for each in inside if not _hidden(each.relative_to(path))]
    return found


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)
