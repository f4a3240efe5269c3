"""What was recognised in this recording? JSON of Whisper and its kin, Rev, oTranscribe."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from annotator.errors import FileProblem
from annotator.model.counts import counted
from annotator.model.transcript import Metadata, Source, Transcript
from annotator.transcripts.decoding import decode
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.readers import tables
from annotator.transcripts.readers.extracted import no_words
from annotator.transcripts.readers.speeches import transcript_from
from annotator.transcripts.readers.subtitles import Cue, speeches_of
from annotator.transcripts.readers.web_page import page_of, text_of

_LISTS = ("segments", "utterances", "monologues", "transcription", "results", "cues", "items")
_WORDS = ("text", "transcript", "value", "body", "content", "punctuated_word", "word")
_SPEAKERS = ("speaker", "speaker_label", "speaker_name", "speakerName", "channel")
_UNNAMED = re.compile(r"(?:spk|speaker)[ _-]?(\d+)$|(\d+)$", re.IGNORECASE)
_FEWEST_REPEATS = 4
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


def read(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in what a speech recogniser or a transcribing program saved.

    A list of objects with a text each is a corpus: one transcript per object.
    """
    decoded = decode(data, name, asked.encoding)
    try:
        found = _loaded(decoded.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise FileProblem(
            f"“{name}” is damaged: its JSON cannot be read.",
            "Save or download it again and import that.",
            type(error).__name__,
        ) from error
    digest = sha256(data).hexdigest()
    source = Source(name, digest, decoded.encoding, decoded.certain, flags=decoded.flags)
    if isinstance(found, list) and not _has_times(found):
        yield from tables.read_records(found, source, asked)
    elif isinstance(found, Mapping) and isinstance(found.get("text"), str) and "media" in found:
        yield _otranscribe(found["text"], source)
    else:
        yield Draft(told=_recognised(found, source))


def read_lines(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcripts in a file with one JSON object per line."""
    decoded = decode(data, name, asked.encoding)
    records: list[object] = []
    try:
        for line in decoded.text.removeprefix("\ufeff").split("\n"):
            records += [_loaded(line)] if line.strip() else []
    except (ValueError, RecursionError) as error:
        raise FileProblem(
            f"“{name}” is damaged: line {len(records) + 1} is no JSON.",
            "Save or download it again and import that.",
            type(error).__name__,
        ) from error
    digest = sha256(data).hexdigest()
    source = Source(name, digest, decoded.encoding, decoded.certain, flags=decoded.flags)
    yield from tables.read_records(records, source, asked)


def _loaded(text: str) -> object:
    """What stands in JSON; half of a surrogate pair, which no text can hold, becomes U+FFFD."""
    found = json.loads(text)
    if _HALF_PAIR.search(text):
        written = json.dumps(found, ensure_ascii=False)
        found = json.loads(
            written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )
    return found


def _recognised(found: object, source: Source) -> Transcript:
    """The transcript in the segments of a recogniser, wherever it keeps them."""
    cues = list(_cues(_segments(found, depth=0)))
    language = found.get("language") if isinstance(found, Mapping) else None
    metadata = Metadata(language=language if isinstance(language, str) else "")
    if not cues:
        words = _text_of(found) if isinstance(found, Mapping) else ""
        if not words.strip():
            raise no_words(source.name)
        cues = [Cue(0, 0, words)]
    flags = []
    again = _longest_repeat([cue.words.strip() for cue in cues])
    if again >= _FEWEST_REPEATS:
        flags.append(f"the same words stand {again} times in a row, as recognisers do in silence")
    marks = (f"the times of {counted(len(cues), 'segment')} left out",)
    source = Source(
        source.name, source.sha256, source.encoding, source.encoding_certain, marks, tuple(flags)
    )
    return transcript_from(speeches_of(cues), metadata=metadata, source=source)


def _segments(found: object, depth: int) -> list[object]:
    """The longest list of objects with words, under one of the names that are in use."""
    if isinstance(found, list):
        return found
    if not isinstance(found, Mapping) or depth > 4:
        return []
    for key in _LISTS:
        inner = found.get(key)
        if isinstance(inner, list) and any(isinstance(one, Mapping) for one in inner):
            return inner
    nested = (_segments(one, depth + 1) for one in found.values() if isinstance(one, Mapping))
    return max(nested, key=len, default=[])


def _cues(segments: list[object]) -> Iterator[Cue]:
    for one in segments:
        if isinstance(one, Mapping):
            words = _text_of(one)
            if words.strip():
                start, end = _number(one.get("start")), _number(one.get("end"))
                yield Cue(start, end, words, _speaker_of(one))


def _text_of(one: Mapping[str, object]) -> str:
    """The words of a segment, given whole or as a list of elements."""
    for key in _WORDS:
        words = one.get(key)
        if isinstance(words, str):
            return words
    elements = one.get("elements") or one.get("alternatives")
    if isinstance(elements, list):
        inner = [_text_of(part) for part in elements if isinstance(part, Mapping)]
        return "".join(inner[:1] if "alternatives" in one else inner)
    return ""


def _speaker_of(one: Mapping[str, object]) -> str | None:
    for key in _SPEAKERS:
        speaker = one.get(key)
        if isinstance(speaker, Mapping):
            speaker = speaker.get("name")
        if isinstance(speaker, int) and not isinstance(speaker, bool):
            return f"Speaker {speaker}"
        if isinstance(speaker, str) and speaker.strip():
            unnamed = _UNNAMED.match(speaker.strip())
            number = (unnamed[1] or unnamed[2]) if unnamed is not None else None
            return speaker.strip() if number is None else f"Speaker {int(number[:6])}"
    return None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and abs(value) < 1e9 else 0.0


def _longest_repeat(words: list[str]) -> int:
    longest = run = 0
    for number, one in enumerate(words):
        run = run + 1 if number and one and one == words[number - 1] else 1
        longest = max(longest, run)
    return longest


def _has_times(found: list[object]) -> bool:
    first = next((one for one in found if isinstance(one, Mapping)), {})
    return bool({"start", "speaker", "timestamp", "elements"} & set(first))


def _otranscribe(page: str, source: Source) -> Draft:
    """The text that oTranscribe keeps as a page, time marks included."""
    text, _ = text_of(page_of(page).blocks)
    if not text.strip():
        raise no_words(source.name)
    # The program itself sets a no-break space behind every time mark.
    return Draft(text.replace("\u00a0", " "), source)
