"""Which theme and which zoom hold now, and who repaints when they change?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QStyleHints
from PySide6.QtWidgets import QApplication

from annotator_ui.parts.icons import ZOOM
from annotator_ui.theme import Theme, palette, style_sheet, theme_named, ui_font

if TYPE_CHECKING:
    from annotator_ui.preferences import Preferences, ThemeChoice

ZOOMS: Final = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
BASE_PX: Final = 13


_NOTCH: Final = 120
"""What Qt counts for one notch of a wheel."""

_TELLS_CONTRAST: Final = hasattr(QStyleHints, "accessibility")
"""Whether this Qt knows what contrast the system asks for: from 6.10 on."""
_HIGH_CONTRAST: Final = Qt.ContrastPreference.HighContrast if _TELLS_CONTRAST else None


class Look(QObject):
    """Follows the system's light, dark and contrast unless the user has chosen."""

    changed = Signal()

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        super().__init__()
        self._app = app
        self._preferences = preferences
        self.theme: Theme = self._wanted()
        self.zoom = preferences.zoom
        self._wheel = 0
        self._worn: tuple[Theme, float] | None = None
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        if _TELLS_CONTRAST:
            hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._put_on_palette()

    @property
    def choice(self) -> ThemeChoice:
        return self._preferences.theme

    def choose_theme(self, choice: ThemeChoice) -> None:
        self._preferences.theme = choice
        self._follow()

    def zoom_by(self, steps: int) -> None:
        """One step larger (1) or smaller (-1), or back to 100 % (0)."""
        nearest = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self.zoom))
        wanted = min(max(nearest + steps, 0), len(ZOOMS) - 1)
        self.zoom = ZOOMS[wanted] if steps else 1.0
        self._preferences.zoom = self.zoom
        self.put_on()
        self.changed.emit()

    def zoom_by_wheel(self, angle: int) -> None:
        """A step for each notch of a wheel; touchpads send less than one at a time."""
        self._wheel += angle
        if abs(self._wheel) >= _NOTCH:
            self.zoom_by(1 if self._wheel > 0 else -1)
            self._wheel = 0

    def _follow(self) -> None:
        self.theme = self._wanted()
        self.put_on()
        self.changed.emit()

    def _wanted(self) -> Theme:
        choice = self._preferences.theme
        if choice != "system":
            return theme_named(choice)
        hints = self._app.styleHints()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        if _TELLS_CONTRAST and hints.accessibility().contrastPreference() == _HIGH_CONTRAST:
            return theme_named("contrast_dark" if dark else "contrast_light")
        return theme_named("dark" if dark else "light")

    def put_on(self) -> None:
        """Palette and style sheet are ours: on bare X11 asking Qt for dark does nothing.

        Called for the first time when the window stands: a style sheet that is there while
        widgets are put into each other is looked at again for each of them.
        """
        self._put_on_palette()
        self._app.setStyleSheet(style_sheet(self.theme, self.zoom))

    def take_off(self) -> None:
        """No style sheet, and nothing that still counts as known to the one that is gone.

        Qt leaves some widgets marked so that were measured while it was taken off. The next style
        sheet would not ask to hear when they are destroyed, and read them afterwards.
        """
        self._app.setStyleSheet("")
        for widget in self._app.allWidgets():
            widget.setAttribute(Qt.WidgetAttribute.WA_StyleSheet, False)

    @contextmanager
    def taken_off(self) -> Iterator[None]:
        """Put many widgets together without the style sheet, and dress all of them at once."""
        self.take_off()
        try:
            yield
        finally:
            self.put_on()

    def _put_on_palette(self) -> None:
        """Every widget hears of a palette and a font, so they are said once each."""
        if self._worn == (self.theme, self.zoom):
            return
        self._worn = (self.theme, self.zoom)
        self._app.setProperty(ZOOM, float(self.zoom))
        self._app.setPalette(palette(self.theme))
        self._app.setFont(ui_font(BASE_PX * self.zoom))
