"""How does the codebook stand as a table, a row for each code, as a spreadsheet would have it?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator.model.versions import draft_of
from annotator_ui.parts.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("name", "Name"),
    ("code_id", "Id"),
    ("parent", "Group"),
    ("number", "Number"),
    ("key", "Key"),
    ("color", "Colour"),
    ("brief", "Brief definition"),
    ("full", "Full definition"),
    ("use_when", "Use when"),
    ("dont_use_when", "Don\u2019t use when"),
    ("example", "Example"),
    ("counter_example", "Counter-example"),
    ("memo", "Memo"),
    ("uses", "Codings"),
)
_LONG: Final = frozenset(
    {"brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo"}
)
_KEPT: Final = frozenset({"name", "code_id", "parent", "uses"})
_NOT_OF_GROUPS: Final = frozenset({"key", "color"})

Pairs = list[tuple[int | None, CodeDraft]]


class TableRole(IntEnum):
    """What a cell can be asked for besides its words."""

    CODE = Qt.ItemDataRole.UserRole + 1
    DEPTH = Qt.ItemDataRole.UserRole + 2


class CodebookTable(QAbstractTableModel):
    """The codes in tree order. Changed cells become drafts; whoever listens writes them."""

    changed = Signal(object, str)
    """`Pairs` to be written as one act, and what it is called."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book: Codebook | None = None
        self._codes: tuple[Code, ...] = ()
        self._uses: dict[int, int] = {}
        self._drafts: dict[int, CodeDraft] = {}
        self._may_change = False

    def show_book(self, book: Codebook, *, may_change: bool) -> None:
        self.beginResetModel()
        self._book, self._codes, self._may_change = book, book.codes, may_change
        self._drafts = {}
        self.endResetModel()

    def show_uses(self, uses: Mapping[int, int]) -> None:
        self._uses = dict(uses)
        column = len(COLUMNS) - 1
        if self._codes:
            first, last = self.index(0, column), self.index(len(self._codes) - 1, column)
            self.dataChanged.emit(first, last)

    def code(self, row: int) -> Code | None:
        return self._codes[row] if 0 <= row < len(self._codes) else None

    def row_of(self, code_id: int) -> int:
        """The row of a code, -1 where it has none."""
        return next((n for n, code in enumerate(self._codes) if code.id == code_id), -1)

    def column_of(self, name: str) -> int:
        return next(n for n, (key, _) in enumerate(COLUMNS) if key == name)

    # Qt's questions

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._codes)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][1]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        code, name = self.code(index.row()), COLUMNS[index.column()][0]
        fixed = name == "uses" or (code is not None and code.is_group and name in _NOT_OF_GROUPS)
        return flags if fixed or not self._may_change else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        code = self.code(index.row())
        if code is None:
            return None
        name = COLUMNS[index.column()][0]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            text = self.text(code, name)
            return " ".join(text.split()) if role == Qt.ItemDataRole.DisplayRole else text
        if role == Qt.ItemDataRole.ToolTipRole and name in _LONG:
            return plain_tip(self.text(code, name))
        if role == TableRole.CODE:
            return code
        if role == TableRole.DEPTH:
            return 0 if self._book is None else len(self._book.line(code)) - 1
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for the change; the project makes it, and the table is read again."""
        code, name = self.code(index.row()), COLUMNS[index.column()][0]
        if role != Qt.ItemDataRole.EditRole or code is None or str(value) == self.text(code, name):
            return False
        pairs: Pairs = [(code.id, with_cell(self._draft(code), name, str(value)))]
        label = f"\u201c{code.name}\u201d changed"
        # once the editor has closed: what is written is read anew, and the table with it
        QTimer.singleShot(0, self, lambda: self.changed.emit(pairs, label))
        return False

    def text(self, code: Code, name: str) -> str:
        """What stands in a cell, whole."""
        if name == "uses":
            return f"{self._uses.get(code.id, 0):,}" if not code.is_group else ""
        if name == "parent":
            parent = self._book.by_id(code.parent_id) if self._book and code.parent_id else None
            return parent.name if parent is not None else ""
        value = getattr(code, name)
        return "" if value is None else str(value)

    # the clipboard

    def copied(self, cells: Sequence[Index]) -> str:
        """Cells as a spreadsheet takes them: tabs between columns, a line for each row."""
        if not cells:
            return ""
        rows = sorted({cell.row() for cell in cells})
        columns = sorted({cell.column() for cell in cells})
        chosen = {(cell.row(), cell.column()) for cell in cells}
        written = io.StringIO()
        writer = csv.writer(written, delimiter="\t", lineterminator="\n")
        for row in rows:
            writer.writerow(
                self.data(self.index(row, column), Qt.ItemDataRole.EditRole)
                if (row, column) in chosen
                else ""
                for column in columns
            )
        return written.getvalue()

    def pasted(self, at: Index, text: str) -> Pairs:
        """The drafts that a paste at a cell makes; rows beyond the last become new codes.

        Cells that stand as they are make none, and those that cannot be changed are passed over.
        """
        rows = read_clipboard(text)
        first_row, first_column = max(at.row(), 0), max(at.column(), 0)
        pairs: Pairs = []
        for down, cells in enumerate(rows):
            code = self.code(first_row + down)
            before = self._draft(code) if code is not None else CodeDraft("", "")
            draft = before
            for across, cell in enumerate(cells):
                column = first_column + across
                if column >= len(COLUMNS):
                    break
                name = COLUMNS[column][0]
                if name == "uses" or (before.is_group and name in _NOT_OF_GROUPS):
                    continue
                if code is not None and cell.strip() == self.text(code, name):
                    continue
                draft = with_cell(draft, name, cell)
            if draft != before and (code is not None or draft.name):
                pairs.append((None if code is None else code.id, draft))
        return pairs

    def emptied(self, cells: Sequence[Index]) -> Pairs:
        """The drafts that are left when these cells hold nothing; name, id and group stay."""
        drafts: dict[int, CodeDraft] = {}
        for cell in cells:
            code, name = self.code(cell.row()), COLUMNS[cell.column()][0]
            if code is not None and name not in _KEPT:
                before = drafts.get(code.id, self._draft(code))
                drafts[code.id] = with_cell(before, name, "")
        codes = {code.id: code for code in self._codes}
        return [(each, new) for each, new in drafts.items() if new != self._draft(codes[each])]

    def _draft(self, code: Code) -> CodeDraft:
        if self._book is None:
            raise RuntimeError("no codebook is shown")
        if code.id not in self._drafts:
            whole = draft_of(self._book, code)
            self._drafts[code.id] = replace(whole, fields=None, rules=None)
        return self._drafts[code.id]


def with_cell(draft: CodeDraft, name: str, typed: str) -> CodeDraft:
    """A draft with what was typed into one of its cells."""
    typed = typed.strip()
    if name == "number":
        plain = typed.replace("\u2212", "-")
        number = int(plain) if plain.removeprefix("-").isdecimal() else draft.number
        return replace(draft, number=number if plain else None)
    if name == "color" and typed and not typed.startswith("#"):
        typed = f"#{typed}"
    if name not in _LONG or name == "brief":
        typed = " ".join(typed.split())
    setters: dict[str, Callable[[], CodeDraft]] = {
        "name": lambda: replace(draft, name=typed),
        "code_id": lambda: replace(draft, code_id=typed),
        "parent": lambda: replace(draft, parent=typed),
        "key": lambda: replace(draft, key=typed),
        "color": lambda: replace(draft, color=typed.upper()),
        "brief": lambda: replace(draft, brief=typed),
        "full": lambda: replace(draft, full=typed),
        "use_when": lambda: replace(draft, use_when=typed),
        "dont_use_when": lambda: replace(draft, dont_use_when=typed),
        "example": lambda: replace(draft, example=typed),
        "counter_example": lambda: replace(draft, counter_example=typed),
        "memo": lambda: replace(draft, memo=typed),
    }
    return setters[name]()


def read_clipboard(text: str) -> list[list[str]]:
    """What a spreadsheet puts on the clipboard: tabs, and quotation marks around long cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    try:
        rows = list(reader)
    except csv.Error:
        rows = [line.split("\t") for line in text.split("\n")]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows
