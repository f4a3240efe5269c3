"""What holds of every project, whatever is taken back, done again or merged?

An act sees to these when it is done. Taken back later, or merged with what was done elsewhere, it
meets a project that is no longer the one it was done in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.store.exactly import change_unstamped
from annotator.store.row_states import parts
from annotator.store.schema import (
    answer,
    code,
    code_field,
    codebook_version,
    coder,
    coding,
    decision,
    person,
    round_,
)

if TYPE_CHECKING:
    from annotator.store.images import Image
    from annotator.store.writer import Writer

_NAMED = {
    round_: ("round", ()),
    person: ("person", ()),
    codebook_version: ("version of the codebook", ()),
    code_field: ("field of this code", ("code_id",)),
}
"""What has a name of its own: what it is called, and within what."""
_TELLING = frozenset({"removed", "name", "start", "stop", "frozen_at"})
_CELL = ("text_version_id", "round_id", "coder_id")


def broken(connection: sa.Connection, images: Sequence[Image]) -> str:
    """What would not hold any more after rows changed like this, as a half sentence; else ""."""
    touched = {image.table for image in images}
    living = {
        name: [image.row_id for image in images if image.table == name and _may_clash(image)]
        for name in touched
    }
    return next(_broken(connection, images, living), "")


def _may_clash(image: Image) -> bool:
    """Whether a row came to life, or is called or placed otherwise."""
    return image.before is None or bool(_TELLING & image.after.keys())


def _broken(
    connection: sa.Connection, images: Sequence[Image], living: Mapping[str, Sequence[int]]
) -> Iterator[str]:
    if "code" in living and circle(connection):
        yield "a group of the codebook would stand inside itself."
    if "round" in living and not _any(connection, round_):
        yield "the project would have no round."
    if _role_changed(images) and not _any(connection, coder, coder.c.role == "pi"):
        yield "nobody would be principal investigator."
    for table, (what, within) in _NAMED.items():
        name = _twice(connection, table, living.get(table.name, ()), (table.c.name, *within))
        if name:
            yield f"another {what} is called “{name}” by now."
    if living.get(answer.name) and _twice(
        connection, answer, living[answer.name], (answer.c.on_uuid,)
    ):
        yield "the question has another answer by now."
    if living.get(codebook_version.name) and _open_versions(connection) > 1:
        yield "the codebook was changed since."
    if _nothing_and_coded(connection, living):
        yield "a passage would be coded, and decided as one to which nothing applies."


def circle(connection: sa.Connection) -> list[sa.Row[Any]]:
    """The first codes that stand inside themselves; none where all is well."""
    live = sa.select(code.c.id, code.c.parent_id, code.c.uuid).where(code.c.removed.is_(sa.false()))
    rows: dict[int, Any] = {row.id: row for row in connection.execute(live)}
    whole: set[int] = set()
    for start in sorted(rows):
        path: list[int] = []
        at: int | None = start
        while at is not None and at in rows and at not in whole and at not in path:
            path.append(at)
            at = rows[at].parent_id
        if at is not None and at in path:
            return [rows[each] for each in path[path.index(at) :]]
        whole.update(path)
    return []


def make_hold(writer: Writer) -> Iterator[str]:
    """After a merge of what was done apart; tells in sentences what was put right.

    It follows from what else is there and is no decision of anybody, so the rows keep their
    stamps, and it is the same in whatever order copies come.
    """
    connection = writer.connection
    _end_what_is_coded(writer)
    while found := circle(connection):
        first = min(found, key=lambda row: row.uuid)
        change_unstamped(writer, code, first.id, parent_id=None)
        name = writer.row(code, first.id)["name"]
        yield f"“{name}” was moved into what had been moved into it, and stands at the top now."
    if not _any(connection, round_):
        oldest = _oldest(connection, round_)
        change_unstamped(writer, round_, oldest, removed=False, merged_into=None)
        name = writer.row(round_, oldest)["name"]
        yield f"The round “{name}” was removed and is back: a project has a round."
    if not _any(connection, coder, coder.c.role == "pi"):
        oldest = _oldest(connection, coder, coder.c.removed.is_(sa.false()))
        change_unstamped(writer, coder, oldest, role="pi")
        name = writer.row(coder, oldest)["name"]
        yield f"{name} is principal investigator again: nobody else was."


def _oldest(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    order = (table.c.created_at, table.c.uuid)
    query = sa.select(table.c.id).where(*conditions).order_by(*order).limit(1)
    return int(connection.execute(query).scalar_one())


def _any(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> bool:
    query = sa.select(table.c.id).where(table.c.removed.is_(sa.false()), *conditions).limit(1)
    return connection.execute(query).one_or_none() is not None


def _role_changed(images: Sequence[Image]) -> bool:
    return any(
        image.table == coder.name and {"role", "removed"} & image.after.keys() for image in images
    )


def _twice(
    connection: sa.Connection,
    table: sa.Table,
    row_ids: Collection[int],
    columns: Sequence[str | sa.Column[object]],
) -> str:
    """What a live row among these shares with another live one; "" where none does."""
    other = table.alias()
    names = [each if isinstance(each, str) else each.name for each in columns]
    for part in parts(sorted(row_ids)):
        query = (
            sa.select(table.c[names[0]])
            .join(other, sa.and_(*(table.c[name] == other.c[name] for name in names)))
            .where(
                table.c.id.in_(part),
                other.c.id != table.c.id,
                table.c.removed.is_(sa.false()),
                other.c.removed.is_(sa.false()),
            )
            .limit(1)
        )
        found = connection.execute(query).scalar_one_or_none()
        if found is not None:
            return str(found)
    return ""


def _open_versions(connection: sa.Connection) -> int:
    version = codebook_version.c
    query = sa.select(sa.func.count()).where(
        version.removed.is_(sa.false()), version.frozen_at == ""
    )
    return int(connection.execute(query).scalar_one())


def _nothing_and_coded(connection: sa.Connection, living: Mapping[str, Sequence[int]]) -> bool:
    """Whether one of these codings or decisions says otherwise than what stands on its passage."""
    if not _any(connection, decision):
        return False
    for table in (coding, decision):
        for part in parts(sorted(living.get(table.name, ()))):
            query = (
                sa.select(coding.c.id)
                .join(decision, _on_one_passage())
                .where(table.c.id.in_(part))
                .limit(1)
            )
            if connection.execute(query).one_or_none() is not None:
                return True
    return False


def _on_one_passage() -> sa.ColumnElement[bool]:
    return sa.and_(
        *(coding.c[name] == decision.c[name] for name in _CELL),
        coding.c.start < decision.c.stop,
        coding.c.stop > decision.c.start,
        coding.c.removed.is_(sa.false()),
        decision.c.removed.is_(sa.false()),
    )


def _end_what_is_coded(writer: Writer) -> None:
    """A unit that somebody coded in one copy and decided as nothing in another is coded."""
    for part in parts(sorted(writer.touched["codings_in"])):
        coded = (
            sa.select(decision.c.id)
            .where(
                decision.c.transcript_id.in_(part),
                decision.c.removed.is_(sa.false()),
                sa.select(coding.c.id).where(_on_one_passage()).exists(),
            )
            .order_by(decision.c.id)
        )
        for row_id in writer.connection.execute(coded).scalars().all():
            change_unstamped(writer, decision, row_id, removed=True)
