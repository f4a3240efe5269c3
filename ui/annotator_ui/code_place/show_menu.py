"""Which codings does the coder want to see now, and what is to stand out?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from annotator_ui.item_models.code_counts import EVERYBODY, Choice
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.pick_list import Pick, PickList
from annotator_ui.transcript_view import Shown

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator_ui.item_models.code_tree import CodeTree


class ShowMenu(QObject):
    """The button that says what is shown, and its menu. Nothing is forgotten: the words stay."""

    chosen = Signal(object)
    """A `Shown`."""

    def __init__(
        self,
        tree: CodeTree,
        focused: Callable[[], Code | None],
        others: Callable[[], Mapping[int, str]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tree, self._focused, self._others = tree, focused, others
        self.shown = Shown()
        self.picking: PickList | None = None
        """The list that was opened last, while it is there."""
        self.whose: Choice = None
        """Whose codings are shown; nobody else's are offered where they may not be seen."""
        self.button = Button("Show", drawing="list-filter")
        self.button.setToolTip("Which codings are shown, and what stands out")
        self.button.clicked.connect(self.open)

    def open(self) -> QMenu:
        menu = QMenu(self.button)
        is_all = not self.shown.hides and self.whose is None
        self._add(menu, "&All codings", is_all, self._show_all)
        code = self._focused()
        if code is not None and not code.is_group:
            only = frozenset({code.id})
            words = f"Only &{_plain(code.name)}"
            self._add(menu, words, self.shown.codes == only, lambda: self._only(only))
        groups = menu.addMenu("Only a &group")
        for group in (each for each in self._tree.codes() if each.is_group):
            self._add_group(groups, group)
        groups.setEnabled(not groups.isEmpty())
        menu.addAction("Only &some codes…", self.pick_codes)
        self._add(menu, "Only &unsure ones", self.shown.unsure_only, self._toggle_unsure)
        self._add_coders(menu)
        menu.addSeparator()
        fade, patterns = self.shown.fade_coded, self.shown.patterns
        self._add(menu, "Let what is &left to do stand out", fade, self._toggle_fade)
        self._add(menu, "&Patterns beside colours", patterns, self._toggle_patterns)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))
        return menu

    def pick_codes(self) -> None:
        """Tick the codes that are to be seen; none ticked shows all of them."""
        chosen = self.shown.codes or frozenset()
        picks = [
            Pick(code.id, code.name, code.id in chosen)
            for code in self._tree.codes()
            if not code.is_group
        ]
        self.picking = opened = PickList(
            "Codes that are shown", least=0, note="None ticked: all of them."
        )
        opened.taken.connect(self._take_codes)
        opened.open_under(self.button, picks)

    def _take_codes(self, ids: Sequence[int]) -> None:
        self._choose(replace(self.shown, codes=frozenset(ids) or None))

    def codes_changed(self) -> None:
        """Codes that are gone are not what is shown."""
        if self.shown.codes is not None:
            left = self.shown.codes & {code.id for code in self._tree.codes()}
            if left != self.shown.codes:
                self._choose(replace(self.shown, codes=left or None))

    def forget_coders(self) -> None:
        """Others' codings are no longer shown."""
        self._show_coder(None)

    def _add_coders(self, menu: QMenu) -> None:
        others = self._others()
        if not others:
            return
        coders = menu.addMenu("Coded &by")
        choices: dict[Choice, str] = {None: "&Me", **_plainly(others), EVERYBODY: "&Everybody"}
        for choice, words in choices.items():
            self._add(coders, words, self.whose == choice, partial(self._show_coder, choice))

    def _show_coder(self, choice: Choice) -> None:
        self.whose = choice
        self._choose(replace(self.shown, coder=choice if isinstance(choice, int) else None))

    def _add_group(self, menu: QMenu, group: Code) -> None:
        inside = {group.id}
        for code in self._tree.codes():  # in tree order: parents come first
            if code.parent_id in inside:
                inside.add(code.id)
        only = frozenset(inside - {group.id})
        self._add(menu, _plain(group.name), self.shown.codes == only, lambda: self._only(only))

    @staticmethod
    def _add(menu: QMenu, words: str, is_on: bool, act: Callable[[], None]) -> None:
        action = menu.addAction(words, act)
        action.setCheckable(True)
        action.setChecked(is_on)

    def _show_all(self) -> None:
        self.whose = None
        self._choose(replace(self.shown, codes=None, coder=None, unsure_only=False))

    def _only(self, codes: frozenset[int]) -> None:
        self._choose(replace(self.shown, codes=None if codes == self.shown.codes else codes))

    def _toggle_unsure(self) -> None:
        self._choose(replace(self.shown, unsure_only=not self.shown.unsure_only))

    def _toggle_fade(self) -> None:
        self._choose(replace(self.shown, fade_coded=not self.shown.fade_coded))

    def _toggle_patterns(self) -> None:
        self._choose(replace(self.shown, patterns=not self.shown.patterns))

    def _choose(self, shown: Shown) -> None:
        self.shown = shown
        self.button.say(self._words())
        self.chosen.emit(shown)

    def _words(self) -> str:
        pieces = []
        codes = self.shown.codes
        if codes is not None:
            names = [code.name for code in self._tree.codes() if code.id in codes]
            pieces.append(names[0] if len(names) == 1 else f"{len(names)} codes")
        if self.shown.unsure_only:
            pieces.append("unsure")
        if isinstance(self.whose, int):
            pieces.append(f"by {self._others().get(self.whose, '?')}")
        only = f"Only {', '.join(pieces)}" if pieces else "Show"
        return only if self.whose != EVERYBODY else f"{only}, everybody" if pieces else "Everybody"


def _plainly(names: Mapping[int, str]) -> dict[Choice, str]:
    return {coder_id: _plain(name) for coder_id, name in names.items()}


def _plain(words: str) -> str:
    return words.replace("&", "&&")
