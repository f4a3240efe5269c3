"""Which words in a speech does nobody speak? Applause, breaks and other notes in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.model.transcript import HeaderField, Turn
from annotator.transcripts.label_styles import TIME

if TYPE_CHECKING:
    from annotator.transcripts.taken_places import Stretches

_BRACKETED = re.compile(r"[(\[（【][^()\[\]（）【】\n]{1,300}[)\]）】]")
_OPENED = "([（【"
_TIME_INSIDE = re.compile(rf"[(\[]\s*{TIME}\s*[)\]]")
_F4_TIME = re.compile(r"#\d{1,2}:\d{2}:\d{2}(?:-\d)?#")
_BARE_TIME = re.compile(rf"\n[ \t]*(?P<time>{TIME})(?=\s)")
_FIRST_TIME = re.compile(rf"[ \t]*(?P<time>{TIME})(?=\s)")

# Words that say what they are wherever they stand in a bracket.
_SOUNDS = re.compile(
    r"applau\w*|laugh\w*|cheer\w*|boo(?:s|ing|ed)\b|cross.?talk\w*|inaudible|unintelligible"
    r"|indiscernible|off.?mi[ck]e?\b|commercial break|phonetic\w*|interpret\w*|chant\w*|gavel\w*"
    r"|(?:video|audio) (?:clip|plays?|played|playing|begins?|ends?|presentation)|no response"
    r"|spoke in|speaking in|speaks in|speaking simultaneously|through translat\w*|moment of silence"
    r"|national anthem|beifall|heiterkeit|zurufe?\b|zwischenruf|gelächter|unruhe|glocke"
    r"|applaudissements|rires|exclamations|murmures|brouhaha|protestations|aplausos|risas|rumores"
    r"|applausi|risate|ilarità|oklaski|śmiech|wesołość|dzwonek|palmas|risos"
    r"|аплодисмент\w*|оплески|смех|сміх|шум в зале|шум у залі|掌[声聲]|笑[声聲]|鼓掌",
    re.IGNORECASE,
)
# Words that must be all that stands in the bracket.
_NOTES = re.compile(
    r"(?:break|pause|long pause|silence|music|noise|ph|sic|unknown|sighs?|coughs?|gasps?|nods"
    r"|recess|end|lacht|lachen|pausiert|pausa|rire|lachend|video|audio|bell|whistling|overlapping)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:at this (?:point|time)|begin|end (?:of|video|audio)|start of|whereupon|recess"
    r"|the (?:meeting|session|sitting|hearing|bell|audience|committee) )",
    re.IGNORECASE,
)
_MOST_WORDS = 8
_SENTENCE_END = frozenset('\n.!?…”"')
_AROUND = " \t\u00a0.!"


def is_stage_word(words: str) -> bool:
    """Whether words in brackets, given without them, are a stage direction, as in (Applause.)."""
    bare = words.strip(_AROUND)
    if _NOTES.fullmatch(bare) or _OPENING.match(bare):
        return True
    return bare.count(" ") < _MOST_WORDS and _SOUNDS.search(bare) is not None


def directions(text: str, turns: Sequence[Turn], taken: Stretches) -> list[HeaderField]:
    """The stage directions and time marks in the speech, outside the places that are `taken`.

    A bracket that fills its line is a direction whatever it says; inside a line it must name
    one, because "[European]" and "(GCC)" are words of the speech or its editor.
    """
    if not turns:
        return []
    found = [*_brackets(text, turns[0].start, taken), *_times(text, turns[0].start, taken)]
    found.sort(key=lambda field: field.start)
    return found


def _brackets(text: str, start: int, taken: Stretches) -> list[HeaderField]:
    fields: list[HeaderField] = []
    if not any(bracket in text for bracket in _OPENED):
        return fields
    for found in _BRACKETED.finditer(text, start):
        if taken.hold(found.start()):
            continue
        if _TIME_INSIDE.fullmatch(found[0]):
            fields.append(HeaderField("time", *found.span()))
        elif is_stage_word(found[0][1:-1]) or _fills_line(text, *found.span()):
            fields.append(HeaderField("stage", found.start(), _with_full_stop(text, *found.span())))
    return fields


def _with_full_stop(text: str, start: int, end: int) -> int:
    """The end of a direction with the full stop behind it: "We agree. (Applause). Now ...".

    The full stop in "We agree (applause)." belongs to the sentence.
    """
    behind = text[end : end + 2]
    if behind[:1] != "." or behind[1:].strip():
        return end
    before = text[max(0, start - 3) : start].rstrip(" \t\u00a0")
    return end + 1 if not before or before[-1] in _SENTENCE_END else end


def _fills_line(text: str, start: int, end: int) -> bool:
    """Whether nothing but white space, full stops or further brackets stands on the line."""
    if not any(c.isalpha() for c in text[start:end]):
        return False
    before = text[text.rfind("\n", 0, start) + 1 : start]
    if before.strip():
        return False
    line_end = text.find("\n", end)
    return not text[end : line_end if line_end >= 0 else len(text)].strip(_AROUND)


def _times(text: str, start: int, taken: Stretches) -> list[HeaderField]:
    marks = list(_F4_TIME.finditer(text, start)) if "#" in text else []
    fields = [HeaderField("time", *m.span()) for m in marks if not taken.hold(m.start())]
    first = _FIRST_TIME.match(text, start)
    bare = [] if first is None else [first]
    bare += _BARE_TIME.finditer(text, start)
    bare = [mark for mark in bare if not taken.hold(mark.start("time"))]
    seconds = [_seconds(mark["time"]) for mark in bare]
    # Clocks are words of the speech ("10:30 we met"); marks of a recording come often and rise.
    if len(bare) > 1 and seconds == sorted(seconds):
        fields += [HeaderField("time", *mark.span("time")) for mark in bare]
    return fields


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
