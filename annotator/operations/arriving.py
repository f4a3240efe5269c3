"""How does a transcript wait to be written? As the rows it will be, one line of a file each.

Reading files takes long and writing rows does not: what was read is put down beside the project
first, so that nobody has to wait for the one transaction in which all of it comes in.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import Any, Self

from annotator.model.transcript import Transcript, Turn
from annotator.store.read_transcripts import metadata_columns

Columns = dict[str, Any]

_TURN = ("label", "speaker", "role", "start", "text_start", "stop")
_UNITS = ("level", "segmenter", "segmenter_version", "packed")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A transcript as rows without keys."""

    text: str
    transcript: Columns
    version: Columns
    turns: tuple[Columns, ...]
    units: tuple[Columns, ...]
    replaces: int | None = None
    """The local id of the transcript that goes when this one comes."""
    persons: tuple[str, ...] = ()
    """Those of its speakers who are persons beyond doubt."""


class Waiting:
    """Transcripts that wait in a temporary file, which goes when this is closed."""

    def __init__(self) -> None:
        # Closed by `__exit__`.
        self._file = tempfile.TemporaryFile(  # noqa: SIM115
            "w+", encoding="utf-8", newline="\n"
        )
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
        self, item: Transcript, *, replaces: int | None = None, persons: Iterable[str] = ()
    ) -> None:
        """Put a transcript behind the others. `persons` are speakers who have a full name."""
        # Written whole: piece by piece (json.dump) takes ten times as long.
        self._file.write(json.dumps(_written(item, replaces, persons), ensure_ascii=False) + "\n")
        self._count += 1

    def __iter__(self) -> Iterator[Prepared]:
        self._file.seek(0)
        return (_prepared(line) for line in self._file)


def speakers(turns: Iterable[Turn]) -> tuple[tuple[str, str], ...]:
    """(name, role) of everyone who speaks, in the order of first speaking."""
    return tuple(dict.fromkeys((turn.speaker, turn.role) for turn in turns if turn.speaker))


def version_columns(item: Transcript) -> Columns:
    """The columns of a text version, but for its keys and its number."""
    return {
        "sha256": hashlib.sha256(item.text.encode("utf-8")).hexdigest(),
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


def _written(item: Transcript, replaces: int | None, persons: Iterable[str]) -> list[Any]:
    columns = metadata_columns(item.metadata)
    columns["title"] = columns["title"] or PurePath(item.source.name).stem
    return [
        item.text,
        columns,
        version_columns(item),
        [
            (turn.label, turn.speaker, turn.role, turn.start, turn.text_start, turn.end)
            for turn in item.turns
        ],
        [
            (
                units.level,
                units.segmenter,
                units.version,
                base64.b64encode(units.spans.packed()).decode("ascii"),
            )
            for units in item.units
        ],
        replaces,
        list(persons),
    ]


def _prepared(line: str) -> Prepared:
    text, transcript, version, turns, units, replaces, persons = json.loads(line)
    return Prepared(
        text,
        transcript,
        version,
        tuple(
            dict(zip(_TURN, turn, strict=True)) | {"number": number, "person_id": None}
            for number, turn in enumerate(turns, start=1)
        ),
        tuple(
            dict(zip(_UNITS, (*one[:3], base64.b64decode(one[3])), strict=True)) for one in units
        ),
        replaces,
        tuple(persons),
    )
