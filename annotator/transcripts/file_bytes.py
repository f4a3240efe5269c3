"""What does this file hold? Reads its bytes, or says in one sentence why it cannot."""

from __future__ import annotations

import re
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from annotator.errors import FileProblem

MAX_BYTES = 100_000_000

_MAGIC = (
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"OggS\x00", "an Ogg recording"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"fLaC\x00", "a FLAC recording"),
)
_IN_TEXT = bytes({*range(256)} - {*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
_SAMPLE = 1 << 16


_OF_A_PROJECT = re.compile(
    r"\.annotator(-pack|-return)?(-wal|-shm|-journal|-lock)?$", re.IGNORECASE
)
"""Not even opened: closing a file that SQLite has open in this process drops SQLite's locks."""


def must_be_no_part_of_a_project(path: Path, what: str) -> None:
    """Raise `FileProblem` for a project, its log or its lock where a `what` is wanted."""
    if _OF_A_PROJECT.search(path.name):
        raise FileProblem(
            f"“{shown_name(path)}” belongs to a project and is no {what}.",
            f"Open the project itself, or choose the file that holds the {what}.",
        )


def bytes_of(path: Path) -> bytes:
    """What the file holds. Raises `FileProblem` where it is missing, empty or out of reach."""
    must_be_no_part_of_a_project(path, "transcript")
    data = _read(path)
    if not data:
        raise FileProblem(
            f"“{shown_name(path)}” is empty.", "Check that the file was saved completely."
        )
    return data


def shown_name(path: Path) -> str:
    """The name of a file as it can be shown and kept; bytes that are no letters become U+FFFD."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def refuse_known_binary(data: bytes, name: str) -> None:
    """Raise `FileProblem` where the first bytes are those of a known format that is not text."""
    what = next((what for magic, what in _MAGIC if data.startswith(magic)), "")
    if not what and data[4:8] == b"ftyp":
        what = "a video or audio recording"
    if not what and data[:4] == b"RIFF" and data[8:12] in {b"WAVE", b"AVI ", b"WEBP"}:
        what = "a recording or picture"
    if what:
        raise FileProblem(
            f"“{name}” is {what}, not a text.", "Save its text as .txt and import that."
        )


def looks_binary(data: bytes) -> bool:
    """Whether so many control bytes stand in `data` that it is no text in any 8-bit encoding."""
    sample = data[:_SAMPLE]
    strange = len(sample.translate(None, _IN_TEXT))
    return strange > 2 and strange * 50 > len(sample)


def _read(path: Path) -> bytes:
    try:
        found = path.stat()
        if S_ISDIR(found.st_mode):
            raise FileProblem(
                f"“{shown_name(path)}” is a folder, not a file.", "Choose the files inside it."
            )
        if not S_ISREG(found.st_mode):
            raise FileProblem(
                f"“{shown_name(path)}” is not an ordinary file.", "Choose a text file."
            )
        if found.st_size > MAX_BYTES:
            raise FileProblem(
                f"“{shown_name(path)}” is larger than {MAX_BYTES // 1_000_000} MB.",
                "Split it into one file per transcript.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem(
            f"“{shown_name(path)}” is not there.",
            "It may have been moved or renamed; choose it again.",
        ) from error
    except PermissionError as error:
        raise FileProblem(
            f"You are not allowed to read “{shown_name(path)}”.",
            "Change the permissions of the file or copy it to your own folder.",
        ) from error
    except (OSError, ValueError) as error:
        raise FileProblem(
            f"“{shown_name(path)}” cannot be read.",
            "Check the disk or the name.",
            type(error).__name__,
        ) from error
