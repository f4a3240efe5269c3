"""Which rules bear on a code, and what may be added to them?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.model.code_rules import SCOPE_WORDS, SCOPES, CodeRule, RuleDraft, RuleKind, Scope
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button, IconButton
from annotator_ui.parts.choosing import Check, ListBox
from annotator_ui.parts.fields import Field
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook

_KINDS: dict[RuleKind, str] = {
    "not_with": "not with \u2026",
    "may_with": "may stand with \u2026",
    "together": "needs \u2026 as well",
    "only_if": "only where \u2026 stands already",
    "exclusive": "only one code of this group",
}


class RulesBlock(QWidget):
    """Rules as chips; its own can be taken away, those of groups and other codes are told."""

    add_asked = Signal()
    removed = Signal(object)
    """A `CodeRule` of the code itself."""
    code_asked = Signal(int)
    """The id of the code or group that a rule belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.add_button = Button("Rule", drawing="plus", kind="link")
        self.add_button.clicked.connect(self.add_asked)
        self._chips = QWidget()
        self._flow = Flow(self._chips, gap=8, between=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(words("Rules", kind="section"))
        column.addWidget(self._chips)
        self._flow.addWidget(self.add_button)

    def show_rules(self, book: Codebook, code: Code, *, may_change: bool) -> None:
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.add_button.setVisible(may_change)
        for number, rule in enumerate(book.rules_about(code)):
            owner = book.by_id(rule.code_id)
            own = rule.code_id == code.id
            chip = _Chip(book, rule, code, "" if own or owner is None else owner.name)
            chip.remove.setVisible(own and may_change)
            chip.remove.clicked.connect(lambda _=False, r=rule: self.removed.emit(r))
            chip.whose.clicked.connect(lambda _=False, r=rule: self.code_asked.emit(r.code_id))
            self._flow.insert_widget(number, chip)
        self._flow.invalidate()
        self._chips.updateGeometry()

    def chips(self) -> list[str]:
        """What the chips say, in order."""
        found = [self._flow.itemAt(number) for number in range(self._flow.count())]
        widgets = [item.widget() for item in found if item is not None]
        return [widget.accessibleName() for widget in widgets if isinstance(widget, _Chip)]


class _Chip(QFrame):
    """One rule in words, the other code in bold."""

    def __init__(self, book: Codebook, rule: CodeRule, code: Code, whose: str) -> None:
        super().__init__()
        self.setProperty("part", "chip")
        other_id = rule.other_id
        if other_id in {above.id for above in book.line(code)}:  # told from the other side
            other_id = rule.code_id
            whose = ""
        other = None if other_id is None else book.by_id(other_id)
        before, after = _sides(rule)
        self.remove = IconButton("x", "Take this rule away", 12)
        self.whose = Button(f"of {whose}", kind="link")
        self.whose.setVisible(bool(whose))
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(words(before, kind="small"))
        if other is not None:
            bold = words(other.code_id, kind="code")
            bold.setToolTip(plain_tip(other.name))
            row.addWidget(bold)
        row.addWidget(words(after, kind="small"))
        row.addWidget(self.whose)
        row.addWidget(self.remove)
        label = other.code_id if other is not None else ""
        told = "" if rule.strict or rule.kind in {"may_with", "together"} else ", only told"
        self.setAccessibleName(" ".join(f"{before} {label} {after}".split()) + told)
        self.setToolTip("Told, not refused" if told else "")
        self.setMinimumHeight(QFontMetrics(self.font()).height() + 10)


def _sides(rule: CodeRule) -> tuple[str, str]:
    """The words of a rule before and after the name of the other code."""
    where = SCOPE_WORDS[rule.scope]
    return {
        "exclusive": (f"only one of its codes {where}", ""),
        "not_with": ("not with", where),
        "may_with": ("may stand with", where),
        "together": ("needs", where),
        "only_if": ("only where", f"stands {where}"),
    }[rule.kind]


Problem = Callable[[RuleDraft], str]
Save = Callable[[RuleDraft], object]


class RuleDialog(FramedDialog):
    """One more rule: what, with which code, how far it reaches, and how hard."""

    def __init__(
        self, parent: QWidget, book: Codebook, code: Code, *, problem: Problem, save: Save
    ) -> None:
        lead = "A rule on a group means every code below it."
        super().__init__(parent, f"New rule for \u201c{code.name}\u201d", lead, "Add")
        self._problem, self._save = problem, save
        self.kind = ListBox()
        for kind, said in _KINDS.items():
            if kind != "exclusive" or code.is_group:
                self.kind.addItem(said, kind)
        self.other = ListBox()
        self.other.setMaxVisibleItems(16)
        for each in sorted(book.codes, key=lambda each: each.is_group):  # codes are meant mostly
            if each.id != code.id:
                name = " \u203a ".join(book.path(each)) if each.is_group else each.name
                self.other.addItem(f"{name}  ({each.code_id})", each.code_id)
        self.scope = ListBox()
        for scope in SCOPES:
            self.scope.addItem(SCOPE_WORDS[scope], scope)
        self.strict = Check("Refuse what breaks it; else it is only told")
        self.strict.setChecked(True)
        self._other = Field("Which code", self.other)
        self._why = words(kind="small", tone="error", wrap=True)
        for field in (Field("Rule", self.kind), self._other, Field("Where", self.scope)):
            self.body.addWidget(field)
        self.body.addWidget(self.strict)
        self.body.addWidget(self._why)
        self.setMinimumWidth(440)
        if code.is_group:
            self.kind.setCurrentIndex(self.kind.findData("exclusive"))
        for box in (self.kind, self.other, self.scope):
            box.currentIndexChanged.connect(self._check)
        self._check()
        self.kind.setFocus()

    def draft(self) -> RuleDraft:
        kind = cast("RuleKind", self.kind.currentData())
        other = "" if kind == "exclusive" else str(self.other.currentData() or "")
        scope = cast("Scope", self.scope.currentData())
        return RuleDraft(kind, other, scope, self.strict.isChecked())

    def accept(self) -> None:
        if self._check():
            return
        try:
            self._save(self.draft())
        except UserError as error:
            self.refuse(str(error))
            return
        super().accept()

    def _check(self) -> str:
        draft = self.draft()
        self._other.setVisible(draft.kind != "exclusive")
        self.strict.setVisible(draft.kind not in {"may_with", "together"})
        problem = self._problem(draft)
        self._why.setText(problem)
        self._why.setVisible(bool(problem))
        self.accept_button.setEnabled(not problem)
        return problem
