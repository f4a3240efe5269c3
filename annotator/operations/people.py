"""Acts on who codes and in which round: join and leave a project, begin and choose a round."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.errors import NotFound, Refused
from annotator.model.code_colors import CALM_COLORS
from annotator.model.names import name_problem
from annotator.model.people import ROLE_WORDS, ROLES, Coder, Role, Round
from annotator.store import about, dependents, read_people
from annotator.store.schema import coder, round_

if TYPE_CHECKING:
    from annotator.history import Act, History


class CoderDraft(Struct, frozen=True):
    """What a coder is to be; what is empty is proposed."""

    coder_id: str
    """The short label, as in sheets."""
    name: str = ""
    initials: str = ""
    color: str = ""
    role: Role = "coder"


def add_coder(history: History, acting: Coder, draft: CoderDraft) -> Coder:
    """Somebody new; `Refused` where the short label belongs to somebody else."""
    with history.act(acting.id, f"{draft.coder_id.strip()} joined") as act:
        return _added(act, draft)


def change_coder(history: History, acting: Coder, standing: Coder, draft: CoderDraft) -> Coder:
    """Let a coder be as the draft says; at least one principal investigator stays."""
    with history.act(acting.id, f"{draft.coder_id.strip()} described anew") as act:
        columns = _columns(act, draft, own_id=standing.id)
        others = [each for each in read_people.coders(act.connection) if each.id != standing.id]
        if standing.role == "pi" and draft.role != "pi" and all(o.role != "pi" for o in others):
            raise Refused(
                f"{standing.name} is the only principal investigator.",
                "Make somebody else principal investigator first.",
            )
        act.change(coder, standing.id, **columns)
        return read_people.one_coder(act.connection, standing.id)


def initials_of(name: str) -> str:
    """What a name is shortened to where nobody said: "Anna Maria Berg" is AMB."""
    words = re.findall(r"\w+", name.replace("_", " "))
    return "".join(word[0] for word in words)[:3].upper()


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
    wanted = must_be_a_name(label, "A coder needs a name.", "Type a name or initials.")
    known = read_people.coder_called(act.connection, wanted)
    if known is not None:
        return known
    return _added(act, CoderDraft(wanted, role=role))


def _added(act: Act, draft: CoderDraft) -> Coder:
    row_id = act.insert(coder, **_columns(act, draft, own_id=None))
    return read_people.one_coder(act.connection, row_id)


def _columns(act: Act, draft: CoderDraft, *, own_id: int | None) -> dict[str, str]:
    """The row of a coder, with what was left empty; `Refused` for what cannot be."""
    label = must_be_a_name(draft.coder_id, "A coder needs a name.", "Type a name or initials.")
    standing = read_people.coders(act.connection)
    for known in standing:
        if known.id != own_id and known.coder_id.casefold() == label.casefold():
            raise Refused(f"There is a coder called {known.coder_id} already.", "Choose another.")
    name = draft.name.strip() or label
    must_be_a_name(name, "A coder needs a name.", "Type a name.")
    if draft.role not in ROLES:
        raise Refused(
            f"There is no role “{draft.role}”.", f"One of: {', '.join(ROLE_WORDS.values())}."
        )
    color = draft.color.strip().upper() or _free_color(standing)
    if not re.fullmatch("#[0-9A-F]{6}", color):
        raise Refused(f"{draft.color} is no colour.", "Write it as #RRGGBB, for instance #2D6FB4.")
    initials = draft.initials.strip() or initials_of(name)
    if len(initials) > 4 or name_problem(initials):
        raise Refused("Initials have at most four letters.", "For instance AMB.")
    return {
        "coder_id": label,
        "coder_id_folded": label.casefold(),
        "name": name,
        "initials": initials,
        "color": color,
        "role": draft.role,
    }


def _free_color(standing: tuple[Coder, ...]) -> str:
    """The first calm colour that nobody has, or the one after the last."""
    taken = {each.color for each in standing}
    free = [color for color in CALM_COLORS if color not in taken]
    return free[0] if free else CALM_COLORS[len(standing) % len(CALM_COLORS)]


def round_called(act: Act, name: str) -> Round:
    """The round of this name, which begins with this act where there is none."""
    wanted = must_be_a_name(name, "A round needs a name.", "For instance: training.")
    known = _round(act, wanted)
    if known is not None:
        return known
    row_id = act.insert(round_, name=wanted, purpose="main")
    return next(r for r in read_people.rounds(act.connection) if r.id == row_id)


def _round(act: Act, name: str) -> Round | None:
    wanted = name.strip().casefold()
    standing = read_people.rounds(act.connection)
    return next((item for item in standing if item.name.casefold() == wanted), None)


def must_be_a_name(label: str, if_empty: str, hint: str) -> str:
    """The name without white space around it; `Refused` where it is none."""
    wanted = label.strip()
    if not wanted:
        raise Refused(if_empty, hint)
    problem = name_problem(wanted)
    if problem:
        raise Refused(problem, "Type it anew; nothing was changed.")
    return wanted
