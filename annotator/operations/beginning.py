"""What does every new project hold? Itself, its first coder, a round, a codebook version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.changes import Notifier
from annotator.history import History
from annotator.operations import people
from annotator.store import about, replicas
from annotator.store.schema import codebook_version, round_

if TYPE_CHECKING:
    from annotator.store.connection import Store


def begin_project(store: Store, *, name: str, coder: str, home: Path) -> None:
    """Fill an empty project file; the coder named becomes the principal investigator.

    `home` is where the file is going to live.
    """
    with store.writing() as connection:
        replica_id = replicas.draw(connection, replicas.home_of(home))
        about.begin(connection, name=name, replica_id=replica_id)
    history = History(store, Notifier(), replica_id)
    first = people.join(history, coder, acting=None, role="pi")
    with history.act(first.id, "Project begun", kind="set-up") as act:
        main = act.insert(round_, name="main", purpose="main")
        act.insert(codebook_version, name="1.0")
        about.set_current_round(act.connection, act.row(round_, main)["uuid"])
