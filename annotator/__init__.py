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
    ProjectProblem,
    Refused,
    UserError,
)

if TYPE_CHECKING:
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
    "create",
    "open",
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
