"""What does a code mean, when is it used, and where did I use it last?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.swatch import Swatch
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.model.coding import Coding

_LONGEST_QUOTE = 220
_USES = 3


class DefinitionCard(QWidget):
    """Name, brief, use when, don't use when, example, last uses; F1 adds what is longer."""

    use_chosen = Signal(object)
    """A `Coding` among the last uses: go there."""
    edit_asked = Signal(object)
    """The code to be changed, or commented on where the codebook is locked."""
    pinned = Signal()
    """The card was pinned, or is free again to follow the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._code: Code | None = None
        self._whole = self._pinned = False
        self._swatch = Swatch(10)
        self._name = words(kind="strong")
        self._name.setWordWrap(True)
        self._id = words(kind="small", tone="muted")
        self._brief = Prose()
        self._full = _Section("Full definition")
        self._use = _Section("Use when")
        self._dont = _Section("Don’t use when")
        self._example = _Section("Example", quoted=True)
        self._counter = _Section("Counter-example", quoted=True)
        self._uses_head = words("Your last uses", kind="section")
        self._uses = [_Use() for _ in range(_USES)]
        self._edit = Button("Edit…", kind="link")
        self._more = Button("Whole definition", key="F1", kind="link")
        self._pin = Button("Pin", kind="link")
        self._pin.setToolTip("Keep this card while the cursor goes on")
        self._lay_out()
        self.show_code(None)

    @property
    def code(self) -> Code | None:
        return self._code

    @property
    def is_whole(self) -> bool:
        return self._whole

    @property
    def is_pinned(self) -> bool:
        """Whether this code's card stays whatever is under the cursor."""
        return self._pinned

    def pin(self, *, pinned: bool) -> None:
        self._pinned = pinned
        self._pin.say("Unpin" if pinned else "Pin")
        self.pinned.emit()

    def uses(self) -> tuple[Coding | None, ...]:
        """The last uses that are shown."""
        return tuple(use.coding for use in self._uses)

    def may_edit(self, *, why_not: str) -> None:
        """Where the codebook is locked a comment is offered instead."""
        self._edit.say("Comment…" if why_not else "Edit…")
        self._edit.setToolTip(
            plain_tip(why_not and f"{why_not} A comment goes back with your work.")
        )

    def show_code(self, code: Code | None, uses: Sequence[Coding] = ()) -> None:
        """Show a code's card; another code than before is shown in brief again."""
        if code is None or self._code is None or code.id != self._code.id:
            self._whole = False
        self._code = code
        self.setVisible(code is not None)
        if code is None:
            return
        self._swatch.set_color(code.color or NO_COLOR)
        self._name.setText(code.name)
        self._id.setText(code.code_id)
        _fill(self._brief, code.brief or _first_sentence(code.full))
        self._use.fill(code.use_when)
        self._dont.fill(code.dont_use_when)
        self._example.fill(code.example)
        self._show_whole()
        self._show_uses(uses)

    def show_whole(self, *, whole: bool) -> None:
        self._whole = whole
        self._show_whole()

    def _show_whole(self) -> None:
        code = self._code
        if code is None:
            return
        longer = bool(code.counter_example or (code.full and code.full != code.brief))
        self._full.fill(code.full if self._whole and code.brief else "")
        self._counter.fill(code.counter_example if self._whole else "")
        self._more.setVisible(longer)
        self._more.say("Less" if self._whole else "Whole definition")

    def _show_uses(self, uses: Sequence[Coding]) -> None:
        self._uses_head.setVisible(bool(uses))
        for number, label in enumerate(self._uses):
            label.show_use(uses[number] if number < len(uses) else None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._swatch, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._name, 1)
        head.addWidget(self._id, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(4)
        column.addLayout(head)
        column.addSpacing(4)
        column.addWidget(self._brief)
        for section in (self._full, self._use, self._dont, self._example, self._counter):
            column.addWidget(section)
        column.addSpacing(6)
        column.addWidget(self._uses_head)
        for use in self._uses:
            column.addWidget(use)
            use.chosen.connect(self.use_chosen)
        column.addSpacing(4)
        column.addLayout(self._links())

    def _links(self) -> QHBoxLayout:
        self._edit.clicked.connect(lambda: self.edit_asked.emit(self._code))
        self._more.clicked.connect(lambda: self.show_whole(whole=not self._whole))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._pin.clicked.connect(lambda: self.pin(pinned=not self._pinned))
        for button in (self._more, self._edit, self._pin):
            row.addWidget(button)
        row.addStretch()
        return row


class _Section(QWidget):
    """A label over a text; nothing at all where the text is empty."""

    def __init__(self, title: str, *, quoted: bool = False) -> None:
        super().__init__()
        self._text = Prose(quoted=quoted)
        self._quoted = quoted
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(words(title, kind="section"))
        column.addWidget(self._text)

    def fill(self, text: str) -> None:
        self._text.say(_in_marks(text) if self._quoted else text)
        self.setVisible(bool(text))


class _Use(Prose):
    """A quoted passage that is gone to by a click."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(quoted=True, selectable=False)
        self.coding: Coding | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Go to this passage")

    def show_use(self, coding: Coding | None) -> None:
        self.coding = coding
        self.setVisible(coding is not None)
        if coding is not None:
            self.say(quoted(coding.quote))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.coding is not None and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.coding)


def _in_marks(text: str) -> str:
    """An example in quotation marks: those that it has already, as a codebook may write them."""
    has = text[:1] in {*"“”„«»"} and text[-1:] in {*"“”«»"}
    return text if has else f"“{text.strip('“”')}”"


def quoted(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """A passage in quotation marks on one paragraph, shortened in the middle where long."""
    plain = " ".join(text.split())
    if len(plain) > longest:
        half = longest // 2
        head = plain[:half].rpartition(" ")[0] or plain[:half]
        tail = plain[-half:].partition(" ")[2] or plain[-half:]
        plain = f"{head} … {tail}"
    return f"“{plain}”"


def _fill(label: Prose, text: str) -> None:
    label.say(text)
    label.setVisible(bool(text))


def _first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return f"{head}." if stop else text
