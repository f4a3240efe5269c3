"""What came back and cannot stand? A table to look at, with the reason of each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from annotator.model.put_aside import PutAside
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.rows import Columns, RowView, focus_first
from annotator_ui.parts.words import words
from annotator_ui.team_place.tables import Rows

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

LEAD: Final = (
    "Nothing of it is lost. It comes in by itself with the next merge after which its place is "
    "there: a transcript that was missing, for instance."
)
ASIDE: Final = Columns(
    ("Words", "Coder", "Transcript", "What", "Decided"),
    title=0,
    secondary=frozenset({2, 3, 4}),
    widths={"Coder": 90, "Transcript": 90, "What": 90, "Decided": 110},
    least={"Decided": 520, "Transcript": 440},
)
_WIDTH = 780


class AsideDialog(FramedDialog):
    """Rows that were put aside; why the chosen one was stands below."""

    def __init__(self, parent: QWidget, theme: Theme, kept: Sequence[PutAside]) -> None:
        super().__init__(parent, "Put aside for a look", LEAD, "Close")
        self.rows = Rows(ASIDE)
        self.rows.set_rows([(each, _cells(each)) for each in kept])
        self.table = RowView(self.rows, ASIDE, theme, "Put aside")
        self.table.setMinimumHeight(round(240 * zoom_of(self)))
        self.why = words(tone="muted", wrap=True)
        self.body.addWidget(self.table)
        self.body.addWidget(self.why)
        self.cancel_button.hide()
        room = parent.window().width() - 60
        self.setMinimumWidth(min(round(_WIDTH * zoom_of(parent)), room))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.table.choose(0)
        focus_first(self.table)
        self._tell()

    def _tell(self) -> None:
        each = self.rows.what(self.table.currentIndex().row())
        if isinstance(each, PutAside):
            quoted = f"\u201c{each.words}\u201d\n" if each.words else ""
            self.why.setText(f"{quoted}{each.why}")


def _cells(each: PutAside) -> tuple[str, ...]:
    shown = " · ".join(part for part in (each.code, each.words) if part)
    return (shown or "–", each.coder, each.transcript or "–", each.what, _day(each))


def _day(each: PutAside) -> str:
    return short_date(each.decided_at[:10])
