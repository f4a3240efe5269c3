"""Verbs that bring transcripts in: import."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from annotator.terminal import words
from annotator.verbs.answers import Answer, Bar, a_path, at_work, verb

if TYPE_CHECKING:
    from annotator.exchange.import_plan import Twins
    from annotator.exchange.import_report import ImportReport
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "import", _import_files, "bring transcripts into a project")
    parser.add_argument("project", type=a_path)
    parser.add_argument("files", nargs="+", type=a_path)
    parser.add_argument("--coder", type=words, help="who does it")
    parser.add_argument(
        "--same",
        choices=("skip", "replace", "keep"),
        default="skip",
        help="what becomes of a text that is in the project already (skip)",
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=WHAT",
        type=words,
        help="of tables of texts, what a column is for: remark=text, date, speaker, id, variable",
    )


def _import_files(arguments: Namespace) -> Answer:
    with at_work(arguments.project, arguments.coder) as project:
        columns = list(map(_use_and_name, arguments.column))
        plan = project.plan_import(arguments.files, columns=columns, progress=Bar())
        twins = [one.id for one in plan.entries if one.twin is not None]
        report = project.carry_out(plan.decide_twin(twins, _SAME[arguments.same]), progress=Bar())
        flags = {item.id: project.transcript(item.id).source.flags for item in report.imported}
    asked = dict(report.to_look_at)
    lines: list[str] = []
    for item in report.imported:
        lines.append(f"{item.doc_id:<6} {item.metadata.title}   {item.metadata.date}")
        lines += [f"       look: {question}" for question in asked.get(item.id, ())]
        lines += [f"       note: {flag}" for flag in flags[item.id]]
    lines += [f"skipped  {item.name}: {item.error}" for item in report.skipped]
    lines += [f"refused  {item.name}: {item.error}" for item in report.refused]
    lines.append(_counted(report))
    data = {
        "imported": [
            {
                "id": item.doc_id,
                "title": item.metadata.title,
                "date": item.metadata.date,
                "file": item.source_name,
                "to_look_at": list(asked.get(item.id, ())),
                "flags": list(flags[item.id]),
            }
            for item in report.imported
        ],
        "skipped": [
            {"file": item.name, "error": item.error.message, "hint": item.error.hint}
            for item in report.skipped
        ],
        "refused": [
            {"file": item.name, "error": item.error.message, "hint": item.error.hint}
            for item in report.refused
        ],
    }
    return Answer(lines, data, exit_code=2 if report.refused else 0)


def _use_and_name(said: str) -> tuple[str, str]:
    name, _, use = said.rpartition("=")
    return use.strip(), name.strip()


def _counted(report: ImportReport) -> str:
    parts = [f"{len(report.imported)} came in"]
    if report.to_look_at:
        parts.append(f"{len(report.to_look_at)} of them to look at")
    if report.skipped:
        parts.append(f"{len(report.skipped)} skipped")
    return f"{', '.join([*parts, f'{len(report.refused)} refused'])}."


_SAME: dict[str, Twins] = {"skip": "skip", "replace": "replace", "keep": "keep both"}
