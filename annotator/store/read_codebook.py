"""Which codes are there, in the order of the tree?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from annotator.model.code_fields import CodeField, Point
from annotator.model.code_rules import CodeRule
from annotator.model.codebook import Code, Codebook, CodebookVersion, Quoted
from annotator.model.versions import FrozenCodebook, unpacked
from annotator.store import current_text, read_codings
from annotator.store.schema import code, code_field, code_rule, codebook_version, coding

_COLUMNS = tuple(code.c[name] for name in Code.__struct_fields__)
_VERSION = tuple(codebook_version.c[name] for name in CodebookVersion.__struct_fields__)
"""Without what the codebook said, which may be long."""
_QUOTED = ("example_at", "counter_example_at")
_QUOTED_AT = tuple(Code.__struct_fields__.index(name) for name in _QUOTED)
_RULE = tuple(code_rule.c[name] for name in CodeRule.__struct_fields__)


def codebook(connection: sa.Connection) -> Codebook:
    """All live codes, each group before its codes, siblings by position, and the open version."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(code.c.removed.is_(sa.false()))
        .order_by(code.c.position, code.c.id)
    )
    codes = [_code(row) for row in rows]
    return Codebook(
        _in_tree_order(codes), version(connection), _fields(connection), _rules(connection)
    )


def version(connection: sa.Connection) -> CodebookVersion:
    """The codebook version that codings are made under now."""
    row = connection.execute(
        sa.select(*_VERSION)
        .where(codebook_version.c.removed.is_(sa.false()))
        .order_by(codebook_version.c.id.desc())
        .limit(1)
    ).one()
    return _version(row)


def versions(connection: sa.Connection) -> tuple[CodebookVersion, ...]:
    """All codebook versions, the oldest first."""
    rows = connection.execute(
        sa.select(*_VERSION)
        .where(codebook_version.c.removed.is_(sa.false()))
        .order_by(codebook_version.c.id)
    )
    return tuple(_version(row) for row in rows)


def said_in(connection: sa.Connection, version_id: int) -> FrozenCodebook | None:
    """What the codebook said in a frozen version; None for one that was never frozen."""
    query = sa.select(codebook_version.c.frozen).where(codebook_version.c.id == version_id)
    written = connection.execute(query).scalar_one_or_none()
    return None if written is None else unpacked(written)


def codings_by_version(connection: sa.Connection) -> dict[int, int]:
    """How many codings on the current texts were made under each version."""
    rows = connection.execute(
        sa.select(coding.c.codebook_version_id, sa.func.count())
        .where(
            coding.c.removed.is_(sa.false()), coding.c.text_version_id.in_(current_text.of_all())
        )
        .group_by(coding.c.codebook_version_id)
    )
    return {row[0]: row[1] for row in rows}


def labels(connection: sa.Connection) -> dict[int, tuple[str, str]]:
    """The short label and name of every code there ever was, by id."""
    rows = connection.execute(sa.select(code.c.id, code.c.code_id, code.c.name))
    return {row[0]: (row[1], row[2]) for row in rows}


