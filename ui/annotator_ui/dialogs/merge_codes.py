"""Into which code does this one go, and what does that touch?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.model.merge_preview import MergePreview
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.choosing import ListBox
from annotator_ui.parts.fields import Field
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.codebook import Code

Preview = Callable[[int], MergePreview]
"""By the id of the code that stays."""


class MergeDialog(FramedDialog):
    """Says what will happen before it does; the act can be undone."""

    wanted = Signal(int)
    """The id of the code that stays."""

    def __init__(
        self, parent: QWidget, source: Code, codes: Sequence[Code], preview: Preview
    ) -> None:
        super().__init__(parent, f"Merge “{source.name}”", "", "Merge")
        self._source, self._preview = source, preview
        self.target = ListBox()
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
        return self._what_happens()[0]

    def accept(self) -> None:
        said, possible = self._what_happens()
        if not possible:
            self.refuse(said)
            return
        super().accept()
        self.wanted.emit(self.target.currentData())

    def _tell(self) -> None:
        said, possible = self._what_happens()
        self._tells.setText(said)
        self.accept_button.setEnabled(possible)

    def _what_happens(self) -> tuple[str, bool]:
        """What to say, and whether the merge can be."""
        if self.target.currentIndex() < 0:
            return "There is no other code to merge it into.", False
        name = self._names[self.target.currentData()]
        found = self._preview(self.target.currentData())
        if found.refused:
            return found.refused, False
        told = [f"{_moved(found)} to “{name}”, and “{self._source.name}” is removed."]
        if found.twins:
            told.append(
                f"On {_passages(found.twins)} one coder has both: one coding is left, with the "
                "memos and fields of both."
            )
        if found.fields:
            told.append(f"Its fields come along: {', '.join(found.fields)}.")
        told.append("Ctrl+Z takes it back.")
        return " ".join(told), True


def _moved(found: MergePreview) -> str:
    if not found.codings:
        return "No codings move"
    whose = f" of {found.coders} coders" if found.coders > 1 else ""
    where = f" in {found.transcripts:,} transcripts" if found.transcripts > 1 else ""
    rounds = f", {found.rounds} rounds" if found.rounds > 1 else ""
    if found.codings == 1:
        return "1 coding moves"
    return f"{found.codings:,} codings{whose}{where}{rounds} move"


def _passages(number: int) -> str:
    return "1 passage" if number == 1 else f"{number:,} passages"
