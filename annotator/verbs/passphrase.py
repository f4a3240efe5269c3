"""Where does the command line get a passphrase from? Never from its arguments, which others see."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from annotator.errors import Refused

PASSPHRASE = "ANNOTATOR_PASSPHRASE"  # noqa: S105 - the name of a variable, not what is in it


def add_lock(parser: ArgumentParser) -> None:
    """Let a verb lock what it writes."""
    parser.add_argument(
        "--lock", action="store_true", help=f"with a passphrase, from {PASSPHRASE} or asked for"
    )


def passphrase_of(arguments: Namespace) -> str:
    """What locks a file: from the surroundings, or asked for where somebody sits."""
    if not arguments.lock:
        return ""
    found = os.environ.get(PASSPHRASE, "")
    if not found and sys.stdin.isatty():
        from getpass import getpass

        found = getpass("Passphrase: ")
    if not found:
        raise Refused(
            "There is no passphrase.", f"Put it into {PASSPHRASE}, or type it when asked."
        )
    return found
