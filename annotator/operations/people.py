"""Acts on who codes and in which round: join and leave a project, begin and choose a round."""

from __future__ import annotations

from annotator.errors import NotFound, Refused
from annotator.history import Act, History
from annotator.model.names import name_problem
from annotator.model.people import Coder, Role, Round
from annotator.store import about, dependents, read_people
from annotator.store.schema import coder, round_


def join(history: History, label: str, *, acting: Coder | None, role: Role = "coder") -> Coder:
    """The coder called `label`, added where the project does not know one of that name yet."""
    words = f"{label.strip()} joined"
    with history.act(acting.id if acting else None, words, kind="set-up") as act:
        return coder_called(act, label, role=role)


def leave(history: History, leaving: Coder, *, acting: Coder) -> bool:
    """Take a coder out who has done nothing; False, and nothing changed, where they have."""
    with history.act(acting.id, f"{leaving.name} left", kind="set-up") as act:
        if dependents.is_needed(act.connection, coder, leaving.id):
            return False
        act.remove(coder, leaving.id)
        return True


def begin_round(history: History, acting: Coder, name: str) -> Round:
    """The round called `name`, added where the project has none of that name."""
    with history.act(acting.id, f"Round “{name.strip()}” begun", kind="set-up") as act:
        return round_called(act, name)


def use_round(history: History, acting: Coder, name: str) -> Round:
    """Go on in the round called `name`: what is coded from now on belongs to it."""
    with history.act(acting.id, f"Round “{name.strip()}” at work", kind="set-up") as act:
        found = _round(act, name)
        if found is None:
            raise NotFound(f"There is no round called “{name}”.", "Begin it first.")
        about.set_current_round(act.connection, found.uuid)
        act.touched["round"].add(found.id)
        act.is_told = True
        return found


def coder_called(act: Act, label: str, *, role: Role = "coder") -> Coder:
    """The coder of this name or short label, who joins with this act where there is none."""
    wanted = _must_be_a_name(label, "A coder needs a name.", "Type a name or initials.")
    known = read_people.coder_called(act.connection, wanted)
    if known is not None:
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
    return read_people.one_coder(act.connection, coder_id)


def round_called(act: Act, name: str) -> Round:
    """The round of this name, which begins with this act where there is none."""
    wanted = _must_be_a_name(name, "A round needs a name.", "For instance: training.")
    known = _round(act, wanted)
    if known is not None:
        return known
    row_id = act.insert(round_, name=wanted, purpose="main")
    return next(r for r in read_people.rounds(act.connection) if r.id == row_id)


def _round(act: Act, name: str) -> Round | None:
    wanted = name.strip().casefold()
    standing = read_people.rounds(act.connection)
    return next((item for item in standing if item.name.casefold() == wanted), None)


def _must_be_a_name(label: str, if_empty: str, hint: str) -> str:
    wanted = label.strip()
    if not wanted:
        raise Refused(if_empty, hint)
    problem = name_problem(wanted)
    if problem:
        raise Refused(problem, "Type it anew; nothing was changed.")
    return wanted
