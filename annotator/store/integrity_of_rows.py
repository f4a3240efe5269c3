"""Does every row belong to something that is there, and is nothing there twice or in a circle?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa

from annotator.model.findings import Finding
from annotator.store import must_hold, read_memos
from annotator.store.dependents import MAY_OUTLIVE
from annotator.store.schema import (
    SAME_DECISION,
    STAMPS,
    image,
    metadata,
    step,
    text,
    text_version,
)

_NOT_SHOWN = "They are not shown anywhere. Merge the newest backup to bring back what is missing."


def row_findings(connection: sa.Connection) -> Iterator[Finding]:
    """What is wrong with how rows belong together."""
    yield from _of_removed_ones(connection)
    yield from _merged_into_nothing(connection)
    yield from _circles(connection)
    yield from _orphaned_memos(connection)
    yield from _texts_of_nobody(connection)
    yield from _images_of_nothing(connection)


def _of_removed_ones(connection: sa.Connection) -> Iterator[Finding]:
    """Live rows must not depend on removed ones."""
    for name, target, query in _on_removed_ones():
        count = _number(connection, query)
        if count:
            rows = "One row" if count == 1 else f"{count} rows"
            belong = "belongs" if count == 1 else "belong"
            yield Finding(
                "reference", f"{rows} of {name} {belong} to a removed {target}.", _NOT_SHOWN
            )


@cache
def _on_removed_ones() -> tuple[tuple[str, str, sa.Select[Any]], ...]:
    """For each table that rows of another one belong to: both names, and how many live rows
    belong to removed ones. Put together once: that took half of the time of a check.
    """
    found = []
    for table in metadata.tables.values():
        for key in table.foreign_keys if "removed" in table.c else ():
            target = key.column.table
            if (
                "removed" not in target.c
                or key.parent.name in STAMPS
                or (table.name, target.name) in MAY_OUTLIVE
            ):
                continue
            other = target.alias()
            query = (
                sa.select(sa.func.count())
                .select_from(table.join(other, key.parent == other.c.id))
                .where(table.c.removed.is_(sa.false()), other.c.removed.is_(sa.true()))
            )
            found.append((table.name, target.name, query))
    return tuple(found)


def _merged_into_nothing(connection: sa.Connection) -> Iterator[Finding]:
    """What was made one with another row must lead to that row."""
    for name in SAME_DECISION:
        table = metadata.tables[name]
        other = table.alias()
        count = _number(
            connection,
            sa.select(sa.func.count())
            .select_from(table.outerjoin(other, table.c.merged_into == other.c.uuid))
            .where(
                table.c.removed.is_(sa.true()),
                table.c.merged_into.is_not(None),
                other.c.id.is_(None),
            ),
        )
        if count:
            yield Finding(
                "reference",
                f"{count} rows of {name} were joined with one that is not there.",
                _NOT_SHOWN,
            )


def _circles(connection: sa.Connection) -> Iterator[Finding]:
    """A group must not stand inside itself."""
    if must_hold.circle(connection):
        yield Finding(
            "reference",
            "A group of the codebook stands inside itself.",
            "Move one of its codes to the top of the tree; the newest backup shows how it was.",
            "look",
        )


def _orphaned_memos(connection: sa.Connection) -> Iterator[Finding]:
    """A memo must be on something that is there, or nobody will ever read it."""
    for on, count in read_memos.orphans(connection).items():
        thing = "passage of a transcript" if on == "passage" else on
        words = "One memo is" if count == 1 else f"{count} memos are"
        yield Finding(
            "reference",
            f"{words} on a {thing} that is gone.",
            "The workbook still has what was noted, on the sheet memos.",
            "look",
        )


def _texts_of_nobody(connection: sa.Connection) -> Iterator[Finding]:
    """Texts that no transcript, not even a removed one, refers to."""
    used = sa.select(text_version.c.sha256)
    count = _number(
        connection,
        sa.select(sa.func.count()).select_from(text).where(text.c.sha256.not_in(used)),
    )
    if count:
        words = "One text belongs" if count == 1 else f"{count} texts belong"
        yield Finding(
            "reference",
            f"{words} to no transcript.",
            "Nothing is lost by that; a repair leaves them out.",
        )


def _images_of_nothing(connection: sa.Connection) -> Iterator[Finding]:
    """The history must tell of acts that are in it."""
    count = _number(
        connection,
        sa.select(sa.func.count(sa.distinct(image.c.step_id)))
        .select_from(image.outerjoin(step, step.c.id == image.c.step_id))
        .where(step.c.id.is_(None)),
    )
    if count:
        yield Finding(
            "history",
            f"The history holds {count} acts without a name.",
            "Codings are not touched by that; undo stops there.",
            "look",
        )


def _number(connection: sa.Connection, query: sa.Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
