"""Which reader understands a file? One entry per ending; what nobody reads is refused by name.

`.txt`, `.text` and `.md` are plain text. An unknown ending (or none) is read as plain text too
when its bytes are text beyond doubt, that is UTF-8, UTF-16 or UTF-32. Files that hold text with
a mark-up or a table of their own (`.rtf`, `.vtt`, `.csv` ...) are refused until they have a
reader, because read as plain text they would come in with the mark-up as words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from annotator.errors import FileProblem, UserError
from annotator.model.transcript import Transcript
from annotator.transcripts import plain_text
from annotator.transcripts.file_bytes import bytes_of

Reader = Callable[[bytes, str, str | None], Iterator[Transcript]]
"""(bytes, file name, encoding asked for) -> the transcripts the file holds."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {".txt": plain_text.read_file, ".text": plain_text.read_file, ".md": plain_text.read_file}
)

NOT_YET: Mapping[str, str] = MappingProxyType(
    {
        ".rtf": "an RTF document",
        ".html": "a web page",
        ".htm": "a web page",
        ".xhtml": "a web page",
        ".xml": "an XML file",
        ".json": "a JSON file",
        ".jsonl": "a JSON file",
        ".csv": "a table",
        ".tsv": "a table",
        ".vtt": "a subtitle file",
        ".srt": "a subtitle file",
        ".doc": "a Word document",
        ".docx": "a Word document",
        ".odt": "an OpenDocument text",
        ".pdf": "a PDF document",
        ".xls": "an Excel workbook",
        ".xlsx": "an Excel workbook",
        ".epub": "an e-book",
        ".zip": "a ZIP archive",
    }
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a part of one, that did not become a transcript, and why."""

    name: str
    error: UserError


def read(path: Path | str, *, encoding: str | None = None) -> Transcript:
    """The transcript in a file.

    `encoding` is a Python codec name and overrules what the bytes look like. Raises
    `UserError` where the file cannot be read or holds several transcripts.
    """
    found = list(_transcripts(Path(path), encoding))
    if len(found) != 1:
        message = f"“{Path(path).name}” holds {len(found)} transcripts, not one."
        raise FileProblem(message, "Import the file instead; that takes all of them.")
    return found[0]


def read_all(path: Path | str) -> Iterator[Transcript | Refusal]:
    """Every transcript in a file, with a `Refusal` in the place of what cannot be read."""
    try:
        yield from _transcripts(Path(path), None)
    except UserError as error:
        yield Refusal(Path(path).name, error)


def _transcripts(path: Path, encoding: str | None) -> Iterator[Transcript]:
    data = bytes_of(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        _refuse_known(path)
        reader = plain_text.read_file_if_text
    return reader(data, path.name, encoding)


def _refuse_known(path: Path) -> None:
    what = NOT_YET.get(path.suffix.lower())
    if what is not None:
        raise FileProblem(
            f"“{path.name}” is {what}, which cannot be imported yet.",
            "Save it as plain text (.txt, UTF-8) and import that.",
        )
