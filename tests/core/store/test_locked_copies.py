"""Is a locked backup a whole project for who knows the passphrase, and noise for everybody else?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import annotator
from annotator.cli import main
from annotator.errors import UserError
from annotator.project import Project

PHRASE = "six sour cherries"


def test_a_locked_backup_comes_back_whole_each_time(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start = project.transcript("D1").text.index("support Ukraine")
    project.apply_coding("D1", start, start + 15, "UKR")
    project.close()
    assert main(["backup", str(project.path), "--lock"]) == 2  # nobody said with what
    monkeypatch.setenv("ANNOTATOR_PASSPHRASE", PHRASE)
    capsys.readouterr()
    assert main(["backup", str(project.path), "--lock", "--json"]) == 0
    locked = Path(json.loads(capsys.readouterr().out)["backup"])
    assert annotator.is_locked(locked)
    assert b"support Ukraine" not in locked.read_bytes()
    with pytest.raises(UserError):
        annotator.open(locked)
    with pytest.raises(UserError, match="passphrase"):
        annotator.unlock(locked, "six sweet cherries")
    first, again = annotator.unlock(locked, PHRASE), annotator.unlock(locked, PHRASE)
    assert first != again
    with annotator.open(again) as opened:
        assert opened.n_codings() == 1
        assert opened.check() == ()


def test_nothing_is_written_over_and_nothing_left(project: Project, tmp_path: Path) -> None:
    taken = tmp_path / "out" / "taken.annotator"
    taken.parent.mkdir()
    taken.write_text("mine")
    for path, phrase in ((taken, PHRASE), (taken.with_name("new.annotator"), "short")):
        with pytest.raises(UserError):
            project.save_copy(path, passphrase=phrase)
    assert list(taken.parent.iterdir()) == [taken]
    assert taken.read_text() == "mine"
