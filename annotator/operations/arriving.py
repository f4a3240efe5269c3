"""How does a transcript wait to be written? As the columns of its rows, one after the other.

Reading files takes long and writing rows does not: what was read is put down beside the project
first, so that nobody has to wait for the one transaction in which all of it comes in.
"""

from __future__ import annotations

import hashlib
import marshal
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from annotator.store.read_transcripts import metadata_columns

if TYPE_CHECKING:
    from annotator.model.transcript import Transcript, Turn, Units

Columns = dict[str, Any]

_BUFFER = 1 << 18
"""Bytes written at once: some twenty transcripts."""
_SIZE = 8
"""Bytes before each transcript that say how many follow."""


class Prepared(Struct, frozen=True):
    """A transcript as rows without keys."""

    text: str
    transcript: Columns
    version: Columns
    turns: Columns
    """By name a list with one value for each turn."""
    units: Columns
    """By name a list with one value for each level."""
    replaces: int | None = None
    """The local id of the transcript that goes when this one comes."""
    persons: tuple[str, ...] = ()
    """Those of its speakers who are persons beyond doubt."""


class Waiting:
    """Transcripts that wait in a temporary file, which goes when this is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 - closed by `__exit__`
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def add(
        self,
        item: Transcript,
        *,
        sha256: str = "",
        replaces: int | None = None,
        persons: Iterable[str] = (),
    ) -> None:
        """Put a transcript behind the others. `persons` are speakers who have a full name.

        `sha256` is that of its text in UTF-8, where it is known already.
        """
        written = marshal.dumps(_written(item, sha256, replaces, persons))
        self._file.write(len(written).to_bytes(_SIZE, "big"))
        self._file.write(written)
        self._count += 1

    def __iter__(self) -> Iterator[Prepared]:
        self._file.seek(0)
        while size := self._file.read(_SIZE):
            # Nobody else can write this file: it has no name.
            yield Prepared(*marshal.loads(self._file.read(int.from_bytes(size, "big"))))  # noqa: S302 - ours


def speakers(turns: Iterable[Turn]) -> tuple[tuple[str, str], ...]:
    """(name, role) of everyone who speaks, in the order of first speaking."""
    return tuple(dict.fromkeys((turn.speaker, turn.role) for turn in turns if turn.speaker))


def version_columns(item: Transcript, sha256: str = "") -> Columns:
    """The columns of a text version, but for its keys and its number."""
    return {
        "sha256": sha256 or hashlib.sha256(item.text.encode("utf-8")).hexdigest(),
        "length": len(item.text),
        "source_name": item.source.name,
        "source_sha256": item.source.sha256,
        "encoding": item.source.encoding,
        "encoding_certain": item.source.encoding_certain,
        "normalised": list(item.source.normalised),
        "flags": list(item.source.flags),
        "header": [[field.kind, field.start, field.end] for field in item.header],
        "speakers": [list(pair) for pair in speakers(item.turns)],
        "n_turns": len(item.turns),
        "n_paragraphs": len(item.spans("paragraph")),
        "n_sentences": len(item.spans("sentence")),
        "note": "",
        "changes": None,
    }


def _written(
    item: Transcript, sha256: str, replaces: int | None, persons: Iterable[str]
) -> tuple[Any, ...]:
    """The fields of `Prepared`, of nothing but Python's own types."""
    columns = metadata_columns(item.metadata)
    columns["title"] = columns["title"] or PurePath(item.source.name).stem
    return (
        item.text,
        columns,
        version_columns(item, sha256),
        _columns_of_turns(item.turns),
        _columns_of_units(item.units),
        replaces,
        tuple(persons),
    )


def _columns_of_turns(turns: Sequence[Turn]) -> Columns:
    return {
        "number": list(range(1, len(turns) + 1)),
        "label": [turn.label for turn in turns],
        "speaker": [turn.speaker for turn in turns],
        "role": [turn.role for turn in turns],
        "start": [turn.start for turn in turns],
        "text_start": [turn.text_start for turn in turns],
        "stop": [turn.end for turn in turns],
        "person_id": [None] * len(turns),
    }


def _columns_of_units(every: Sequence[Units]) -> Columns:
    return {
        "level": [units.level for units in every],
        "segmenter": [units.segmenter for units in every],
        "segmenter_version": [units.version for units in every],
        "packed": [units.spans.packed() for units in every],
    }
