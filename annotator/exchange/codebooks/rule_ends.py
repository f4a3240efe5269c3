"""Which code does a rule of a file name, and what is it called when all is done?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.model.code_ids import key_of
from annotator.model.code_notation import written_rule

if TYPE_CHECKING:
    from annotator.exchange.codebooks.code_trees import Placed
    from annotator.exchange.codebooks.row_notes import RowNotes
    from annotator.model.code_rules import RuleDraft
    from annotator.model.codebook import Code, Codebook, CodeDraft


def with_known_others(
    codes: Sequence[Placed],
    drafts: Sequence[CodeDraft],
    pairs: Sequence[Code | None],
    book: Codebook,
    notes: RowNotes,
) -> list[CodeDraft]:
    """The drafts with rules that name others by their ids; a rule about nobody is left out.

    A code that has such a rule keeps the rules that it has here, for half of them would be others.
    """
    ends = _Ends(drafts, book)
    found: list[CodeDraft] = []
    for placed, draft, standing in zip(codes, drafts, pairs, strict=True):
        rules: tuple[RuleDraft, ...] | None = draft.rules
        if rules:
            known = tuple(_known(placed, draft, rules, ends, notes))
            rules = None if len(known) < len(rules) and standing is not None else known
        found.append(replace(draft, rules=rules))
    return found


def renamed(draft: CodeDraft, ids: Mapping[str, str]) -> CodeDraft:
    """The draft with rules that name others as they will be called.

    `ids` are by id in the file, folded; "" for a code that is not taken in.
    """
    if not draft.rules:
        return draft
    ends = ((rule, ids.get(key_of(rule.other), rule.other)) for rule in draft.rules)
    kept = (replace(rule, other=other) for rule, other in ends if other or rule.kind == "exclusive")
    return replace(draft, rules=tuple(kept))


class _Ends:
    """The codes of the file, else of the project, by id and by a name that one alone has."""

    def __init__(self, drafts: Sequence[CodeDraft], book: Codebook) -> None:
        both = [(draft.code_id, draft.name) for draft in drafts]
        both += [(code.code_id, code.name) for code in book.codes]
        self._ids: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        for code_id, name in both:
            self._ids.setdefault(key_of(code_id), code_id)
            self._names.setdefault(key_of(name), set()).add(key_of(code_id))

    def called(self, said: str) -> str:
        """The id of the code that is meant; "" for none or several."""
        wanted = key_of(said)
        named = self._names.get(wanted, set())
        if wanted in self._ids:
            return self._ids[wanted]
        return self._ids[next(iter(named))] if len(named) == 1 else ""


def _known(
    placed: Placed,
    draft: CodeDraft,
    rules: Sequence[RuleDraft],
    ends: _Ends,
    notes: RowNotes,
) -> Iterator[RuleDraft]:
    for rule in rules:
        other = "" if rule.kind == "exclusive" else ends.called(rule.other)
        if rule.kind == "exclusive":
            problem = "" if draft.is_group else "only the codes of a group can be exclusive"
        elif not other:
            problem = f"there is no code called “{rule.other}”, or there are several"
        else:
            same = key_of(other) == key_of(draft.code_id)
            problem = "a rule is about two codes, and this is the same one twice" if same else ""
        if problem:
            notes.add(placed.row, f"the rule “{written_rule(rule)}” was left out: {problem}.")
        else:
            yield replace(rule, other=other)
