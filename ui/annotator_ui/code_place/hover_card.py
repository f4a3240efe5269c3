"""What does the card say that opens where the pointer rests on coded words?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.model.coding import Coding
from annotator_ui.parts.words import escaped

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator_ui.code_place.coding_loop import CodingLoop
    from annotator_ui.code_place.shown_codings import ShownCoding

_LONGEST = 400
_MOST = 8


def card_words(project: Project, loop: CodingLoop, coding_ids: Sequence[int]) -> str:
    """Rich text: for each coding its code, doubt, coder and memo; "" where none is left."""
    cards = [card for id_ in coding_ids[:_MOST] if (card := _card(project, loop, id_))]
    if len(coding_ids) > _MOST:
        cards.append(f"and {len(coding_ids) - _MOST} more")
    return "".join(f"<p style='margin: 2px 0'>{card}</p>" for card in cards)


def _card(project: Project, loop: CodingLoop, coding_id: int) -> str:
    """What one coding says; "" where it has just gone."""
    own = loop.codings.get(coding_id)
    try:
        coding: ShownCoding | Coding = own or project.coding(coding_id)
    except UserError:
        return ""
    code = loop.code(coding.code_id)
    name = escaped(code.name) if code is not None else "?"
    doubt = ", unsure" if coding.unsure else ""
    # the coder below: Qt makes a tip narrow and would break before a name behind the code's
    lines = [f"<b>{name}</b>{doubt}", escaped(_coder(project, coding))]
    memo = _memo(project, coding.id)
    if memo:
        shown = memo if len(memo) <= _LONGEST else memo[:_LONGEST].rstrip() + " …"
        lines.append(escaped(shown).replace("\n", "<br>"))
    return "<br>".join(lines)


def _coder(project: Project, coding: ShownCoding | Coding) -> str:
    who = project.coder
    if isinstance(coding, Coding):  # of somebody else, who may be looked at
        who = next((each for each in project.coders() if each.id == coding.coder_id), who)
    return who.name or who.coder_id


def _memo(project: Project, coding_id: int) -> str:
    """The coder's own memo: who codes blind sees nobody else's."""
    try:
        uuid = project.coding(coding_id).uuid
        own = [m for m in project.memos("coding", uuid) if m.coder_id == project.coder.id]
    except UserError:  # it has just gone
        return ""
    return own[-1].body if own else ""
