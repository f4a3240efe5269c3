"""How wide did the user leave the panels?"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter

from annotator_ui.preferences import APPLICATION, ORGANISATION


def restore(splitter: QSplitter, name: str) -> bool:
    """Give the panels the sizes they were left at; False where nothing is remembered."""
    kept = _settings().value(_key(name))
    return isinstance(kept, QByteArray) and splitter.restoreState(kept)


def remember(splitter: QSplitter, name: str) -> None:
    """Keep the sizes for the next start."""
    _settings().setValue(_key(name), splitter.saveState())


def _settings() -> QSettings:
    ini = QSettings.Format.IniFormat
    return QSettings(ini, QSettings.Scope.UserScope, ORGANISATION, APPLICATION)


def _key(name: str) -> str:
    return f"code_place/{name}"
