"""Schema 4: why a text was corrected and where, and the codings that a correction touched."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

UUID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("text_version") as batch:
        batch.add_column(_text("note"))
        batch.add_column(sa.Column("changes", sa.JSON))
    op.create_table(
        "carried",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uuid", UUID, nullable=False, unique=True),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("replica_id", sa.Integer, sa.ForeignKey("replica.id"), nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("changed_by", sa.Integer, sa.ForeignKey("coder.id")),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("merged_into", UUID),
        _to("text_version"),
        _to("transcript"),
        _to("round"),
        _to("coder"),
        sa.Column("coding_uuid", UUID, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False),
        _text("quote"),
        _text("what"),
        _text("looked_at"),
        sa.CheckConstraint("start >= 0 AND start < stop", name="ck_carried_span"),
    )
    op.create_index(
        "ix_carried_coder",
        "carried",
        ["coder_id", "looked_at"],
        sqlite_where=sa.text("removed IS 0"),
    )


def _to(target: str) -> sa.Column[Any]:
    return sa.Column(
        f"{target}_id", sa.Integer, sa.ForeignKey(f"{target}.id"), nullable=False
    )


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")
