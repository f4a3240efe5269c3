"""Which projects were open lately, and can they be opened now?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import Icon
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, hairline, words

if TYPE_CHECKING:
    from annotator_ui.preferences import Recent

MOST = 5


class RecentProjects(QFrame):
    """A framed list; a project that is missing says why and offers to look for it."""

    chosen = Signal(object)
    looked_for = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "framed")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    def show_projects(self, projects: Sequence[Recent]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for index, project in enumerate(projects[:MOST]):
            if index:
                self._column.addWidget(hairline())
            self._column.addWidget(self._row(project))
        if not projects:
            empty = words("Projects you open are listed here.", tone="muted")
            empty.setContentsMargins(18, 20, 18, 20)
            self._column.addWidget(empty)
        self._column.addStretch(1)

    def _row(self, project: Recent) -> QFrame | QPushButton:
        why = why_missing(project.path)
        if why:
            return self._missing_row(project, why)
        row = QPushButton()
        row.setProperty("part", "row")
        row.setProperty("halo", "none")
        row.setAccessibleName(f"Open {project.name}, {where(project.path)}")
        row.setToolTip(plain_tip(str(project.path)))
        row.clicked.connect(lambda: self.chosen.emit(project.path))
        inside = _inside(row, "file", project.name, where(project.path), tone="muted")
        inside.addWidget(
            words(when(project.opened_at, datetime.now().astimezone()), kind="small", tone="muted")
        )
        return row

    def _missing_row(self, project: Recent, why: str) -> QFrame:
        row = QFrame()
        row.setProperty("part", "missing")
        find = Button("Find the file…")
        find.clicked.connect(lambda: self.looked_for.emit(project.path))
        _inside(row, "triangle-alert", project.name, why, tone="warn").addWidget(find)
        return row


def _inside(
    row: QFrame | QPushButton, drawing: str, name: str, below: str, *, tone: str
) -> QHBoxLayout:
    """Icon, name over a second line, and room for what stands at the right."""
    inside = QHBoxLayout(row)
    inside.setContentsMargins(16, 8, 16, 8)
    inside.setSpacing(14)
    inside.addWidget(Icon(drawing, 20, tone=tone))
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Elided(name, kind="medium"))
    column.addWidget(Elided(below, kind="small", tone=tone))
    inside.addLayout(column, 1)
    for part in (inside, column):
        part.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return inside


def where(path: Path) -> str:
    """The folder from the home folder on and the file: "Documents / press-points.annotator"."""
    try:
        parts = path.relative_to(Path.home()).parts
    except ValueError:
        parts = path.parts
    return " / ".join(part.strip("/\\") or part for part in parts[-3:])


def why_missing(path: Path) -> str:
    """Why a project cannot be opened now, or "" where it is there."""
    try:
        if path.is_file():
            return ""
    except OSError as error:
        return f"Not readable: {error.strerror}"
    if path.parent.is_dir():
        return f"Not found: {path.name} is no longer in {path.parent.name or path.parent}"
    drive = next((parent for parent in path.parents if parent.parent.is_dir()), path.parent)
    if drive.parent.name in {"media", "mnt", "Volumes"} or len(drive.parts) <= 3:
        return f"Not found: the drive “{drive.name}” is not plugged in"
    return f"Not found: the folder “{drive.name}” is gone"


def when(moment: datetime, now: datetime) -> str:
    """Say "today, 09:12", "yesterday" or "12 Jan 2024"."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return f"today, {local:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{local.day} {local:%b %Y}"
