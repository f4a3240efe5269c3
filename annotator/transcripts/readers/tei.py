"""Who says what in this TEI document? ParlaMint, Parla-CLARIN, and plays with speeches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from annotator.errors import FileProblem
from annotator.model.transcript import Metadata, Source, Transcript
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.names import Person
from annotator.transcripts.readers import xml_files
from annotator.transcripts.readers.speeches import Aside, Speech, transcript_from
from annotator.transcripts.readers.xml_files import attribute, bare, every, one_line, words_of

_SPEECHES = frozenset({"u", "sp"})
_PARAGRAPHS = frozenset({"seg", "p", "l", "ab"})
_TOKENS = frozenset({"w", "pc"})
_ASIDES = frozenset(
    {
        "note", "vocal", "kinesic", "incident", "gap", "pause", "stage", "head", "desc",
        "opener", "closer", "dateline", "salute", "trailer",
    }
)  # fmt: skip
_NO_WORDS = frozenset({"pb", "lb", "cb", "milestone", "anchor", "linkGrp", "spanGrp", "link"})
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def read(data: bytes, name: str, _asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcripts in a TEI document: one, or one for each part of a corpus."""
    root = xml_files.parsed(data, name)
    source = Source(name, sha256(data).hexdigest(), "utf-8")
    documents = [one for one in root if bare(one.tag) == "TEI"] or [root]
    people = _people(root)
    if bare(root.tag) == "teiCorpus" and documents == [root]:
        raise FileProblem(
            f"“{name}” is the list of a TEI corpus and holds no speeches itself.",
            "Import the files it lists.",
        )
    for number, document in enumerate(documents, start=1):
        place = f"document {number}" if len(documents) > 1 else ""
        yield Draft(told=_transcript(document, people, source), place=place)


class _Speaking(Struct):
    """A speech under way."""

    label: str
    person: Person | None
    paragraphs: list[str | Aside] = field(default_factory=list)


def _transcript(document: Element, people: dict[str, Person], source: Source) -> Transcript:
    body = next((one for one in document if bare(one.tag) == "text"), None)
    parts = [] if body is None else list(_Walk(people).parts(body))
    return transcript_from(parts, metadata=_metadata(document), source=source)


class _Walk:
    """One pass through a text, from speech to speech."""

    def __init__(self, people: dict[str, Person]) -> None:
        self._people = people
        self._label = ""

    def parts(self, holder: Element) -> Iterator[Speech | Aside]:
        for child in holder:
            name = bare(child.tag)
            if name in _SPEECHES:
                yield self._speech(child)
            elif name in _ASIDES:
                yield from self._aside(child)
            elif name in _PARAGRAPHS and not _holds_speech(child):
                words = _spoken(child)
                if words:
                    yield Speech("", [words])
            elif name and name not in _NO_WORDS:
                yield from self.parts(child)

    def _aside(self, element: Element) -> Iterator[Aside]:
        words = words_of(element)
        if attribute(element, "type") == "speaker":
            if self._label:
                yield Aside(self._label)
            self._label = words
        elif words:
            yield Aside(words, "title" if bare(element.tag) == "title" else "furniture")

    def _speech(self, element: Element) -> Speech:
        label, self._label = self._label, ""
        who = attribute(element, "who").split(" ")[0].rpartition("#")[2]
        person = self._people.get(who)
        if not label:
            speaker = next((one for one in element if bare(one.tag) == "speaker"), None)
            label = words_of(speaker) or (person.name if person is not None else _name_from(who))
        if person is None and who:
            person = Person(_name_from(who), "")
        return Speech(label, _paragraphs(element), person)


def _holds_speech(element: Element) -> bool:
    return any(bare(one.tag) in _SPEECHES for one in element.iter())


