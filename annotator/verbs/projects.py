"""Verbs that make a project and tell what it holds: sample, new, info."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import annotator
from annotator.model.counts import counted
from annotator.terminal import words
from annotator.verbs.answers import Answer, Bar, a_path, verb
from annotator.window import has_display, open_window

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "sample", _sample, "build the sample project and open it")
    parser.add_argument("folder", nargs="?", type=a_path, help="where (default: annotator-sample)")
    parser.add_argument("--no-window", action="store_true", help="do not open the window")
    new = verb(verbs, "new", _new, "make an empty project")
    new.add_argument("project", type=a_path)
    new.add_argument("--coder", type=words, required=True, help="who begins the project")
    new.add_argument(
        "--name", type=words, default="", help="what it is called (default: the file's name)"
    )
    info = verb(verbs, "info", _info, "what a project holds")
    info.add_argument("project", type=a_path)


def _sample(arguments: Namespace) -> Answer:
    from annotator.sample import build_sample

    report = build_sample(arguments.folder or "annotator-sample", progress=Bar())
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


def _new(arguments: Namespace) -> Answer:
    name = arguments.name or words(Path(arguments.project).stem)
    with annotator.create(arguments.project, coder=arguments.coder, name=name) as project:
        path = str(project.path.resolve())
        return Answer([f"Made {path}."], {"project": path, "name": project.name})


def _info(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, read_only=True) as project:
        data = _about(project)
    lines = [f"{data['name']}   {data['project']}", ""]
    for item in data["transcripts"]:
        lines.append(f"{item['id']:<6} {item['title']}   {item['date']}")
        lines.append(
            f"       {counted(item['turns'], 'turn')}, {counted(item['paragraphs'], 'paragraph')}, "
            f"{counted(item['sentences'], 'sentence')}, "
            f"{counted(item['characters'], 'character')}, {counted(item['codings'], 'coding')}"
        )
        lines += [f"       {who['name']}  {who['role']}".rstrip() for who in item["speakers"]]
    lines.append("")
    lines += [f"{code['id']:<12} {code['name']}" for code in data["code_list"]]
    lines += [f"coder        {name}" for name in data["coder_names"]]
    lines += [
        "",
        ", ".join(counted(data[f"{each}s"], each) for each in ("code", "coding", "coder")),
    ]
    return Answer(lines, data)


def _about(project: Project) -> dict[str, Any]:
    infos, every_code = project.transcripts(round_id=None), project.codebook().codes
    codes = [code for code in every_code if not code.is_group]
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
        "codes": len(codes),
        "groups": len(every_code) - len(codes),
        "code_list": [{"id": code.code_id, "name": code.name} for code in codes],
        "codings": project.n_codings(),
        "coders": len(project.coders()),
        "coder_names": [coder.coder_id for coder in project.coders()],
    }
