"""Does every verb do its work, answer people and programs, and end with the right code?"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.cli import main
from annotator.verbs import VERBS, is_for_window
from annotator.verbs.answers import Bar
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
    assert data["code_list"][0] == {"id": "UKR", "name": "Support for Ukraine"}
    assert len(data["code_list"]) == 12
    assert main(["info", str(study)]) == 0
    said = capsys.readouterr().out
    assert "Jens Stoltenberg  NATO Secretary General" in said
    assert "UKR          Support for Ukraine\n" in said  # where a refusal of “NOPE” sends to
    assert "coder        coder_b\n" in said


def test_one_coding_and_undo(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = ["apply", str(study), "--transcript", "D1", "--start", "224", "--end", "270"]
    data = told(capsys, *one, "--code", "PRAISE", "--coder", "me", "--unsure", "--memo", "hm")
    assert data["segment"] == "Secretary Blinken, Tony, welcome back to NATO."
    assert told(capsys, "info", str(study))["codings"] == 1
    undone = told(capsys, "undo", str(study), "--coder", "me")
    assert "sentence 1" in undone["undone"]
    assert told(capsys, "info", str(study))["codings"] == 0
    assert told(capsys, *one, "--code", "PRAISE")["coder"] == "pi"  # whose it is when none is named


@pytest.mark.parametrize("json_too", [[], ["--json"]])
@pytest.mark.parametrize(
    ("word", "hint"),
    [("exprot", "Perhaps you mean `annotator export`."), ("xyzzy", "`annotator --help`")],
)
def test_a_mistyped_verb_is_not_taken_for_a_file(
    capsys: pytest.CaptureFixture[str], word: str, hint: str, json_too: list[str]
) -> None:
    assert main([word, "a.annotator", *json_too]) == 2
    said = capsys.readouterr()
    assert f"There is no verb and no file called “{word}”." in said.err
    assert hint in said.err
    assert not json_too or json.loads(said.out)["hint"].startswith(hint)


def test_a_file_without_an_ending_is_for_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not is_for_window("statement")
    (tmp_path / "statement").touch()
    assert is_for_window("statement")
    assert is_for_window("gone.annotator")
    assert is_for_window(str(tmp_path))
    assert not is_for_window("export")
    assert not is_for_window("--help")


def test_a_round_in_the_folder_one_stands_in(
    study: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is typed: names without a folder, and nothing said about where files go."""
    monkeypatch.chdir(study.parent)
    assert main(["round", study.name, "pilot", "--plan"]) == 0
    assert main(["allocate", study.name, "pilot", "--coders", "ann", "--join"]) == 0
    told(capsys, "pack", study.name, "pilot")
    [pack] = Path().glob("*.annotator-pack")
    told(capsys, "questions", str(pack), "--ask", "Is a welcome praise?")
    told(capsys, "handback", str(pack))
    [back] = Path().glob("*.annotator-return")
    told(capsys, "merge", study.name, str(back))
    told(capsys, "questions", study.name, "--answer", "1", "--with", "No.")
    told(capsys, "questions", study.name, "--out", "a.annotator-answers")
    told(capsys, "questions", str(pack), "--take", "a.annotator-answers")
    told(capsys, "reliability", study.name, "--out", "agreement")
    told(capsys, "check", study.name, "--repair", "--out", "saved.annotator")
    assert told(capsys, "info", "saved.annotator")["coder_names"] == ["pi", "ann"]


