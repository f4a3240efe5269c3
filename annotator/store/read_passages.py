"""Which coded passages fit what is wanted, over all transcripts?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from annotator.errors import Progress, no_progress
from annotator.model.beside import Standing, grown
from annotator.model.folding import fold
from annotator.model.retrieval import Choices, Condition, PassageKey, Retrieved, Wanted
from annotator.model.spans import Span, SpanRow
from annotator.store.read_codings import whose
from annotator.store.schema import coding, memo, person, person_attribute, turn, unit_boundaries

if TYPE_CHECKING:
    from annotator.model.coding import Coding
    from annotator.model.transcript import TranscriptInfo

MOST = 100_000
"""Passages that are listed; who finds more has not said yet what is looked for."""

_AT_ONCE = 200
_LIVE = coding.c.removed.is_(sa.false())
_OF_TRANSCRIPTS = ("source", "kind", "language")


class _Row(NamedTuple):
    """A coding on its way into the list."""

    id: int
    version: int
    start: int
    stop: int
    code_id: int
    coder_id: int
    round_id: int
    unsure: bool
    speaker: str = ""


def passages(
    connection: sa.Connection,
    infos: Sequence[TranscriptInfo],
    wanted: Wanted,
    *,
    progress: Progress = no_progress,
    most: int = MOST,
) -> Retrieved:
    """The codings that fit, in the order of the transcripts; `infos` are those of the project."""
    chosen = [info for info in infos if _is_meant(info, wanted)]
    by_version = {info.text_version_id: info for info in chosen}
    holders = _holders(connection, wanted.attribute)
    found: list[PassageKey] = []
    for done, part in _parts(connection, chosen, wanted, by_name=bool(holders)):
        progress(done, len(chosen), "Looking for passages")
        fitting: Iterable[_Row] = part
        if holders is not None and wanted.attribute is not None:
            fitting = _of_holders(part, holders, by_version, wanted.attribute)
        fitting = list(fitting)
        for condition in wanted.conditions:
            fitting = _where(connection, fitting, condition, wanted)
        found += [
            PassageKey(
                row.id, by_version[row.version].id, row.start, row.stop, row.code_id,
                row.coder_id, bool(row.unsure),
            )
            for row in fitting
        ]  # fmt: skip
        if len(found) > most:
            break
    progress(len(chosen), len(chosen), "Looking for passages")
    place = {info.id: number for number, info in enumerate(chosen)}
    found.sort(key=lambda key: (place[key.transcript_id], key.start, -key.end, key.coding_id))
    return Retrieved(tuple(found[:most]), len(found) > most)


def choices(connection: sa.Connection, infos: Iterable[TranscriptInfo]) -> Choices:
    """What speakers, roles, attributes and dates there are to choose from."""
    speakers: dict[str, None] = {}
    roles: dict[str, None] = {}
    values: defaultdict[str, set[str]] = defaultdict(set)
    dates = []
    for info in infos:
        for name, role in info.speakers:
            speakers[name] = roles[role] = None
        dates += [info.metadata.date] if info.metadata.date else []
        for kind, value in _attributes_of(info):
            values[kind].add(value)
    query = sa.select(person_attribute.c.kind, person_attribute.c.value).where(
        person_attribute.c.removed.is_(sa.false())
    )
    for kind, value in connection.execute(query.distinct()):
        values[kind].add(value)
    return Choices(
        speakers=tuple(sorted(name for name in speakers if name)),
        roles=tuple(sorted(role for role in roles if role)),
        attributes=tuple((kind, tuple(sorted(values[kind]))) for kind in sorted(values)),
        dates=(min(dates, default=""), max(dates, default="")),
    )


# which transcripts


def _is_meant(info: TranscriptInfo, wanted: Wanted) -> bool:
    date = info.metadata.date
    if wanted.since and date[: len(wanted.since)] < wanted.since:
        return False
    return not wanted.until or (bool(date) and date[: len(wanted.until)] <= wanted.until)


def _attributes_of(info: TranscriptInfo) -> Iterator[tuple[str, str]]:
    for kind in _OF_TRANSCRIPTS:
        value = getattr(info.metadata, kind)
        if value:
            yield kind, value
    yield from ((kind, value) for kind, value in info.metadata.extra if value)


# who speaks


def _holders(
    connection: sa.Connection, attribute: tuple[str, str] | None
) -> dict[str, list[tuple[str, str]]] | None:
    """Names, case folded, and from when to when the attribute holds; None where none is asked."""
    if attribute is None:
        return None
    rows = connection.execute(
        sa.select(person.c.name, person_attribute.c.since, person_attribute.c.until)
        .join(person, person.c.id == person_attribute.c.person_id)
        .where(
            person.c.removed.is_(sa.false()),
            person_attribute.c.removed.is_(sa.false()),
            person_attribute.c.kind == attribute[0],
            person_attribute.c.value == attribute[1],
        )
    )
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, since, until in rows:
        found[name.casefold()].append((since, until))
    return found


def _of_holders(
    rows: Iterable[_Row],
    holders: Mapping[str, Sequence[tuple[str, str]]],
    infos: Mapping[int, TranscriptInfo],
    attribute: tuple[str, str],
) -> Iterator[_Row]:
    """Said by somebody of whom it holds on that day, or in a transcript of which it holds."""
    of_itself = {version: attribute in set(_attributes_of(info)) for version, info in infos.items()}
    for row in rows:
        date = infos[row.version].metadata.date
        times = holders.get(row.speaker.casefold(), ())
        if of_itself[row.version] or any(_holds(date, *time) for time in times):
            yield row


def _holds(date: str, since: str, until: str) -> bool:
    """Whether a day lies between two, all of them perhaps partial."""
    if not date:
        return not since and not until
    return date[: len(since)] >= since and (not until or date[: len(until)] <= until)


# the codings


def _parts(
    connection: sa.Connection, infos: Sequence[TranscriptInfo], wanted: Wanted, *, by_name: bool
) -> Iterator[tuple[int, list[_Row]]]:
    """How many transcripts are done, and the codings found: by the codes, or part by part."""
    if wanted.codes is not None:
        current = {info.text_version_id for info in infos}
        rows = _rows(connection, wanted, coding.c.code_id.in_(wanted.codes), by_name=by_name)
        yield 0, [row for row in rows if row.version in current]
        return
    for first in range(0, len(infos), _AT_ONCE):
        part = [info.text_version_id for info in infos[first : first + _AT_ONCE]]
        condition = coding.c.text_version_id.in_(part)
        yield first, _rows(connection, wanted, condition, by_name=by_name)


def _rows(
    connection: sa.Connection, wanted: Wanted, condition: sa.ColumnElement[bool], *, by_name: bool
) -> list[_Row]:
    columns: list[sa.ColumnElement[Any]] = [
        coding.c.id, coding.c.text_version_id, coding.c.start, coding.c.stop,
        coding.c.code_id, coding.c.coder_id, coding.c.round_id, coding.c.unsure,
    ]  # fmt: skip
    wants_speaker = bool(wanted.speakers or wanted.roles or by_name)
    columns += [turn.c.speaker] if wants_speaker else [sa.literal("")]
    columns += [coding.c.quote] if wanted.words.strip() else []
    query = sa.select(*columns).where(_LIVE, condition, *_limits(wanted))
    if wants_speaker:
        query = query.join(turn, _spoken_in())
    found = connection.execute(query).all()
    words = fold(" ".join(wanted.words.split()))
    if words:
        found = [row for row in found if words in fold(" ".join(row.quote.split()))]
    return [_Row(*row[:9]) for row in found]


def _limits(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    yield from whose(None, wanted.round_id)
    if wanted.coders is not None:
        yield coding.c.coder_id.in_(wanted.coders)
    if wanted.unsure is not None:
        yield coding.c.unsure.is_(sa.true() if wanted.unsure else sa.false())
    if wanted.memo is not None:
        noted = (
            sa.select(memo.c.id)
            .where(
                memo.c.on_uuid == coding.c.uuid,
                memo.c.on_kind == "coding",
                memo.c.removed.is_(sa.false()),
            )
            .exists()
        )
        yield noted if wanted.memo else ~noted
    if wanted.speakers is not None:
        yield turn.c.speaker.in_(wanted.speakers)
    if wanted.roles is not None:
        yield turn.c.role.in_(wanted.roles)


def _spoken_in() -> sa.ColumnElement[bool]:
    return sa.and_(
        turn.c.text_version_id == coding.c.text_version_id,
        turn.c.removed.is_(sa.false()),
        turn.c.start <= coding.c.start,
        turn.c.stop > coding.c.start,
    )


# other codes beside them


def _where(
    connection: sa.Connection, rows: Sequence[_Row], condition: Condition, wanted: Wanted
) -> list[_Row]:
    """The rows where a condition holds, for the same coder in the same round."""
    versions = {row.version for row in rows}
    others = _others(connection, versions, condition.codes, wanted)
    reach = _Reach(connection, versions, condition)
    kept = []
    for row in rows:
        standing = others.get((row.version, row.coder_id, row.round_id))
        is_there = bool(standing) and reach.holds(standing, row)
        if is_there is not condition.absent:
            kept.append(row)
    return kept


def _others(
    connection: sa.Connection, versions: Collection[int], codes: Collection[int], wanted: Wanted
) -> dict[tuple[int, int, int], Standing]:
    spans: defaultdict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    columns = [
        coding.c[name] for name in ("text_version_id", "coder_id", "round_id", "start", "stop")
    ]
    query = sa.select(*columns).where(
        _LIVE, coding.c.code_id.in_(codes), *whose(None, wanted.round_id)
    )
    if len(versions) <= _AT_ONCE:
        query = query.where(coding.c.text_version_id.in_(versions))
    for version, coder_id, round_id, start, stop in connection.execute(query):
        spans[version, coder_id, round_id].append((start, stop))
    return {whose_: Standing(held) for whose_, held in spans.items()}


class _Reach:
    """Over which stretch of its text a condition looks around a passage."""

    def __init__(
        self, connection: sa.Connection, versions: Collection[int], condition: Condition
    ) -> None:
        self._condition = condition
        level = {"near": "sentence", "turn": "turn"}.get(condition.scope)
        self._units = _units(connection, versions, level) if level else {}

    def holds(self, standing: Standing | None, row: _Row) -> bool:
        if standing is None:
            return False
        match self._condition.scope:
            case "passage":
                return standing.on(row.start, row.stop)
            case "transcript":
                return bool(standing)
            case "overlap":
                return standing.over(row.start, row.stop)
            case _:
                units = self._units.get(row.version, SpanRow())
                around = grown(units, Span(row.start, row.stop), self._condition.within)
                return standing.over(around.start, around.end)


def _units(connection: sa.Connection, versions: Collection[int], level: str) -> dict[int, SpanRow]:
    found: dict[int, SpanRow] = {}
    ordered = sorted(versions)
    for first in range(0, len(ordered), _AT_ONCE):
        rows = connection.execute(
            sa.select(unit_boundaries.c.text_version_id, unit_boundaries.c.packed).where(
                unit_boundaries.c.text_version_id.in_(ordered[first : first + _AT_ONCE]),
                unit_boundaries.c.level == level,
                unit_boundaries.c.removed.is_(sa.false()),
            )
        )
        found |= {version: SpanRow.unpacked(packed) for version, packed in rows}
    return found


def codes_over(connection: sa.Connection, done: Coding) -> tuple[int, ...]:
    """The other codes that the same coder gave to some of the same words, in order of the text."""
    rows = connection.execute(
        sa.select(coding.c.code_id)
        .where(
            _LIVE,
            coding.c.text_version_id == done.text_version_id,
            coding.c.start < done.end,
            coding.c.stop > done.start,
            *whose(done.coder_id, done.round_id),
        )
        .order_by(coding.c.start, coding.c.stop)
    )
    return tuple(dict.fromkeys(code_id for (code_id,) in rows if code_id != done.code_id))
