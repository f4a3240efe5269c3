"""How will the text of a transcript stand, and which of it cannot be coded?"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from annotator.model.transcript import OpenTranscript, Turn
from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import Theme, reading_font, ui_font

MOST: Final = 6000
"""Code points shown: this is a look at the beginning, the Code place shows everything."""
LINE: Final = 20
HEADINGS: Final = {
    "title": "title",
    "byline": "by-line",
    "date": "date",
    "last_updated": "last updated",
    "note": "note",
    "furniture": "not coded",
}


class Preview(QTextEdit):
    """Speakers as headings, header lines in grey with what they were read as."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: OpenTranscript | None = None
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Text as it will stand")
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.show_transcript(self._shown)

    def show_transcript(self, transcript: OpenTranscript | None) -> None:
        self._shown = transcript
        self.clear()
        if transcript is None:
            return
        cursor = QTextCursor(self.document())
        first = transcript.turns[0].start if transcript.turns else len(transcript.text)
        for field in transcript.header:
            if field.start < first and field.kind in HEADINGS:
                self._header(cursor, HEADINGS[field.kind], transcript.text[field.start : field.end])
        for turn in transcript.turns:
            if turn.start >= MOST:
                break
            self._turn(cursor, transcript, turn)
        if len(transcript.text) > MOST:
            self._line(cursor, "The Code place shows the rest.", self._small(), above=10)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _header(self, cursor: QTextCursor, name: str, words: str) -> None:
        self._line(cursor, f"{name}   ", self._small(), above=2)
        cursor.insertText(" ".join(words.split()), self._small())

    def _turn(self, cursor: QTextCursor, transcript: OpenTranscript, turn: Turn) -> None:
        zoom = zoom_of(self)
        if turn.speaker or turn.label:
            name = QTextCharFormat()
            name.setFont(ui_font(13 * zoom, 600))
            name.setForeground(QColor(self._theme.text))
            self._line(cursor, turn.speaker or turn.label, name, above=14)
            cursor.insertText(f"   {turn.role}" if turn.role else "", self._small())
        body = QTextCharFormat()
        body.setFont(reading_font(13.5 * zoom))
        body.setForeground(QColor(self._theme.text))
        grey = QTextCharFormat(body)
        grey.setForeground(QColor(self._theme.muted))
        for start, end in _paragraphs(transcript.text, turn.text_start, min(turn.end, MOST)):
            coded = not any(f.start <= start and end <= f.end for f in transcript.header)
            self._line(cursor, transcript.text[start:end], body if coded else grey, above=4)

    def _line(self, cursor: QTextCursor, words: str, look: QTextCharFormat, *, above: int) -> None:
        zoom = zoom_of(self)
        block = QTextBlockFormat()
        block.setTopMargin(above * zoom)
        block.setLineHeight(LINE * zoom, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        if self.document().isEmpty():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        cursor.insertText(words, look)

    def _small(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(ui_font(12 * zoom_of(self)))
        look.setForeground(QColor(self._theme.muted))
        return look


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the lines with words in them stand, in code points."""
    found = []
    position = start
    for line in text[start:end].split("\n"):
        if line.strip():
            found.append((position, position + len(line)))
        position += len(line) + 1
    return found
