"""Schema 3: rules of codes, what a change of a definition means, passages to look at again."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

UUID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("code") as batch:
        batch.add_column(sa.Column("example_at", sa.JSON))
        batch.add_column(sa.Column("counter_example_at", sa.JSON))
    with op.batch_alter_table("code_field") as batch:
        batch.add_column(_text("question"))
        batch.add_column(sa.Column("detail", sa.JSON))
    _index("ix_coding_field_field", "coding_field", "code_field_id")
    _table(
        "code_rule",
        _to("code"),
        _text("kind"),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("code.id")),
        _text("scope"),
        sa.Column("strict", sa.Boolean, nullable=False),
        sa.Column("detail", sa.JSON),
    )
    _table(
        "redefinition",
        _to("code"),
        _to("codebook_version"),
        _text("meaning"),
        _text("note"),
        sa.Column("changed", sa.JSON, nullable=False),
        sa.Column("asked", sa.JSON),
    )
    _table(
        "recheck",
        _to("redefinition"),
        _to("round"),
        _to("coder"),
        _to("transcript"),
        _to("text_version"),
        sa.Column("coding_uuid", UUID),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False),
        _text("why"),
        _text("decision"),
        sa.Column("given_id", sa.Integer, sa.ForeignKey("code.id")),
        _to("codebook_version", nullable=True),
        _text("decided_at"),
        sa.CheckConstraint("start >= 0 AND start < stop", name="ck_recheck_span"),
    )
    _index("ix_recheck_coder", "recheck", "coder_id", "decision")


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uuid", UUID, nullable=False, unique=True),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("replica_id", sa.Integer, sa.ForeignKey("replica.id"), nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("changed_by", sa.Integer, sa.ForeignKey("coder.id")),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("merged_into", UUID),
        *columns,
    )


def _to(target: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(
        f"{target}_id", sa.Integer, sa.ForeignKey(f"{target}.id"), nullable=nullable
    )


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _index(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), sqlite_where=sa.text("removed IS 0"))
