"""Who may write to this project file? A lock file beside it, held through the operating system."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from annotator.errors import FileProblem, ProjectProblem
from annotator.store import machine


class Holder(Struct, frozen=True):
    """Who holds a lock, as written into the lock file."""

    host: str
    pid: int
    since: str
    machine: str = ""
    """`machine.mark()`, for a computer's name changes with the network it is in."""
    step: str = ""
    """The last act (its uuid, as hexadecimal) in the file as it was opened."""

    def words(self) -> str:
        return f"on {self.host}, process {self.pid}, since {self.since}"

    def is_of_this_computer(self) -> bool:
        if self.machine:
            return self.machine == machine.mark()
        return self.host == machine.name()


class LockFile:
    """An exclusive lock on one project.

    The lock itself is the operating system's, so it dies with the process; what the file says is
    for the message to the second one who asks, and tells a crash from a clean close. A process
    that forks keeps it: in the child the lock is nothing but a number to close.
    """

    def __init__(self, project: Path) -> None:
        self.path = project.with_name(project.name + "-lock")
        self._descriptor: int | None = None
        self._pid = os.getpid()
        self.left_by: Holder | None = None
        """The holder that did not close cleanly, where there was one."""

    def take(self) -> None:
        """Take the lock, or raise `ProjectProblem` naming who has it."""
        descriptor = self._locked()
        holder = _read_holder(descriptor)
        if holder is not None and not holder.is_of_this_computer():
            os.close(descriptor)
            raise _taken(self.path, holder)
        self.left_by = holder
        self._descriptor = descriptor
        try:
            _write_holder(descriptor)
        except OSError as error:
            self.release()
            raise FileProblem(
                f"There is no room for a lock beside {self.path.stem}: the disk is full.",
                "Free some space and try again.",
                str(error),
            ) from error

    def note(self, step: str) -> None:
        """Write down the last act of the file as it was opened; where it fails nothing is lost."""
        if self._descriptor is not None:
            with suppress(OSError):
                _write_holder(self._descriptor, step)

    def release(self) -> None:
        """Give the lock back and remove the file, unless another took its place meanwhile."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if os.getpid() != self._pid:
            os.close(descriptor)
            return
        ours = _still_there(descriptor, self.path)
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
        if ours and sys.platform != "win32":
            # Removed while still held: nobody can take a lock on a file that is about to go.
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        os.close(descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def put_back(self) -> None:
        """Give the lock back as it was found: its holder is asked for once more."""
        if self._descriptor is None or self.left_by is None:
            self.release()
            return
        descriptor, self._descriptor = self._descriptor, None
        with suppress(OSError):
            _write(descriptor, self.left_by)
        os.close(descriptor)

    def _locked(self) -> int:
        """A descriptor that holds the lock of the very file that is there.

        Whoever closes a project removes the file; we may have opened it just before.
        """
        for _attempt in range(_ATTEMPTS):
            descriptor = self._opened()
            if not _lock(descriptor):
                holder = _read_holder(descriptor)
                os.close(descriptor)
                raise _taken(self.path, holder)
            if _still_there(descriptor, self.path):
                return descriptor
            os.close(descriptor)
        raise _taken(self.path, None)

    def _opened(self) -> int:
        try:
            return _open_plain(self.path)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise FileProblem(
                    f"The name {self.path.name[:40]}… is too long.",
                    "Choose a shorter name: a lock and a log must fit beside it.",
                ) from error
            raise FileProblem(
                f"The folder {self.path.parent.name or self.path.parent} cannot be written to.",
                "Copy the project to a folder of your own, or open it for reading only.",
                str(error),
            ) from error


_ATTEMPTS = 50


def _open_plain(path: Path) -> int:
    """Open or make an ordinary file; a link could lead to a file that is not ours to write."""
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | careful, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "the lock is no ordinary file")
    return descriptor


def _taken(path: Path, holder: Holder | None) -> ProjectProblem:
    where = f" {holder.words()}" if holder else ""
    return ProjectProblem(
        f"This project is already open{where}.",
        "Close it there first, or open it for reading only. If that computer crashed, "
        f"delete the file {path.name} beside the project.",
    )


def _read_holder(descriptor: int) -> Holder | None:
    os.lseek(descriptor, _TEXT_AT, os.SEEK_SET)
    with suppress(OSError, ValueError, TypeError, KeyError, OverflowError):
        written = json.loads(os.read(descriptor, 1000).decode("utf-8"))
        return Holder(
            str(written["host"]),
            int(written["pid"]),
            str(written["since"]),
            str(written.get("machine", "")),
            str(written.get("step", "")),
        )
    return None


def _write_holder(descriptor: int, step: str = "") -> None:
    now = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    holder = Holder(machine.name(), os.getpid(), now, machine.mark(), step)
    _write(descriptor, holder)


def _write(descriptor: int, holder: Holder) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, _TEXT_AT, os.SEEK_SET)
    os.write(descriptor, json.dumps(asdict(holder)).encode("utf-8"))


_TEXT_AT = 1
# Windows locks bytes, and a locked byte cannot be read: the first byte is the lock alone.

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _still_there(descriptor: int, path: Path) -> bool:
        return path.exists() and descriptor >= 0

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _still_there(descriptor: int, path: Path) -> bool:
        """Whether the file we locked is the one on disk; a closing holder may have removed it."""
        try:
            there, ours = path.stat(), os.fstat(descriptor)
        except FileNotFoundError:
            return False
        return (there.st_ino, there.st_dev) == (ours.st_ino, ours.st_dev)