def _paragraphs(speech: Element) -> list[str | Aside]:
    """The paragraphs of a speech, with what was noted between and inside of them."""
    if not any(bare(child.tag) in _PARAGRAPHS | {"note", "div"} for child in speech):
        return [_spoken(speech)]
    found: list[str | Aside] = []
    if speech.text and speech.text.strip():
        found.append(speech.text)
    for child in speech:
        name = bare(child.tag)
        if name in _ASIDES:
            found.append(Aside(words_of(child)))
        elif name == "div":
            found += _paragraphs(child)
        elif name not in {"speaker", *_NO_WORDS}:
            found += _with_notes(child)
        if child.tail and child.tail.strip():
            found.append(child.tail)
    return found


def _with_notes(paragraph: Element) -> Iterator[str | Aside]:
    """The words of a paragraph; notes that stand in it on their own follow it."""
    yield _spoken(paragraph)
    for note in paragraph.iter():
        if bare(note.tag) in _ASIDES and words_of(note):
            yield Aside(words_of(note))


def _spoken(element: Element) -> str:
    """What is said in an element, without notes; words that stand one by one are spaced."""
    pieces: list[str] = []
    _collect(element, pieces)
    return one_line("".join(pieces))


def _collect(element: Element, pieces: list[str]) -> None:
    tokens = any(bare(child.tag) in _TOKENS for child in element)
    if element.text and not (tokens and not element.text.strip()):
        pieces.append(element.text)
    for child in element:
        name = bare(child.tag)
        if name in _TOKENS:
            pieces.append("".join(child.itertext()).strip())
            pieces.append("" if attribute(child, "join") in {"right", "both"} else " ")
        elif name == "lb":
            pieces.append(" ")
        elif name and name not in _ASIDES | _NO_WORDS and name != "speaker":
            _collect(child, pieces)
            pieces.append(" " if name == "s" else "")
        if child.tail and not (tokens and not child.tail.strip()):
            pieces.append(child.tail)


def _people(root: Element) -> dict[str, Person]:
    """Everybody the header lists, by their id."""
    found: dict[str, Person] = {}
    for person in every(root, "person"):
        name = next(every(person, "persName"), None)
        if name is None:
            continue
        parts = {kind: " ".join(words_of(one) for one in every(name, kind)) for kind in _NAME_PARTS}
        written = " ".join(words for words in parts.values() if words) or words_of(name)
        role = words_of(next(every(person, "roleName"), None))
        found[attribute(person, "id")] = Person(written, role)
    return found


_NAME_PARTS = ("forename", "nameLink", "surname")


def _name_from(who: str) -> str:
    """A name for an id that nobody explains: "KužnikRafael" as "Kužnik Rafael"."""
    spaced = re.sub(r"(?<=[^\W\d_])(?=[A-ZÀ-ÞĀ-Ž])(?<![A-ZÀ-Þ])", " ", who)
    return re.sub(r"[_.]+", " ", spaced).strip() or who


def _metadata(document: Element) -> Metadata:
    header = next((one for one in document if bare(one.tag) == "teiHeader"), None)
    language = attribute(document, "lang")
    if header is None:
        return Metadata(language=language)
    statement = next(every(header, "titleStmt"), header)
    return Metadata(
        title=_title(statement, language),
        date=_date(header),
        place=words_of(next(every(next(every(header, "setting"), header), "settlement"), None)),
        source=words_of(next(every(statement, "publisher"), None)),
        language=language,
    )


def _title(statement: Element, language: str) -> str:
    """The sub-title where there is one, because the main title names the whole corpus."""
    titles = [one for one in statement if bare(one.tag) == "title"]
    own = [one for one in titles if attribute(one, "lang") in {"", language}] or titles
    subs = [one for one in own if attribute(one, "type") == "sub"]
    return words_of(next(iter(subs or own), None))


def _date(header: Element) -> str:
    for name in ("bibl", "biblStruct", "setting", "sourceDesc"):
        for holder in every(header, name):
            for date in every(holder, "date"):
                found = _DAY.match(attribute(date, "when") or attribute(date, "from"))
                if found is not None:
                    return found[0]
    return ""
