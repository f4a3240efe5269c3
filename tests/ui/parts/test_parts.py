"""Do the small pieces say, show and do what they promise?"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator_ui.look import Look
from annotator_ui.parts.buttons import Button, Segments, action_button
from annotator_ui.parts.fields import LineField, SearchField
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.focus import FocusHalo
from annotator_ui.parts.icons import Icon, pixmap
from annotator_ui.parts.notice import NoticeBar, ProgressLine
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.swatch import Swatch
from annotator_ui.parts.words import Elided, cap_words, words
from annotator_ui.theme import ThemeName, contrast, theme_named

LIGHT = theme_named("light")


@pytest.fixture
def sheet(qtbot: QtBot, look: Look) -> QWidget:
    """A ground to put parts on, with the style sheet of the window."""
    look.choose_theme("light")
    ground = QWidget()
    QVBoxLayout(ground)
    qtbot.addWidget(ground)
    ground.resize(400, 200)
    return ground


def show(qtbot: QtBot, ground: QWidget, *parts: QWidget) -> None:
    layout = ground.layout()
    assert layout is not None
    for part in parts:
        layout.addWidget(part)
    with qtbot.waitExposed(ground):
        ground.show()
    ground.activateWindow()


def colors(widget: QWidget) -> set[str]:
    """Every colour that is painted on a widget."""
    image: QImage = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_a_drawing_takes_the_colour_asked_for(qapp: QApplication) -> None:
    assert qapp
    image = pixmap("check", "#B3261E", 24, 2.0).toImage()
    assert (image.width(), image.devicePixelRatio()) == (48, 2.0)
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn == {"#b3261e"}


def test_an_icon_takes_the_tone_of_the_style_sheet(qtbot: QtBot, sheet: QWidget) -> None:
    icon = Icon("triangle-alert", 20, tone="warn")
    show(qtbot, sheet, icon)
    assert LIGHT.warn_words in colors(icon)


def test_words_that_do_not_fit_end_in_an_ellipsis_with_the_whole_as_tip(
    qtbot: QtBot, sheet: QWidget
) -> None:
    label = Elided("A very long name of a project that nobody can read in so little room")
    label.setMaximumWidth(100)
    show(qtbot, sheet, label)
    assert label.text().endswith("…")
    assert label.toolTip().startswith("A very long name")
    label.say("Short")
    assert (label.text(), label.toolTip()) == ("Short", "")


def test_markup_in_words_stays_words(qtbot: QtBot, sheet: QWidget) -> None:
    wrapped = words("<b>R&D</b>\nsecond", wrap=True)
    show(qtbot, sheet, wrapped)
    assert "&lt;b&gt;R&amp;D" in wrapped.text()


def test_a_key_cap_reads_as_keys_are_named() -> None:
    assert cap_words(QKeySequence("Ctrl+Shift+Z")) == "Ctrl Shift Z"
    assert cap_words(QKeySequence()) == ""


def test_a_button_follows_its_action(qtbot: QtBot, sheet: QWidget) -> None:
    action = QAction("&Export…", sheet)
    action.setShortcut("Ctrl+E")
    button = action_button(action, kind="primary")
    show(qtbot, sheet, button)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.accessibleName() == "Export…"
    assert LIGHT.accent in colors(button)
    action.setEnabled(False)
    assert not button.isEnabled()
    assert LIGHT.accent not in colors(button)


def test_enter_and_space_press_a_button_that_has_the_focus(qtbot: QtBot, sheet: QWidget) -> None:
    button = Button("Go", key="G")
    show(qtbot, sheet, button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_segment_is_chosen_by_click(qtbot: QtBot, sheet: QWidget) -> None:
    segments = Segments(("Light", "Dark"), "Theme")
    segments.choose(0)
    show(qtbot, sheet, segments)
    light, dark = segments.findChildren(QPushButton)
    with qtbot.waitSignal(segments.chosen) as chosen:
        qtbot.mouseClick(dark, Qt.MouseButton.LeftButton)
    assert chosen.args == [1]
    assert (light.isChecked(), dark.isChecked()) == (False, True)


def test_a_field_says_what_is_wrong_with_it(qtbot: QtBot, sheet: QWidget) -> None:
    field = LineField("Date", text=" 2023-11 ", hint="line 5")
    show(qtbot, sheet, field)
    assert field.text() == "2023-11"
    assert field.line.accessibleName() == "Date"
    field.set_wrong("This is no date.")
    assert field.line.accessibleDescription() == "This is no date."
    assert LIGHT.error_words in colors(field)
    field.set_wrong("")
    assert LIGHT.error_words not in colors(field)


def test_escape_empties_a_search_before_it_does_anything_else(qtbot: QtBot, sheet: QWidget) -> None:
    search = SearchField("Filter codes…", key="Ctrl F")
    show(qtbot, sheet, search)
    qtbot.keyClicks(search, "ukr")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_a_notice_says_one_thing_and_goes_when_it_is_closed(qtbot: QtBot, sheet: QWidget) -> None:
    notice = NoticeBar()
    show(qtbot, sheet, notice)
    notice.show_notice("error", "The disk is full.", "Make room.", button="Try again")
    assert notice.words() == "The disk is full. Make room."
    assert {LIGHT.error_soft, LIGHT.error_words} <= colors(notice)
    with qtbot.waitSignal(notice.closed):
        notice.close_notice()
    assert notice.isHidden()


def test_progress_tells_n_of_m_and_offers_cancel(qtbot: QtBot, sheet: QWidget) -> None:
    clock = iter((10.0, 20.0))
    progress = ProgressLine(lambda: next(clock))
    show(qtbot, sheet, progress)
    progress.begin("Writing the workbook")
    for done, said in (
        (1_200, "1,200 of 100,000 · segments"),
        (51_200, "51,200 of 100,000 · about 10 seconds left · segments"),
    ):
        progress.show_progress(done, 100_000, "segments")
        assert said in [label.text() for label in progress.findChildren(type(words()))]
    [cancel] = progress.findChildren(Button)
    with qtbot.waitSignal(progress.cancelled):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)


def test_the_halo_goes_with_the_focus_and_outlives_what_it_was_around(
    qtbot: QtBot, sheet: QWidget
) -> None:
    halo = FocusHalo(LIGHT, sheet)
    first, second = LineField("One"), LineField("Two")
    show(qtbot, sheet, first, second)
    first.line.setFocus()
    qtbot.waitUntil(lambda: halo.around is first.line)
    assert LIGHT.accent_soft in colors(first)
    second.line.setFocus()
    qtbot.waitUntil(lambda: halo.around is second.line)
    assert LIGHT.accent_soft not in colors(first)
    second.setParent(None)
    second.deleteLater()
    first.line.setFocus()
    qtbot.waitUntil(lambda: halo.around is first.line)


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_tick_is_drawn_in_the_colours_of_the_theme(
    qtbot: QtBot, sheet: QWidget, look: Look, choice: ThemeName
) -> None:
    look.choose_theme(choice)
    box, radio = QCheckBox("Unsure only"), QRadioButton("Sentence")
    box.setChecked(True)
    radio.setChecked(True)
    show(qtbot, sheet, box, radio)
    theme = theme_named(choice)
    for part in (box, radio):
        seen = colors(part)
        assert {theme.accent, theme.on_accent} <= seen
    box.setChecked(False)
    box.clearFocus()
    assert theme.accent not in colors(box)


def test_whatever_is_ticked_chosen_or_counted_shows_the_keyboard(
    qtbot: QtBot, sheet: QWidget, look: Look
) -> None:
    """The edge takes the accent, like that of every field."""
    parts = (QCheckBox("Unsure only"), QRadioButton("Sentence"), QComboBox(), QSpinBox())
    show(qtbot, sheet, *parts)
    sheet.activateWindow()
    accent = look.theme.accent
    for part in parts:
        part.clearFocus()
        before = accent in colors(part)
        part.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(part.hasFocus)
        assert not before
        assert accent in colors(part)


def test_a_button_shows_no_window_while_it_is_made(qapp: QApplication) -> None:
    """A window that comes and goes takes the keyboard from the one that is worked in."""

    class Watcher(QObject):
        seen = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
            self.seen += bool(shown and isinstance(watched, QWidget) and watched.isWindow())
            return False

    watcher = Watcher()
    qapp.installEventFilter(watcher)
    button = Button("Import", key="Ctrl Enter")
    qapp.removeEventFilter(watcher)
    assert watcher.seen == 0
    button.deleteLater()


def test_lines_stay_apart_when_the_window_is_made_larger(
    qtbot: QtBot, sheet: QWidget, look: Look
) -> None:
    said, quote = Prose(), Prose(quoted=True)
    show(qtbot, sheet, said, quote)
    for part in (said, quote):
        part.say("One line, and another,\nand a third.")
    look.put_on()
    before = said.sizeHint().height(), quote.sizeHint().height()
    while look.zoom < 2:
        look.zoom_by(1)
    assert (said.sizeHint().height(), quote.sizeHint().height()) == tuple(2 * h for h in before)


def test_a_colour_that_hardly_differs_from_the_ground_gets_an_edge(
    qtbot: QtBot, sheet: QWidget
) -> None:
    bold, faint = Swatch(12), Swatch(12)
    bold.set_color("#2D6FB4")
    faint.set_color("#FFFDF8")
    show(qtbot, sheet, bold, faint)
    assert LIGHT.text.upper() not in colors(bold)
    assert max(contrast(color, LIGHT.panel) for color in colors(faint)) >= 3.0


@pytest.mark.parametrize(("width", "right", "lines"), [(400, 400, 1), (150, 90, 2)])
def test_what_stands_at_the_right_goes_to_the_next_line_where_there_is_no_room(
    qtbot: QtBot, width: int, right: int, lines: int
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    flow = Flow(page, gap=10, between=4, last_right=True)
    parts = [QWidget() for _ in range(2)]
    for part in parts:
        part.setFixedSize(90, 20)
        flow.addWidget(part)
    page.resize(width, 100)
    page.show()
    assert parts[1].geometry().right() + 1 == right
    assert flow.heightForWidth(width) == 20 * lines + 4 * (lines - 1)
