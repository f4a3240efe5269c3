"""How do coders agree by speaker, role, transcript, date, round, and as the work goes on?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace

from annotator.model.rounds import AFTER_DISCUSSION
from annotator.reliability.drift import Block, drift_of
from annotator.reliability.slices import Slice, slices_of
from annotator.reports.comparison import Comparison, compare, units_of
from annotator.store import read_people, read_round

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice
    from annotator.reports.prepared import Prepared

By = Literal["speaker", "role", "transcript", "date"]
NOBODY = "nobody named"
NO_ROLE = "no role"
NO_DATE = "no date"
_MONTH = 7
"""Characters of an ISO date that name year and month."""
_MOST_DAYS = 31
"""More different days than this are told by month."""


class Part(Struct, frozen=True):
    """One speaker, role, transcript, day or round, and how to compare it alone."""

    name: str
    agreement: Slice
    choice: Choice


class Stretch(Struct, frozen=True):
    """Some transcripts that were coded one after another."""

    doc_ids: tuple[str, ...]
    coded_until: str
    """UTC, ISO: when the last of them was last coded; empty where nobody coded anything."""
    block: Block
    choice: Choice


class Drift(Struct, frozen=True):
    """Agreement over the rounds of the project, and over the work of the round compared."""

    rounds: tuple[Part, ...]
    """In which two coders shared units, the earliest first."""
    stretches: tuple[Stretch, ...]
    coders: tuple[str, ...]


def parts_by(comparison: Comparison, by: By) -> tuple[Part, ...]:
    """Each part with its figures: transcripts and days in their order, others by size."""
    choice = comparison.compared.choice
    labels = list(_labels(comparison, by))
    parts = [
        Part(_shown(str(found.name), by), found, _alone(comparison, choice, str(found.name), by))
        for found in slices_of(comparison.compared.presence, labels)
        if found.n_units
    ]
    if by in {"speaker", "role"}:
        return tuple(sorted(parts, key=lambda part: -part.agreement.n_units))
    if by == "date":
        return tuple(sorted(parts, key=lambda part: (part.name == NO_DATE, part.name)))
    return tuple(parts)


def drift(
    connection: sa.Connection, comparison: Comparison, choice: Choice, prepared: Prepared
) -> Drift:
    """Rounds, each as a study of its own, and the transcripts of this one in order of the work."""
    last = read_round.last_coded(connection, [one.id for one in comparison.lying])
    moments = [last.get(info.text_version_id, "") for info in comparison.infos]
    order = sorted(range(len(moments)), key=lambda place: (moments[place], place))
    labels = [info.doc_id for info in comparison.infos]
    stretches = tuple(
        Stretch(
            tuple(labels[place] for place in block.documents),
            max((moments[place] for place in block.documents), default=""), block,
            replace(
                comparison.compared.choice,
                transcripts=tuple(labels[place] for place in block.documents),
            ),
        )
        for block in drift_of(comparison.compared.presence, order)
    )  # fmt: skip
    rounds = tuple(_rounds(connection, choice, prepared))
    return Drift(rounds, stretches, tuple(comparison.compared.coders))


def _rounds(connection: sa.Connection, choice: Choice, prepared: Prepared) -> Iterator[Part]:
    present = read_round.coders_by_round(connection)
    for one in read_people.rounds(connection):
        if len(present.get(one.id, ())) < 2 or one.purpose == AFTER_DISCUSSION:
            continue
        own = replace(choice, round=one.name, transcripts=None)
        found = compare(connection, own, prepared).compared
        presence = found.presence
        for whole in slices_of(presence, [one.name] * presence.n_units):
            if whole.n_units:
                yield Part(one.name, whole, found.choice)


def _labels(comparison: Comparison, by: By) -> Iterator[str]:
    days = _days(comparison)
    first: dict[str, str] = {}  # one person, whether in capitals or not: so they are chosen too
    for info, day, text, view in zip(
        comparison.infos, days, comparison.texts, comparison.transcripts, strict=True
    ):
        count = len(view.coded.weight)
        if by == "transcript":
            yield from [info.doc_id] * count
        elif by == "date":
            yield from [day] * count
        else:
            which = 0 if by == "speaker" else 1
            said = (first.setdefault(who[which].casefold(), who[which]) for who in text.speakers)
            names = np.array([*said, ""], dtype=object)
            yield from names[text.turn[units_of(text, view)]].tolist()


def _shown(name: str, by: By) -> str:
    nothing = {"speaker": NOBODY, "role": NO_ROLE, "date": NO_DATE, "transcript": ""}
    return name or nothing[by]


def _alone(comparison: Comparison, choice: Choice, name: str, by: By) -> Choice:
    """The same comparison of this part alone."""
    if by == "speaker":
        return replace(choice, speakers=(name,))
    if by == "role":
        return replace(choice, roles=(name,))
    if by == "transcript":
        return replace(choice, transcripts=(name,))
    days = _days(comparison)
    own = tuple(
        info.doc_id for info, day in zip(comparison.infos, days, strict=True) if day == name
    )
    return replace(choice, transcripts=own)


def _days(comparison: Comparison) -> list[str]:
    """The day of each transcript as it stands, or the month where there are many days."""
    days = [info.metadata.date for info in comparison.infos]
    many = len(set(days)) > _MOST_DAYS
    return [day[:_MONTH] if many else day for day in days]


def titles_of(comparison: Comparison) -> dict[str, str]:
    """The title of each transcript by its short label."""
    return {info.doc_id: info.metadata.title or info.doc_id for info in comparison.infos}


def doc_ids(stretch: Stretch, most: int = 2) -> str:
    """The transcripts of a stretch in few words."""
    names: Sequence[str] = stretch.doc_ids
    if len(names) <= most:
        return ", ".join(names)
    return f"{names[0]} … {names[-1]} ({len(names)})"
