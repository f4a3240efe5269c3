"""What does the command do where no window can open?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator_ui.__main__ import main

ROOT = Path(__file__).parents[2]


def start(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """The real command, on a machine without a display."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    folders = os.pathsep.join(str(ROOT / name) for name in ("", "ui", "resources"))
    return subprocess.run(
        [sys.executable, "-m", "annotator_ui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment | {"PYTHONPATH": folders} | changed,
        timeout=60,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_one_sentence_and_exit_2() -> None:
    done = start()
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no display" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names the line for apt")
def test_without_the_libraries_of_qt_the_line_that_installs_them(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    broken = "raise ImportError('libEGL.so.1: cannot open shared object file')"
    (tmp_path / "PySide6" / "__init__.py").write_text(broken, encoding="utf-8")
    folders = [str(tmp_path), *(str(ROOT / name) for name in ("", "ui", "resources"))]
    done = start(DISPLAY=":0", PYTHONPATH=os.pathsep.join(folders))
    assert done.returncode == 2
    assert "libEGL.so.1" in done.stderr
    assert "sudo apt install -y " in done.stderr


def test_a_verb_goes_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "nowhere.annotator"]) == 2
    assert "nowhere.annotator" in capsys.readouterr().err


def test_help_names_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "export" in capsys.readouterr().out


def test_a_mistyped_verb_opens_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exprot", "a.annotator"]) == 2
    assert "annotator export" in capsys.readouterr().err
