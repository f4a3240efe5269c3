"""What does each verb of the command line do, and what does it answer?"""

from __future__ import annotations

import os
import platform
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import annotator
from annotator.errors import Refused, UserError
from annotator.terminal import visible, words

if TYPE_CHECKING:
    from annotator.project import Project

QT_PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 "
    "libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
"""What a window needs on a bare Debian or Ubuntu."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb has to say: lines for people, data for programs, and what comes after."""

    lines: Sequence[str]
    data: dict[str, Any]
    exit_code: int = 0
    then: Callable[[], int] | None = field(default=None)
    """Run after the answer is printed; its result is the exit code."""


def sample(arguments: Namespace) -> Answer:
    from annotator.sample import build_sample

    report = build_sample(arguments.folder or "annotator-sample", progress=_Bar())
    project, workbook = report.project_path.resolve(), report.workbook_path.resolve()
    lines = [
        "The sample is ready: one press point, read, coded by two coders, and exported.",
        f"  project   {project}",
        f"  workbook  {workbook}",
        f"  {report.n_codes} codes, {report.n_codings} codings by {report.n_coders} coders",
    ]
    data = {
        "folder": str(report.folder.resolve()),
        "project": str(project),
        "workbook": str(workbook),
        "codes": report.n_codes,
        "codings": report.n_codings,
        "coders": report.n_coders,
    }
    if arguments.no_window:
        return Answer(lines, data)
    if not has_display():
        lines.append("There is no display here, so no window was opened.")
        return Answer(lines, data | {"window": False})
    lines.append("Opening the window…")
    return Answer(lines, data | {"window": True}, then=lambda: open_window([str(project)]))


def new(arguments: Namespace) -> Answer:
    name = arguments.name or words(Path(arguments.project).stem)
    with annotator.create(arguments.project, coder=arguments.coder, name=name) as project:
        path = str(project.path.resolve())
        return Answer([f"Made {path}."], {"project": path, "name": project.name})


def info(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, read_only=True) as project:
        data = _about(project)
    lines = [f"{data['name']}   {data['project']}", ""]
    for item in data["transcripts"]:
        lines.append(f"{item['id']:<6} {item['title']}   {item['date']}")
        lines.append(
            f"       {item['turns']} turns, {item['paragraphs']} paragraphs, "
            f"{item['sentences']} sentences, {item['characters']} characters, "
            f"{item['codings']} codings"
        )
        lines += [f"       {who['name']}  {who['role']}".rstrip() for who in item["speakers"]]
    lines += [
        "",
        f"{data['codes']} codes, {data['codings']} codings, {data['coders']} coders",
    ]
    return Answer(lines, data)


def import_files(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, coder=arguments.coder) as project:
        report = project.import_transcripts(arguments.files, progress=_Bar())
        flags = {item.id: project.transcript(item.id).source.flags for item in report.imported}
    lines: list[str] = []
    for item in report.imported:
        lines.append(f"{item.doc_id:<6} {item.metadata.title}   {item.metadata.date}")
        lines += [f"       look: {flag}" for flag in flags[item.id]]
    lines += [f"refused  {item.name}: {item.error}" for item in report.refused]
    lines.append(f"{len(report.imported)} came in, {len(report.refused)} refused.")
    data = {
        "imported": [
            {
                "id": item.doc_id,
                "title": item.metadata.title,
                "date": item.metadata.date,
                "file": item.source_name,
                "flags": list(flags[item.id]),
            }
            for item in report.imported
        ],
        "refused": [
            {"file": item.name, "error": item.error.message, "hint": item.error.hint}
            for item in report.refused
        ],
    }
    return Answer(lines, data, exit_code=2 if report.refused else 0)


def codebook(arguments: Namespace) -> Answer:
    if arguments.direction == "export":
        with annotator.open(arguments.project, read_only=True) as project:
            path = str(project.export_codebook(arguments.file).resolve())
        return Answer([f"Wrote {path}."], {"file": path})
    with annotator.open(arguments.project, coder=arguments.coder) as project:
        done = project.import_codebook(arguments.file)
    words = f"{done.added} codes and groups added, {done.changed} changed, {done.same} the same."
    return Answer(
        [words, *done.notes],
        {
            "added": done.added,
            "changed": done.changed,
            "same": done.same,
            "notes": list(done.notes),
        },
    )


def apply(arguments: Namespace) -> Answer:
    single = (arguments.transcript, arguments.start, arguments.end, arguments.code)
    if bool(arguments.table) == (None not in single):
        raise Refused(
            "Give either a table of codings or one coding.",
            "--from codings.csv, or --transcript D1 --start 10 --end 42 --code UKR.",
        )
    with annotator.open(arguments.project, coder=arguments.coder) as project:
        if arguments.table:
            count = project.import_codings(arguments.table, progress=_Bar())
            return Answer([f"{count} codings applied."], {"applied": count})
        done = project.apply_coding(
            arguments.transcript,
            arguments.start,
            arguments.end,
            arguments.code,
            unsure=arguments.unsure,
            memo=arguments.memo,
        )
    data = {
        "uuid": str(done.uuid),
        "start": done.start,
        "end": done.end,
        "segment": done.quote,
        "coder": arguments.coder or "",
    }
    return Answer([f"{arguments.code} on “{done.quote}”"], data)


