"""Does every verb do its work, answer people and programs, and end with the right code?"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator import commands
from annotator.cli import VERBS, main
from annotator_resources import resource

SAMPLE = resource("sample")


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The sample's transcript and codebook in a project made by the command line."""
    path = tmp_path / "study.annotator"
    assert main(["new", str(path), "--coder", "pi", "--name", "Study"]) == 0
    assert main(["import", str(path), str(SAMPLE / "nato_2023-11-28.txt")]) == 0
    assert main(["codebook", "import", str(path), str(SAMPLE / "codebook.csv")]) == 0
    return path


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    """What a verb says with --json."""
    capsys.readouterr()
    assert main([*argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sample here"
    assert main(["sample", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "no window was opened" in said
    files = sorted(item.name for item in folder.iterdir())
    assert files == ["nato-press-points.annotator", "nato-press-points.xlsx"]
    assert all(str(folder / name) in said for name in files)
    assert main(["sample", str(folder), "--no-window"]) == 0
    assert (folder / "nato-press-points-2.xlsx").exists()


def test_info_says_all_there_is(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["apply", str(study), "--from", str(SAMPLE / "codings.csv")])
    data = told(capsys, "info", str(study))
    (transcript,) = data["transcripts"]
    assert transcript["id"] == "D1"
    assert transcript["title"] == "Joint statements"
    assert transcript["date"] == "2023-11-28"
    assert transcript["speakers"] == [
        {"name": "Jens Stoltenberg", "role": "NATO Secretary General"},
        {"name": "Antony Blinken", "role": "US Secretary of State"},
    ]
    numbers = [transcript[key] for key in ("turns", "paragraphs", "sentences", "characters")]
    assert numbers == [2, 9, 33, 3610]
    assert (data["codes"], data["codings"], data["coders"]) == (12, 60, 3)
    assert main(["info", str(study)]) == 0
    assert "Jens Stoltenberg  NATO Secretary General" in capsys.readouterr().out


def test_one_coding_and_undo(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = ["apply", str(study), "--transcript", "D1", "--start", "224", "--end", "270"]
    data = told(capsys, *one, "--code", "PRAISE", "--coder", "me", "--unsure", "--memo", "hm")
    assert data["segment"] == "Secretary Blinken, Tony, welcome back to NATO."
    assert told(capsys, "info", str(study))["codings"] == 1
    undone = told(capsys, "undo", str(study), "--coder", "me")
    assert "sentence 1" in undone["undone"]
    assert told(capsys, "info", str(study))["codings"] == 0


def test_export_codebook_check_backup(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = study.with_name("book.xlsx")
    assert told(capsys, "codebook", "export", str(study), str(book))["file"] == str(book)
    again = told(capsys, "codebook", "import", str(study), str(book))
    assert again == {"added": 0, "changed": 0, "same": 15, "notes": []}
    exported = told(capsys, "export", str(study), "--out", str(study.with_name("out.xlsx")))
    assert exported["rows"]["codebook"] == 15
    assert told(capsys, "check", str(study)) == {"findings": []}
    assert Path(told(capsys, "backup", str(study))["backup"]).exists()


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    data = told(capsys, "doctor")
    assert data["annotator"] == annotator.__version__
    assert data["display"] is False


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["info", "gone.annotator"], "no project called"),
        (["new", "x.docx", "--coder", "a"], "ends in .annotator"),
        (["export", "{study}", "--out", "{folder}/no/such/place.xlsx"], "folder"),
        (["codebook", "import", "{study}", "{folder}/gone.csv"], "gone.csv"),
        (["apply", "{study}"], "either a table"),
        (["apply", "{study}", "--from", "{sample}/codebook.csv"], "no column"),
        (["undo", "{study}", "--coder", "nobody-yet"], "no coder called"),
        (["import", "{study}", "{folder}/gone.txt"], "refused"),
    ],
)
def test_what_the_user_can_cure(
    study: Path, capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    before = content(study)
    named = {"study": study, "folder": study.parent, "sample": SAMPLE}
    capsys.readouterr()
    assert main([part.format(**named) for part in argv]) == 2
    said = capsys.readouterr()
    assert words in said.err + said.out
    assert "Traceback" not in said.err
    assert content(study) == before


def content(project: Path) -> list[str]:
    """Every row of every table."""
    with closing(sqlite3.connect(project)) as raw:
        return list(raw.iterdump())


def test_an_error_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "gone.annotator", "--json"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert data["error"]
    assert data["hint"]


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export"]) == 2
    assert main(["--version"]) == 0
    assert annotator.__version__ in capsys.readouterr().out
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(verb in said for verb in VERBS)


def test_a_table_of_codings_goes_in_whole_or_not_at_all(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "codings.csv"
    lines = (SAMPLE / "codings.csv").read_text(encoding="utf-8").split("\n")
    broken = lines[5].split(",")
    broken[4] = str(int(broken[4]) + 1)
    table.write_text("\n".join([*lines[:5], ",".join(broken)]), encoding="utf-8")
    assert main(["apply", str(study), "--from", str(table)]) == 2
    assert "row 6: the passage does not stand at these offsets" in capsys.readouterr().err
    assert told(capsys, "info", str(study))["codings"] == 0


def test_progress_is_shown_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = commands._Bar()
    bar(1, 2, "Reading")
    bar(2, 2, "Done")
    assert "1 of 2  Reading" in capsys.readouterr().err


def test_reliability_for_people_and_programs(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["apply", str(study), "--from", str(SAMPLE / "codings.csv")])
    asked = ["reliability", str(study), "--rule", "any", "--work", "as finished"]
    data = told(capsys, *asked)
    codes = {row["code"]: row for row in data["codes"]}
    assert codes["AGENDA"]["alpha"] == pytest.approx(0.677686, abs=6e-7)
    assert (codes["ENLARGE"]["alpha"], codes["ENLARGE"]["reason"]) == (None, "never used")
    assert data["headline"]["pooled_alpha"] == pytest.approx(0.730451, abs=6e-7)
    capsys.readouterr()
    assert main([*asked, "--codes", "UKR,RUS", "MENA"]) == 0
    said = capsys.readouterr().out
    assert "Median alpha 0.72 over 3 codes" in said
    assert "AGENDA" not in said
    assert main([*asked, "--out", str(tmp_path / "icr.md")]) == 0
    assert "| AGENDA | 0.68 |" in (tmp_path / "icr.md").read_text("utf-8")
    assert main([*asked, "--out", str(tmp_path / "icr.pdf")]) == 2
    assert main([*asked, "--coders", "coder_a"]) == 2
    assert not (tmp_path / "icr.pdf").exists()
