"""By what can transcripts be spread evenly: who speaks, when, where from, what a speaker is?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.errors import Refused
from annotator.store.schema import person, person_attribute, transcript, turn

if TYPE_CHECKING:
    from annotator.model.transcript import TranscriptInfo

PLAIN = ("speaker", "date", "source", "kind", "language")
"""Beside them every attribute of persons and every variable of a corpus."""


def kinds_of_strata(connection: sa.Connection) -> tuple[str, ...]:
    """Everything by which transcripts of this project can be spread."""
    attribute = sa.select(person_attribute.c.kind).where(_live(person_attribute)).distinct()
    known = set(connection.execute(attribute).scalars())
    variables = sa.select(transcript.c.extra).where(_live(transcript))
    known.update(*connection.execute(variables).scalars())
    return (*PLAIN, *sorted(known - set(PLAIN)))


def strata_of(
    connection: sa.Connection, infos: Sequence[TranscriptInfo], kinds: Sequence[str]
) -> dict[int, str]:
    """The stratum of each transcript by these kinds together, by transcript id."""
    if not kinds:
        return dict.fromkeys((info.id for info in infos), "")
    speakers = _main_speakers(connection, infos)
    columns = [_values(connection, infos, kind, speakers) for kind in kinds]
    return {info.id: " · ".join(column[info.id] for column in columns) for info in infos}


def _values(
    connection: sa.Connection,
    infos: Sequence[TranscriptInfo],
    kind: str,
    speakers: dict[int, str],
) -> dict[int, str]:
    if kind == "speaker":
        return {info.id: speakers.get(info.id, "") for info in infos}
    if kind == "date":
        return {info.id: info.metadata.date[:4] for info in infos}
    if kind in {"source", "kind", "language"}:
        return {info.id: str(getattr(info.metadata, kind)) for info in infos}
    extra = {info.id: dict(info.metadata.extra) for info in infos}
    if any(kind in values for values in extra.values()):
        return {info.id: extra[info.id].get(kind, "") for info in infos}
    attributes = _attributes(connection, kind)
    if not attributes:
        known = ", ".join(kinds_of_strata(connection))
        raise Refused(f"Nothing is known by “{kind}”.", f"Spread by one of: {known}.")
    return {
        info.id: _held(attributes.get(speakers.get(info.id, "").casefold(), ()), info)
        for info in infos
    }


def _main_speakers(connection: sa.Connection, infos: Sequence[TranscriptInfo]) -> dict[int, str]:
    """Who says most in each transcript, by the length of the turns."""
    versions = {info.text_version_id: info.id for info in infos}
    said: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows = connection.execute(
        sa.select(turn.c.text_version_id, turn.c.speaker, turn.c.stop - turn.c.text_start).where(
            _live(turn)
        )
    )
    for version, speaker, length in rows:
        if version in versions and speaker:
            said[versions[version]][speaker] += length
    return {
        transcript: min(count, key=lambda name: (-count[name], name))
        for transcript, count in said.items()
    }


def _attributes(connection: sa.Connection, kind: str) -> dict[str, list[tuple[str, str, str]]]:
    """(value, since, until) of persons, by their name in small letters."""
    rows = connection.execute(
        sa.select(
            person.c.name, person_attribute.c.value, person_attribute.c.since,
            person_attribute.c.until,
        )
        .join(person, person.c.id == person_attribute.c.person_id)
        .where(_live(person), _live(person_attribute), person_attribute.c.kind == kind)
        .order_by(person_attribute.c.since)
    )  # fmt: skip
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for name, value, since, until in rows:
        found[name.casefold()].append((value, since, until))
    return dict(found)


def _held(attributes: Sequence[tuple[str, str, str]], info: TranscriptInfo) -> str:
    """What held on the day of a transcript; the last known where it has no date."""
    day = info.metadata.date
    for value, since, until in reversed(attributes):
        if not day or (since <= day and (not until or day[: len(until)] <= until)):
            return value
    return ""


def _live(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.removed.is_(sa.false())