def export(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, read_only=True) as project:
        path = arguments.out or str(Path(arguments.project).with_suffix(".xlsx"))
        report = project.export_workbook(path, progress=_Bar())
    where = str(report.path.resolve())
    lines = [f"Wrote {where}.", *(f"  {name:<14} {n:>8} rows" for name, n in report.rows.items())]
    lines += [f"  note: {note}" for note in report.notes]
    return Answer(
        lines, {"workbook": where, "rows": dict(report.rows), "notes": list(report.notes)}
    )


def reliability(arguments: Namespace) -> Answer:
    from annotator.reports.panel_text import panel_data, panel_lines

    with annotator.open(arguments.project, read_only=True) as project:
        panel = project.reliability(
            round=arguments.round,
            unit=arguments.unit,
            coders=_listed(arguments.coders),
            codes=_listed(arguments.codes),
            transcripts=_listed(arguments.transcripts),
            level=arguments.level,
            rule=arguments.rule,
            work=arguments.work,
            indicative=arguments.indicative,
            seed=arguments.seed,
            resamples=arguments.resamples,
        )
        data, lines = panel_data(panel), list(panel_lines(panel))
        if arguments.out:
            files = project.export_reliability(arguments.out, panel.choice)
            lines += ["", *(f"Wrote {path.resolve()}." for path in files)]
            data |= {"files": [str(path.resolve()) for path in files]}
    return Answer(lines, data)


def undo(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project) as project:
        if arguments.coder:
            project.use_coder(project.find_coder(arguments.coder).coder_id)
        changes = project.undo()
    return Answer([f"Taken back: {changes.label}."], {"undone": changes.label})


def check(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, read_only=True) as project:
        found = project.check(progress=_Bar())
    lines = [f"{item.message} {item.hint}" for item in found] or ["All is well."]
    data = {
        "findings": [
            {"kind": item.kind, "message": item.message, "hint": item.hint} for item in found
        ]
    }
    return Answer(lines, data, exit_code=2 if found else 0)


def backup(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project) as project:
        path = str(project.backup().resolve())
    return Answer([f"Backup: {path}"], {"backup": path})


def doctor(_arguments: Namespace) -> Answer:
    data = {
        "annotator": annotator.__version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "sqlite": _sqlite_version(),
        "qt": _qt_version(),
        "display": has_display(),
    }
    lines = [f"{name:<10} {value}" for name, value in data.items()]
    if not data["qt"]:
        lines.append(f"The window cannot open: sudo apt install {QT_PACKAGES}")
    return Answer(lines, data)


def version_line() -> str:
    return f"annotator {annotator.__version__}"


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(argv: Sequence[str]) -> int:
    """Open the window where it is installed; the library itself never names it."""
    for entry in entry_points(group="annotator.window"):
        opened: int = entry.load()(argv)
        return opened
    raise Refused("The window is not installed.", "Install the package with its window.")


def _listed(names: Sequence[str] | None) -> list[str] | None:
    """Names given one by one or with commas between them."""
    if names is None:
        return None
    return [part.strip() for name in names for part in name.split(",") if part.strip()]


def _about(project: Project) -> dict[str, Any]:
    infos = project.transcripts(round_id=None)
    return {
        "project": str(project.path.resolve()),
        "name": project.name,
        "transcripts": [
            {
                "id": item.doc_id,
                "title": item.metadata.title,
                "date": item.metadata.date,
                "last_updated": item.metadata.last_updated,
                "byline": item.metadata.byline,
                "note": item.metadata.note,
                "speakers": [{"name": name, "role": role} for name, role in item.speakers],
                "turns": item.n_turns,
                "paragraphs": item.n_paragraphs,
                "sentences": item.n_sentences,
                "characters": item.length,
                "codings": item.n_codings,
                "sha256": item.text_sha256,
            }
            for item in infos
        ],
        "codes": sum(not code.is_group for code in project.codebook().codes),
        "groups": sum(code.is_group for code in project.codebook().codes),
        "codings": project.n_codings(),
        "coders": len(project.coders()),
        "coder_names": [coder.coder_id for coder in project.coders()],
    }


def _sqlite_version() -> str:
    import sqlite3

    return sqlite3.sqlite_version


def _qt_version() -> str:
    """The version of Qt, or "" where it or a system library it needs is missing."""
    for entry in entry_points(group="annotator.window"):
        try:
            entry.load()
        except (ImportError, UserError):
            return ""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pyside6-essentials")
    except PackageNotFoundError:
        return ""


class _Bar:
    """Progress on one line of the terminal, where there is one."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()

    def __call__(self, done: int, total: int, label: str = "") -> None:
        if not self._shows:
            return
        end = "\n" if done >= total else ""
        print(f"\r\x1b[K{done} of {total}  {visible(label)}", end=end, file=sys.stderr, flush=True)
