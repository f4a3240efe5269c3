"""How does a file come to stand in a folder whole or not at all?"""

from __future__ import annotations

import errno
import os
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.errors import FileProblem
from annotator.store.naming import keep_names

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


class Replacement:
    """A file being written beside the one it will replace.

    Made, it has already found out whether the place can be written to and the old file can be
    replaced, so that nobody waits for an export that cannot be put down.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.temporary = target.with_name(f".{uuid.uuid4().hex[:12]}.part")
        with explained(target):
            _must_be_replaceable(target)
            self.temporary.touch(exist_ok=False)

    def commit(self) -> None:
        """Put the new file in the place of the old one, in one step."""
        with explained(self.target):
            _flush(self.temporary)
            self.temporary.replace(self.target)
            keep_names(self.target.parent)

    def drop(self) -> None:
        """Forget the new file, where it has not been put in place."""
        with suppress(OSError):
            self.temporary.unlink(missing_ok=True)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well the file stands at `target`, else nothing."""
    replacement = Replacement(target)
    try:
        with explained(target):
            yield replacement.temporary
        replacement.commit()
    finally:
        replacement.drop()


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn what the operating system says into one sentence and a hint."""
    try:
        yield
    except errors_of_writing() as error:
        raise _problem(_of_the_system(error), target) from error


def errors_of_writing() -> tuple[type[Exception], ...]:
    """What is raised where a file cannot be written on.

    Where lxml is installed openpyxl writes with it, and it has an error of its own for that.
    """
    lxml = sys.modules.get("lxml.etree")
    return (OSError,) if lxml is None else (OSError, lxml.SerialisationError)


def _of_the_system(error: Exception) -> OSError:
    """The same as the operating system says it: lxml writes IO_ENOSPC for ENOSPC."""
    if isinstance(error, OSError):
        return error
    number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
    return OSError(number, os.strerror(number))


def must_be_a_file_name(path: Path) -> None:
    """Raise `FileProblem` for a folder, before an ending is added to its name."""
    if not path.name or path.name == ".." or os.path.isdir(path):  # noqa: PTH112 - never raises
        raise FileProblem(
            f"{path.name or path} is a folder, not a file.", "Give a file name inside the folder."
        )


def _must_be_replaceable(target: Path) -> None:
    folder = target.parent
    must_be_a_file_name(target)
    if not folder.is_dir():
        raise FileProblem(
            f"There is no folder {folder}.", "Choose a folder that exists, or make it first."
        )
    if target.exists():
        # Where another program holds the file shut, as Excel does on Windows, this fails now.
        with target.open("r+b"):
            pass


def _flush(path: Path) -> None:
    """Have the bytes on the disk before the name changes: a crash leaves the old or the new."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _problem(error: OSError, target: Path) -> FileProblem:
    detail = f"{type(error).__name__}: {error.strerror}"
    if error.errno in _NO_ROOM:
        return FileProblem(
            f"The disk is full: {target.name} was not written.",
            "Free some space, or choose another disk, and do it again.",
            detail,
        )
    if error.errno not in _NOT_ALLOWED:
        return FileProblem(
            f"{target.name} could not be written.", "Choose another name or folder.", detail
        )
    if os.path.exists(target):  # noqa: PTH110 - never raises
        return FileProblem(
            f"{target.name} cannot be replaced: it is open in another program or write-protected.",
            "Close it there, for instance in Excel, or choose another name.",
            detail,
        )
    return FileProblem(
        f"The folder {target.parent} cannot be written to.",
        "Choose another folder, for instance your documents.",
        detail,
    )
