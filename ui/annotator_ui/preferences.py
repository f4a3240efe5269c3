"""What does the window remember between two starts, apart from the projects themselves?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from annotator_ui.reading import ClickChoice, Reading, within_reason

if TYPE_CHECKING:
    from datetime import datetime

ORGANISATION: Final = "transcript-annotator"
APPLICATION: Final = "annotator"
RECENT_MOST: Final = 10

ThemeChoice = Literal["system", "light", "dark", "contrast_light", "contrast_dark"]
THEMES: Final = get_args(ThemeChoice)


class Recent(NamedTuple):
    """A project that was open lately."""

    path: Path
    name: str
    opened_at: datetime


class Preferences:
    """The user's own settings in one ini file; tests hand in a file of their own."""

    def __init__(self, file: Path | None = None) -> None:
        ini = QSettings.Format.IniFormat
        self._kept = (
            QSettings(str(file), ini)
            if file
            else QSettings(ini, QSettings.Scope.UserScope, ORGANISATION, APPLICATION)
        )

    def sync(self) -> None:
        """Write to disk now; Qt does it by itself from time to time and at the end."""
        self._kept.sync()

    @property
    def theme(self) -> ThemeChoice:
        kept = self._text("window/theme")
        return cast("ThemeChoice", kept) if kept in THEMES else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._kept.setValue("window/theme", choice)

    @property
    def zoom(self) -> float:
        try:
            kept = float(self._text("window/zoom"))
        except ValueError:
            return 1.0
        return min(max(kept, 0.5), 3.0)

    @zoom.setter
    def zoom(self, factor: float) -> None:
        self._kept.setValue("window/zoom", f"{factor:g}")

    @property
    def reading(self) -> Reading:
        """Font, width and spacing of transcript text."""
        kept = (self._text(f"reading/{name}") for name in ("font", "width", "leading"))
        return within_reason(*kept)

    @reading.setter
    def reading(self, reading: Reading) -> None:
        self._kept.setValue("reading/font", reading.font)
        self._kept.setValue("reading/width", str(reading.width))
        self._kept.setValue("reading/leading", f"{reading.leading:g}")

    @property
    def click(self) -> ClickChoice:
        """Which click on a code in the tree codes."""
        return "double" if self._text("coding/click") == "double" else "single"

    @click.setter
    def click(self, choice: ClickChoice) -> None:
        self._kept.setValue("coding/click", choice)

    @property
    def geometry(self) -> QByteArray:
        kept = self._kept.value("window/geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, kept: QByteArray) -> None:
        self._kept.setValue("window/geometry", kept)

    def coder_of(self, project: Path) -> str:
        """Who this user said they are in that project, or nothing."""
        return self._text(_coder_key(project))

    def remember_coder(self, project: Path, coder: str) -> None:
        self._kept.setValue(_coder_key(project), coder)

    def asks_who_codes(self, project: Path) -> bool:
        """Whether several code in that project on this computer, one after the other."""
        return self._text(f"asks/{_coder_key(project)}") == "yes"

    def ask_who_codes(self, project: Path, *, always: bool) -> None:
        self._kept.setValue(f"asks/{_coder_key(project)}", "yes" if always else "")

    @property
    def last_coder(self) -> str:
        """The name given last, as a proposal for a new project."""
        return self._text("window/coder")

    @last_coder.setter
    def last_coder(self, name: str) -> None:
        self._kept.setValue("window/coder", name)

    def recent(self) -> list[Recent]:
        """Projects in the order of opening, the last one first."""
        found = []
        for index in range(self._kept.beginReadArray("recent")):
            self._kept.setArrayIndex(index)
            path, name, opened = (self._text(key) for key in ("path", "name", "opened"))
            if path:
                found.append(Recent(Path(path), name or Path(path).stem, _moment(opened)))
        self._kept.endArray()
        return found

    def remember_project(self, path: Path, name: str) -> None:
        """Put a project at the head of the recent ones."""
        from datetime import UTC, datetime

        path = path.resolve()
        others = [each for each in self.recent() if each.path != path]
        self._keep_recent([Recent(path, name or path.stem, datetime.now(UTC)), *others])

    def forget_project(self, path: Path) -> None:
        self._keep_recent([each for each in self.recent() if each.path != path])

    def _keep_recent(self, projects: list[Recent]) -> None:
        self._kept.remove("recent")
        self._kept.beginWriteArray("recent")
        for index, each in enumerate(projects[:RECENT_MOST]):
            self._kept.setArrayIndex(index)
            self._kept.setValue("path", str(each.path))
            self._kept.setValue("name", each.name)
            self._kept.setValue("opened", each.opened_at.isoformat(timespec="seconds"))
        self._kept.endArray()

    def _text(self, key: str) -> str:
        kept = self._kept.value(key, "")
        return kept if isinstance(kept, str) else ""


def _coder_key(project: Path) -> str:
    """A key without slashes: the ini format would make groups of them."""
    from hashlib import sha256  # slow to load, not wanted before a project opens

    return f"coders/{sha256(str(project.resolve()).encode()).hexdigest()[:16]}"


def _moment(iso: str) -> datetime:
    from datetime import UTC, datetime  # nobody asks for it before there are projects

    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
