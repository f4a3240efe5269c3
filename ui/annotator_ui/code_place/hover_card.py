"""What does the card say that opens where the pointer rests on coded words?"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from annotator.errors import UserError
from annotator.project import Project
from annotator_ui.code_place.coding_loop import CodingLoop
from annotator_ui.code_place.shown_codings import ShownCoding

_LONGEST = 400
_MOST = 8


def card_words(project: Project, loop: CodingLoop, coding_ids: Sequence[int]) -> str:
    """Rich text: for each coding its code, doubt, coder and memo; "" where none is left."""
    codings = [loop.codings.get(coding_id) for coding_id in coding_ids]
    here = [coding for coding in codings if coding is not None]
    cards = [_card(project, loop, coding) for coding in here[:_MOST]]
    if len(here) > _MOST:
        cards.append(f"and {len(here) - _MOST} more")
    return "".join(f"<p style='margin: 2px 0'>{card}</p>" for card in cards)


def _card(project: Project, loop: CodingLoop, coding: ShownCoding) -> str:
    code = loop.code(coding.code_id)
    name = escape(code.name) if code is not None else "?"
    doubt = ", unsure" if coding.unsure else ""
    # the coder below: Qt makes a tip narrow and would break before a name behind the code's
    lines = [f"<b>{name}</b>{doubt}", escape(project.coder.name or project.coder.coder_id)]
    memo = _memo(project, coding.id)
    if memo:
        shown = memo if len(memo) <= _LONGEST else memo[:_LONGEST].rstrip() + " …"
        lines.append(escape(shown).replace("\n", "<br>"))
    return "<br>".join(lines)


def _memo(project: Project, coding_id: int) -> str:
    """The coder's own memo: who codes blind sees nobody else's."""
    try:
        uuid = project.coding(coding_id).uuid
        own = [m for m in project.memos("coding", uuid) if m.coder_id == project.coder.id]
    except UserError:  # it has just gone
        return ""
    return own[-1].body if own else ""
