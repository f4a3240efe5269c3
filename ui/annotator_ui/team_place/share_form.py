"""By which rule is the work of a round shared out? The lower fields of a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.rounds import AllocationRule
from annotator_ui.parts.buttons import Segments
from annotator_ui.parts.fields import Field
from annotator_ui.parts.pick_button import PickButton
from annotator_ui.parts.words import words
from annotator_ui.team_place.fields_in_rows import FieldsInRows, a_box, a_spin, choose

if TYPE_CHECKING:
    from annotator.model.people import Round
    from annotator.model.rounds import Scheme
    from annotator_ui.parts.pick_list import Pick

SCHEMES: Final[tuple[tuple[Scheme, str, str], ...]] = (
    ("split", "Split", "each transcript to one coder, and the overlap to several"),
    ("pairs", "In pairs", "each transcript to two coders, who change"),
    ("all", "Everybody all", "every coder codes every transcript"),
    ("again", "Again", "each coder gets some of what they coded in another round"),
)
_ITEMS: Final = (
    ("whole transcripts", "transcript"),
    ("single turns", "turn"),
    ("single paragraphs", "paragraph"),
)


class ShareForm(QWidget):
    """Of which transcripts, how they are shared, how large the overlap is."""

    changed = Signal()

    def __init__(self, rows: FieldsInRows) -> None:
        super().__init__()
        self._rule = AllocationRule()
        self._names: Callable[[], Sequence[str]] = tuple
        self.scheme = Segments([each[1] for each in SCHEMES], "How the work is shared")
        self.scheme_says = words(kind="small", tone="muted", wrap=True)
        self.again = a_box([])
        self.texts = PickButton("Of which transcripts", "transcript", all_is_open=True)
        self.item = a_box(_ITEMS)
        self.overlap = a_spin(0, 100_000, "Size of the overlap")
        self.overlap_in = a_box([("% of them", "share"), ("items", "number")])
        self.overlap_by = a_box([("everybody", None)])
        self.strata = a_box([("nothing", "")])
        self._kinds: list[tuple[str, ...]] = [()]
        self.sample = a_spin(0, 100_000, "Size of the sample")
        self.sample.setSpecialValueText("all")
        self.seed = a_spin(1, 999_999, "Seed")
        self._again_field = Field("Of which round", self.again)
        self._overlap_row = QWidget()
        self._lay_out(rows)
        self._wire()

    def count_coders_by(self, names: Callable[[], Sequence[str]]) -> None:
        """Who codes, as the form above says: how many may share the overlap."""
        self._names = names

    def fill(
        self,
        rule: AllocationRule,
        *,
        again_of: UUID | None,
        rounds: Sequence[Round],
        strata: Sequence[str],
        texts: Sequence[Pick],
    ) -> None:
        """Show a rule; `texts` are all transcripts, those that it is about ticked."""
        self._rule = rule
        self.again.clear()
        for each in rounds:
            self.again.addItem(each.name, each.uuid)
        choose(self.again, again_of)
        self.texts.show_picks(texts)
        self.strata.clear()
        self._kinds = [(), *((each,) for each in strata)]
        if rule.strata not in self._kinds:
            self._kinds.append(rule.strata)
        for kind in self._kinds:
            self.strata.addItem(" and ".join(kind) or "nothing")
        self.strata.setCurrentIndex(self._kinds.index(rule.strata))
        self.scheme.choose([each[0] for each in SCHEMES].index(rule.scheme))
        choose(self.item, rule.item)
        is_share = not rule.overlap
        choose(self.overlap_in, "share" if is_share else "number")
        self.overlap.setValue(round(rule.overlap_share * 100) if is_share else rule.overlap)
        self.sample.setValue(rule.sample or 0)
        self.seed.setValue(rule.seed)
        self.offer_sharers()
        choose(self.overlap_by, rule.overlap_coders)

    def rule(self) -> AllocationRule:
        """What stands in the fields now."""
        is_share = self.overlap_in.currentData() == "share"
        size = self.overlap.value() if self.scheme_name in {"split", "pairs"} else 0
        by = self.overlap_by.currentData()
        ticked = self.texts.ticked()
        return replace(
            self._rule,
            scheme=self.scheme_name,
            seed=self.seed.value(),
            overlap=0 if is_share else size,
            overlap_share=size / 100 if is_share else 0.0,
            overlap_coders=by if size and by is not None and by <= len(self._names()) else None,
            strata=self._kinds[max(self.strata.currentIndex(), 0)],
            sample=self.sample.value() or None,
            item=self.item.currentData(),
            chosen=() if self.texts.is_everything() else tuple(sorted(ticked)),
        )

    @property
    def scheme_name(self) -> Scheme:
        return SCHEMES[self._place_of_scheme()][0]

    def served_again(self) -> UUID | None:
        return self.again.currentData() if self.scheme_name == "again" else None

    def show_what_matters(self) -> None:
        """Fields that the scheme does not ask for are out of sight."""
        self.scheme_says.setText(SCHEMES[self._place_of_scheme()][2].capitalize() + ".")
        self._overlap_row.setVisible(self.scheme_name in {"split", "pairs"})
        self._again_field.setVisible(self.scheme_name == "again")
        self.offer_sharers()

    def offer_sharers(self) -> None:
        """Everybody codes the overlap, or two, three … of them."""
        wanted, box = self.overlap_by.currentData(), self.overlap_by
        box.blockSignals(True)
        box.clear()
        box.addItem("everybody", None)
        for number in range(2, len(self._names())):
            box.addItem(f"{number} coders each", number)
        choose(box, wanted)
        box.blockSignals(False)

    def _place_of_scheme(self) -> int:
        return next((n for n, each in enumerate(self.scheme.buttons()) if each.isChecked()), 0)

    def _wire(self) -> None:
        boxes = (
            self.again, self.item, self.overlap_in, self.overlap_by, self.strata,
        )  # fmt: skip
        for box in boxes:
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for spin in (self.overlap, self.sample, self.seed):
            spin.valueChanged.connect(lambda _: self.changed.emit())
        self.scheme.chosen.connect(lambda _: self.changed.emit())
        self.texts.changed.connect(self.changed)

    def _lay_out(self, rows: FieldsInRows) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(words("How the work is shared", kind="section"))
        column.addWidget(self.scheme)
        column.addWidget(self.scheme_says)
        column.addWidget(self._again_field)
        column.addLayout(
            rows.row(
                Field("Of which transcripts", self.texts, hint="a list to tick"),
                Field("Handed out as", self.item),
            )
        )
        self._overlap_row.setLayout(
            rows.row(
                Field("Hidden overlap", self.overlap),
                Field("Counted in", self.overlap_in),
                Field("Coded by", self.overlap_by),
            )
        )
        column.addWidget(self._overlap_row)
        column.addLayout(
            rows.row(
                Field("Spread evenly by", self.strata),
                Field("Drawn at random", self.sample),
                Field("Seed", self.seed, hint="kept"),
            )
        )
