"""How do words reach a terminal whole: letters it lacks, names that would write over its lines?"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from typing import Any

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def visible(line: str) -> str:
    """One line as it can be printed: what would break, colour or turn it round is written out."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), line)


def words(typed: str) -> str:
    """A name or text as it was typed, also where the system does not say that it is UTF-8."""
    return typed.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def as_json(data: Any) -> str:
    """JSON for standard output, in letters that every encoding of it has."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    return json.dumps(data, ensure_ascii=encoding != "utf8", indent=2)


def never_fail_on_letters() -> None:
    """Let what is printed show a letter that a terminal lacks as its number, not end in an error.

    An act is done before it is told; the telling must not make a fault of it.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say_no_more() -> None:
    """Nobody can take what is printed: keep Python from trying again when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
