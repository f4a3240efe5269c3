"""Verbs that bring transcripts in: import."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from annotator.terminal import words
from annotator.verbs.answers import Answer, Bar, a_path, at_work, verb

if TYPE_CHECKING:
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "import", _import_files, "bring transcripts into a project")
    parser.add_argument("project", type=a_path)
    parser.add_argument("files", nargs="+", type=a_path)
    parser.add_argument("--coder", type=words, help="who does it")


def _import_files(arguments: Namespace) -> Answer:
    with at_work(arguments.project, arguments.coder) as project:
        report = project.import_transcripts(arguments.files, progress=Bar())
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
