"""Who says what in these subtitles? WebVTT, SubRip and YouTube's own, cues made into turns.

A cue is a few words with a time. Cues of one speaker that follow each other are one turn; a
pause after the end of a sentence begins a new paragraph.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import FileProblem
from annotator.model.counts import counted
from annotator.model.transcript import Metadata, Source
from annotator.transcripts.decoding import decode
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.label_styles import possible_labels
from annotator.transcripts.normalising import normalised
from annotator.transcripts.readers.speeches import Speech, transcript_from
from annotator.transcripts.readers.xml_files import one_line

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)(?:[.,](\d{1,3}))?"
_CUE = re.compile(rf"[ \t]*{_TIME}[ \t]*(?:-->|,(?=\d:))[ \t]*{_TIME}[^\n]*$", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,60})*[ \t]+(?P<name>[^>\n]{1,120})>")
_MARKUP = re.compile(r"</?[a-zA-Z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}|<\d[\d:.]*>")
_DASH = re.compile(r"[ \t]*[-–—‐][ \t]*(?=\S)")
_CHEVRONS = re.compile(r"[ \t]*(?:>>|»|≫)+[ \t]*")
_LABEL = re.compile(r"(?P<label>[^\s:：\[\]()][^:：\n]{0,80}?)[ \t]?[:：](?![\d/])[ \t]*")
_FEWEST_TIMES = 2
_PAUSE = 2.5
_LONG_PAUSE = 8.0
_LONG = 700
_SENTENCE_END = (".", "?", "!", "…", "。", '."', ".”", '?"', "?”", '!"', "!”", "؟")


class Cue(Struct, frozen=True):
    """A few words at a time: seconds from the start, `speaker` where the format names one."""

    start: float
    end: float
    words: str
    speaker: str | None = None
    """None where it does not say; an empty name for a change to somebody unnamed."""


def read(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in a subtitle file."""
    decoded = decode(data, name, asked.encoding)
    text, changes = normalised(decoded.text)
    cues = list(_cues(text.split("\n")))
    if not cues:
        raise FileProblem(
            f"“{name}” holds no subtitles.", "Check that the file was saved completely."
        )
    cues, repeated = _without_repeats(cues)
    notes = [f"the times of {counted(len(cues), 'cue')} left out"]
    if repeated:
        notes.append(f"{repeated} repeated caption lines left out")
    source = Source(
        name,
        sha256(data).hexdigest(),
        decoded.encoding,
        decoded.certain,
        (*changes, *notes),
        decoded.flags,
    )
    language = re.search(r"^Language: *([A-Za-z-]{2,20})", text[:1000], re.MULTILINE)
    metadata = Metadata(language="" if language is None else language[1])
    speeches = speeches_of(_with_speakers(cues))
    yield Draft(told=transcript_from(speeches, metadata=metadata, source=source))


def speeches_of(cues: Sequence[Cue]) -> Iterator[Speech]:
    """Cues of one speaker in a row as one speech each, in paragraphs.

    A cue that names nobody goes on with whoever spoke before.
    """
    speaker, run = "", list[Cue]()
    for cue in cues:
        if cue.speaker is not None and (cue.speaker != speaker or not cue.speaker):
            if run:
                yield Speech(speaker, _paragraphs(run))
            speaker, run = cue.speaker, []
        run.append(cue)
    if run:
        yield Speech(speaker, _paragraphs(run))


def _paragraphs(cues: Sequence[Cue]) -> list[str]:
    """The words of cues in paragraphs, cut at pauses and where one grows long."""
    found: list[list[str]] = [[]]
    length, last = 0, cues[0].end
    for cue in cues:
        ended = bool(found[-1]) and found[-1][-1].endswith(_SENTENCE_END)
        pause = cue.start - last
        if found[-1] and (pause > _LONG_PAUSE or (ended and (pause > _PAUSE or length > _LONG))):
            found.append([])
            length = 0
        words = one_line(cue.words)
        if words:
            found[-1].append(words)
            length += len(words) + 1
        last = cue.end
    return [" ".join(words) for words in found]


