"""What is a round to be, and by which rule is its work shared out? The fields of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.model.rounds import PURPOSES, AllocationRule, Purpose, RoundPlan
from annotator_ui.parts.buttons import Segments
from annotator_ui.parts.fields import Field, LineField
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.model.people import Round
    from annotator.model.rounds import Scheme

SCHEMES: Final[tuple[tuple[Scheme, str, str], ...]] = (
    ("split", "Split", "each transcript to one coder, and the overlap to several"),
    ("pairs", "In pairs", "each transcript to two coders, who change"),
    ("all", "Everybody all", "every coder codes every transcript"),
    ("again", "Again", "each coder gets some of what they coded in another round"),
)
_DAY: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_GAP, _MARGIN = 12, 24
_CODABLE: Final = (
    ("every turn", "all"),
    ("answers only", "answers"),
    ("turns of some persons", "persons"),
)
_COMMAS: Final = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What the form says."""

    name: str
    purpose: Purpose
    blind: bool
    plan: RoundPlan
    coders: tuple[str, ...]
    rule: AllocationRule


class PlanForm(QWidget):
    """Fields from top to bottom: the round, who codes, how the work is shared."""

    changed = Signal()
    coders_written = Signal(object)
    """The names in the field of coders, some perhaps new."""

    def __init__(self) -> None:
        super().__init__()
        self._plan = RoundPlan()
        self._is_filling = False
        self._rows: list[tuple[QBoxLayout, tuple[QWidget, ...]]] = []
        self.name = LineField("Name of the round", example="reliability 1")
        self.purpose = _box([(each, each) for each in PURPOSES])
        self.blind = QCheckBox("Blind: nobody sees the others")
        self.begins = LineField("Begins", hint="a day", example="2026-11-30")
        self.due = LineField("Due", hint="a day", example="2026-12-31")
        self.unit = _box([(each, each) for each in ("sentence", "paragraph", "turn")])
        self.codable = _box(_CODABLE)
        self.persons = LineField(
            "Whose turns", hint="commas between", example="Mr. Smith, Ms. Jones"
        )
        self.threshold = QDoubleSpinBox()
        self.threshold.setRange(0.0, 1.0)
        self.threshold.setSingleStep(0.05)
        self.threshold.setAccessibleName("Threshold of alpha")
        self.threshold.lineEdit().setTextMargins(6, 0, 0, 0)
        self.decide = QCheckBox("Every unit needs a decision of its own")
        self.coders = LineField(
            "Who codes", hint="commas between; new names join", example="ann, ben, cem, dia"
        )
        self.scheme = Segments([each[1] for each in SCHEMES], "How the work is shared")
        self.scheme_says = words(kind="small", tone="muted", wrap=True)
        self.again = _box([])
        self.overlap = _spin(0, 100_000, "Size of the overlap")
        self.overlap_in = _box([("% of them", "share"), ("transcripts", "number")])
        self.overlap_by = _box([("everybody", None)])
        self.strata = _box([("nothing", "")])
        self.sample = _spin(0, 100_000, "Size of the sample")
        self.sample.setSpecialValueText("all")
        self.seed = _spin(1, 999_999, "Seed")
        self._again_field = Field("Of which round", self.again)
        self._lay_out()
        self._wire()

    def fill(
        self,
        round_: Round | None,
        *,
        name: str,
        coders: Sequence[str],
        rounds: Sequence[Round],
        strata: Sequence[str],
    ) -> None:
        """Show a round as it is planned, or a proposal for a new one."""
        self._is_filling = True
        plan = self._plan = round_.plan if round_ else RoundPlan()
        rule = plan.rule or AllocationRule(overlap_share=0.15)
        self.name.line.setText(round_.name if round_ else name)
        purpose = round_.purpose if round_ and round_.purpose in PURPOSES else "reliability"
        _choose(self.purpose, purpose)
        self.blind.setChecked(round_.blind if round_ else True)
        self.begins.line.setText(plan.begins)
        self.due.line.setText(plan.due)
        self.persons.line.setText(", ".join(plan.persons))
        self.threshold.setValue(plan.threshold)
        _choose(self.unit, plan.unit)
        _choose(self.codable, plan.codable)
        self.decide.setChecked(plan.decide == "every unit" if round_ else True)
        self.coders.line.setText(", ".join(coders))
        self.again.clear()
        for each in rounds:
            self.again.addItem(each.name, each.uuid)
        _choose(self.again, plan.again_of)
        self.strata.clear()
        for words_, value in [("nothing", ""), *((each, each) for each in strata)]:
            self.strata.addItem(words_, value)
        _choose(self.strata, rule.strata[0] if rule.strata else "")
        self._fill_rule(rule)
        self._is_filling = False
        self._touched()

    def draft(self) -> PlanDraft:
        """What stands in the fields now."""
        scheme = SCHEMES[max(self._scheme(), 0)][0]
        is_share = self.overlap_in.currentData() == "share"
        size = self.overlap.value() if scheme in {"split", "pairs"} else 0
        names = self.names()
        by = self.overlap_by.currentData()
        rule = AllocationRule(
            scheme=scheme,
            seed=self.seed.value(),
            overlap=0 if is_share else size,
            overlap_share=size / 100 if is_share else 0.0,
            overlap_coders=by if size and by is not None and by <= len(names) else None,
            strata=(self.strata.currentData(),) if self.strata.currentData() else (),
            sample=self.sample.value() or None,
        )
        plan = replace(
            self._plan,
            begins=self.begins.text(),
            due=self.due.text(),
            threshold=self._threshold(),
            persons=_each_once(self.persons.text()) if self._of_persons() else (),
            unit=self.unit.currentData(),
            codable=self.codable.currentData(),
            decide="every unit" if self.decide.isChecked() else "by finishing",
            again_of=self.again.currentData() if scheme == "again" else None,
        )
        purpose = cast("Purpose", self.purpose.currentData())
        return PlanDraft(self.name.text(), purpose, self.blind.isChecked(), plan, names, rule)

    def names(self) -> tuple[str, ...]:
        """Who is named, each once."""
        return _each_once(self.coders.line.text())

    def wrong(self) -> bool:
        """Say at its field what cannot be; whether there is something."""
        begins, due = self.begins.text(), self.due.text()
        nobody = self._of_persons() and not _each_once(self.persons.text())
        order = "It is due before it begins." if begins and due and due < begins else ""
        said = (
            (self.begins, _not_a_day(begins)),
            (self.due, _not_a_day(due) or order),
            (self.name, "" if self.name.text() else "A round needs a name."),
            (self.persons, "Name whose turns may be coded." if nobody else ""),
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

    def _fill_rule(self, rule: AllocationRule) -> None:
        self.scheme.choose([each[0] for each in SCHEMES].index(rule.scheme))
        is_share = not rule.overlap
        _choose(self.overlap_in, "share" if is_share else "number")
        self.overlap.setValue(round(rule.overlap_share * 100) if is_share else rule.overlap)
        self.sample.setValue(rule.sample or 0)
        self.seed.setValue(rule.seed)
        self._offer_sharers()
        _choose(self.overlap_by, rule.overlap_coders)

    def _scheme(self) -> int:
        return next((n for n, each in enumerate(self.scheme.buttons()) if each.isChecked()), 0)

    def _touched(self) -> None:
        if self._is_filling:
            return
        number = self._scheme()
        scheme = SCHEMES[number][0]
        self.scheme_says.setText(SCHEMES[number][2].capitalize() + ".")
        self._overlap_row.setVisible(scheme in {"split", "pairs"})
        self._again_field.setVisible(scheme == "again")
        self.persons.setVisible(self._of_persons())
        self._is_filling = True
        self._offer_sharers()
        self._is_filling = False
        self.changed.emit()

    def _offer_sharers(self) -> None:
        """Everybody codes the overlap, or two, three … of them."""
        wanted, box = self.overlap_by.currentData(), self.overlap_by
        count = len(self.names())
        box.clear()
        box.addItem("everybody", None)
        for number in range(2, count):
            box.addItem(f"{number} coders each", number)
        _choose(box, wanted)

    def _wire(self) -> None:
        for field in (self.name, self.begins, self.due, self.persons):
            field.line.textEdited.connect(lambda _: self._touched())
        self.coders.line.editingFinished.connect(self._written)
        self.coders.line.textEdited.connect(lambda _: self._touched())
        boxes = (
            self.unit, self.codable, self.again, self.overlap_in, self.overlap_by, self.strata,
        )  # fmt: skip
        for box in boxes:
            box.currentIndexChanged.connect(lambda _: self._touched())
        self.purpose.currentIndexChanged.connect(lambda _: self._take_purpose())
        for spin in (self.overlap, self.sample, self.seed, self.threshold):
            spin.valueChanged.connect(lambda _: self._touched())
        for tick in (self.blind, self.decide):
            tick.toggled.connect(lambda _: self._touched())
        self.scheme.chosen.connect(lambda _: self._touched())

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
        ways = QBoxLayout.Direction
        for row, fields in self._rows:
            wanted = sum(field.sizeHint().width() + _GAP for field in fields)
            fits = wanted <= width - 2 * _MARGIN
            row.setDirection(ways.LeftToRight if fits else ways.TopToBottom)

    def _row(self, *fields: QWidget) -> QBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for field in fields:
            row.addWidget(field, 1)
        self._rows.append((row, fields))
        return row

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 24)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addLayout(
            self._row(
                Field("What it is for", self.purpose),
                Field("Threshold of alpha", self.threshold),
            )
        )
        column.addLayout(self._row(self.begins, self.due))
        column.addWidget(self.blind)
        column.addWidget(self.coders)
        column.addWidget(hairline())
        column.addWidget(words("How the work is shared", kind="section"))
        column.addWidget(self.scheme)
        column.addWidget(self.scheme_says)
        column.addWidget(self._again_field)
        self._overlap_row = QWidget()
        inside = self._row(
            Field("Hidden overlap", self.overlap),
            Field("Counted in", self.overlap_in),
            Field("Coded by", self.overlap_by),
        )
        self._overlap_row.setLayout(inside)
        column.addWidget(self._overlap_row)
        column.addLayout(
            self._row(
                Field("Spread evenly by", self.strata),
                Field("Transcripts drawn", self.sample),
                Field("Seed", self.seed, hint="kept"),
            )
        )
        column.addWidget(hairline())
        column.addLayout(
            self._row(Field("Unit of coding", self.unit), Field("Codable", self.codable))
        )
        column.addWidget(self.persons)
        column.addWidget(self.decide)
        column.addStretch(1)


def _each_once(line: str) -> tuple[str, ...]:
    """What stands between commas."""
    found = (each.strip() for each in _COMMAS.split(line))
    return tuple(dict.fromkeys(each for each in found if each))


def _not_a_day(written: str) -> str:
    return "" if not written or _DAY.fullmatch(written) else "Write 2026-12-31."


def _box(choices: Sequence[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for words_, value in choices:
        box.addItem(words_, value)
    return box


def _spin(least: int, most: int, name: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setAccessibleName(name)
    spin.lineEdit().setTextMargins(6, 0, 0, 0)
    return spin


def _choose(box: QComboBox, value: object) -> None:
    find: Callable[[int], object] = box.itemData
    found = next((n for n in range(box.count()) if find(n) == value), 0)
    box.setCurrentIndex(found)
