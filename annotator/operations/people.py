"""Acts on who codes and in which round: join a project, begin a round."""

from __future__ import annotations

from annotator.errors import Refused
from annotator.history import History
from annotator.model.people import Coder, Role, Round
from annotator.store import read_people
from annotator.store.schema import coder, round_


def join(history: History, label: str, *, acting: Coder | None, role: Role = "coder") -> Coder:
    """The coder called `label`, added where the project does not know one of that name yet."""
    wanted = label.strip()
    if not wanted:
        raise Refused("A coder needs a name.", "Type a name or initials.")
    with history.act(acting.id if acting else None, f"{wanted} joined", kind="set-up") as act:
        for known in read_people.coders(act.connection):
            if wanted.casefold() in {known.coder_id.casefold(), known.name.casefold()}:
                return known
        coder_id = act.insert(
            coder,
            coder_id=wanted,
            coder_id_folded=wanted.casefold(),
            name=wanted,
            initials="".join(word[0] for word in wanted.replace("_", " ").split())[:3].upper(),
            color="",
            role=role,
        )
        return next(c for c in read_people.coders(act.connection) if c.id == coder_id)


def begin_round(history: History, acting: Coder, name: str) -> Round:
    """The round called `name`, added as the newest where the project has none of that name."""
    with history.act(acting.id, f"Round “{name}” begun", kind="set-up") as act:
        for known in read_people.rounds(act.connection):
            if known.name.casefold() == name.strip().casefold():
                return known
        act.insert(round_, name=name.strip(), purpose="main")
        return read_people.rounds(act.connection)[-1]