def _cues(lines: Sequence[str]) -> Iterator[Cue]:
    """The cues in the lines of a file; what stands outside of cues is passed over."""
    at = 0
    while at < len(lines):
        time = _CUE.match(lines[at])
        at += 1
        if time is None:
            continue
        words: list[str] = []
        while at < len(lines) and not _CUE.match(lines[at]) and (lines[at].strip() or not words):
            if not lines[at].strip() and at + 1 < len(lines) and _starts_cue(lines, at + 1):
                break
            words.append(lines[at])
            at += 1
        if words and words[-1].strip().isdecimal() and at < len(lines) and _CUE.match(lines[at]):
            words.pop()  # the number of the next cue, without an empty line before it
        start, end = _seconds(time.groups()[:4]), _seconds(time.groups()[4:])
        yield from _spoken(start, end, [line for line in words if line.strip()])


def _starts_cue(lines: Sequence[str], at: int) -> bool:
    follows = at + 1 < len(lines) and _CUE.match(lines[at + 1]) is not None
    return _CUE.match(lines[at]) is not None or (lines[at].strip().isdecimal() and follows)


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _spoken(start: float, end: float, lines: Sequence[str]) -> Iterator[Cue]:
    """The cue in these lines; several where voices or dashes mark a change of speaker."""
    said: list[Cue] = []
    for line in lines:
        pieces = _VOICE.split(line)
        said += _marked_changes(start, end, pieces[0])
        for name, words in zip(pieces[1::2], pieces[2::2], strict=True):
            said.append(Cue(start, end, _plain(words), html.unescape(name).strip()))
    together: list[Cue] = []
    for cue in said:
        if together and cue.speaker is None:
            before = together[-1]
            together[-1] = replace(before, words=f"{before.words}\n{cue.words}")
        elif cue.words.strip():
            together.append(cue)
    yield from together


def _marked_changes(start: float, end: float, line: str) -> Iterator[Cue]:
    """A line without a voice: on its own, or after a dash or ">>" somebody else's."""
    plain = _plain(line)
    if not plain.strip():
        return
    mark = _CHEVRONS.match(plain) or _DASH.match(plain)
    yield Cue(start, end, plain[mark.end() :] if mark else plain, "" if mark else None)


def _plain(words: str) -> str:
    return html.unescape(_MARKUP.sub("", words))


def _without_repeats(cues: Sequence[Cue]) -> tuple[list[Cue], int]:
    """Rolling captions show a line twice, first below and then above; once is enough."""
    kept: list[Cue] = []
    repeated = 0
    before: list[str] = []
    for cue in cues:
        lines = [line.strip() for line in cue.words.split("\n") if line.strip()]
        overlap = len(before) >= 1 and len(lines) >= 1 and lines[0] == before[-1]
        rolls = overlap and len(lines[0].split()) > 2
        fresh = lines[1:] if rolls else lines
        repeated += rolls
        before = lines or before
        if fresh:
            kept.append(replace(cue, words="\n".join(fresh)))
    return kept, repeated


def _with_speakers(cues: Sequence[Cue]) -> list[Cue]:
    """Cues with the names that stand at their start before a colon, where those come again."""
    found = [_label_of(cue) for cue in cues]
    counts = Counter(label for label, _ in found if label)
    believed = {label for label, count in counts.items() if count >= _FEWEST_TIMES}
    if 3 * sum(counts.values()) >= len(cues):
        believed = set(counts)
    named: list[Cue] = []
    for cue, (label, length) in zip(cues, found, strict=True):
        if label in believed:
            named.append(replace(cue, words=cue.words[length:], speaker=label))
        else:
            named.append(cue)
    return named


def _label_of(cue: Cue) -> tuple[str, int]:
    """The name before a colon at the start of a cue, and how long it is with the colon."""
    if cue.speaker:
        return "", 0
    match = _LABEL.match(cue.words)
    if match is None or not possible_labels(f"{match['label']}: x"):
        return "", 0
    return match["label"].strip(), match.end()
