"""Which schemes are ready to begin with, and which codes do they bring?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from annotator.errors import NotFound, Refused
from annotator.exchange.codebooks.drafts import read_codebook
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_ids import key_of
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import Codebook, CodeDraft
from annotator_resources import resource


class Template(Struct, frozen=True):
    """A scheme by the name that commands know, and how people call it."""

    name: str
    title: str
    about: str


TEMPLATES: Sequence[Template] = (
    Template(
        "statements",
        "Statement types of discourse networks",
        "Statements with person, organisation, concept and agreement; story elements; notes",
    ),
    Template(
        "positions",
        "Positions in pairs, in the manner of the Manifesto Project",
        "Domains with positive and negative codes; one code for each sentence",
    ),
    Template("sample", "The twelve codes of the sample", "Press points of NATO, in three groups"),
)


def drafts_of(name: str) -> tuple[CodeDraft, ...]:
    """The codes of a scheme, groups before their codes; `NotFound` for an unknown name."""
    if name not in {each.name for each in TEMPLATES}:
        names = ", ".join(each.name for each in TEMPLATES)
        raise NotFound(f"There is no scheme called “{name}”.", f"There are: {names}.")
    if name == "sample":
        return read_codebook(resource("sample", "codebook.csv"))
    with resource("codebooks", f"{name}.toml").open("rb") as file:
        return tuple(_draft(written) for written in tomllib.load(file)["code"])


def fitting(drafts: Sequence[CodeDraft], book: Codebook) -> tuple[CodeDraft, ...]:
    """The codes of a scheme as they can be added; `Refused` where the codebook has some of them.

    Keys that other codes have stay with those.
    """
    taken = {key_of(code.code_id) for code in book.codes}
    twice = [draft.code_id for draft in drafts if key_of(draft.code_id) in taken]
    if twice:
        more = f" and {len(twice) - 3} more" if len(twice) > 3 else ""
        raise Refused(
            f"The codebook has codes of this scheme already: {', '.join(twice[:3])}{more}.",
            "Give those another id, or begin with an empty codebook.",
        )
    keys = {code.key.casefold() for code in book.codes}
    return tuple(
        _without_key(draft) if draft.key.casefold() in keys - {""} else draft for draft in drafts
    )


def _without_key(draft: CodeDraft) -> CodeDraft:
    from msgspec.structs import replace

    return replace(draft, key="")


def _draft(written: Mapping[str, Any]) -> CodeDraft:
    return CodeDraft(
        code_id=written["id"],
        name=written["name"],
        parent=written.get("parent", ""),
        is_group=written.get("group", False),
        number=written.get("number"),
        brief=written.get("brief", ""),
        full=written.get("full", ""),
        use_when=written.get("use_when", ""),
        dont_use_when=written.get("dont_use_when", ""),
        fields=tuple(_field(each) for each in written.get("field", ())),
        rules=tuple(_rule(each) for each in written.get("rule", ())),
    )


def _field(written: Mapping[str, Any]) -> FieldDraft:
    points = tuple(Point(str(each)) for each in written.get("points", ()))
    known = {name: value for name, value in written.items() if name != "points"}
    return FieldDraft(**known, points=points)


def _rule(written: Mapping[str, Any]) -> RuleDraft:
    return RuleDraft(**written)
