"""What may a coder say about a passage beyond its code? Typed fields, and the values they take."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from annotator.model.code_ids import RESERVED_IDS, WHY_RESERVED, key_of
from annotator.model.names import name_problem

FieldKind = Literal["yes_no", "scale", "choice", "number", "person", "text"]
FieldLevel = Literal["nominal", "ordinal", "interval", "ratio"]

LEVELS_OF: Mapping[FieldKind, tuple[FieldLevel, ...]] = {
    "yes_no": ("nominal",),
    "scale": ("ordinal", "interval", "ratio"),
    "choice": ("nominal", "ordinal"),
    "number": ("interval", "ratio", "ordinal"),
    "person": ("nominal",),
    "text": ("nominal",),
}
"""Levels of measurement that a kind may have, the usual one first."""

LONGEST_NAME = 32
LONGEST_TEXT = 200
MOST_POINTS = 60

_BLANKS = re.compile(r"\s+")
_SIGNS = {"\u2212": "-", "\u2013": "-", "\uff0b": "+", "\u2012": "-"}
_YES = frozenset({"yes", "y", "1", "true", "+"})
_NO = frozenset({"no", "n", "0", "false", "-"})
_PERSON = re.compile("[0-9a-f]{32}")


class Point(Struct, frozen=True):
    """One point of a scale or one choice: what is stored, what is shown, what key gives it."""

    value: str
    name: str = ""
    """Empty where the value says all."""
    key: str = ""
    """One character; empty for the one that `strokes` proposes."""


class FieldDraft(Struct, frozen=True):
    """A field as a person or a file describes it, before a project knows it."""

    name: str
    kind: FieldKind
    level: FieldLevel | Literal[""] = ""
    """Empty for the usual one of the kind."""
    required: bool = False
    question: str = ""
    """What coders are asked; empty where the name says it."""
    points: tuple[Point, ...] = ()
    """Of a scale or a choice, in order."""
    least: float | None = None
    most: float | None = None
    """Bounds of a number, both included."""
    from_speaker: bool = False
    """Whether a person is proposed from the turn that the passage stands in."""


class CodeField(Struct, frozen=True):
    """A field of a project. One of a group holds for every code below it."""

    id: int
    uuid: UUID
    code_id: int
    """The code or group that has it."""
    position: int
    name: str
    kind: FieldKind
    level: FieldLevel
    required: bool
    question: str = ""
    points: tuple[Point, ...] = ()
    least: float | None = None
    most: float | None = None
    from_speaker: bool = False

    @property
    def draft(self) -> FieldDraft:
        """The same as it would be described anew."""
        return FieldDraft(
            self.name, self.kind, self.level, self.required, self.question, self.points,
            self.least, self.most, self.from_speaker,
        )  # fmt: skip


AnyField = FieldDraft | CodeField


def values_of(draft: FieldDraft) -> dict[str, Any]:
    """The columns of a field that a draft describes."""
    bounds = {"least": draft.least, "most": draft.most} if draft.kind == "number" else {}
    detail: dict[str, Any] = {name: bound for name, bound in bounds.items() if bound is not None}
    if draft.kind == "person" and draft.from_speaker:
        detail["from_speaker"] = True
    has_points = draft.kind in {"scale", "choice"}
    return {
        "name": draft.name.strip(),
        "kind": draft.kind,
        "level": draft.level or LEVELS_OF[draft.kind][0],
        "required": draft.required,
        "question": " ".join(draft.question.split()),
        "choices": [
            [point.value.strip(), " ".join(point.name.split()), point.key]
            for point in (draft.points if has_points else ())
        ],
        "detail": detail or None,
    }


def read_value(field: AnyField, said: str) -> str:
    """What is stored for what somebody said; raises `ValueError` with the sentence to show.

    A point is told by its value, its name or its key; a number may have a decimal comma. A person
    of the project is stored by the hexadecimal digits of the uuid, which come in as they are.
    """
    said = _BLANKS.sub(" ", said).strip()
    if not said:
        raise ValueError(f"{_called(field)} needs a value.")
    if field.kind == "yes_no":
        return _yes_or_no(field, said)
    if field.kind in {"scale", "choice"}:
        return _point(field, said)
    if field.kind == "number":
        return _number(field, said)
    if len(said) > LONGEST_TEXT:
        raise ValueError(f"{_called(field)} takes at most {LONGEST_TEXT} characters.")
    return said


def shown_value(field: AnyField, value: str) -> str:
    """A stored value as a reader sees it: "+1 for", "yes". A person's uuid stays as it is."""
    for point in field.points:
        if point.value == value:
            shown = signed(field, value)
            return f"{shown} {point.name}" if point.name and point.name != value else shown
    return value


def signed(field: AnyField, value: str) -> str:
    """A point of a scale that has points below zero, with its sign: "−1", "+1"."""
    if field.kind != "scale" or not any(point.value.startswith("-") for point in field.points):
        return value
    if value.startswith("-"):
        return f"\u2212{value[1:]}"
    return value if value == "0" or value.startswith("+") else f"+{value}"


