"""Which reader understands a file? One entry per kind; what nobody reads is refused by name.

What kind a file is of is told by its content (`readers.kinds`). An unknown ending (or none) is
read as plain text where the bytes are text beyond doubt, that is UTF-8, UTF-16 or UTF-32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath
from types import MappingProxyType

from annotator.errors import FileProblem, UserError
from annotator.model.transcript import Source, Transcript
from annotator.transcripts import plain_text
from annotator.transcripts.decoding import decode, decode_unicode
from annotator.transcripts.file_bytes import bytes_of, refuse_known_binary
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
    text_shapes,
    web_page,
    zip_files,
)
from annotator.transcripts.readers.kinds import ENDINGS, NAMES, Kind, kind_of
from annotator.transcripts.refusals import Refusal

__all__ = ["READERS", "Refusal", "read", "read_all"]

Reader = Callable[[bytes, str, str | None], Iterator[Transcript]]
"""(bytes, file name, encoding asked for) -> the transcripts the file holds."""


def _read_text(data: bytes, name: str, encoding: str | None) -> Iterator[Transcript]:
    yield from _shaped(data, name, encoding) or plain_text.read_file(data, name, encoding)


def _read_if_text(data: bytes, name: str, encoding: str | None) -> Iterator[Transcript]:
    if encoding is None:
        decode_unicode(data, name)  # raises where it is text only by a guess
    yield from _shaped(data, name, encoding) or plain_text.read_file_if_text(data, name, encoding)


READERS: Mapping[Kind, Reader] = MappingProxyType(
    {
        "text": _read_text,
        "unknown text": _read_if_text,
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


def read(path: Path | str, *, encoding: str | None = None) -> Transcript:
    """The transcript in a file.

    `encoding` is a Python codec name and overrules what the bytes look like. Raises
    `UserError` where the file cannot be read or holds several transcripts.
    """
    found: list[Transcript] = []
    for one in _in_path(Path(path), encoding):
        if isinstance(one, Refusal):
            raise one.error
        found.append(one)
        if len(found) > 1:
            break
    if len(found) != 1:
        several = "several transcripts, not one" if found else "no transcript"
        message = f"“{Path(path).name}” holds {several}."
        raise FileProblem(message, "Import the file instead; that takes all of them.")
    return found[0]


def read_all(path: Path | str) -> Iterator[Transcript | Refusal]:
    """Every transcript in a file or folder, with a `Refusal` in the place of what cannot be read.

    What is in an archive, a folder or a batch is read one by one, so that memory does not grow
    with their number.
    """
    try:
        yield from _in_path(Path(path), None)
    except UserError as error:
        yield Refusal(Path(path).name, error)


def _in_path(path: Path, encoding: str | None) -> Iterator[Transcript | Refusal]:
    if _is_folder(path):
        yield from archives.in_folder(path, lambda inner: _in_path(inner, encoding))
        return
    opening = _Opening(encoding)
    yield from opening.transcripts(bytes_of(path), path.name)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # reading it says in words what is wrong


@dataclass(slots=True)
class _Opening:
    """A file being read, with the archives in it; bounded in depth and in all."""

    encoding: str | None
    depth: int = 0
    bytes_left: int = zip_files.MOST_BYTES

    def transcripts(self, data: bytes, name: str) -> Iterator[Transcript | Refusal]:
        kind = kind_of(data, name)
        if kind == "zip":
            yield from self._archive(data, name)
            return
        if kind in {"text", "unknown text"}:
            refuse_known_binary(data, name)
        for found in READERS[kind](data, name, self.encoding):
            yield _with_mismatch(found, kind, name)

    def _archive(self, data: bytes, name: str) -> Iterator[Transcript | Refusal]:
        if self.depth >= _DEEPEST:
            raise FileProblem(
                f"“{name}” is an archive in an archive in an archive.",
                "Unpack it by hand and import the folder.",
            )
        self.depth += 1
        yield from archives.in_archive(data, name, self._within)
        self.depth -= 1

    def _within(self, data: bytes, name: str) -> Iterator[Transcript | Refusal]:
        self.bytes_left -= len(data)
        if self.bytes_left < 0:
            raise zip_files.bomb(name)
        yield from self.transcripts(data, name)


def _shaped(data: bytes, name: str, encoding: str | None) -> Iterator[Transcript] | None:
    """The transcripts of a text that a known program exported; None for an ordinary text."""
    decoded = decode(data, name, encoding)
    flags = () if decoded.certain else (f"the encoding is a guess: {decoded.encoding}",)
    digest = sha256(data).hexdigest()
    source = Source(name, digest, decoded.encoding, decoded.certain, flags=flags)
    return text_shapes.shaped_transcripts(decoded.text, source)


def _with_mismatch(found: Transcript, kind: Kind, name: str) -> Transcript:
    """The transcript, flagged where the ending of the file promises something else."""
    ending = PurePath(name).suffix.lower()
    promised = ENDINGS.get(ending)
    fits = promised is None or NAMES[promised] == NAMES[kind] or ending in {".md", ".xml"}
    if fits:
        return found
    flag = f"the file ends in {ending} but is {NAMES[kind]}"
    return replace(found, source=replace(found.source, flags=(*found.source.flags, flag)))
