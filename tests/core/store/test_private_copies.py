"""Private copies of projects go when they are no longer needed, also those of a killed process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.store.private_copies import private_folder

HOLD = """
import sys
from annotator.store.private_copies import private_folder
with private_folder() as folder:
    (folder / "copy.annotator").write_bytes(b"an interview")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)


def grown_old(folder: Path) -> None:
    before = time.time() - 3600
    os.utime(folder, (before, before))


def test_the_folder_goes_with_its_copies(tmp_path: Path) -> None:
    with private_folder() as folder:
        (folder / "copy.annotator").write_bytes(b"words")
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals and modes of POSIX")
def test_what_a_killed_process_left_is_removed_and_a_living_one_keeps_its_own(
    tmp_path: Path,
) -> None:
    folders: list[Path] = []
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        folders.append(Path(worker.stdout.readline().strip()))
        grown_old(folders[-1])
    workers[0].send_signal(signal.SIGKILL)
    workers[0].wait()
    assert folders[0].exists()
    with private_folder() as mine:
        assert not folders[0].exists()
        assert (folders[1] / "copy.annotator").exists()
        assert mine.stat().st_mode & 0o077 == 0
    workers[1].communicate("")
    workers[0].communicate()
    assert list(tmp_path.iterdir()) == []


def test_folders_of_other_programs_stay(tmp_path: Path) -> None:
    other = tmp_path / "annotator-notes"
    other.mkdir()
    (other / "diary.txt").write_text("mine", encoding="utf-8")
    grown_old(other)
    with private_folder():
        pass
    assert (other / "diary.txt").read_text(encoding="utf-8") == "mine"
    assert [each.name for each in other.iterdir()] == ["diary.txt"]
