"""What is packed in this ZIP file? Opened as hostile: bombs, passwords, damage, climbing paths."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from msgspec import Struct

from annotator.errors import FileProblem

MOST_ENTRIES = 20_000
MOST_BYTES = 1_000_000_000
"""Unpacked size of everything in one archive above which it is taken for a bomb."""
MOST_OF_ONE = 100_000_000
_HIGHEST_RATIO = 300
"""Text shrinks to a tenth, rarely to a hundredth; bombs shrink to a thousandth and less."""
_SMALL = 5_000_000
_PIECE = 1 << 12
_ENCRYPTED = 0x1
_IN_64_BITS = 0xFFFFFFFF
_END = struct.Struct("<4s4H2IH")
"""Sign, two disks, entries on this one and in all, size and place of the directory, comment."""
_CENTRAL = struct.Struct("<4s4xHH4x3I3H8xI")
"""Sign, flags, way of packing, check sum, sizes packed and full, lengths of three texts, place."""
_LOCAL = struct.Struct("<4s4xH16xHH")
"""Of the header before an entry: sign, way of packing, lengths of the name and of what follows."""
BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    ValueError,
    RuntimeError,
)
"""What zipfile lets through when an archive is cut off, damaged or packed in a strange way.

Beside these an OSError, which may also be the disk's."""


class _Entry(Struct, frozen=True):
    """What the directory of an archive says of one file in it."""

    filename: str
    number: int
    flag_bits: int
    compress_type: int
    CRC: int
    compress_size: int
    file_size: int
    header_offset: int


