"""Verbs that code: apply, and undo, which takes it back."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

import annotator
from annotator.errors import Refused
from annotator.terminal import words
from annotator.verbs.answers import Answer, Bar, a_file, a_path, at_work, verb

if TYPE_CHECKING:
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "apply", _apply, "give passages codes")
    parser.add_argument("project", type=a_path)
    parser.add_argument(
        "--from", dest="table", type=a_file, metavar="CSV", help="a table of codings"
    )
    parser.add_argument("--transcript", type=words, help="id or title")
    parser.add_argument("--start", type=int, help="first character, counted from 0")
    parser.add_argument("--end", type=int, help="the character after the last one")
    parser.add_argument("--code", type=words, help="id or name")
    parser.add_argument("--coder", type=words, help="who codes (default: the first coder)")
    parser.add_argument("--unsure", action="store_true", help="mark the coding as unsure")
    parser.add_argument("--memo", type=words, default="", help="a memo on the coding")
    undo = verb(verbs, "undo", _undo, "take back the last act of a coder")
    undo.add_argument("project", type=a_path)
    undo.add_argument("--coder", type=words, help="whose act (default: the first coder)")
    undo.add_argument("--merge", action="store_true", help="the last merge instead, exactly")


def _apply(arguments: Namespace) -> Answer:
    single = (arguments.transcript, arguments.start, arguments.end, arguments.code)
    if bool(arguments.table) == (None not in single):
        raise Refused(
            "Give either a table of codings or one coding.",
            "--from codings.csv, or --transcript D1 --start 10 --end 42 --code UKR.",
        )
    with at_work(arguments.project, arguments.coder) as project:
        if arguments.table:
            count = project.import_codings(arguments.table, progress=Bar())
            return Answer([f"{count} codings applied."], {"applied": count})
        done = project.apply_coding(
            arguments.transcript,
            arguments.start,
            arguments.end,
            arguments.code,
            unsure=arguments.unsure,
            memo=arguments.memo,
        )
        coder = project.coder.coder_id
    data = {
        "uuid": str(done.uuid),
        "start": done.start,
        "end": done.end,
        "segment": done.quote,
        "coder": coder,
    }
    return Answer([f"{arguments.code} on “{done.quote}”"], data)


def _undo(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project) as project:
        if arguments.coder:
            project.use_coder(project.find_coder(arguments.coder).coder_id)
        changes = project.undo_merge() if arguments.merge else project.undo()
    return Answer([f"Taken back: {changes.label}."], {"undone": changes.label})
