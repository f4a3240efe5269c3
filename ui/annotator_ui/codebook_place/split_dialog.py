"""Which passages of a code go to the new one that is split from it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from annotator.model.codebook import Code, CodeDraft
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import LineField, SearchField
from annotator_ui.parts.words import words

MOST = 2000


class Passage(Struct, frozen=True):
    """One coding that may go to the new code."""

    coding_id: int
    quote: str
    where: str


Problems = Callable[[CodeDraft], dict[str, str]]


class SplitDialog(FramedDialog):
    """Name of the new code, and its passages to tick; Space ticks, all is one undoable act."""

    wanted = Signal(object, object)
    """The `CodeDraft` of the new code, and a list of the ids of the codings that go to it."""

    def __init__(
        self,
        parent: QWidget,
        source: Code,
        parent_label: str,
        passages: Sequence[Passage],
        *,
        problems: Problems,
        in_all: int,
    ) -> None:
        lead = (
            f"The new code stands beside “{source.name}” and gets the passages that are ticked, of "
            "all coders. Ctrl+Z takes it back."
        )
        super().__init__(parent, f"Split “{source.name}”", lead, "Split")
        self._source, self._parent_label = source, parent_label
        self._problems, self._in_all = problems, in_all
        self.name = LineField("Name of the new code")
        self.code_id = LineField("Id", example="from the name")
        self.finder = SearchField("Show passages with these words…")
        self.list = QListWidget()
        self.all_button = Button("Tick what is shown", kind="link")
        self._count = words(kind="small", tone="muted")
        self._fill(passages)
        self._lay_out_body()
        self.name.line.textChanged.connect(self._check)
        self.code_id.line.textChanged.connect(self._check)
        self.finder.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.all_button.clicked.connect(self._tick_shown)
        self._tell()
        self._check()
        self.name.line.setFocus()

    def ticked(self) -> list[int]:
        """The codings that go."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def draft(self) -> CodeDraft:
        source = self._source
        return CodeDraft(
            self.code_id.text(), self.name.text(), parent=self._parent_label,
            brief="", full=source.full, use_when=source.use_when,
            dont_use_when=source.dont_use_when,
        )  # fmt: skip

    def accept(self) -> None:
        if self._check():
            self.name.set_wrong(self._check().get("name", ""))
            return
        draft, ids = self.draft(), self.ticked()
        super().accept()
        self.wanted.emit(draft, ids)

    def _check(self) -> dict[str, str]:
        found = self._problems(self.draft())
        self.code_id.set_wrong(found.get("code_id", ""))
        if self.name.text():
            self.name.set_wrong(found.get("name", ""))
        self.accept_button.setEnabled(not found)
        return found

    def _tell(self) -> None:
        number = len(self.ticked())
        said = "1 passage goes" if number == 1 else f"{number:,} passages go"
        self._count.setText(f"{said} to the new code, {self._in_all - number:,} stay.")

    def _filter(self, typed: str) -> None:
        wanted = typed.casefold().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            text = item.text().casefold()
            item.setHidden(not all(word in text for word in wanted))

    def _tick_shown(self) -> None:
        with QSignalBlocker(self.list):  # each box would count all of them
            for row in range(self.list.count()):
                item = self.list.item(row)
                if not item.isHidden():
                    item.setCheckState(Qt.CheckState.Checked)
        self.list.viewport().update()
        self._tell()

    def _fill(self, passages: Sequence[Passage]) -> None:
        for passage in passages[:MOST]:
            item = QListWidgetItem(f"{passage.quote}   –  {passage.where}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, passage.coding_id)
            self.list.addItem(item)

    def _lay_out_body(self) -> None:
        number = self.list.count()
        self.setMinimumWidth(640)
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self.name, 3)
        names.addWidget(self.code_id, 1)
        self.body.addLayout(names)
        self.list.setProperty("part", "names")
        self.list.setAccessibleName("Passages of the code")
        self.list.setMinimumHeight(240)
        if number:
            self.body.addWidget(self.finder)
            self.body.addWidget(self.list)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self.all_button)
        self.all_button.setVisible(bool(number))
        self.body.addLayout(foot)
        if self._in_all > number:
            said = f"The last {number:,} of {self._in_all:,} passages are shown."
            self.body.addWidget(words(said, kind="hint"))
