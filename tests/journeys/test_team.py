"""Four packs go out to four processes that code, come back, are merged, and are compared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TEAM = ("ann", "ben", "cem", "dia")
CODING = """
import sys, annotator
with annotator.open(sys.argv[1]) as pack:
    for transcript in pack.own_work():
        for number, unit in enumerate(pack.transcript(transcript).spans("sentence")):
            if "aid" in unit_text(pack, transcript, unit) or number % 7 == int(sys.argv[2]):
                pack.apply_coding(transcript, unit.start, unit.end, "AID")
        pack.finish(transcript)
    pack.ask_question("Is every help aid?")
    print(pack.hand_back(sys.argv[1].replace(".annotator-pack", "")).path)
"""
READING = """
def unit_text(pack, transcript, unit):
    return pack.transcript(transcript).text[unit.start : unit.end]
"""


def annotator(*argv: str) -> Any:
    """One verb in a process of its own, told as JSON."""
    command = [sys.executable, "-m", "annotator", *argv, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def code(packs: list[str]) -> list[str]:
    """All packs at the same time, each in a process of its own; the paths of the returns."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", READING + CODING, pack, str(number)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, pack in enumerate(packs)
    ]
    told = [each.communicate(timeout=300)[0].strip() for each in running]
    assert [each.returncode for each in running] == [0] * len(packs)
    return told


@pytest.mark.long
def test_from_the_plan_to_the_table_of_reliability(tmp_path: Path) -> None:
    study = str(tmp_path / "study.annotator")
    annotator("new", study, "--coder", "boss")
    files = []
    for number in range(20):
        sentences = " ".join(
            f"Sentence {n} speaks of {'aid' if (n + number) % 3 == 0 else 'trade'}."
            for n in range(12)
        )
        file = tmp_path / f"t{number}.txt"
        file.write_text(f"Ms. Smith: Text {number}. {sentences}\n", encoding="utf-8")
        files.append(str(file))
    annotator("import", study, *files)
    codes = tmp_path / "codes.csv"
    codes.write_text("code_id,name\nAID,Aid\nTRADE,Trade\n", encoding="utf-8")
    annotator("codebook", "import", study, str(codes))
    annotator("round", study, "reliability 1", "--plan", "--purpose", "reliability")
    rule = ("--overlap", "60%", "--seed", "7", "--join")
    handed = annotator("allocate", study, "reliability 1", "--coders", *TEAM, *rule)
    assert len(handed["overlap"]) == 12
    annotator("round", study, "reliability 1", "--freeze")
    packs = annotator("pack", study, "reliability 1", "--out", str(tmp_path))["packs"]
    returns = code([each["file"] for each in packs])
    look = annotator("merge", study, *returns, "--dry-run")
    assert [each["notes"] for each in look["files"]] == [[]] * 4
    assert all(each["complete"] for each in look["files"])
    annotator("merge", study, *reversed(returns), "--accept")
    again = annotator("merge", study, *returns)
    assert all(each["nothing_new"] for each in again["files"])
    progress = annotator("progress", study, "reliability 1")
    assert {each["state"] for each in progress["coders"]} == {"accepted"}
    assert progress["deviations"] == []
    panel = annotator("reliability", study, "--round", "reliability 1")
    told = {each["code"]: each for each in panel["codes"]}
    assert panel["coders"] == list(TEAM)
    assert 0.2 < told["AID"]["alpha"] < 1
    assert told["TRADE"]["alpha"] is None
