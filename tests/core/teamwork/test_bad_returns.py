"""What is wrong with a file that came back is said, and the project is as it was or complete."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.errors import Cancelled, Locked, ProjectProblem, UserError
from annotator.project import Project
from tests.core.teamwork.conftest import codings, pack_for
from tests.core.teamwork.test_any_history import rows

HELP, PAY = (11, 24), (25, 37)
LOCK = "six sour cherries"


def returned(project: Project, coder: str, folder: Path, passphrase: str = "") -> Path:
    """A coding, a memo and a finished transcript, handed back."""
    with pack_for(project, coder, folder) as pack:
        pack.apply_coding("D1", *HELP, "AID", memo=f"{coder} thinks")
        pack.finish("D1")
        return pack.hand_back(folder / "back", passphrase=passphrase).path


class Stopping:
    """Progress that somebody cancels when it is told for the nth time."""

    def __init__(self, at: int) -> None:
        self.told, self._at = 0, at

    def __call__(self, done: int, total: int, label: str = "") -> None:
        del done, total, label
        self.told += 1
        if self.told == self._at:
            raise Cancelled


def edited(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            assert raw.execute(statement).rowcount
        raw.commit()


@pytest.mark.parametrize("part", [0.05, 0.4, 0.7, 0.97])
def test_a_file_cut_off_anywhere_is_refused(project: Project, tmp_path: Path, part: float) -> None:
    whole = returned(project, "ann", tmp_path / "ann").read_bytes()
    cut = tmp_path / "cut.annotator-return"
    cut.write_bytes(whole[: int(part * len(whole))])
    before = rows(project.path)
    (refused,) = project.look_at_files([cut]).refused
    assert isinstance(refused.refused, ProjectProblem)
    assert "cut.annotator-return" in str(refused.refused)
    with pytest.raises(ProjectProblem):
        project.merge_files([cut])
    assert rows(project.path) == before


def test_a_locked_file_cut_off_is_refused(project: Project, tmp_path: Path) -> None:
    whole = returned(project, "ann", tmp_path / "ann", LOCK).read_bytes()
    cut = tmp_path / "cut.annotator-return"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match=r"cut\.annotator-return"):
        project.merge_files([cut], passphrases=[LOCK])


def test_a_file_under_another_passphrase_says_so_and_the_others_are_looked_at(
    project: Project, tmp_path: Path
) -> None:
    locked = returned(project, "ann", tmp_path / "ann", LOCK)
    plain = returned(project, "ben", tmp_path / "ben")
    look = project.look_at_files([locked, plain], passphrases=["six sour apples"])
    assert [each.coder for each in look.files] == ["", "ben"]
    (refused,) = look.refused
    assert isinstance(refused.refused, Locked)
    assert (
        refused.refused.message == "None of the passphrases given is that of back.annotator-return."
    )
    assert [
        e.coder for e in project.look_at_files([locked], passphrases=["no no no", LOCK]).files
    ] == ["ann"]


def test_a_text_that_differs_by_one_character_is_refused(project: Project, tmp_path: Path) -> None:
    """Also where its hash was made to fit: the text has its name and is another one."""
    file = returned(project, "ann", tmp_path / "ann")
    with closing(sqlite3.connect(file)) as raw:
        (body,) = raw.execute("SELECT body FROM text WHERE body LIKE '%Never again%'").fetchone()
    other = body.replace("Never again", "Never Again")
    first, second = (hashlib.sha256(each.encode()).hexdigest() for each in (body, other))
    edited(file, "UPDATE text SET body = replace(body, 'Never again', 'Never Again')")
    before = rows(project.path)
    with pytest.raises(ProjectProblem) as one:
        project.merge_files([file])
    for table in ("text", "text_version"):
        how = f"UPDATE {table} SET sha256 = '{second}' WHERE sha256 = '{first}'"  # noqa: S608
        edited(file, how)
    with pytest.raises(ProjectProblem) as two:
        project.merge_files([file])
    assert one.value.message == two.value.message
    assert "damaged or edited outside the program" in one.value.message
    assert rows(project.path) == before


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2099-01-01T00:00:00.000Z", "its last act is of 2099-01-01"),
        ("1999-01-01T00:00:00.000Z", "its last act (1999-01-01) is older than the pack"),
    ],
)
def test_a_wrong_clock_is_told_and_decides_nothing(
    project: Project, tmp_path: Path, when: str, told: str
) -> None:
    file = returned(project, "ann", tmp_path / "ann")
    for table in ("coding", "memo", "finished", "decision"):
        edited(file, f"UPDATE {table} SET changed_at = '{when}'")  # noqa: S608 - names of ours
    (arrived,) = project.merge_files([file]).files
    assert any(told in note and "decide nothing" in note for note in arrived.notes)
    assert codings(project) == {("ann", "D1", "AID", *HELP, False)}


def test_work_that_a_pack_was_given_with_says_nothing_of_a_clock(
    project: Project, tmp_path: Path
) -> None:
    project.merge_files([returned(project, "ann", tmp_path / "ann")])
    with pack_for(project, "ann", tmp_path / "again") as pack:
        assert codings(pack) == {("ann", "D1", "AID", *HELP, False)}
        file = pack.hand_back(tmp_path / "back again").path
    (arrived,) = project.merge_files([file]).files
    assert not any("clock" in note for note in arrived.notes)


def test_a_project_that_is_open_elsewhere_is_not_merged_into(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = returned(project, "ann", tmp_path / "ann")
    assert main(["merge", str(project.path), str(file), "--json"]) == 2
    assert "open" in json.loads(capsys.readouterr().out)["error"]
    assert codings(project) == set()


def test_a_pack_that_its_coder_has_open_is_read_as_it_is(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        pack.apply_coding("D1", *PAY, "AID")
        project.merge_files([pack.path])
        assert codings(project) == {("ann", "D1", "AID", *PAY, False)}
        pack.apply_coding("D1", *HELP, "AID")
    assert pack.path.exists()


def test_a_merge_cancelled_at_any_moment_leaves_the_project_as_it_was(
    project: Project, tmp_path: Path
) -> None:
    files = [returned(project, who, tmp_path / who) for who in ("ann", "ben")]
    before = rows(project.path)
    counting = Stopping(at=0)
    project.look_at_files(files, progress=counting)
    assert counting.told > 10
    for at in (*range(1, counting.told, 7), counting.told):
        with pytest.raises(Cancelled):
            project.merge_files(files, progress=Stopping(at))
        assert rows(project.path) == before
    assert project.check() == ()
    project.merge_files(files)
    assert len(codings(project)) == 2
