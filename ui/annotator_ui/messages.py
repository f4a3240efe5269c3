"""How does the window say that something cannot be done, or that the program is at fault?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal

from annotator.errors import UserError

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says: a sentence, what helps, and of which sort it is."""

    sort: str
    """error, warn, ok or plain"""
    message: str
    hint: str = ""
    detail: str = ""
    button: str = ""
    """What to do now, where there is something."""
    act: Callable[[], object] | None = None


class Messages(QObject):
    """Everything the window has to say. The status line is preferred, a banner is next."""

    said = Signal(str, str)
    """One sentence for the status line and its tone; it leaves by itself."""
    noticed = Signal(object)
    """A `Notice` for the banner; it stays until it is closed."""

    def __init__(self, reports: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reports = reports

    def say(self, sentence: str) -> None:
        self.said.emit(sentence, "text")

    def notice(self, notice: Notice) -> None:
        self.noticed.emit(notice)

    def object_to(self, error: UserError) -> None:
        """Say in the status line why a small act was not done; the text stays where it is."""
        self.said.emit(str(error), "error")

    def refuse(self, error: UserError) -> None:
        """Show what a user caused or can cure, until it is closed."""
        self.noticed.emit(Notice("error", error.message, error.hint, error.detail))

    def fault(self, error: BaseException) -> None:
        """Save a report about a bug and say so in one sentence; the project stays open."""
        file = save_report(error, self._reports or reports_folder())
        self.noticed.emit(
            Notice(
                "error",
                "Something went wrong inside the program. Your project is safe on disk.",
                f"A report without any transcript text lies in {file}."
                if file
                else "No report could be saved.",
                str(file or ""),
            )
        )


def reports_folder() -> Path:
    """Where reports about bugs are kept."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "reports"


def save_report(error: BaseException, folder: Path) -> Path | None:
    """Write a report and return its path, or None where even that is impossible."""
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    file = folder / f"report {now:%Y-%m-%d %H.%M.%S.%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(report(error, now), encoding="utf-8")
    except OSError:
        return None
    return file


def report(error: BaseException, when: datetime) -> str:
    """Kinds of errors and lines of the program, and nothing a transcript may have put in them.

    The words of an exception can quote what it stumbled over, so they are left out.
    """
    import platform
    import traceback

    lines = [
        f"transcript-annotator, {when.isoformat(timespec='seconds')}",
        f"{platform.platform()}, Python {platform.python_version()}",
        "",
    ]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"
