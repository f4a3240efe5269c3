"""A round from the plan to the merge on the command line, told for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.cli import main
from annotator.model.codebook import CodeDraft
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
    assert "Undo stops at a merge" in told(capsys, "undo", study, code=2)["error"]
    assert "merged" in told(capsys, "undo", study, "--merge")["undone"]
    assert "no merge" in told(capsys, "undo", study, "--merge", code=2)["error"]
    with annotator.open(study) as project:
        assert project.n_codings() == 0


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


def test_transcripts_are_chosen_by_name_and_by_words(
    study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ("allocate", study, "main", "--coders", "ann")
    with annotator.open(study) as project:
        keys = [info.uuid.hex for info in project.infos()]
    assert told(capsys, *argv, "--matching", "jones")["work"] == {"ann": keys[:1]}
    assert told(capsys, *argv, "--transcripts", "D2")["work"] == {"ann": keys[1:]}
    with annotator.open(study) as project:
        rule = project.find_round("main").plan.rule
        assert rule is not None
        assert rule.chosen == (keys[1],)
        again = project.try_allocation("main", ["ann"], rule)
        assert dict(again.work) == {"ann": (keys[1],)}
    assert "No transcript has “x y”" in told(capsys, *argv, "--matching", "x y", code=2)["error"]
    told(capsys, *argv, "--transcripts", "D1,D2")
    with annotator.open(study) as project:
        rule = project.find_round("main").plan.rule
        assert rule is not None
        assert rule.chosen == ()


def test_a_plan_says_codebook_name_and_whether_own_codings_go(
    study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "round", study, "pilot", "--plan", "--codebook", "1.0", "--no-own-codings")
    assert (
        "no codebook version"
        in told(capsys, "round", study, "pilot", "--change", "--codebook", "9", code=2)["error"]
    )
    made = told(capsys, "round", study, "pilot", "--change", "--rename", "trial")
    assert (made["name"], made["own_codings"]) == ("trial", False)
    told(capsys, "allocate", study, "trial", "--coders", "ann")
    with annotator.open(study) as project:
        project.freeze_codebook("1.0")
        project.add_code(CodeDraft("NEW", "New"))
    (pack,) = told(capsys, "pack", study, "trial", "--out", str(Path(study).parent))["packs"]
    assert pack["codebook"] == "1.0"


def test_a_person_who_does_not_speak_is_named(
    study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ("round", study, "x", "--plan", "--codable", "persons", "--persons")
    refused = told(capsys, *argv, "Mr. Smith", "Ms. Jonse", code=2)
    assert refused["error"] == "Nobody called “Ms. Jonse” speaks in these transcripts."
    assert "“Ms. Jones”" in refused["hint"]
    assert told(capsys, *argv, "mr. smith")["persons"] == ["mr. smith"]


def test_questions_go_from_the_pack_to_everybody(
    study: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "allocate", study, "main", "--coders", "ann")
    (pack,) = told(capsys, "pack", study, "main", "--out", str(tmp_path))["packs"]
    where = ("--transcript", "D1", "--start", "11", "--end", "24", "--code", "AID")
    asked = told(capsys, "questions", pack["file"], "--ask", "Is it aid?", *where)["questions"]
    assert (asked[0]["question"], asked[0]["quote"]) == ("Is it aid?", "We will help.")
    told(capsys, "questions", pack["file"], "--ask", "And this?")
    told(capsys, "questions", pack["file"], "--withdraw", str(asked[0]["number"] + 1))
    back = told(capsys, "handback", pack["file"])["file"]
    told(capsys, "merge", study, back)
    (one,) = told(capsys, "questions", study)["questions"]
    number = str(one["number"])
    assert "needs words" in told(capsys, "questions", study, "--answer", number, code=2)["error"]
    told(capsys, "questions", study, "--answer", number, "--with", "Yes.", "--asked", "Helping?")
    answers = tmp_path / "news.annotator-answers"
    assert told(capsys, "questions", study, "--out", str(answers)) == {"answers": 1}
    assert told(capsys, "questions", pack["file"], "--take", str(answers)) == {"new": 1}
    assert main(["questions", pack["file"]]) == 0
    assert "Yes." in capsys.readouterr().out


def test_names_in_packs_are_listed_set_and_dropped(
    study: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "names", study) == {"names": {}}
    proposed = told(capsys, "names", study, "--propose")["names"]
    assert proposed["Mr. Smith"] == "Person 1"
    table = tmp_path / "names.csv"
    table.write_text("name,other\nJones,N.N.\n", encoding="utf-8")
    argv = ("names", study, "--set", "Smith=X. Y.", "--from", str(table), "--drop", "Mr. Smith")
    found = told(capsys, *argv)["names"]
    assert (found["Smith"], found["Jones"], "Mr. Smith" in found) == ("X. Y.", "N.N.", False)
    assert told(capsys, "names", study)["names"] == found
    assert "says no name" in told(capsys, "names", study, "--set", "Smith", code=2)["error"]
    assert "not on the list" in told(capsys, "names", study, "--drop", "Nobody", code=2)["error"]
    table.write_text("Jones\n", encoding="utf-8")
    assert "Nothing stands" in told(capsys, "names", study, "--from", str(table), code=2)["error"]
    gone = str(tmp_path / "gone.csv")
    assert "cannot be read" in told(capsys, "names", study, "--from", gone, code=2)["error"]
