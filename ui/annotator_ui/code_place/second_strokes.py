"""What is waited for after a stroke: the rest of a key, a value of a field, a code instead?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from annotator.model.code_fields import CodeField, shown_value, strokes
from annotator_ui.code_place.keyboard import KeyPress, Waiting
from annotator_ui.code_place.stroke_hint import Hint, NextStroke
from annotator_ui.item_models.code_row import NO_COLOR

if TYPE_CHECKING:
    from annotator.model.codebook import Code


class ValueWait(Struct, frozen=True):
    """A coding was made, and its code has fields that one stroke fills."""

    coding_ids: tuple[int, ...]
    fields: tuple[CodeField, ...]
    """The one that is waited for, and those that come after it."""

    @property
    def field(self) -> CodeField:
        return self.fields[0]

    def value_of(self, press: KeyPress) -> str | None:
        """The value that a key gives, None for a key that means something else."""
        given = {key.casefold(): value for key, value in strokes(self.field).items()}
        return next((given[each] for each in press.strokes() if each in given), None)

    def rest(self) -> ValueWait | None:
        """What is waited for next."""
        return replace(self, fields=self.fields[1:]) if len(self.fields) > 1 else None


class InsteadWait(Struct, frozen=True):
    """A rule keeps a code out that could stand in the place of another."""

    code: Code
    coding_id: int
    """The coding in the way, on the same passage."""
    words: str
    """What the rule says."""


Wait = Waiting | ValueWait | InsteadWait


class SecondStrokes(QObject):
    """One thing at a time is waited for; a card says which strokes there are."""

    hinted = Signal(object)
    """A `Hint`, or None when nothing is waited for any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wait: Wait | None = None

    @property
    def wait(self) -> Wait | None:
        return self._wait

    def begin(self, wait: Wait | None) -> None:
        """Wait for this from now on, and for nothing else."""
        if wait is not None or self._wait is not None:
            self._wait = wait
            self.hinted.emit(None if wait is None else _hint(wait))

    def take(self) -> Wait | None:
        """What was waited for; it is not any more."""
        waited = self._wait
        self.begin(None)
        return waited


def _hint(wait: Wait) -> Hint:
    match wait:
        case Waiting():
            nexts = tuple(
                NextStroke(key.upper(), code.name, code.color or NO_COLOR)
                for key, code in wait.nexts
            )
            return Hint(f"{wait.begun.upper()}, then", nexts)
        case ValueWait():
            field = wait.field
            values = tuple(
                NextStroke(_cap(key), shown_value(field, value))
                for key, value in strokes(field).items()
            )
            return Hint(field.question or field.name, values)
        case InsteadWait():
            does = f"{wait.code.name} in its place"
            return Hint(wait.words, (NextStroke("Enter", does), NextStroke("Esc", "leave it")))


def _cap(key: str) -> str:
    return {"-": "\u2212"}.get(key, key.upper())
