"""How do two codes become one, with nothing that was said on either of them lost?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import NotFound, Progress, Refused, no_progress
from annotator.model.code_fields import CodeField, read_value, values_of
from annotator.model.code_ids import key_of
from annotator.model.merge_preview import MergePreview
from annotator.operations.code_rules import rules_with
from annotator.operations.versions import codebook_act
from annotator.store import read_codebook
from annotator.store.schema import (
    code,
    code_field,
    code_rule,
    coding,
    coding_field,
    memo,
    recheck,
    redefinition,
)

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code, Codebook
    from annotator.model.people import Coder

_PLACE = ("text_version_id", "round_id", "coder_id", "start", "stop")
_BETWEEN_MEMOS = "\n\n"
_MOST_AT_ONCE = 500
"""How many values one question to the database may name."""
_STEPS = 5
"""Parts of a merge that take time, for its progress."""

Passage = tuple[int, ...]


def merge_codes(
    history: History,
    coder: Coder,
    source_id: int,
    target_id: int,
    *,
    progress: Progress = no_progress,
) -> int:
    """Move every coding of one code to another and remove the first; how many codings it had.

    Codings of all coders and rounds are meant. Where both codes stand on one passage for one
    coder, one coding is left: unsure if either was, with the memos of both and what was said in
    the fields of either. `progress` may raise `Cancelled`; then nothing has changed.
    """
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        source, target = _found(book, source_id), _found(book, target_id)
        _must_be_mergeable(book, source, target)
        act.label = f"“{source.name}” merged into “{target.name}”"
        told = _Told(progress)
        moved = _codings(act, source.id)
        standing = {_passage(row): row for row in _codings(act, target.id)}
        twins = {row.id: twin for row in moved if (twin := standing.get(_passage(row))) is not None}
        told.next("Fields")
        _move_fields(act, book, source, target, [row.id for row in moved])
        join_values(act, {row_id: twin.id for row_id, twin in twins.items()})
        told.next("Codings")
        act.change_many(coding, [r.id for r in moved if r.id not in twins], code_id=target.id)
        doubted = [twins[row.id].id for row in moved if row.id in twins and row.unsure]
        act.change_many(coding, doubted, unsure=True)
        told.next("Memos")
        joined = {row.uuid: twins[row.id].uuid for row in moved if row.id in twins}
        join_memos(act, {source.uuid: target.uuid} | joined)
        told.next("Equal codings")
        ends = ((row.id, joined[row.uuid]) for row in moved if row.id in twins)
        act.change_each(
            coding, [(row_id, {"removed": True, "merged_into": kept}) for row_id, kept in ends]
        )
        _move_the_rest(act, book, source, target)
        told.next("")
        act.remove(code, source.id, merged_into=target.uuid)
        act.outweigh(code, source.id)  # else a new word for it elsewhere would undo all of this
        return len(moved)


def preview(connection: sa.Connection, source_id: int, target_id: int) -> MergePreview:
    """What merging would touch; nothing is changed."""
    book = read_codebook.codebook(connection)
    source, target = _found(book, source_id), _found(book, target_id)
    other = coding.alias()
    live = (coding.c.code_id == source_id, coding.c.removed.is_(sa.false()))
    counts = connection.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(coding.c.transcript_id.distinct()),
            sa.func.count(coding.c.coder_id.distinct()),
            sa.func.count(coding.c.round_id.distinct()),
        ).where(*live)
    ).one()
    same = sa.and_(
        other.c.code_id == target_id,
        other.c.removed.is_(sa.false()),
        *(other.c[name] == coding.c[name] for name in _PLACE),
    )
    twins = connection.execute(
        sa.select(sa.func.count()).select_from(coding.join(other, same)).where(*live)
    ).scalar_one()
    try:
        _must_be_mergeable(book, source, target)
        refused = ""
    except Refused as error:
        refused = error.message
    along = [field.name for field in _without_twin(book, source, target)]
    return MergePreview(counts[0], twins, counts[1], counts[2], counts[3], tuple(along), refused)


class _Told:
    """Tells how far a merge is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0

    def next(self, label: str) -> None:
        self._progress(self._done, _STEPS, label)
        self._done += 1


