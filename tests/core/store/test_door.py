"""Does every way into a project tell damaged, odd and foreign files in one sentence?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

import annotator
from annotator import cli
from annotator.errors import ProjectProblem, UserError
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.store import door, folders
from annotator.store.schema import metadata


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    source = folder / "doorstep.txt"
    source.write_text("Doorstep\n\nAnn: Good morning. We support Ukraine.\n", encoding="utf-8")
    with annotator.create(folder / "study.annotator", coder="ann") as project:
        project.import_transcripts([source])
        project.add_code(CodeDraft("UKR", "Support"))
        at = project.transcript("D1").text.index("Good morning")
        project.apply_coding("D1", at, at + 12, "UKR", memo="why?")
    return project.path


@pytest.fixture
def closed(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "study.annotator"))


@contextmanager
def changed(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as raw:
        yield raw
        raw.commit()


def is_damaged(path: Path) -> None:
    """Opening for writing, for reading, and `info` on the command line say so, and no more."""
    for read_only in (False, True):
        with pytest.raises(ProjectProblem, match="is damaged") as caught:
            annotator.open(path, read_only=read_only).close()
        assert "study backups" in caught.value.hint
    assert cli.main(["info", str(path)]) == 2
    assert not path.with_name(path.name + "-lock").exists()


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_a_table_is_missing(closed: Path, table: str) -> None:
    with changed(closed) as raw:
        raw.execute(f'DROP TABLE "{table}"')
    is_damaged(closed)


def test_a_name_is_no_text(closed: Path) -> None:
    with changed(closed) as raw:
        raw.execute("PRAGMA writable_schema=1")
        raw.execute("UPDATE sqlite_master SET name = CAST(x'ff8d' AS TEXT) WHERE name = 'memo'")
    is_damaged(closed)


def test_a_column_is_missing(closed: Path) -> None:
    with changed(closed) as raw:
        raw.execute("ALTER TABLE memo DROP COLUMN body")
    is_damaged(closed)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM project",
        "DELETE FROM coder",
        "DELETE FROM round",
        "DELETE FROM codebook_version",
        "DELETE FROM replica",
        "UPDATE coder SET removed = 1",
        "UPDATE project SET uuid = 'not a uuid'",
        "UPDATE project SET name = x'00ff'",
        "UPDATE project SET settings = '{'",
        "UPDATE coder SET uuid = '12'",
        "UPDATE coder SET name = CAST(x'fffe' AS TEXT)",
        "UPDATE coder SET rev = 'many'",
        "UPDATE round SET blind = 'perhaps'",
        "INSERT INTO project (uuid, created_at, replica_id, settings) VALUES ('a', '', 1, '{}')",
    ],
)
def test_first_rows_are_missing_or_not_ours(closed: Path, statement: str) -> None:
    with changed(closed) as raw:
        raw.execute(statement)
    is_damaged(closed)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coding SET uuid = 'zz'",
        "UPDATE memo SET on_uuid = 'zz'",
        "UPDATE text_version SET header = '[['",
        "UPDATE unit_boundaries SET packed = 'no bytes'",
        "UPDATE coding SET quote = CAST(x'fffe' AS TEXT)",
    ],
)
def test_a_later_row_is_not_ours(closed: Path, statement: str) -> None:
    """Seen when it is read: opening costs what the screen shows."""
    with changed(closed) as raw:
        raw.execute(statement)
    with (
        annotator.open(closed, read_only=True) as project,
        pytest.raises(ProjectProblem, match="is damaged") as caught,
    ):
        read_everything(project)
    assert "Good morning" not in caught.value.detail


def test_an_index_says_other_than_its_table(closed: Path) -> None:
    """Found by files changed at random: a look at the tables sees nothing of it."""
    with changed(closed) as raw:
        assert door.wrong_values(raw) == ""
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = "
            "'sqlite_autoindex_coder_1') WHERE name = 'sqlite_autoindex_codebook_version_1'"
        )
    with closing(sqlite3.connect(closed)) as raw:
        assert door.wrong_values(raw) != ""


def read_everything(project: Project) -> None:
    project.transcript("D1").spans("sentence")
    project.codings_in(1)
    project.memos()


def test_a_mistake_of_ours_is_not_put_on_the_file(project: Project) -> None:
    def wrong(_connection: object) -> None:
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        project._ask(wrong)


def refused(path: str | Path, words: str) -> None:
    for read_only in (False, True):
        with pytest.raises(UserError, match=words) as caught:
            annotator.open(path, read_only=read_only)
        assert caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.annotator"
    os.mkfifo(pipe)
    refused(pipe, "is a device or a pipe")
    refused("/dev/null", "is a device or a pipe")
    loop = tmp_path / "loop.annotator"
    loop.symlink_to(loop)
    refused(loop, "loop")
    empty = tmp_path / "empty.annotator"
    empty.touch()
    refused(empty, "is not a project")


def test_odd_names(tmp_path: Path) -> None:
    long, nul = tmp_path / ("x" * 300 + ".annotator"), str(tmp_path / "a\0b.annotator")
    refused("", "No file was named")
    refused(long, "is too long")
    refused(nul, "No file can be called")
    refused(tmp_path / "there.txt" / "study.annotator", "There is no project")
    for path, words in (("", "No file"), (str(long), "too long"), (nul, "No file can be called")):
        with pytest.raises(UserError, match=words):
            annotator.create(path, coder="ann")


def test_the_longest_name_that_a_lock_fits_beside(tmp_path: Path) -> None:
    fits = tmp_path / ("x" * (255 - len(".annotator-journal")) + ".annotator")
    with annotator.create(fits, coder="ann") as project:
        project.add_code(CodeDraft("A", "A"))
    with pytest.raises(UserError, match="too long"):
        annotator.create(tmp_path / ("x" * 245 + ".annotator"), coder="ann")
    assert list(tmp_path.iterdir()) == [fits]


BOUND_BY_RIGHTS = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    if sys.platform == "linux" and os.geteuid() == 0
    else []
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
def test_a_folder_nobody_may_look_into(closed: Path) -> None:
    closed.parent.chmod(0)
    try:
        told = subprocess.run(
            [*BOUND_BY_RIGHTS, sys.executable, "-m", "annotator", "info", str(closed)],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        closed.parent.chmod(0o700)
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "cannot be reached" in told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="links are rare there")
def test_a_file_with_two_names_is_only_read(closed: Path) -> None:
    other = closed.with_name("snapshot.annotator")
    other.hardlink_to(closed)
    before = closed.read_bytes()
    with pytest.raises(ProjectProblem, match="2 names"):
        annotator.open(other)
    with annotator.open(other, read_only=True) as project:
        assert project.n_codings() == 1
    other.unlink()
    assert closed.read_bytes() == before
    annotator.open(closed).close()


def test_addresses_of_files() -> None:
    share = PureWindowsPath(r"\\server\our share\study ä.annotator")
    assert door.uri(share, read_only=True) == (
        "file:////server/our%20share/study%20%C3%A4.annotator?mode=ro"
    )
    local = PureWindowsPath(r"C:\My files\100%.annotator")
    assert door.uri(local, read_only=False) == "file:///C:/My%20files/100%25.annotator?mode=rw"
    assert door.uri(PurePosixPath("/a/b?c#d"), read_only=True) == "file:///a/b%3Fc%23d?mode=ro"


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/thesis", "iCloud Drive"),
        ("/Users/ann/Library/CloudStorage/Box-Box/thesis", "Box-Box"),
        ("/Users/ann/Library/CloudStorage/Anything-ann@uni/x", "Anything-ann@uni"),
        ("/home/ann/Box/thesis", "Box"),
        ("/home/ann/pCloudDrive/thesis", "pCloudDrive"),
        ("/home/ann/OneDrive - University/thesis", "OneDrive - University"),
        ("/home/ann/boxes/thesis", ""),
        ("/home/ann/synchrony/thesis", ""),
        ("/home/ann/Library/thesis", ""),
        ("/Volumes/stick", ""),
    ],
)
def test_synchronised_folders(folder: str, service: str) -> None:
    assert folders.synced_part(PurePosixPath(folder)) == service


def test_mounts_are_read() -> None:
    told = (
        "/dev/disk1s5 on / (apfs, local, journaled)\n"
        "//ann@server/our share on /Volumes/our share (smbfs, nodev, nosuid, mounted by ann)\n"
        "/dev/disk4s1 on /Volumes/stick (1) (exfat, local)\n"
    )
    assert dict(folders.mounts_of_macos(told)) == {
        "/": "apfs",
        "/Volumes/our share": "smbfs",
        "/Volumes/stick (1)": "exfat",
    }
    linux = "server:/x /mnt/our\\040share nfs4 rw 0 0\n/dev/vda / ext4 rw 0 0\n"
    assert dict(folders.mounts_of_linux(linux)) == {"/mnt/our share": "nfs4", "/": "ext4"}


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a mount of its own")
def test_a_medium_nobody_can_write_to(closed: Path, tmp_path: Path) -> None:
    """As on a CD: a project as it was open, without and with the log of a crash."""
    medium = tmp_path / "medium"
    medium.mkdir()
    with annotator.open(closed) as project:
        project.add_code(CodeDraft("LATE", "Late"))
        shutil.copy(closed, medium / "bare.annotator")
        for ending in ("", "-wal"):
            shutil.copy(f"{closed}{ending}", medium / f"logged.annotator{ending}")
    info = f'"{sys.executable}" -m annotator info'
    script = (
        "mount --bind medium medium && mount -o remount,bind,ro medium || exit 77;"
        f"{info} medium/bare.annotator; {info} medium/logged.annotator"
    )
    told = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    if told.returncode in {1, 77}:
        pytest.skip("no mounts of one's own here")
    assert "1 code, 1 coding" in told.stdout
    assert "logged.annotator-wal" in told.stderr
    assert "opy" in told.stderr
    assert "Traceback" not in told.stderr