def strokes(field: AnyField) -> dict[str, str]:
    """Key to value for a field that one keystroke fills; empty for the other kinds.

    Points keep the keys they were given. Others get "-", "=" and "+" on a scale around zero, and
    else digits from 1.
    """
    if field.kind == "yes_no":
        return {"y": "yes", "n": "no"}
    own = {point.key: point.value for point in field.points if point.key}
    if not field.points or len(field.points) > 9 + len(own):
        return own
    usual = iter(_usual_keys(field, frozenset(own)))
    found = dict(own)
    for point in field.points:
        if not point.key:
            found[next(usual)] = point.value
    by_value = {value: key for key, value in found.items()}
    return {by_value[point.value]: point.value for point in field.points}


def field_problems(draft: FieldDraft, others: Iterable[str] = ()) -> dict[str, str]:
    """What stands against a field, by what of it (name, level, points, least); empty if nothing.

    `others` are the names of the fields that hold for the same codes.
    """
    found = {
        "name": _name_problem(draft.name, others),
        "level": "" if not draft.level or draft.level in LEVELS_OF[draft.kind] else
        f"{KIND_WORDS[draft.kind]} is {' or '.join(LEVELS_OF[draft.kind])}, not {draft.level}.",
        "points": _points_problem(draft),
        "least": _bounds_problem(draft),
    }  # fmt: skip
    return {part: words for part, words in found.items() if words}


KIND_WORDS: Mapping[FieldKind, str] = {
    "yes_no": "Yes or no",
    "scale": "A scale",
    "choice": "A choice",
    "number": "A number",
    "person": "A person",
    "text": "A short text",
}


def is_person(value: str) -> bool:
    """Whether a stored value is the uuid of a person of the project."""
    return _PERSON.fullmatch(value) is not None


def _called(field: AnyField) -> str:
    return f"“{field.name}”"


def _yes_or_no(field: AnyField, said: str) -> str:
    word = _plain(said)
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise ValueError(f"{_called(field)} is yes or no.")


def _point(field: AnyField, said: str) -> str:
    wanted = key_of(_plain(said))
    number = _decimal(said)
    for point in field.points:
        value = _decimal(point.value)
        if wanted in {key_of(point.value), key_of(point.name)} - {""}:
            return point.value
        if number is not None and value == number:
            return point.value
    for point in field.points:
        if wanted == key_of(shown_value(field, point.value).replace("\u2212", "-")):
            return point.value
    names = ", ".join(shown_value(field, point.value) for point in field.points)
    raise ValueError(f"{_called(field)} is one of: {names}.")


def _number(field: AnyField, said: str) -> str:
    number = _decimal(said)
    if number is None:
        raise ValueError(f"{_called(field)} is a number, such as 12 or 0.5.")
    for bound, word in ((field.least, "least"), (field.most, "most")):
        if bound is not None and (number < bound if word == "least" else number > bound):
            raise ValueError(f"{_called(field)} is at {word} {bound:g}.")
    if field.level == "ratio" and number < 0:
        raise ValueError(f"{_called(field)} has a true zero: it is never below 0.")
    if number == 0:
        return "0"
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _decimal(said: str) -> Decimal | None:
    plain = _plain(said).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 20 else None


def _plain(said: str) -> str:
    for sign, plain in _SIGNS.items():
        said = said.replace(sign, plain)
    return said.strip().casefold()


def _usual_keys(field: AnyField, taken: frozenset[str]) -> list[str]:
    values = [point.value for point in field.points]
    if values == ["-1", "0", "1"] and not taken & {"-", "=", "+"}:
        return ["-", "=", "+"]
    digits = [str(digit) for digit in range(1, 10)]
    if all(value in digits for value in values):  # the key of 3 is 3
        return [value for value in values if value not in taken]
    return [digit for digit in digits if digit not in taken]


def _name_problem(name: str, others: Iterable[str]) -> str:
    name = name.strip()
    if not name:
        return "A field needs a name."
    if len(name) > LONGEST_NAME:
        return f"The name of a field has at most {LONGEST_NAME} characters."
    if name.casefold() in RESERVED_IDS:
        return f"“{name}” cannot be the name of a field: {WHY_RESERVED}."
    if key_of(name) in {key_of(other) for other in others}:
        return f"There is a field called “{name}” for these codes already."
    return name_problem(name)


def _points_problem(draft: FieldDraft) -> str:
    if draft.kind not in {"scale", "choice"}:
        return ""
    values = [point.value.strip() for point in draft.points]
    if len(values) < 2 or "" in values:
        return f"{KIND_WORDS[draft.kind]} needs at least two points."
    if len(values) > MOST_POINTS:
        return f"{KIND_WORDS[draft.kind]} has at most {MOST_POINTS} points."
    if len({key_of(value) for value in values}) < len(values):
        return "Two points have the same value."
    if draft.kind == "scale" and any(_decimal(value) is None for value in values):
        return "The points of a scale are numbers, each with a name if you like: −1 against."
    for point in draft.points:
        problem = name_problem(point.value) or name_problem(point.name)
        if problem or len(point.key) > 1:
            return problem or "The key of a point is one character."
    keys = [point.key.casefold() for point in draft.points if point.key]
    return "Two points have the same key." if len(set(keys)) < len(keys) else ""


def _bounds_problem(draft: FieldDraft) -> str:
    bounds = [bound for bound in (draft.least, draft.most) if bound is not None]
    if not all(math.isfinite(bound) for bound in bounds):
        return "A bound is a number."
    if len(bounds) == 2 and bounds[0] > bounds[1]:
        return "The least value is above the most."
    return ""