def uses(connection: sa.Connection) -> dict[int, tuple[int, int, int, str]]:
    """Per code: codings, transcripts and coders it has, and when it last changed."""
    counts = (
        sa.select(
            coding.c.code_id,
            sa.func.count().label("codings"),
            sa.func.count(coding.c.transcript_id.distinct()).label("transcripts"),
            sa.func.count(coding.c.coder_id.distinct()).label("coders"),
        )
        .where(
            coding.c.removed.is_(sa.false()),
            coding.c.text_version_id.in_(current_text.of_all()),
        )
        .group_by(coding.c.code_id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(
            code.c.id,
            sa.func.coalesce(counts.c.codings, 0),
            sa.func.coalesce(counts.c.transcripts, 0),
            sa.func.coalesce(counts.c.coders, 0),
            code.c.changed_at,
        ).outerjoin(counts, counts.c.code_id == code.c.id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def code_counts(
    connection: sa.Connection,
    *,
    coder_id: int | None = None,
    round_id: int | None = None,
    transcript_id: int | None = None,
) -> dict[int, int]:
    """How many codings each code has on the current texts, within what is asked for."""
    versions: Any = current_text.of_all()
    if transcript_id is not None:
        versions = [current_text.of_one(transcript_id)]
    query = (
        sa.select(coding.c.code_id, sa.func.count())
        .where(
            coding.c.removed.is_(sa.false()),
            coding.c.text_version_id.in_(versions),
            *read_codings.whose(coder_id, round_id),
        )
        .group_by(coding.c.code_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def code_counts_by_coder(
    connection: sa.Connection, *, round_id: int, transcript_id: int | None = None
) -> dict[int, dict[int, int]]:
    """How many codings each coder has with each code on the current texts, by coder id."""
    versions: Any = current_text.of_all()
    if transcript_id is not None:
        versions = [current_text.of_one(transcript_id)]
    query = (
        sa.select(coding.c.coder_id, coding.c.code_id, sa.func.count())
        .where(
            coding.c.removed.is_(sa.false()),
            coding.c.text_version_id.in_(versions),
            *read_codings.whose(None, round_id),
        )
        .group_by(coding.c.code_id, coding.c.coder_id)
    )
    found: dict[int, dict[int, int]] = {}
    for coder_id, code_id, count in connection.execute(query):
        found.setdefault(coder_id, {})[code_id] = count
    return found


def code_of(row: Mapping[str, Any]) -> Code:
    """A code from its row."""
    values = {name: row[name] for name in Code.__struct_fields__}
    for name in _QUOTED:
        at = values[name]
        values[name] = None if at is None else _quoted(at)
    return Code(**values)


def _code(row: sa.Row[Any]) -> Code:
    """The same from a row with just the columns of a code, in their order."""
    values = list(row)
    for at in _QUOTED_AT:
        if values[at] is not None:
            values[at] = _quoted(values[at])
    return Code(*values)


def _quoted(at: Mapping[str, Any]) -> Quoted:
    return Quoted(UUID(hex=at["transcript"]), at["start"], at["stop"], at["quote"])


def field_of(row: Any) -> CodeField:
    """A field from its row."""
    detail = row.detail or {}
    return CodeField(
        id=row.id,
        uuid=row.uuid,
        code_id=row.code_id,
        position=row.position,
        name=row.name,
        kind=row.kind,
        level=row.level,
        required=row.required,
        question=row.question,
        points=tuple(Point(*point) for point in row.choices),
        least=detail.get("least"),
        most=detail.get("most"),
        from_speaker=bool(detail.get("from_speaker")),
    )


def _fields(connection: sa.Connection) -> tuple[CodeField, ...]:
    rows = connection.execute(
        sa.select(code_field)
        .where(code_field.c.removed.is_(sa.false()))
        .order_by(code_field.c.code_id, code_field.c.position, code_field.c.id)
    )
    return tuple(field_of(row) for row in rows)


def _rules(connection: sa.Connection) -> tuple[CodeRule, ...]:
    rows = connection.execute(
        sa.select(*_RULE).where(code_rule.c.removed.is_(sa.false())).order_by(code_rule.c.id)
    )
    return tuple(CodeRule(*row) for row in rows)


def _version(row: sa.Row[Any]) -> CodebookVersion:
    return CodebookVersion(row.id, row.uuid, row.name, row.note, row.frozen_at)


def _in_tree_order(codes: list[Code]) -> tuple[Code, ...]:
    children: defaultdict[int | None, list[Code]] = defaultdict(list)
    known = {item.id for item in codes}
    for item in codes:
        # A code whose group is gone would be out of reach: it stands at the top.
        children[item.parent_id if item.parent_id in known else None].append(item)
    ordered: list[Code] = []
    pending = list(reversed(children[None]))
    while pending:
        item = pending.pop()
        ordered.append(item)
        pending.extend(reversed(children[item.id]))
    return tuple(ordered)
