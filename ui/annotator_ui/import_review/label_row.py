"""Who is this label: how often, how surely, whose name and office, and what is decided?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from annotator_ui.item_models.wrapped_text import draw_lines, wrapped_lines
from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.icons import pixmap, zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.theme import Theme, number_font, reading_font, ui_font

if TYPE_CHECKING:
    from annotator.transcripts.choices import Decision
    from annotator.transcripts.surveys import LabelFound

PAD, LINE, FIELD, GAP, BAR = 11, 19, 28, 8, 3
LABEL_LINES, PASSAGE_LINES, REASON_LINES = 3, 2, 2
FIRST_WITHOUT_ITALIC: Final = "\u0530"
"""Behind Latin, Greek and Cyrillic."""
NARROW: Final = 560
"""Below this width (at 100 %) name and office stand under each other."""
WORDS: Final[dict[Decision, str]] = {
    "speaker": "Speaker",
    "join": "Join with…",
    "not a speaker": "Not a speaker",
}
KEYS: Final[dict[str, Decision]] = {"s": "speaker", "j": "join", "n": "not a speaker"}
_STEPS: Final = {"low": 1, "medium": 2, "high": 3}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Columns(Struct, frozen=True):
    """Where the columns of the table stand, in pixels from the left; each is (left, width)."""

    label: tuple[float, float]
    times: tuple[float, float]
    sure: tuple[float, float]
    person: tuple[float, float]
    role: tuple[float, float]
    decision: tuple[float, float]
    narrow: bool


def columns(width: float, zoom: float) -> Columns:
    """Share a width out: the label and the names get what the numbers leave."""
    unit = width / zoom
    narrow = unit < NARROW
    decision, times, sure, gap = (112.0, 0.0, 0.0, 10.0) if narrow else (122.0, 44.0, 74.0, 12.0)
    free = unit - decision - times - sure - (2 if narrow else 5) * gap
    label = free * (0.5 if narrow else 0.38)
    person = free - label if narrow else free * 0.28
    at_sure = label + gap + times + gap
    at_person = label + gap if narrow else at_sure + sure + gap
    role = person if narrow else free - label - person
    at_role = at_person if narrow else at_person + person + gap
    return Columns(
        label=(0.0, label * zoom),
        times=((label + gap) * zoom, times * zoom),
        sure=(at_sure * zoom, sure * zoom),
        person=(at_person * zoom, person * zoom),
        role=(at_role * zoom, role * zoom),
        decision=((unit - decision) * zoom, decision * zoom),
        narrow=narrow,
    )


class LabelRow(QWidget):
    """One label of the table "Who speaks"."""

    decided = Signal(str, str)
    """The label and the decision, "speaker" or "not a speaker"."""
    joined = Signal(str, str)
    """The label, and the one whose person it shall be."""
    renamed = Signal(str, str, str)
    """The label, the name and the office as they stand in their fields now."""
    left_by = Signal(str, int)
    """The field that had the keyboard, and 1 or -1: the same field of the next row, please."""
    entered = Signal(str)
    """The keyboard came to this label."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._candidate: LabelFound | None = None
        self._others: tuple[str, ...] = ()
        self._as_whom = ""
        self._asked = False
        self._heights: dict[tuple[int, float], int] = {}
        """By width and zoom, of what is shown now."""
        self.person, self.role = QLineEdit(), QLineEdit()
        self.decision = MenuButton("Decision")
        self.person.setPlaceholderText("name")
        self.role.setPlaceholderText("no office")
        for line in (self.person, self.role):
            line.setProperty("part", "cell")
            line.setParent(self)
            line.editingFinished.connect(self._tell_names)
        self.decision.setParent(self)
        self.decision.choices.aboutToShow.connect(self._fill_menu)
        for part in (self.person, self.role, self.decision):
            part.installEventFilter(self)

    # what it shows

    def show_candidate(
        self,
        candidate: LabelFound,
        *,
        others: tuple[str, ...],
        as_whom: str = "",
        asked: bool = False,
    ) -> None:
        """`others` are the labels it may be joined with, `as_whom` the person it is joined to."""
        self._heights.clear()
        self._candidate = candidate
        self._others, self._as_whom, self._asked = others, as_whom, asked
        choice, decision = candidate.choice, candidate.decision
        for field, text, name in (
            (self.person, choice.name, "Name"),
            (self.role, choice.role or "", "Office"),
        ):
            field.setVisible(decision == "speaker")
            field.setAccessibleName(f"{name} of {candidate.label}")
            if field.text() != text and not (field.hasFocus() and field.isModified()):
                field.setText(text)
                field.setCursorPosition(0)
        self.decision.say("Joined" if decision == "join" else WORDS[decision])
        self.decision.setAccessibleName(f"{candidate.label}: {WORDS[decision]}")
        self.decision.setAccessibleDescription(self.reason())
        self.setToolTip(plain_tip(candidate.label if len(candidate.label) > 60 else ""))
        self.updateGeometry()
        self._place()
        self.update()

    @property
    def label(self) -> str:
        return self._candidate.label if self._candidate is not None else ""

    def reason(self) -> str:
        """Why it is proposed so, and what it may be a slip of."""
        one = self._candidate
        if one is None:
            return ""
        parts = [one.reason.rstrip(".")]
        if one.resembles:
            parts.append(f"one letter from “{one.resembles}”")
        if one.hint:
            parts.append(f"the text has “{one.hint}” too")
        return "; ".join(part for part in parts if part)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._place()
        self.update()

    # what is asked for

    def decide(self, decision: Decision) -> None:
        if self._candidate is None:
            return
        if decision == "join":
            self.ask_join()
        else:
            self.decided.emit(self.label, decision)

    def ask_join(self) -> None:
        """Open the list of labels whose person this may be; the likeliest is chosen already."""
        menu = QMenu(f"“{self.label}” is the same person as", self)
        self._fill_joins(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.decision.mapToGlobal(self.decision.rect().bottomLeft()))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def _fill_joins(self, menu: QMenu) -> None:
        likely = self._candidate.resembles if self._candidate is not None else ""
        first = [likely] if likely in self._others else []
        for other in (*first, *(each for each in self._others if each != likely)):
            action = menu.addAction(other.replace("&", "&&"))
            action.triggered.connect(lambda *_, to=other: self.joined.emit(self.label, to))
        if not self._others:
            menu.addAction("There is no other speaker").setEnabled(False)

    def _fill_menu(self) -> None:
        menu = self.decision.choices
        menu.clear()
        now = self._candidate.decision if self._candidate is not None else ""
        for key, decision in KEYS.items():
            words = WORDS[decision].replace(key.upper(), f"&{key.upper()}", 1)
            if decision == "join":
                words = "&Join with…"
            action = menu.addAction(f"{words}\t{key.upper()}")
            action.setCheckable(True)
            action.setChecked(decision == now)
            action.triggered.connect(lambda *_, d=decision: self._later(d))

    def _later(self, decision: Decision) -> None:
        """Act when the menu is gone: another menu may follow it."""
        QApplication.postEvent(self, _Decided(decision))

    def _tell_names(self) -> None:
        one = self._candidate
        if one is None or one.decision != "speaker":
            return
        name, role = self.person.text().strip(), self.role.text().strip()
        if (name, role) != (one.choice.name, one.choice.role or ""):
            self.renamed.emit(one.label, name, role)

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.label)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        """S, J and N where no text is written; ↓ and ↑ go to the same field of the next row."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self._tell_names()
            self.left_by.emit(self._name_of(watched), steps[Qt.Key(event.key())])
            return True
        if watched is self.decision and event.text().lower() in KEYS:
            self.decide(KEYS[event.text().lower()])
            return True
        return False

    def field(self, name: str) -> QWidget:
        """The field of that name, or the decision where it is not there."""
        found = {"person": self.person, "role": self.role}.get(name)
        return found if found is not None and not found.isHidden() else self.decision

    def _name_of(self, field: QObject) -> str:
        return {id(self.person): "person", id(self.role): "role"}.get(id(field), "decision")

    def customEvent(self, event: QEvent) -> None:
        if isinstance(event, _Decided):
            self.decide(event.decision)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.decision.setFocus(Qt.FocusReason.MouseFocusReason)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.decision.choices.popup(event.globalPos())

    # layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._candidate is None:
            return 0
        key = (width, zoom_of(self))
        if key not in self._heights:  # a layout asks for it dozens of times
            self._heights[key] = self._height(self._candidate, *key)
        return self._heights[key]

    def _height(self, one: LabelFound, width: int, zoom: float) -> int:
        at = columns(width, zoom)
        left = len(self._label_lines(at)) * LINE + 4
        left += len(self._passage_lines(at)) * LINE + (LINE if at.narrow else 0)
        right = FIELD + 6 + len(self._reason_lines(at)) * 17
        if at.narrow and one.decision == "speaker":
            right += FIELD + 6
        return round((max(left, right) + 2 * PAD) * zoom)

    def sizeHint(self) -> QSize:
        width = self.width() or 600
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 40)

    def _place(self) -> None:
        zoom, at = zoom_of(self), columns(self.width(), zoom_of(self))
        top, high = round(PAD * zoom), round(FIELD * zoom)
        below = round((FIELD + 6) * zoom) if at.narrow else 0
        for part, (left, width), down in (
            (self.person, at.person, 0),
            (self.role, at.role, below),
            (self.decision, at.decision, 0),
        ):
            part.setGeometry(round(left), top + down, round(width), high)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._candidate is None:
            return
        painter = QPainter(self)
        theme, zoom = self._theme, zoom_of(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.line))
        at = columns(self.width(), zoom)
        top = PAD * zoom
        down = self._paint_label(painter, at, top)
        if at.narrow:
            self._paint_facts(painter, at, down)
        else:
            painter.setFont(number_font(13 * zoom))
            painter.setPen(QColor(theme.text))
            room = QRectF(at.times[0], top, at.times[1], LINE * zoom)
            painter.drawText(room, _RIGHT, f"{self._candidate.count:,}")
            self._paint_sure(painter, at.sure[0], top)
        self._paint_people(painter, at, top)
        painter.end()

    def _paint_label(self, painter: QPainter, at: Columns, top: float) -> float:
        zoom, line = zoom_of(self), LINE * zoom_of(self)
        for lines, font, color, gap in (
            (self._label_lines(at), self._label_font(), self._theme.text, 4),
            (self._passage_lines(at), self._passage_font(), self._theme.muted, 0),
        ):
            painter.setFont(font)
            painter.setPen(QColor(color))
            area = QRectF(at.label[0], top, at.label[1], line * len(lines))
            draw_lines(painter, lines, area=area, line_height=line)
            top += line * len(lines) + gap * zoom
        return top

    def _paint_facts(self, painter: QPainter, at: Columns, top: float) -> None:
        """In a narrow table times and confidence stand under the label."""
        if self._candidate is None:
            return
        zoom = zoom_of(self)
        painter.setFont(number_font(12 * zoom))
        painter.setPen(QColor(self._theme.muted))
        count = self._candidate.count
        words = "once" if count == 1 else f"{count:,} times"
        room = QRectF(at.label[0], top, at.label[1], LINE * zoom)
        painter.drawText(room, _LEFT, words)
        after = QFontMetricsF(painter.font()).horizontalAdvance(words) + 12 * zoom
        self._paint_sure(painter, at.label[0] + after, top)

    def _paint_sure(self, painter: QPainter, left: float, top: float) -> None:
        if self._candidate is None:
            return
        theme, zoom = self._theme, zoom_of(self)
        sure = _STEPS[self._candidate.confidence]
        foot = top + 14 * zoom
        for step in range(3):
            high = (6 + 3 * step) * zoom
            place = QRectF(left + step * 7 * zoom, foot - high, 5 * zoom, high)
            painter.fillRect(place, QColor(theme.muted2 if step < sure else theme.ctl))
        painter.setFont(ui_font(12 * zoom))
        painter.setPen(QColor(theme.text))
        room = QRectF(left + 27 * zoom, top, 60 * zoom, LINE * zoom)
        painter.drawText(room, _LEFT, self._candidate.confidence)

    def _paint_people(self, painter: QPainter, at: Columns, top: float) -> None:
        one = self._candidate
        if one is None:
            return
        zoom, theme = zoom_of(self), self._theme
        down = FIELD + 5 + (FIELD + 6 if at.narrow and one.decision == "speaker" else 0)
        painter.setPen(QColor(theme.muted))
        if one.decision != "speaker":
            painter.setFont(ui_font(13 * zoom))
            room = QRectF(at.person[0], top, self._people_width(at), FIELD * zoom)
            words = f"as {self._as_whom}" if one.decision == "join" else "nobody"
            painter.setPen(QColor(theme.text if one.decision == "join" else theme.muted))
            metrics = QFontMetricsF(painter.font())
            elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, elided)
        lines = self._reason_lines(at)
        painter.setFont(ui_font(12 * zoom))
        painter.setPen(QColor(theme.warn_words if self._asked else theme.muted))
        left = at.person[0]
        if self._asked:
            side = round(14 * zoom)
            ratio = self.devicePixelRatioF()
            drawn = pixmap("triangle-alert", theme.warn_words, side, ratio)
            painter.drawPixmap(round(left), round(top + (down + 1.5) * zoom), drawn)
            left += 19 * zoom
        area = QRectF(left, top + down * zoom, self._people_width(at), 17 * zoom * len(lines))
        draw_lines(painter, lines, area=area, line_height=17 * zoom)

    # words in their lines

    def _label_font(self) -> QFont:
        return ui_font(13 * zoom_of(self), 600)

    def _passage_font(self) -> QFont:
        """Italic for the scripts that have it; of the others a slanted face has no letters."""
        font = reading_font(13 * zoom_of(self))
        passage = "" if self._candidate is None else self._candidate.passage
        font.setItalic(all(letter < FIRST_WITHOUT_ITALIC for letter in passage if letter.isalpha()))
        return font

    def _people_width(self, at: Columns) -> float:
        return at.role[0] + at.role[1] - at.person[0]

    def _label_lines(self, at: Columns) -> tuple[str, ...]:
        return _at_most(LABEL_LINES, self.label, self._label_font(), at.label[1])

    def _passage_lines(self, at: Columns) -> tuple[str, ...]:
        if self._candidate is None or not self._candidate.passage:
            return ()
        quoted = f"“{self._candidate.passage}”"
        return _at_most(PASSAGE_LINES, quoted, self._passage_font(), at.label[1])

    def _reason_lines(self, at: Columns) -> tuple[str, ...]:
        zoom = zoom_of(self)
        width = self._people_width(at) - (19 * zoom if self._asked else 0)
        return _at_most(REASON_LINES, self.reason(), ui_font(12 * zoom), width)


class _Decided(QEvent):
    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self, decision: Decision) -> None:
        super().__init__(self.kind)
        self.decision = decision


def _at_most(number: int, words: str, font: QFont, width: float) -> tuple[str, ...]:
    """The lines of some words, the last of those there is room for ending in …"""
    if not words:
        return ()
    lines = wrapped_lines(words, font, width)
    if len(lines) <= number:
        return lines
    rest = " ".join(lines[number - 1 :])
    last = QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return (*lines[: number - 1], last)
