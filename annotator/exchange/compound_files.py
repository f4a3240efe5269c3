"""Which stream of a compound file (the container of .xls) holds the workbook?

Format: [MS-CFB]. Chains of sectors are followed no further than the file is long: a damaged one may
lead in a circle.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_HEADER = 109
"""Sectors of the table of sectors that the header names itself."""
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are marks, not sectors."""
_STREAM, _ROOT = 2, 5


def stream_of(data: bytes, names: Sequence[str]) -> bytes:
    """The first stream with one of these names; `ValueError` where there is none."""
    return _Compound(data).stream(names)


class _Compound:
    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise ValueError("no compound file")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise ValueError("sectors of a strange size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        (first_entry,) = struct.unpack_from("<I", data, 48)
        self._cutoff, first_mini, _, first_more, _ = struct.unpack_from("<IIIII", data, 56)
        self._next = self._numbers(self._table(first_more))
        self._entries = self._chain(first_entry)
        self._mini_next = self._numbers(self._sectors(first_mini))

    def stream(self, names: Sequence[str]) -> bytes:
        root = self._data[:0]
        for name, kind, first, size in self._directory():
            if kind == _ROOT:
                root = self._chain(first)
            elif kind == _STREAM and name in names:
                if size >= self._cutoff:
                    return self._chain(first)[:size]
                return self._in_root(root, first)[:size]
        raise ValueError("no workbook")

    def _directory(self) -> Iterator[tuple[str, int, int, int]]:
        """Name, kind, first sector and size of every entry."""
        for at in range(0, len(self._entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", self._entries, at + 64)
            name = self._entries[at : at + max(0, min(length, 64) - 2)]
            first, size = struct.unpack_from("<II", self._entries, at + 116)
            yield name.decode("utf-16-le", "replace"), kind, first, size

    def _table(self, more: int) -> list[int]:
        """The sectors that say which sector follows which."""
        found = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            *others, more = self._numbers([more])
            found += others
        return [each for each in found if each < _LAST_SECTOR]

    def _numbers(self, sectors: Sequence[int]) -> list[int]:
        held = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(held) // 4}I", held[: len(held) // 4 * 4]))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._data[at : at + self._size]

    def _sectors(self, first: int) -> list[int]:
        return _followed(first, self._next)

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._sectors(first)))

    def _in_root(self, root: bytes, first: int) -> bytes:
        """A short stream stands in small sectors within the stream of the root."""
        size = self._mini_size
        chain = _followed(first, self._mini_next)
        return b"".join(root[each * size : (each + 1) * size] for each in chain)


def _followed(first: int, following: Sequence[int]) -> list[int]:
    """The sectors of a chain; `ValueError` where it leads in a circle."""
    found: list[int] = []
    at = first
    while at < len(following):
        found.append(at)
        if len(found) > len(following):
            raise ValueError("a chain of sectors leads in a circle")
        at = following[at]
    return found
