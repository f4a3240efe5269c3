"""How does a codebook travel as REFI-QDA (.qdc), the format that other programs read and write?

The schema is `urn:QDA-XML:codebook:1.0` of the REFI-QDA standard 1.5. Written files are valid
against it; read files need not be: empty containers, other spellings of the namespace, braces
around ids, colours of eight digits and a byte order mark are what programs really write.

A REFI code has one description. Ours has several parts, which are written under headings that
this module finds again when it reads the file back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import FileProblem, UserError
from annotator.model.code_ids import key_of, made_id
from annotator.model.code_keys import KeyRing
from annotator.model.code_notation import (
    read_fields,
    read_rules,
    written_fields,
    written_rules,
)
from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator.model.versions import own_rules
from annotator.transcripts.readers.xml_files import attribute, bare, parsed

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Transcript Annotator"

_MOST_BYTES = 64 * 1024 * 1024
_PARTS = {
    "Full definition": "full",
    "Use when": "use_when",
    "Don't use when": "dont_use_when",
    "Example": "example",
    "Counter-example": "counter_example",
    "Memo": "memo",
}
"""Heading in a description to field of a code; what stands before them is the brief definition."""
_MORE = {"Fields": "fields", "Rules": "rules"}
"""The same for what the standard does not know at all; looked for in our own files only."""
_HEADINGS = "|".join(map(re.escape, (*_PARTS, *_MORE)))
_HEADING = re.compile(rf"^({'|'.join(map(re.escape, _PARTS))}):[ ]?", re.MULTILINE)
_OWN_HEADING = re.compile(rf"^({_HEADINGS}):[ ]?", re.MULTILINE)
_LAST_LINE = re.compile(
    r"^\[(?:Number: (-?\d{1,18}); )?(?:Key: (.{1,2}); )?Id: (.+)\]\s*\Z", re.MULTILINE
)
"""The last line of a description: what the standard has no place for."""
_LIKE_OURS = re.compile(rf"^( *)(?=(?:{_HEADINGS}):|\[(?:Number|Key|Id): )", re.MULTILINE)
"""Lines of a text that look like our headings; they are moved in by one blank, and back."""
_COLOR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class RefiCodebook(Struct, frozen=True):
    """The codes of a .qdc, groups before their codes, and what was changed or left out."""

    drafts: tuple[CodeDraft, ...]
    notes: tuple[str, ...]
    origin: str
    """The program that wrote the file, as it names itself."""
    own_ids: frozenset[str] = frozenset()
    """The ids that the file gives; all others were made from names."""


def read_qdc(path: Path | str) -> RefiCodebook:
    """The codes of a REFI-QDA codebook.

    A code that others stand in and that can be applied itself becomes a group with the code as
    the first in it. Raises `FileProblem` for what cannot be read or is no codebook.
    """
    path = Path(path)
    root = parsed(_bytes(path), path.name)
    if bare(root.tag) != "CodeBook":
        raise FileProblem(
            f"{path.name} is not a REFI-QDA codebook.",
            "Export the codebook (.qdc), not the whole project, from the other program.",
            f"root element {bare(root.tag)[:40]}",
        )
    reading = _Reading()
    for codes in _named(root, "Codes"):
        for element in _named(codes, "Code"):
            reading.take(element, parent="")
    if not reading.drafts:
        raise UserError(
            f"{path.name} holds no codes.", "Export the codebook again, with its codes."
        )
    if any(True for sets in _named(root, "Sets") for _ in sets):
        reading.notes.append("Sets of codes were left out; groups hold the codes here.")
    return RefiCodebook(
        tuple(reading.drafts),
        tuple(reading.notes),
        attribute(root, "origin").strip(),
        frozenset(reading.own_ids),
    )


def write_qdc(path: Path, codebook: Codebook) -> None:
    """Write a codebook as REFI-QDA, valid against the schema. The path must be writable.

    Raises `UserError` for an empty codebook, which the standard does not allow.
    """
    if not codebook.codes:
        raise UserError("The codebook has no codes yet.", "Add a code, then export it.")
    root = Element("CodeBook", xmlns=NAMESPACE, origin=ORIGIN)
    codes = SubElement(root, "Codes")
    for code in codebook.children(None):
        _add(codes, code, codebook)
    indent(root)
    path.write_bytes(tostring(root, encoding="utf-8", xml_declaration=True))


# reading


class _Reading:
    """Collects the codes of a file in tree order, with ids that are unique."""

    def __init__(self) -> None:
        self.drafts: list[CodeDraft] = []
        self.notes: list[str] = []
        self.own_ids: set[str] = set()
        self._ids: set[str] = set()
        self._guids: set[str] = set()
        self._keys: KeyRing[str] = KeyRing()

    def take(self, element: Element, *, parent: str) -> None:
        name = " ".join(attribute(element, "name").split())
        if not name:
            name = "Unnamed code"
            self.notes.append("A code without a name is called “Unnamed code”.")
        self._note_twice(element, name)
        inside = list(_named(element, "Code"))
        codable = attribute(element, "isCodable").strip().casefold() not in {"false", "0"}
        draft = self._draft(element, name, parent)
        if not inside:
            self._put(replace(draft, is_group=not codable))
            return
        code = draft
        draft = replace(draft, is_group=True, key="", number=None)
        group = self._put(replace(draft, code_id="") if codable else draft)
        if codable:
            self._put(replace(code, parent=group.code_id))
            self.notes.append(
                f"“{name}” holds codes and can be applied: it became a group with that code in it."
            )
        for child in inside:
            self.take(child, parent=group.code_id)

    def _draft(self, element: Element, name: str, parent: str) -> CodeDraft:
        description = next(_named(element, "Description"), None)
        words = "" if description is None else "".join(description.itertext())
        draft, more = _described(CodeDraft(code_id="", name=name, parent=parent), words)
        draft = self._with_more(draft, more)
        color, known = _color(attribute(element, "color"))
        if not known:
            self.notes.append(f"The colour of “{name}” could not be read.")
        key = "" if self._keys.in_the_way(draft.key) else draft.key
        self._keys.put(key, name)
        return replace(draft, color=color, key=key)

    def _with_more(self, draft: CodeDraft, more: Mapping[str, str]) -> CodeDraft:
        """With fields and rules, where the description holds any; what cannot be read is told."""
        fields, rules = read_fields(more.get("fields", "")), read_rules(more.get("rules", ""))
        for problem in (*fields[1], *rules[1]):
            self.notes.append(f"“{draft.name}”: {problem}")
        return replace(draft, fields=fields[0] or None, rules=rules[0] or None)

    def _put(self, draft: CodeDraft) -> CodeDraft:
        code_id = draft.code_id
        if not code_id or key_of(code_id) in self._ids:
            code_id = made_id(draft.name, self._ids)
        else:
            self.own_ids.add(code_id)
        self._ids.add(key_of(code_id))
        draft = replace(draft, code_id=code_id)
        self.drafts.append(draft)
        return draft

    def _note_twice(self, element: Element, name: str) -> None:
        guid = attribute(element, "guid").strip("{} ").casefold()
        if guid and guid in self._guids:
            self.notes.append(f"“{name}” has the same GUID as another code; both were kept.")
        self._guids.add(guid)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileProblem(f"There is no file {path.name}.", "Check the name and the folder.")
        if path.stat().st_size > _MOST_BYTES:
            raise FileProblem(f"{path.name} is too large for a codebook.", "Choose a .qdc file.")
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise FileProblem(
            f"{path.name} cannot be read.",
            "Close it in other programs, and check that you may read it.",
            str(error.strerror),
        ) from error


def _named(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if bare(child.tag) == name)


def _described(draft: CodeDraft, words: str) -> tuple[CodeDraft, dict[str, str]]:
    """A draft with the parts of a description; without our headings it is one definition.

    And what stands under the headings of `_MORE`, as it is written.
    """
    words = words.strip("\r\n")
    labels = _LAST_LINE.search(words)
    if labels is not None:
        words = words[: labels.start()].rstrip()
        number, key, code_id = labels.groups()
        draft = replace(
            draft, code_id=code_id, key=key or "", number=int(number) if number else None
        )
    brief, *parts = (_HEADING if labels is None else _OWN_HEADING).split(words)
    names = _PARTS | _MORE
    found = {names[heading]: _moved_back(text) for heading, text in _pairs(parts)}
    draft = replace(
        draft,
        brief=_moved_back(brief),
        full=found.get("full", ""),
        use_when=found.get("use_when", ""),
        dont_use_when=found.get("dont_use_when", ""),
        example=found.get("example", ""),
        counter_example=found.get("counter_example", ""),
        memo=found.get("memo", ""),
    )
    return draft, found


def _pairs(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(parts[::2], parts[1::2], strict=True)


def _moved_back(text: str) -> str:
    return _LIKE_OURS.sub(lambda match: match[1][1:], text.strip())


def _color(text: str) -> tuple[str, bool]:
    """#RRGGBB, and whether the text could be read; opacity in front of eight digits is dropped."""
    match = _COLOR.fullmatch(text.strip())
    if match is None:
        return "", not text.strip()
    digits = match[1] if len(match[1]) != 3 else "".join(digit * 2 for digit in match[1])
    return f"#{digits[-6:].upper()}", True


