"""How are the bytes of a text file read? Characters first, then the shape of a known program."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from annotator.errors import FileProblem
from annotator.model.transcript import Source
from annotator.transcripts.decoding import decode, decode_unicode
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.normalising import has_words
from annotator.transcripts.readers.text_shapes import shaped_transcripts


def read(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcripts in a text file, mostly one. Raises `FileProblem` where it is no text."""
    decoded = decode(data, name, asked.encoding)
    if not has_words(decoded.text):
        raise FileProblem(f"“{name}” holds no words.", "Check that the file was saved completely.")
    source = Source(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        encoding_certain=decoded.certain,
        flags=decoded.flags,
    )
    shaped = shaped_transcripts(decoded.text, source)
    if shaped is None:
        yield Draft(decoded.text, source)
    else:
        yield from shaped


def read_if_text(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """Like `read`, but refuses what is text only by a guess at its encoding."""
    if asked.encoding is None:
        decode_unicode(data, name)
    yield from read(data, name, asked)
