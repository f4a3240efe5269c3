"""How does a reading connection show only what somebody may see?

By views of one transaction that stand before the tables of the same name: whatever is asked,
what is hidden cannot come up, in a count as little as in a list. Acts never look through a lens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.model.lens import Lens
from annotator.store import read_assignments, read_people
from annotator.store.schema import coder, coding, decision, finished, memo, recheck

if TYPE_CHECKING:
    from annotator.model.people import Coder, Round

_WORK = (coding, decision, finished)


def lens_of(connection: sa.Connection, looking: Coder, *, may_see_others: bool) -> Lens:
    """What a coder may see now: in a blind round their own work, until all of it is accepted."""
    rounds = read_people.rounds(connection)
    blind = [each for each in rounds if each.blind]
    at_work = read_people.current_round(connection)
    if not blind and at_work.plan.again_of is None:
        return Lens(looking.id)
    return Lens(
        looking.id,
        frozenset(_closed_to(connection, looking, blind, may_see_others=may_see_others)),
        at_work.id,
        frozenset(_served_again(connection, looking, at_work)),
        frozenset(each.id for each in read_people.coders(connection) if each.role == "pi"),
    )


def hidden_names(connection: sa.Connection) -> Mapping[int, str]:
    """coder_1 to coder_n for those who code, in the order they joined; roles for the others."""
    found: dict[int, str] = {}
    counts: dict[str, int] = {}
    for each in read_people.coders(connection):
        counts[each.role] = counts.get(each.role, 0) + 1
        found[each.id] = f"{each.role}_{counts[each.role]}"
    return found


def put_on(connection: sa.Connection, lens: Lens) -> None:
    """Let this transaction see through the lens; what it sees ends with the transaction."""
    if lens.is_clear:
        return
    if lens.blind_rounds or lens.served_again:
        for table in (*_WORK, recheck):
            _view(connection, table, "*", _seen(lens))
        _view(connection, memo, "*", _seen_memos(lens))
    if lens.names:
        _view(connection, coder, _renamed(lens.names), "1")


def _closed_to(
    connection: sa.Connection, looking: Coder, blind: Collection[Round], *, may_see_others: bool
) -> Iterator[int]:
    given = read_assignments.with_work(connection)
    unsealed = read_assignments.unsealed(connection)
    for each in blind:
        if looking.id in given.get(each.id, ()):
            closed = looking.id in unsealed.get(each.id, ())
        elif _worked(connection, looking.id, each.id):
            closed = _has_open_work(connection, looking.id, each.id)
        else:
            closed = not may_see_others
        if closed:
            yield each.id


def _worked(connection: sa.Connection, coder_id: int, round_id: int) -> bool:
    return any(
        connection.execute(
            sa.select(table.c.id)
            .where(
                table.c.coder_id == coder_id,
                table.c.round_id == round_id,
                table.c.removed.is_(sa.false()),
            )
            .limit(1)
        ).one_or_none()
        for table in _WORK
    )


def _has_open_work(connection: sa.Connection, coder_id: int, round_id: int) -> bool:
    """Whether something was coded on a transcript that carries no seal."""
    sealed = sa.select(finished.c.transcript_id).where(
        finished.c.coder_id == coder_id,
        finished.c.round_id == round_id,
        finished.c.removed.is_(sa.false()),
        finished.c.sealed_at != "",
    )
    return any(
        connection.execute(
            sa.select(table.c.id)
            .where(
                table.c.coder_id == coder_id,
                table.c.round_id == round_id,
                table.c.removed.is_(sa.false()),
                table.c.transcript_id.not_in(sealed),
            )
            .limit(1)
        ).one_or_none()
        for table in _WORK
    )


def _served_again(connection: sa.Connection, looking: Coder, at_work: Round) -> Iterator[int]:
    if at_work.plan.again_of is not None:
        for each in read_assignments.assignments(connection, at_work.id, coder_id=looking.id):
            yield each.transcript_id


def _view(connection: sa.Connection, table: sa.Table, columns: str, condition: str) -> None:
    # Numbers and names of ours alone go in: a view takes no parameters.
    shown = f"SELECT {columns} FROM main.{table.name} WHERE {condition}"  # noqa: S608
    connection.exec_driver_sql(f"CREATE TEMP VIEW {table.name} AS {shown}")


def _seen(lens: Lens) -> str:
    conditions = ["1"]
    if lens.blind_rounds:
        conditions.append(f"(round_id NOT IN ({_ids(lens.blind_rounds)}) OR {_own(lens)})")
    if lens.served_again:
        conditions.append(
            f"(coder_id <> {lens.coder_id:d} OR round_id = {lens.round_id:d}"
            f" OR transcript_id NOT IN ({_ids(lens.served_again)}))"
        )
    return " AND ".join(conditions)


def _seen_memos(lens: Lens) -> str:
    """Others' memos may say what they coded: only what leads say about codes is for all."""
    if not lens.blind_rounds:
        return "1"
    leads = _ids(lens.leads) or "0"
    return f"{_own(lens)} OR (on_kind IN ('code', 'project') AND coder_id IN ({leads}))"


def _own(lens: Lens) -> str:
    return f"coder_id = {lens.coder_id:d}"


def _ids(numbers: Collection[int]) -> str:
    return ", ".join(f"{number:d}" for number in sorted(numbers))


def _renamed(names: Mapping[int, str]) -> str:
    """The columns of a coder with what stands for their names in their place."""
    cases = " ".join(f"WHEN {row_id:d} THEN {_quoted(name)}" for row_id, name in names.items())
    stands = f"CASE id {cases} ELSE 'coder' END"
    shown = {"coder_id": stands, "coder_id_folded": stands, "name": stands, "initials": "''"}
    return ", ".join(
        f"{shown[column.name]} AS {column.name}" if column.name in shown else column.name
        for column in coder.columns
    )


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
