"""Whose codings stand in the text, and whose may stand there?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator_ui.item_models.code_counts import EVERYBODY, Choice

if TYPE_CHECKING:
    from annotator.model.coding import CodingColumns
    from annotator.model.people import Coder
    from annotator_ui.item_models.code_tree import CodeTree
    from annotator_ui.session import Session
    from annotator_ui.transcript_view import TranscriptView


class Whose(QObject):
    """Own codings alone unless something else was chosen, and only where others may be seen.

    What keys and clicks do is always about own codings: those of others are only looked at.
    """

    changed = Signal()
    """Others' codings may no longer be seen, or another coder works: own ones are shown again."""

    def __init__(
        self, session: Session, tree: CodeTree, view: TranscriptView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._tree, self._view = session, tree, view
        self.choice: Choice = None

    def others(self) -> dict[int, str]:
        """The coders who may be looked at, by id with their short names."""
        me, coders = self._seen()
        return {
            each.id: each.coder_id for each in coders if each.id != me and each.role != "reader"
        }

    def _marks(self) -> dict[int, str]:
        """What stands for each of them where there is little room: initials that are theirs."""
        me, coders = self._seen()
        count = Counter(each.initials for each in coders)
        return {
            each.id: each.initials if count[each.initials] == 1 else each.coder_id
            for each in coders
            if each.id != me
        }

    def _seen(self) -> tuple[int, Sequence[Coder]]:
        """Who is at work, and all coders where others may be seen now."""
        if not self._session.is_open:
            return 0, ()
        project = self._session.project
        seen = self._session.attempt(project.sees_others)
        coders = self._session.attempt(project.coders) if seen else ()
        return project.coder.id, coders or ()

    def offered(self) -> dict[int, str]:
        """Those of them who coded something, as far as is counted."""
        return {id_: name for id_, name in self.others().items() if self._tree.counts_coder(id_)}

    def choose(self, choice: Choice) -> bool:
        """Whether that is another choice than before."""
        is_new, self.choice = choice != self.choice, choice
        return is_new

    def check(self) -> None:
        """Another coder or another round is at work: what was chosen may be closed now."""
        if self.choice is not None:
            self.choice = None
            self.changed.emit()

    def show(self, own: CodingColumns, transcript_id: int) -> None:
        """Show the own codings of a transcript, with those of others where they are wanted."""
        others = self.others()
        project, columns = self._session.project, own
        if self.choice is not None:
            columns = self._session.attempt(lambda: project.codings(transcript_id)) or own
        marks = self._marks() if self.choice == EVERYBODY else {}
        self._view.set_others({} if self.choice is None else others, marks)
        self._view.set_codings(columns)
        self._tree.set_others(others)
        self._tree.show_counts_of(self.choice)
        counts = self._session.attempt(
            lambda: project.code_counts_by_coder(transcript_id=transcript_id)
        )
        self._tree.set_counts((counts or {}).get(project.coder.id, {}))
        self._tree.set_others_counts(here=counts or {})
