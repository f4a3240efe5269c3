"""Which passages are wanted, in one sentence, and how is it changed?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model.retrieval import Choices, Condition, Scope, Wanted
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.date_range import DateRange
from annotator_ui.parts.fields import SearchField
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.pick_list import Pick, PickList
from annotator_ui.parts.said import SaidButton
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator_ui.session import Session

SCOPE_WORDS: Final[dict[Scope, str]] = {
    "passage": "on the same words",
    "overlap": "on some of the same words",
    "near": "within {n} sentences",
    "turn": "in the same turn",
    "transcript": "in the same transcript",
}
NEAR: Final = (1, 2, 3, 5, 10)
_DOUBTS: Final = ((None, "sure or unsure"), (True, "unsure"), (False, "sure"))
_MEMOS: Final = ((None, "with memo or without"), (True, "with a memo"), (False, "without memo"))
_PAUSE_MS: Final = 250


class WantedLine(QWidget):
    """Passages coded … with … · said by … · dated … · by … · …"""

    changed = Signal(object)
    """Another `Wanted`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._wanted = Wanted()
        self._choices: Choices | None = None
        self.codes = SaidButton("Codes")
        self.more = Button("+ another code", kind="link")
        self.limits = Button("+ limit", kind="link")
        self.limits.setToolTip("Role or attribute, sure or unsure, memo")
        self.speakers = SaidButton("Said by")
        self.facts = SaidButton("Role or attribute")
        self.days = SaidButton("Days")
        self.coders = SaidButton("Coded by")
        self.round = SaidButton("Round")
        self.doubt = SaidButton("Sure or unsure")
        self.memo = SaidButton("Memo")
        self.field = SearchField("Words in them…")
        self.conditions: list[SaidButton] = []
        self._popped: QWidget | None = None
        """What was opened last; held here while it is there."""
        self._flow = Flow(self, gap=5, between=4)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._wire()

    @property
    def wanted(self) -> Wanted:
        return self._wanted

    def show_wanted(self, wanted: Wanted) -> None:
        """Say what is wanted; nothing is emitted."""
        self._wanted = wanted
        self._say()

    def forget(self) -> None:
        """Speakers, roles and days may be others by now."""
        self._choices = None

    def codes_changed(self) -> None:
        """Codes that are gone are wanted no more."""
        live = {code.id for code in self._codes()}
        codes = None if self._wanted.codes is None else self._wanted.codes & live
        kept = tuple(
            replace(each, codes=each.codes & live)
            for each in self._wanted.conditions
            if each.codes & live
        )
        self._wanted = replace(self._wanted, codes=codes or None, conditions=kept)
        self._say()

    # what it says

    def _say(self) -> None:
        wanted = self._wanted
        self.codes.say(self._named(wanted.codes) if wanted.codes else "with any code")
        self.speakers.say(_some(wanted.speakers, "anybody"))
        self.facts.say(_fact_words(wanted))
        self.days.say(_day_words(wanted))
        names = {coder.id: coder.coder_id for coder in self._session.project.coders()}
        coders = None if wanted.coders is None else [names.get(each, "?") for each in wanted.coders]
        self.coders.say(_some(coders, "every coder"))
        rounds = {each.id: each.name for each in self._session.project.rounds()}
        self.round.say(rounds.get(wanted.round_id or 0, "all rounds"))
        self.doubt.say(next(said for value, said in _DOUBTS if value is wanted.unsure))
        self.memo.say(next(said for value, said in _MEMOS if value is wanted.memo))
        self.facts.setVisible(wanted.roles is not None or wanted.attribute is not None)
        self.doubt.setVisible(wanted.unsure is not None)
        self.memo.setVisible(wanted.memo is not None)
        self._fill_conditions()

    def _fill_conditions(self) -> None:
        while len(self.conditions) > len(self._wanted.conditions):
            button = self.conditions.pop()
            self._flow.removeWidget(button)
            button.deleteLater()
        while len(self.conditions) < len(self._wanted.conditions):
            self.conditions.append(self._condition_button(len(self.conditions)))
        for button, condition in zip(self.conditions, self._wanted.conditions, strict=True):
            lead = "without" if condition.absent else "with"
            button.say(f"{lead} {self._named(condition.codes)} {scope_words(condition)}")

    def _condition_button(self, number: int) -> SaidButton:
        button = SaidButton("Another code")
        button.choices.aboutToShow.connect(partial(self._fill_condition, number))
        self._flow.insert_widget(self._flow.indexOf(self.more), button)
        button.show()
        return button

    def _named(self, ids: Iterable[int]) -> str:
        chosen = frozenset(ids)
        names = [code.name for code in self._codes() if code.id in chosen]
        return " or ".join(names) if len(names) <= 2 else f"one of {len(names)} codes"

    def _codes(self) -> list[Code]:
        return [code for code in self._session.project.codebook().codes if not code.is_group]

    # how it is changed

    def _change(self, **parts: object) -> None:
        self._wanted = replace(self._wanted, **parts)
        self._say()
        self.changed.emit(self._wanted)

    def _pick_codes(self) -> None:
        codes = self._wanted.codes
        picks = [
            Pick(code.id, f"{code.code_id} · {code.name}", codes is not None and code.id in codes)
            for code in self._codes()
        ]
        self._pick(
            self.codes, picks, lambda ids: self._change(codes=frozenset(ids) if ids else None)
        )

    def _pick_another(self) -> None:
        picks = [Pick(code.id, f"{code.code_id} · {code.name}", False) for code in self._codes()]

        def add(ids: Sequence[int]) -> None:
            if ids:
                made = Condition(frozenset(ids))
                self._change(conditions=(*self._wanted.conditions, made))

        opened = PickList("Another code that stands there")
        opened.taken.connect(add)
        opened.open_under(self.more, picks)
        self._popped = opened

    def _pick_speakers(self) -> None:
        speakers = self._wanted.speakers
        names = self._known().speakers
        picks = [Pick(name, name, speakers is not None and name in speakers) for name in names]
        self._pick(
            self.speakers,
            picks,
            lambda taken: self._change(speakers=frozenset(taken) if taken else None),
        )

    def _pick_coders(self) -> None:
        coders = self._wanted.coders
        picks = [
            Pick(coder.id, coder.coder_id, coders is not None and coder.id in coders)
            for coder in self._session.project.coders()
        ]
        self._pick(
            self.coders, picks, lambda ids: self._change(coders=frozenset(ids) if ids else None)
        )

    def _pick(
        self, button: SaidButton, picks: Sequence[Pick], take: Callable[[Sequence[int]], object]
    ) -> None:
        opened = PickList(button.name, least=0, note="None ticked: all of them.")
        opened.taken.connect(take)
        opened.open_under(button, picks)
        button.popped = opened

    def _ask_days(self) -> None:
        opened = DateRange(self._wanted.since, self._wanted.until, self._known().dates)
        opened.taken.connect(lambda since, until: self._change(since=since, until=until))
        opened.open_under(self.days)
        self._popped = opened

    def _fill_facts(self, menu: QMenu) -> None:
        """One role or attribute of who speaks, or of the transcript."""
        known, wanted = self._known(), self._wanted
        none = wanted.roles is None and wanted.attribute is None
        _add(menu, "Whatever they are", none, lambda: self._change(roles=None, attribute=None))
        if known.roles:
            inner = menu.addMenu("&Role")
            for role in known.roles:
                is_on = wanted.roles == frozenset({role})
                act = partial(self._change, roles=frozenset({role}), attribute=None)
                _add(inner, role, is_on, act)
        for kind, values in known.attributes:
            inner = menu.addMenu(_plain(kind.capitalize()))
            for value in values:
                act = partial(self._change, attribute=(kind, value), roles=None)
                _add(inner, value, wanted.attribute == (kind, value), act)

    def open_limits(self) -> QMenu:
        """What else can be asked of a passage."""
        menu = QMenu(self)
        self._fill_facts(menu.addMenu("Who &speaks, and where from"))
        self._fill_doubts(menu.addMenu("&Unsure"))
        self._fill_memos(menu.addMenu("&Memo"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.limits.mapToGlobal(QPoint(0, self.limits.height() + 2)))
        return menu

    def _fill_rounds(self) -> None:
        menu = self.round.choices
        menu.clear()
        _add(menu, "All rounds", self._wanted.round_id is None, lambda: self._change(round_id=None))
        for each in self._session.project.rounds():
            is_on = self._wanted.round_id == each.id
            _add(menu, each.name, is_on, partial(self._change, round_id=each.id))

    def _fill_doubts(self, menu: QMenu) -> None:
        for value, said in _DOUBTS:
            act = partial(self._change, unsure=value)
            _add(menu, _upper(said), self._wanted.unsure is value, act)

    def _fill_memos(self, menu: QMenu) -> None:
        for value, said in _MEMOS:
            _add(menu, _upper(said), self._wanted.memo is value, partial(self._change, memo=value))

    def _fill_condition(self, number: int) -> None:
        """Where the other code stands, whether it must or must not, and an end to it."""
        menu, now = self.conditions[number].choices, self._wanted.conditions[number]
        menu.clear()
        for absent, said in ((False, "It stands"), (True, "It does not stand")):
            _add(menu, said, now.absent is absent, partial(self._amend, number, absent=absent))
        menu.addSeparator()
        for scope in SCOPE_WORDS:
            for within in NEAR if scope == "near" else (0,):
                at = replace(now, scope=scope, within=within)
                is_on = (now.scope, now.within) == (scope, within)
                act = partial(self._amend, number, scope=scope, within=within)
                _add(menu, _upper(scope_words(at)), is_on, act)
        menu.addSeparator()
        menu.addAction("Take it out", partial(self._drop, number))

    def _amend(self, number: int, **parts: object) -> None:
        conditions = list(self._wanted.conditions)
        conditions[number] = replace(conditions[number], **parts)
        self._change(conditions=tuple(conditions))

    def _drop(self, number: int) -> None:
        conditions = self._wanted.conditions
        self._change(conditions=(*conditions[:number], *conditions[number + 1 :]))

    def _known(self) -> Choices:
        if self._choices is None:
            found = self._session.attempt(self._session.project.passage_choices)
            self._choices = found or Choices()
        return self._choices

    def _typed(self) -> None:
        self._pause.stop()
        if self.field.text().strip() != self._wanted.words:
            self._change(words=self.field.text().strip())

    # putting together

    def _wire(self) -> None:
        for button, pick in (
            (self.codes, self._pick_codes),
            (self.speakers, self._pick_speakers),
            (self.coders, self._pick_coders),
            (self.days, self._ask_days),
        ):
            button.picks(pick)
        self.round.choices.aboutToShow.connect(self._fill_rounds)
        for button, fill in (
            (self.facts, self._fill_facts),
            (self.doubt, self._fill_doubts),
            (self.memo, self._fill_memos),
        ):
            button.choices.aboutToShow.connect(partial(_fill_anew, button.choices, fill))
        self.limits.clicked.connect(self.open_limits)
        self.more.clicked.connect(self._pick_another)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self._typed)
        self.field.returnPressed.connect(self._typed)

    def _lay_out(self) -> None:
        flow = self._flow
        flow.setContentsMargins(24, 10, 24, 10)
        flow.addWidget(words("Passages", tone="muted"))
        flow.addWidget(self.codes)
        flow.addWidget(self.more)
        for lead, button in (
            ("· said by", self.speakers),
            ("", self.facts),
            ("·", self.days),
            ("· coded by", self.coders),
            ("in", self.round),
            ("", self.doubt),
            ("", self.memo),
            ("", self.limits),
        ):
            if lead:
                flow.addWidget(words(lead, tone="muted"))
            flow.addWidget(button)
        self.field.setFixedWidth(190)
        flow.addWidget(self.field)