class ZipParts:
    """The parts of a ZIP file by name; reading one raises `FileProblem`, never anything else."""

    def __init__(self, entries: Sequence[_Entry], data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        self._entries = {
            entry.filename: entry
            for entry in entries
            if entry.filename and not entry.filename.endswith("/")
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files inside, in their order, folders before them with a slash."""
        return tuple(self._entries)

    @property
    def protected(self) -> bool:
        return any(entry.flag_bits & _ENCRYPTED for entry in self._entries.values())

    def size(self, part: str) -> int:
        """Bytes of a part when unpacked, as the archive declares them."""
        return self._entries[part].file_size

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def read(self, part: str) -> bytes:
        """A part, unpacked; at most the size it declares, at most `MOST_OF_ONE` bytes."""
        entry = self._entry(part)
        found = self._soon(entry)
        if found is not None:
            return found
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                # By entry and not by name: two entries of one name would hide each other.
                return archive.read(archive.infolist()[entry.number])
        except (OSError, *BROKEN) as error:
            raise damaged(self._name, type(error).__name__) from error

    def _soon(self, entry: _Entry) -> bytes | None:
        """An entry packed as nearly all are, in half the time; None where anything is unusual."""
        packed = _packed(self._data, entry)
        if not packed:
            return None
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            found = unpacking.decompress(packed, entry.file_size + 1)
        except zlib.error:
            return None
        whole = unpacking.eof and len(found) == entry.file_size
        return found if whole and zlib.crc32(found) == entry.CRC else None

    def pieces(self, part: str) -> Iterator[bytes]:
        """What `read` gives, piece by piece: for those who may need its beginning only."""
        entry = self._entry(part)
        packed = _packed(self._data, entry)
        try:
            if packed:
                yield from _unpacked(packed, entry)
                return
            with (
                zipfile.ZipFile(io.BytesIO(self._data)) as archive,
                archive.open(archive.infolist()[entry.number]) as unpacking,
            ):
                while piece := unpacking.read(_PIECE):
                    yield piece
        except (OSError, *BROKEN) as error:
            raise damaged(self._name, type(error).__name__) from error

    def _entry(self, part: str) -> _Entry:
        entry = self._entries.get(part)
        if entry is None:
            raise damaged(self._name, "a part is missing")
        if entry.flag_bits & _ENCRYPTED:
            raise protected(self._name)
        if entry.file_size > MOST_OF_ONE:
            raise bomb(self._name)
        return entry


@contextmanager
def opened(data: bytes, name: str) -> Iterator[ZipParts]:
    """The parts of a ZIP file. Raises `FileProblem` for damage and for what looks like a bomb."""
    entries = _usual_directory(data)
    if entries is None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = [_as_told(number, one) for number, one in enumerate(archive.infolist())]
        except (OSError, *BROKEN) as error:
            raise damaged(name, type(error).__name__) from error
    _must_be_harmless(entries, name)
    yield ZipParts(entries, data, name)


def _as_told(number: int, info: zipfile.ZipInfo) -> _Entry:
    return _Entry(
        info.filename,
        number,
        info.flag_bits,
        info.compress_type,
        info.CRC,
        info.compress_size,
        info.file_size,
        info.header_offset,
    )


def _usual_directory(data: bytes) -> list[_Entry] | None:
    """The directory of an archive as nearly all are, in half the time; None where it is unusual.

    Usual is: nothing before the first file and behind the directory, plain names, no sizes that
    need 64 bits. Whatever is not is left to `zipfile`, which knows what may be and what is damage.
    """
    at = len(data) - _END.size
    if at < 0 or not data.startswith(b"PK\3\4"):
        return None
    sign, disk, start_disk, here, count, size, start, comment = _END.unpack_from(data, at)
    if sign != b"PK\5\6" or disk or start_disk or comment or here != count or start + size != at:
        return None
    entries: list[_Entry] = []
    for number in range(count):
        if start + _CENTRAL.size > at:
            return None
        sign, flags, method, crc, packed, full, length, extra, remark, offset = (
            _CENTRAL.unpack_from(data, start)
        )
        start += _CENTRAL.size
        name = data[start : start + length]
        start += length + extra + remark
        if sign != b"PK\1\2" or not _is_plain(name) or max(packed, full, offset) == _IN_64_BITS:
            return None
        entries.append(
            _Entry(name.decode("ascii"), number, flags, method, crc, packed, full, offset)
        )
    return entries if start == at else None


def _is_plain(name: bytes) -> bool:
    return name.isascii() and b"\0" not in name and b"\\" not in name


def _packed(data: bytes, entry: _Entry) -> bytes:
    """The deflated bytes of an entry, where its own header says what the directory says."""
    at = entry.header_offset
    head = data[at : at + _LOCAL.size]
    if entry.compress_type != zipfile.ZIP_DEFLATED or len(head) < _LOCAL.size:
        return b""
    sign, method, length, extra = _LOCAL.unpack(head)
    start = at + _LOCAL.size
    usual = sign == b"PK\3\4" and method == zipfile.ZIP_DEFLATED
    if not usual or data[start : start + length] != entry.filename.encode("ascii", "replace"):
        return b""
    start += length + extra
    return data[start : start + entry.compress_size]


def _unpacked(packed: bytes, entry: _Entry) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    size = check = 0
    while piece := unpacking.decompress(packed, _PIECE):
        packed = unpacking.unconsumed_tail
        size += len(piece)
        check = zlib.crc32(piece, check)
        if size > entry.file_size:
            break
        yield piece
    if size != entry.file_size or check != entry.CRC:
        raise zipfile.BadZipFile("other bytes than the directory says")


def damaged(name: str, detail: str = "") -> FileProblem:
    """To raise for an archive, or a document packed like one, that is not whole."""
    return FileProblem(
        f"“{name}” is damaged or cut off.", "Copy or download it again and import that.", detail
    )


def protected(name: str) -> FileProblem:
    """To raise for a file that opens with a password only."""
    return FileProblem(
        f"“{name}” is protected with a password.",
        "Save a copy without the password and import that.",
    )


def bomb(name: str) -> FileProblem:
    """To raise for an archive that would fill memory or disk."""
    return FileProblem(
        f"“{name}” unpacks to more than a transcript can hold.",
        "It was left closed for safety; unpack it by hand if you know where it comes from.",
    )


def _must_be_harmless(entries: Sequence[_Entry], name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    # The declared sizes can be trusted as a bound: reading stops there.
    if len(entries) > MOST_ENTRIES or total > MOST_BYTES:
        raise bomb(name)
    if total > _SMALL and total > _HIGHEST_RATIO * max(packed, 1):
        raise bomb(name)
