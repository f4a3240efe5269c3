"""How is the manual read beside the work: sections at the left, search above, the page?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator_ui.manual.pages import Hit, Page, hits, pages
from annotator_ui.manual.reading_pane import ReadingPane
from annotator_ui.parts.fields import SearchField
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

_SIZE = QSize(980, 720)
_LIST_WIDTH = 250


class ManualWindow(QWidget):
    """A window of its own, so that one reads and does. Esc closes it."""

    def __init__(self, theme: Theme, zoom: float, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._pages = pages()
        self.field = _Search("Search the manual…")
        self.sections = QListWidget()
        self.pane = ReadingPane(theme, zoom)
        self._none = words(kind="small", tone="muted", wrap=True)
        self._lay_out(zoom)
        self._fill(())
        self.field.textChanged.connect(self._search)
        self.field.went_on.connect(self.sections.setFocus)
        self.sections.currentRowChanged.connect(self._choose)
        self.pane.link_followed.connect(self.go_to)
        self.sections.setCurrentRow(0)

    def begin(self) -> None:
        """Show the window in front, with the keyboard in the list of sections."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.sections.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to(self, name: str) -> None:
        """Show the page of that file name; a link to anywhere else does nothing."""
        for row, page in enumerate(self._pages):
            if page.name == name:
                self.field.clear()
                self.sections.setCurrentRow(row)

    def set_look(self, theme: Theme, zoom: float) -> None:
        self.pane.set_look(theme, zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        find = event.key() == Qt.Key.Key_F and bool(
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif find:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def _search(self, typed: str) -> None:
        found = hits(self._pages, typed)
        self._fill(found, searched=bool(typed.strip()))
        self._none.setText(f"Nothing about “{typed.strip()}” in the manual.")
        self._none.setVisible(bool(typed.strip()) and not found)
        if self.sections.count():
            self.sections.setCurrentRow(0)

    def _fill(self, found: list[Hit] | tuple[Hit, ...], *, searched: bool = False) -> None:
        """All sections, or those with what is looked for and the words around it."""
        self.sections.clear()
        rows: list[tuple[Page, str]] = [(hit.page, hit.around) for hit in found]
        for page, around in rows if searched else [(page, "") for page in self._pages]:
            item = QListWidgetItem(f"{page.title}\n{around}" if around else page.title)
            item.setData(Qt.ItemDataRole.UserRole, page)
            self.sections.addItem(item)

    def _choose(self, row: int) -> None:
        item = self.sections.item(row)
        if item is not None:
            self.pane.show_page(item.data(Qt.ItemDataRole.UserRole), self.field.text().strip())

    def _lay_out(self, zoom: float) -> None:
        self.setWindowTitle("Manual")
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(_SIZE)
        self.sections.setAccessibleName("Sections of the manual")
        self.sections.setProperty("part", "sections")
        self.sections.setWordWrap(True)
        self.sections.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none.setContentsMargins(14, 0, 14, 0)
        self._none.hide()
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 12, 12)
        left.setSpacing(10)
        left.addWidget(self.field)
        left.addWidget(self._none)
        left.addWidget(self.sections, 1)
        side = QWidget()
        side.setFixedWidth(round(_LIST_WIDTH * zoom))
        side.setLayout(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(hairline(down=True))
        row.addWidget(self.pane, 1)


class _Search(SearchField):
    """Down and Enter go on to what was found."""

    went_on = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went_on.emit()
        else:
            super().keyPressEvent(event)
