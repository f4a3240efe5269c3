"""Acts on how a text is divided: its turns, whose they are, and its units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.changes import Place
from annotator.model.code_ids import key_of
from annotator.model.shape import Shape, shape_of
from annotator.store import read_division, read_persons
from annotator.store.schema import text_version, turn, unit_boundaries

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder
    from annotator.model.transcript import OpenTranscript, Turn

_OF_TURN = ("label", "speaker", "role", "start", "text_start")


def divide(
    history: History,
    coder: Coder,
    transcript: OpenTranscript,
    shape: Shape,
    *,
    label: str,
    at: int,
) -> None:
    """Let a text be divided as `shape` says; only what differs is written."""
    if shape == shape_of(transcript):
        return
    with history.act(coder.id, label) as act:
        act.place = Place(transcript.info.id, at, at)
        write_shape(act, transcript.info.text_version_id, shape)


def write_shape(act: Act, version_id: int, shape: Shape) -> None:
    """The same within an act."""
    _write_turns(act, version_id, shape)
    _write_units(act, version_id, shape)
    speakers = dict.fromkeys((one.speaker, one.role) for one in shape.turns if one.speaker)
    act.change(
        text_version,
        version_id,
        header=[[field.kind, field.start, field.end] for field in shape.header],
        speakers=[list(pair) for pair in speakers],
        n_turns=len(shape.turns),
        n_paragraphs=len(shape.spans("paragraph")),
        n_sentences=len(shape.spans("sentence")),
    )


def _write_turns(act: Act, version_id: int, shape: Shape) -> None:
    standing = read_division.turn_rows(act.connection, version_id)
    persons: dict[str, int] | None = None
    for number, one in enumerate(shape.turns, start=1):
        row = standing.pop(one.start, None)
        values = _columns(one)
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            continue
        if row is None or row.speaker != one.speaker:
            persons = read_persons.ids_by_name(act.connection) if persons is None else persons
            values["person_id"] = persons.get(key_of(one.speaker))
        if row is None:
            act.insert(turn, text_version_id=version_id, number=number, **values)
        else:
            act.change(turn, row.id, **values)
    act.remove_many(turn, [row.id for row in standing.values()])


def _columns(one: Turn) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _OF_TURN} | {"stop": one.end}


def _write_units(act: Act, version_id: int, shape: Shape) -> None:
    standing = read_division.unit_rows(act.connection, version_id)
    for units in shape.units:
        row = standing[units.level]
        packed = units.spans.packed()
        if row.packed == packed and row.segmenter == units.segmenter:
            continue
        spans = {(span.start, span.end) for span in units.spans}
        if read_division.decided_spans(act.connection, version_id, units.level) - spans:
            raise RuntimeError(f"decisions were made on a {units.level} that is to change")
        act.change(
            unit_boundaries,
            row.id,
            packed=packed,
            segmenter=units.segmenter,
            segmenter_version=units.version,
        )
