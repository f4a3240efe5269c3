"""How are some of many shown and chosen at one place: a button that opens a list to tick?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.pick_list import Pick, PickList


class PickButton(MenuButton):
    """Says what is ticked; where everything is, that everything is."""

    changed = Signal()

    def __init__(self, name: str, what: str, *, all_is_open: bool = False) -> None:
        """`what` is one of them: “transcript”; with `all_is_open` all means those to come too."""
        super().__init__(name, px=13)
        self._what, self._all_is_open = what, all_is_open
        self._picks: tuple[Pick, ...] = ()
        self.popped: PickList | None = None
        """The list that was opened last, while it is there."""

    def show_picks(self, picks: Sequence[Pick]) -> None:
        self._picks = tuple(picks)
        self._tell()

    def ticked(self) -> tuple[str, ...]:
        """Keys, in the order of the list."""
        return tuple(str(each.key) for each in self._picks if each.ticked)

    def is_everything(self) -> bool:
        return all(each.ticked for each in self._picks)

    def open_menu(self) -> None:
        opened = PickList(self.accessibleName())
        opened.taken.connect(self._take)
        opened.open_under(self, self._picks)
        self.popped = opened

    def _take(self, taken: tuple[object, ...]) -> None:
        wanted = set(taken)
        self._picks = tuple(
            Pick(each.key, each.words, each.key in wanted, each.also) for each in self._picks
        )
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        ticked = [each for each in self._picks if each.ticked]
        count, of = len(ticked), len(self._picks)
        if self._all_is_open and count == of:
            self.say(f"all {of:,}" if of != 1 else f"the one {self._what}")
        elif not count:
            self.say("nobody yet" if self._what == "person" else "none yet")
        elif count <= 2 and not self._all_is_open:
            self.say(", ".join(each.words for each in ticked))
        else:
            self.say(f"{count:,} of {of:,} {self._what}s")
