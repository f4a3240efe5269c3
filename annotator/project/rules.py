"""What may be said of a passage, and what do the rules of the codebook say about it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.errors import NotFound, Refused
from annotator.model.code_ids import key_of
from annotator.model.rule_checks import RuleAnswer, Standing, answers, broken
from annotator.model.spans import Span
from annotator.project.acting import Acting
from annotator.store import read_codings, read_persons

if TYPE_CHECKING:
    from annotator.model.code_fields import CodeField
    from annotator.model.code_rules import Scope
    from annotator.model.codebook import Code
    from annotator.model.transcript import OpenTranscript


class Outstanding(Struct, frozen=True):
    """A coding that is not as the codebook wants it."""

    coding_id: int
    missing: tuple[CodeField, ...]
    """Fields that must be filled in and are not."""
    broken: tuple[RuleAnswer, ...]
    """Rules that it breaks as it stands."""


class Ruled(Acting):
    """Fields of codings, and rules between codes."""

    def proposed_values(self, transcript: int | str, start: int, code: int | str) -> dict[int, str]:
        """What the transcript itself proposes for fields of a code, by the id of the field.

        A person field that asks for it gets whoever speaks at `start`.
        """
        fields = [each for each in self.codebook().fields_of(self.code(code)) if each.from_speaker]
        if not fields:
            return {}
        opened = self.transcript(transcript)
        number = opened.spans("turn").at(start)
        speaker = "" if number is None else opened.turns[number].speaker
        return {field.id: speaker for field in fields if speaker}

    def person_names(self) -> tuple[str, ...]:
        """The names that a person field proposes while somebody types."""
        return self._ask(read_persons.every_name)

    def rule_answers(
        self,
        transcript: int | str,
        start: int,
        end: int,
        code: int | str,
        *,
        instead_of: Iterable[int] = (),
    ) -> tuple[RuleAnswer, ...]:
        """What the rules say about giving a passage a code, before it is given.

        The current coder's codings in the round at work count, but for those in `instead_of`,
        which the new one would replace.
        """
        opened, given = self.transcript(transcript), self.code(code)
        span, book = Span(start, end), self.codebook()
        rules = book.rules_about(given)
        if not rules:
            return ()
        in_scope = _Scopes(opened)
        widest = span
        for rule in rules:
            widest = widest.joined(in_scope(rule.scope, span))
        replaced = frozenset(instead_of)
        standing = [
            each for each in self._standing(opened, widest) if each.coding_id not in replaced
        ]
        return answers(book, given, span, standing, in_scope)

    def outstanding(self, transcript: int | str) -> tuple[Outstanding, ...]:
        """The current coder's codings that lack a required field or break a rule, in order."""
        opened, book = self.transcript(transcript), self.codebook()
        required = {
            code.id: tuple(field for field in book.fields_of(code) if field.required)
            for code in book.codes
        }
        if not book.rules and not any(required.values()):
            return ()
        standing = self._standing(opened, Span(0, opened.info.length))
        against: dict[int, list[RuleAnswer]] = {}
        for each in broken(book, standing, _Scopes(opened)):
            against.setdefault(each.coding_id, []).append(each.answer)
        missing = self._missing(standing, required)
        wanted = [each.coding_id for each in standing if each.coding_id in missing.keys() | against]
        return tuple(
            Outstanding(each, missing.get(each, ()), tuple(against.get(each, ())))
            for each in wanted
        )

    def _must_keep_rules(
        self, opened: OpenTranscript, span: Span, code: Code, *, instead_of: Iterable[int] = ()
    ) -> None:
        """`Refused` where a strict rule stands against a code on a passage."""
        if not self.codebook().rules:
            return
        found = self.rule_answers(
            opened.info.id, span.start, span.end, code.id, instead_of=instead_of
        )
        against = next((answer for answer in found if answer.refused), None)
        if against is None:
            return
        hint = "Take that code away first, or choose another."
        if against.says == "missing":
            hint = "Give the passage that code first."
        raise Refused(against.words, hint)

    def _standing(self, opened: OpenTranscript, span: Span) -> list[Standing]:
        return self._ask(
            read_codings.standing,
            opened.info.text_version_id,
            span,
            coder_id=self.coder.id,
            round_id=self.current_round().id,
        )

    def _missing(
        self, standing: Sequence[Standing], required: Mapping[int, tuple[CodeField, ...]]
    ) -> dict[int, tuple[CodeField, ...]]:
        asked = [each for each in standing if required.get(each.code_id)]
        given = self._ask(read_codings.filled_in, [each.coding_id for each in asked])
        found = {
            each.coding_id: tuple(
                field for field in required[each.code_id] if (each.coding_id, field.id) not in given
            )
            for each in asked
        }
        return {coding_id: fields for coding_id, fields in found.items() if fields}


class _Scopes:
    """Stretches of one transcript that a rule looks at."""

    def __init__(self, opened: OpenTranscript) -> None:
        self._opened = opened

    def __call__(self, scope: Scope, span: Span) -> Span:
        if scope == "passage":
            return span
        if scope == "transcript":
            return Span(0, self._opened.info.length)
        units = self._opened.spans(scope)
        numbers = units.touching(span)
        if not numbers:
            return span
        return span.joined(units[numbers[0]]).joined(units[numbers[-1]])


def by_id(values: Mapping[int | str, str], fields: Sequence[CodeField]) -> dict[int, str]:
    """What is said by the ids of fields; `NotFound` for a name that none of them has."""
    names = {key_of(field.name): field.id for field in fields}
    found: dict[int, str] = {}
    for field, said in values.items():
        if isinstance(field, int):
            found[field] = said
        elif key_of(field) in names:
            found[names[key_of(field)]] = said
        else:
            raise NotFound(f"The code of this passage has no field “{field}”.", _known(fields))
    return found


def _known(fields: Sequence[CodeField]) -> str:
    return f"It has: {', '.join(field.name for field in fields)}." if fields else "It has none."
