"""What does every verb share: how it is put on the command line, and how it answers?"""

from __future__ import annotations

import argparse
import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

import annotator
from annotator.errors import FileProblem
from annotator.model.time_left import TimeLeft
from annotator.terminal import visible

if TYPE_CHECKING:
    from annotator.project import Project

    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - its only name


class Answer(Struct, frozen=True):
    """What a verb has to say: lines for people, data for programs, and what comes after."""

    lines: Sequence[str]
    data: dict[str, Any]
    exit_code: int = 0
    then: Callable[[], int] | None = field(default=None)
    """Run after the answer is printed; its result is the exit code."""


def verb(
    verbs: Verbs, name: str, run: Callable[[Namespace], Answer], says: str
) -> argparse.ArgumentParser:
    """A verb that `run` carries out, with `--json` as every verb has it."""
    parser = verbs.add_parser(name, help=says, description=says)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.set_defaults(run=run)
    return parser


def a_path(typed: str) -> str:
    """A file or folder as it was typed; for `type=`."""
    if not typed.strip():
        raise FileProblem("A file needs a name.", "The one given is empty.")
    return typed


def a_file(typed: str) -> str:
    """A file as it was typed; for `type=`."""
    if a_path(typed).endswith(("/", os.sep)):
        raise FileProblem(f"{typed} is a folder, not a file.", "Give a file name inside it.")
    return typed


def listed(names: Sequence[str] | None) -> list[str] | None:
    """Names given one by one or with commas between them."""
    if names is None:
        return None
    return [part.strip() for name in names for part in name.split(",") if part.strip()]


@contextmanager
def at_work(path: str, coder: str | None) -> Iterator[Project]:
    """A project open for one command; who is named is in it afterwards if they did something."""
    with annotator.open(path) as project:
        if coder is None:
            yield project
            return
        first, known = project.coder, project.coders()
        named = project.use_coder(coder)
        try:
            yield project
        finally:
            if named not in known:
                project.use_coder(first.coder_id)
                project.leave(named)


class Bar:
    """Progress on one line of the terminal, where there is one."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._left = TimeLeft()

    def __call__(self, done: int, total: int, label: str = "") -> None:
        if not self._shows:
            return
        end = "\n" if done >= total else ""
        left = self._left.at(done, total, time.monotonic())
        said = "  ".join(part for part in (f"{done} of {total}", left, visible(label)) if part)
        print(f"\r\x1b[K{said}", end=end, file=sys.stderr, flush=True)
