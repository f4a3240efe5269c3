"""Where do sentences, paragraphs and turns begin and end? Own rules, without loss, in one pass."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import HeaderField, Turn, Units
from annotator.transcripts.abbreviations import Abbreviations, abbreviations_for

SENTENCE_RULE = "own sentence rule"
PARAGRAPH_RULE = "line feeds"
TURN_RULE = "speaker labels"
VERSION = "3"
"""Goes up whenever a rule or a list changes so that some text is cut differently."""

_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
# Runs are possessive and what follows is looked at in Python: a long row of dots stays linear.
# The first mark stands before both branches, so that the search skips from mark to mark.
_WIDE = "。！？｡．"
_MARKS = ".!?…؟۔।॥‼⁇⁈⁉։።"
_STOP = re.compile(
    rf"[{_WIDE}{_MARKS}](?:(?<=[{_WIDE}])(?P<wide>[{_WIDE}]*+)[」』）】〉》”’\"')\]]*+"
    rf"|(?P<stop>[{_MARKS}]*+)(?:\[\d{{1,3}}\])?+[\"'”’“‘»«›‹)\]}}]*+(?:[\u00a0\u202f ]»)?+)"
)
# Stops that are more than a full stop and a blank, or than the point in "5.6" and "U.S".
_ODD_POINT = re.compile(r"\.(?![ \w,;:-])")
_FOREIGN_STOP = re.compile(rf"[{_WIDE}{_MARKS[3:]}]")
_BEFORE = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*\.?$")
_LONGEST_ABBREVIATION = 20
Bounds = tuple[int, int]
"""Where a unit starts and ends: a span, without the cost of one."""

_CLOSING = frozenset('.!?…。！？”»"')
_GOING_ON = frozenset(".…,;:")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}$")
_NEXT = re.compile(r"\s*+[\"'“”‘’«»‹›„‚([{¿¡–—•*-]*+\s?+([^\s.,;:!?…\"”)»\]]*+)")


def sentences(text: str, span: Span, *, language: str = "en") -> list[Span]:
    """The sentences inside `span`, in order and without the white space around them.

    A line feed always ends a sentence. Nothing but white space lies between two sentences.
    An unknown or empty `language` uses the abbreviations of all languages.
    """
    rule = abbreviations_for(language)
    found: list[Bounds] = []
    for line in _LINE.finditer(text, span.start, span.end):
        _add_sentences(found, text, *line.span(), rule)
    return [Span(*bounds) for bounds in found]


def paragraphs(text: str, span: Span) -> list[Span]:
    """The lines inside `span` that hold more than white space, without the space around them."""
    return [Span(*found.span()) for found in _LINE.finditer(text, span.start, span.end)]


def cut(
    text: str,
    turns: Sequence[Turn],
    *,
    language: str = "",
    silent: Sequence[HeaderField] = (),
) -> tuple[Units, ...]:
    """The units of every level, in the order sentence, paragraph, turn; all inside turns.

    `silent` are places in rising order that nobody speaks: labels, stage directions, headings.
    No unit begins or ends with one. Between two sentences they belong to none; inside a sentence
    or a paragraph they stay, because a unit is one stretch.
    """
    rule = abbreviations_for(language)
    pieces: list[Bounds] = []
    blocks: list[Bounds] = []
    wholes: list[Bounds] = []
    at = 0
    for turn in turns:
        first = len(blocks)
        for line in _LINE.finditer(text, turn.text_start, turn.end):
            start, end = line.span()
            while at < len(silent) and silent[at].end <= start:
                at += 1
            if at < len(silent) and silent[at].start < end:
                spoken = _spoken(text, start, end, silent, at)
            else:
                spoken = [(start, end)]
            if spoken:
                blocks.append((spoken[0][0], spoken[-1][1]))
            for part in spoken:
                _add_sentences(pieces, text, *part, rule)
        if len(blocks) > first:
            wholes.append((blocks[first][0], blocks[-1][1]))
    return (
        Units("sentence", SpanRow.between(pieces), SENTENCE_RULE, VERSION),
        Units("paragraph", SpanRow.between(blocks), PARAGRAPH_RULE, VERSION),
        Units("turn", SpanRow.between(wholes), TURN_RULE, VERSION),
    )


def _spoken(
    text: str, start: int, end: int, silent: Sequence[HeaderField], at: int
) -> list[Bounds]:
    """What is spoken of a paragraph: it is cut where a silent place stands between sentences."""
    parts: list[Bounds] = []
    while at < len(silent) and silent[at].start < end and start < end:
        place = silent[at]
        spoken = max(start, min(_back(text, start, place.start), end))
        after = _forward(text, place.end, end)
        apart = spoken == start or after == end or text[spoken - 1] in _CLOSING
        if apart or _STOP.search(text, place.start, place.end):
            if start < spoken:
                parts.append((start, spoken))
            start = after
        at += 1
    if start < end:
        parts.append((start, end))
    return parts


def _back(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _forward(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return min(at, end)


def _add_sentences(
    found: list[Bounds], text: str, start: int, last: int, rule: Abbreviations
) -> None:
    """Add the sentences of one line that begins and ends with something else than white space."""
    line = text[start:last]
    # Counting is soonest done: in most lines a blank stands behind every point but the last.
    odd = line.count(".") - line.count(". ") - (line[-1] == ".")
    if (
        "!" in line
        or "?" in line
        or (odd and _ODD_POINT.search(line, 0, last - start - 1))
        or not (line.isascii() or _FOREIGN_STOP.search(line) is None)
    ):
        _add_at_any_stop(found, text, start, last, rule)
    else:
        _add_at_full_stops(found, text, start, line, rule)


def _add_at_full_stops(
    found: list[Bounds], text: str, start: int, line: str, rule: Abbreviations
) -> None:
    """Add the sentences of a line that no mark but a full stop and a blank can end.

    An answer in a hurry, for most lines: it says what `_add_at_any_stop` says. A word of letters
    that is no abbreviation, before a capital, ends a sentence beyond doubt.
    """
    at, last, listed = start, start + len(line), rule.listed
    for piece in line.split(". ")[:-1]:
        stop = at + len(piece)
        at = stop + 2
        word = piece[piece.rfind(" ") + 1 :]
        sure = (word.isalpha() and len(word) > 1 and word not in listed) or _is_number(word)
        if sure and text[at].isupper():
            found.append((start, stop + 1))
            start = at
        elif stop > start:
            mark = _STOP.match(text, stop)
            end = last if mark is None else mark.end()
            if mark and end < last and text[end].isspace() and _ends(text, start, mark, rule):
                found.append((start, end))
                start = _forward(text, end, last)
    found.append((start, last))


def _is_number(word: str) -> bool:
    """Whether a word is a number and no ordinal: 2023 and 5.6, not 12."""
    long = len(word) > 3 or "." in word
    return long and word[-1].isdigit() and word.replace(".", "").isdigit()


def _add_at_any_stop(
    found: list[Bounds], text: str, start: int, last: int, rule: Abbreviations
) -> None:
    for stop in _STOP.finditer(text, start, last):
        begin, end = stop.span()
        if end >= last:
            break
        if begin == start:
            continue  # "... and so on" after an interruption
        plain = end == begin + 1 and text[end] == " " and text[end + 1].isupper()
        if not (plain and _ends_plainly(text, start, begin, rule)) and (
            stop["wide"] is None and not (text[end].isspace() and _ends(text, start, stop, rule))
        ):
            continue
        found.append((start, end))
        start = end
        while text[start].isspace():
            start += 1
    found.append((start, last))


def _ends_plainly(text: str, start: int, stop: int, rule: Abbreviations) -> bool:
    """Whether one mark before a blank and a capital ends a sentence beyond doubt, as most do.

    What it affirms, `_ends` affirms as well.
    """
    mark = text[stop]
    if mark != ".":
        return mark in "!?"
    near = max(start, stop - _LONGEST_ABBREVIATION)
    word = text[max(text.rfind(" ", near, stop) + 1, near) : stop]
    return len(word) > 1 and word.isalpha() and word not in rule.listed


def _ends(text: str, start: int, stop: re.Match[str], rule: Abbreviations) -> bool:
    """Whether a stop with white space after it ends the sentence that began at `start`."""
    end = stop.end()
    following = _NEXT.match(text, end)
    word = following[1] if following is not None else ""
    if not word:
        going_on = text[following.end() : following.end() + 1] if following is not None else ""
        return not going_on or going_on not in _GOING_ON
    marks = text[stop.start() : stop.end("stop")]
    closed = end > stop.end("stop")
    if word[0].islower() and (closed or marks[-1] == "…" or "..." in marks or marks == ".."):
        return False
    if marks != "." or closed:
        return True
    dotted = following is not None and text[following.end() : following.end() + 1] == "."
    if dotted and len(word) == 1 and _letter_ahead(text, start, stop.start()).islower():
        return False  # the first of "z. B." and "u. a."
    return not _abbreviated(text, start, stop.start(), word, rule)


def _abbreviated(text: str, start: int, dot: int, following: str, rule: Abbreviations) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation, an initial or an ordinal."""
    near = max(start, dot - _LONGEST_ABBREVIATION)
    at = max(text.rfind(" ", near, dot) + 1, near)
    if not text[at:dot].isalpha():
        before = _BEFORE.search(text, near, dot)
        if before is None:
            # "Well . . . maybe": a full stop that stands alone goes with a capital only.
            return following[0].islower()
        at = before.start()
    token = text[at:dot]
    first = at == start
    if token.isdigit():
        return _is_ordinal(token, following, rule, first=first)
    if token in rule.before_small:
        return following[0].islower()
    if len(token) == 1 and _letter_ahead(text, start, at - 2).islower() and text[at - 2] == ".":
        return not _starts(following, rule)  # the last of "z. B." and "u. a."
    if token in rule.titles:
        return True
    if token in rule.soft or _DOTTED.match(token):
        return following[0].islower() or following[0].isdigit() or not _starts(following, rule)
    if token in rule.before_number:
        return following[0].isdigit() or (first and following[0].islower())
    return len(token) == 1 and _is_initial(text, at, start, following, rule)


def _letter_ahead(text: str, start: int, dot: int) -> str:
    """The one letter that stands alone before a full stop, or nothing."""
    if dot <= start or not text[dot - 1].isalpha():
        return ""
    return text[dot - 1] if dot - 1 == start or not text[dot - 2].isalnum() else ""


def _is_ordinal(token: str, following: str, rule: Abbreviations, *, first: bool) -> bool:
    """Whether "3." is the number of a paragraph, or a German third."""
    return len(token) <= 3 and (first or following in rule.after_ordinal)


def _is_initial(text: str, at: int, start: int, following: str, rule: Abbreviations) -> bool:
    """Whether one letter is the initial of a name and not the end of "and so do I."."""
    if not text[at].isupper() or following[0].isdigit():
        return False
    if text[at] == "I" and text[max(start, at - 2) : at - 1].islower():
        return False
    return not _starts(following, rule)


def _starts(following: str, rule: Abbreviations) -> bool:
    """Whether a word begins sentences and hardly ever names."""
    word = following.replace("’", "'")
    return word in rule.starters or word.split("'")[0] in rule.starters
