"""Acts on the fields of codes: what may be said about a passage beyond its code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec.structs import replace

from annotator.errors import NotFound, Refused
from annotator.model.code_fields import (
    LEVELS_OF,
    CodeField,
    FieldDraft,
    field_problems,
    read_value,
    shown_value,
    values_of,
)
from annotator.model.code_ids import key_of
from annotator.operations.versions import codebook_act
from annotator.store import read_codebook
from annotator.store.schema import code_field, coding_field

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code, Codebook
    from annotator.model.people import Coder


def add_field(history: History, coder: Coder, code_id: int, draft: FieldDraft) -> CodeField:
    """Give a code or group one more field, behind those it has."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        owner = found_code(book, code_id)
        act.label = f"Field “{draft.name.strip()}” of “{owner.name}” added"
        return _insert(act, book, owner, draft)


def change_field(history: History, coder: Coder, field_id: int, draft: FieldDraft) -> CodeField:
    """Set everything a draft says; `Refused` where values that were given would mean nothing."""
    with codebook_act(history, coder, f"Field “{draft.name.strip()}” changed") as act:
        book = read_codebook.codebook(act.connection)
        standing = found_field(book, field_id)
        _change(act, book, standing, draft)
        return found_field(read_codebook.codebook(act.connection), field_id)


def move_field(history: History, coder: Coder, field_id: int, position: int) -> None:
    """Put a field at `position` (0 first) among the fields of its code."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        moved = found_field(book, field_id)
        act.label = f"Field “{moved.name}” moved"
        others = [each for each in book.own_fields(moved.code_id) if each.id != field_id]
        others.insert(max(0, min(position, len(others))), moved)
        for number, each in enumerate(others):
            act.change(code_field, each.id, position=number)


def remove_field(history: History, coder: Coder, field_id: int) -> int:
    """Take a field from its code with every value given in it; how many values went."""
    with codebook_act(history, coder, "") as act:
        gone = found_field(read_codebook.codebook(act.connection), field_id)
        act.label = f"Field “{gone.name}” removed"
        return drop_field(act, field_id)


def drop_field(act: Act, field_id: int) -> int:
    """Remove a field and its values within an act; how many values went."""
    given = sa.select(coding_field.c.id).where(
        coding_field.c.code_field_id == field_id, coding_field.c.removed.is_(sa.false())
    )
    values = act.connection.execute(given).scalars().all()
    act.remove_many(coding_field, values)
    act.remove(code_field, field_id)
    return len(values)


def set_own_fields(act: Act, code_id: int, drafts: Sequence[FieldDraft]) -> bool:
    """Let a code have just these fields of its own, in this order; matched by name.

    False where it had them already.
    """
    before = len(act.images)
    book = read_codebook.codebook(act.connection)
    owner = found_code(book, code_id)
    standing = {key_of(each.name): each for each in book.own_fields(code_id)}
    drop_other_fields(act, book, code_id, drafts)
    for number, draft in enumerate(drafts):
        book = read_codebook.codebook(act.connection)
        known = standing.get(key_of(draft.name))
        field = _insert(act, book, owner, draft) if known is None else known
        if known is not None:
            _change(act, book, known, draft)
        act.change(code_field, field.id, position=number)
    return len(act.images) > before


def add_first_fields(
    act: Act, book: Codebook, code_id: int, drafts: Sequence[FieldDraft], others: Iterable[str]
) -> bool:
    """Give fields to a code that has none of its own; False where there are none to give.

    `others` are names of fields that come to codes above and below it in the same act.
    """
    owner = found_code(book, code_id)
    taken = [*names_beside(book, owner), *others]
    for position, draft in enumerate(drafts):
        _refuse(field_problems(draft, taken))
        act.insert(code_field, **values_of(draft), code_id=code_id, position=position)
        taken.append(draft.name)
    return bool(drafts)


def drop_other_fields(act: Act, book: Codebook, code_id: int, drafts: Sequence[FieldDraft]) -> None:
    """Remove the fields of a code that none of the drafts names, with their values."""
    wanted = {key_of(draft.name) for draft in drafts}
    for each in book.own_fields(code_id):
        if key_of(each.name) not in wanted:
            drop_field(act, each.id)


def names_beside(book: Codebook, code: Code, *, but: int | None = None) -> Iterator[str]:
    """The names of the fields that hold for a code or for any code below it."""
    around = {above.id for above in book.line(code)} | book.below(code.id)
    for code_id in around:
        yield from (each.name for each in book.own_fields(code_id) if each.id != but)


def values_given(connection: sa.Connection, field_id: int) -> Counter[str]:
    """Every value that codings have in a field, with how many have it."""
    rows = connection.execute(
        sa.select(coding_field.c.value, sa.func.count())
        .where(coding_field.c.code_field_id == field_id, coding_field.c.removed.is_(sa.false()))
        .group_by(coding_field.c.value)
    )
    return Counter({row[0]: row[1] for row in rows})


def found_field(book: Codebook, field_id: int) -> CodeField:
    """The field with this id; `NotFound` where it is gone."""
    found = book.field(field_id)
    if found is None:
        raise NotFound("This field is no longer in the codebook.", "It may have been removed.")
    return found


def found_code(book: Codebook, code_id: int) -> Code:
    """The code or group with this id; `NotFound` where it is gone."""
    found = book.by_id(code_id)
    if found is None:
        raise NotFound("This code is no longer in the codebook.", "It may have been deleted.")
    return found


def _insert(act: Act, book: Codebook, owner: Code, draft: FieldDraft) -> CodeField:
    _refuse(field_problems(draft, names_beside(book, owner)))
    row_id = act.insert(
        code_field,
        **values_of(draft),
        code_id=owner.id,
        position=len(book.own_fields(owner.id)),
    )
    return found_field(read_codebook.codebook(act.connection), row_id)


def _change(act: Act, book: Codebook, standing: CodeField, draft: FieldDraft) -> None:
    owner = found_code(book, standing.code_id)
    _refuse(field_problems(draft, names_beside(book, owner, but=standing.id)))
    draft = replace(draft, level=draft.level or LEVELS_OF[draft.kind][0])
    _must_keep_values(act, standing, draft)
    act.change(code_field, standing.id, **values_of(draft))


def _must_keep_values(act: Act, standing: CodeField, draft: FieldDraft) -> None:
    """Values that were given must mean the same under the field as it will be."""
    for value, number in values_given(act.connection, standing.id).items():
        try:
            same = read_value(draft, value) == value
        except ValueError:
            same = False
        if not same or (standing.kind == "person") != (draft.kind == "person"):
            codings = "One coding has" if number == 1 else f"{number:,} codings have"
            raise Refused(
                f"{codings} the value “{shown_value(standing, value)}” in “{standing.name}”.",
                "Keep what can be said there, or give those codings another value first.",
            )


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Refused(next(iter(found.values())), "Nothing was changed.")
