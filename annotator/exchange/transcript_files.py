"""Which files become transcripts of a project, and which are turned away?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from annotator.errors import Progress, Refused, UserError
from annotator.model.transcript import Transcript
from annotator.transcripts import Refusal, read_all


def arriving(
    paths: Sequence[Path],
    standing: Container[str],
    refused: list[Refusal],
    progress: Progress,
) -> Iterator[Transcript]:
    """Read files one after the other; what cannot come in goes to `refused`.

    `standing` holds the SHA-256 (hexadecimal, of UTF-8) of the texts that are there already.
    """
    seen: set[str] = set()
    for number, path in enumerate(paths):
        progress(number, len(paths), path.name)
        if _OF_A_PROJECT.search(path.name):
            refused.append(Refusal(path.name, _no_transcript(path.name)))
            continue
        for item in read_all(path):
            if isinstance(item, Refusal):
                refused.append(item)
                continue
            sha256 = hashlib.sha256(item.text.encode("utf-8")).hexdigest()
            if sha256 in standing or sha256 in seen:
                refused.append(Refusal(item.source.name, _twice(item.source.name)))
                continue
            seen.add(sha256)
            yield item
    progress(len(paths), len(paths), "")


_OF_A_PROJECT = re.compile(r"\.annotator(-wal|-shm|-journal|-lock)?$", re.IGNORECASE)
"""Not even opened: closing a file that SQLite has open in this process drops SQLite's locks."""


def _no_transcript(name: str) -> UserError:
    return Refused(
        f"{name} belongs to a project and is no transcript.",
        "Open the project to see its transcripts.",
    )


def _twice(name: str) -> UserError:
    return Refused(
        f"The text of {name} is in the project already.",
        "Remove the other one first if this one shall replace it.",
    )
