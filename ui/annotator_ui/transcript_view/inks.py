"""Which colours does a coding get in this theme? Made once per code, looked up per frame."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from annotator_ui.theme import CodeShade, Theme, contrast
from annotator_ui.transcript_view.code_style import CodeStyle

_TINT_LIGHT, _TINT_DARK = 0.12, 0.22
_DEEPER = (1.0, 0.45, 0.3)
"""How strong the tint of the first coding on some words is, of the second and of the third."""
UNKNOWN = "?"
# none of lines that only lie across: words would look struck through
_PATTERNS = (
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense7Pattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.DiagCrossPattern,
)


class Ink(Struct, frozen=True):
    """One code's colours and name."""

    tints: tuple[QColor, ...]
    """Behind the words: of the first coding on them, and paler of each that lies on others."""
    fill: QColor
    words: QColor
    name: str
    key: str
    """The key in capitals, which stands where a name has no room; "" for none."""
    pattern: Qt.BrushStyle
    """What tells the code apart besides its colour, where that is wanted."""


class Inks:
    """The inks of all codes in one theme."""

    def __init__(self, theme: Theme, styles: Mapping[int, CodeStyle]) -> None:
        self.theme = theme
        self._styles = styles
        self._made: dict[int, Ink] = {}
        self._dashes: dict[tuple[int, int, float], QPixmap] = {}

    def of(self, code_id: int) -> Ink:
        """The ink of a code; a code nobody described is grey."""
        made = self._made.get(code_id)
        if made is None:
            made = self._made[code_id] = self._make(code_id)
        return made

    def dashes(self, fill: QColor, thick: int, *, dots: float = 1.0) -> QPixmap:
        """One dash and its gap, to be laid in a row: the coder is not sure.

        `dots` is how many pixels of the screen make one of ours.
        """
        key = (fill.rgb(), thick, dots)
        made = self._dashes.get(key)
        if made is None:
            made = QPixmap(round(4 * thick * dots), round(thick * dots))
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.fillRect(0, 0, round(2.5 * thick * dots), made.height(), fill)
            painter.end()
            made.setDevicePixelRatio(dots)
            self._dashes[key] = made
        return made

    def _make(self, code_id: int) -> Ink:
        grey = CodeShade(self.theme.mark, self.theme.muted, self.theme.on_accent)
        style = self._styles.get(code_id) or CodeStyle(UNKNOWN, grey)
        tints = tints_of(style.shade.fill, self.theme)
        number = list(self._styles).index(code_id) if code_id in self._styles else 0
        pattern = _PATTERNS[number % len(_PATTERNS)]
        fill, words = QColor(style.shade.fill), QColor(style.shade.text)
        return Ink(tints, fill, words, style.name, style.key.upper(), pattern)


def tints_of(fill: str, theme: Theme) -> tuple[QColor, ...]:
    """The tints of a code in their depths: so pale that three of them leave the words readable."""
    share = _TINT_DARK if theme.dark else _TINT_LIGHT
    while _stacked(fill, theme, share) < theme.least_contrast:
        share *= 0.9
    tints = []
    for depth in _DEEPER:
        tint = QColor(fill)
        tint.setAlphaF(share * depth)
        tints.append(tint)
    return tuple(tints)


def _stacked(fill: str, theme: Theme, share: float) -> float:
    """The contrast of words on all tints of a code at once, on the worst ground they can have."""
    worst = 21.0
    for ground in (theme.panel, theme.unit, theme.accent_soft):
        shade = ground
        for depth in _DEEPER:
            shade = blended(fill, shade, share * depth).name()
        worst = min(worst, contrast(theme.text, shade))
    return worst


def blended(over: str, under: str, share: float) -> QColor:
    """`share` of the colour `over` on top of `under`, opaque."""
    top, ground = QColor(over), QColor(under)
    return QColor(
        round(top.red() * share + ground.red() * (1 - share)),
        round(top.green() * share + ground.green() * (1 - share)),
        round(top.blue() * share + ground.blue() * (1 - share)),
    )
