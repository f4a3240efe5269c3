"""What was removed with a project, and what may still be somewhere?"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

MAY_REMAIN = (
    "Workbooks, packs and copies that were saved elsewhere.",
    (
        "Versions that the system or a service keeps by itself: Time Machine, File History, "
        "shadow copies, Dropbox, OneDrive, iCloud."
    ),
    (
        "The places on the disk until they are written over; on an encrypted disk nobody can read "
        "them without its key."
    ),
)
"""What no program can answer for, said wherever a project is deleted."""


class Deleted(Struct, frozen=True):
    """The files of a project that are gone, or would be."""

    files: tuple[Path, ...]
    backups: int
    """How many of them were backups."""
    kept: tuple[Path, ...]
    """Files that could not be removed."""
