"""Can a window be shown on this machine, and if not, what helps?"""

from __future__ import annotations

import os
import sys

NO_DISPLAY = (
    "There is no display here, so no window can open. "
    "The verbs of the command line work without one: annotator --help"
)


def why_no_window() -> str:
    """The reason in one sentence, or "" where a window can be shown.

    Qt would end the whole process where a library of the platform is missing, so this is asked
    before Qt is.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "") not in {"", "xcb"}:
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    if not os.environ.get("DISPLAY"):
        return NO_DISPLAY
    import ctypes

    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError as error:
        return missing_libraries(str(error))
    return ""


def missing_libraries(error: str) -> str:
    """What to say where a system library of Qt does not load."""
    from annotator.window import QT_PACKAGES  # slow to load, seldom wanted

    name = error.partition(":")[0]
    return f"A system library is missing ({name}). This helps: sudo apt install -y {QT_PACKAGES}"
