"""Which file was chosen for the codebook, what was decided about it, and what came of it?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from annotator.errors import Progress, UserError
from annotator_ui.feed import Feed, Settling
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
        self._feed, self._settling = Feed(self._session, self), Settling(self)
        self._settling.settled.connect(self._compare_beside)

    @property
    def is_busy(self) -> bool:
        """Whether a long file is yet to be compared with the codebook as it is now."""
        return self._feed.is_busy or self._settling.is_waiting

    def begin(self, plan: CodebookPlan) -> None:
        """Show what a file would do."""
        self._page.forget()
        self._page.show_plan(plan)

    def compare_anew(self) -> None:
        """The codebook is another one now: the same file is compared with that."""
        plan = self._page.plan
        if plan is None:
            return
        if _is_long(plan):
            self._settling.touch()  # perhaps it was this file that was taken in
        else:
            self._page.show_plan(self._session.project.plan_anew(plan))

    def _compare_beside(self) -> None:
        plan = self._page.plan
        if plan is not None and self._session.is_open:
            show = partial(self._show_compared, plan)
            self._feed.ask("plan", lambda project, _: project.plan_anew(plan), show)

    def _show_compared(self, before: CodebookPlan, now: object) -> None:
        """What was decided while the file was compared is not lost: it is compared once more."""
        if self._page.plan is before:
            self._page.show_plan(cast("CodebookPlan", now))
        else:
            self._compare_beside()

    def _read_anew(self, decision: Decision) -> None:
        """A short file is read again at once, a long one beside the window."""
        plan = self._page.plan
        if plan is None:
            return
        if _is_long(plan):
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
            return project.apply_codebook_plan(plan, progress=progress)

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


def _is_long(plan: CodebookPlan) -> bool:
    return plan.n_codes > _LONG or (plan.table is not None and len(plan.table.rows) > _LONG)


def _came(done: CodebookImport) -> str:
    added = "1 code or group" if done.added == 1 else f"{done.added:,} codes and groups"
    parts = [f"{added} came in"]
    if done.changed:
        parts.append(f"{done.changed:,} changed")
    if done.removed:
        parts.append(f"{done.removed:,} removed")
    return f"{', '.join(parts)}."
