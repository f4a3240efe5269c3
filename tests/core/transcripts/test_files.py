"""Is a file that cannot be a transcript refused in one sentence with a hint?"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FileProblem, UserError
from annotator.model.transcript import Transcript
from annotator.transcripts import Refusal, file_bytes, read, read_all
from annotator.transcripts.readers import text_files

BINARY = {
    "pdf": (b"%PDF-1.7\n...", "cut off"),
    "zip": (b"PK\x03\x04rest", "cut off"),
    "png": (b"\x89PNG\r\n\x1a\nrest", "PNG"),
    "sqlite": (b"SQLite format 3\x00rest", "SQLite"),
    "jpeg": (b"\xff\xd8\xff\xe0rest", "JPEG"),
    "word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old kind"),
    "video": (b"\x00\x00\x00\x20ftypisom", "video"),
    "sound": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "recording"),
    "noise": (bytes(range(256)) * 8, "not a text"),
}


def _refused(path: Path) -> UserError:
    with pytest.raises(FileProblem) as caught:
        read(path)
    error = caught.value
    assert error.message.endswith(".")
    assert error.hint.endswith(".")
    assert path.name in error.message
    (refusal,) = read_all(path)
    assert isinstance(refusal, Refusal)
    assert (refusal.name, refusal.error.message) == (path.name, error.message)
    return error


@pytest.mark.parametrize("kind", BINARY)
def test_binary_files_are_named_for_what_they_are(tmp_path: Path, kind: str) -> None:
    data, word = BINARY[kind]
    path = tmp_path / "speech.txt"
    path.write_bytes(data)
    assert word in _refused(path).message


def test_missing_empty_blank_and_folder(tmp_path: Path) -> None:
    assert "not there" in _refused(tmp_path / "gone.txt").message
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert "empty" in _refused(empty).message
    blank = tmp_path / "blank.txt"
    blank.write_text("\ufeff \n\t\r\n\x00", encoding="utf-8")
    assert "no words" in _refused(blank).message
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    assert "folder" in _refused(folder).message


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("words", encoding="utf-8")
    path.chmod(0)
    assert "allowed" in _refused(path).message


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no such file elsewhere")
def test_a_file_that_a_drive_no_longer_gives_is_named(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.symlink_to("/proc/self/mem")  # opens, and reading it is an error of input and output
    error = _refused(path)
    assert error.message == "“talk.txt” cannot be read."
    assert error.hint == "Check the disk or the name."


@pytest.mark.skipif(os.name == "nt", reason="no named pipes there")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert "ordinary file" in _refused(path).message


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(file_bytes.MAX_BYTES + 1)
    assert "larger than 100 MB" in _refused(path).message


@pytest.mark.parametrize("name", ["bad\x00name.txt", "x" * 5000 + ".txt"])
def test_impossible_names(name: str) -> None:
    with pytest.raises(FileProblem):
        read(name)


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.text", "a.md", "a.transcript", "noending"])
def test_text_is_read_whatever_its_ending(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Some words. And more.\n", encoding="utf-8")
    found = read(str(path))
    assert found.text == "Some words. And more.\n"
    (again,) = read_all(path)
    assert again == found


def test_an_unknown_ending_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "speech.xyz"
    path.write_bytes("Un café crème, s'il vous plaît.".encode("latin-1"))
    assert "not a text file" in _refused(path).message
    assert read(path, encoding="latin-1").text.startswith("Un café")


def test_errors_hold_no_text_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"PK\x03\x04 private words")
    error = _refused(path)
    assert "private" not in error.message + error.hint + error.detail


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_end_in_a_transcript_or_a_user_error(data: bytes) -> None:
    try:
        file_bytes.refuse_known_binary(data, "a.txt")
        found = next(text_files.read(data, "a.txt")).read()
    except UserError:
        return
    assert isinstance(found, Transcript)
    assert found.source.sha256
    assert "\r" not in found.text
    assert "\x00" not in found.text
