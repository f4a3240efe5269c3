"""The command line: which verb, with what, and how does it end?

Every verb prints a table for people, or JSON with `--json`. Exit codes: 0 done, 2 something the
user can cure, 1 a fault of the program, 130 cancelled.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator import commands
from annotator.commands import Answer
from annotator.errors import Cancelled, UserError

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - its only name

VERBS = frozenset(
    {
        "sample", "new", "info", "import", "codebook", "apply", "export", "undo", "check",
        "backup", "doctor", "reliability",
    }
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Run one verb and return its exit code; without a verb the window opens."""
    if not argv or (argv[0] not in VERBS and not argv[0].startswith("-")):
        return commands.open_window(list(argv))
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as usage:
        return int(usage.code or 0)
    try:
        with _told_to_end():
            answer: Answer = arguments.run(arguments)
        _print(answer, as_json=arguments.json)
        return answer.then() if answer.then else answer.exit_code
    except UserError as error:
        return _refused(error, as_json=arguments.json)
    except (Cancelled, KeyboardInterrupt):
        print("Cancelled. Nothing was changed.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


@contextmanager
def _told_to_end() -> Iterator[None]:
    """End like Ctrl+C where the system asks to, so that an open project is closed."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False, indent=2))
    else:
        print("\n".join(answer.lines))
    sys.stdout.flush()


def _refused(error: UserError, *, as_json: bool) -> int:
    if as_json:
        written = {"error": error.message, "hint": error.hint, "detail": error.detail}
        print(json.dumps(written, ensure_ascii=False, indent=2))
    print(f"annotator: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="annotator",
        description="Code transcripts by hand. Without a verb the window opens.",
        epilog="annotator PROJECT opens the window with that project.",
    )
    top.add_argument("--version", action="version", version=commands.version_line())
    verbs = top.add_subparsers(metavar="VERB", required=True)
    _sample(verbs)
    _new_and_info(verbs)
    _import(verbs)
    _codebook(verbs)
    _apply(verbs)
    _export(verbs)
    _reliability(verbs)
    _care(verbs)
    return top


def _verb(
    verbs: Verbs,
    name: str,
    run: object,
    words: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.set_defaults(run=run)
    return parser


def _sample(verbs: Verbs) -> None:
    parser = _verb(verbs, "sample", commands.sample, "build the sample project and open it")
    parser.add_argument("folder", nargs="?", help="where (default: annotator-sample)")
    parser.add_argument("--no-window", action="store_true", help="do not open the window")


def _new_and_info(verbs: Verbs) -> None:
    new = _verb(verbs, "new", commands.new, "make an empty project")
    new.add_argument("project")
    new.add_argument("--coder", required=True, help="who begins the project")
    new.add_argument("--name", default="", help="what it is called (default: the file's name)")
    info = _verb(verbs, "info", commands.info, "what a project holds")
    info.add_argument("project")


def _import(verbs: Verbs) -> None:
    parser = _verb(verbs, "import", commands.import_files, "bring transcripts into a project")
    parser.add_argument("project")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--coder", help="who does it")


def _codebook(verbs: Verbs) -> None:
    parser = _verb(verbs, "codebook", commands.codebook, "bring a codebook in, or write it out")
    parser.add_argument("direction", choices=("import", "export"))
    parser.add_argument("project")
    parser.add_argument("file", help="import: .xlsx, .csv or .qdc; export: also .docx and .md")
    parser.add_argument("--coder", help="who does it")


def _apply(verbs: Verbs) -> None:
    parser = _verb(verbs, "apply", commands.apply, "give passages codes")
    parser.add_argument("project")
    parser.add_argument("--from", dest="table", metavar="CSV", help="a table of codings")
    parser.add_argument("--transcript", help="id or title")
    parser.add_argument("--start", type=int, help="first character, counted from 0")
    parser.add_argument("--end", type=int, help="the character after the last one")
    parser.add_argument("--code", help="id or name")
    parser.add_argument("--coder", help="who codes")
    parser.add_argument("--unsure", action="store_true")
    parser.add_argument("--memo", default="")


def _export(verbs: Verbs) -> None:
    parser = _verb(verbs, "export", commands.export, "write the Excel workbook")
    parser.add_argument("project")
    parser.add_argument("--out", metavar="FILE", help="default: beside the project, as .xlsx")


def _reliability(verbs: Verbs) -> None:
    parser = _verb(verbs, "reliability", commands.reliability, "how well coders agree, by code")
    parser.add_argument("project")
    parser.add_argument("--round", metavar="R", help="default: the newest with two coders")
    parser.add_argument(
        "--unit",
        default="sentence",
        choices=("sentence", "paragraph", "turn", "transcript", "character"),
    )
    for name in ("codes", "coders", "transcripts"):
        parser.add_argument(f"--{name}", nargs="+", metavar="NAME", help="default: all")
    parser.add_argument("--level", default="code", choices=("code", "parent"))
    parser.add_argument(
        "--rule",
        default="half",
        choices=("half", "any", "half of the unit"),
        help="when a unit counts as coded",
    )
    parser.add_argument(
        "--work",
        choices=("finished", "drafts", "as finished"),
        help="default: finished work where two coders finished the same transcript, else drafts",
    )
    parser.add_argument(
        "--indicative", action="store_true", help="intervals below ten transcripts as well"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--out", metavar="FILE", help="for a paper .docx, .tex or .md, else .json")


def _care(verbs: Verbs) -> None:
    undo = _verb(verbs, "undo", commands.undo, "take back the last act of a coder")
    undo.add_argument("project")
    undo.add_argument("--coder", help="whose act (default: the first coder)")
    check = _verb(verbs, "check", commands.check, "check file, texts and passages")
    check.add_argument("project")
    backup = _verb(verbs, "backup", commands.backup, "make a backup beside the project")
    backup.add_argument("project")
    _verb(verbs, "doctor", commands.doctor, "versions, platform, what is missing")