def scope_words(condition: Condition) -> str:
    """Where another code is looked for, in words."""
    if condition.scope == "near" and condition.within == 1:
        return "within one sentence"
    return SCOPE_WORDS[condition.scope].format(n=condition.within)


def _fact_words(wanted: Wanted) -> str:
    if wanted.attribute is not None:
        return f"{wanted.attribute[0]} {wanted.attribute[1]}"
    return _some(wanted.roles, "whatever they are")


def _day_words(wanted: Wanted) -> str:
    if wanted.since and wanted.until:
        same = wanted.since == wanted.until
        return wanted.since if same else f"{wanted.since} to {wanted.until}"
    if wanted.since:
        return f"since {wanted.since}"
    return f"until {wanted.until}" if wanted.until else "on any day"


def _some(names: Iterable[str] | None, every: str) -> str:
    if names is None:
        return every
    shown = sorted(names)
    return " or ".join(shown) if len(shown) <= 2 else f"{shown[0]} and {len(shown) - 1} more"


def _add(menu: QMenu, said: str, is_on: bool, act: Callable[[], object]) -> None:
    action = menu.addAction(_plain(said))
    action.setCheckable(True)
    action.setChecked(is_on)
    action.triggered.connect(lambda *_checked: act())


def _fill_anew(menu: QMenu, fill: Callable[[QMenu], None]) -> None:
    menu.clear()
    fill(menu)


def _plain(said: str) -> str:
    return said.replace("&", "&&") if not said.startswith("&") else said


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]