def _must_be_mergeable(book: Codebook, source: Code, target: Code) -> None:
    if source.id == target.id:
        raise Refused("A code cannot be merged with itself.", "Choose another code.")
    for each in (source, target):
        if each.is_group:
            raise Refused(
                f"“{each.name}” is a group, and groups carry no codings.",
                "Move its codes into another group instead.",
            )
    there = {key_of(field.name): field for field in book.fields_of(target)}
    for field in _other_fields(book, source, target):
        twin = there.get(key_of(field.name))
        if twin is not None and not _means_the_same(field, twin):
            raise Refused(
                f"“{source.name}” and “{target.name}” both have a field “{field.name}”, and what "
                "can be said there differs.",
                "Give one of the two another name, or the same points, first.",
            )


def _means_the_same(field: CodeField, twin: CodeField) -> bool:
    """Whether every value of a field can stand in the other one."""
    if field.kind != twin.kind:
        return False
    if field.kind in {"scale", "choice"}:
        return {point.value for point in field.points} <= {point.value for point in twin.points}
    for bound in (field.least, field.most):
        if bound is not None:
            try:
                read_value(twin, f"{bound:g}")
            except ValueError:
                return False
    return field.kind != "number" or (field.least, field.most) == (twin.least, twin.most)


def _other_fields(book: Codebook, source: Code, target: Code) -> Iterator[CodeField]:
    """The fields of the first code that the second does not have as well."""
    common = {field.id for field in book.fields_of(target)}
    return (field for field in book.fields_of(source) if field.id not in common)


def _without_twin(book: Codebook, source: Code, target: Code) -> Iterator[CodeField]:
    there = {key_of(field.name) for field in book.fields_of(target)}
    fields = _other_fields(book, source, target)
    return (field for field in fields if key_of(field.name) not in there)


def _move_fields(
    act: Act, book: Codebook, source: Code, target: Code, coding_ids: Sequence[int]
) -> None:
    """Give the values of codings that move a place in the fields of the code that stays."""
    there = {key_of(field.name): field.id for field in book.fields_of(target)}
    position = len(book.own_fields(target.id))
    for field in _other_fields(book, source, target):
        place = there.get(key_of(field.name))
        if place is None and field.code_id == source.id:
            act.change(code_field, field.id, code_id=target.id, position=position)
            position += 1
            continue
        given = _values(act, field.id, coding_ids)
        if place is None and given:  # of a group that the other code does not stand in
            values = values_of(field.draft)
            place = act.insert(code_field, code_id=target.id, position=position, **values)
            position += 1
        if place is not None:
            act.change_many(coding_field, given, code_field_id=place)
        if field.code_id == source.id:
            act.remove(code_field, field.id, merged_into=_uuid(act, place))


def _uuid(act: Act, field_id: int | None) -> UUID | None:
    """Of the field that one became: what is said in it elsewhere meanwhile goes there too."""
    return None if field_id is None else cast("UUID", act.row(code_field, field_id)["uuid"])


def _values(act: Act, field_id: int, coding_ids: Sequence[int]) -> list[int]:
    wanted = set(coding_ids)
    rows = act.connection.execute(
        sa.select(coding_field.c.id, coding_field.c.coding_id).where(
            coding_field.c.code_field_id == field_id, coding_field.c.removed.is_(sa.false())
        )
    )
    return [row.id for row in rows if row.coding_id in wanted]


