"""Is every text the one imported, and does every passage stand on the words it was made on?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from annotator.errors import Progress, no_progress
from annotator.model.findings import Finding
from annotator.model.spans import SpanRow
from annotator.store.schema import coding, text, text_version, transcript, turn, unit_boundaries
from annotator.work import Throttled

_AT_ONCE = 20
"""Texts in memory at a time; one may have megabytes."""
_COMPARE = "Open the newest backup and compare; go on coding there if it is right."


def text_findings(
    connection: sa.Connection,
    *,
    transcript_id: int | None = None,
    progress: Progress = no_progress,
) -> Iterator[Finding]:
    """What is wrong with texts, passages, turns and units; of one transcript or of all."""
    watched = Throttled(progress)
    versions = _versions(transcript_id)
    total = connection.execute(sa.select(sa.func.count()).select_from(versions.subquery())).scalar()
    following = [
        _Following(connection, query, versions) for query in (_codings(), _turns(), _boundaries())
    ]
    ordered = versions.order_by(text_version.c.id).execution_options(yield_per=_AT_ONCE)
    for number, version in enumerate(connection.execute(ordered)):
        watched(number, total or 0, "Checking passages")
        title = version.title or version.doc_id
        yield from _of_text(version, title)
        codings, turns, boundaries = (rows.of(version.id) for rows in following)
        yield from _of_passages(version, title, codings)
        yield from _of_shape(version, title, turns, boundaries)


def _versions(transcript_id: int | None) -> sa.Select[Any]:
    query = (
        sa.select(
            text_version.c.id,
            text_version.c.transcript_id,
            text_version.c.length,
            text.c.body,
            text.c.sha256,
            transcript.c.title,
            transcript.c.doc_id,
        )
        .join(text, text.c.sha256 == text_version.c.sha256)
        .join(transcript, transcript.c.id == text_version.c.transcript_id)
    )
    if transcript_id is not None:
        query = query.where(text_version.c.transcript_id == transcript_id)
    return query


class _Following:
    """Rows that come in the order of the text versions they belong to, read once from the top."""

    def __init__(
        self, connection: sa.Connection, query: sa.Select[Any], versions: sa.Select[Any]
    ) -> None:
        wanted = sa.select(versions.subquery().c.id)
        rows = connection.execute(
            query.where(query.selected_columns.text_version_id.in_(wanted)).execution_options(
                yield_per=5000
            )
        )
        self._groups = groupby(rows, key=attrgetter("text_version_id"))
        self._next = next(self._groups, None)

    def of(self, version_id: int) -> list[sa.Row[Any]]:
        if self._next is None or self._next[0] != version_id:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


def _codings() -> sa.Select[Any]:
    of = coding.c
    return (
        sa.select(of.text_version_id, of.transcript_id, of.start, of.stop, of.quote)
        .where(of.removed.is_(sa.false()))
        .order_by(of.text_version_id, of.start)
    )


def _turns() -> sa.Select[Any]:
    of = turn.c
    return (
        sa.select(of.text_version_id, of.start, of.text_start, of.stop)
        .where(of.removed.is_(sa.false()))
        .order_by(of.text_version_id, of.number)
    )


def _boundaries() -> sa.Select[Any]:
    of = unit_boundaries.c
    return (
        sa.select(of.text_version_id, of.level, of.packed)
        .where(of.removed.is_(sa.false()))
        .order_by(of.text_version_id)
    )


def _of_text(version: sa.Row[Any], title: str) -> Iterator[Finding]:
    digest = hashlib.sha256(version.body.encode("utf-8")).hexdigest()
    if digest != version.sha256 or len(version.body) != version.length:
        yield Finding("text", f"The text of “{title}” is not the one that was imported.", _COMPARE)


def _of_passages(version: sa.Row[Any], title: str, codings: list[sa.Row[Any]]) -> Iterator[Finding]:
    for item in codings:
        if version.body[item.start : item.stop] != item.quote:
            yield Finding(
                "passage",
                f"A coding in “{title}” at {item.start} to {item.stop} does not stand on the "
                "words it was made on.",
                "Do not go on coding this transcript. " + _COMPARE,
            )
    strays = sum(item.transcript_id != version.transcript_id for item in codings)
    if strays:
        yield Finding(
            "passage",
            f"{strays} codings in “{title}” say that they belong to another transcript.",
            _COMPARE,
        )


def _of_shape(
    version: sa.Row[Any], title: str, turns: list[sa.Row[Any]], boundaries: list[sa.Row[Any]]
) -> Iterator[Finding]:
    ordered = all(
        0 <= each.start <= each.text_start <= each.stop <= version.length for each in turns
    )
    if not ordered or not all(_fits(each.packed, version.length) for each in boundaries):
        yield Finding(
            "text",
            f"The turns or sentences of “{title}” do not fit its text.",
            "Codings are not touched by that. " + _COMPARE,
        )


def _fits(packed: bytes, length: int) -> bool:
    try:
        spans = SpanRow.unpacked(packed)
    except ValueError:
        return False
    ends = [span.end for span in spans]
    return not ends or max(ends) <= length
