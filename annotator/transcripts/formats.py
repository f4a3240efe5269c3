"""Which reader understands a file? One entry per kind; what nobody reads is refused by name.

What kind a file is of is told by its content (`readers.kinds`). An unknown ending (or none) is
read as plain text where the bytes are text beyond doubt, that is UTF-8, UTF-16 or UTF-32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import FileProblem, UserError
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.file_bytes import bytes_of, refuse_known_binary, shown_name
from annotator.transcripts.readers import (
    akoma_ntoso,
    archives,
    docx,
    epub,
    markdown,
    odt,
    pdf,
    rtf,
    spoken_json,
    subtitles,
    tables,
    tei,
    text_files,
    web_page,
    zip_files,
)
from annotator.transcripts.readers.kinds import ENDINGS, NAMES, Kind, kind_of
from annotator.transcripts.refusals import Refusal

if TYPE_CHECKING:
    from annotator.model.transcript import Transcript

__all__ = ["READERS", "Found", "Refusal", "files_in", "found_in", "read", "read_all"]

Reader = Callable[[bytes, str, Asked], Iterator[Draft]]
"""(bytes, file name, how to read it) -> the transcripts the file holds."""

READERS: Mapping[Kind, Reader] = MappingProxyType(
    {
        "text": text_files.read,
        "unknown text": text_files.read_if_text,
        "markdown": markdown.read,
        "docx": docx.read,
        "odt": odt.read,
        "flat odt": odt.read,
        "rtf": rtf.read,
        "pdf": pdf.read,
        "html": web_page.read,
        "epub": epub.read,
        "subtitles": subtitles.read,
        "json": spoken_json.read,
        "json lines": spoken_json.read_lines,
        "tei": tei.read,
        "akoma ntoso": akoma_ntoso.read,
        "delimited": tables.read_delimited,
        "workbook": tables.read_workbook,
    }
)
"""By kind; archives and folders hold files of these kinds and are opened below."""

_DEEPEST = 3
"""An archive in an archive in an archive is opened, not more."""


class Found(Struct, frozen=True):
    """One transcript in a file, ready to be read under the choices of a person."""

    draft: Draft
    kind: Kind
    member: str = ""
    """Its path inside an archive; empty for the file itself."""
    size: int = 0
    """Bytes of the file, or of the member of an archive."""


def read(path: Path | str, *, encoding: str | None = None) -> Transcript:
    """The transcript in a file.

    `encoding` is a Python codec name and overrules what the bytes look like. Raises
    `UserError` where the file cannot be read or holds several transcripts.
    """
    found: list[Found] = []
    for one in found_in(path, Asked(encoding=encoding)):
        if isinstance(one, Refusal):
            raise one.error
        found.append(one)
        if len(found) > 1:
            break
    if len(found) != 1:
        several = "several transcripts, not one" if found else "no transcript"
        message = f"“{shown_name(Path(path))}” holds {several}."
        raise FileProblem(message, "Import the file instead; that takes all of them.")
    return found[0].draft.read()


def read_all(path: Path | str) -> Iterator[Transcript | Refusal]:
    """Every transcript in a file or folder, with a `Refusal` in the place of what cannot be read.

    What is in an archive, a folder or a batch is read one by one, so that memory does not grow
    with their number.
    """
    for one in found_in(path):
        yield one if isinstance(one, Refusal) else one.draft.read()


def found_in(path: Path | str, asked: Asked = AS_FOUND) -> Iterator[Found | Refusal]:
    """Everything in a file or folder in a fixed order, not yet taken apart."""
    try:
        yield from _in_path(Path(path), asked)
    except UserError as error:
        yield Refusal(shown_name(Path(path)), error)


def files_in(path: Path | str) -> Iterator[Path | Refusal]:
    """The file itself, or the files in a folder and the folders in it, in order of their names."""
    where = Path(path)
    if not _is_folder(where):
        yield where
        return
    try:
        yield from archives.files_in_folder(where)
    except UserError as error:
        yield Refusal(shown_name(where), error)


def _in_path(path: Path, asked: Asked) -> Iterator[Found | Refusal]:
    if not _is_folder(path):
        yield from _Opening(asked).found(bytes_of(path), shown_name(path))
        return
    for file in archives.files_in_folder(path):
        if isinstance(file, Refusal):
            yield file
            continue
        try:
            yield from _in_path(file, asked)
        except UserError as error:
            yield Refusal(file.relative_to(path.parent).as_posix(), error)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # reading it says in words what is wrong


class _Opening(Struct):
    """A file being read, with the archives in it; bounded in depth and in all."""

    asked: Asked
    depth: int = 0
    bytes_left: int = zip_files.MOST_BYTES

    def found(self, data: bytes, name: str, member: str = "") -> Iterator[Found | Refusal]:
        kind = kind_of(data, name)
        if kind == "zip":
            yield from self._archive(data, name, member)
            return
        if kind in {"text", "unknown text"}:
            refuse_known_binary(data, name)
        for draft in READERS[kind](data, name, self.asked):
            yield Found(_with_mismatch(draft, kind, name), kind, member, len(data))

    def _archive(self, data: bytes, name: str, member: str) -> Iterator[Found | Refusal]:
        if self.depth >= _DEEPEST:
            raise FileProblem(
                f"“{name}” is an archive in an archive in an archive.",
                "Unpack it by hand and import the folder.",
            )
        self.depth += 1
        for part, content in archives.in_archive(data, name):
            try:
                yield from self._within(content, part, f"{member}/{part}" if member else part)
            except UserError as error:
                yield Refusal(f"{name}/{part}", error)
        self.depth -= 1

    def _within(
        self, content: bytes | UserError, part: str, member: str
    ) -> Iterator[Found | Refusal]:
        if isinstance(content, UserError):
            raise content
        self.bytes_left -= len(content)
        name = archives.last_name(part)
        if self.bytes_left < 0:
            raise zip_files.bomb(name)
        yield from self.found(content, name, member)


def _with_mismatch(draft: Draft, kind: Kind, name: str) -> Draft:
    """The draft, flagged where the ending of the file promises something else."""
    ending = PurePath(name).suffix.lower()
    promised = ENDINGS.get(ending)
    fits = promised is None or NAMES[promised] == NAMES[kind] or ending in {".md", ".xml"}
    if fits:
        return draft
    flag = f"the file ends in {ending} but is {NAMES[kind]}"
    return draft.then(lambda read: _flagged(read, flag))


def _flagged(read: Transcript, flag: str) -> Transcript:
    return replace(read, source=replace(read.source, flags=(*read.source.flags, flag)))
