"""What does a row image hold, and how is it written down: alone, or many of a bulk step in one?"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

Values = dict[str, Any]

_UNPACKED_AT_ONCE = 1 << 18
"""Bytes."""
_quoted = json.encoder.encode_basestring
_as_json = json.JSONEncoder(ensure_ascii=False).encode
"""One for all: `json.dumps` makes itself a new one for each image."""


class Image(Struct, frozen=True):
    """What one step did to one row.

    `before` is None where the row was made; then `after` holds only a digest of its content, for
    the row itself is there to be read. Otherwise both hold the changed columns only.
    """

    table: str
    row_id: int
    before: Values | None
    after: Values


def written(item: Image) -> dict[str, Any]:
    """The columns of the table of images."""
    return {
        "table_name": item.table,
        "row_id": item.row_id,
        "before": None if item.before is None else packed(item.before),
        "after": item.after["digest"] if item.before is None else packed(item.after),
    }


def image_of(table: str, row_id: int, before: str | None, after: str) -> Image:
    """The image that `written` wrote."""
    if before is None:
        return Image(table, row_id, None, {"digest": after})
    return Image(table, row_id, unpacked(before), unpacked(after))


def images_in(lines: Iterable[bytes]) -> Iterator[Image]:
    """The images of a bulk step; neighbours that say the same hold the same values."""
    said: tuple[str, str | None, str] | None = None
    image: Image | None = None
    for line in lines:
        table, row_id, before, after = json.loads(line)
        if image is not None and (table, before, after) == said:
            image = Image(table, row_id, image.before, image.after)
        else:
            image = image_of(table, row_id, before, after)
        said = table, before, after
        yield image


class PackedImages:
    """The images of a bulk step, compressed as they come: a merge brings more than memory holds."""

    def __init__(self, images: Sequence[Image] = ()) -> None:
        self._packer = zlib.compressobj(level=6)
        self._parts: list[bytes] = []
        self._count = 0
        self.add(images)

    def __len__(self) -> int:
        return self._count

    def add(self, images: Sequence[Image]) -> None:
        """Put more behind those that are there."""
        if not images:
            return
        before = "\n" if self._count else ""
        self._parts.append(self._packer.compress((before + "\n".join(_lines_of(images))).encode()))
        self._count += len(images)

    def whole(self) -> bytes:
        """All of them; nothing can be added any more."""
        return b"".join((*self._parts, self._packer.flush()))


def _lines_of(images: Sequence[Image]) -> Iterator[str]:
    """Images as JSON. Nearly all in a merge are of rows that were made: put together by hand.

    Neighbours that say the same of their rows are written down once, but for the row.
    """
    last: Image | None = None
    said: list[Any] = []
    for item in images:
        if item.before is None:
            yield f'["{item.table}", {item.row_id}, null, {_quoted(item.after["digest"])}]'
            continue
        if last is None or not _say_the_same(last, item):
            said = list(written(item).values())
        said[1] = item.row_id
        last = item
        yield _as_json(said)


def _say_the_same(one: Image, other: Image) -> bool:
    return (one.table, one.before, one.after) == (other.table, other.before, other.after)


def lines(blob: bytes) -> Iterator[bytes]:
    """The lines of a bulk step, a few thousand unpacked at a time; `ValueError` if it is torn."""
    try:
        yield from _unpacked_lines(blob)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _unpacked_lines(blob: bytes) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    rest, begun = blob, b""
    while rest:
        pieces = (begun + unpacking.decompress(rest, _UNPACKED_AT_ONCE)).split(b"\n")
        rest, begun = unpacking.unconsumed_tail, pieces.pop()
        yield from pieces
    pieces = (begun + unpacking.flush()).split(b"\n")
    yield from pieces


def packed(values: Values) -> str:
    """Column values as JSON text: UUIDs and bytes are marked so that they come back as such."""
    return _as_json({name: plain(value) for name, value in values.items()})


def unpacked(written: str) -> Values:
    """The values that `packed` wrote."""
    return {name: _rich(value) for name, value in json.loads(written).items()}


def plain(value: Any) -> Any:
    """A value of a column as JSON knows it."""
    if isinstance(value, UUID):
        return {"uuid": value.hex}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, tuple):
        return list(value)
    return value


def _rich(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        if "uuid" in value:
            return UUID(value["uuid"])
        if "bytes" in value:
            return base64.b64decode(value["bytes"])
    return value
