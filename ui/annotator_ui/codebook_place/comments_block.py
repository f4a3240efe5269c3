"""What did coders write about this code, and what do I?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.changes import Place
from annotator_ui.codebook_place.form_fields import GrowingText, LinkedField
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.comments import Comment

_MOST = 12


class CommentsBlock(QWidget):
    """Memos on the code and on its codings; the own word on the code is written here."""

    place_asked = Signal(object)
    """A `Place` in a transcript."""
    written = Signal(str)
    """The own comment on the code; empty to take it away."""

    def __init__(self) -> None:
        super().__init__()
        self._title = words("From the coders", kind="section")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._more = words(kind="hint")
        self.own = GrowingText(lines=1)
        self._own = LinkedField("Your comment on this code", self.own)
        self._standing = ""
        self.own.left.connect(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        column.addWidget(self._more)
        column.addSpacing(4)
        column.addWidget(self._own)

    def show_comments(self, comments: Sequence[Comment], me: int, *, travels: bool) -> None:
        """`me` is the id of the coder at work; what they wrote on the code stands in the field."""
        own = next((c for c in comments if c.coder_id == me and c.transcript_id is None), None)
        others = [each for each in comments if each is not own]
        self._standing = "" if own is None else own.body
        if not (self.own.hasFocus() and self.own.document().isModified()):
            self.own.show_text(self._standing)
            self.own.document().setModified(False)
        self._own.set_hint("goes back to the principal investigator" if travels else "")
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in others[:_MOST]:
            self._rows.addWidget(self._row(each))
        self._title.setVisible(bool(others))
        left = len(others) - _MOST
        self._more.setText(f"and {left} more, in the list of memos" if left > 0 else "")
        self._more.setVisible(left > 0)

    def said(self) -> list[str]:
        """What others wrote, as it is shown."""
        found = (self._rows.itemAt(number) for number in range(self._rows.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget.accessibleName() for widget in widgets if widget is not None]

    def leave(self) -> None:
        self._write()

    def _write(self) -> None:
        typed = self.own.toPlainText().strip()
        if typed != self._standing:
            self._standing = typed
            self.written.emit(typed)

    def _row(self, comment: Comment) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(words(f"{comment.coder},", tone="muted"))
        if comment.span is not None and comment.transcript_id is not None:
            place = Place(comment.transcript_id, comment.span.start, comment.span.end)
            where = f"sentence {comment.sentence}" if comment.sentence else "a passage"
            link = Button(where, kind="link")
            link.setToolTip(plain_tip(f"Go to this passage in {comment.title}"))
            link.clicked.connect(lambda: self.place_asked.emit(place))
            row.addWidget(link)
        body = Prose()
        body.say(f"\u201c{comment.body}\u201d")
        row.addWidget(body, 1)
        holder.setAccessibleName(f"{comment.coder}: {comment.body}")
        return holder
