"""What was noted on a coding that became one with an equal one, or said in its fields?

It goes along, and back where the two are no longer the same. Like all that follows from what else
is there, it keeps its stamps; a row that went along points to the coding it was made on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from annotator.store.exactly import change_unstamped
from annotator.store.merging import ranks_of
from annotator.store.row_states import RowStates
from annotator.store.schema import coding, coding_field, memo
from annotator.store.taken import Taken

if TYPE_CHECKING:
    from annotator.store.writer import Writer

_Coding = tuple[int, UUID, bool, UUID | None]
"""Local key, uuid, whether it is removed, and with what it became one."""

_JOINED = sa.select(coding.c.uuid).where(
    coding.c.removed.is_(sa.true()), coding.c.merged_into.is_not(None)
)


def join_what_is_on_codings(writer: Writer) -> None:
    """Put memos and values of fields on the codings that stand for those they were made on."""
    ends = _Ends(writer.connection)
    _join_memos(writer, ends)
    _join_values(writer, ends)


class _Ends:
    """Knows which coding stands for another one."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._known: dict[UUID, _Coding | None] = {}

    def of(self, uuid: UUID) -> tuple[int, UUID] | None:
        """Local key and uuid of the live one that it became, or is; None where all are gone."""
        seen: set[UUID] = set()
        while uuid not in seen:
            seen.add(uuid)
            row = self._row(uuid)
            if row is None:
                return None
            if not row[2]:
                return row[0], row[1]
            if row[3] is None:
                return None
            uuid = row[3]
        return None

    def _row(self, uuid: UUID) -> _Coding | None:
        if uuid not in self._known:
            columns = (coding.c.id, coding.c.uuid, coding.c.removed, coding.c.merged_into)
            query = sa.select(*columns).where(coding.c.uuid == uuid)
            row = self._connection.execute(query).one_or_none()
            self._known[uuid] = None if row is None else (row.id, row.uuid, row.removed, row[3])
        return self._known[uuid]


def _join_memos(writer: Writer, ends: _Ends) -> None:
    rows = writer.connection.execute(
        sa.select(memo.c.id, memo.c.on_uuid, memo.c.merged_into).where(
            memo.c.removed.is_(sa.false()),
            memo.c.on_kind == "coding",
            memo.c.merged_into.is_not(None) | memo.c.on_uuid.in_(_JOINED),
        )
    ).all()
    for row in rows:
        made_on = row.merged_into or row.on_uuid
        end = ends.of(made_on)
        if end is not None:
            from_ = None if end[1] == made_on else made_on
            change_unstamped(writer, memo, row.id, on_uuid=end[1], merged_into=from_)
        elif row.on_uuid != made_on:  # what it went along to is gone: so it is about its own again
            change_unstamped(writer, memo, row.id, on_uuid=made_on, merged_into=None)


def _join_values(writer: Writer, ends: _Ends) -> None:
    """Where both say something in one field, one of them stands, as of equal codings."""
    fields = coding_field
    rows = writer.connection.execute(
        sa.select(fields, coding.c.uuid.label("on_uuid"))
        .join(coding, coding.c.id == fields.c.coding_id)
        .where(
            fields.c.removed.is_(sa.false()),
            fields.c.merged_into.is_not(None) | coding.c.uuid.in_(_JOINED),
        )
    ).mappings()
    states = RowStates(writer, fields, ranks_of(writer.connection))
    moved = []
    for found in rows.all():
        row = dict(found)
        made_on = row["merged_into"] or row["on_uuid"]
        end = ends.of(made_on)
        if end is not None and end[0] != row["coding_id"]:
            del row["on_uuid"]
            from_ = None if end[1] == made_on else made_on
            moved.append(row | {"coding_id": end[0], "merged_into": from_})
    states.know([row["uuid"] for row in moved])
    for row in moved:
        states.put(row)
    states.settle()
    states.write(Taken())
