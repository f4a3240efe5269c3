"""What did coders say in the fields of their codings, unit by unit?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from annotator.reliability.field_values import SaidValues
from annotator.reliability.panel import CodeName, FieldStudy
from annotator.reports.done import NO_ROWS, Done
from annotator.store import read_round

if TYPE_CHECKING:
    from annotator.model.code_fields import CodeField
    from annotator.model.codebook import Codebook
    from annotator.model.people import Coder, Round
    from annotator.reports.prepared import Projected


def field_studies(
    connection: sa.Connection,
    book: Codebook,
    lying: Sequence[Round],
    *,
    names: Sequence[CodeName],
    coders: Sequence[Coder],
    views: Sequence[Projected],
    done: Done,
) -> tuple[FieldStudy, ...]:
    """Every field of the codes compared, with the values said in units that the codings code."""
    wanted = list(_fields(book, names))
    if not wanted:
        return ()
    ids = {field.id for _, field in wanted}
    said = {
        (coding, field): value
        for coding, field, value in read_round.said_values(
            connection, [one.id for one in lying], ids
        )
    }
    coded = {coding for coding, _ in said}
    cells = _cells(names, coders, views, done, coded)
    return tuple(
        FieldStudy(
            place, field.name, field.level,
            tuple(point.value for point in field.points) or None,
            _values(cells.get(place, {}), said, field.id),
        )
        for place, field in wanted
    )  # fmt: skip


def _fields(book: Codebook, names: Sequence[CodeName]) -> Iterator[tuple[int, CodeField]]:
    for place, name in enumerate(names):
        code = book.by_id(name.id)
        if code is not None and not code.is_group:
            for field in book.fields_of(code):
                yield place, field


Cells = Mapping[tuple[int, int], Sequence[int]]
"""By unit and coder, as numbers: the codings that count there."""


def _values(cells: Cells, said: Mapping[tuple[int, int], str], field: int) -> SaidValues:
    found = {
        cell: [said[coding, field] for coding in codings if (coding, field) in said]
        for cell, codings in cells.items()
    }
    return SaidValues({cell: values for cell, values in found.items() if values})


def _cells(
    names: Sequence[CodeName],
    coders: Sequence[Coder],
    views: Sequence[Projected],
    done: Done,
    coded: set[int],
) -> dict[int, dict[tuple[int, int], list[int]]]:
    """By code: the codings with something said, at the units they code and their coder."""
    code_place = {name.id: place for place, name in enumerate(names)}
    coder_place = {who.id: place for place, who in enumerate(coders)}
    found: dict[int, dict[tuple[int, int], list[int]]] = {}
    start = 0
    for view in views:
        source = view.coded.source
        own = {coder: place for place, coder in enumerate(source.coders)}
        marked = set(
            zip(
                view.coded.code.tolist(), view.coded.unit.tolist(), view.coded.coder.tolist(),
                strict=True,
            )
        )  # fmt: skip
        rows = done.codings.get(int(str(source.document)), NO_ROWS)
        for coder, code, begin, stop, coding in rows.tolist():
            if coding in coded and code in code_place and coder in own and coder in coder_place:
                place = code_place[code]
                for unit in _units(view, begin, stop):
                    if (place, unit, own[coder]) in marked:
                        cell = start + unit, coder_place[coder]
                        found.setdefault(place, {}).setdefault(cell, []).append(coding)
        start += len(view.coded.weight)
    return found


def _units(view: Projected, begin: int, stop: int) -> range:
    """The units of a projection that a passage touches."""
    starts = view.coded.span_start
    first = int(np.searchsorted(starts, begin, side="right")) - 1
    return range(max(first, 0), int(np.searchsorted(starts, stop, side="left")))
