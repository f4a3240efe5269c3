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
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, NoReturn

from annotator import __version__
from annotator.errors import Cancelled, FileProblem, NotFound, UserError
from annotator.terminal import as_json, never_fail_on_letters, say_no_more, visible
from annotator.verbs import MODULES, VERBS, is_for_window
from annotator.window import open_window

if TYPE_CHECKING:
    from annotator.verbs.answers import Answer

_LONGEST = 300
"""Characters of a usage error; it repeats what was typed."""


def main(argv: Sequence[str]) -> int:
    """Run one verb and return its exit code; without a verb the window opens."""
    never_fail_on_letters()
    wants_json = "--json" in argv
    try:
        if not argv or is_for_window(argv[0]):
            return open_window(list(argv))
        _expect_verb(argv[0])
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
    except Exception as error:  # noqa: BLE001 - a fault of ours: reported, and nobody sees a trace
        return _fault(error)


def _expect_verb(word: str) -> None:
    """Refuse a word that is no verb, with the one that may be meant."""
    if word in VERBS or word.startswith("-"):
        return
    from difflib import get_close_matches

    near = get_close_matches(word[:_LONGEST], sorted(VERBS), 1)
    raise NotFound(
        f"There is no verb and no file called “{word[:_LONGEST]}”.",
        f"Perhaps you mean `annotator {near[0]}`."
        if near
        else "`annotator --help` lists the verbs.",
    )


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


def _fault(error: Exception) -> int:
    """Save a report about a bug, without a word of any transcript, and say so."""
    from annotator import faults

    if os.environ.get("ANNOTATOR_TRACE"):
        raise error
    file = faults.save(faults.report(error), faults.folder())
    where = f"A report without any transcript text lies in {file}." if file else ""
    print("annotator: Something went wrong inside the program.", file=sys.stderr)
    print(f"  What was done before is safe on disk. {where}".rstrip(), file=sys.stderr)
    return 1


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
    top.add_argument("--version", action="version", version=f"annotator {__version__}")
    verbs = top.add_subparsers(metavar="VERB", required=True)
    for name in MODULES:
        import_module(f"annotator.verbs.{name}").add_verbs(verbs)
    return top
