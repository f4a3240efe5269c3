"""How does a whole project read with other names in it? A private copy, made for one export.

What is written from the copy cannot hold what the copy does not hold: so no export has to know of
names, and none can forget one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from annotator.model.stand_ins import StandIns
from annotator.store import guarded, schema
from annotator.store.connection import Store
from annotator.store.copying import write_copy
from annotator.store.disguising import Disguise
from annotator.store.door import uri
from annotator.store.explaining import explained
from annotator.store.images import Image, PackedImages, Values, image_of, lines, written
from annotator.store.lens import hidden_names
from annotator.store.private_copies import private_folder

_STAY = (schema.stand_in, schema.disguise, schema.label_choice, schema.aside)
"""Say names, and nothing that leaves the house is written from them."""
_APART = frozenset({"text", "image", "step", "replica", *(table.name for table in _STAY)})
_AT_ONCE = 2000


@contextmanager
def disguised_copy(
    store: Store, names: Mapping[str, str], *, hide_coders: bool = False
) -> Iterator[Store]:
    """One state of the project with what stands for `names` in every text, memo and title.

    Passages stand on the same words. Names of files that were imported are left out; with
    `hide_coders` those who code are called coder_1 to coder_n.
    """
    with private_folder() as folder:
        copy = folder / "project.annotator"
        try:
            write_copy(store, copy)
            _dress(copy, names, hide_coders=hide_coders)
        except (sqlite3.Error, OSError, sa.exc.DBAPIError) as error:
            raise explained(getattr(error, "orig", error), store.path) or error from error
        apart = Store.open(copy, read_only=True)
        try:
            yield apart
        finally:
            apart.close()


def _dress(copy: Path, names: Mapping[str, str], *, hide_coders: bool) -> None:
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: guarded.connect(uri(copy, read_only=False), isolation_level=None),
        poolclass=sa.pool.NullPool,
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        _Dressing(connection, names).run(hide_coders=hide_coders)
        connection.exec_driver_sql("COMMIT")


class _Dressing:
    def __init__(self, connection: sa.Connection, names: Mapping[str, str]) -> None:
        self._connection = connection
        self._disguise = Disguise(names, whole=True)
        self._stand_ins = StandIns(names)

    def run(self, *, hide_coders: bool) -> None:
        for table in _STAY:
            self._connection.execute(sa.delete(table))
        self._texts()
        for table in schema.metadata.sorted_tables:
            if table.name not in _APART:
                self._rows(table)
        self._history()
        if hide_coders:
            self._coders()

    def _texts(self) -> None:
        """Of versions in rising order: places of a transcript are those of its newest text."""
        version, text = schema.text_version, schema.text
        ids = self._connection.execute(sa.select(version.c.id).order_by(version.c.number))
        bodies = dict(self._disguise.read(self._connection, each) for each in ids.scalars().all())
        known = set(self._connection.execute(sa.select(text.c.sha256)).scalars())
        new = [{"sha256": k, "body": body} for k, body in bodies.items() if k not in known]
        if new:
            self._connection.execute(sa.insert(text), new)
        self._connection.execute(sa.delete(text).where(text.c.sha256.not_in(bodies)))

    def _rows(self, table: sa.Table) -> None:
        taken = self._taken(table)
        last = 0
        while True:
            part = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(_AT_ONCE)
            rows = self._connection.execute(part).mappings().all()
            if not rows:
                return
            for row in rows:
                self._change(table, dict(row), taken)
            last = rows[-1]["id"]

    def _taken(self, table: sa.Table) -> dict[str, set[str]]:
        """By column, the short labels that are given: each is to stay the only one."""
        folded = [column for column in table.columns if column.name.endswith("_folded")]
        return {
            column.name.removesuffix("_folded"): set(
                self._connection.execute(sa.select(column)).scalars()
            )
            for column in folded
        }

    def _change(self, table: sa.Table, before: Values, taken: dict[str, set[str]]) -> None:
        row = self._disguise.dress(table.name, dict(before)) or {}
        for name, given in taken.items():
            if row[name] != before[name]:
                row[name] = _free(row[name].replace(" ", "_"), given)
            row[f"{name}_folded"] = row[name].casefold()
        changed = {name: value for name, value in row.items() if value != before[name]}
        if changed:
            self._update(table, before["id"], changed)

    def _history(self) -> None:
        step, image = schema.step, schema.image
        packed = sa.select(step.c.id, step.c.label, step.c.packed).order_by(step.c.id)
        for row in self._connection.execute(packed).all():
            changed: Values = {"label": self._stand_ins.in_words(row.label)}
            if row.packed is not None:
                changed["packed"] = self._repacked(row.packed)
            self._update(step, row.id, changed)
        told = sa.select(image).where(image.c.before.is_not(None))
        for each in self._connection.execute(told).all():
            new = self._image(image_of(each.table_name, each.row_id, each.before, each.after))
            here = (image.c.step_id == each.step_id) & (image.c.number == each.number)
            self._connection.execute(sa.update(image).where(here).values(**written(new)))

    def _repacked(self, blob: bytes) -> bytes:
        packed = PackedImages()
        for line in lines(blob):
            if line:
                packed.add([self._image(image_of(*json.loads(line)))])
        return packed.whole()

    def _image(self, item: Image) -> Image:
        if item.before is None:
            return item
        before, after = (self._stand_ins.in_value(each) for each in (item.before, item.after))
        return Image(item.table, item.row_id, before, after)

    def _coders(self) -> None:
        """Also in the labels of acts, where a coder was added or renamed."""
        coder, step = schema.coder, schema.step
        hidden = hidden_names(self._connection)
        found = self._connection.execute(sa.select(coder.c.id, coder.c.coder_id, coder.c.name))
        told: dict[str, str] = {}
        for row in found.all():
            name = hidden.get(row.id, "coder")
            told |= {row.coder_id: name, row.name: name}
            values = {"coder_id": name, "coder_id_folded": name, "name": name, "initials": ""}
            self._update(coder, row.id, values)
        stand_ins = StandIns({name: stands for name, stands in told.items() if name})
        for each in self._connection.execute(sa.select(step.c.id, step.c.label)).all():
            self._update(step, each.id, {"label": stand_ins.in_words(each.label)})

    def _update(self, table: sa.Table, row_id: int, values: Values) -> None:
        self._connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))


def _free(label: str, taken: set[str]) -> str:
    """A short label that no other row has: two names may have the same stand-in."""
    free, number = label, 1
    while free.casefold() in taken:
        number += 1
        free = f"{label}_{number}"
    taken.add(free.casefold())
    return free
