"""What kind of folder does a project lie in, and may we write there?"""

from __future__ import annotations

import os
from pathlib import Path

from annotator.errors import FileProblem

_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "fuse.rclone", "webdav"}
)


def must_be_writable(folder: Path) -> None:
    """Raise `FileProblem` where no file can be made in `folder`."""
    if not folder.is_dir():
        raise FileProblem(f"There is no folder called {folder}.", "Choose a folder that exists.")
    if not os.access(folder, os.W_OK):
        raise FileProblem(
            f"The folder {folder} cannot be written to.", "Choose a folder of your own."
        )


def why_not_local(path: Path) -> str:
    """Why a careful way of writing is used for this place, or "" for an ordinary local folder."""
    for part in path.resolve().parts[:-1]:
        if any(part.casefold().startswith(name) for name in _SYNCED):
            return (
                f"This project lies in a synchronised folder ({part}). Work on it on one "
                "computer at a time, and let it synchronise before opening it on another."
            )
    if str(path).startswith("\\\\") or _file_system(path) in _NETWORK:
        return (
            "This project lies on a network drive. Writing is slower there, and only one "
            "computer may have it open."
        )
    return ""


def _file_system(path: Path) -> str:
    """The type of the file system that holds `path`, where the system says it (Linux)."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    target = str(path.resolve())
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").split("\n"):
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
