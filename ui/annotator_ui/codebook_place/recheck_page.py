"""Does this passage still belong, or does it belong now? One after the other, by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model.codebook import Code
from annotator.model.rechecks import WHY_WORDS, Choice, Recheck, Redefinition
from annotator_ui.codebook_place.changed_text import ChangedText
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import SearchField
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.marked_text import MarkedText, Stretch
from annotator_ui.parts.words import Elided, hairline, words
from annotator_ui.theme import Theme, code_shade

_LIST, _SHORT_LIST = 168, 72
"""Heights of the list of codes: the passage that is decided about stays in sight."""
_DECIDED: Final = {
    "keep": "kept as it is",
    "change": "changed to {}",
    "add": "{} added",
    "remove": "code removed",
}


class Shown(Struct, frozen=True):
    """One passage as the page shows it."""

    item: Recheck
    asked: Redefinition
    code: Code
    """The code whose definition changed."""
    has: Code | None
    """The code that the passage has, where it has one; for a neighbour that one."""
    given: Code | None
    """The code that a decision gave."""
    title: str
    where: str
    before: str
    passage: str
    after: str
    others: tuple[str, ...]
    """Short labels of other codes on the passage."""
    finished: bool
    """The transcript is finished: its codings stay, the decision stands beside them."""


class RecheckPage(QWidget):
    """The passage in its context, the change of the definition, and four keys."""

    decided = Signal(object, str, object)
    """A `Recheck`, the decision, and the `Code` it gives or None."""
    left = Signal()
    stepped = Signal(int)
    """On to the next (1) or the one before (-1)."""
    keys_changed = Signal()
    """Other keys have a sense for the passage that is shown."""
    passage_asked = Signal(object)
    """A `Recheck` whose passage is wanted in the Code place."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Shown | None = None
        self._wants: Choice | None = None
        self._codes: tuple[Code, ...] = ()
        self._title = Elided(kind="title")
        self._count = words(kind="small", tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._where = Elided(kind="small", tone="muted")
        self._why = words(kind="small", tone="muted")
        self.text = MarkedText(theme)
        self._others = words(kind="small", tone="muted", wrap=True)
        self._beside = words(kind="small", tone="muted", wrap=True)
        self._decision = words(kind="strong", wrap=True)
        self.change = ChangedText(theme)
        self._block = QFrame()
        self.keep_button = Button("Keep", key="K")
        self.change_button = Button("Change\u2026", key="C")
        self.add_button = Button("Add\u2026", key="A")
        self.remove_button = Button("Remove", key="R", kind="danger")
        self.go_button = Button("Show in the text", key="G", kind="link")
        self.back_button = Button("Back to the code", key="Esc")
        self.finder = SearchField("Which code? Type its key, id or name\u2026")
        self.list = QListWidget()
        self._choosing = QFrame()
        self._empty = words("Every passage is looked at.", tone="muted", wrap=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._wire()

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that have a sense now, and what they do."""
        has = self._shown is None or self._shown.has is not None
        if has:
            return (("K", "keep"), ("C", "change"), ("A", "add"), ("R", "remove"), ("↓", "next"))
        return (("K", "leave without"), ("A", "add"), ("↓", "next"))

    @property
    def item(self) -> Recheck | None:
        """The passage that is looked at."""
        return None if self._shown is None else self._shown.item

    def show_codes(self, codes: Sequence[Code]) -> None:
        """The codes that a passage may get."""
        self._codes = tuple(code for code in codes if not code.is_group)

    def show_passage(self, shown: Shown | None, done: int, total: int) -> None:
        """Show one passage, and how far the queue is; None where nothing is in it."""
        self._shown, self._wants = shown, None
        self.keys_changed.emit()
        self._choosing.hide()
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        every = done == total and total > 1
        self._count.setText(f"{'all' if every else f'{done:,} of'} {total:,} looked at")
        for part in (self._page, self._foot):
            part.setVisible(shown is not None)
        self._empty.setVisible(shown is None)
        if shown is None:
            self._title.say("Look again")
            return
        self._title.say(shown.code.name)
        self._where.say(f"{shown.title}, {shown.where}")
        self._say_why(shown)
        self._show_text(shown)
        self._show_change(shown)
        self._show_decision(shown)
        self.remove_button.setVisible(shown.has is not None)
        self.keep_button.say("Keep" if shown.has is not None else "Leave without", key="K")
        gives = shown.item.why != "coded"
        self.change_button.setVisible(shown.has is not None)
        label = shown.code.code_id
        self.add_button.say(f"Add {label}" if gives else "Add\u2026")
        self.change_button.say(f"Change to {label}" if gives else "Change\u2026")
        self.setAccessibleName(f"{shown.code.name}: {shown.passage}")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.text.set_theme(theme)
        self.change.set_theme(theme)

    def begin(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, choice: Choice) -> None:
        """Decide; what gives another code asks which one first."""
        shown = self._shown
        if shown is None:
            return
        if choice in {"change", "add"} and shown.item.why == "coded":
            self._choose_code(choice)
            return
        if choice in {"change", "remove"} and shown.has is None:
            return  # there is nothing to change or to remove
        given = shown.code if choice in {"change", "add"} else None
        self.decided.emit(shown.item, choice, given)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letters: dict[str, Choice] = {"k": "keep", "c": "change", "a": "add", "r": "remove"}
        choice = letters.get(event.text().casefold())
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_G if plain:
                self._go()
            case _ if choice is not None and plain:
                self.press(choice)
            case _:
                super().keyPressEvent(event)

    # inside

    def _say_why(self, shown: Shown) -> None:
        why = WHY_WORDS[shown.item.why]
        if shown.item.why == "neighbour" and shown.has is not None:
            why = f"{why}: {shown.has.code_id}"
        self._why.setText(why[:1].upper() + why[1:])

    def _show_text(self, shown: Shown) -> None:
        text = f"{shown.before}{shown.passage}{shown.after}"
        start = len(shown.before)
        color = (shown.has or shown.code).color or NO_COLOR
        fill = code_shade(color, self._theme).fill
        self.text.show_text(text, [Stretch(start, start + len(shown.passage), fill)])
        others = ", ".join(shown.others)
        self._others.setText(f"Also on this passage: {others}" if others else "")
        self._others.setVisible(bool(others))
        self._beside.setText(
            "This transcript is finished: its codings stay as they are, and your decision stands "
            "beside them."
            if shown.finished
            else ""
        )
        self._beside.setVisible(shown.finished)

    def _show_change(self, shown: Shown) -> None:
        self._block.setVisible(bool(shown.asked.changed))
        self.change.show_changes(shown.asked.changed)

    def _show_decision(self, shown: Shown) -> None:
        decision = shown.item.decision
        label = shown.given.code_id if shown.given is not None else "another code"
        said = _DECIDED.get(decision, "").format(label)
        if decision == "keep" and shown.has is None:
            said = f"stays without {shown.code.code_id}"
        self._decision.setText(f"Decided: {said}" if said else "")
        self._decision.setVisible(bool(said))

    def _choose_code(self, choice: Choice) -> None:
        self._wants = choice
        self.finder.clear()
        self._fill_list()
        self.list.setFixedHeight(min(_LIST, max(self.height() // 4, _SHORT_LIST)))
        self._choosing.show()
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_list(self) -> None:
        typed = self.finder.text().casefold().split()
        own = self._shown.code.id if self._shown is not None else None
        self.list.clear()
        found = [code for code in self._codes if code.id != own and _fits(code, typed)]
        # the code whose key was typed stands first
        found.sort(key=lambda code: not typed or code.key.casefold() != typed[0])
        for code in found:
            key = f"  {code.key.upper()}" if code.key else ""
            item = QListWidgetItem(f"{code.name}  ({code.code_id}){key}")
            item.setData(Qt.ItemDataRole.UserRole, code)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        item = self.list.currentItem()
        code = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if self._shown is None or self._wants is None or not isinstance(code, Code):
            return
        shown, wants = self._shown, self._wants
        self._leave_choosing()
        self.decided.emit(shown.item, wants, code)

    def _leave_choosing(self) -> None:
        self._wants = None
        self._choosing.hide()
        self.begin()

    def _go(self) -> None:
        if self._shown is not None:
            self.passage_asked.emit(self._shown.item)

    def _wire(self) -> None:
        for button, choice in (
            (self.keep_button, "keep"), (self.change_button, "change"),
            (self.add_button, "add"), (self.remove_button, "remove"),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, c=choice: self.press(c))
        self.go_button.clicked.connect(self._go)
        self.back_button.clicked.connect(self.left)
        self.finder.textChanged.connect(self._fill_list)
        self.finder.returnPressed.connect(self._take)
        self.finder.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self._take())
        self.list.itemClicked.connect(lambda _item: self._take())

    def eventFilter(self, watched: object, event: object) -> bool:
        """Arrows in the field move in the list; Esc goes back to the passage."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is not self.finder or not pressed or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            row = self.list.currentRow() + step
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._leave_choosing()
            return True
        return False

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 24, 10)
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addWidget(self.back_button)
        bar = QHBoxLayout()
        bar.setContentsMargins(24, 0, 24, 10)
        bar.addWidget(self._bar)
        self._page = self._passage_page()
        self._foot = self._buttons()
        empty = QVBoxLayout()
        empty.setContentsMargins(24, 16, 24, 0)
        empty.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(bar)
        column.addWidget(hairline())
        column.addLayout(empty)
        column.addWidget(self._page, 1)
        column.addWidget(self._choosing)
        column.addWidget(hairline())
        column.addWidget(self._foot)

    def _passage_page(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 14, 24, 20)
        column.setSpacing(6)
        where = QHBoxLayout()
        where.addWidget(self._where, 1)
        where.addWidget(self.go_button)
        column.addLayout(where)
        column.addWidget(self._why)
        column.addSpacing(4)
        self.text.setMaximumWidth(560)
        column.addWidget(self.text)
        column.addWidget(self._others)
        column.addWidget(self._decision)
        column.addSpacing(10)
        block = self._block
        block.setProperty("part", "quiet block")
        block.setMaximumWidth(560)
        inner = QVBoxLayout(block)
        inner.setContentsMargins(12, 10, 12, 10)
        inner.addWidget(self.change)
        column.addWidget(block)
        column.addWidget(self._beside)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        choose = QVBoxLayout(self._choosing)
        choose.setContentsMargins(24, 10, 24, 10)
        choose.addWidget(self.finder)
        self.list.setProperty("part", "names")
        self.list.setAccessibleName("Codes")
        choose.addWidget(self.list)
        self._choosing.hide()
        return area

    def _buttons(self) -> QWidget:
        foot = QWidget()
        row = Flow(foot, gap=8, between=8)
        row.setContentsMargins(24, 10, 24, 10)
        for button in (self.keep_button, self.change_button, self.add_button, self.remove_button):
            row.addWidget(button)
        return foot


def _fits(code: Code, typed: Sequence[str]) -> bool:
    text = f"{code.name} {code.code_id}".casefold()
    return all(word in text or word == code.key.casefold() for word in typed)
