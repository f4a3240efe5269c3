"""How is a text edited in the window without a letter of it changing by the way?

Qt keeps a text in its own form. What it gives back is never taken for the text: only where it
differs from what it gave back before anybody wrote is the text changed.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.text_map import changes_between
from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import reading_font
from annotator_ui.transcript_view.offsets import units_of

PX, COLUMN = 15.5, 640
_LINE_ENDS = str.maketrans({"\u2029": "\n", "\u2028": "\n"})


class TextColumn(QPlainTextEdit):
    """A text in the reading font, in lines that are not too long to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.dress()

    def dress(self) -> None:
        """Take font and margins for the zoom of now."""
        font: QFont = reading_font(PX * zoom_of(self))
        self.setFont(font)
        self.document().setDocumentMargin(round(24 * zoom_of(self)))
        self._fit()

    def event(self, event: QEvent) -> bool:
        """The margins come first: a text laid out wide would stay so until the next resize."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return bool(super().event(event))

    def _fit(self) -> None:
        spare = self.width() - round((COLUMN + 48) * zoom_of(self))
        self.setViewportMargins(0, 0, max(0, spare), 0)


class TextEditor(TextColumn):
    """A text that may be written in; `text()` is the text with what was written."""

    def __init__(self) -> None:
        super().__init__()
        self._text = self._raw = ""
        self.setAccessibleName("Text to be corrected")

    def show_text(self, text: str) -> None:
        """Begin with this text."""
        self._text = text
        self.setPlainText(text)
        self._raw = self.document().toRawText()
        self.setReadOnly(len(self._raw) != len(text))  # what Qt makes longer cannot be followed

    def put(self, text: str) -> None:
        """Let another text stand there, as if somebody had written it; undo takes it back."""
        now = self.text()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for change in reversed(changes_between(now, text)):
            cursor.setPosition(units_of(now[: change.start]))
            cursor.setPosition(units_of(now[: change.end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text[change.new_start : change.new_end])
        cursor.endEditBlock()

    def text(self) -> str:
        """The text with every change that was written, and no other."""
        raw = self.document().toRawText()
        pieces: list[str] = []
        at = 0
        for change in changes_between(self._raw, raw):
            pieces.append(self._text[at : change.start])
            pieces.append(raw[change.new_start : change.new_end].translate(_LINE_ENDS))
            at = change.end
        return "".join((*pieces, self._text[at:]))

    def go_to(self, at: int) -> None:
        """Put the caret at a code point of the text as it is written now."""
        cursor = self.textCursor()
        cursor.setPosition(units_of(self.text()[:at]))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
