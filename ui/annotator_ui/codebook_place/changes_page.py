"""What differs between any two versions of the codebook?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from annotator.model.text_changes import word_changes
from annotator.model.versions import FIELD_WORDS, CodeChange
from annotator_ui.codebook_place.changed_text import changed_html
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import ListBox
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.model.codebook import CodebookVersion
    from annotator_ui.theme import Theme

MOST = 400
_NONE = "\u2013"
_KINDS = {"added": "New", "removed": "Removed", "changed": "Changed", "moved": "Moved"}

Differences = Callable[[int, int], Sequence[CodeChange]]


class ChangesPage(QWidget):
    """Two versions side by side: for each code that differs, each part before and after."""

    left = Signal()
    code_asked = Signal(object)
    """The uuid of a code."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._ask: Differences | None = None
        self._changes: tuple[CodeChange, ...] = ()
        self.before, self.after = ListBox(), ListBox()
        self.before.setAccessibleName("Earlier version")
        self.after.setAccessibleName("Later version")
        self._count = words(kind="small", tone="muted")
        self.back_button = Button("Back to the code", key="Esc")
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("Differences")
        self.text.anchorClicked.connect(lambda url: self.code_asked.emit(url.path()))
        self.back_button.clicked.connect(self.left)
        for box in (self.before, self.after):
            box.activated.connect(self._compare)
        self._lay_out()

    def show_versions(self, versions: Sequence[CodebookVersion], ask: Differences) -> None:
        """Compare the two newest first; `ask` tells the differences of two versions by id."""
        self._ask = ask
        for box in (self.before, self.after):
            box.clear()
            for version in versions:
                note = f" \u2013 {version.note}" if version.note else ""
                open_ = "" if version.frozen_at else " (open)"
                box.addItem(f"{version.name}{open_}{note}", version.id)
        self.before.setCurrentIndex(max(0, len(versions) - 2))
        self.after.setCurrentIndex(len(versions) - 1)
        self._compare()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._paint()

    def changes(self) -> tuple[CodeChange, ...]:
        """What is shown."""
        return self._changes

    def begin(self) -> None:
        self.before.setFocus()

    def _compare(self) -> None:
        if self._ask is None or self.before.currentIndex() < 0:
            return
        self._changes = tuple(self._ask(self.before.currentData(), self.after.currentData()))
        number = len(self._changes)
        self._count.setText("1 code differs" if number == 1 else f"{number:,} codes differ")
        self._paint()

    def _paint(self) -> None:
        theme, px = self._theme, 13 * zoom_of(self)
        rows = [_told(change, theme) for change in self._changes[:MOST]]
        if len(self._changes) > MOST:
            rows.append(f"<p>and {len(self._changes) - MOST:,} more; the workbook has all.</p>")
        if not rows:
            rows.append(f'<p style="color:{theme.muted}">These two versions say the same.</p>')
        style = f"font-size:{px}px; color:{theme.text}"
        self.text.setHtml(f'<div style="{style}">{"".join(rows)}</div>')

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 24, 12)
        head.setSpacing(10)
        head.addWidget(self.before, 1)
        head.addWidget(words("\u2192", tone="muted"))
        head.addWidget(self.after, 1)
        head.addWidget(self._count)
        head.addWidget(self.back_button)
        self.text.document().setDocumentMargin(24)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self.text, 1)


def _told(change: CodeChange, theme: Theme) -> str:
    """One code with its parts: what they are called, before and after beside each other."""
    kind = _KINDS[change.kind]
    group = "group " if change.is_group else ""
    title = (
        '<p style="margin:14px 0 4px 0">'
        f'<span style="font-weight:600">{escape(change.name)}</span> '
        f'<span style="color:{theme.muted}">{escape(change.code_id)} \u00b7 {group}{kind.lower()}'
        "</span></p>"
    )
    rows = "".join(_part(part.part, part.before, part.after, theme) for part in change.parts)
    table = '<table width="100%" cellspacing="0" cellpadding="5">{}</table>'
    return title + (table.format(rows) if rows else "")


def _part(part: str, before: str, after: str, theme: Theme) -> str:
    pieces = word_changes(before, after)
    old = changed_html(tuple(each for each in pieces if each[0] != "new"), theme)
    new = changed_html(tuple(each for each in pieces if each[0] != "gone"), theme)
    edge = f"border-top:1px solid {theme.line}"
    return (
        f'<tr><td width="16%" style="color:{theme.muted}; {edge}">{escape(FIELD_WORDS[part])}</td>'
        f'<td width="42%" style="{edge}">{old or _NONE}</td>'
        f'<td width="42%" style="{edge}">{new or _NONE}</td></tr>'
    )
