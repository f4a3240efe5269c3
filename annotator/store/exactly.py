"""How does a merge write a row beside those that come in, so that it can be taken back exactly?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.store.images import Image
from annotator.store.row_states import made_by

if TYPE_CHECKING:
    from annotator.store.writer import Writer


def change_exactly(writer: Writer, table: sa.Table, row_id: int, **values: Any) -> None:
    """Change a row as part of a merge: the image holds the stamps too."""
    before = writer.row(table, row_id)
    images = len(writer.images)
    if writer.change(table, row_id, **values):
        del writer.images[images:]
        after = writer.row(table, row_id)
        changed = [name for name, value in after.items() if value != before[name]]
        writer.images.append(
            Image(
                table.name,
                row_id,
                {name: before[name] for name in changed},
                {name: after[name] for name in changed},
            )
        )


def change_unstamped(writer: Writer, table: sa.Table, row_id: int, **values: Any) -> None:
    """Change a row as part of a merge without a decision of anybody: its stamps stay."""
    before = writer.row(table, row_id)
    after = {name: value for name, value in values.items() if value != before[name]}
    if not after:
        return
    writer.connection.execute(sa.update(table).where(table.c.id == row_id), after)
    now = {"rev": before["rev"]} | after  # by the revision later acts on the row are noticed
    was = {name: before[name] for name in now}
    writer.images.append(Image(table.name, row_id, was, now))
    writer.touch(table, row_id, before | after)


def insert_exactly(writer: Writer, table: sa.Table, **values: Any) -> int:
    """Insert a row as part of a merge: taking the merge back deletes it."""
    row_id = writer.insert(table, **values)
    after = {"digest": made_by(writer.row(table, row_id))}
    writer.images[-1] = Image(table.name, row_id, None, after)
    return row_id
