"""A round from the plan to the merge on the command line, told for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.cli import main
from tests.core.teamwork.conftest import make_project

LOCK = "six sour cherries"


@pytest.fixture
def study(tmp_path: Path) -> str:
    with make_project(tmp_path) as project:
        return str(project.path)


def told(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> Any:
    assert main([*argv, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_from_the_plan_to_the_merge(
    study: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = told(capsys, "round", study, "pilot", "--plan", "--purpose", "pilot", "--due", "2099-05")
    assert (made["blind"], made["due"]) == (True, "2099-05")
    tried = told(
        capsys,
        "allocate",
        study,
        "pilot",
        "--coders",
        "ann",
        "ben",
        "--overlap",
        "50%",
        "--dry-run",
    )
    assert told(capsys, "progress", study, "pilot")["transcripts"] == 0
    done = told(capsys, "allocate", study, "pilot", "--coders", "ann,ben", "--overlap", "50%")
    assert done == tried
    assert len(done["overlap"]) == 1
    told(capsys, "round", study, "pilot", "--freeze")
    plan = told(capsys, "round", study, "pilot", "--out", str(tmp_path / "plan.md"))
    assert Path(plan["file"]).read_text("utf-8").startswith("# Plan of the round “pilot”")
    out = tmp_path / "out"
    out.mkdir()
    packs = told(capsys, "pack", study, "pilot", "--out", str(out))["packs"]
    assert [each["coder"] for each in packs] == ["ann", "ben"]
    returns = [work(capsys, each["file"]) for each in packs]
    look = told(capsys, "merge", study, *returns, "--dry-run")
    assert [each["coder"] for each in look["files"]] == ["ann", "ben"]
    assert all(each["complete"] and each["work"][0]["new"] == 1 for each in look["files"])
    assert {each["state"] for each in told(capsys, "progress", study, "pilot")["coders"]} == {
        "pack is out"
    }
    told(capsys, "merge", study, *returns, "--accept")
    found = told(capsys, "progress", study, "pilot")
    assert {each["state"] for each in found["coders"]} == {"accepted"}
    assert found["deviations"] == []
    assert main(["progress", study, "pilot"]) == 0
    assert "accepted" in capsys.readouterr().out


def work(capsys: pytest.CaptureFixture[str], pack: str) -> str:
    """Code one sentence, finish everything, hand back; the path of the return."""
    with annotator.open(pack) as opened:
        for number, transcript in enumerate(opened.own_work() or ()):
            first = opened.transcript(transcript).spans("sentence")[0]
            if number == 0:
                opened.apply_coding(transcript, first.start, first.end, "AID")
            opened.finish(transcript)
    receipt = told(capsys, "handback", pack)
    assert receipt["finished"] == receipt["transcripts"]
    return str(receipt["file"])


def test_packs_can_be_locked(
    study: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "allocate", study, "main", "--coders", "ann")
    assert (
        "passphrase"
        in told(capsys, "pack", study, "main", "--out", str(tmp_path), "--lock", code=2)["error"]
    )
    monkeypatch.setenv("ANNOTATOR_PASSPHRASE", LOCK)
    locked = told(capsys, "pack", study, "main", "--out", str(tmp_path), "--lock")["packs"][0]
    assert locked["locked"]
    assert (
        "locked"
        in told(capsys, "merge", study, locked["file"], "--dry-run", code=2)["files"][0]["refused"]
    )
    assert told(capsys, "merge", study, locked["file"], "--dry-run", "--lock")["files"][0]["coder"]


def test_rounds_are_listed_changed_and_removed(
    study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "round", study, "pilot", "--plan", "--purpose", "pilot", "--open")
    told(capsys, "round", study, "pilot", "--change", "--blind", "--unit", "paragraph")
    told(capsys, "round", study, "pilot", "--use")
    assert main(["round", study]) == 0
    said = capsys.readouterr().out
    assert "* pilot" in said
    found = told(capsys, "round", study)["rounds"]
    assert [(each["name"], each["blind"], each["unit"]) for each in found] == [
        ("main", False, "sentence"),
        ("pilot", True, "paragraph"),
    ]
    told(capsys, "round", study, "main", "--remove")
    assert len(told(capsys, "round", study)["rounds"]) == 1


def test_an_overlap_is_a_number_or_a_share(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("allocate", study, "main", "--coders", "ann", "ben", "--overlap")
    assert "no overlap" in told(capsys, *argv, "half", code=2)["error"]
    assert len(told(capsys, *argv, "2", "--dry-run")["overlap"]) == 2
