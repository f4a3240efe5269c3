"""Which colours and fonts does the window use, in light, in dark and in high contrast?"""

from __future__ import annotations

import colorsys
import re
from functools import cache
from string import Template
from typing import Final, Literal, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from annotator_resources import resource
from annotator_ui.palettes import PALETTES

ThemeName = Literal["light", "dark", "contrast_light", "contrast_dark"]

LEAST_CONTRAST: Final = 4.5
HIGH_CONTRAST: Final = 7.0
"""What WCAG 2.2 asks of words at level AAA."""
DARK_LETTER: Final = "#0E1116"
UI_FAMILIES: Final = ["Inter", "Noto Sans", "DejaVu Sans"]
READING_FAMILIES: Final = ["Charis SIL", "Charis", "Noto Serif", "DejaVu Serif"]


class Theme(NamedTuple):
    """Every colour of the window as "#RRGGBB"; what each is for stands in `palettes`."""

    dark: bool
    high: bool
    """Whether this is a theme of high contrast."""
    bg: str
    panel: str
    text: str
    muted: str
    muted2: str
    faint: str
    line: str
    ctl: str
    mark: str
    hover: str
    accent_soft: str
    accent: str
    accent_text: str
    on_accent: str
    unit: str
    unit_edge: str
    ok: str
    ok_words: str
    ok_soft: str
    warn: str
    warn_words: str
    warn_soft: str
    error_words: str
    error_soft: str
    rail: str
    rail_text: str
    interval: str
    point: str

    @property
    def least_contrast(self) -> float:
        """What words have at least on each of their grounds."""
        return HIGH_CONTRAST if self.high else LEAST_CONTRAST

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds that words in a code's colour may stand on."""
        return (self.panel, self.bg, self.hover, self.accent_soft, self.unit)


class CodeShade(NamedTuple):
    """A code's colour in one theme: `fill` for shapes, `text` for words, `letter` on the fill."""

    fill: str
    text: str
    letter: str


@cache
def theme_named(name: ThemeName) -> Theme:
    """One of the themes, made once."""
    dark, high = name.endswith("dark"), name.startswith("contrast")
    return Theme(dark=dark, high=high, **PALETTES[name])


@cache
def code_shade(fill: str, theme: Theme) -> CodeShade:
    """The shades of a code; of its words only the lightness moves, until they can be read.

    In high contrast its lines and badges take the colour of its words.
    """
    words = _readable(fill, theme)
    shape = words if theme.high else fill.upper()
    letter = max("#FFFFFF", DARK_LETTER, key=lambda ink: contrast(ink, shape))
    return CodeShade(shape, words, letter)


def contrast(a: str, b: str) -> float:
    """How far two colours stand apart: 1 (same) to 21 (black on white), after WCAG 2.2."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable(fill: str, theme: Theme) -> str:
    """The fill itself where it is readable, else the nearest lightness that is."""
    if _worst_contrast(fill, theme) >= theme.least_contrast:
        return fill.upper()
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(fill))
    fails, reads = lightness, 1.0 if theme.dark else 0.0
    for _ in range(12):  # 2^-12 is finer than the 256 steps of a channel
        middle = (fails + reads) / 2
        shade = _hex(colorsys.hls_to_rgb(hue, middle, saturation))
        if _worst_contrast(shade, theme) >= theme.least_contrast:
            reads = middle
        else:
            fails = middle
    return _hex(colorsys.hls_to_rgb(hue, reads, saturation))


def _worst_contrast(color: str, theme: Theme) -> float:
    return min(contrast(color, ground) for ground in theme.grounds)


def _luminance(color: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _channels(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _hex(channels: tuple[float, float, float]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*(round(part * 255) for part in channels))


def palette(theme: Theme) -> QPalette:
    """Our own palette: on bare X11 asking Qt for a dark scheme changes nothing."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.bg,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.hover,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent_text,
        role.LinkVisited: theme.accent_text,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Light: theme.panel,
        role.Midlight: theme.hover,
        role.Mid: theme.ctl,
        role.Dark: theme.mark,
        role.Shadow: theme.line,
        role.Accent: theme.accent,
    }
    made = QPalette()
    for each, color in colors.items():
        made.setColor(each, QColor(color))
    for each in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.faint))
    return made


def style_sheet(theme: Theme, zoom: float = 1.0) -> str:
    """The style sheet of the window; every length in it grows with the zoom."""
    colors = [name for name in Theme._fields if name not in {"dark", "high"}]
    tokens = {name: getattr(theme, name) for name in colors}
    tokens["shade"] = "dark" if theme.dark else "light"
    tokens["drawings"] = resource("themes", "drawings").as_posix()
    sheet = re.sub(r"(\d+)px", lambda at: _length(int(at[1]), zoom), _sheet_template())
    return Template(sheet).substitute(tokens)


def _length(px: int, zoom: float) -> str:
    """A hairline stays one, however small the rest becomes."""
    return f"{max(1, round(px * zoom)) if px else 0}px"


@cache
def _sheet_template() -> str:
    return resource("themes", "window.qss").read_text(encoding="utf-8")


def ui_font(px: float, weight: int = 400) -> QFont:
    """The font of the window."""
    return _font(UI_FAMILIES, px, weight)


def number_font(px: float, weight: int = 400) -> QFont:
    """The font of the window for numbers in tables: all digits equally wide."""
    font = _font(UI_FAMILIES, px, weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def reading_font(px: float, weight: int = 400, *, family: str = "") -> QFont:
    """The font of transcript text and of quoted passages, or the one a person chose."""
    return _font([family, *READING_FAMILIES] if family else READING_FAMILIES, px, weight)


def _font(families: list[str], px: float, weight: int) -> QFont:
    """A font of `px` device-independent pixels; half pixels need the way over points."""
    font = QFont(families)
    font.setWeight(QFont.Weight(weight))
    screen = QGuiApplication.primaryScreen()
    if screen is None or px == int(px):
        font.setPixelSize(round(px))
    else:
        font.setPointSizeF(px * 72 / screen.logicalDotsPerInchY())
    return font


def load_fonts() -> None:
    """Register the bundled fonts with Qt, once; without them the system's stand in."""
    load_first_fonts()
    _register("Inter-Italic", "CharisSIL-Bold", "CharisSIL-Italic")


def load_first_fonts() -> None:
    """Register those that the first paint shows."""
    _register("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "CharisSIL-Regular")


@cache
def _register(*names: str) -> None:
    for name in names:
        QFontDatabase.addApplicationFont(str(resource("fonts", f"{name}.ttf")))
