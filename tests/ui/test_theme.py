"""Can every word of the window be read, in light, in dark and in high contrast?"""

from __future__ import annotations

import colorsys
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from annotator_ui.theme import (
    Theme,
    code_shade,
    contrast,
    palette,
    style_sheet,
    theme_named,
)

LIGHT, DARK = theme_named("light"), theme_named("dark")
HIGH = (theme_named("contrast_light"), theme_named("contrast_dark"))
ALL = (LIGHT, DARK, *HIGH)
FILLS = {  # fill, letter, the shades of the design where panel is the only ground
    "UKR": ("#C99700", "#0E1116", "#916D00", "#C99700"),
    "RUS": ("#B4552D", "#FFFFFF", "#B4552D", "#D17148"),
    "MENA": ("#8E5EA2", "#FFFFFF", "#8E5EA2", "#A47DB4"),
    "SOUTH": ("#A6763B", "#0E1116", "#956A35", "#B58140"),
    "CHINA": ("#C2455E", "#FFFFFF", "#C2455E", "#CF6D81"),
    "BURDEN": ("#2D6FB4", "#FFFFFF", "#2D6FB4", "#4C8ED2"),
    "DETER": ("#3E8E9C", "#0E1116", "#377D8A", "#4296A5"),
    "ENLARGE": ("#5568B8", "#FFFFFF", "#5568B8", "#7988C7"),
    "PARTNER": ("#4B8BBE", "#0E1116", "#3C77A7", "#5290C1"),
    "UNITY": ("#2F7F6F", "#FFFFFF", "#2F7F6F", "#399B87"),
    "PRAISE": ("#5B7F3A", "#FFFFFF", "#5A7D39", "#6D9845"),
    "AGENDA": ("#7A8450", "#0E1116", "#6E7748", "#869158"),
}


@pytest.mark.parametrize("code", FILLS)
def test_a_code_keeps_its_fill_and_takes_the_better_letter(code: str) -> None:
    fill, letter, _, _ = FILLS[code]
    for theme in (LIGHT, DARK):
        assert code_shade(fill, theme).fill == fill
        assert code_shade(fill, theme).letter == letter


@pytest.mark.parametrize("code", FILLS)
def test_words_in_a_codes_colour_are_at_most_a_step_beyond_the_design(code: str) -> None:
    """The design's table was reckoned on the panel; a selected row asks for a little more."""
    fill, _, light, dark = FILLS[code]
    for theme, design in ((LIGHT, light), (DARK, dark)):
        shade = code_shade(fill, theme).text
        here, there = lightness(shade), lightness(design)
        assert (here <= there + 0.003) if theme is LIGHT else (here >= there - 0.003)
        assert abs(here - there) < 0.08
        assert hue(shade) == pytest.approx(hue(fill), abs=0.02)


@given(st.integers(0, 0xFFFFFF), st.sampled_from(ALL))
def test_any_colour_a_user_chooses_can_be_read(number: int, theme: Theme) -> None:
    shade = code_shade(f"#{number:06X}", theme)
    assert min(contrast(shade.text, ground) for ground in theme.grounds) >= theme.least_contrast
    assert contrast(shade.letter, shade.fill) >= 4.3  # what white and #0E1116 can do at worst


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("text", "bg"),
        ("text", "panel"),
        ("text", "hover"),
        ("text", "accent_soft"),
        ("text", "unit"),
        ("muted", "panel"),
        ("muted", "bg"),
        ("muted2", "accent_soft"),
        ("muted2", "unit"),
        ("accent_text", "panel"),
        ("accent_text", "accent_soft"),
        ("on_accent", "accent"),
        ("ok_words", "panel"),
        ("ok_words", "ok_soft"),
        ("warn_words", "panel"),
        ("warn_words", "warn_soft"),
        ("error_words", "panel"),
        ("error_words", "error_soft"),
        ("rail_text", "rail"),
    ],
)
def test_words_stand_out_from_their_ground(theme: Theme, words: str, ground: str) -> None:
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= theme.least_contrast


@pytest.mark.parametrize("theme", HIGH)
def test_edges_and_lines_of_codes_stand_out_in_high_contrast(theme: Theme) -> None:
    for edge in (theme.line, theme.ctl, theme.mark, theme.faint, theme.accent, theme.unit_edge):
        assert contrast(edge, theme.panel) >= 4.5
    for fill, *_ in FILLS.values():
        assert min(contrast(code_shade(fill, theme).fill, g) for g in theme.grounds) >= 7


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


def test_the_palette_is_ours_and_does_not_wait_for_the_system() -> None:
    assert palette(DARK).color(QPalette.ColorRole.Window) == QColor("#16191D")
    assert palette(LIGHT).color(QPalette.ColorRole.Window) == QColor("#F6F7F8")


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_fields_in_a_row_are_of_one_height(qtbot: QtBot, zoom: float) -> None:
    """A number, a choice and a line of text stand beside each other in forms."""
    form = QWidget()
    qtbot.addWidget(form)
    form.setStyleSheet(style_sheet(LIGHT, zoom))
    fields = [QComboBox(form), QSpinBox(form), QDoubleSpinBox(form), QLineEdit(form)]
    row = QHBoxLayout(form)
    for field in fields:
        row.addWidget(field)
    form.show()
    form.adjustSize()
    assert {field.height() for field in fields} == {round(30 * zoom)}


def test_the_style_sheet_grows_with_the_zoom() -> None:
    assert "font-size: 26px" in style_sheet(LIGHT)
    assert "font-size: 52px" in style_sheet(LIGHT, 2.0)
    assert "$" not in style_sheet(DARK)


def lightness(color: str) -> float:
    return colorsys.rgb_to_hls(*channels(color))[1]


def hue(color: str) -> float:
    return colorsys.rgb_to_hls(*channels(color))[0]


def channels(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color[1:])
    return red / 255, green / 255, blue / 255


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_drawing_the_style_sheet_names_is_there_and_keeps_its_name_when_zoomed(
    theme: Theme,
) -> None:
    named = re.findall(r'url\("(.+?)"\)', style_sheet(theme, 2.0))
    assert len(named) > 5
    assert all(Path(each).is_file() for each in named)