def test_export_codebook_check_backup(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = study.with_name("book.xlsx")
    assert told(capsys, "codebook", "export", str(study), str(book))["file"] == str(book)
    again = told(capsys, "codebook", "import", str(study), str(book))
    assert again == {"added": 0, "changed": 0, "removed": 0, "same": 15, "notes": []}
    exported = told(capsys, "export", str(study), "--out", str(study.with_name("out.xlsx")))
    assert exported["rows"]["codebook"] == 15
    assert told(capsys, "check", str(study)) == {"findings": []}
    assert Path(told(capsys, "backup", str(study))["backup"]).exists()


def test_codes_that_hold_codes_can_be_applied_too(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = study.with_name("holding.csv")
    table.write_text("Code,Definition\nTrade,Any\nTrade > Steel,On steel\n", encoding="utf-8")
    done = told(capsys, "codebook", "import", str(study), str(table), "--apply-holders")
    assert done["added"] == 3
    assert "it became a group with that code in it" in done["notes"][0]


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


LONG = "x" * 300


@pytest.mark.parametrize(
    "argv",
    [
        ["info", ""],
        ["info", "{folder}"],
        ["info", f"{LONG}.annotator"],
        ["new", "", "--coder", "a"],
        ["new", "{folder}/.annotator", "--coder", "a"],
        ["new", f"{{folder}}/{LONG}.annotator", "--coder", "a"],
        ["import", "{study}", ""],
        ["import", "{study}", f"{LONG}.txt"],
        ["import", "{study}", "/dev/zero"],
        ["codebook", "import", "{study}", ""],
        ["codebook", "import", "{study}", "{folder}"],
        ["codebook", "export", "{study}", "."],
        ["codebook", "export", "{study}", "{folder}/sub/"],
        ["codebook", "export", "{study}", "{folder}/sub"],
        ["codebook", "export", "{study}", f"{LONG}.csv"],
        ["apply", "{study}", "--from", ""],
        ["apply", "{study}", "--from", "."],
        ["export", "{study}", "--out", ""],
        ["export", "{study}", "--out", "."],
        ["export", "{study}", "--out", ".."],
        ["export", "{study}", "--out", "/"],
        ["export", "{study}", "--out", "{folder}/sub"],
        ["export", "{study}", "--out", "{folder}/none/"],
        ["export", "{study}", "--out", f"{LONG}.xlsx"],
        ["sample", ""],
    ],
)
def test_a_name_that_is_none_is_one_sentence_and_leaves_nothing(
    study: Path, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    (study.parent / "sub").mkdir()
    before = sorted(study.parent.rglob("*"))
    capsys.readouterr()
    assert main([*(part.format(study=study, folder=study.parent) for part in argv), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    told = told if "error" in told else told["refused"][0]
    assert told["error"].endswith(".")
    assert told["hint"]
    assert sorted(study.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "argv",
    [
        ["import", "{study}", "gone.txt"],
        ["codebook", "import", "{study}", "gone.csv"],
        ["apply", "{study}", "--from", "gone.csv"],
        [
            "apply",
            "{study}",
            *["--transcript", "D1", "--start", "9", "--end", "3", "--code", "MENA"],
        ],
    ],
)
def test_a_refused_command_leaves_nobody_in_the_project(study: Path, argv: list[str]) -> None:
    """And one that goes through leaves who did it."""
    told = [part.format(study=study) for part in argv]
    assert main([*told, "--coder", "zoe"]) == 2
    assert coders(study) == ["pi"]
    done = [
        "--transcript",
        "D1",
        "--start",
        "271",
        "--end",
        "290",
        "--code",
        "MENA",
        "--coder",
        "zoe",
    ]
    assert main(["apply", str(study), *done]) == 0
    assert coders(study) == ["pi", "zoe"]


def coders(study: Path) -> list[str]:
    with annotator.open(study, read_only=True) as project:
        return [coder.coder_id for coder in project.coders()]


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


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["export"], "project"),
        (["export", "a.annotator", "--nonsense"], "--nonsense"),
        (["apply", "a.annotator", "--start", "9" * 5_000], "--start"),
        (["codebook", "sing", "a.annotator", "b.csv"], "sing"),
        (["-x"], "VERB"),
    ],
)
def test_usage_errors_are_json_too(
    capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    assert main([*argv, "--json"]) == 2
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert words in told["error"]
    assert len(told["error"]) < 500
    assert "usage:" in told["hint"]
    assert told["error"] in said.err


def test_flags_of_a_transcript_are_told(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "damaged.txt"
    words = "“Good morning” – said the minister’s spokesman, café at hand.\n"
    path.write_bytes(words.encode() * 3 + b"One byte: \xe9.\n" + words.encode())
    data = told(capsys, "import", str(study), str(path))
    (one,) = data["imported"]
    assert one["file"] == "damaged.txt"
    assert any("1 place is not UTF-8" in flag and "line 4" in flag for flag in one["flags"])
    path.write_bytes("Größe, schöne Brücken über Flüsse".encode("cp1252"))
    assert main(["import", str(study), str(path)]) == 0
    said = capsys.readouterr().out
    assert "look: The letters are read as Western European (Windows-1252)" in said
    assert "1 came in, 1 of them to look at, 0 refused." in said
    assert main(["import", str(study), str(path)]) == 0
    assert "0 came in, 1 skipped, 0 refused." in capsys.readouterr().out
    assert len(told(capsys, "import", str(study), str(path), "--same", "keep")["imported"]) == 1


def test_files_that_cannot_be_kept_whole_do_not_keep_others_out(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [os.fsencode(tmp_path) + b"/" + name for name in (b"b\xff.txt", b"half.json", b"c.txt")]
    words = [
        b"A: A first one",
        b'[{"start": 0, "text": "x \\ud800 y", "speaker": "\\udc00"}]',
        b"c",
    ]
    try:
        for name, data in zip(names, words, strict=True):
            Path(os.fsdecode(name)).write_bytes(data)
    except OSError:
        pytest.skip("file names are Unicode here")
    data = told(capsys, "import", str(study), *map(os.fsdecode, names))
    assert [one["file"] for one in data["imported"]] == ["b\ufffd.txt", "half.json", "c.txt"]
    assert any("replacement character" in flag for flag in data["imported"][1]["flags"])


def test_names_cannot_write_over_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, name = tmp_path / "s.annotator", "a\x1b[2J\nb\u202ec"
    assert main(["new", str(path), "--coder", "pi", "--name", name]) == 0
    assert main(["info", str(path)]) == 0
    said = capsys.readouterr().out
    assert "a\\x1b[2J\\nb\\u202ec" in said
    assert told(capsys, "info", str(path))["name"] == name


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with other letters")
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_letters_that_a_terminal_lacks_are_no_fault(study: Path, encoding: str) -> None:
    environment = {
        **os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }  # fmt: skip
    act = ["--transcript", "D1", "--start", "224", "--end", "270", "--code", "PRAISE"]
    act += ["--coder", "Zoë Łuć 😀"]
    command = [sys.executable, "-m", "annotator", "apply", str(study), *act, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["coder"] == "Zoë Łuć 😀"
    with annotator.open(study, read_only=True) as project:
        assert project.coders()[-1].name == "Zoë Łuć 😀"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_an_answer_that_cannot_be_told_is_no_fault(study: Path) -> None:
    command = [sys.executable, "-m", "annotator", "info", str(study)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"cannot be told" in done.stderr
    assert b"Traceback" not in done.stderr


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
    bar = Bar()
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
    assert main([*asked, "--out", str(tmp_path / "icr")]) == 0
    assert f"files to {tmp_path / 'icr'}; README.txt says" in capsys.readouterr().out
    assert (tmp_path / "icr" / "results.csv").exists()
    assert main([*asked, "--out", str(tmp_path / "icr.pdf")]) == 2
    assert main([*asked, "--coders", "coder_a"]) == 2
    assert not (tmp_path / "icr.pdf").exists()


def test_a_column_of_a_table_is_chosen(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corpus.csv"
    path.write_text(
        "body,remark,head\nWe met.,They met in a hall and spoke of many things.,One\n"
        "We left.,They left the hall and spoke of other things.,Two\n",
        encoding="utf-8",
    )
    columns = ("--column", "remark=text", "--column", "HEAD = title")
    data = told(capsys, "import", str(study), str(path), *columns)
    assert [one["title"] for one in data["imported"]] == ["One", "Two"]
    with annotator.open(study) as project:
        assert project.transcript(data["imported"][0]["id"]).text.startswith("They met in a hall")


def test_several_columns_of_a_table_are_left_out(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corpus.csv"
    path.write_text("text,nr,when,where\nWe met.,1,now,here\n", encoding="utf-8")
    columns = ("--column", "nr=left out", "--column", "when=left out")
    data = told(capsys, "import", str(study), str(path), *columns)
    with annotator.open(study) as project:
        extra = project.transcript(data["imported"][0]["id"]).info.metadata.extra
    assert extra == (("where", "here"),)
