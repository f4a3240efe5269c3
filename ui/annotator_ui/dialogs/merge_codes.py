"""Into which code does this one go, and how many codings does that touch?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.model.codebook import Code
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import Field
from annotator_ui.parts.words import words


class MergeDialog(FramedDialog):
    """Says what will happen before it does; the act can be undone."""

    wanted = Signal(int)
    """The id of the code that stays."""

    def __init__(
        self, parent: QWidget, source: Code, codes: Sequence[Code], counts: Mapping[int, int]
    ) -> None:
        super().__init__(parent, f"Merge “{source.name}”", "", "Merge")
        self._source, self._counts = source, counts
        self.target = QComboBox()
        self.target.setMaxVisibleItems(16)
        for code in codes:
            if not code.is_group and code.id != source.id:
                self.target.addItem(f"{code.name}  ({code.code_id})", code.id)
        self._names = {code.id: code.name for code in codes}
        self._tells = words(wrap=True)
        self.body.addWidget(Field("Into", self.target))
        self.body.addWidget(self._tells)
        self.target.currentIndexChanged.connect(self._tell)
        self.setMinimumWidth(460)
        self._tell()
        self.target.setFocus()

    def tells(self) -> str:
        """What the dialog says will happen."""
        return self._what_happens()

    def accept(self) -> None:
        if self.target.currentIndex() < 0:
            self.refuse("There is no other code to merge it into.")
            return
        super().accept()
        self.wanted.emit(self.target.currentData())

    def _tell(self) -> None:
        self._tells.setText(self._what_happens())
        self.accept_button.setEnabled(self.target.count() > 0)

    def _what_happens(self) -> str:
        if self.target.currentIndex() < 0:
            return "There is no other code to merge it into."
        name = self._names[self.target.currentData()]
        moved = self._counts.get(self._source.id, 0)
        what = "No codings move" if not moved else _moved(moved)
        return (
            f"{what} to “{name}”, and “{self._source.name}” is removed. Where one coder has both "
            f"on the same passage, one coding is left, with the memos of both. "
            f"Ctrl+Z takes it back."
        )


def _moved(number: int) -> str:
    return "1 coding moves" if number == 1 else f"{number:,} codings of all coders move"
