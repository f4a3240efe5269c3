"""How is a sentence changed by its words: each a button with a menu or a list to tick?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator_ui.parts.choosing import MenuButton

if TYPE_CHECKING:
    from annotator_ui.parts.pick_list import PickList

_PX, _SIDE = 13, 2


class SaidButton(MenuButton):
    """A word of a sentence that can be changed."""

    def __init__(self, name: str) -> None:
        super().__init__(name, kind="said", px=_PX, side=_SIDE)
        self.name = name
        self.popped: PickList | None = None
        """The list that was opened last, while it is there."""
        self._pick: Callable[[], object] | None = None

    def picks(self, pick: Callable[[], object]) -> None:
        """Open a list to tick instead of a menu."""
        self._pick = pick

    def open_menu(self) -> None:
        if self._pick is not None:
            self._pick()
        else:
            super().open_menu()
