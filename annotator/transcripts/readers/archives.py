"""Which transcripts stand in this ZIP archive or folder? Every file inside, one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from annotator.errors import FileProblem, UserError
from annotator.model.transcript import Transcript
from annotator.transcripts.readers import zip_files
from annotator.transcripts.refusals import Refusal

ReadBytes = Callable[[bytes, str], Iterator[Transcript | Refusal]]
"""(bytes, file name) -> what is in the file; raises `UserError`."""
ReadFile = Callable[[Path], Iterator[Transcript | Refusal]]

_MOST_FILES = 100_000
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "icon\r", "mimetype"})
_LEFT_BY_PROGRAMS = ("~$", ".~lock.", "._", ".")


def in_archive(data: bytes, name: str, read: ReadBytes) -> Iterator[Transcript | Refusal]:
    """What the files of a ZIP archive hold; nothing of it is ever written to the disk.

    A file that cannot be read, or whose path climbs out of the archive, is a `Refusal` of its
    own. Raises `FileProblem` where the archive itself cannot be opened or holds no files.
    """
    with zip_files.opened(data, name) as parts:
        files = [part for part in parts.names if not _is_left_over(part)]
        if not files:
            raise FileProblem(f"“{name}” holds no files.", "Check that it was packed completely.")
        for part in files:
            try:
                if _climbs(part):
                    raise _climbing(part)
                inside = _last(part)
                content = parts.read(part)
                if not content:
                    raise FileProblem(
                        f"“{inside}” is empty.", "Check that the file was saved completely."
                    )
                yield from read(content, inside)
            except UserError as error:
                yield Refusal(f"{name}/{part}", error)


def in_folder(folder: Path, read: ReadFile) -> Iterator[Transcript | Refusal]:
    """What the files in a folder and the folders in it hold, in the order of their names.

    Links to folders are not followed, so that none leads out or round in a circle.
    """
    count = 0
    closed: list[OSError] = []
    for path in _files(folder, closed):
        count += 1
        if count > _MOST_FILES:
            yield Refusal(folder.name, _too_many(folder.name))
            return
        try:
            yield from read(path)
        except UserError as error:
            yield Refusal(path.relative_to(folder.parent).as_posix(), error)
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
    name = _last(part)
    folders = part.replace("\\", "/").split("/")[:-1]
    hidden = any(one == "__MACOSX" for one in folders)
    return hidden or name.lower() in _LEFT_BY_SYSTEMS or name.startswith(_LEFT_BY_PROGRAMS)


def _last(part: str) -> str:
    return PurePosixPath(part.replace("\\", "/")).name or part


def _climbs(part: str) -> bool:
    path = part.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or "\x00" in path


def _climbing(part: str) -> FileProblem:
    return FileProblem(
        f"“{_last(part)}” would be unpacked outside of its archive.",
        "It was left out for safety; unpack the archive by hand if you know where it comes from.",
    )


def _too_many(name: str) -> FileProblem:
    return FileProblem(
        f"“{name}” holds more than {_MOST_FILES:,} files.", "Import its folders one by one."
    )
