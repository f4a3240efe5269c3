"""Who may do what? One table of roles, asked by every act.

Rights keep people from accidents, not from a tool that edits the file.
"""

from __future__ import annotations

from typing import Literal

from annotator.model.people import ROLE_WORDS, Role

Right = Literal["code", "codebook", "transcripts", "people", "rounds", "merge", "others"]
"""To code and to write memos; to change the codebook, the transcripts, coders and roles, rounds
and who codes what, packs included; to merge; to see what others coded outside of one's own
blind work.
"""

_MAY: dict[Role, frozenset[Right]] = {
    "pi": frozenset({"code", "codebook", "transcripts", "people", "rounds", "merge", "others"}),
    "adjudicator": frozenset({"code", "others"}),
    "coder": frozenset({"code"}),
    "reader": frozenset({"others"}),
}

_WHAT: dict[Right, str] = {
    "code": "code or write memos",
    "codebook": "change the codebook",
    "transcripts": "change the transcripts",
    "people": "change coders and their roles",
    "rounds": "plan rounds and hand out work",
    "merge": "merge files",
    "others": "see what others coded",
}


def may(role: Role, right: Right) -> bool:
    """Whether somebody of this role may do this."""
    return right in _MAY.get(role, frozenset())


def refusal(role: Role, right: Right) -> str:
    """Why not, in a sentence."""
    article = "an" if ROLE_WORDS[role][0] in "aeiou" else "a"
    return f"As {article} {ROLE_WORDS[role]} you cannot {_WHAT[right]}."
