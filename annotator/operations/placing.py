"""Whose are the turns of a transcript that comes in? Known persons', by name, and new ones'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.code_ids import key_of
from annotator.model.names import name_problem
from annotator.store import read_persons
from annotator.store.schema import person

if TYPE_CHECKING:
    from annotator.history import Act
    from annotator.operations.arriving import Prepared

Whose = tuple[int, str]
"""The local id of a person, and how they are called."""


class Placing:
    """Gives the turns of arriving transcripts to persons; full names that are new become some."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._known: dict[str, Whose] = {
            key_of(one.name): (one.id, one.name) for one in read_persons.names_now(act.connection)
        }
        self._found: dict[str, Whose | None] = {}

    def place(self, item: Prepared) -> None:
        """Let every turn of a person say so, and bear the person's name as it is spelled here."""
        called: dict[str, Whose] = {}
        for name, role in item.version["speakers"]:
            found = self._whose(name, role, is_new=name in item.persons)
            if found is not None:
                called[name] = found
        if not called:
            return
        whose = [called.get(speaker, (None, speaker)) for speaker in item.turns["speaker"]]
        item.turns["person_id"] = [person_id for person_id, _ in whose]
        item.turns["speaker"] = [name for _, name in whose]
        pairs = [
            (called[name][1] if name in called else name, role)
            for name, role in item.version["speakers"]
        ]
        item.version["speakers"] = [list(pair) for pair in dict.fromkeys(pairs)]

    def _whose(self, name: str, role: str, *, is_new: bool) -> Whose | None:
        """The person of this name, made where the name is somebody's beyond doubt."""
        if name in self._found and (self._found[name] is not None or not is_new):
            return self._found[name]
        found = self._known.get(key_of(name))
        if found is None and is_new and not name_problem(name):
            found = (self._act.insert(person, name=name, role=role, note=""), name)
            self._known[key_of(name)] = found
        self._found[name] = found
        return found