# writing


def _add(above: Element, code: Code, codebook: Codebook) -> None:
    attributes = {
        "guid": str(code.uuid).upper(),
        "name": _clean(code.name),
        "isCodable": "false" if code.is_group else "true",
    }
    if code.color:
        attributes["color"] = code.color.upper()
    element = SubElement(above, "Code", attributes)
    description = _description(code, codebook)
    if description:
        SubElement(element, "Description").text = _clean(description)
    for child in codebook.children(code.id):
        _add(element, child, codebook)


def _description(code: Code, codebook: Codebook) -> str:
    parts = [_moved_in(code.brief)]
    for heading, field in _PARTS.items():
        text = getattr(code, field)
        if text:
            parts.append(f"{heading}: {_moved_in(text)}")
    fields = written_fields(field.draft for field in codebook.own_fields(code.id))
    for heading, lines in (("Fields", fields), ("Rules", written_rules(own_rules(codebook, code)))):
        if lines:
            parts.append(f"{heading}: {_moved_in(lines)}")
    number = "" if code.number is None else f"Number: {code.number}; "
    key = f"Key: {code.key}; " if code.key else ""
    return "\n".join([*filter(None, parts), f"[{number}{key}Id: {code.code_id}]"])


def _moved_in(text: str) -> str:
    return _LIKE_OURS.sub(lambda match: f" {match[1]}", text)


def _clean(text: str) -> str:
    """Text as XML can hold it: line ends as LF, forbidden characters shown as U+FFFD."""
    return _NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
