"""Is there a window here, and how is it opened? The library itself never names it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, entry_points, version

from annotator.errors import Refused, UserError

QT_PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 "
    "libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
"""What a window needs on a bare Debian or Ubuntu."""


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(argv: Sequence[str]) -> int:
    """Open the window where it is installed."""
    for entry in entry_points(group="annotator.window"):
        opened: int = entry.load()(argv)
        return opened
    raise Refused("The window is not installed.", "Install the package with its window.")


def qt_version() -> str:
    """The version of Qt, or "" where it or a system library it needs is missing."""
    for entry in entry_points(group="annotator.window"):
        try:
            entry.load()
        except (ImportError, UserError):
            return ""
    try:
        return version("pyside6-essentials")
    except PackageNotFoundError:
        return ""
