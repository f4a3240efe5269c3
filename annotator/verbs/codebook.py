"""Verbs of the codebook: codebook import, codebook export."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

import annotator
from annotator.terminal import words
from annotator.verbs.answers import Answer, a_file, a_path, at_work, verb

if TYPE_CHECKING:
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "codebook", _codebook, "bring a codebook in, or write it out")
    parser.add_argument("direction", choices=("import", "export"))
    parser.add_argument("project", type=a_path)
    parser.add_argument(
        "file", type=a_file, help="import: .xlsx, .csv or .qdc; export: also .docx and .md"
    )
    parser.add_argument("--coder", type=words, help="who does it")


def _codebook(arguments: Namespace) -> Answer:
    if arguments.direction == "export":
        with annotator.open(arguments.project, read_only=True) as project:
            path = str(project.export_codebook(arguments.file).resolve())
        return Answer([f"Wrote {path}."], {"file": path})
    with at_work(arguments.project, arguments.coder) as project:
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
