"""The whole way in the real program: import, code by keys and mouse, undo, export, kill."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator_resources import resource
from tests.harness import disk
from tests.journeys.screen import Screen, eventually, program, virtual_screen

SAMPLE = resource("sample")
CHINA = "#C2455E"
"""The fill of the badge of the code China."""

pytestmark = pytest.mark.usefixtures("needs_qt")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    if sys.platform != "linux" or not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("needs Linux, Xvfb and xdotool: sudo apt install -y xvfb xdotool")
    folder = tmp_path / "picture"
    folder.mkdir()
    with virtual_screen(folder) as screen:
        yield screen


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.annotator"
    with annotator.create(path, coder="ann", name="Study") as project:
        project.import_codebook(SAMPLE / "codebook.csv")
    return path


def codings(path: Path) -> list[tuple[str, str, int, int]]:
    """Coder, code and passage of every coding, read beside the running program."""
    with annotator.open(path, read_only=True) as project:
        coders = {coder.id: coder.coder_id for coder in project.coders()}
        codes = {code.id: code.code_id for code in project.codebook().codes}
        return [
            (coders[item.coder_id], codes[item.code_id], item.start, item.end)
            for info in project.transcripts()
            for item in project.codings_in(info.id)
        ]


def wait_for_codings(path: Path, wanted: list[tuple[str, str]]) -> list[tuple[str, str, int, int]]:
    """Wait until exactly these (coder, code) stand in the file."""

    def look() -> list[tuple[str, str, int, int]] | None:
        found = codings(path)
        same = Counter(item[:2] for item in found) == Counter(wanted)
        return found if same else None

    eventually(lambda: codings(path) == [] if not wanted else look(), f"{wanted} in the file")
    return codings(path)


@pytest.fixture
def calls(tmp_path: Path) -> disk.Control | None:
    """Counts what the program asks the system for, where that can be counted."""
    if disk.why_not():
        return None
    control = disk.Control(tmp_path / "control")
    control.reset()
    return control


def test_the_main_job(
    screen: Screen, study: Path, tmp_path: Path, calls: disk.Control | None
) -> None:
    workbook = tmp_path / "out.xlsx"
    counted = disk.environment(calls, tmp_path) if calls else {}
    with program(screen, str(study), under=counted) as running:
        screen.window("Who is coding")
        screen.key("Return")  # ann, who began the project and may change all of it
        screen.window("Study")
        import_the_sample(screen, study)
        code_by_keys(screen, study)
        code_by_mouse(screen, study)
        screen.key("ctrl+e")
        screen.window("Export")
        screen.key("ctrl+a")
        screen.type(str(workbook))
        screen.key("Return")
        eventually(workbook.exists, "the workbook")
        before = codings(study)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert codings(study) == before
    with program(screen, str(study), under=counted) as running:
        window = screen.window("Study")
        screen.xdotool("windowfocus", "--sync", window)
        eventually(lambda: screen.find(CHINA, left_of=320), "the Code place")
        screen.key("ctrl+z")
        eventually(lambda: len(codings(study)) == len(before) - 1, "undo after a kill")
        running.send_signal(signal.SIGTERM)
        running.wait()
    with annotator.open(study) as project:
        assert project.check() == ()
    read_the_workbook(workbook, len(before))
    if calls:
        assert calls.get("calls")  # else nobody was counting
        assert (calls.get("sockets"), calls.get("look_ups")) == (0, 0)
    # Every fault of the program that nobody was meant to see leaves a report behind.
    assert list(Path(os.environ["XDG_DATA_HOME"]).rglob("report*.txt")) == []


def import_the_sample(screen: Screen, study: Path) -> None:
    screen.key("ctrl+i")
    screen.window("transcripts")
    screen.key("ctrl+a")
    screen.type(str(SAMPLE / "nato_2023-11-28.txt"))
    screen.key("Return")

    def arrived() -> bool:
        with annotator.open(study, read_only=True) as project:
            return [info.metadata.title for info in project.transcripts()] == ["Joint statements"]

    eventually(arrived, "the transcript in the project")
    screen.window("Study")

    asked = 0.0

    def open_it_in_code() -> tuple[int, int] | None:
        nonlocal asked
        if time.monotonic() > asked + 3:  # a slow machine is not asked again while it opens
            screen.key("Return")  # counts as soon as the list has the keyboard
            asked = time.monotonic()
        return screen.find(CHINA, left_of=320)

    eventually(open_it_in_code, "the Code place")
    screen.key("Escape")  # whatever one Return too many has opened


def code_by_keys(screen: Screen, study: Path) -> None:
    """One key to move, one to code; the same key again takes the code away."""
    screen.key("Down", "h")
    (first,) = wait_for_codings(study, [("ann", "PRAISE")])
    assert first[2:] == (271, 404)  # sentence 2, to the character
    screen.key("a", "Down", "Shift+Down", "m")
    found = wait_for_codings(study, [("ann", "PRAISE"), ("ann", "AGENDA"), ("ann", "MENA")])
    assert found[-1][2:] == (406, 697)  # sentences 3 and 4
    screen.key("m")
    wait_for_codings(study, [("ann", "PRAISE"), ("ann", "AGENDA")])
    screen.key("ctrl+z")
    wait_for_codings(study, [("ann", "PRAISE"), ("ann", "AGENDA"), ("ann", "MENA")])
    screen.key("ctrl+z", "ctrl+z")
    wait_for_codings(study, [("ann", "PRAISE")])
    screen.key("ctrl+shift+z")
    wait_for_codings(study, [("ann", "PRAISE"), ("ann", "AGENDA")])


def code_by_mouse(screen: Screen, study: Path) -> None:
    """A click in the text chooses the sentence, a click on the code codes it."""
    screen.click((620, 420))
    badge = screen.find(CHINA, left_of=320)
    assert badge
    screen.click((badge[0] + 60, badge[1]))
    wait_for_codings(study, [("ann", "PRAISE"), ("ann", "AGENDA"), ("ann", "CHINA")])


def read_the_workbook(path: Path, n_codings: int) -> None:
    import openpyxl
    import pandas as pd

    book = openpyxl.load_workbook(path, read_only=True)
    assert book.sheetnames == [
        "README",
        "codebook",
        "segments",
        "documents",
        "memos",
        "codebook_log",
        "dictionary",
    ]
    book.close()
    segments = pd.read_excel(path, sheet_name="segments")
    assert len(segments) == n_codings
    assert set(segments["coder_id"]) == {"ann"}
    text = (SAMPLE / "nato_2023-11-28.txt").read_text(encoding="utf-8")
    for row in segments.itertuples():
        assert text[row.char_start : row.char_stop] == row.segment
