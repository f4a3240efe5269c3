"""Who says what in this Akoma Ntoso debate? Speeches, questions and answers of a parliament."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from xml.etree.ElementTree import Element

from annotator.model.transcript import Metadata, Source
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.names import Person, person_in
from annotator.transcripts.readers import xml_files
from annotator.transcripts.readers.speeches import Aside, Speech, transcript_from
from annotator.transcripts.readers.xml_files import attribute, bare, every, one_line, words_of

_SPEECHES = frozenset({"speech", "question", "answer", "speechGroup"})
_ASIDES = frozenset(
    {
        "heading", "subheading", "num", "scene", "narrative", "summary", "docTitle",
        "recordedTime", "vote", "rollCall", "docDate", "docNumber", "adjournment",
    }
)  # fmt: skip
_PARAGRAPHS = frozenset({"p", "block", "li", "item", "other", "blockContainer", "from"})
_META = frozenset({"meta", "from"})
_NO_DAY = re.compile(r"(?:3000|9999|0001|1000|1900)-01-01")
_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")


def read(data: bytes, name: str, _asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in an Akoma Ntoso document."""
    root = xml_files.parsed(data, name)
    source = Source(name, sha256(data).hexdigest(), "utf-8")
    people = {
        attribute(one, "eId") or attribute(one, "id"): attribute(one, "showAs")
        for one in every(root, "TLCPerson", "TLCRole")
    }
    parts = [part for one in root for part in _parts(one, people)]
    yield Draft(told=transcript_from(parts, metadata=_metadata(root), source=source))


def _parts(holder: Element, people: dict[str, str]) -> Iterator[Speech | Aside]:
    name = bare(holder.tag)
    if name in _SPEECHES and (holder.get("by") or _from_of(holder) is not None):
        yield _speech(holder, people)
        return
    if name in _ASIDES:
        yield Aside(words_of(holder))
        return
    if name in _PARAGRAPHS and not any(bare(one.tag) in _SPEECHES for one in holder.iter()):
        words = words_of(holder)
        if words:
            yield Speech("", [words])
        return
    if name and name != "meta":
        for child in holder:
            yield from _parts(child, people)


def _speech(speech: Element, people: dict[str, str]) -> Speech:
    by = people.get(speech.get("by", "").removeprefix("#"), "")
    role = people.get(speech.get("as", "").removeprefix("#"), "")
    label = words_of(_from_of(speech)) or by or speech.get("by", "").rpartition("#")[2]
    read_off = person_in(one_line(label).rstrip(":："))
    person = Person(by or read_off.name, role or read_off.role)
    return Speech(label, list(_paragraphs(speech)), person)


def _from_of(speech: Element) -> Element | None:
    return next((one for one in speech if bare(one.tag) == "from"), None)


def _paragraphs(holder: Element) -> Iterator[str | Aside]:
    """The paragraphs of a speech; what nobody says is told apart."""
    inner = [one for one in holder if bare(one.tag) and bare(one.tag) not in _META]
    if not inner:
        yield words_of(holder) if bare(holder.tag) != "speech" else (holder.text or "")
        return
    for child in inner:
        name = bare(child.tag)
        if name in _ASIDES:
            yield Aside(words_of(child))
        elif any(bare(one.tag) in _PARAGRAPHS for one in child):
            yield from _paragraphs(child)
        else:
            yield words_of(child)


def _metadata(root: Element) -> Metadata:
    work = next(every(root, "FRBRWork"), root)
    expression = next(every(root, "FRBRExpression"), root)
    language = next(every(expression, "FRBRlanguage"), None)
    alias = next(every(work, "FRBRalias"), None)
    title = words_of(next(every(root, "docTitle"), None))
    return Metadata(
        title=title or ("" if alias is None else attribute(alias, "value")) or _heading(root),
        date=_date(root, work),
        language="" if language is None else attribute(language, "language"),
    )


def _heading(root: Element) -> str:
    return words_of(next(every(root, "heading"), None))


def _date(root: Element, work: Element) -> str:
    """The day of the debate: from the address of the work, because dates are often left at 3000."""
    for one in every(work, "FRBRuri", "FRBRthis"):
        found = _DAY.search(attribute(one, "value"))
        if found is not None and not _NO_DAY.match(found[0]):
            return found[0]
    dates = [*every(work, "FRBRdate"), *every(root, "docDate")]
    for one in dates:
        found = _DAY.match(attribute(one, "date"))
        if found is not None and not _NO_DAY.match(found[0]):
            return found[0]
    return ""
