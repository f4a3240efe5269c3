"""Which file was chosen for the codebook, what was decided about it, and what came of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import Progress, UserError
from annotator_ui.messages import Notice

if TYPE_CHECKING:
    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator.model.codebook import CodebookImport
    from annotator_ui.codebook_place.import_columns import Decision
    from annotator_ui.codebook_place.import_page import ImportPage
    from annotator_ui.place import Surroundings

_MOST_NOTES = 3
_LONG = 1_500
"""Rows above which reading takes longer than a moment."""


class ArrivingCodebook(QObject):
    """Joins the page with the project."""

    ended = Signal()
    """The file was taken in."""

    def __init__(self, around: Surroundings, page: ImportPage, parent: QObject) -> None:
        super().__init__(parent)
        self._around, self._session, self._page = around, around.session, page
        page.read_anew.connect(self._read_anew)
        page.wanted.connect(self._take_in)

    def begin(self, plan: CodebookPlan) -> None:
        """Show what a file would do."""
        self._page.forget()
        self._page.show_plan(plan)

    def compare_anew(self) -> None:
        """The codebook is another one now: the same file is compared with that."""
        plan = self._page.plan
        if plan is not None:
            self._page.show_plan(self._session.project.plan_anew(plan))

    def _read_anew(self, decision: Decision) -> None:
        """A short file is read again at once, a long one beside the window."""
        plan = self._page.plan
        if plan is None:
            return
        if plan.table is not None and len(plan.table.rows) > _LONG:
            title = f"Reading {plan.path.name}"
            self._around.acts.run(title, lambda _progress: decision(plan), self._page.show_plan)
            return
        try:
            self._page.show_plan(decision(plan))
        except UserError as error:
            self._around.messages.refuse(error)
            self._page.show_plan(plan)

    def _take_in(self) -> None:
        plan, project = self._page.plan, self._session.project
        if plan is None:
            return

        def work(progress: Progress) -> CodebookImport:
            del progress  # one act; SQLite does not say how far it is
            return project.apply_codebook_plan(plan)

        self._around.acts.run(f"Taking in {plan.path.name}", work, self._tell)

    def _tell(self, done: CodebookImport) -> None:
        name = "" if self._page.plan is None else self._page.plan.path.name
        self._page.forget()
        notes = done.notes
        more = f"And {len(notes) - _MOST_NOTES:,} more." if len(notes) > _MOST_NOTES else ""
        hint = " ".join(part for part in (f"From {name}.", *notes[:_MOST_NOTES], more) if part)
        self.ended.emit()
        self._around.messages.notice(self._notice(_came(done), hint))

    def _notice(self, came: str, hint: str) -> Notice:
        """What came in; codes that no key applies get one with a click."""
        project = self._session.project
        codes = [code for code in project.codebook().codes if not code.is_group]
        if all(code.key for code in codes):
            return Notice("ok", came, hint)

        def give_keys() -> None:
            self._session.attempt(project.give_keys)

        return Notice("ok", came, hint, button="Give every code a key", act=give_keys)


def _came(done: CodebookImport) -> str:
    added = "1 code or group" if done.added == 1 else f"{done.added:,} codes and groups"
    parts = [f"{added} came in"]
    if done.changed:
        parts.append(f"{done.changed:,} changed")
    if done.removed:
        parts.append(f"{done.removed:,} removed")
    return f"{', '.join(parts)}. Ctrl+Z takes all of it back."
