"""Verbs that look after files and machine: check, backup, doctor."""

from __future__ import annotations

import platform
from argparse import Namespace
from typing import TYPE_CHECKING

import annotator
from annotator.verbs.answers import Answer, Bar, a_path, verb
from annotator.window import QT_PACKAGES, has_display, qt_version

if TYPE_CHECKING:
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    check = verb(verbs, "check", _check, "check file, texts and passages")
    check.add_argument("project", type=a_path)
    backup = verb(verbs, "backup", _backup, "make a backup beside the project")
    backup.add_argument("project", type=a_path)
    verb(verbs, "doctor", _doctor, "versions, platform, what is missing")


def _check(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, read_only=True) as project:
        found = project.check(progress=Bar())
    lines = [f"{item.message} {item.hint}" for item in found] or ["All is well."]
    data = {
        "findings": [
            {"kind": item.kind, "message": item.message, "hint": item.hint} for item in found
        ]
    }
    return Answer(lines, data, exit_code=2 if found else 0)


def _backup(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project) as project:
        path = str(project.backup().resolve())
    return Answer([f"Backup: {path}"], {"backup": path})


def _doctor(_arguments: Namespace) -> Answer:
    data = {
        "annotator": annotator.__version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "sqlite": _sqlite_version(),
        "qt": qt_version(),
        "display": has_display(),
    }
    lines = [f"{name:<10} {value}" for name, value in data.items()]
    if not data["qt"]:
        lines.append(f"The window cannot open: sudo apt install {QT_PACKAGES}")
    return Answer(lines, data)


def _sqlite_version() -> str:
    import sqlite3

    return sqlite3.sqlite_version
