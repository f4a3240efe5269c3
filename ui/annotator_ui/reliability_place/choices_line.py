"""What is compared, in one line of words, and how is it changed?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from annotator_ui.parts.flow import Flow
from annotator_ui.parts.pick_list import Pick, PickList
from annotator_ui.parts.said import SaidButton
from annotator_ui.parts.words import words
from annotator_ui.reliability_place.limits import Limits

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice, Work
    from annotator.reliability.panel import Panel
    from annotator_ui.session import Session

_RULES: Final = {
    "half": "half overlaps",
    "any": "any part is coded",
    "half of the unit": "half of it is coded",
}
_WORKS: Final[dict[Work, str]] = {
    "sealed": "accepted",
    "finished": "finished",
    "drafts": "drafts too",
    "as finished": "all as if finished",
}


class ChoicesLine(QWidget):
    """Round · coders · transcripts · codes · by unit · present when …"""

    chosen = Signal(object)
    """Another `Choice`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._choice: Choice | None = None
        self._panel: Panel | None = None
        self.round = _said("Round")
        self.coders = _said("Coders")
        self.transcripts = _said("Transcripts")
        self.work = _said("Work")
        self.codes = _said("Codes")
        self.unit = _said("Unit")
        self.rule = _said("A unit is coded when")
        self.limits = Limits(session, self)
        self.limits.changed.connect(self.chosen)
        self._rule_lead = words("present when", tone="muted")
        self._lay_out()
        for button, fill in (
            (self.round, self._fill_rounds),
            (self.work, self._fill_works),
            (self.unit, self._fill_units),
            (self.rule, self._fill_rules),
        ):
            button.choices.aboutToShow.connect(fill)
        for button, pick in (
            (self.coders, self._pick_coders),
            (self.transcripts, self._pick_transcripts),
            (self.codes, self._pick_codes),
        ):
            button.picks(pick)

    def show_choice(self, choice: Choice, panel: Panel | None) -> None:
        """Say what is compared; `panel` fills in what the choice left open."""
        self._choice, self._panel = choice, panel
        shown = panel.choice if panel is not None else choice
        self.round.say(shown.round or "newest")
        self.coders.say(_named(panel.coders, "coder") if panel is not None else "all coders")
        texts = len(panel.transcripts) if panel is not None else 0
        self.transcripts.say(f"{_count(texts, 'transcript')},")
        self.work.say(_WORKS[shown.work or "finished"])
        self.codes.say(self._words_of_codes(shown, panel))
        self.unit.say(shown.unit)
        self.rule.say(_RULES[shown.rule])
        self.limits.show_choice(choice)
        for part in (self.rule, self._rule_lead):
            part.setVisible(shown.unit not in {"character", "free span"})

    def _words_of_codes(self, choice: Choice, panel: Panel | None) -> str:
        count = len(panel.rows) if panel is not None else 0
        what = "group" if choice.level == "parent" else "code"
        return f"all {count} {what}s" if choice.codes is None else _count(count, what)

    # filling the menus

    def _fill_rounds(self) -> None:
        names = [one.name for one in self._session.project.rounds()]
        now = self._shown().round
        self._fill(
            self.round, [(name, name == now) for name in names],
            lambda place: self._change(round=names[place], coders=None, transcripts=None),
        )  # fmt: skip

    def _fill_works(self) -> None:
        from annotator.reliability.choice import WORKS

        works = list(WORKS)
        now = self._shown().work
        self._fill(
            self.work, [(_upper(WORKS[work]), work == now) for work in works],
            lambda place: self._change(work=works[place]),
        )  # fmt: skip

    def _fill_units(self) -> None:
        from annotator.reliability.choice import UNITS

        now = self._shown().unit
        self._fill(
            self.unit, [(_upper(unit), unit == now) for unit in UNITS],
            lambda place: self._change(unit=UNITS[place]),
        )  # fmt: skip

    def _fill_rules(self) -> None:
        from annotator.reliability.projection import RULES

        rules = list(RULES)
        now = self._shown().rule
        self._fill(
            self.rule, [(_upper(RULES[rule]), rule == now) for rule in rules],
            lambda place: self._change(rule=rules[place]),
        )  # fmt: skip

    def _fill(
        self,
        button: SaidButton,
        entries: Sequence[tuple[str, bool]],
        choose: Callable[[int], object],
    ) -> None:
        menu = button.choices
        menu.clear()
        group = QActionGroup(menu)
        for place, (name, is_chosen) in enumerate(entries):
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(is_chosen)
            group.addAction(action)
            action.triggered.connect(lambda *_checked, place=place: choose(place))

    # picking some of many

    def _pick_coders(self) -> None:
        panel = self._panel
        if panel is None:
            return
        everyone = [coder.coder_id for coder in self._session.project.coders()]
        picks = [Pick(name, name, name in panel.coders) for name in everyone]
        self._pick(self.coders, picks, least=2, change=self._change_coders)

    def _change_coders(self, taken: tuple[str, ...]) -> None:
        self._change(coders=taken)

    def _pick_transcripts(self) -> None:
        chosen = self._choice.transcripts if self._choice is not None else None
        infos = self._session.project.transcripts()
        picks = [
            Pick(info.doc_id, _title(info.doc_id, info.metadata.title, info.metadata.date),
                 chosen is None or info.doc_id in chosen)
            for info in infos
        ]  # fmt: skip
        every = tuple(info.doc_id for info in infos)

        def change(taken: tuple[str, ...]) -> None:
            self._change(transcripts=None if taken == every else taken)

        self._pick(self.transcripts, picks, least=1, change=change)

    def _pick_codes(self) -> None:
        choice = self._choice
        codes = [code for code in self._session.project.codebook().codes if not code.is_group]
        chosen = choice.codes if choice is not None else None
        picks = [
            Pick(code.code_id, f"{code.code_id} · {code.name}",
                 chosen is None or code.code_id in chosen)
            for code in codes
        ]  # fmt: skip
        every = tuple(code.code_id for code in codes)

        def change(taken: tuple[str, ...]) -> None:
            self._change(codes=None if taken == every else taken)

        self._pick(self.codes, picks, least=1, change=change)

    def _pick(
        self,
        button: SaidButton,
        picks: Sequence[Pick],
        *,
        least: int,
        change: Callable[[tuple[str, ...]], object],
    ) -> None:
        opened = PickList(button.name, least=least)
        opened.taken.connect(change)
        opened.open_under(button, picks)
        button.popped = opened

    def _shown(self) -> Choice:
        """The choice as it was answered, with what was left open."""
        from annotator.reliability.choice import Choice

        if self._panel is not None:
            return self._panel.choice
        return self._choice or Choice()

    def _change(self, **parts: object) -> None:
        if self._choice is not None:
            self.chosen.emit(replace(self._choice, **parts))

    def _lay_out(self) -> None:
        flow = Flow(self, gap=5, between=4)
        flow.setContentsMargins(24, 10, 24, 10)
        flow.addWidget(words("Round", tone="muted"))
        flow.addWidget(self.round)
        for part in (self.coders, self.transcripts):
            flow.addWidget(words("·", tone="muted"))
            flow.addWidget(part)
        flow.addWidget(self.work)
        flow.addWidget(words("·", tone="muted"))
        flow.addWidget(self.codes)
        flow.addWidget(words("· by", tone="muted"))
        flow.addWidget(self.unit)
        flow.addWidget(self._rule_lead)
        flow.addWidget(self.rule)
        for limit in self.limits:
            flow.addWidget(limit)


def _said(name: str) -> SaidButton:
    return SaidButton(name)


def _named(names: Sequence[str], what: str) -> str:
    """The names where they are few, else how many."""
    if not names:
        return f"no {what}s"
    return ", ".join(names) if len(names) <= 3 else f"{len(names)} {what}s"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def _title(doc_id: str, title: str, date: str) -> str:
    return " · ".join(part for part in (doc_id, title, date) if part)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