def join_values(act: Act, twins: Mapping[int, int]) -> None:
    """What was said of a coding that goes is said of the one that stays, where that is silent.

    Where both say something, what the coding that stays says holds.
    """
    rows = list(_said_of(act, [*twins, *twins.values()]))
    spoken = {(row.coding_id, row.code_field_id) for row in rows}
    for row in rows:
        kept = twins.get(row.coding_id)
        if kept is None:
            continue
        if (kept, row.code_field_id) in spoken:
            act.remove(coding_field, row.id)
        else:
            act.change(coding_field, row.id, coding_id=kept)


def _said_of(act: Act, coding_ids: Sequence[int]) -> Iterator[Any]:
    for part in _parts(coding_ids):
        query = sa.select(
            coding_field.c.id, coding_field.c.coding_id, coding_field.c.code_field_id
        ).where(coding_field.c.coding_id.in_(part), coding_field.c.removed.is_(sa.false()))
        yield from act.connection.execute(query).all()


def join_memos(act: Act, joined: Mapping[UUID, UUID]) -> None:
    """A coder's memos on two things that become one become one memo."""
    by_thing: defaultdict[UUID, dict[int, Any]] = defaultdict(dict)
    for row in _memos(act, [*joined, *joined.values()]):
        by_thing[row.on_uuid][row.coder_id] = row
    for gone, kept in joined.items():
        for coder_id, row in by_thing[gone].items():
            there = by_thing[kept].get(coder_id)
            if there is None:
                act.change(memo, row.id, on_uuid=kept)
            else:
                act.change(memo, there.id, body=f"{there.body}{_BETWEEN_MEMOS}{row.body}")
                act.remove(memo, row.id)


def _memos(act: Act, uuids: Sequence[UUID]) -> Iterator[Any]:
    for part in _parts(uuids):
        query = sa.select(memo.c.id, memo.c.on_uuid, memo.c.coder_id, memo.c.body).where(
            memo.c.on_uuid.in_(part),
            memo.c.on_kind.in_(("coding", "code")),
            memo.c.removed.is_(sa.false()),
        )
        yield from act.connection.execute(query).all()


def _move_the_rest(act: Act, book: Codebook, source: Code, target: Code) -> None:
    """Rules, what changes of the definition meant and the code's own memo go along."""
    standing = {(rule.code_id, rule.kind, rule.other_id) for rule in book.rules}
    for rule_id in rules_with(act.connection, [source.id]):
        row = act.row(code_rule, rule_id)
        sides = {
            name: target.id if row[name] == source.id else row[name]
            for name in ("code_id", "other_id")
        }
        key = (sides["code_id"], row["kind"], sides["other_id"])
        if sides["code_id"] == sides["other_id"] or key in standing:
            act.remove(code_rule, rule_id)
        else:
            act.change(code_rule, rule_id, **sides)
            standing.add(key)
    for table, column in ((redefinition, "code_id"), (recheck, "given_id")):
        here = sa.select(table.c.id).where(
            table.c[column] == source.id, table.c.removed.is_(sa.false())
        )
        ids = act.connection.execute(here).scalars().all()
        act.change_many(table, ids, **{column: target.id})
    if source.memo:
        both = (target.memo, source.memo)
        act.change(code, target.id, memo=_BETWEEN_MEMOS.join(filter(None, both)))


def _codings(act: Act, code_id: int) -> Sequence[sa.Row[Any]]:
    columns = [coding.c[name] for name in ("id", "uuid", "unsure", *_PLACE)]
    query = sa.select(*columns).where(coding.c.code_id == code_id, coding.c.removed.is_(sa.false()))
    return act.connection.execute(query.order_by(coding.c.id)).all()


def _passage(row: sa.Row[Any]) -> Passage:
    return tuple(row[3:])


def _parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    found = list(items)
    for first in range(0, len(found), _MOST_AT_ONCE):
        yield found[first : first + _MOST_AT_ONCE]


def _found(book: Codebook, code_id: int) -> Code:
    found = book.by_id(code_id)
    if found is None:
        raise NotFound("This code is no longer in the codebook.", "It may have been deleted.")
    return found
