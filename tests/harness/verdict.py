"""Is everything that was told still there, and is the rest whole?"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path

import annotator
from annotator.errors import UserError
from annotator.project import Project
from tests.harness.work import PROJECT


def faults(folder: Path, told: Iterable[str]) -> list[str]:
    """What is wrong with what lies in a folder after a crash, in words; empty where all is well.

    `told` are the lines that were acknowledged before it.
    """
    lines = list(told)
    found = _of_the_project(folder / PROJECT, lines)
    for path in folder.rglob("*.annotator"):
        if path.name != PROJECT:
            found += _of_a_copy(path)
    for path in folder.rglob("*.xlsx"):
        found += _of_a_workbook(path)
    for line in lines:
        kind, _, name = line.partition(" ")
        if kind in {"project", "workbook"} and not _is_or_was(folder / name):
            found.append(f"{name} was written and is gone")
    return found


def of_open(project: Project, told: Iterable[str]) -> list[str]:
    """The same of a project that is open and goes on."""
    found = [finding.message for finding in project.check()]
    return found + _lost(project.path, list(told))


def _is_or_was(path: Path) -> bool:
    """A backup may have made room for a newer one."""
    return path.exists() or ("backups" in path.parent.name and any(path.parent.iterdir()))


def _of_the_project(path: Path, lines: list[str]) -> list[str]:
    if not path.exists():
        return [f"{path.name} is gone"] if lines else []
    try:
        with annotator.open(path) as project:
            found = [finding.message for finding in project.check()]
    except UserError as error:
        return [f"{path.name} does not open: {error} {error.detail}"]
    return found + _lost(path, lines)


def _lost(path: Path, lines: list[str]) -> list[str]:
    if "restoring" in lines:  # an older state came back: what was told before may be in a backup
        lines = lines[len(lines) - lines[::-1].index("restoring") :]
    steps = {line.partition(" ")[2] for line in lines if line.startswith("step ")}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        standing = {row[0] for row in raw.execute("SELECT lower(hex(uuid)) FROM step")}
    lost = len(steps - standing)
    return [f"{lost} of {len(steps)} acts are lost"] if lost else []


def _of_a_copy(path: Path) -> list[str]:
    """What one file holds is looked at once: the same bytes are found in the same state again."""
    if any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-journal")):
        return _looked_at(path)
    known, bytes_ = _known(), sha256(path.read_bytes()).digest()
    if bytes_ not in known:
        known[bytes_] = _looked_at(path)
    return known[bytes_]


@cache
def _known() -> dict[bytes, list[str]]:
    """By the sum of a file."""
    return {}


def _looked_at(path: Path) -> list[str]:
    try:
        with annotator.open(path, read_only=True) as project:
            return [f"{path.name}: {finding.message}" for finding in project.check()]
    except UserError as error:
        return [f"{path.name} does not open: {error}"]


def _of_a_workbook(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as book:
            return [f"{path.name} is damaged"] if book.testzip() else []
    except zipfile.BadZipFile:
        return [f"{path.name} is no workbook"]
