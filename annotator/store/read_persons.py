"""Which persons does a project know, and what are they called?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from annotator.model.code_ids import key_of
from annotator.store.schema import person

_AT_ONCE = 500


def names(connection: sa.Connection, uuids: Iterable[str]) -> dict[str, str]:
    """The names of persons by the hexadecimal digits of their uuids, removed ones too."""
    wanted = list({UUID(hex=each) for each in uuids})
    found: dict[str, str] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        query = sa.select(person.c.uuid, person.c.name).where(
            person.c.uuid.in_(wanted[first : first + _AT_ONCE])
        )
        found.update((row.uuid.hex, row.name) for row in connection.execute(query))
    return found


def by_name(connection: sa.Connection) -> dict[str, UUID]:
    """The uuids of persons by name, without regard to case; names that two bear are left out."""
    rows = connection.execute(
        sa.select(person.c.name, person.c.uuid).where(person.c.removed.is_(sa.false()))
    )
    found: dict[str, UUID] = {}
    twice: set[str] = set()
    for name, uuid in rows:
        key = key_of(name)
        if key in found:
            twice.add(key)
        found[key] = uuid
    return {key: uuid for key, uuid in found.items() if key not in twice}


def every_name(connection: sa.Connection) -> tuple[str, ...]:
    """The names of all persons, in order of the alphabet."""
    rows = connection.execute(
        sa.select(person.c.name).where(person.c.removed.is_(sa.false())).distinct()
    )
    return tuple(sorted(rows.scalars(), key=str.casefold))
