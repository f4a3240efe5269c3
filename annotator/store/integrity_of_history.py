"""Does the history tell how every row came to be as it is? What it does not tell was not done here.

The images of all steps are played in their order: what the last of them left must stand in the
rows. A row that the program never touched since its step is compared by its digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec import Struct, field

from annotator.errors import Progress, no_progress
from annotator.model.findings import Finding
from annotator.store import steps
from annotator.store.row_states import made_by
from annotator.store.schema import metadata, step
from annotator.store.writer import digest
from annotator.work import Throttled

if TYPE_CHECKING:
    from annotator.store.images import Image, Values

_AT_ONCE = 500
_STAMPS = frozenset({"rev", "replica_id", "changed_at", "changed_by"})


class _Told(Struct):
    """What the history tells of one row."""

    made: str = ""
    """The digest it was made with, "" where it was not made in a step."""
    first: Values = field(default_factory=dict)
    """What its changed columns were when it was made."""
    last: Values = field(default_factory=dict)
    """What its changed columns must be now."""

    def take(self, image: Image) -> None:
        if image.before is None:
            self.made = str(image.after["digest"])
            self.first, self.last = {}, {}
            return
        if "rev" not in image.after:  # only a merge tells of stamps; what came later moved them on
            for name in _STAMPS & self.last.keys():
                del self.last[name]
        for name, value in image.before.items():
            self.first.setdefault(name, value)
        self.last.update(image.after)

    def take_out(self, image: Image) -> None:
        """The image of a merge that was taken back."""
        if image.before is not None:
            self.last.update(image.before)

    def fits(self, table: sa.Table, row: Values) -> bool:
        if any(row.get(name) != value for name, value in self.last.items() if name in table.c):
            return False
        if " " in self.made:  # a merge brought it
            return bool(self.first) or self.made == made_by(row)
        return not self.made or self.made == digest(table, row | self.first)


def history_findings(
    connection: sa.Connection, *, progress: Progress = no_progress
) -> Iterator[Finding]:
    """Where rows are not as the history says they were left."""
    told, unreadable = _played(connection, Throttled(progress))
    if unreadable:
        yield Finding(
            "history",
            f"{unreadable} acts of the history cannot be read.",
            "Codings are not touched by that; undo stops there.",
            "look",
        )
        return
    for name, row_ids in told.items():
        table = metadata.tables.get(name)
        wrong = len(row_ids) if table is None else _wrong(connection, table, row_ids)
        if wrong:
            rows = f"One row of {name} is" if wrong == 1 else f"{wrong} rows of {name} are"
            they = "it was" if wrong == 1 else "they were"
            yield Finding(
                "history",
                f"{rows} not as the history says {they} left.",
                "Something other than this program wrote to the file, or it is damaged. Compare "
                "with the newest backup.",
                "look",
            )


def _played(
    connection: sa.Connection, progress: Progress
) -> tuple[dict[str, dict[int, _Told]], int]:
    told: defaultdict[str, dict[int, _Told]] = defaultdict(dict)
    all_steps = connection.execute(
        sa.select(step.c.id, step.c.kind, step.c.of_step_id).order_by(step.c.id)
    ).all()
    kinds = {row.id: row.kind for row in all_steps}
    unreadable = 0
    for number, row in enumerate(all_steps):
        progress(number, len(all_steps), "Checking the history")
        try:
            images = steps.images_of(connection, row.id)
            if row.kind == "undo" and kinds.get(row.of_step_id) == "merge":
                _take_out(told, steps.images_of(connection, row.of_step_id))
        except ValueError:
            unreadable += 1
            continue
        for image in images:
            told[image.table].setdefault(image.row_id, _Told()).take(image)
    return told, unreadable


def _take_out(told: dict[str, dict[int, _Told]], images: Sequence[Image]) -> None:
    for image in reversed(images):
        if image.before is None:
            told[image.table].pop(image.row_id, None)
        elif image.row_id in told[image.table]:
            told[image.table][image.row_id].take_out(image)


def _wrong(connection: sa.Connection, table: sa.Table, rows: dict[int, _Told]) -> int:
    """How many rows are missing or not as they were left."""
    right = 0
    ids = sorted(rows)
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        found = connection.execute(sa.select(table).where(table.c.id.in_(part))).mappings()
        right += sum(rows[row["id"]].fits(table, dict(row)) for row in found)
    return len(rows) - right
