"""Verbs that look after files and machine: check, backup, restore, delete, doctor."""

from __future__ import annotations

import platform
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import annotator
from annotator.errors import Refused
from annotator.terminal import words
from annotator.verbs.answers import Answer, Bar, a_file, a_path, verb
from annotator.verbs.passphrase import add_lock, passphrase_of
from annotator.window import QT_PACKAGES, has_display, qt_version

if TYPE_CHECKING:
    from annotator.model.backups import Backup
    from annotator.model.findings import Finding
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    check = verb(verbs, "check", _check, "check file, texts, passages and history")
    check.add_argument("project", type=a_path)
    check.add_argument("--repair", action="store_true", help="save what can be saved in a new file")
    check.add_argument("--out", type=a_file, metavar="FILE", help="with --repair: the new file")
    backup = verb(verbs, "backup", _backup, "make a backup beside the project")
    backup.add_argument("project", type=a_path)
    backup.add_argument("--out", type=a_file, metavar="FILE", help="with --lock: the locked copy")
    add_lock(backup)
    restore = verb(verbs, "restore", _restore, "list the backups, or go back to one")
    restore.add_argument("project", type=a_path)
    restore.add_argument("backup", nargs="?", type=words, help="its number in the list, or name")
    restore.add_argument("--look", action="store_true", help="only say what would change")
    delete = verb(verbs, "delete", _delete, "remove a project and its backups for good")
    delete.add_argument("project", type=a_path)
    delete.add_argument("--yes", action="store_true", help="without it, only say what would go")
    verb(verbs, "doctor", _doctor, "versions, platform, what is missing")


def _check(arguments: Namespace) -> Answer:
    if arguments.repair:
        return _repair(arguments)
    with annotator.open(arguments.project, read_only=True) as project:
        found = project.check(progress=Bar())
    lines = [f"{item.message} {item.hint}" for item in found] or ["All is well."]
    if any(item.cure == "repair" for item in found):
        lines.append(f"annotator check {arguments.project} --repair")
    return Answer(lines, {"findings": _told(found)}, exit_code=2 if found else 0)


def _told(found: tuple[Finding, ...]) -> list[dict[str, str]]:
    return [{"kind": item.kind, "message": item.message, "hint": item.hint} for item in found]


def _repair(arguments: Namespace) -> Answer:
    done = annotator.repair(arguments.project, arguments.out, progress=Bar())
    lines = [f"Wrote {done.path.resolve()}. The damaged file is as it was."]
    lines += [f"  {number:>8} {what}" for what, number in done.saved.items()]
    if done.backup is not None:
        came = ", ".join(f"{number} {what}" for what, number in done.from_backup.items())
        lines.append(f"From the backup {done.backup.name}: {came}.")
    lines += [f"  lost: {sentence}" for sentence in done.lost]
    lines += [f"  look: {item.message} {item.hint}" for item in done.findings]
    data = {
        "project": str(done.path.resolve()),
        "saved": dict(done.saved),
        "from_backup": dict(done.from_backup),
        "backup": str(done.backup or ""),
        "lost": list(done.lost),
        "findings": _told(done.findings),
    }
    return Answer(lines, data, exit_code=2 if done.lost or done.findings else 0)


def _backup(arguments: Namespace) -> Answer:
    if arguments.lock:
        return _locked_backup(arguments)
    with annotator.open(arguments.project) as project:
        path = str(project.backup().resolve())
    return Answer([f"Backup: {path}"], {"backup": path})


def _locked_backup(arguments: Namespace) -> Answer:
    """A copy that can lie anywhere; the window and `unlock` open it with its passphrase."""
    place = Path(arguments.project)
    name = f"{place.stem} {datetime.now(UTC).astimezone():%Y-%m-%d %H%M%S} locked.annotator"
    passphrase = passphrase_of(arguments)
    with annotator.open(place, read_only=True) as project:
        out = arguments.out or place.with_name(name)
        path = str(project.save_copy(out, passphrase=passphrase).resolve())
    return Answer([f"Locked backup: {path}"], {"backup": path, "locked": True})


def _restore(arguments: Namespace) -> Answer:
    there = annotator.backups_beside(arguments.project)
    if arguments.backup is None:
        return Answer(
            [f"{n:>3}  {_words_of(each)}" for n, each in enumerate(there, 1)]
            or ["There are no backups of this project."],
            {"backups": [_data_of(each) for each in there]},
        )
    chosen = _chosen(there, arguments.backup)
    if arguments.look:
        return _look(arguments.project, chosen, arguments.backup)
    kept = annotator.restore(arguments.project, chosen.path if chosen else arguments.backup)
    lines = [
        f"{Path(arguments.project).name} is as it was in {arguments.backup}.",
        f"What stood there until now: {kept}",
    ]
    return Answer(lines, {"restored": arguments.backup, "kept": str(kept)})


def _look(project: str, chosen: Backup | None, named: str) -> Answer:
    if chosen is None:
        raise Refused(f"There is no backup {named}.", "`annotator restore PROJECT` lists them.")
    with annotator.open(project, read_only=True) as opened:
        preview = opened.preview_of(chosen)
    lines = [_words_of(chosen), *(f"  {line}" for line in preview.lines())]
    changes = [
        {"kind": each.kind, "goes": each.goes, "comes": each.comes, "changes": each.changes}
        for each in preview.changes
    ]
    return Answer(lines, {**_data_of(chosen), "changes": changes})


def _chosen(there: tuple[Backup, ...], named: str) -> Backup | None:
    if named.isdecimal() and 0 < int(named[:9]) <= len(there):
        return there[int(named) - 1]
    return next((each for each in there if each.path.name == Path(named).name), None)


def _words_of(backup: Backup) -> str:
    return f"{backup.when:%Y-%m-%d %H:%M:%S}  act {backup.act}  {backup.path.name}"


def _data_of(backup: Backup) -> dict[str, Any]:
    return {
        "file": str(backup.path.resolve()),
        "when": backup.when.isoformat(),
        "act": backup.act,
    }


def _delete(arguments: Namespace) -> Answer:
    from annotator.model.deleted import MAY_REMAIN

    if arguments.yes:
        done = annotator.delete(arguments.project)
        lines = [f"{len(done.files)} files are gone, {done.backups} of them backups."]
    else:
        done = annotator.what_goes_with(arguments.project)
        lines = [f"These {len(done.files)} files would go for good; --yes removes them."]
    lines += [f"  {file}" for file in done.files]
    lines += [f"  not removed: {file}" for file in done.kept]
    lines += ["What may still be somewhere:", *(f"  {words}" for words in MAY_REMAIN)]
    data = {
        "removed": bool(arguments.yes),
        "files": [str(file) for file in done.files],
        "kept": [str(file) for file in done.kept],
        "may_remain": list(MAY_REMAIN),
    }
    return Answer(lines, data, exit_code=2 if done.kept else 0)


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
