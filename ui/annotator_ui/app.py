"""How does the window start: seen at once, the slow parts after that?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from annotator_ui.display import why_no_window
from annotator_ui.look import Look
from annotator_ui.main_window import NAME, MainWindow
from annotator_ui.messages import Messages
from annotator_ui.preferences import APPLICATION, ORGANISATION, Preferences
from annotator_ui.quick_start import settle
from annotator_ui.theme import load_first_fonts, load_fonts
from annotator_ui.wanted_files import Application


def open_window(argv: Sequence[str]) -> int:
    """Show the window, with the project whose path is given, until it is closed."""
    why_not = why_no_window()
    if why_not:
        sys.stderr.write(why_not + "\n")
        return 2
    app = Application([NAME, "-style", "fusion"])
    app.setOrganizationName(ORGANISATION)
    app.setApplicationName(APPLICATION)
    app.setApplicationDisplayName(NAME)
    load_first_fonts()
    preferences = Preferences()
    messages = Messages()
    faults = _Faults(messages)
    sys.excepthook = faults.hook
    look = Look(app, preferences)
    window = MainWindow(look, preferences, messages, opening=bool(argv))
    window.painted.connect(lambda: _begin(app, window, [Path(name) for name in argv]))
    window.show()
    return app.exec()


def _begin(app: Application, window: MainWindow, files: list[Path]) -> None:
    """After the first paint: load what a project needs, then open what was asked for."""
    import annotator_ui.code_place.place  # noqa: F401 - slow, wanted before the first click
    from annotator_ui.signals import Signals

    Signals(window).told_to_end.connect(window.close)
    load_fonts()
    if files:
        window.take_files(files)
        window.show_start_unless_open()
    app.hand_to(window.take_files)
    settle()


class _Faults(QObject):
    """Brings exceptions nobody caught to the window thread and there into words."""

    met = Signal(object)

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.met.connect(messages.fault)

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.met.emit(error)
