"""How does one unit look side by side: what each coder gave it, and on which words?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.marked_text import MarkedText, Stretch
from annotator_ui.parts.swatch import Swatch
from annotator_ui.parts.words import Elided, words
from annotator_ui.theme import Theme, code_shade

if TYPE_CHECKING:
    from annotator.reliability.panel import CodeName
    from annotator.reports.passages import CoderPassage, PassageRow

SIDE: Final = 18
NO_COLOR: Final = "#7A8590"
AROUND: Final = 60
"""Code points shown before and after what is marked, where a unit is long."""
LONGEST: Final = 320
IN_A_ROW: Final = 2
BETWEEN_CODERS: Final = 6
"""Pixels above who stands in the next line, so that the name is not read as of what is above."""
LEAST_TWO: Final = 300
"""Pixels; in a narrower card coders stand one under the other."""
PILLS: Final = {
    "only one coder coded": "only one coder",
    "other code": "other code",
    "boundary only": "boundary only",
    "other field value": "other field value",
    "agreed": "agreed",
    "neither": "nobody",
}


class PassageCard(QFrame):
    """One unit; Enter, or a click on its number, goes to it in the text."""

    wanted = Signal(object)
    """The `PassageRow`."""

    def __init__(
        self,
        row: PassageRow,
        unit: str,
        codes: dict[str, CodeName],
        theme: Theme,
        *,
        says_kind: bool,
        says_code: bool = False,
    ) -> None:
        """It says itself what kind of disagreement it is, or about which code, where asked to."""
        super().__init__()
        self.row = row
        self.setProperty("part", "passage")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._texts: list[MarkedText] = []
        self._heads: list[QWidget] = []
        number = f"{unit.capitalize()} {row.unit}"
        self.place = Button(number, kind="link")
        self.place.setToolTip("Go to it in the text (Enter)")
        self.place.setAccessibleName(
            f"{number}, {row.doc_id}, {row.speaker}: {PILLS[row.kind]}"
            f"{f' on {row.code_id}' if says_code else ''}. {_aloud(row)}"
        )
        self.place.clicked.connect(lambda: self.wanted.emit(row))
        self.setFocusProxy(self.place)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.place)
        about = f"{row.code_id} · " if says_code else ""
        head.addWidget(Elided(f"{about}{_who(row)}", kind="small", tone="muted"), 1)
        if says_kind:
            pill = words(PILLS[row.kind])
            pill.setProperty("part", "pill")
            head.addWidget(pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE - 3, 10, SIDE, 12)
        column.setSpacing(6)
        column.addLayout(head)
        self._columns = IN_A_ROW
        self._grid = self._fill(row, codes)
        self._arrange()
        column.addLayout(self._grid)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for text in self._texts:
            text.set_theme(theme)

    def texts(self) -> list[MarkedText]:
        return self._texts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.wanted.emit(self.row)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two coders side by side, one under the other where that would be too narrow."""
        super().resizeEvent(event)
        side_by_side = self.width() >= LEAST_TWO * zoom_of(self)
        if self._columns != (IN_A_ROW if side_by_side else 1):
            self._columns = IN_A_ROW if side_by_side else 1
            self._arrange()

    def _fill(self, row: PassageRow, codes: dict[str, CodeName]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(3, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        window = shown_part(row)
        for coder in row.coders:
            text = MarkedText(self._theme)
            text.show_text(*_marked(row, coder, window, codes, self._theme))
            self._texts.append(text)
            self._heads.append(_said(coder, codes))
        return grid

    def _arrange(self) -> None:
        for number, (head, text) in enumerate(zip(self._heads, self._texts, strict=True)):
            line, column = divmod(number, self._columns)
            self._grid.addWidget(head, 3 * line + 1, column)
            self._grid.addWidget(text, 3 * line + 2, column, Qt.AlignmentFlag.AlignTop)
        lines = -(-len(self._heads) // self._columns)
        for line in range(1, len(self._heads)):
            self._grid.setRowMinimumHeight(3 * line, BETWEEN_CODERS if line < lines else 0)
        for column in range(IN_A_ROW):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)


def shown_part(row: PassageRow) -> tuple[int, int]:
    """The part of a long unit that is shown, the same for all coders: what anyone marked."""
    if row.end - row.start <= LONGEST:
        return row.start, row.end
    spans = [span for coder in row.coders for span in coder.spans]
    first = min((span[0] for span in spans), default=row.start)
    last = max((span[1] for span in spans), default=row.start)
    start = max(row.start, first - AROUND)
    return start, min(row.end, max(last + AROUND, start + AROUND), start + LONGEST)


def _marked(
    row: PassageRow,
    coder: CoderPassage,
    window: tuple[int, int],
    codes: dict[str, CodeName],
    theme: Theme,
) -> tuple[str, list[Stretch]]:
    start, end = window
    before = "… " if start > row.start else ""
    after = " …" if end < row.end else ""
    text = before + row.text[start - row.start : end - row.start] + after
    push = len(before) - start
    stretches = []
    for code, span in zip(coder.codes, coder.spans, strict=True):
        first, last = max(span[0], start), min(span[1], end)
        if first < last:
            stretches.append(Stretch(first + push, last + push, _fill_of(codes, code, theme)))
    return text, stretches


def _said(coder: CoderPassage, codes: dict[str, CodeName]) -> QWidget:
    """The coder and the codes given, with their colours; "no code" where none."""
    part = QWidget()
    line = Flow(part, gap=6, between=1)
    line.addWidget(words(coder.coder_id, kind="small", tone="muted"))
    given = list(dict.fromkeys(coder.codes))
    for code in given[:3]:
        swatch = Swatch(10)
        swatch.set_color(codes[code].color if code in codes and codes[code].color else NO_COLOR)
        line.addWidget(_together(swatch, words(code, kind="code")))
    if not given:
        line.addWidget(words("no code", kind="small", tone="muted"))
    elif len(given) > 3:
        line.addWidget(words(f"+ {len(given) - 3}", kind="small", tone="muted"))
    if coder.also:
        line.addWidget(words(_also(coder), kind="small", tone="muted"))
    return part


def _also(coder: CoderPassage) -> str:
    """What else somebody gave who gave the code in question."""
    return f"and {', '.join(coder.also)}"


def _together(swatch: Swatch, code: QWidget) -> QWidget:
    """A colour is never parted from the word beside it."""
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(4, 0, 0, 0)
    row.setSpacing(5)
    row.addWidget(swatch)
    row.addWidget(code)
    return part


def _fill_of(codes: dict[str, CodeName], code: str, theme: Theme) -> str:
    known = codes.get(code)
    return code_shade(known.color if known and known.color else NO_COLOR, theme).fill


def _who(row: PassageRow) -> str:
    return " · ".join(part for part in (row.doc_id, row.speaker) if part)


def _aloud(row: PassageRow) -> str:
    return "; ".join(
        f"{coder.coder_id}: {', '.join([*dict.fromkeys(coder.codes), *coder.also]) or 'no code'}"
        for coder in row.coders
    )
