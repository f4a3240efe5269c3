"""Does an archive say the same whichever way it is read, the short one or that of `zipfile`?"""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FileProblem
from annotator.transcripts.readers import zip_files

NAMES = st.sampled_from(["a.txt", "word/b.xml", "b/", "é.txt", "c\\d.txt", "a" * 300])
PACKING = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])


@given(
    files=st.lists(st.tuples(NAMES, st.binary(max_size=9000), PACKING), max_size=5),
    before=st.sampled_from([b"", b"#!", b"PK\3\4"]),
    comment=st.sampled_from([b"", b"of somebody"]),
    behind=st.sampled_from([b"", b"\0", bytes(22)]),
)
def test_parts_are_those_that_zipfile_tells(
    files: list[tuple[str, bytes, int]], before: bytes, comment: bytes, behind: bytes
) -> None:
    data = before + _archive(files, comment) + behind
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told = {
                one.filename: archive.read(one)
                for one in archive.infolist()
                if one.filename and not one.is_dir()
            }
    except zipfile.BadZipFile:
        with pytest.raises(FileProblem), zip_files.opened(data, "a.zip"):
            pass
        return
    with zip_files.opened(data, "a.zip") as parts:
        assert list(parts.names) == list(told)
        assert {name: parts.read(name) for name in parts.names} == told
        assert {name: b"".join(parts.pieces(name)) for name in parts.names} == told


@given(
    words=st.binary(min_size=200, max_size=9000),
    place=st.integers(min_value=0, max_value=10_000),
    bit=st.integers(min_value=0, max_value=7),
)
def test_one_wrong_bit_is_seen_or_changes_nothing(words: bytes, place: int, bit: int) -> None:
    data = bytearray(_archive([("a.txt", words, zipfile.ZIP_DEFLATED)], b""))
    data[place % len(data)] ^= 1 << bit
    with suppress(FileProblem), zip_files.opened(bytes(data), "a.zip") as parts:
        for name in parts.names:
            assert parts.read(name) == words
            assert b"".join(parts.pieces(name)) == words


def _archive(files: list[tuple[str, bytes, int]], comment: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = comment
        for name, content, packing in {one[0]: one for one in files}.values():
            archive.writestr(name, content, compress_type=packing)
    return out.getvalue()
