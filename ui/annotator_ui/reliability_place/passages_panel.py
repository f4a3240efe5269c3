"""Which passages lie behind the chosen figure, side by side, and what does the code mean?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.parts.badge import Badge
from annotator_ui.parts.buttons import Segments
from annotator_ui.parts.card_column import CardColumn
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Paragraph, hairline, words
from annotator_ui.reliability_place.code_meaning import CodeMeaning
from annotator_ui.reliability_place.passage_card import SIDE, PassageCard
from annotator_ui.theme import Theme, code_shade

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.reliability.panel import CodeName, Panel
    from annotator.reports.passages import PassageRow, Passages, Which

PAGE: Final = 30
"""Cards made at a time; the next ones come when the end comes into sight."""
NEAR: Final = 400
NO_COLOR: Final = "#7A8590"
_SEGMENTS: Final[tuple[tuple[Which, str], ...]] = (
    ("disagreed", "Disagree"),
    ("agreed", "Agree"),
    ("all", "All"),
)
_HEADINGS: Final = {
    "only one coder coded": "Only one coder coded",
    "other code": "Other code",
    "boundary only": "Boundary only",
    "other field value": "Other field value",
    "agreed": "All gave the code",
    "neither": "Nobody gave the code",
}


class PassagesPanel(QFrame):
    """The right side of the place."""

    which_chosen = Signal(str)
    """Disagreed, agreed or all."""
    more_asked = Signal(int)
    """The next passages, from this place on."""
    wanted = Signal(object)
    """A `PassageRow` to be shown in its text."""
    left = Signal()
    """Esc: back to the figures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self._theme = theme
        self._cards: list[PassageCard] = []
        self._total = 0
        self._last_kind = ""
        self._in_order = False
        self._of_all_codes = False
        self._counts: list[str] = []
        self._names: dict[str, CodeName] = {}
        self._unit = "sentence"
        self._badge: QWidget = QWidget()
        self._title = Paragraph()
        self._title.setProperty("kind", "card")
        self._sorting = words(kind="small", tone="muted")
        self.segments = Segments([name for _, name in _SEGMENTS], "Which passages")
        self.segments.chosen.connect(lambda index: self.which_chosen.emit(_SEGMENTS[index][0]))
        self._lead = words(tone="muted", wrap=True)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._settle)
        self.meaning = CodeMeaning()
        self._lay_out()
        self.show_title(None, "", "")

    @property
    def cards(self) -> list[PassageCard]:
        return self._cards

    def show_title(self, code: CodeName | None, words_: str, lead: str) -> None:
        """What the passages are about, before they are there."""
        self._of_all_codes = code is None
        shade = code_shade((code.color if code else "") or NO_COLOR, self._theme)
        badge = Badge(shade, code.key if code else "")
        self._head.replaceWidget(self._badge, badge)
        self._badge.deleteLater()
        self._badge = badge
        badge.setVisible(code is not None)
        self._title.setText(code.name if code else words_)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        self.clear()

    def show_counts(self, which: Which | None, counts: Sequence[float]) -> None:
        """How many disagree, agree, and are there at all; None where nothing is to be chosen."""
        self.segments.setVisible(which is not None)
        self._counts = [f"{count:,.0f}" for count in counts]
        self._say_counts()
        for index, (key, _) in enumerate(_SEGMENTS):
            if key == which:
                self.segments.choose(index)
        self._in_order = which == "all"
        self._sorting.setText("in the order of the text" if self._in_order else "sorted by kind")

    def _say_counts(self) -> None:
        """Each choice with its number; where that is too wide, the numbers stand in the tips."""
        named = list(zip(self.segments.buttons(), _SEGMENTS, self._counts, strict=False))
        for button, (_, name), count in named:
            button.setText(f"{name} {count}")
            button.setToolTip("")
        if self.segments.sizeHint().width() > self.width() - 2 * SIDE:
            for button, (_, name), count in named:
                button.setText(name)
                button.setToolTip(plain_tip(count))

    def show_passages(self, found: Passages, panel: Panel, *, first: int) -> None:
        """Put cards in; from place `first` on they are added to those that are there."""
        if not first:
            self.clear()
        self._names = {row.code.code_id: row.code for row in panel.rows}
        self._unit = panel.choice.unit
        self._total = found.total
        for row in found.rows:
            self._add(row, found)
        if not self._cards:
            self._empty.setText("Nothing here.")
        self._empty.setVisible(not self._cards)
        self._waiting = False
        self._soon.start()

    def show_meaning(self, code: Code | None, version: str) -> None:
        self.meaning.show_code(code, version)

    def clear(self) -> None:
        self._cards = []
        self._last_kind = ""
        self._total = 0
        self._column.clear()
        self._empty.hide()
        self.area.verticalScrollBar().setValue(0)
        self._waiting = False

    def say(self, words_: str) -> None:
        """One sentence in the place of the cards."""
        self.clear()
        self._empty.setText(words_)
        self._empty.setVisible(bool(words_))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)

    def begin(self) -> None:
        """Put the keyboard on the first passage."""
        if self._cards:
            self._focus(0)
        else:
            self.segments.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from card to card, wherever in the panel the keyboard is."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._cards:
                self._focus(self._focused() + step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.meaning.limit(self.height() * 3 // 10)
        self._say_counts()

    def _add(self, row: PassageRow, found: Passages) -> None:
        if not self._in_order and row.kind != self._last_kind:
            self._last_kind = row.kind
            self._column.add(_heading(row.kind, found, self._unit))
        elif self._cards:
            self._column.add(hairline())
        # stretches of characters are numbered by the sentence they stand in
        unit = "sentence" if self._unit in {"character", "free span"} else self._unit
        card = PassageCard(
            row, unit, self._names, self._theme,
            says_kind=self._in_order, says_code=self._of_all_codes,
        )  # fmt: skip
        card.wanted.connect(self.wanted)
        card.place.installEventFilter(self)
        self._cards.append(card)
        self._column.add(card)

    def _focused(self) -> int:
        for number, card in enumerate(self._cards):
            if card.place.hasFocus():
                return number
        return -1

    def _focus(self, number: int) -> None:
        number = min(max(number, 0), len(self._cards) - 1)
        card = self._cards[number]
        card.place.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(card, 0, 24)

    def _settle(self) -> None:
        """Every card in its place, and more of them where there is room."""
        self._column.arrange()
        self._look_for_end()

    def _look_for_end(self) -> None:
        bar = self.area.verticalScrollBar()
        more = len(self._cards) < self._total
        if more and not self._waiting and bar.value() >= bar.maximum() - NEAR:
            self._waiting = True
            self.more_asked.emit(len(self._cards))

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        self._head.addWidget(self._badge, alignment=Qt.AlignmentFlag.AlignTop)
        self._head.addWidget(self._title, 1)
        tools = Flow(gap=14, between=6)
        tools.addWidget(self.segments)
        tools.addWidget(self._sorting)
        top = QVBoxLayout()
        top.setContentsMargins(SIDE, 14, SIDE, 10)
        top.setSpacing(10)
        top.addLayout(self._head)
        top.addWidget(self._lead)
        top.addLayout(tools)
        self._column = CardColumn()
        self._column.setProperty("ground", "panel")
        self._empty = words(tone="muted", wrap=True)
        self._empty.setContentsMargins(SIDE, 14, SIDE, 14)
        self._empty.hide()
        self._waiting = False
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._column)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self._look_for_end())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(hairline())
        whole.addWidget(self._empty)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.meaning)


def _heading(kind: str, found: Passages, unit: str) -> QWidget:
    count = found.counts.get(kind, 0)  # type: ignore[call-overload]
    note = f", does not count by {unit}" if kind == "boundary only" else ""
    heading = words(f"{_HEADINGS[kind]} · {count:,}{note}", kind="section")
    heading.setContentsMargins(SIDE, 14, SIDE, 2)
    return heading
