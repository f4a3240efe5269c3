"""Who codes what, what is out, what came back? The Team place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Place as Passage
from annotator.model.counts import counted
from annotator_ui.dialogs.names_dialog import NamesDialog
from annotator_ui.feed import Feed, Settling
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.tips import plain_tip
from annotator_ui.place import ReturnsPlace, Surroundings
from annotator_ui.team_place.aside_dialog import AsideDialog
from annotator_ui.team_place.coder_dialog import CoderSaid, TeamCoderDialog
from annotator_ui.team_place.merge_page import MergePage
from annotator_ui.team_place.pack_dialog import PackDialog
from annotator_ui.team_place.plan_page import PlanPage
from annotator_ui.team_place.round_page import RoundPage
from annotator_ui.team_place.team_acts import PackWish, TeamActs

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.model.people import Round
    from annotator.model.questions import Question
    from annotator.model.team import PartOfCoder
    from annotator.teamwork.merge import Merge

_KEYS: Final = {
    "round": (("↓", "next coder"), ("Ctrl Shift N", "new round")),
    "plan": (("Ctrl Enter", "hand out and write packs"), ("Esc", "back")),
    "merge": (("↓", "next file"), ("Ctrl Enter", "merge"), ("Esc", "back")),
}
Page = Literal["round", "plan", "merge"]


class TeamPlace(ReturnsPlace):
    """Three pages: a round with everybody's part, the plan of one, files that came back."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around, self._session = around, around.session
        theme = around.look.theme
        self._feed = Feed(around.session, self)
        self._settling = Settling(self)
        self._round_id = self._session.project.current_round().id
        self._paths: tuple[Path, ...] = ()
        self._passphrases: tuple[str, ...] = ()
        self.acts = TeamActs(around, self)
        self.round_page = RoundPage(theme)
        self.plan_page = PlanPage(around.session, self._feed, theme)
        self.merge_page = MergePage(theme)
        self.returns = Button("Take in files…")
        self.packs = Button("Write packs…", kind="primary")
        self._pages = QStackedWidget()
        self._new_round = QShortcut(QKeySequence("Ctrl+Shift+N"), self.round_page)
        self._new_round.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._lay_out()
        self._wire()
        self.show_page("round")

    @property
    def is_busy(self) -> bool:
        """Whether something was asked that is not shown yet."""
        return self._feed.is_busy or self.plan_page.is_busy

    # pages

    def begin(self) -> None:
        self._read()
        page = self._pages.currentWidget()
        if isinstance(page, RoundPage | MergePage):
            page.begin()

    def show_page(self, name: Page) -> None:
        """Go to a page; the title bar shows its buttons."""
        pages: dict[Page, QWidget] = {
            "round": self.round_page, "plan": self.plan_page, "merge": self.merge_page,
        }  # fmt: skip
        buttons: dict[Page, Sequence[QWidget]] = {
            "round": (self.returns, self.packs),
            "plan": self.plan_page.title_buttons,
            "merge": self.merge_page.title_buttons,
        }
        self._pages.setCurrentWidget(pages[name])
        self.title_buttons, self.keys = buttons[name], _KEYS[name]
        self.keys_changed.emit()
        self.buttons_changed.emit()
        if name == "round" and self._session.is_open:
            self._read()
            self.round_page.begin()

    def look_at(self, paths: Sequence[Path]) -> None:
        """Files came back: show what they would bring."""
        known = dict.fromkeys((*self._paths, *paths))
        self._paths = tuple(known)
        self.show_page("merge")
        self.merge_page.show_looking(self._paths)
        self.acts.look(self._paths, self._passphrases)

    def set_theme(self, theme: object) -> None:
        del theme
        self._dress()

    def set_zoom(self, factor: float) -> None:
        self._dress()
        self.plan_page.split_for(factor)
        self.round_page.fit(factor)

    # acts

    def _plan(self, *, new: bool) -> None:
        self.show_page("plan")
        self.plan_page.begin(None if new else self._shown())

    def _handed_out(self, round_id: int, wants_packs: object) -> None:
        self._round_id = round_id
        self.show_page("round")
        if wants_packs:
            self._ask_packs(None)

    def _ask_packs(self, coders: Sequence[str] | None) -> None:
        """Which packs, locked or not; then where to."""
        name, project = self._shown().name, self._session.project
        dialog = PackDialog(
            self.window(),
            name,
            coders,
            n_names=len(project.stand_ins()),
            n_codes=sum(not each.is_group for each in project.codebook().codes),
        )
        dialog.wanted.connect(
            lambda phrase, disguise: self.acts.ask_packs(
                PackWish(name, coders, phrase, bool(disguise))
            )
        )
        dialog.names_wanted.connect(lambda: self._ask_names(dialog))
        dialog.open()

    def _ask_names(self, packs: PackDialog) -> None:
        """The list of what stands for names in packs."""
        project = self._session.project
        dialog = NamesDialog(packs, project.stand_ins())
        dialog.proposal_wanted.connect(lambda: dialog.propose_also(project.proposed_stand_ins()))

        def keep(names: dict[str, str]) -> None:
            self._session.attempt(lambda: project.set_stand_ins(names))
            packs.tell_names(len(project.stand_ins()))

        dialog.wanted.connect(keep)
        dialog.open()

    def _ask_packs_of_chosen(self) -> None:
        rows = sorted(
            index.row() for index in self.round_page.table.selectionModel().selectedRows()
        )
        chosen = [self.round_page.rows.what(row) for row in rows]
        parts: list[PartOfCoder] = [part for part in chosen if part is not None]  # type: ignore[misc]
        several = len(parts) > 1
        self._ask_packs([part.coder.coder_id for part in parts] if several else None)

    def _merged(self, _done: Merge) -> None:
        self._paths, self._passphrases = (), ()
        self.show_page("round")

    def _leave_merge(self) -> None:
        self._paths, self._passphrases = (), ()
        self.show_page("round")

    def _unlock(self, passphrase: str) -> None:
        self._passphrases = (*self._passphrases, passphrase)
        self.look_at(())

    def _ask_coder(self, coder_id: int | None) -> None:
        project = self._session.project
        coder = next((each for each in project.coders() if each.id == coder_id), None)
        dialog = TeamCoderDialog(self.window(), self._around.look.theme, coder)

        def take(said: CoderSaid) -> None:
            def act() -> object:
                more = {"initials": said.initials, "color": said.color}
                if coder is None:
                    return project.add_coder(said.label, name=said.name, role=said.role, **more)
                return project.change_coder(
                    coder, coder_id=said.label, name=said.name or said.label,
                    role=said.role, **more,
                )  # fmt: skip

            if self._session.attempt(act) is not None:
                dialog.close()

        dialog.wanted.connect(take)
        dialog.open()

    def _answer(self, question_id: int, asked: str, body: str) -> None:
        project = self._session.project
        self._session.attempt(lambda: project.answer_question(question_id, body, asked=asked))

    def _show_question(self, question: Question) -> None:
        if question.transcript_id is not None:
            where = Passage(question.transcript_id, question.start or 0, question.end or 0)
            self.passage_asked.emit(where)

    def _show_aside(self) -> None:
        kept = self._session.attempt(self._session.project.put_aside)
        if kept:
            AsideDialog(self.window(), self._around.look.theme, kept).open()

    def _freeze(self) -> None:
        name = self._shown().name
        self._session.attempt(lambda: self._session.project.freeze_plan(name))

    def _use(self) -> None:
        name = self._shown().name
        self._session.attempt(lambda: self._session.project.use_round(name))

    def _accept(self) -> None:
        found = self.round_page.found
        if found is not None:
            who = [p.coder.coder_id for p in found.parts if p.finished > p.accepted]
            name = found.round.name
            self._session.attempt(lambda: self._session.project.accept(name, who))

    # what is shown

    def _shown(self) -> Round:
        rounds = self._session.project.rounds()
        return next((each for each in rounds if each.id == self._round_id), rounds[0])

    def _show_round(self, round_id: int) -> None:
        self._round_id = round_id
        self._read()

    def _read(self) -> None:
        """Everything of the round page as the project is now."""
        if not self._session.is_open:
            return
        project = self._session.project
        shown, now = self._shown(), project.current_round()
        may_lead = not project.why_not("rounds")
        found = project.team_progress(shown)
        self.round_page.lists.show_rounds(project.rounds(), at_work=now.id, chosen=shown.id)
        self.round_page.lists.show_coders(project.coders())
        self.round_page.show_progress(found, at_work=now.id == shown.id, may_lead=may_lead)
        if not project.why_not("merge"):
            self.round_page.show_merge(project.last_merge(), n_aside=len(project.put_aside()))
        else:
            self.round_page.show_merge("", n_aside=0)
        if may_lead:
            names = {each.id: each.coder_id for each in project.coders()}
            self.round_page.questions.show_questions(project.questions(), names)
        out = any(part.transcripts for part in found.parts)
        why = project.why_not("rounds") or ("" if out else "Nothing is handed out in this round.")
        self.packs.setEnabled(not why)
        self.packs.setToolTip(plain_tip(why or "One file for each coder of this round"))
        why = project.why_not("merge")
        self.returns.setEnabled(not why)
        self.returns.setToolTip(
            plain_tip(why or "What coders sent back, copies of the project as well")
        )
        lists = self.round_page.lists
        for link, why in (
            (lists.add_round, project.why_not("rounds")),
            (lists.add_coder, project.why_not("people")),
        ):
            link.setEnabled(not why)
            link.setToolTip(plain_tip(why))
        self._new_round.setEnabled(may_lead)
        self._tell_keys(may_lead=may_lead)
        self.where.emit(f"{shown.name}, {counted(len(found.parts), 'coder')}")

    def _tell_keys(self, *, may_lead: bool) -> None:
        """Of the page with rounds: a key that does nothing for a coder is not told them."""
        keys = _KEYS["round"] if may_lead else _KEYS["round"][:1]
        if self._pages.currentWidget() is self.round_page and self.keys != keys:
            self.keys = keys
            self.keys_changed.emit()

    def _changed(self, changes: Changes) -> None:
        if changes.rounds or changes.coders or changes.codings_in or changes.transcripts:
            self._settling.touch()

    def _settled(self) -> None:
        if self.isVisible() and self._pages.currentWidget() is self.round_page:
            self._read()

    def _dress(self) -> None:
        for page in (self.round_page, self.plan_page, self.merge_page):
            page.table.set_look(self._around.look.theme)

    # putting together

    def _wire(self) -> None:
        page, lists = self.round_page, self.round_page.lists
        self.returns.clicked.connect(self.acts.ask_files)
        self.packs.clicked.connect(self._ask_packs_of_chosen)
        page.plan_wanted.connect(lambda: self._plan(new=False))
        page.freeze_wanted.connect(self._freeze)
        page.plan_file_wanted.connect(lambda: self.acts.ask_plan_file(self._shown().name))
        page.use_wanted.connect(self._use)
        page.accept_wanted.connect(self._accept)
        page.aside_wanted.connect(self._show_aside)
        page.take_back_wanted.connect(self.acts.ask_to_take_merge_back)
        page.questions.answered.connect(self._answer)
        page.questions.passage_wanted.connect(self._show_question)
        page.questions.file_wanted.connect(self.acts.ask_answers_file)
        lists.add_round.clicked.connect(lambda: self._plan(new=True))
        lists.add_coder.clicked.connect(lambda: self._ask_coder(None))
        self._new_round.activated.connect(lambda: self._plan(new=True))
        lists.coder_activated.connect(self._ask_coder)
        lists.round_chosen.connect(self._show_round)
        self.plan_page.left.connect(lambda: self.show_page("round"))
        self.plan_page.handed_out.connect(self._handed_out)
        self.merge_page.left.connect(self._leave_merge)
        self.merge_page.more_wanted.connect(self.acts.ask_files)
        self.merge_page.unlock_wanted.connect(self._unlock)
        self.merge_page.merge_wanted.connect(
            lambda paths, accept: self.acts.merge(paths, self._passphrases, accept=accept)
        )
        self.acts.files_chosen.connect(self.look_at)
        self.acts.looked.connect(self.merge_page.show_merge)
        self.acts.merged.connect(self._merged)
        self._session.changed.connect(self._changed)
        self._session.coder_changed.connect(self._settling.touch)
        self._settling.settled.connect(self._settled)

    def _lay_out(self) -> None:
        for page in (self.round_page, self.plan_page, self.merge_page):
            self._pages.addWidget(page)
        # until the title bar takes them they live out of sight, and end with the place
        wings = QWidget(self)
        wings.hide()
        for button in (
            self.returns,
            self.packs,
            *self.plan_page.title_buttons,
            *self.merge_page.title_buttons,
        ):
            button.setParent(wings)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
