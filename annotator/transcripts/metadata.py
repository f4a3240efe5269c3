"""What does a transcript say about itself at its top? Title, by-line, dates, note, and where.

The header reaches from the first line to the last line that is beyond doubt part of one (a
date, a by-line, "Last updated", "(As delivered)", "Participants: ..."). Lines of speech end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.transcript import HeaderField, Metadata
from annotator.transcripts.dates import DateQuestion, FoundDate, dates_in, time_in
from annotator.transcripts.names import Person, is_name_word, person_in
from annotator.transcripts.titles import kind_in, reads_like_title

if TYPE_CHECKING:
    from annotator.transcripts.label_styles import Label

_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_MOST_LINES = 30
_LONGEST_SHORT = 160
_LONGEST_BYLINE = 300
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or)\s+(?:the\s+|der\s+|le\s+|la\s+|el\s+)?(?=[^\W\d_])"
)
_UPDATED = re.compile(r"(?:last\s+)?updated\b\s*(?:on\b)?\s*[:：]?", re.IGNORECASE)
_NOTE = re.compile(
    r"[(\[]?\s*(?:as\s+(?:delivered|prepared|given|spoken|released)|check\s+against\s+deliver"
    r"|es\s+gilt\s+das\s+gesprochene\s+wort|seul\s+le\s+prononcé|cotejar\s+con|fa\s+fede\s+il"
    r"|sprawdzić\s+z|(?:inoffizielle|vorläufige)\s+(?:abschrift|übersetzung)"
    r"|(?:unofficial|rush|edited)\s+transcript|(?:un|non[- ]?)official\s+translation"
    r"|transcript\s+as)[^\n]{0,60}$",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?P<key>[^\W\d_][^:：\n]{1,25}?)\s*[:：]\s*(?P<value>[^\n]*)")
_KEYS = {
    "title": "title", "titel": "title", "titre": "title", "título": "title", "headline": "title",
    "date": "date", "datum": "date", "fecha": "date", "data": "date",
    "дата": "date", "日期": "date",
    "place": "place", "location": "place", "venue": "place", "ort": "place", "lieu": "place",
    "lugar": "place", "地點": "place", "地点": "place",
    "source": "source", "quelle": "source", "fuente": "source", "url": "source",
    "byline": "byline", "language": "language",
    "participants": "furniture", "participantes": "furniture", "teilnehmer": "furniture",
    "speakers": "furniture", "panelists": "furniture", "panellists": "furniture",
    "subject": "furniture", "length": "furniture", "section": "furniture", "load-date": "furniture",
    "time": "furniture", "note": "note", "место": "place", "місце": "place", "luogo": "place",
    "miejsce": "place", "джерело": "source", "источник": "source", "fonte": "source",
    "źródło": "source", "sprache": "language", "langue": "language", "idioma": "language",
}  # fmt: skip
_PEOPLE_KEYS = frozenset(
    {"moderator", "moderators", "host", "hosts", "president", "chair", "chairman", "chairperson"}
)
_FURNITURE = re.compile(
    r"[\W_]+$|for\s+immediate\s+release|office\s+of\s+the\b|embargoed|press\s+release$"
    r"|\d{1,2}[:.]\d{2}\s*(?:[ap]\.?\s?m\.?)?(?:\s+[A-Z]{2,4})?$"
    r"|(?:the\s+)?following\s+is\b|this\s+is\s+a\s+(?:rush\s+)?transcript|\[?moderated\s+by\b",
    re.IGNORECASE,
)
_BULLETS = " \t\u00a0•·*|–—-,;"
_PLACE = re.compile(r"(?P<place>[^\W\d_][^,\d]{1,40}),$")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?:\s*[ap]\.?\s?m\.?)?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|dien|donners|frei|sams|sonn)tag\b"
    r"|\bmittwoch\b|\b(?:lun|mar|mercre|jeu|vendre|same)di\b|\bdimanche\b|\b(?:on|the)\b|\bden\b|\ble\b"
    r"|\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|domenica|sabato)\b"
    r"|\b(?:luned|marted|mercoled|gioved|venerd)ì|\b(?:segunda|terça|quarta|quinta|sexta)-feira\b"
    r"|\b(?:poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela)\b|\br(?:oku)?\b"
    r"|\b(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|года?|г|року|р)\b"
    r"|\b(?:понеділок|вівторок|середа|четвер|п['’]ятниця|субота|неділя)\b"
    r"|[（(]?(?:星期|[周週])[一二三四五六日天][）)]?|\bel\b|\bdel\b|\bdne\b|\bdnia\b|\buhr\b",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:GMT|UTC|CET|CEST|EST|EDT|PST|PDT|BST|[ap]\.?m\.?)(?![^\W_])", re.IGNORECASE
)
_SENTENCE_END = (".", "!", "…", "。", '."', ".”", "!”", '?"', "?”")
_STRONG = frozenset({"byline", "date", "last_updated", "note", "pair"})


class TopLine(Struct, frozen=True):
    """One line near the top, what it is, and the fields of `Metadata` it fills."""

    kind: str
    """byline, date, last_updated, note, pair, furniture, short (a title, perhaps) or body"""
    start: int = 0
    end: int = 0
    values: tuple[tuple[str, str], ...] = ()
    question: DateQuestion | None = None


class Header(Struct, frozen=True):
    """What the top of a text says, where, and what deserves a look."""

    metadata: Metadata
    fields: tuple[HeaderField, ...] = ()
    questions: tuple[DateQuestion, ...] = ()


def top_lines(text: str, labels: Sequence[Label]) -> list[TopLine]:
    """The lines of the header, up to the last that is beyond doubt part of one.

    `labels` are all places with the shape of a speaker label; the first of them that is not
    itself a line of the header ends the search.
    """
    label_starts = {label.start: label.text for label in labels}
    texts = [label.text for label in labels]
    lines: list[TopLine] = []
    for line in _read_lines(text, 0, len(text)):
        label = label_starts.get(line.start)
        is_turn = label is not None and line.kind not in _STRONG
        if line.kind == "body" or len(lines) == _MOST_LINES:
            break
        # A first line with a colon may be a title, unless its label comes again.
        if is_turn and (lines or texts.count(label or "") > 1):
            break
        lines.append(line)
    last = max((i for i, line in enumerate(lines) if line.kind in _STRONG), default=-1)
    if last < 0:
        return lines[:1] if lines and _stands_as_title(text, lines[0]) else []
    while last + 1 < len(lines) and _is_ornament(text, lines[last + 1]):
        last += 1
    return lines[: last + 1]


def lines_before_speech(text: str, start: int, first_label: int) -> tuple[list[TopLine], int]:
    """The lines between header and first label, and where speech without a label begins.

    Short lines there are furniture (or the title, where there was none); from the first line
    that reads like a sentence on it is speech. Without such a line the second result is
    `first_label`.
    """
    lines: list[TopLine] = []
    for line in _read_lines(text, start, first_label):
        if line.kind == "body":
            return lines, line.start
        lines.append(line)
    return lines, first_label


def header_of(lines: Sequence[TopLine], text: str) -> Header:
    """Metadata and the places of its fields, from the lines of a header."""
    values: dict[str, str] = {}
    fields: list[HeaderField] = []
    for line in lines:
        kind = "furniture" if line.kind in {"pair", "short"} else line.kind
        if line.kind == "short" and "title" not in values:
            kind = "title"
            values["title"] = text[line.start : line.end].strip("#*_ ")
            values.setdefault("kind", kind_in(values["title"]))
        elif line.kind == "short" and "byline" not in values and _names_office(text, line):
            kind = "byline"
            values["byline"] = text[line.start : line.end].strip("#*_ ")
        for name, value in line.values:
            if line.kind != "short" or kind == "title":
                values.setdefault(name, value)
        fields.append(HeaderField(kind, line.start, line.end))
    questions = tuple(line.question for line in lines if line.question is not None)
    return Header(Metadata().with_fields(values), tuple(fields), questions)


def speaker_in_byline(byline: str) -> Person | None:
    """The only person a by-line names, or None where it names none or several."""
    found = _BYLINE.match(byline)
    names = byline[found.end() :] if found is not None else byline
    if not names or re.search(r"\b(?:with|and|und|et|y|mit|avec)\b|[;&]", names):
        return None
    return _person_ahead(names) or person_in(names)


def _names_office(text: str, line: TopLine) -> bool:
    """Whether a short line below the title begins with an office and a name: a by-line."""
    words = text[line.start : line.end].strip("#*_ ")
    return not any(map(str.isdigit, words)) and _person_ahead(words) is not None


def _person_ahead(words: str) -> Person | None:
    """The office and the name that `words` begin with, whatever follows them."""
    every = words.split()
    for end in range(len(every), 2, -1):
        if every[end - 1][:1].isupper():
            person = person_in(" ".join(every[:end]))
            name = person.name.split()
            if person.role and len(name) > 1 and all(word[:1].isupper() for word in name):
                return person
    return None


def _stands_as_title(text: str, line: TopLine) -> bool:
    """Whether a first line stands apart and has the words of a title, or a date."""
    apart = text[line.end : line.end + 40].lstrip(" \t\u00a0").startswith("\n\n")
    if line.kind != "short" or not apart:
        return False
    return bool(line.values) or reads_like_title(text[line.start : line.end])


def _is_ornament(text: str, line: TopLine) -> bool:
    """Whether a line holds neither letter nor digit, as the "• |" on some web pages."""
    return not any(c.isalnum() for c in text[line.start : line.end])


def _read_lines(text: str, start: int, end: int) -> Iterator[TopLine]:
    """The lines in a stretch of text, one by one, each with what it is by its own words."""
    for found in _LINE.finditer(text, start, end):
        words = found[0] if found.end() - found.start() <= _LONGEST_BYLINE else ""
        yield replace(_kind_of(words), start=found.start(), end=found.end())


def _kind_of(words: str) -> TopLine:
    """What one line is; an empty string stands for a line too long for a header."""
    if not words:
        return TopLine("body")
    bare = words.strip(_BULLETS)
    if _is_byline(bare):
        return TopLine("byline", values=(("byline", bare),))
    if len(words) > _LONGEST_SHORT:
        return TopLine("body")
    if not bare or _FURNITURE.match(bare):
        return TopLine("furniture")
    if _NOTE.match(bare):
        return TopLine("note", values=(("note", bare),))
    return _updated(bare) or _dated(bare) or _pair(bare) or _short(words)


def _is_byline(bare: str) -> bool:
    found = _BYLINE.match(bare)
    if found is None or bare.endswith(_SENTENCE_END):
        return False
    words = bare[found.end() :].split()
    return words[0][:1].isupper() and 2 * sum(w[:1].isupper() for w in words) >= len(words)


def _updated(bare: str) -> TopLine | None:
    found = _UPDATED.match(bare)
    date = next(dates_in(bare[found.end() :]), None) if found is not None else None
    if found is None or date is None:
        return None
    time = time_in(bare[found.end() + date.end :])
    value = f"{date.iso}T{time}" if time else date.iso
    return TopLine(
        "last_updated",
        values=(("last_updated", value),),
        question=_question(date, bare, "last_updated"),
    )


def _dated(bare: str) -> TopLine | None:
    """A line that holds a date and nothing else but a weekday, a time, a place before it."""
    found = list(dates_in(bare))
    if not found:
        return None
    rest = bare
    for date in reversed(found):
        rest = rest[: date.start] + rest[date.end :]
    for noise in (_WEEKDAY, _ZONE, _CLOCK):
        rest = noise.sub("", rest)
    place = _PLACE.match(rest.strip(" .-–"))
    values = [("date", found[0].iso)]
    if place is not None and all(map(is_name_word, place["place"].split())):
        values.append(("place", place["place"].strip()))
    elif rest.strip(_BULLETS + ".()at "):
        return None
    return TopLine("date", values=tuple(values), question=_question(found[0], bare))


def _pair(bare: str) -> TopLine | None:
    """A line such as "PARTICIPANTS: NIXON, KENNEDY" or "Venue: Brussels"."""
    found = _PAIR.fullmatch(bare)
    if found is None:
        return None
    key, value = found["key"].casefold(), found["value"].strip()
    if key in _PEOPLE_KEYS:
        names = value.split()
        listed = len(names) > 1 and all(map(is_name_word, names))
        return TopLine("pair") if listed and not value.endswith(_SENTENCE_END) else None
    field = _KEYS.get(key)
    if field is None:
        return None
    if field == "date":
        date = next(dates_in(value), None)
        if date is None:
            return TopLine("pair")
        return TopLine("date", values=(("date", date.iso),), question=_question(date, value))
    return TopLine("pair", values=((field, value),) if field != "furniture" and value else ())


def _short(words: str) -> TopLine:
    """A line that may be a title, or one of speech."""
    if words[0] in "([" and words[-1] in ")]":
        return TopLine("furniture")
    if words.endswith((*_SENTENCE_END, ",")) or words[0].islower():
        return TopLine("body")
    date = next(dates_in(words), None)
    full = date is not None and (len(date.iso) == len("2023-11-28") or date.ambiguous)
    if date is None or not full:
        return TopLine("short")
    question = _question(date, words)
    return TopLine("short", values=(("date", date.iso),), question=question)


def _question(
    date: FoundDate, words: str, field: Literal["date", "last_updated"] = "date"
) -> DateQuestion | None:
    if not date.ambiguous:
        return None
    return DateQuestion(words[date.start : date.end], date.readings, "text", field)
