"""A file stands whole or not at all, and what went wrong is one sentence."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import FileProblem
from annotator.reports.replacing import replacing

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def no_privileges(open_folder: Path) -> Iterator[Path]:
    """The same while this process has the rights of an ordinary user."""
    if AS_ROOT:
        os.chown(open_folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield open_folder
    if AS_ROOT:
        os.seteuid(0)


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with replacing(target) as temporary:
        temporary.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_where_writing_fails_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")

    def write_half() -> None:
        with replacing(target) as temporary:
            temporary.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_has_the_rights_that_files_have_here(tmp_path: Path) -> None:
    plain, target = tmp_path / "plain", tmp_path / "a.csv"
    plain.touch()
    with replacing(target) as temporary:
        temporary.write_text("new")
    assert target.stat().st_mode == plain.stat().st_mode


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    with pytest.raises(FileProblem, match="results is a folder") as caught:
        must_fail(tmp_path / "results")
    assert caught.value.hint


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"There is no folder .*missing") as caught:
        must_fail(tmp_path / "missing" / "a.xlsx")
    assert caught.value.hint
    assert not (tmp_path / "missing").exists()


def test_a_name_that_no_disk_takes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="could not be written"):
        must_fail(tmp_path / ("x" * 300 + ".xlsx"))


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs rights as Unix has them")
def test_a_folder_without_rights_is_named(no_privileges: Path) -> None:
    no_privileges.chmod(0o555)
    with pytest.raises(FileProblem, match="cannot be written to") as caught:
        must_fail(no_privileges / "a.xlsx")
    assert caught.value.hint
    assert list(no_privileges.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs rights as Unix has them")
def test_a_file_that_may_not_be_written_is_not_replaced(no_privileges: Path) -> None:
    target = no_privileges / "a.xlsx"
    target.write_text("old")
    target.chmod(0o444)
    with pytest.raises(FileProblem, match=r"a\.xlsx cannot be replaced") as caught:
        must_fail(target)
    assert "Excel" in caught.value.hint
    assert target.read_text() == "old"
    assert list(no_privileges.iterdir()) == [target]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from annotator.errors import FileProblem
from annotator.reports.columns import Column
from annotator.reports.sheet_writer import SheetWriter
from annotator.reports.replacing import explained
import openpyxl

resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
path = Path(sys.argv[1])
try:
    with explained(path):
        writer = SheetWriter(path)
        try:
            sheet = writer.sheet("data", (Column("words", "text", 10, ""),))
            for number in range(int(sys.argv[2])):
                sheet.write((f"{number} " + "words " * 500,))
            writer.save(lambda _: None)
        finally:
            writer.drop()
except FileProblem as problem:
    print(problem.message)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="needs a limit on the size of files")
@pytest.mark.parametrize("lxml", ["True", "False"])  # openpyxl takes it where it is installed
@pytest.mark.parametrize("rows", [2_000, 66])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, rows: int, lxml: str
) -> None:
    """A limit on the size of files stands in for the end of the disk.

    It is met in the temporary file of the sheet, while rows are added and while it is closed.
    """
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    out.mkdir()
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FULL_DISK, str(out / "a.xlsx"), str(rows)],
        env={**os.environ, "TMPDIR": str(temporary), "OPENPYXL_LXML": lxml},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "The disk is full: a.xlsx was not written.\n"
    assert done.stderr == ""
    assert list(out.iterdir()) == []
    assert list(temporary.iterdir()) == []


def must_fail(target: Path) -> None:
    with replacing(target) as temporary:
        temporary.write_text("new")
