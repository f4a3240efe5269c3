"""How does a coder finish a transcript, and go on with one that is finished?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.words import restyle

if TYPE_CHECKING:
    from annotator.model.spans import Span
    from annotator.project.rules import Outstanding
    from annotator_ui.code_place.coding_loop import CodingLoop
    from annotator_ui.code_place.finish_bar import FinishBar
    from annotator_ui.session import Session

KEY = "Ctrl End"


class Finishing(QObject):
    """The button in the title bar, and the question over the text where something is open.

    Nothing open: one key finishes. Else another key has to say so.
    """

    shown_first = Signal()
    """The keys are back in the text, on the first thing that is open."""
    left = Signal()
    """The question was closed: back to the text."""

    def __init__(
        self, session: Session, loop: CodingLoop, bar: FinishBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._loop, self._bar = session, loop, bar
        self._open: tuple[Outstanding, ...] = ()
        self.button = Button("Finish transcript", key=KEY, kind="primary")
        self.button.clicked.connect(self.ask)
        bar.show_asked.connect(self._show_first)
        bar.finish_asked.connect(self._finish)
        bar.left.connect(self._leave)
        loop.state_changed.connect(self._show_state)
        self._show_state()

    def ask(self) -> None:
        """Finish, or ask first what is to become of what is open; reopen what is finished."""
        if self._loop.transcript is None:
            return
        if self._loop.finished is not None:
            self._reopen()
        elif self._bar.isVisible():
            self._bar.ask_again()
            self._session.said.emit(self._ways())
        else:
            self._ask_about_open()

    def _ask_about_open(self) -> None:
        project, open_id = self._session.project, self._loop.open_id
        units = self._session.attempt(lambda: project.undecided(open_id))
        self._open = self._session.attempt(lambda: project.outstanding(open_id)) or ()
        if units is None:
            return
        if not units and not self._open:
            self._finish()
            return
        plan = project.current_round().plan
        each = plan.decide == "every unit"
        sentences = _open_words(self._open)
        if units:
            first = self._number_of(units[0])
            sentences.insert(0, _units_words(len(units), plan.unit, first, each=each))
        self._bar.first.say("Show them first" if len(units) + len(self._open) > 1 else "Show it")
        self._bar.ask(" ".join(sentences), may_finish=not (units and each))

    def _number_of(self, unit: Span) -> int:
        """Which of the units of the transcript that is, from 1."""
        transcript = self._loop.transcript
        numbers = transcript.spans(self._loop.level).touching(unit) if transcript else ()
        return numbers[0] + 1 if numbers else 0

    def _ways(self) -> str:
        """The keys of the question, for whoever presses the one that asked it again."""
        may_finish = self._bar.finish.isVisible()
        finishes = "Ctrl+Enter finishes all the same, " if may_finish else ""
        return f"{finishes}Enter shows what is open, Esc goes back."

    def _finish(self) -> None:
        self._bar.hide()
        self._loop.did(lambda: self._session.project.finish(self._loop.open_id))
        self._loop.read_state()
        self.left.emit()

    def _reopen(self) -> None:
        self._loop.did(lambda: self._session.project.reopen(self._loop.open_id))
        self._loop.read_state()
        self.left.emit()

    def _show_first(self) -> None:
        """What must be decided comes first, then codings that lack something."""
        self._bar.hide()
        span = self._loop.next_open(0)
        if span is not None:
            self._loop.go_to(span)
        elif self._open:
            self._loop.go_to_coding(self._open[0].coding_id)
        self.shown_first.emit()

    def _leave(self) -> None:
        self._bar.hide()
        self.left.emit()

    def _show_state(self) -> None:
        """The button says what it does now; one transcript's question is not another's."""
        if self._loop.transcript is None or self._loop.finished is not None:
            self._bar.hide()
        finished = self._loop.finished
        self.button.say("Finish transcript" if finished is None else "Reopen")
        kind = "primary" if finished is None else "plain"
        if self.button.property("kind") != kind:
            self.button.setProperty("kind", kind)
            for part in (self.button, *self.button.findChildren(QObject)):
                if part.isWidgetType():
                    restyle(part)  # type: ignore[arg-type]
        sealed = finished is not None and bool(finished.sealed_at)
        writable = self._session.is_open and not self._session.project.read_only
        self.button.setEnabled(self._loop.transcript is not None and writable and not sealed)
        self.button.setToolTip("It was accepted and is sealed." if sealed else "")


def _units_words(count: int, level: str, first: int, *, each: bool) -> str:
    what = f"{count:,} {level}s have" if count > 1 else f"{level.capitalize()} {first:,} has"
    where = f"; the first is {level} {first:,}" if count > 1 else ""
    if each:
        return f"{what} no decision, and this round asks for one on each{where}."
    them = "them" if count > 1 else "it"
    return f"{what} no decision{where}. Finishing counts {them} as “nothing applies”."


def _open_words(found: tuple[Outstanding, ...]) -> list[str]:
    lacking = [each for each in found if each.missing]
    broken = [each for each in found if each.broken]
    said = []
    if lacking:
        names = dict.fromkeys(field.name for each in lacking for field in each.missing)
        count = "One coding lacks" if len(lacking) == 1 else f"{len(lacking):,} codings lack"
        said.append(f"{count} {' or '.join(names)}, which must be filled in.")
    if broken:
        first = broken[0].broken[0].words
        more = len(broken) - 1
        said.append(first if not more else f"{first} {more:,} more codings break a rule.")
    return said
