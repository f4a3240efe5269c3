"""Who wrote what in this chat? The text files that Zoom saves, in its old and new ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from annotator.model.counts import counted
from annotator.model.transcript import Metadata, Source
from annotator.transcripts.drafts import Draft
from annotator.transcripts.normalising import normalised
from annotator.transcripts.readers.speeches import Speech, transcript_from

_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_MESSAGE = re.compile(
    rf"(?:(?P<tab>{_TIME})\t[ ]?|(?P<from>{_TIME})[ \t]+(?=From ))(?:From[ \t]+)?"
    r"(?P<name>[^\t\n]{1,120}?)"
    r"(?:[ \t]+to[ \t]+(?P<to>[^\n:]{1,120}?))?[ \t]*:(?:[ \t]+|$)(?P<words>.*)$"
)
_SAMPLE = 20


def is_chat(text: str) -> bool:
    """Whether the first lines are messages with a time, a name and a colon each."""
    head = text.lstrip("\ufeff")
    if not head[:1].isdigit():
        return False
    lines = [line for line in head[:8000].replace("\r", "\n").split("\n")[:-1] if line]
    lines = lines or [head]
    starts = [line for line in lines[:_SAMPLE] if re.match(_TIME, line)]
    if not starts or starts[0] != lines[0]:
        return False
    return all(_MESSAGE.match(line) is not None for line in starts)


def read(text: str, source: Source) -> Iterator[Draft]:
    """The one transcript in a chat: a turn for each message."""
    text, changes = normalised(text)
    speeches: list[tuple[str, list[str]]] = []
    private = 0
    for line in text.split("\n"):
        message = _MESSAGE.match(line)
        if message is None:
            if speeches and line.strip():
                speeches[-1][1].append(line)
            continue
        to = (message["to"] or "").casefold()
        private += "direct message" in to or "privat" in to
        speeches.append((message["name"].strip(), [message["words"]]))
    notes = (f"the times of {counted(len(speeches), 'message')} left out",)
    flags = (
        (f"{counted(private, 'message')} {'was' if private == 1 else 'were'} private",)
        if private
        else ()
    )
    source = replace(
        source,
        normalised=source.normalised + changes + notes,
        flags=source.flags + flags,
    )
    parts = (Speech(name, paragraphs) for name, paragraphs in speeches)
    yield Draft(told=transcript_from(parts, metadata=Metadata(kind="chat"), source=source))
