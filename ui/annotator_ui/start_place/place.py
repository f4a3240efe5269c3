"""How does somebody begin: with the sample, a new project, or one that is there?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.actions import Actions
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import Icon
from annotator_ui.parts.words import cap_words, words
from annotator_ui.preferences import Recent
from annotator_ui.start_place.choices import Choice, CodedText, EmptyProject, ProjectFile
from annotator_ui.start_place.recent_projects import RecentProjects
from annotator_ui.theme import Theme

WIDEST = 960


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
                "One press point, twelve codes, two coders who disagree. "
                "Your own copy to try things on.",
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
        for choice, act in zip(self.choices, acts, strict=True):
            choice.clicked.connect(act.trigger)
        self.recent = RecentProjects()
        self.recent.chosen.connect(self.project_chosen)
        self.recent.looked_for.connect(self.project_looked_for)
        self.drop_zone = DropZone(theme)
        self.drop_zone.choose.clicked.connect(actions.import_files.trigger)
        self._lay_out()

    def show_recent(self, projects: Sequence[Recent]) -> None:
        self.recent.show_projects(projects)

    def set_theme(self, theme: Theme) -> None:
        for choice in self.choices:
            choice.picture.set_theme(theme)
        self.drop_zone.set_theme(theme)

    def begin(self) -> None:
        """Put the keyboard on the sample."""
        self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        at = next((n for n, choice in enumerate(self.choices) if choice.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        self.choices[(at + step) % len(self.choices)].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        ground = QWidget()
        ground.setProperty("ground", "bg")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        around = QGridLayout(ground)
        around.setContentsMargins(24, 64, 24, 32)
        around.setColumnStretch(0, 1)
        around.setColumnStretch(1, 100)
        around.setColumnStretch(2, 1)
        around.addWidget(column, 0, 1)
        around.setRowStretch(1, 1)
        grid = QGridLayout(column)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(0)
        head = QVBoxLayout()
        head.setSpacing(6)
        head.addWidget(words("Welcome", kind="welcome"))
        lead = (
            "Read transcripts, give passages their codes. A project is one file on this computer."
        )
        head.addWidget(words(lead, kind="lead", tone="muted2", wrap=True))
        head.setContentsMargins(0, 0, 0, 30)
        grid.addLayout(head, 0, 0, 1, 3)
        for index, choice in enumerate(self.choices):
            grid.addWidget(choice, 1, index)
            grid.setColumnStretch(index, 1)
        grid.setRowMinimumHeight(2, 38)
        grid.addWidget(words("Recent projects", kind="strong"), 3, 0, 1, 2)
        grid.addWidget(words("Or start with your texts", kind="strong"), 3, 2)
        grid.setRowMinimumHeight(4, 10)
        grid.addWidget(self.recent, 5, 0, 1, 2)
        grid.addWidget(self.drop_zone, 5, 2)
        self.setWidget(ground)


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
            "Plain text files in any usual encoding. Speakers and dates are read from them.",
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
