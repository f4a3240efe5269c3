"""How does a row get written so that the act can be taken back? Stamps, revisions, row images."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa

from annotator.store.images import Image, PackedImages, Values, plain
from annotator.store.schema import SAME_DECISION, STAMPS

Item = TypeVar("Item")
_AT_ONCE = 500
_MUCH = 1000
"""More revisions than anybody makes of a row while a copy is elsewhere."""
"""How many rows one statement names."""
_IN_TRANSCRIPT = frozenset({"coding", "decision", "finished"})
_OF_TEXT = frozenset({"turn", "unit_boundaries"})
_OF_CODE = frozenset({"code_field", "code_rule", "redefinition"})


class Writer:
    """Writes rows within one transaction, stamps them and keeps their images."""

    is_merge = False
    """Whether rows of other copies come in, whose stamps are theirs."""

    def __init__(self, connection: sa.Connection, *, coder_id: int | None, replica_id: int) -> None:
        self.connection = connection
        self.coder_id = coder_id
        self.now = now()
        self.images: list[Image] = []
        self.packed: PackedImages | None = None
        """Images that came before those, where an act has too many to hold."""
        self.touched: defaultdict[str, set[int]] = defaultdict(set)
        """Row ids by table name; under "codings_in" the transcripts whose codings changed.

        A field or rule counts as its code, the value of a field as its coding, and under "text_of"
        stand the text versions whose turns or units changed.
        """
        self._replica_id = replica_id

    def insert(self, table: sa.Table, **values: Any) -> int:
        """Insert one row and return its local id."""
        return self.insert_many(table, [values])[0]

    def insert_many(self, table: sa.Table, rows: Sequence[Values]) -> list[int]:
        """Insert rows in order and return their local ids in the same order."""
        if not rows:
            return []
        stamped = [self._stamps() | row for row in rows]
        ids = self._inserted(table, stamped)
        for row_id, row in zip(ids, stamped, strict=True):
            self.images.append(Image(table.name, row_id, None, {"digest": digest(table, row)}))
            self.touch(table, row_id, row)
        return ids

    def insert_parts(self, table: sa.Table, rows: Sequence[Values]) -> list[int]:
        """Insert rows that are part of another row, and come and go with it; returns their ids.

        They are stamped but have no images: what takes back the row they belong to leaves them.
        """
        return self._inserted_at_once(table, [self._stamps() | row for row in rows]) if rows else []

    def insert_columns(self, table: sa.Table, columns: Mapping[str, Sequence[Any]]) -> None:
        """Like `insert_parts`, of many rows at once: column by column, and without their ids."""
        count = len(next(iter(columns.values())))
        if not count:
            return
        stamps = self._stamps()
        del stamps["uuid"]
        uuids = _random_uuids(count)
        takes_bytes = self.connection.dialect.name == "sqlite"
        drawn = {"uuid": uuids if takes_bytes else [UUID(bytes=one) for one in uuids]}
        _insert_columns(self.connection, table, drawn | dict(columns), same=stamps)

    def _inserted(self, table: sa.Table, rows: list[Values]) -> list[int]:
        if len(rows) == 1:
            result = self.connection.execute(sa.insert(table), rows[0])
            key = result.inserted_primary_key
            if key is None:
                raise RuntimeError(f"no key came back for a row of {table.name}")
            return [int(key[0])]
        return self._inserted_at_once(table, _with_defaults(table, rows))

    def _inserted_at_once(self, table: sa.Table, rows: Sequence[Values]) -> list[int]:
        """Ids rise, and nobody else writes meanwhile: what is new are the ids above the last."""
        last = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))
        before = self.connection.execute(last).scalar_one()
        _insert_columns(self.connection, table, _by_column(rows))
        made = sa.select(table.c.id).where(table.c.id > before).order_by(table.c.id)
        return list(self.connection.execute(made).scalars())

    def change(self, table: sa.Table, row_id: int, **values: Any) -> bool:
        """Set columns of one row; False, and nothing recorded, where all of them stand already."""
        row = self.row(table, row_id)
        before = {name: row[name] for name, value in values.items() if row[name] != value}
        if not before:
            return False
        after = {name: values[name] for name in before}
        if _says_else(table, after):
            self._leave_alone(table, row["uuid"])
        stamps = {
            "rev": row["rev"] + 1,
            "replica_id": self._replica_id,
            "changed_at": self.now,
            "changed_by": self.coder_id,
        }
        self.connection.execute(
            sa.update(table).where(table.c.id == sa.bindparam("of_row")),
            stamps | after | {"of_row": row_id},
        )
        self.images.append(Image(table.name, row_id, before, after))
        self.touch(table, row_id, row | after)
        return True

    def change_many(self, table: sa.Table, row_ids: Sequence[int], **values: Any) -> int:
        """Set the same columns of many rows; how many of them stood otherwise before.

        The images are those that `change` would have made of each.
        """
        return self.change_each(table, [(row_id, values) for row_id in row_ids])

    def change_each(
        self,
        table: sa.Table,
        changes: Sequence[tuple[int, Values]],
        look: Callable[[int, Values], None] | None = None,
    ) -> int:
        """Set columns of many rows, the same ones of each; how many of them stood otherwise.

        The images are those that `change` would have made of each. No row may be named twice.
        `look` is shown each row as it stands, and may raise; LookupError where one is missing.
        """
        return sum(self._change_part(table, dict(part), look) for part in _parts(changes))

    def _change_part(
        self,
        table: sa.Table,
        wanted: Mapping[int, Values],
        look: Callable[[int, Values], None] | None,
    ) -> int:
        names = list(next(iter(wanted.values())))
        rows = self._with_what_a_change_needs(table, list(wanted), names)
        if look is not None:
            for row_id, row in rows.items():
                look(row_id, row)
        images = [
            Image(table.name, row_id, before, {name: after[name] for name in before})
            for row_id, after in wanted.items()
            if (before := _otherwise(rows[row_id], after))
        ]
        if not images:
            return 0
        ending = [rows[each.row_id]["uuid"] for each in images if _says_else(table, each.after)]
        self._leave_all_alone(table, ending)
        self.connection.execute(
            sa.update(table)
            .where(table.c.id == sa.bindparam("the_row"))
            .values(
                rev=table.c.rev + 1,
                replica_id=self._replica_id,
                changed_at=self.now,
                changed_by=self.coder_id,
                **{name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names},
            ),
            [
                {"the_row": each.row_id}
                | {f"new_{name}": value for name, value in wanted[each.row_id].items()}
                for each in images
            ],
        )
        for each in images:
            self.images.append(each)
            self.touch(table, each.row_id, rows[each.row_id] | each.after)
        return len(images)

    def remove_many(self, table: sa.Table, row_ids: Sequence[int]) -> int:
        """Make many rows their own tombstones; how many were live."""
        return self.change_many(table, row_ids, removed=True)

    def _with_what_a_change_needs(
        self, table: sa.Table, row_ids: Sequence[int], names: Collection[str]
    ) -> dict[int, Values]:
        """The rows by id, in the order of the ids, as far as a change of these columns needs."""
        needed = {"id", "uuid", "transcript_id", "coding_id", "code_id", "text_version_id", *names}
        columns = [table.c.id, *(each for each in table.c if each.name in needed - {"id"})]
        read = [column.name for column in columns]
        query = sa.select(*columns).where(table.c.id.in_(row_ids))
        found = {
            row[0]: dict(zip(read, row, strict=True)) for row in self.connection.execute(query)
        }
        missing = next((row_id for row_id in row_ids if row_id not in found), None)
        if missing is not None:
            raise LookupError(f"no row {missing} in {table.name}")
        return {row_id: found[row_id] for row_id in row_ids}

    def _leave_all_alone(self, table: sa.Table, uuids: Sequence[UUID]) -> None:
        if table.name in SAME_DECISION and uuids:
            merged = sa.select(table.c.id).where(table.c.merged_into.in_(uuids))
            for row_id in self.connection.execute(merged).scalars().all():
                self.change(table, row_id, merged_into=None)

    def _leave_alone(self, table: sa.Table, uuid: UUID) -> None:
        """Make an end of rows that were merged into one which will not say the same any more.

        They would come back with the next merge.
        """
        if table.name in SAME_DECISION:
            merged = sa.select(table.c.id).where(table.c.merged_into == uuid)
            for row_id in self.connection.execute(merged).scalars().all():
                self.change(table, row_id, merged_into=None)

    def remove(self, table: sa.Table, row_id: int, *, merged_into: UUID | None = None) -> None:
        """Make a row its own tombstone."""
        values: Values = {"removed": True}
        if merged_into is not None:
            values["merged_into"] = merged_into
        self.change(table, row_id, **values)

    def outweigh(self, table: sa.Table, row_id: int) -> None:
        """Let the last change of a row stand against what is said of it elsewhere meanwhile.

        Whatever is done here later, undo too, stands above it as ever.
        """
        weight = sa.update(table).where(table.c.id == row_id).values(rev=table.c.rev + _MUCH)
        self.connection.execute(weight)

    def row(self, table: sa.Table, row_id: int) -> Values:
        """A row as it stands inside this transaction; LookupError where there is none."""
        found = self.connection.execute(
            sa.select(table).where(table.c.id == sa.bindparam("of_row")), {"of_row": row_id}
        ).one_or_none()
        if found is None:
            raise LookupError(f"no row {row_id} in {table.name}")
        return dict(found._mapping)  # noqa: SLF001 - the documented way to a mapping

    def _stamps(self) -> Values:
        return {
            "uuid": uuid4(),
            "rev": 1,
            "replica_id": self._replica_id,
            "created_at": self.now,
            "changed_at": self.now,
            "changed_by": self.coder_id,
            "removed": False,
        }

    def touch(self, table: sa.Table, row_id: int, row: Mapping[str, Any]) -> None:
        """Note that a row is not as it was, for those who show it."""
        self.touched[table.name].add(row_id)
        if table.name in _IN_TRANSCRIPT:
            self.touched["codings_in"].add(row["transcript_id"])
        elif table.name in _OF_CODE:
            self.touched["code"].add(row["code_id"])
        elif table.name in _OF_TEXT:
            self.touched["text_of"].add(row["text_version_id"])
        elif table.name == "text_version":
            self.touched["transcript"].add(row["transcript_id"])
        elif table.name == "coding_field":
            self.touched["said_of"].add(row["coding_id"])


def insert_all(connection: sa.Connection, table: sa.Table, rows: Sequence[Values]) -> None:
    """Insert rows that all have the same columns, with as little as possible done for each.

    Rows may belong to others of them in any order: a code to a group that was made after it.
    """
    columns = _by_column(rows)
    within = own_references(table) & columns.keys()
    _insert_columns(connection, table, columns | {name: [None] * len(rows) for name in within})
    for name in within:
        belonging = [
            {"the_row": row["id"], "it": row[name]} for row in rows if row[name] is not None
        ]
        if belonging:
            there = sa.update(table).where(table.c.id == sa.bindparam("the_row"))
            connection.execute(there.values({name: sa.bindparam("it")}), belonging)


def _by_column(rows: Sequence[Values]) -> dict[str, list[Any]]:
    return {name: list(map(itemgetter(name), rows)) for name in rows[0]}


def own_references(table: sa.Table) -> frozenset[str]:
    """The columns in which rows of a table belong to other rows of it."""
    return frozenset(key.parent.name for key in table.foreign_keys if key.column.table is table)


def _insert_columns(
    connection: sa.Connection,
    table: sa.Table,
    columns: Mapping[str, Iterable[Any]],
    same: Values = MappingProxyType({}),  # type: ignore[assignment]
) -> None:
    """Insert rows column by column; `same` are values that all of them have."""
    dialect = connection.dialect
    kind: Any = type(dialect)
    statement, order = _insert(table, tuple(columns), kind, tuple(same.items()))
    if order is None:  # a driver that takes names
        rows = [
            same | dict(zip(columns, row, strict=True))
            for row in zip(*columns.values(), strict=True)
        ]
        connection.execute(sa.insert(table), rows)
        return
    connection.exec_driver_sql(statement, _stored_rows(table, order, columns, dialect))


@lru_cache(maxsize=200)
def _insert(
    table: sa.Table,
    names: tuple[str, ...],
    dialect: Callable[[], sa.Dialect],
    same: tuple[tuple[str, Any], ...],
) -> tuple[str, Sequence[str] | None]:
    """The statement, and its columns in order; what all rows share stands in the statement."""
    written = {name: _literal(table.c[name], value, dialect()) for name, value in same}
    statement = sa.insert(table).values(written) if written else sa.insert(table)
    compiled = statement.compile(dialect=dialect(), column_keys=list(names))
    return str(compiled), compiled.positiontup


def _literal(column: sa.Column[Any], value: Any, dialect: sa.Dialect) -> Any:
    if value is None:
        return sa.null()
    write = column.type.dialect_impl(dialect).literal_processor(dialect)
    if write is None:
        raise RuntimeError(f"{column} cannot stand in a statement")
    return sa.literal_column(write(value))


def _with_defaults(table: sa.Table, rows: Sequence[Values]) -> list[Values]:
    """The rows with what the schema gives where they give nothing; all have the same columns."""
    left = [
        column
        for column in table.columns
        if column.default is not None and column.name not in rows[0]
    ]
    if not left:
        return list(rows)
    return [{one.name: _default(one) for one in left} | row for row in rows]


def _stored_rows(
    table: sa.Table,
    order: Sequence[str],
    columns: Mapping[str, Iterable[Any]],
    dialect: sa.Dialect,
) -> list[tuple[Any, ...]]:
    """Rows as the driver takes them; most columns need nothing done."""
    stored = []
    for name in order:
        write = _as_stored(table.c[name], dialect)
        stored.append(columns[name] if write is None else map(write, columns[name]))
    return list(zip(*stored, strict=True))


def _as_stored(column: sa.Column[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """What makes of a value what the driver takes; None where it takes the value itself."""
    if isinstance(column.type, sa.Uuid) and dialect.name == "sqlite":
        return _sixteen_bytes  # a third of the time of the way over the type
    if isinstance(column.type, sa.Boolean) and dialect.name == "sqlite":
        return None  # a truth value is a number to the driver
    write = column.type.dialect_impl(dialect).bind_processor(dialect)
    if write is not None and isinstance(column.type, sa.JSON):
        return lambda value: "[]" if value == [] else write(value)  # most lists of texts are empty
    return write


def _sixteen_bytes(value: UUID | bytes | None) -> bytes | None:
    return value if value is None or isinstance(value, bytes) else value.bytes


def _random_uuids(count: int) -> list[bytes]:
    """The sixteen bytes each of that many UUIDs of version 4: a tenth of the time of `uuid4`."""
    drawn = bytearray(os.urandom(16 * count))
    for place, top, kept in ((6, 0x40, 0x0F), (8, 0x80, 0x3F)):
        drawn[place::16] = bytes(one & kept | top for one in drawn[place::16])
    return [bytes(drawn[at : at + 16]) for at in range(0, 16 * count, 16)]


def _otherwise(row: Values, wanted: Values) -> Values:
    """The columns of a row that would change, as they are."""
    return {name: row[name] for name, value in wanted.items() if row[name] != value}


def _says_else(table: sa.Table, after: Values) -> bool:
    """Whether a row that changes in this way ends, or will be another decision."""
    return bool(after.get("removed")) or not after.keys().isdisjoint(
        SAME_DECISION.get(table.name, ())
    )


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), _AT_ONCE):
        yield items[first : first + _AT_ONCE]


def now() -> str:
    """The present moment as the store writes it: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def digest(table: sa.Table, row: Mapping[str, Any]) -> str:
    """A short digest of a row's content: equal content, equal digest.

    Stamps are left out, and so is the place among siblings, which others may change. Values that
    equal their column's default are left out too: a column that a later schema adds changes no
    digest that was written before.
    """
    content = {
        name: plain(row[name])
        for name, default in _content_of(table)
        if name in row and row[name] != default
    }
    written = _as_json(content)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


_NOT_CONTENT = STAMPS | {"id", "removed", "position"}


_as_json = json.JSONEncoder(sort_keys=True).encode


@cache
def _content_of(table: sa.Table) -> tuple[tuple[str, Any], ...]:
    """The columns that say something of their own, with what they say where nothing is given."""
    return tuple(
        (column.name, _default(column))
        for column in table.columns
        if column.name not in _NOT_CONTENT
    )


def _default(column: sa.Column[Any]) -> Any:
    """What the insert writes where no value is given."""
    value = getattr(column.default, "arg", None)
    return value(None) if callable(value) else value
