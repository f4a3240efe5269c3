"""Acts on what is said about a passage beyond its code: the values of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.changes import Place
from annotator.errors import Refused
from annotator.model.code_fields import CodeField, read_value, shown_value
from annotator.model.code_ids import key_of
from annotator.operations.memos import remove_memos
from annotator.store import read_codings, read_persons
from annotator.store.schema import coding, coding_field

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code, Codebook
    from annotator.model.coding import Coding
    from annotator.model.people import Coder

_AT_ONCE = 500

Values = Mapping[int, str]
"""What is said, by the id of the field; empty takes a value away."""


def set_values(
    history: History, coder: Coder, done: Coding, values: Values, fields: Sequence[CodeField]
) -> Coding:
    """Say something in the fields of a coding, or take it back, as one act.

    `fields` are those that hold for its code. `Refused` says what a field does not take.
    """
    with history.act(coder.id, _label(values, fields)) as act:
        act.place = Place(done.transcript_id, done.start, done.end)
        write_values(act, done.id, values, fields)
        changed = read_codings.one(act.connection, done.id)
    if changed is None:
        raise LookupError("a coding vanished while something was said about it")
    return changed


def write_values(act: Act, coding_id: int, values: Values, fields: Sequence[CodeField]) -> None:
    """The same within an act."""
    by_id = {field.id: field for field in fields}
    persons = None
    for field_id, said in values.items():
        field = by_id.get(field_id)
        if field is None:
            raise Refused("The code of this passage has no such field.", "Nothing was changed.")
        if not said.strip():
            _take_away(act, coding_id, field_id)
            continue
        try:
            value = read_value(field, said)
        except ValueError as error:
            raise Refused(str(error), "Nothing was changed.") from error
        if field.kind == "person":
            persons = read_persons.by_name(act.connection) if persons is None else persons
            known = persons.get(key_of(value))
            value = known.hex if known is not None else value
        _put(act, coding_id, field_id, value)


def carry_over(act: Act, coding_id: int, book: Codebook, old: Code, new: Code) -> None:
    """Let what was said of a passage follow it to another code, where that has a place for it."""
    kept = {field.id for field in book.fields_of(new)}
    by_name = {key_of(field.name): field for field in book.fields_of(new)}
    for field in book.fields_of(old):
        if field.id in kept:
            continue
        row = _standing(act, coding_id, field.id)
        if row is None:
            continue
        twin = by_name.get(key_of(field.name))
        if twin is not None and _takes(twin, row.value):
            _put(act, coding_id, twin.id, row.value)
        act.remove(coding_field, row.id)


def remove_with_all(act: Act, codings: Sequence[tuple[int, UUID]]) -> None:
    """Remove codings with their memos and with what was said in their fields."""
    remove_memos(act, [uuid for _, uuid in codings])
    drop_values(act, [coding_id for coding_id, _ in codings])
    act.remove_many(coding, [coding_id for coding_id, _ in codings])


def drop_values(act: Act, coding_ids: Sequence[int]) -> None:
    """Remove every value of these codings."""
    for first in range(0, len(coding_ids), _AT_ONCE):
        query = sa.select(coding_field.c.id).where(
            coding_field.c.coding_id.in_(coding_ids[first : first + _AT_ONCE]),
            coding_field.c.removed.is_(sa.false()),
        )
        act.remove_many(coding_field, act.connection.execute(query).scalars().all())


def _put(act: Act, coding_id: int, field_id: int, value: str) -> None:
    row = _standing(act, coding_id, field_id)
    if row is None:
        act.insert(coding_field, coding_id=coding_id, code_field_id=field_id, value=value)
    else:
        act.change(coding_field, row.id, value=value)


def _take_away(act: Act, coding_id: int, field_id: int) -> None:
    row = _standing(act, coding_id, field_id)
    if row is not None:
        act.remove(coding_field, row.id)


def _standing(act: Act, coding_id: int, field_id: int) -> Any:
    query = sa.select(coding_field.c.id, coding_field.c.value).where(
        coding_field.c.coding_id == coding_id,
        coding_field.c.code_field_id == field_id,
        coding_field.c.removed.is_(sa.false()),
    )
    return act.connection.execute(query).one_or_none()


def _takes(field: CodeField, value: str) -> bool:
    try:
        return read_value(field, value) == value
    except ValueError:
        return False


def _label(values: Values, fields: Sequence[CodeField]) -> str:
    """What the act is called: "position: +1 for", "position taken away", "3 fields filled in"."""
    by_id = {field.id: field for field in fields}
    if len(values) != 1:
        return f"{len(values)} fields filled in"
    field_id, said = next(iter(values.items()))
    field = by_id.get(field_id)
    if field is None:
        return "Field filled in"
    if not said.strip():
        return f"{field.name} taken away"
    try:
        return f"{field.name}: {shown_value(field, read_value(field, said))}"
    except ValueError:
        return field.name
