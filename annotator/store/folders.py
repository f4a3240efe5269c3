"""What kind of folder does a project lie in, what lies beside it, and may we write there?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from annotator.errors import FileProblem

SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database that is open, or was when the program crashed."""

_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "nextcloud",
    "owncloud",
    "box sync",
    "box-box",
    "pcloud",
    "syncthing",
    "seafile",
    "tresorit",
    "proton drive",
    "yandex.disk",
)
_SYNCED_WHOLE = frozenset({"box", "mega", "sync", "my drive"})
"""Names that begin too many others."""
_SYNCED_INSIDE = (("Library", "Mobile Documents"), ("Library", "CloudStorage"))
"""Where macOS keeps iCloud Drive, and what every other service brings into the Finder."""

_NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afpfs",
        "fuse.sshfs",
        "afs",
        "9p",
        "fuse.rclone",
        "webdav",
        "fuse.davfs",
        "davfs",
        "fuse.gvfsd-fuse",
    }
)


def must_be_writable(folder: Path) -> None:
    """Raise `FileProblem` where no file can be made in `folder`."""
    try:
        there = folder.is_dir()
    except OSError as error:
        raise FileProblem(
            f"The folder {folder} cannot be reached.", "Choose a folder of your own.", str(error)
        ) from error
    if not there:
        raise FileProblem(f"There is no folder called {folder}.", "Choose a folder that exists.")
    if not os.access(folder, os.W_OK):
        raise FileProblem(
            f"The folder {folder} cannot be written to.", "Choose a folder of your own."
        )


def backups_of(project: Path) -> Path:
    """The folder beside a project that holds its backups."""
    return project.with_name(f"{project.stem} backups")


def leftovers(project: Path) -> list[Path]:
    """The logs with something in them beside a project: of who has it open, or of a crash."""
    sides = (project.with_name(project.name + ending) for ending in ("-wal", "-journal"))
    return [side for side in sides if _has_content(side)]


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def why_not_local(path: Path) -> str:
    """Why a careful way of writing is used for this place, or "" for an ordinary local folder."""
    service = synced_part(path.parent)
    if service:
        return (
            f"This project lies in a synchronised folder ({service}). Work on it on one "
            "computer at a time, and let it synchronise before opening it on another."
        )
    if is_network(path):
        return (
            "This project lies on a network drive. Writing is slower there, and only one "
            "computer may have it open."
        )
    return ""


def synced_part(folder: PurePath) -> str:
    """The part of a path that a service synchronises with other computers, or ""."""
    parts = folder.parts
    for part in parts:
        folded = part.casefold()
        if folded in _SYNCED_WHOLE or folded.startswith(_SYNCED):
            return part
    for above, inside in _SYNCED_INSIDE:
        for number in range(len(parts) - 2):
            if parts[number : number + 2] == (above, inside):
                return "iCloud Drive" if inside == "Mobile Documents" else parts[number + 2]
    return ""


def is_network(path: Path) -> bool:
    """Whether the file lies on another computer, as far as this system tells."""
    if sys.platform == "win32":
        return path.drive.startswith("\\\\") or _is_remote_drive(path)
    if sys.platform == "darwin" and _same_drive(path, Path.home()):
        return False  # asking macOS takes a process of its own
    return _kind(path, list(_mounts())) in _NETWORK


def is_read_only_medium(path: Path) -> bool:
    """Whether nobody at all can write where this file lies, as on a CD or a mounted image."""
    if sys.platform == "win32":
        return False
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _same_drive(path: Path, other: Path) -> bool:
    try:
        return path.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def _kind(path: Path, mounts: Sequence[tuple[str, str]]) -> str:
    """The type of the file system that holds `path`; the longest mount point above it counts."""
    target = str(path)
    best, kind = "", ""
    for point, what in mounts:
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, what
    return kind


def _mounts() -> Iterator[tuple[str, str]]:
    """Mount points and their types, from where the system tells them."""
    table = Path("/proc/self/mounts")
    if table.exists():
        written = table.read_text(encoding="utf-8", errors="replace")
        yield from mounts_of_linux(written)
    elif sys.platform == "darwin":
        import subprocess

        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
        yield from mounts_of_macos(told.stdout)


def mounts_of_linux(written: str) -> Iterator[tuple[str, str]]:
    """From /proc/mounts: device, point (a space is 040 in octal), type, options."""
    for line in written.split("\n"):
        fields = line.split(" ")
        if len(fields) >= 3:
            yield fields[1].replace("\\040", " "), fields[2]


def mounts_of_macos(written: str) -> Iterator[tuple[str, str]]:
    """From `mount`: "//anna@server/share on /Volumes/share (smbfs, nodev, nosuid)"."""
    for line in written.split("\n"):
        where, bracket, what = line.rpartition(" (")
        _, on, point = where.partition(" on ")
        if bracket and on:
            yield point, what.split(",")[0].rstrip(")")


if sys.platform == "win32":

    def _is_remote_drive(path: Path) -> bool:
        """A letter may stand for a share."""
        import ctypes

        remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote)

else:

    def _is_remote_drive(path: Path) -> bool:
        return bool(path.drive)
