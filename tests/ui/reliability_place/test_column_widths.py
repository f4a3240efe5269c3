"""Are names read before bars are drawn, and is nothing cut where a table scrolls anyway?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator_ui.look import Look
from annotator_ui.reliability_place.column_widths import column_widths
from annotator_ui.reliability_place.figure_view import FigureView
from annotator_ui.reliability_place.figures import Bar, Cell, FigureModel, Figures, Head, Line

HEADS = (Head("Code"), Head("alpha", 60), Head("interval", 240, is_bar=True), Head("coded", 80))


def widths(room: int, zoom: float = 1.0) -> list[int]:
    return column_widths(HEADS, room, longest=round(220 * zoom), zoom=zoom)


def test_names_take_what_is_left() -> None:
    assert widths(900) == [520, 60, 240, 80]


def test_bars_get_shorter_before_names_are_cut() -> None:
    assert widths(540) == [220, 60, 180, 80]
    assert widths(470) == [220, 60, 110, 80]


def test_then_names_are_cut_and_then_bars_go() -> None:
    assert widths(400) == [150, 60, 110, 80]
    assert widths(360) == [220, 60, 0, 80]
    assert widths(300) == [160, 60, 0, 80]


def test_where_it_scrolls_everything_is_whole() -> None:
    assert widths(200) == [220, 60, 240, 80]
    assert widths(400, zoom=2.0) == [440, 120, 480, 160]


def test_tables_without_bars_or_names_have_widths_too() -> None:
    assert column_widths((Head("a", 50), Head("b", 60)), 500, longest=0, zoom=1.0) == [50, 60]
    assert column_widths((), 500, longest=0, zoom=1.0) == []


def test_a_column_hidden_in_one_table_stands_in_the_next(qtbot: QtBot, look: Look) -> None:
    view = FigureView(look.theme)
    qtbot.addWidget(view)
    view.resize(360, 300)
    cells = (Cell("Unity"), Cell("0.44"), Cell(bar=Bar(0.44, 0.2, 0.7)), Cell("4"))
    view.show_figures(Figures("codes", HEADS, (Line(cells),)))
    assert view.isColumnHidden(2)
    heads = (Head("Coder", 100), Head("a", 96), Head("b", 96))
    view.show_figures(Figures("pairs", heads, (Line((Cell("a"), Cell(""), Cell("0.9"))),)))
    assert not any(view.isColumnHidden(column) for column in range(3))


def test_a_table_that_scrolls_sideways_shows_its_last_row_whole(qtbot: QtBot, look: Look) -> None:
    view = FigureView(look.theme)
    qtbot.addWidget(view)
    view.resize(150, 300)
    line = Line((Cell("Unity"), Cell("0.44"), Cell(bar=Bar(0.44)), Cell("4")))
    view.show_figures(Figures("codes", HEADS, (line,)))
    view.setFixedHeight(view.wanted_height())
    view.show()
    bar = view.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert view.viewport().height() >= view.rowHeight(0)


def test_an_interval_is_read_aloud() -> None:
    model = FigureModel()
    bar = Cell(tip="0.20 to 0.70\n1,000 resamples", bar=Bar(0.44, 0.2, 0.7))
    silent = Cell(tip="No interval: one shared unit only.", bar=Bar(1.0, words="always agreed"))
    cells = (Cell("Unity"), Cell("0.44"), bar, Cell("4"))
    lines = (Line(cells), Line((*cells[:2], silent, cells[3])))
    model.show(Figures("codes", HEADS, lines))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 2).data(role) == "Unity, interval: 0.20 to 0.70"
    assert model.index(1, 2).data(role) == "Unity, interval: always agreed"
