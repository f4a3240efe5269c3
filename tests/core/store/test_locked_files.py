"""A locked file is read with its passphrase, whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import FileProblem, Locked, ProjectProblem, Refused
from annotator.store import locked_files
from annotator.store.locked_files import is_locked, lock, unlock

WORDS = "correct horse battery"
SIZES = (0, 1, 5000, locked_files._PIECE, locked_files._PIECE + 1, 2 * locked_files._PIECE)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is made dear on purpose; these tests make many."""
    monkeypatch.setattr(locked_files, "_COST", 2**10)


def locked(folder: Path, content: bytes) -> Path:
    (folder / "clear").write_bytes(content)
    lock(folder / "clear", folder / "locked", WORDS)
    return folder / "locked"


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("size", SIZES)
def test_what_was_locked_comes_out_again(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    path = locked(tmp_path, content[:size])
    assert is_locked(path)
    unlock(path, tmp_path / "out", WORDS)
    assert (tmp_path / "out").read_bytes() == content[:size]
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("cheap")
def test_nothing_of_the_content_can_be_read(tmp_path: Path) -> None:
    once = locked(tmp_path, b"the secret passage " * 100).read_bytes()
    assert b"secret" not in once
    assert locked(tmp_path, b"the secret passage " * 100).read_bytes() != once


@pytest.mark.usefixtures("cheap")
def test_another_passphrase_is_told_from_a_damaged_file(tmp_path: Path) -> None:
    path = locked(tmp_path, b"words")
    with pytest.raises(Locked, match="not the passphrase"):
        unlock(path, tmp_path / "out", WORDS + " ")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("at", [0.0, 0.02, 0.2, 0.5, 0.9, 1.0])
def test_a_file_that_was_changed_or_cut_is_refused(tmp_path: Path, at: float) -> None:
    path = locked(tmp_path, b"x" * (locked_files._PIECE + 3000))
    whole = path.read_bytes()
    place = round(at * (len(whole) - 1))
    changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    for content in (changed, whole[:place], whole + b"more"):
        path.write_bytes(content)
        with pytest.raises((ProjectProblem, FileProblem, Locked)):
            unlock(path, tmp_path / "out", WORDS)
        assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("cheap")
def test_pieces_cannot_be_left_out_or_swapped(tmp_path: Path) -> None:
    path = locked(tmp_path, b"x" * (3 * locked_files._PIECE))
    whole = path.read_bytes()
    head = whole.index(b"\n", len(locked_files._MAGIC)) + 1
    size = locked_files._PIECE + locked_files._TAG
    first, second, third = (whole[head + n * size : head + (n + 1) * size] for n in range(3))
    for parts in ((second, first, third), (first, third), (first, second)):
        path.write_bytes(whole[:head] + b"".join(parts))
        with pytest.raises(ProjectProblem, match="cut off, damaged or changed"):
            unlock(path, tmp_path / "out", WORDS)


def test_a_short_passphrase_protects_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="at least 8"):
        lock(tmp_path / "a", tmp_path / "b", "1234567")


@pytest.mark.parametrize("cost", [2**31, 3, -1, "many"])
def test_a_stranger_cannot_ask_for_all_memory(tmp_path: Path, cost: object) -> None:
    path = tmp_path / "locked"
    how = f'{{"cost": {cost!r}, "salt": "00", "piece": 4096, "check": ""}}'.replace("'", '"')
    path.write_bytes(locked_files._MAGIC + how.encode() + b"\n")
    with pytest.raises(ProjectProblem):
        unlock(path, tmp_path / "out", WORDS)
