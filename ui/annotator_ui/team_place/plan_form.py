"""What is a round to be, and by which rule is its work shared out? The fields of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.rounds import PURPOSES, AllocationRule, Purpose, RoundPlan
from annotator_ui.parts.choosing import Check
from annotator_ui.parts.fields import Field, LineField
from annotator_ui.parts.pick_button import PickButton
from annotator_ui.parts.pick_list import Pick
from annotator_ui.parts.words import hairline
from annotator_ui.team_place.fields_in_rows import FieldsInRows, a_box, a_share, choose
from annotator_ui.team_place.share_form import ShareForm

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.model.people import Round

_DAY: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MARGIN: Final = 24
_CODABLE: Final = (
    ("every turn", "all"),
    ("answers only", "answers"),
    ("turns of some persons", "persons"),
)
_COMMAS: Final = re.compile(r"[,;\n]+")


class PlanDraft(Struct, frozen=True):
    """What the form says."""

    name: str
    purpose: Purpose
    blind: bool
    plan: RoundPlan
    coders: tuple[str, ...]
    rule: AllocationRule


class PlanChoices(Struct, frozen=True):
    """What there is to choose from."""

    name: str
    """Proposed for a new round."""
    coders: Sequence[str]
    rounds: Sequence[Round]
    strata: Sequence[str]
    transcripts: Sequence[tuple[str, str, str]]
    """Uuid in hex, words, and more words that it is found by."""
    speakers: Sequence[str]
    codebooks: Sequence[tuple[str, UUID | None]]
    """Words and identity of each version."""


class PlanForm(QWidget):
    """Fields from top to bottom: the round, who codes, how the work is shared."""

    changed = Signal()
    coders_written = Signal(object)
    """The names in the field of coders, some perhaps new."""

    def __init__(self) -> None:
        super().__init__()
        self._plan = RoundPlan()
        self._is_filling = False
        self._rows = FieldsInRows()
        self.name = LineField("Name of the round", example="reliability 1")
        self.purpose = a_box([(each, each) for each in PURPOSES])
        self.blind = Check("Blind: nobody sees the others")
        self.begins = LineField("Begins", hint="a day", example="2026-11-30")
        self.due = LineField("Due", hint="a day", example="2026-12-31")
        self.unit = a_box([(each, each) for each in ("sentence", "paragraph", "turn")])
        self.codable = a_box(_CODABLE)
        self.persons = PickButton("Whose turns", "person")
        self._persons_field = Field("Whose turns", self.persons, hint="a list to tick")
        self.codebook = a_box([])
        self.threshold = a_share("Threshold of alpha")
        self.decide = Check("Every unit needs a decision of its own")
        self.coders = LineField(
            "Who codes", hint="commas between; new names join", example="ann, ben, cem, dia"
        )
        self.own_codings = Check("Packs bring what their coder did before")
        self.share = ShareForm(self._rows)
        self.share.count_coders_by(self.names)
        self._lay_out()
        self._wire()

    def fill(self, round_: Round | None, given: PlanChoices) -> None:
        """Show a round as it is planned, or a proposal for a new one."""
        self._is_filling = True
        plan = self._plan = round_.plan if round_ else RoundPlan()
        rule = plan.rule or AllocationRule(overlap_share=0.15)
        self.name.line.setText(round_.name if round_ else given.name)
        purpose = round_.purpose if round_ and round_.purpose in PURPOSES else "reliability"
        choose(self.purpose, purpose)
        self.blind.setChecked(round_.blind if round_ else True)
        self.begins.line.setText(plan.begins)
        self.due.line.setText(plan.due)
        self.persons.show_picks(_picks_of_persons(plan.persons, given.speakers))
        self.threshold.setValue(plan.threshold)
        self.codebook.clear()
        for words_, version in given.codebooks:
            self.codebook.addItem(words_, version)
        choose(self.codebook, plan.codebook)
        choose(self.unit, plan.unit)
        choose(self.codable, plan.codable)
        self.decide.setChecked(plan.decide == "every unit" if round_ else True)
        self.own_codings.setChecked(plan.own_codings)
        self.coders.line.setText(", ".join(given.coders))
        chosen = frozenset(rule.chosen)
        self.share.fill(
            rule,
            again_of=plan.again_of,
            rounds=given.rounds,
            strata=given.strata,
            texts=[
                Pick(key, told, not chosen or key in chosen, also)
                for key, told, also in given.transcripts
            ],
        )
        self._is_filling = False
        self._touched()

    def draft(self) -> PlanDraft:
        """What stands in the fields now."""
        plan = replace(
            self._plan,
            codebook=self.codebook.currentData(),
            begins=self.begins.text(),
            due=self.due.text(),
            threshold=self._threshold(),
            persons=self.persons.ticked() if self._of_persons() else (),
            unit=self.unit.currentData(),
            codable=self.codable.currentData(),
            decide="every unit" if self.decide.isChecked() else "by finishing",
            own_codings=self.own_codings.isChecked(),
            again_of=self.share.served_again(),
        )
        purpose = cast("Purpose", self.purpose.currentData())
        blind = self.blind.isChecked()
        return PlanDraft(self.name.text(), purpose, blind, plan, self.names(), self.share.rule())

    def names(self) -> tuple[str, ...]:
        """Who is named, each once."""
        return _each_once(self.coders.line.text())

    def wrong(self) -> bool:
        """Say at its field what cannot be; whether there is something."""
        begins, due = self.begins.text(), self.due.text()
        nobody = self._of_persons() and not self.persons.ticked()
        order = "It is due before it begins." if begins and due and due < begins else ""
        said: tuple[tuple[Field, str], ...] = (
            (self.begins, _not_a_day(begins)),
            (self.due, _not_a_day(due) or order),
            (self.name, "" if self.name.text() else "A round needs a name."),
            (self._persons_field, "Name whose turns may be coded." if nobody else ""),
        )
        for field, words_ in said:
            field.set_wrong(words_)
        return any(words_ for _, words_ in said)

    def _of_persons(self) -> bool:
        return bool(self.codable.currentData() == "persons")

    def _threshold(self) -> float:
        """As it was planned where nobody touched it: the field shows two places."""
        shown, planned = self.threshold.value(), self._plan.threshold
        return planned if round(planned, 2) == shown else shown

    def _touched(self) -> None:
        if self._is_filling:
            return
        self._persons_field.setVisible(self._of_persons())
        self.share.show_what_matters()
        self.changed.emit()

    def _wire(self) -> None:
        for field in (self.name, self.begins, self.due):
            field.line.textEdited.connect(lambda _: self._touched())
        self.coders.line.editingFinished.connect(self._written)
        self.coders.line.textEdited.connect(lambda _: self._touched())
        for box in (self.unit, self.codable, self.codebook):
            box.currentIndexChanged.connect(lambda _: self._touched())
        self.purpose.currentIndexChanged.connect(lambda _: self._take_purpose())
        self.threshold.valueChanged.connect(lambda _: self._touched())
        for tick in (self.blind, self.decide, self.own_codings):
            tick.toggled.connect(lambda _: self._touched())
        self.persons.changed.connect(self._touched)
        self.share.changed.connect(self._touched)

    def _written(self) -> None:
        self.coders_written.emit(self.names())

    def _take_purpose(self) -> None:
        """Blind and explicit decisions come with rounds that are compared."""
        if not self._is_filling:
            compared = self.purpose.currentData() in {"pilot", "reliability"}
            self.blind.setChecked(compared)
            self.decide.setChecked(compared)
            self._touched()

    def fit(self, width: int) -> None:
        """Fields stand beside each other where there is room for them, else under each other."""
        self._rows.fit(width - 2 * _MARGIN)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 24)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addLayout(
            self._rows.row(
                Field("What it is for", self.purpose),
                Field("Threshold of alpha", self.threshold),
            )
        )
        column.addLayout(self._rows.row(self.begins, self.due))
        column.addWidget(self.blind)
        column.addWidget(self.coders)
        column.addWidget(hairline())
        column.addWidget(self.share)
        column.addWidget(hairline())
        column.addLayout(
            self._rows.row(Field("Unit of coding", self.unit), Field("Codable", self.codable))
        )
        column.addWidget(self._persons_field)
        column.addWidget(Field("Codebook", self.codebook))
        column.addWidget(self.decide)
        column.addWidget(self.own_codings)
        column.addStretch(1)


def _picks_of_persons(planned: Sequence[str], speakers: Sequence[str]) -> list[Pick]:
    """Everybody who speaks; who was planned and speaks no more comes first."""
    wanted = {each.casefold() for each in planned}
    there = {each.casefold() for each in speakers}
    gone = [Pick(each, each, ticked=True) for each in planned if each.casefold() not in there]
    return [*gone, *(Pick(each, each, each.casefold() in wanted) for each in speakers)]


def _each_once(line: str) -> tuple[str, ...]:
    """What stands between commas."""
    found = (each.strip() for each in _COMMAS.split(line))
    return tuple(dict.fromkeys(each for each in found if each))


def _not_a_day(written: str) -> str:
    return "" if not written or _DAY.fullmatch(written) else "Write 2026-12-31."
