"""Which persons does a project know, and what are they called?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from annotator.model.code_ids import key_of
from annotator.model.persons import Attribute, Person, PersonLabel, Unplaced
from annotator.store import current_text
from annotator.store.schema import (
    person,
    person_attribute,
    person_label,
    text_version,
    transcript,
    turn,
)

_AT_ONCE = 500


class SpeakerTurn(NamedTuple):
    """A turn in the text that is read now, by its local id."""

    id: int
    text_version_id: int
    person_id: int | None


def persons(connection: sa.Connection) -> tuple[Person, ...]:
    """Everybody in the register, in order of the alphabet, with how much they say."""
    labels = _by_person(connection, person_label, ("label", "source"))
    attributes = _by_person(connection, person_attribute, ("kind", "value", "since", "until"))
    counts = _counts(connection)
    rows = connection.execute(sa.select(person).where(person.c.removed.is_(sa.false())))
    found = [
        Person(
            name=row.name,
            role=row.role,
            note=row.note,
            labels=tuple(PersonLabel(*values) for _, *values in labels[row.id]),
            attributes=tuple(Attribute(*values) for _, *values in attributes[row.id]),
            id=row.id,
            uuid=row.uuid,
            n_turns=counts[row.id][0],
            n_transcripts=counts[row.id][1],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def unplaced(connection: sa.Connection) -> tuple[Unplaced, ...]:
    """The speakers who are nobody of the register yet, those who say most first."""
    label = sa.func.coalesce(turn.c.label, "")
    rows = connection.execute(
        sa.select(
            turn.c.speaker,
            turn.c.role,
            label,
            sa.func.count(turn.c.id),
            sa.func.count(sa.distinct(turn.c.text_version_id)),
        )
        .where(*_said_now(), turn.c.person_id.is_(None), turn.c.speaker != "")
        .group_by(turn.c.speaker, turn.c.role, label)
    )
    groups: defaultdict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    for name, role, words, turns, transcripts in rows:
        groups[name, role].append((words, turns, transcripts))
    found = [
        Unplaced(
            name,
            role,
            tuple(sorted(words for words, *_ in group if words)),
            sum(turns for _, turns, _ in group),
            max(transcripts for *_, transcripts in group),
        )
        for (name, role), group in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.n_turns, one.name.casefold(), one.role)))


def turns_of_speaker(
    connection: sa.Connection, name: str, role: str | None = None
) -> list[SpeakerTurn]:
    """The turns in the texts that are read now under this name, and under this role if given."""
    query = sa.select(turn.c.id, turn.c.text_version_id, turn.c.person_id).where(
        *_said_now(), turn.c.speaker == name
    )
    if role is not None:
        query = query.where(turn.c.role == role)
    return [SpeakerTurn(*row) for row in connection.execute(query.order_by(turn.c.id))]


def turns_of(connection: sa.Connection, person_ids: Sequence[int]) -> list[SpeakerTurn]:
    """The turns of these persons, in older texts too: what a change of a person touches."""
    rows = connection.execute(
        sa.select(turn.c.id, turn.c.text_version_id, turn.c.person_id)
        .where(turn.c.person_id.in_(person_ids), turn.c.removed.is_(sa.false()))
        .order_by(turn.c.id)
    )
    return [SpeakerTurn(*row) for row in rows]


def labels_of_turns(connection: sa.Connection, turn_ids: Sequence[int]) -> list[str]:
    """The labels of these turns, each once, in order."""
    found: dict[str, None] = {}
    for part in _parts(turn_ids):
        rows = connection.execute(
            sa.select(turn.c.label).where(turn.c.id.in_(part), turn.c.label != "").distinct()
        )
        found.update(dict.fromkeys(rows.scalars()))
    return list(found)


def rows_of(connection: sa.Connection, table: sa.Table, person_id: int) -> dict[int, Any]:
    """The live rows of a table that belong to one person, by local id."""
    rows = connection.execute(
        sa.select(table).where(table.c.person_id == person_id, table.c.removed.is_(sa.false()))
    )
    return {row.id: row for row in rows}


def ids_by_name(connection: sa.Connection) -> dict[str, int]:
    """The local ids of persons by name, without regard to case."""
    return {key_of(one.name): one.id for one in names_now(connection)}


class Called(NamedTuple):
    """A person by local id, and how they are called."""

    id: int
    name: str


def names_now(connection: sa.Connection) -> list[Called]:
    """Everybody in the register, by id and name alone."""
    rows = connection.execute(
        sa.select(person.c.id, person.c.name).where(person.c.removed.is_(sa.false()))
    )
    return [Called(*row) for row in rows]


def labels_now(connection: sa.Connection) -> list[tuple[str, str, str]]:
    """Every label of a person as (source, label, name of the person)."""
    rows = connection.execute(
        sa.select(person_label.c.source, person_label.c.label, person.c.name)
        .join(person, person.c.id == person_label.c.person_id)
        .where(person.c.removed.is_(sa.false()), person_label.c.removed.is_(sa.false()))
        .order_by(person_label.c.id)
    )
    return [(source, label, name) for source, label, name in rows]


def speakers_in(connection: sa.Connection, version_ids: Sequence[int]) -> dict[int, list[Any]]:
    """[name, role] of everybody who speaks in these texts, in the order of first speaking."""
    found: dict[int, dict[tuple[str, str], None]] = {version: {} for version in version_ids}
    for part in _parts(version_ids):
        rows = connection.execute(
            sa.select(turn.c.text_version_id, turn.c.speaker, turn.c.role)
            .where(
                turn.c.text_version_id.in_(part),
                turn.c.removed.is_(sa.false()),
                turn.c.speaker != "",
            )
            .order_by(turn.c.text_version_id, turn.c.start)
        )
        for version, name, role in rows:
            found[version].setdefault((name, role))
    return {version: [list(pair) for pair in pairs] for version, pairs in found.items()}


def _by_person(
    connection: sa.Connection, table: sa.Table, names: tuple[str, ...]
) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    rows = connection.execute(
        sa.select(table.c.person_id, *(table.c[name] for name in names))
        .where(table.c.removed.is_(sa.false()))
        .order_by(table.c.id)
    )
    for row in rows:
        found[row.person_id].append(row)
    return found


def _counts(connection: sa.Connection) -> defaultdict[int, tuple[int, int]]:
    """How many turns a person has, and in how many transcripts."""
    rows = connection.execute(
        sa.select(
            turn.c.person_id,
            sa.func.count(turn.c.id),
            sa.func.count(sa.distinct(turn.c.text_version_id)),
        )
        .where(*_said_now(), turn.c.person_id.is_not(None))
        .group_by(turn.c.person_id)
    )
    found: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    found.update({row[0]: (row[1], row[2]) for row in rows})
    return found


def _said_now() -> tuple[sa.ColumnElement[bool], ...]:
    """Turns of the texts that are read now."""
    live = (
        sa.select(text_version.c.id)
        .join(transcript, transcript.c.id == text_version.c.transcript_id)
        .where(transcript.c.removed.is_(sa.false()))
    )
    return (
        turn.c.removed.is_(sa.false()),
        turn.c.text_version_id.in_(current_text.of_all()),
        turn.c.text_version_id.in_(live),
    )


def _parts(items: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(items), _AT_ONCE):
        yield items[first : first + _AT_ONCE]


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
