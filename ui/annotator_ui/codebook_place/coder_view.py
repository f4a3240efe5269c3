"""How does a code look to those who code with it?"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.model.code_fields import CodeField, shown_value, strokes
from annotator.model.code_keys import key_words
from annotator.model.code_rules import rule_words
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.parts.badge import Badge
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.words import cap, words
from annotator_ui.theme import Theme, code_shade

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook

_WIDTH = 340
_SECTIONS = (
    ("Full definition", "full"),
    ("Use when", "use_when"),
    ("Don\u2019t use when", "dont_use_when"),
    ("Example", "example"),
    ("Counter-example", "counter_example"),
)
_HIDDEN = "Hidden here: it is quoted from a transcript of this blind round."


class CoderView(QScrollArea):
    """The card beside the text, whole, in its own width, with the keys of its fields."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Codebook, Code, frozenset[str]] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_code(self, book: Codebook, code: Code, *, hidden: Collection[str]) -> None:
        """`hidden` are the texts that coders do not see in the round at work."""
        self._shown = (book, code, frozenset(hidden))
        page = QWidget()
        page.setProperty("ground", "panel")
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 20, 24, 24)
        card = self._card(book, code, frozenset(hidden))
        row.addWidget(card, 1000, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.setWidget(page)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._shown is not None:
            book, code, hidden = self._shown
            self.show_code(book, code, hidden=hidden)

    def said(self) -> str:
        """Everything on the card, for tests and screen readers."""
        return "\n".join(prose.words() for prose in self.findChildren(Prose))

    def _card(self, book: Codebook, code: Code, hidden: frozenset[str]) -> QWidget:
        card = QFrame()
        card.setProperty("part", "framed")
        card.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 16, 18, 18)
        column.setSpacing(4)
        column.addLayout(self._head(code))
        column.addSpacing(4)
        brief = Prose()
        brief.say(code.brief or code.full.partition(". ")[0])
        column.addWidget(brief)
        for title, name in _SECTIONS:
            text = getattr(code, name)
            if text and not (name == "full" and text == code.brief):
                self._section(column, title, _HIDDEN if name in hidden else text, name)
        for field in book.fields_of(code):
            self._section(column, _asked(field), _answers(field), "field")
        rules = [_rule(book, code, number) for number in range(len(book.rules_about(code)))]
        if rules:
            self._section(column, "Rules", "\n".join(rules), "rules")
        return card

    def _head(self, code: Code) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        shade = code_shade(code.color or NO_COLOR, self._theme)
        head.addWidget(Badge(shade, code.key), 0, Qt.AlignmentFlag.AlignTop)
        name = words(code.name, kind="strong")
        name.setWordWrap(True)
        head.addWidget(name, 1)
        if code.key:
            head.addWidget(cap(key_words(code.key)), 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _section(self, column: QVBoxLayout, title: str, text: str, name: str) -> None:
        column.addSpacing(6)
        column.addWidget(words(title, kind="section"))
        said = Prose(quoted="example" in name and text != _HIDDEN)
        said.say(text)
        column.addWidget(said)


def _asked(field: CodeField) -> str:
    asked = field.question or field.name
    return f"{asked} (must be filled in)" if field.required else asked


def _answers(field: CodeField) -> str:
    keys = {value: key for key, value in strokes(field).items()}
    if field.kind == "yes_no":
        return "yes (y), no (n)"
    if field.points:
        said = [
            shown_value(field, point.value)
            + (f"  ({keys[point.value]})" if point.value in keys else "")
            for point in field.points
        ]
        return ", ".join(said)
    kinds = {"number": "a number", "person": "a person", "text": "a few words"}
    words_ = kinds.get(field.kind, "")
    return f"{words_}, proposed from the speaker" if field.from_speaker else words_


def _rule(book: Codebook, code: Code, number: int) -> str:
    rule = book.rules_about(code)[number]
    above = {each.id for each in book.line(code)}
    other_id = rule.code_id if rule.other_id in above else rule.other_id
    other = None if other_id is None else book.by_id(other_id)
    said = rule_words(rule.kind, rule.scope, other.code_id if other is not None else "")
    if rule.kind == "exclusive":
        group = book.by_id(rule.code_id)
        return f"Of \u201c{group.name if group else ''}\u201d {said}"
    return said[:1].upper() + said[1:]
