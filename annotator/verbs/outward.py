"""How does the command line let exports say other names?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project import Project


def add_other_names(parser: ArgumentParser) -> None:
    """Let a verb write with what stands for names."""
    parser.add_argument(
        "--other-names",
        action="store_true",
        help="with what stands for the names on the list of the project",
    )


def for_export(project: Project, arguments: Namespace) -> AbstractContextManager[Project]:
    """The project as its export is to say it."""
    return project.for_others() if arguments.other_names else nullcontext(project)
