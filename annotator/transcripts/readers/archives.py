"""Which transcripts stand in this ZIP archive or folder? Every file inside, one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from annotator.errors import FileProblem, UserError
from annotator.transcripts.readers import zip_files
from annotator.transcripts.refusals import Refusal

_MOST_FILES = 100_000
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "icon\r", "mimetype"})
_LEFT_BY_PROGRAMS = ("~$", ".~lock.", "._", ".")


def in_archive(data: bytes, name: str) -> Iterator[tuple[str, bytes | UserError]]:
    """The path and the bytes of every file in a ZIP archive; nothing is written to the disk.

    A file that cannot be read, or whose path climbs out of the archive, comes with its error.
    Raises `FileProblem` where the archive itself cannot be opened or holds no files.
    """
    with zip_files.opened(data, name) as parts:
        files = [part for part in parts.names if not _is_left_over(part)]
        if not files:
            raise FileProblem(f"“{name}” holds no files.", "Check that it was packed completely.")
        for part in files:
            try:
                content: bytes | UserError = _content(parts, part)
            except UserError as error:
                content = error
            yield part, content


def _content(parts: zip_files.ZipParts, part: str) -> bytes:
    if _climbs(part):
        raise _climbing(part)
    content = parts.read(part)
    if not content:
        raise FileProblem(
            f"“{last_name(part)}” is empty.", "Check that the file was saved completely."
        )
    return content


def files_in_folder(folder: Path) -> Iterator[Path | Refusal]:
    """The files in a folder and the folders in it, in the order of their names.

    Links to folders are not followed, so that none leads out or round in a circle.
    """
    count = 0
    closed: list[OSError] = []
    for path in _files(folder, closed):
        count += 1
        if count > _MOST_FILES:
            yield Refusal(folder.name, _too_many(folder.name))
            return
        yield path
    for trouble in closed:
        yield Refusal(folder.name, _cannot_look(Path(trouble.filename or folder).name, trouble))
    if not count and not closed:
        raise FileProblem(f"“{folder.name}” is a folder without files.", "Choose another folder.")


def _files(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """The files in order; folders that cannot be looked into are put down in `closed`."""
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            if not _is_left_over(name):
                yield Path(place, name)


def _cannot_look(name: str, trouble: OSError) -> FileProblem:
    return FileProblem(
        f"“{name}” cannot be looked into.",
        "Check that you may read the folder and that its disk is there.",
        type(trouble).__name__,
    )


def _is_left_over(part: str) -> bool:
    """Whether a file was left by a system or an open program, and is no file of anybody's."""
    name = last_name(part)
    folders = part.replace("\\", "/").split("/")[:-1]
    hidden = any(one == "__MACOSX" for one in folders)
    return hidden or name.lower() in _LEFT_BY_SYSTEMS or name.startswith(_LEFT_BY_PROGRAMS)


def last_name(part: str) -> str:
    """The file name in a path of an archive, whichever way its slashes lean."""
    return PurePosixPath(part.replace("\\", "/")).name or part


def _climbs(part: str) -> bool:
    path = part.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or "\x00" in path


def _climbing(part: str) -> FileProblem:
    return FileProblem(
        f"“{last_name(part)}” would be unpacked outside of its archive.",
        "It was left out for safety; unpack the archive by hand if you know where it comes from.",
    )


def _too_many(name: str) -> FileProblem:
    return FileProblem(
        f"“{name}” holds more than {_MOST_FILES:,} files.", "Import its folders one by one."
    )
