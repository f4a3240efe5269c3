"""Schema 5: what came back and cannot stand is put aside, never dropped."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

UUID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "aside",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uuid", UUID, nullable=False, unique=True),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("replica_id", sa.Integer, sa.ForeignKey("replica.id"), nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("changed_by", sa.Integer, sa.ForeignKey("coder.id")),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("merged_into", UUID),
        _to("coder"),
        _to("round"),
        _to("transcript"),
        _text("table_name"),
        sa.Column("row", sa.JSON, nullable=False),
        _text("why"),
    )


def _to(target: str) -> sa.Column[Any]:
    return sa.Column(f"{target}_id", sa.Integer, sa.ForeignKey(f"{target}.id"))


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")
