"""Which passages does the right panel show for the figure that was chosen?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator_ui.reliability_place.passages_panel import PAGE, PassagesPanel

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator.project import Project
    from annotator.reliability.panel import Panel, PanelRow
    from annotator.reports.passages import Passages, Which
    from annotator_ui.feed import Feed
    from annotator_ui.reliability_place.figures import Cell, Source
    from annotator_ui.session import Session


class PassagesFeed(QObject):
    """Asks for the passages behind a figure and puts them into the panel."""

    told = Signal(str)
    """In words, what the figure is about."""

    def __init__(self, session: Session, feed: Feed, shown: PassagesPanel) -> None:
        super().__init__(shown)
        self._session, self._feed, self._shown = session, feed, shown
        self._panel: Panel | None = None
        self._source: Source | None = None
        self._which: Which = "disagreed"
        shown.which_chosen.connect(self.choose_which)
        shown.more_asked.connect(self._ask)

    def set_panel(self, panel: Panel | None) -> None:
        """Another comparison: what was shown is asked for anew."""
        self._panel, self._source = panel, None
        self._feed.forget("passages")
        self._shown.show_title(None, "", "")
        self._shown.show_counts(None, ())
        self._shown.show_meaning(None, "")

    def choose(self, cell: Cell) -> None:
        """Show what lies behind a cell of a table."""
        if cell.source is None or cell.source == self._source:
            return
        self._source = cell.source
        which = cell.source.behind.which
        self._which = "all" if which == "coded" else which
        self._show()

    def choose_which(self, which: Which) -> None:
        self._which = which
        self._show()

    def _show(self) -> None:
        """Its name at once, its passages when they come."""
        panel, source = self._panel, self._source
        if panel is None or source is None:
            return
        behind = source.behind
        row = panel.row(behind.code or "")
        if behind.instead is not None:
            self._show_confusion(panel, source)
        elif row is None:
            self._shown.show_title(None, "All codes", _compared(source))
            self._shown.show_counts(None, ())
        else:
            self._shown.show_title(row.code, "", _compared(source))
            here = source.choice is None
            self._shown.show_counts(self._which, _counts(row, panel) if here else ())
        self._show_meaning(row)
        self._ask(0)
        self.told.emit(self.where())

    def _show_confusion(self, panel: Panel, source: Source) -> None:
        names = {row.code.code_id: row.code for row in panel.rows}
        codes = (source.behind.code or "", source.behind.instead or "")
        first, second = (
            names[code].name if code in names else "nothing of its own" for code in codes
        )
        coders = source.choice.coders if source.choice and source.choice.coders else panel.coders
        lead = f"{coders[0]} gave {first}, {coders[1]} gave {second}"
        self._shown.show_title(None, "This code or that", lead)
        self._shown.show_counts(None, ())

    def where(self) -> str:
        """For the status line: the code and how many units it is disagreed on."""
        panel, source = self._panel, self._source
        row = panel.row(source.behind.code or "") if panel and source else None
        if panel is None or row is None:
            return ""
        from annotator.reliability.panel_words import PLURAL

        units = f"{row.disagreements:,.0f} of {panel.n_units:,.0f} {PLURAL[panel.choice.unit]}"
        return f"{row.code.name} · {units} disagree"

    def _ask(self, first: int) -> None:
        from annotator.reports.passages import Behind

        panel, source = self._panel, self._source
        if panel is None or source is None:
            return
        choice = source.choice or panel.choice
        behind = source.behind
        if behind.instead is None:
            behind = Behind(behind.code, self._which if behind.code else "disagreed")

        def ask(project: Project, progress: Progress) -> Passages:
            del progress
            return project.passages(choice, behind, first=first, most=PAGE)

        self._feed.ask("passages", ask, lambda answer: self._take(answer, first))

    def _take(self, answer: object, first: int) -> None:
        from annotator.reports.passages import Passages

        if self._panel is not None and isinstance(answer, Passages):
            self._shown.show_passages(answer, self._panel, first=first)

    def _show_meaning(self, row: PanelRow | None) -> None:
        code = None
        if row is not None:
            book = self._session.attempt(self._session.project.codebook)
            code = book.by_id(row.code.id) if book is not None else None
        self._shown.show_meaning(code, self._panel.codebook_version if self._panel else "")


def _counts(row: PanelRow, panel: Panel) -> tuple[float, float, float]:
    """Units on which not all gave the code, on which all did, and all units."""
    return row.disagreements, max(row.coded - row.disagreements, 0), panel.n_units


def _compared(source: Source) -> str:
    """What of the study is looked at, where it is not all of it."""
    choice = source.choice
    if choice is None:
        return ""
    parts = [
        " and ".join(choice.coders or ()), ", ".join(choice.speakers or ()),
        ", ".join(choice.roles or ()), ", ".join(choice.transcripts or ()),
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)
