"""Hand-coding of transcripts: the library behind the window and the command line.

    import annotator

    with annotator.create("study.annotator", coder="coder_a") as project:
        project.import_transcripts(["a.txt"])

Nothing slow is imported before a project is opened.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from annotator.errors import (
    Cancelled,
    FileProblem,
    NotFound,
    Progress,
    ProjectProblem,
    Refused,
    UserError,
    no_progress,
)

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.model.backups import Backup
    from annotator.model.deleted import Deleted
    from annotator.model.repaired import Repaired
    from annotator.project import Project

__version__ = "0.1.0"

__all__ = [
    "Cancelled",
    "FileProblem",
    "NotFound",
    "ProjectProblem",
    "Refused",
    "UserError",
    "__version__",
    "backups_beside",
    "create",
    "delete",
    "is_locked",
    "open",
    "repair",
    "restore",
    "unlock",
    "what_goes_with",
]


def create(path: str | os.PathLike[str], *, coder: str, name: str = "") -> Project:
    """Make a new project file and open it; `coder` becomes its principal investigator.

    The name must be free: `FileProblem` otherwise. Without `name` the file's name is used.
    """
    from annotator.project import Project

    return Project.create(path, coder=coder, name=name)


def open(  # noqa: A001 - annotator.open reads like what it does
    path: str | os.PathLike[str], *, coder: str | None = None, read_only: bool = False
) -> Project:
    """Open a project file, as the coder named, or as the first one when none is.

    `ProjectProblem` where it is no project, a newer one, damaged, or already open for writing.
    """
    from annotator.project import Project

    return Project.open(path, coder=coder, read_only=read_only)


def backups_beside(path: str | os.PathLike[str]) -> tuple[Backup, ...]:
    """The backups beside a project, which need not be readable itself, the newest first."""
    from annotator.project import keeping

    return keeping.backups_beside(path)


def restore(path: str | os.PathLike[str], backup: str | os.PathLike[str]) -> Path:
    """Put a backup in the place of a closed project; returns where what stood there is now."""
    from annotator.project import keeping

    return keeping.restore(path, backup)


def repair(
    path: str | os.PathLike[str],
    target: str | os.PathLike[str] | None = None,
    *,
    progress: Progress = no_progress,
) -> Repaired:
    """Save what can be saved of a damaged project in a new file; the old one is not touched."""
    from annotator.project import keeping

    return keeping.repair(path, target, progress=progress)


def is_locked(path: str | os.PathLike[str]) -> bool:
    """Whether a file needs a passphrase before it can be opened."""
    from annotator.project import unlocking

    return unlocking.is_locked(path)


def unlock(path: str | os.PathLike[str], passphrase: str) -> Path:
    """Unlock a pack that came with a passphrase; returns the file beside it to open and work in."""
    from annotator.project import unlocking

    return unlocking.unlock(path, passphrase)


def what_goes_with(path: str | os.PathLike[str]) -> Deleted:
    """What `delete` would remove."""
    from annotator.project import keeping

    return keeping.what_goes_with(path)


def delete(path: str | os.PathLike[str]) -> Deleted:
    """Remove a closed project and its backups, for good."""
    from annotator.project import keeping

    return keeping.delete(path)
