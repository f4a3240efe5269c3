"""The act that says what stands for names in packs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.errors import Refused
from annotator.store import read_stand_ins
from annotator.store.schema import stand_in

if TYPE_CHECKING:
    from annotator.history import History
    from annotator.model.people import Coder


def set_stand_ins(history: History, acting: Coder, names: Mapping[str, str]) -> None:
    """Let the list be this one: name to what stands for it."""
    wanted = {name.strip(): stands.strip() for name, stands in names.items() if name.strip()}
    empty = next((name for name, stands in wanted.items() if not stands), None)
    if empty is not None:
        raise Refused(f"Nothing stands for “{empty}”.", "Write what packs say in its place.")
    with history.act(acting.id, "Names in packs changed") as act:
        before = read_stand_ins.rows(act.connection)
        for name, stands in wanted.items():
            if name in before:
                act.change(stand_in, before.pop(name)[0], stands=stands)
            else:
                act.insert(stand_in, name=name, stands=stands)
        for row_id, _ in before.values():
            act.remove(stand_in, row_id)
