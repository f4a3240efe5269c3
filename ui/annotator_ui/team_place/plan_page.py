"""Who would code what? The plan of a round, with what it gives each coder at once beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from annotator.errors import Progress, UserError
from annotator.model.choosing import found_by
from annotator.model.counts import counted
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.rows import RowView
from annotator_ui.parts.words import Elided, words
from annotator_ui.team_place.in_words import cells_of_load
from annotator_ui.team_place.plan_form import PlanChoices, PlanForm
from annotator_ui.team_place.tables import LOADS, Rows

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.model.people import Round
    from annotator.model.transcript import TranscriptInfo
    from annotator.project import Project
    from annotator.reliability.sample_size import SampleSize
    from annotator.teamwork.allocation import Allocation
    from annotator_ui.feed import Feed
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

FORM: Final = 520
_LEAST: Final = 348
_SETTLE_MS: Final = 120
NO_PILOT: Final = (
    "No pilot yet, so how large the overlap must be can only be guessed: a rule of thumb asks for "
    "about 139 codings in a group of four codes for an alpha of .80, 81 for .667."
)


class PlanPage(QWidget):
    """The form at the left, the work of each coder at the right, worked out as one types."""

    left = Signal()
    handed_out = Signal(int, bool)
    """The id of the round, and whether its packs are wanted at once."""

    def __init__(self, session: Session, feed: Feed, theme: Theme) -> None:
        super().__init__()
        self._session, self._feed = session, feed
        self._round: Round | None = None
        self._is_possible = False
        self.form = PlanForm()
        self.rows = Rows(LOADS)
        self.table = RowView(self.rows, LOADS, theme, "What each coder would get")
        self.sum = words(kind="strong", wrap=True)
        self.enough = words(kind="small", tone="muted", wrap=True)
        self.out = words(kind="small", tone="warn", wrap=True)
        self.back = Button("Back", key="Esc")
        self.hand_out = Button("Hand out")
        self.write = Button("Hand out and write packs…", key="Ctrl Enter", kind="primary")
        self.title_buttons = (self.back, self.hand_out, self.write)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._lay_out()
        self._wire()

    @property
    def is_busy(self) -> bool:
        """Whether something typed is not worked out yet."""
        return self._settle.isActive()

    def begin(self, round_: Round | None) -> None:
        """Plan a round anew (None), or change the plan of one."""
        self._round = round_
        project = self._session.project
        rounds = [each for each in project.rounds() if round_ is None or each.id != round_.id]
        given = {each.coder_id for each in project.assignments(round_)} if round_ else set()
        everybody, infos = project.coders(), project.infos()
        chosen = [each for each in everybody if each.id in given]
        chosen = chosen or [each for each in everybody if each.role == "coder"]
        taken = {each.name.casefold() for each in project.rounds()}
        names = (f"round {number}" for number in range(1, len(taken) + 2))
        self.form.fill(
            round_,
            PlanChoices(
                name=next(name for name in names if name not in taken),
                coders=[each.coder_id for each in chosen],
                rounds=rounds,
                strata=project.kinds_of_strata(),
                transcripts=[(each.uuid.hex, _told(each), found_by(each)) for each in infos],
                speakers=sorted({who for each in infos for who, _ in each.speakers}),
                codebooks=_codebooks(project),
            ),
        )
        self._tell_packs()
        self._tell_enough()
        field = self.form.coders if not chosen else self.form.name
        field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        field.line.selectAll()

    def take(self, *, packs: bool) -> None:
        """Plan the round, hand its work out, and go on to its packs where they are wanted."""
        draft = self.form.draft()
        if self.form.wrong() or not self._is_possible:
            return
        is_worked_out = self.rows.rowCount() > 0
        self.form.coders.line.editingFinished.emit()
        project, standing = self._session.project, self._round

        def act() -> Round:
            if not is_worked_out:  # names that joined just now: before anything else is done
                project.try_allocation(draft.plan, draft.coders, draft.rule)
            if standing is None:
                made = project.plan_round(
                    draft.name, purpose=draft.purpose, blind=draft.blind, plan=draft.plan
                )
            else:
                made = project.change_round(
                    standing, name=draft.name, purpose=draft.purpose,
                    blind=draft.blind, plan=draft.plan,
                )  # fmt: skip
            self._round = made  # a second try changes it
            project.allocate(made, draft.coders, draft.rule)
            return made

        made = self._session.attempt(act)
        if made is not None:
            self.handed_out.emit(made.id, packs)

    def work_out(self) -> None:
        """Ask what the rule would give everybody."""
        draft = self.form.draft()
        project = self._session.project
        known = {each.coder_id.casefold() for each in project.coders()}
        unknown = [name for name in draft.coders if name.casefold() not in known]
        if unknown or not draft.coders:
            self._show_none("Say who codes.")
            if unknown:
                who = ", ".join(unknown)
                self.sum.setText(f"{who} will join the project. Enter shows what each gets.")
                self._may(possible=True)  # they join when the work is handed out, too
            return

        def ask(project: Project, progress: Progress) -> object:
            del progress
            try:
                return project.try_allocation(draft.plan, draft.coders, draft.rule)
            except UserError as error:
                return error

        self._feed.ask("allocation", ask, self._show)

    def split_for(self, zoom: float) -> None:
        """The form at its width, at most 55 % of the page."""
        width = max(self.width(), 2 * _LEAST)
        form = min(round(FORM * zoom), width * 11 // 20)
        self._split.setSizes([form, width - form])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The form follows the room that there is for it."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.form.fit(watched.width())
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.split_for(zoom_of(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.take(packs=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, answer: object) -> None:
        if isinstance(answer, UserError):
            self._show_none(f"{answer.message} {answer.hint}".strip())
            return
        found: Allocation = answer  # type: ignore[assignment]
        self._may(possible=True)
        self.rows.set_rows([(coder, cells_of_load(coder, found)) for coder in found.work])
        pieces = {key for keys in found.work.values() for key in keys}
        by = {len(found.coders_of(key)) for key in found.overlap}
        what = self.form.share.item.currentData()
        told = f"{counted(len(pieces), what)} for {counted(len(found.work), 'coder')}."
        if found.overlap:
            most = max(by)
            are = "is" if len(found.overlap) == 1 else "are"
            told += f" {len(found.overlap):,} of them {are} coded by {most},"
            told += " and nobody can tell which."
        self.sum.setText(told)

    def _show_none(self, why: str) -> None:
        self._may(possible=False)
        self.rows.set_rows(())
        self.sum.setText(why)

    def _may(self, *, possible: bool) -> None:
        self._is_possible = possible
        for button in (self.hand_out, self.write):
            button.setEnabled(possible)

    def _join(self, names: object) -> None:
        """New names of the field become coders of the project."""
        if not self._session.is_open or not isinstance(names, tuple):
            return
        project = self._session.project
        known = {each.coder_id.casefold() for each in project.coders()}
        for name in names:
            if name.casefold() not in known:
                self._session.attempt(partial(project.add_coder, name))
        self.work_out()

    def _tell_packs(self) -> None:
        """Who has a pack of the round: no other plan reaches it."""
        parts = self._session.project.team_progress(self._round).parts if self._round else ()
        who = ", ".join(part.coder.coder_id for part in parts if part.pack is not None)
        self.out.setVisible(bool(who))
        self.out.setText(
            f"Packs of this round are out: {who}. What is handed out otherwise now needs new "
            "packs; what comes back in the old ones is taken in all the same."
        )

    def _tell_enough(self) -> None:
        """What a pilot says about the size of the overlap, code by code."""
        if not self._session.project.can_compare():
            self.enough.setText(NO_PILOT)
            return
        self.enough.setText("Asking the pilot how large the overlap must be…")

        def ask(project: Project, progress: Progress) -> object:
            from annotator.reliability.choice import Choice

            try:
                return project.sample_sizes(Choice(), progress=progress)
            except UserError as error:
                return error

        self._feed.ask("enough", ask, self._show_enough)

    def _show_enough(self, answer: object) -> None:
        if isinstance(answer, UserError):
            self.enough.setText(f"From what is coded so far nothing can be said: {answer.message}")
            return
        sizes: tuple[SampleSize, ...] = answer  # type: ignore[assignment]
        known = [each for each in sizes if each.low is not None and each.high is not None]
        if not known:
            reasons = sorted({each.reason for each in sizes if each.reason})
            self.enough.setText(
                f"From what is coded so far no size can be given: {'; '.join(reasons[:2])}."
            )
            return
        worst = sorted(known, key=lambda each: -(each.high or 0))[:4]
        told = "; ".join(
            f"{each.code} {'at least ' if each.at_least else ''}{each.low} to {each.high}"
            for each in worst
        )
        rest = len(sizes) - len(known)
        more = f" {rest} codes are too rare to say." if rest else ""
        self.enough.setText(
            "Transcripts that several must code until alpha is known to ± .10, from what is coded "
            f"so far (simulation): {told}.{more}"
        )

    def _wire(self) -> None:
        self.form.changed.connect(self._settle.start)
        self._settle.timeout.connect(self.work_out)
        self.form.coders_written.connect(self._join)
        self.back.clicked.connect(self.left)
        self.hand_out.clicked.connect(lambda: self.take(packs=False))
        self.write.clicked.connect(lambda: self.take(packs=True))

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.form)
        self.form.setProperty("ground", "panel")
        self.form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        right = QWidget()
        right.setProperty("ground", "panel")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top = QVBoxLayout()
        top.setContentsMargins(24, 18, 24, 8)
        top.setSpacing(8)
        top.addWidget(Elided("What each coder gets", kind="title"))
        top.addWidget(self.sum)
        top.addWidget(self.out)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 16)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 4, 24, 0)
        foot.addWidget(self.enough)
        column.addLayout(foot)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(_LEAST)
        scroll.viewport().installEventFilter(self)
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(scroll)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _told(info: TranscriptInfo) -> str:
    data = info.metadata
    return " · ".join(part for part in (info.doc_id, data.title, data.date) if part)


def _codebooks(project: Project) -> list[tuple[str, UUID | None]]:
    """The codebook as it is, then its versions, the newest first."""
    versions = reversed(project.versions())
    return [("as it is when packs go out", None), *((each.name, each.uuid) for each in versions)]
