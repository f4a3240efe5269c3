"""Which columns and indexes do many tables share, and how are they written?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class _SixteenBytes(sa.TypeDecorator[UUID]):
    """A UUID as its 16 bytes: half of what its letters take, in the row and in the index."""

    impl = sa.LargeBinary
    cache_ok = True

    # The processors themselves, not what SQLAlchemy would wrap in two more calls for each value.

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], Any]:
        del dialect
        return _bytes_of

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], Any]:
        del dialect, coltype
        return _uuid_of


def _bytes_of(value: UUID | None) -> bytes | None:
    return None if value is None else value.bytes


def _uuid_of(value: Any) -> UUID | None:
    return None if value is None else UUID(bytes=bytes(value))


UUID_COLUMN = sa.Uuid().with_variant(_SixteenBytes(), "sqlite")


def key() -> sa.Column[int]:
    """The local key of a row; it never leaves the file."""
    return sa.Column("id", sa.Integer, primary_key=True)


def to(target: str, *, nullable: bool = False) -> sa.Column[int]:
    """A foreign key column named after the table it points to."""
    return sa.Column(f"{target}_id", sa.ForeignKey(f"{target}.id"), nullable=nullable)


def text_column(name: str) -> sa.Column[str]:
    """A text that is never missing: what nobody wrote is empty."""
    return sa.Column(name, sa.Text, nullable=False, default="", server_default="")


def stamps() -> list[sa.Column[object]]:
    """What every row that may travel carries."""
    return [
        sa.Column("uuid", UUID_COLUMN, nullable=False, unique=True),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("replica_id", sa.ForeignKey("replica.id"), nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("changed_by", sa.ForeignKey("coder.id")),
        sa.Column("removed", sa.Boolean, nullable=False, default=False),
        sa.Column("merged_into", UUID_COLUMN),
    ]


def live_unique(table: sa.Table, *columns: str) -> sa.Index:
    """No two live rows agree in all these columns; tombstones may."""
    return sa.Index(
        f"live_{table.name}", *(table.c[name] for name in columns), unique=True, **of_live(table)
    )


def of_live(table: sa.Table) -> dict[str, Any]:
    """An index of live rows only. SQLite is told now, others by `for_postgresql`."""
    live = table.c.removed.is_(sa.false())
    return {"sqlite_where": live, "info": {"where": live}}
