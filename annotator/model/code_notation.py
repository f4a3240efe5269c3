"""How do the fields and rules of a code stand in one cell of a table, and how are they read back?

One a line. A field is its name, what kind it is, and what more is said of it:

    Position: scale; -1 = against [-], 0 = neutral, 1 = for; required
    Strength: number; from 0; to 10; ratio
    Speaker: person; from the speaker; asks Who says it?

A rule is as coders read it: "not with RUS in one sentence", "needs UKR on one passage (only told)".
What would be taken for a sign of this notation stands in quotation marks, doubled inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from annotator.model.code_fields import (
    KIND_WORDS,
    LEVELS_OF,
    FieldDraft,
    FieldKind,
    FieldLevel,
    Point,
    field_problems,
)
from annotator.model.code_rules import SCOPE_WORDS, RuleDraft, RuleKind, Scope, rule_words

_QUOTED_OR_ONE = re.compile(r'"(?:[^"]|"")*"|.', re.DOTALL)
_NEEDS_QUOTES = re.compile(r'[;:,="\[\]]|^asks\s', re.IGNORECASE)
_PLAIN_LABEL = re.compile(r'[^\s"]*[^\s".,;]')
_KINDS: dict[str, FieldKind] = {
    **{kind.replace("_", " or "): kind for kind in get_args(FieldKind)},
    **{words.casefold(): kind for kind, words in KIND_WORDS.items()},
    "yes/no": "yes_no", "yes_no": "yes_no", "yes no": "yes_no", "short text": "text",
}  # fmt: skip
_LEVELS: dict[str, FieldLevel] = {level: level for level in get_args(FieldLevel)}
_BOUND = re.compile(r"(from|to)\s+([-+\u2212]?[0-9.,e+-]+)", re.IGNORECASE)
_ASKS = re.compile(r"asks\s+(.+)", re.IGNORECASE | re.DOTALL)
_FROM_SPEAKER = frozenset({"from the speaker", "from speaker", "proposed from the speaker"})
_SIGNS = {"\u2212": "-", "\u2013": "-"}

_ONLY_TOLD = re.compile(r"\s*\(only told\)$", re.IGNORECASE)
_RULES: Mapping[RuleKind, re.Pattern[str]] = {
    "exclusive": re.compile(r"(?:only one of its codes|exclusive)()", re.IGNORECASE),
    "not_with": re.compile(r"not with\s+(.+)", re.IGNORECASE),
    "may_with": re.compile(r"may stand with\s+(.+)", re.IGNORECASE),
    "together": re.compile(r"(?:needs|together with)\s+(.+)", re.IGNORECASE),
    "only_if": re.compile(r"only (?:where|if)\s+(.+?)(?:\s+stands)?", re.IGNORECASE),
}  # fmt: skip


# fields


def written_fields(drafts: Iterable[FieldDraft]) -> str:
    """Fields one a line, in their order."""
    return "\n".join(map(written_field, drafts))


def written_field(draft: FieldDraft) -> str:
    """One field in one line."""
    said = [f"{_quoted(draft.name)}: {draft.kind.replace('_', ' or ')}"]
    if draft.points:
        said.append(", ".join(map(_written_point, draft.points)))
    said += [
        f"{word} {_number(bound)}"
        for word, bound in (("from", draft.least), ("to", draft.most))
        if bound is not None
    ]
    if draft.level and draft.level != LEVELS_OF[draft.kind][0]:
        said.append(draft.level)
    said += ["required"] if draft.required else []
    said += ["from the speaker"] if draft.from_speaker else []
    said += [f"asks {_quoted(draft.question)}"] if draft.question else []
    return "; ".join(said)


def read_fields(cell: str) -> tuple[tuple[FieldDraft, ...], tuple[str, ...]]:
    """The fields that a cell holds, and a sentence for each line that is none."""
    found: list[FieldDraft] = []
    problems: list[str] = []
    for line in _lines(cell):
        try:
            draft = read_field(line)
        except ValueError as error:
            problems.append(f"“{line}” is no field. {error}")
            continue
        wrong = field_problems(draft, [each.name for each in found])
        if wrong:
            problems.append(f"“{line}” is no field. {next(iter(wrong.values()))}")
        else:
            found.append(draft)
    return tuple(found), tuple(problems)


def read_field(line: str) -> FieldDraft:
    """The field in a line; raises `ValueError` with the sentence that says why it is none."""
    head, *parts = _split(line, ";")
    name, *kinds = _split(head, ":", most=1)
    kind = _KINDS.get(" ".join("".join(kinds).split()).casefold())
    if kind is None:
        known = ", ".join(each.replace("_", " or ") for each in get_args(FieldKind))
        raise ValueError(f"After its name and a colon stands what it is: {known}.")
    points: tuple[Point, ...] = ()
    level: FieldLevel = LEVELS_OF[kind][0]
    question, required, from_speaker = "", False, False
    bounds: dict[str, float] = {}
    for part in parts:
        word = " ".join(part.split()).casefold()
        bound, asks = _BOUND.fullmatch(part), _ASKS.fullmatch(part)
        if word in _LEVELS:
            level = _LEVELS[word]
        elif word == "required":
            required = True
        elif word in _FROM_SPEAKER:
            from_speaker = True
        elif asks is not None:
            question = _bare(asks[1])
        elif bound is not None and kind == "number":
            bounds[bound[1].casefold()] = _read_number(bound[2])
        elif kind in {"scale", "choice"} and not points:
            points = tuple(_read_point(each, kind) for each in _split(part, ","))
        elif part:
            raise ValueError(f"Nobody can tell what “{part}” means.")
    return FieldDraft(
        _bare(name), kind, level, required, question, points,
        bounds.get("from"), bounds.get("to"), from_speaker,
    )  # fmt: skip


def _written_point(point: Point) -> str:
    said = _quoted(point.value)
    said += f" = {_quoted(point.name)}" if point.name else ""
    return f"{said} [{_quoted(point.key)}]" if point.key else said


def _read_point(said: str, kind: FieldKind) -> Point:
    said, *keys = _split(said, "[", most=1)
    key = ""
    if keys:
        if not keys[0].endswith("]"):
            raise ValueError("The key of a point stands in square brackets.")
        key = _bare(keys[0][:-1].strip())
    value, *names = _split(said, "=", most=1)
    value = _bare(value)
    if kind == "scale" and value[:1] in _SIGNS:
        value = f"{_SIGNS[value[0]]}{value[1:]}"
    return Point(value, _bare(names[0]) if names else "", key)


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _read_number(said: str) -> float:
    try:
        return float(said.replace("\u2212", "-").replace(",", "."))
    except ValueError as error:
        raise ValueError("A bound is a number.") from error


# rules


def written_rules(drafts: Iterable[RuleDraft]) -> str:
    """Rules one a line, in the order of their words: they have none of their own."""
    return "\n".join(sorted(map(written_rule, drafts)))


def written_rule(draft: RuleDraft) -> str:
    """One rule in one line."""
    is_plain = _PLAIN_LABEL.fullmatch(draft.other) is not None
    other = draft.other if is_plain else f'"{_doubled(draft.other)}"'
    told = "" if draft.strict else " (only told)"
    return f"{rule_words(draft.kind, draft.scope, other)}{told}"


def read_rules(cell: str) -> tuple[tuple[RuleDraft, ...], tuple[str, ...]]:
    """The rules that a cell holds, and a sentence for each line that is none."""
    found: list[RuleDraft] = []
    problems: list[str] = []
    for line in _lines(cell):
        draft = _read_rule(line)
        if draft is None:
            words = "it begins with only one of its codes, not with, may stand with, needs or"
            problems.append(f"“{line}” is no rule: {words} only where.")
        else:
            found.append(draft)
    return tuple(found), tuple(problems)


def _read_rule(line: str) -> RuleDraft | None:
    line = line.rstrip(" .;,")
    said = _ONLY_TOLD.sub("", line)
    strict, scope = said == line, _scope_at_end(said)
    if scope:
        said = said[: -len(SCOPE_WORDS[scope])].rstrip()
    for kind, pattern in _RULES.items():
        match = pattern.fullmatch(said)
        if match is not None:
            return RuleDraft(kind, _bare(match[1]), scope or "passage", strict)
    return None


def _scope_at_end(said: str) -> Scope | None:
    folded = said.casefold()
    return next((each for each, words in SCOPE_WORDS.items() if folded.endswith(words)), None)


# quotation marks


def _lines(cell: str) -> Iterator[str]:
    return (line.strip() for line in cell.splitlines() if line.strip())


def _split(text: str, sign: str, *, most: int = -1) -> list[str]:
    """Parts between signs that stand outside quotation marks, without blanks around them."""
    parts = [""]
    for match in _QUOTED_OR_ONE.finditer(text):
        if match[0] == sign and len(parts) - 1 != most:
            parts.append("")
        else:
            parts[-1] += match[0]
    return [part.strip() for part in parts]


def _quoted(text: str) -> str:
    """A text as it can stand in a line."""
    return f'"{_doubled(text)}"' if _NEEDS_QUOTES.search(text) or text != text.strip() else text


def _doubled(text: str) -> str:
    return text.replace('"', '""')


def _bare(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"').strip()
    return text
