"""Schema 2: who is to code what, packs and receipts, questions and answers, disguised texts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

UUID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    _table(
        "assignment",
        _to("round"),
        _to("coder"),
        _to("transcript"),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.CheckConstraint("start >= 0 AND (start < stop OR stop = 0)", name="ck_assignment_stretch"),
    )
    _live_unique("assignment", "round_id", "coder_id", "transcript_id", "start")
    _table("pack", _to("round"), _to("coder"), _text("name"), _text("sha256"), _json("content"))
    _table(
        "receipt",
        _to("round"),
        _to("coder"),
        sa.Column("pack_uuid", UUID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        _json("content"),
    )
    _table(
        "question",
        _to("round"),
        _to("coder"),
        _to("transcript", nullable=True),
        _to("text_version", nullable=True),
        _to("code", nullable=True),
        sa.Column("start", sa.Integer),
        sa.Column("stop", sa.Integer),
        _text("quote"),
        _text("body"),
    )
    _table(
        "answer",
        sa.Column("on_uuid", UUID, nullable=False),
        _to("coder", nullable=True),
        _text("asked"),
        _text("body"),
    )
    op.create_index("ix_answer_on_uuid", "answer", ["on_uuid"])
    _table("stand_in", _text("name"), _text("stands"))
    _live_unique("stand_in", "name")
    _table("disguise", _to("text_version"), _text("sha256"), _json("spans"))


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


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON, nullable=False)


def _live_unique(table: str, *columns: str) -> None:
    op.create_index(
        f"live_{table}", table, list(columns), unique=True, sqlite_where=sa.text("removed IS 0")
    )
