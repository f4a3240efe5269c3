"""Acts on the rules of codes: which may, must or must not stand together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.errors import NotFound, Refused
from annotator.model.code_rules import CodeRule, RuleDraft, rule_words
from annotator.operations.code_fields import found_code
from annotator.operations.versions import codebook_act
from annotator.store import read_codebook
from annotator.store.schema import code_rule

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code, Codebook
    from annotator.model.people import Coder


def add_rule(history: History, coder: Coder, code_id: int, draft: RuleDraft) -> CodeRule:
    """Give a code or group one more rule; the rule that already says so is returned."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        owner = found_code(book, code_id)
        act.label = f"Rule “{described(book, owner, draft)}” added"
        rule_id = _insert(act, book, owner, draft)
        return found_rule(read_codebook.codebook(act.connection), rule_id)


def change_rule(history: History, coder: Coder, rule_id: int, draft: RuleDraft) -> CodeRule:
    """Set everything a draft says."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        standing = found_rule(book, rule_id)
        owner = found_code(book, standing.code_id)
        act.label = f"Rule “{described(book, owner, draft)}” changed"
        act.change(code_rule, rule_id, **_values(book, owner, draft))
        return found_rule(read_codebook.codebook(act.connection), rule_id)


def remove_rule(history: History, coder: Coder, rule_id: int) -> None:
    """Take a rule away."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        gone = found_rule(book, rule_id)
        act.label = f"Rule “{words_of(book, gone)}” removed"
        act.remove(code_rule, rule_id)


def set_own_rules(act: Act, book: Codebook, code_id: int, drafts: Sequence[RuleDraft]) -> bool:
    """Let a code have just these rules of its own; False where it had them already.

    `book` holds all codes as they are; of its rules those of other codes may be older.
    """
    before = len(act.images)
    owner = found_code(book, code_id)
    standing = {_key(each.kind, each.other_id): each for each in book.own_rules(code_id)}
    wanted = {}
    for draft in drafts:
        values = _values(book, owner, draft)
        wanted[_key(values["kind"], values["other_id"])] = values
    for key, each in standing.items():
        if key not in wanted:
            act.remove(code_rule, each.id)
    for key, values in wanted.items():
        if key in standing:
            act.change(code_rule, standing[key].id, **values)
        else:
            act.insert(code_rule, code_id=code_id, **values)
    return len(act.images) > before


def rules_with(connection: sa.Connection, code_ids: Iterable[int]) -> list[int]:
    """The ids of the live rules that name any of these codes, on either side."""
    ids = list(code_ids)
    query = sa.select(code_rule.c.id).where(
        code_rule.c.removed.is_(sa.false()),
        code_rule.c.code_id.in_(ids) | code_rule.c.other_id.in_(ids),
    )
    return list(connection.execute(query).scalars())


def rule_problem(book: Codebook, owner: Code, draft: RuleDraft) -> str:
    """What stands against a rule, as a sentence; "" where nothing does."""
    if draft.kind == "exclusive":
        return "" if owner.is_group else "Only the codes of a group can be exclusive."
    other = book.called(draft.other)
    if other is None:
        return f"There is no code called “{draft.other}”." if draft.other else "Which other code?"
    if other.id == owner.id:
        return "A rule is about two codes, and this is the same one twice."
    if draft.kind in {"together", "only_if"} and other.id in {c.id for c in book.line(owner)}:
        return f"“{owner.name}” stands in “{other.name}” and would always fulfil that by itself."
    return ""


def described(book: Codebook, owner: Code, draft: RuleDraft) -> str:
    """A rule that is not there yet, in words: "UNITY not with DETER on one passage"."""
    other = book.called(draft.other)
    label = other.code_id if other is not None else draft.other
    return f"{owner.code_id} {rule_words(draft.kind, draft.scope, label)}"


def words_of(book: Codebook, rule: CodeRule) -> str:
    """A rule in words: "UNITY not with DETER on one passage"."""
    owner = book.by_id(rule.code_id)
    other = None if rule.other_id is None else book.by_id(rule.other_id)
    label = owner.code_id if owner is not None else ""
    return f"{label} {rule_words(rule.kind, rule.scope, other.code_id if other else '')}"


def draft_of(book: Codebook, rule: CodeRule) -> RuleDraft:
    """The same rule as it would be described anew."""
    other = None if rule.other_id is None else book.by_id(rule.other_id)
    return RuleDraft(rule.kind, other.code_id if other else "", rule.scope, rule.strict)


def found_rule(book: Codebook, rule_id: int) -> CodeRule:
    """The rule with this id; `NotFound` where it is gone."""
    found = next((each for each in book.rules if each.id == rule_id), None)
    if found is None:
        raise NotFound("This rule is no longer in the codebook.", "It may have been removed.")
    return found


def _insert(act: Act, book: Codebook, owner: Code, draft: RuleDraft) -> int:
    values = _values(book, owner, draft)
    for each in book.own_rules(owner.id):
        if _key(each.kind, each.other_id) == _key(values["kind"], values["other_id"]):
            act.change(code_rule, each.id, **values)
            return each.id
    return act.insert(code_rule, code_id=owner.id, **values)


def _values(book: Codebook, owner: Code, draft: RuleDraft) -> dict[str, Any]:
    problem = rule_problem(book, owner, draft)
    if problem:
        raise Refused(problem, "Nothing was changed.")
    other = None if draft.kind == "exclusive" else book.called(draft.other)
    return {
        "kind": draft.kind,
        "other_id": None if other is None else other.id,
        "scope": draft.scope,
        "strict": draft.strict,
    }


def _key(kind: str, other_id: int | None) -> tuple[str, int | None]:
    return kind, other_id
