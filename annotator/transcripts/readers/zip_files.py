"""What is packed in this ZIP file? Opened as hostile: bombs, passwords, damage, climbing paths."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from annotator.errors import FileProblem

MOST_ENTRIES = 20_000
MOST_BYTES = 1_000_000_000
"""Unpacked size of everything in one archive above which it is taken for a bomb."""
MOST_OF_ONE = 100_000_000
_HIGHEST_RATIO = 300
"""Text shrinks to a tenth, rarely to a hundredth; bombs shrink to a thousandth and less."""
_SMALL = 5_000_000
_PIECE = 1 << 14
_ENCRYPTED = 0x1
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


class ZipParts:
    """The parts of a ZIP file by name; reading one raises `FileProblem`, never anything else."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._entries = {
            entry.filename: entry
            for entry in archive.infolist()
            if entry.filename and not entry.is_dir()
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
        try:
            # By entry and not by name: two entries of one name would hide each other.
            return self._archive.read(entry)
        except (OSError, *BROKEN) as error:
            raise damaged(self._name, type(error).__name__) from error

    def pieces(self, part: str) -> Iterator[bytes]:
        """What `read` gives, piece by piece: for those who may need its beginning only."""
        entry = self._entry(part)
        try:
            with self._archive.open(entry) as unpacking:
                while piece := unpacking.read(_PIECE):
                    yield piece
        except (OSError, *BROKEN) as error:
            raise damaged(self._name, type(error).__name__) from error

    def _entry(self, part: str) -> zipfile.ZipInfo:
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
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (OSError, *BROKEN) as error:
        raise damaged(name, type(error).__name__) from error
    with archive:
        _must_be_harmless(archive, name)
        yield ZipParts(archive, name)


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


def _must_be_harmless(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    # The declared sizes can be trusted as a bound: reading stops there.
    if len(entries) > MOST_ENTRIES or total > MOST_BYTES:
        raise bomb(name)
    if total > _SMALL and total > _HIGHEST_RATIO * max(packed, 1):
        raise bomb(name)
