"""How large did the user leave the panels?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings

from annotator_ui.preferences import APPLICATION, ORGANISATION


def remembered(name: str, number: int) -> list[int] | None:
    """The lengths kept under this name, in pixels at 100 %; None where they are not kept."""
    kept = _settings().value(_key(name), "")
    pieces = kept.split(" ") if isinstance(kept, str) else []
    if len(pieces) != number or not all(piece.isdecimal() for piece in pieces):
        return None
    return [int(piece) for piece in pieces]


def remember(name: str, lengths: Sequence[float]) -> None:
    """Keep lengths for the next start."""
    _settings().setValue(_key(name), " ".join(str(round(length)) for length in lengths))


def _settings() -> QSettings:
    ini = QSettings.Format.IniFormat
    return QSettings(ini, QSettings.Scope.UserScope, ORGANISATION, APPLICATION)


def _key(name: str) -> str:
    return f"code_place/{name}"
