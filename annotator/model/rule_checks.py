"""What do the rules of a codebook say about a passage, before and after a code stands on it?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from annotator.model.code_rules import CodeRule, Scope, rule_words
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook

InScope = Callable[[Scope, Span], Span]
"""The stretch of text that counts as the same scope as a passage."""


class Standing(Struct, frozen=True):
    """A coding as the rules see it."""

    coding_id: int
    code_id: int
    span: Span


class RuleAnswer(Struct, frozen=True):
    """What one rule says about one code on one passage."""

    rule: CodeRule
    says: Literal["against", "missing", "may"]
    """against: it must not stand there; missing: something must stand there too; may: it may."""
    refused: bool
    """Whether the coding is refused as things are."""
    words: str
    """One sentence for the coder."""
    codings: tuple[int, ...]
    """The codings that are in the way, or that it may stand with."""


class Broken(Struct, frozen=True):
    """A coding that stands, and what a rule says against it."""

    coding_id: int
    answer: RuleAnswer


def answers(
    book: Codebook, code: Code, span: Span, standing: Sequence[Standing], in_scope: InScope
) -> tuple[RuleAnswer, ...]:
    """What the rules say about giving `code` to a passage where these codings stand.

    `standing` are the codings of one coder in one round; the code itself on just this passage
    does not count.
    """
    here = [each for each in standing if (each.code_id, each.span) != (code.id, span)]
    found = (
        _answer(book, rule, code, _within(here, in_scope(rule.scope, span)))
        for rule in book.rules_about(code)
    )
    return tuple(answer for answer in found if answer is not None)


def broken(book: Codebook, standing: Sequence[Standing], in_scope: InScope) -> Iterator[Broken]:
    """The codings that break a rule as they stand, in order of the text; `may` is no breach."""
    codes = {code.id: code for code in book.codes}
    ruled = {code.id for code in book.codes if book.rules_about(code)}
    ordered = sorted(standing, key=lambda each: (each.span, each.code_id))
    line = _Line(ordered)
    for each in ordered:
        if each.code_id not in ruled:
            continue
        code = codes[each.code_id]
        for rule in book.rules_about(code):
            near = [
                other
                for other in line.touching(in_scope(rule.scope, each.span))
                if other.coding_id != each.coding_id
            ]
            answer = _answer(book, rule, code, near)
            if answer is not None and answer.says != "may":
                yield Broken(each.coding_id, answer)


def _answer(
    book: Codebook, rule: CodeRule, code: Code, near: Sequence[Standing]
) -> RuleAnswer | None:
    if rule.kind == "exclusive":
        return _exclusive(book, rule, code, near)
    partners = _partners(book, rule, code)
    there = [each for each in near if each.code_id in partners]
    if rule.kind in {"not_with", "may_with"}:
        return _beside(book, rule, code, there)
    return None if there else _missing(book, rule, code)


def _partners(book: Codebook, rule: CodeRule, code: Code) -> frozenset[int]:
    """The codes that the rule sets beside this one."""
    own, other = book.below(rule.code_id), book.below(rule.other_id)
    partners = other if code.id in own else frozenset[int]()
    if rule.kind in {"not_with", "may_with"} and code.id in other:  # told from the other side
        partners |= own
    return partners - {code.id}


def _exclusive(
    book: Codebook, rule: CodeRule, code: Code, near: Sequence[Standing]
) -> RuleAnswer | None:
    family = book.below(rule.code_id)
    there = [each for each in near if each.code_id in family - {code.id}]
    if not there:
        return None
    group = book.by_id(rule.code_id)
    words = (
        f"{_names(book, there)} stands there: of “{group.name if group else ''}” "
        f"{rule_words('exclusive', rule.scope)}."
    )
    return RuleAnswer(rule, "against", rule.strict, words, _ids(there))


def _beside(
    book: Codebook, rule: CodeRule, code: Code, there: Sequence[Standing]
) -> RuleAnswer | None:
    if not there:
        return None
    names = _names(book, there)
    words = rule_words(rule.kind, rule.scope, names)
    if rule.kind == "may_with":
        return RuleAnswer(rule, "may", False, f"{code.code_id} {words}.", _ids(there))
    return RuleAnswer(
        rule, "against", rule.strict, f"{names} stands there: {code.code_id} {words}.", _ids(there)
    )


def _missing(book: Codebook, rule: CodeRule, code: Code) -> RuleAnswer:
    other = book.by_id(rule.other_id) if rule.other_id is not None else None
    label = other.code_id if other is not None else ""
    words = f"{code.code_id} stands {rule_words('only_if', rule.scope, label)}."
    if rule.kind == "together":
        words = f"{code.code_id} {rule_words('together', rule.scope, label)}."
    return RuleAnswer(rule, "missing", rule.strict and rule.kind == "only_if", words, ())


def _names(book: Codebook, there: Sequence[Standing]) -> str:
    codes = {each.code_id: book.by_id(each.code_id) for each in there}
    return ", ".join(code.code_id for code in codes.values() if code is not None)


def _ids(there: Sequence[Standing]) -> tuple[int, ...]:
    return tuple(each.coding_id for each in there)


def _within(standing: Collection[Standing], scope: Span) -> list[Standing]:
    return [each for each in standing if each.span.overlaps(scope)]


class _Line:
    """Codings in order of the text, asked for those that touch a stretch of it."""

    def __init__(self, ordered: Sequence[Standing]) -> None:
        self._ordered = ordered
        self._starts = [each.span.start for each in ordered]
        self._longest = max((len(each.span) for each in ordered), default=0)

    def touching(self, scope: Span) -> list[Standing]:
        first = bisect_left(self._starts, scope.start - self._longest)
        last = bisect_left(self._starts, scope.end)
        return [each for each in self._ordered[first:last] if each.span.overlaps(scope)]
