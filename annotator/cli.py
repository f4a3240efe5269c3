"""The command line: which verb, with what, and how does it end?

Every verb prints a table for people, or JSON with `--json`. Exit codes: 0 done, 2 something the
user can cure, 1 a fault of the program, 130 cancelled.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, NoReturn

from annotator import commands
from annotator.commands import Answer
from annotator.errors import Cancelled, FileProblem, UserError
from annotator.terminal import as_json, never_fail_on_letters, say_no_more, visible, words

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - its only name

VERBS = frozenset(
    {
        "sample", "new", "info", "import", "codebook", "apply", "export", "undo", "check",
        "backup", "doctor", "reliability",
    }
)  # fmt: skip
_LONGEST = 300
"""Characters of a usage error; it repeats what was typed."""


def main(argv: Sequence[str]) -> int:
    """Run one verb and return its exit code; without a verb the window opens."""
    never_fail_on_letters()
    wants_json = "--json" in argv
    try:
        if not argv or (argv[0] not in VERBS and not argv[0].startswith("-")):
            return commands.open_window(list(argv))
        arguments = _parser().parse_args(argv)
        with _told_to_end():
            answer: Answer = arguments.run(arguments)
        told = _print(answer, wants_json=wants_json)
        return answer.then() if answer.then else told
    except SystemExit as helped:  # --help and --version
        return int(helped.code or 0)
    except UserError as error:
        return _refused(error, wants_json=wants_json)
    except OSError as error:  # of the system, not of ours: names too long, folders shut
        return _refused(_by_the_system(error), wants_json=wants_json)
    except (Cancelled, KeyboardInterrupt):
        print("Cancelled. Nothing was changed.", file=sys.stderr)
        return 130


def _print(answer: Answer, *, wants_json: bool) -> int:
    """Tell what was done, and return the exit code; a reader that went away is no fault."""
    try:
        print(as_json(answer.data) if wants_json else "\n".join(map(visible, answer.lines)))
        sys.stdout.flush()
    except BrokenPipeError:
        say_no_more()
        return 0
    except OSError as error:
        say_no_more()
        print(f"annotator: It is done, but cannot be told: {error.strerror}.", file=sys.stderr)
        return 2
    return answer.exit_code


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


def _by_the_system(error: OSError) -> FileProblem:
    name = visible(PurePath(os.fsdecode(error.filename)).name) if error.filename else "The file"
    return FileProblem(
        f"{name[:_LONGEST]} cannot be used: {error.strerror or type(error).__name__}.",
        "Choose another name or folder.",
    )


def _refused(error: UserError, *, wants_json: bool) -> int:
    if wants_json:
        print(as_json({"error": error.message, "hint": error.hint, "detail": error.detail}))
    print(f"annotator: {visible(error.message)}", file=sys.stderr)
    if error.hint:
        print(f"  {visible(error.hint)}", file=sys.stderr)
    return 2


class _Parser(argparse.ArgumentParser):
    """One whose errors are told as every other error is."""

    def error(self, message: str) -> NoReturn:
        words = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
        usage = " ".join(self.format_usage().split())
        raise UserError(f"{words[:1].upper()}{words[1:].rstrip('.')}.", usage)


def _parser() -> argparse.ArgumentParser:
    top: argparse.ArgumentParser = _Parser(
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


def _path(typed: str) -> str:
    if not typed.strip():
        raise FileProblem("A file needs a name.", "The one given is empty.")
    return typed


def _file(typed: str) -> str:
    if _path(typed).endswith(("/", os.sep)):
        raise FileProblem(f"{typed} is a folder, not a file.", "Give a file name inside it.")
    return typed


def _verb(
    verbs: Verbs,
    name: str,
    run: object,
    says: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=says, description=says)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.set_defaults(run=run)
    return parser


def _sample(verbs: Verbs) -> None:
    parser = _verb(verbs, "sample", commands.sample, "build the sample project and open it")
    parser.add_argument("folder", nargs="?", type=_path, help="where (default: annotator-sample)")
    parser.add_argument("--no-window", action="store_true", help="do not open the window")


def _new_and_info(verbs: Verbs) -> None:
    new = _verb(verbs, "new", commands.new, "make an empty project")
    new.add_argument("project", type=_path)
    new.add_argument("--coder", type=words, required=True, help="who begins the project")
    new.add_argument(
        "--name", type=words, default="", help="what it is called (default: the file's name)"
    )
    info = _verb(verbs, "info", commands.info, "what a project holds")
    info.add_argument("project", type=_path)


def _import(verbs: Verbs) -> None:
    parser = _verb(verbs, "import", commands.import_files, "bring transcripts into a project")
    parser.add_argument("project", type=_path)
    parser.add_argument("files", nargs="+", type=_path)
    parser.add_argument("--coder", type=words, help="who does it")


def _codebook(verbs: Verbs) -> None:
    parser = _verb(verbs, "codebook", commands.codebook, "bring a codebook in, or write it out")
    parser.add_argument("direction", choices=("import", "export"))
    parser.add_argument("project", type=_path)
    parser.add_argument(
        "file", type=_file, help="import: .xlsx, .csv or .qdc; export: also .docx and .md"
    )
    parser.add_argument("--coder", type=words, help="who does it")


def _apply(verbs: Verbs) -> None:
    parser = _verb(verbs, "apply", commands.apply, "give passages codes")
    parser.add_argument("project", type=_path)
    parser.add_argument(
        "--from", dest="table", type=_file, metavar="CSV", help="a table of codings"
    )
    parser.add_argument("--transcript", type=words, help="id or title")
    parser.add_argument("--start", type=int, help="first character, counted from 0")
    parser.add_argument("--end", type=int, help="the character after the last one")
    parser.add_argument("--code", type=words, help="id or name")
    parser.add_argument("--coder", type=words, help="who codes")
    parser.add_argument("--unsure", action="store_true")
    parser.add_argument("--memo", type=words, default="")


def _export(verbs: Verbs) -> None:
    parser = _verb(verbs, "export", commands.export, "write the Excel workbook")
    parser.add_argument("project", type=_path)
    parser.add_argument(
        "--out", type=_file, metavar="FILE", help="default: beside the project, as .xlsx"
    )


def _reliability(verbs: Verbs) -> None:
    parser = _verb(verbs, "reliability", commands.reliability, "how well coders agree, by code")
    parser.add_argument("project", type=_path)
    parser.add_argument(
        "--round", type=words, metavar="R", help="default: the newest with two coders"
    )
    parser.add_argument(
        "--unit",
        default="sentence",
        choices=("sentence", "paragraph", "turn", "transcript", "character"),
    )
    for name in ("codes", "coders", "transcripts"):
        parser.add_argument(f"--{name}", nargs="+", type=words, metavar="NAME", help="default: all")
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
    parser.add_argument(
        "--out", type=_file, metavar="FILE", help="for a paper .docx, .tex or .md, else .json"
    )


def _care(verbs: Verbs) -> None:
    undo = _verb(verbs, "undo", commands.undo, "take back the last act of a coder")
    undo.add_argument("project", type=_path)
    undo.add_argument("--coder", type=words, help="whose act (default: the first coder)")
    check = _verb(verbs, "check", commands.check, "check file, texts and passages")
    check.add_argument("project", type=_path)
    backup = _verb(verbs, "backup", commands.backup, "make a backup beside the project")
    backup.add_argument("project", type=_path)
    _verb(verbs, "doctor", commands.doctor, "versions, platform, what is missing")
