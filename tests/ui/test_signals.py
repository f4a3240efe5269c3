"""Is a project closed when the system tells the window to end?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import annotator
from annotator.model.codebook import CodeDraft

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@pytest.mark.skipif(sys.platform == "win32", reason="no signal asks a process to end there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_the_window_leaves_one_file(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "study.annotator"
    with annotator.create(path, coder="ann") as project:
        project.add_code(CodeDraft("A", "A"))
    folders = os.pathsep.join(str(ROOT / name) for name in ("", "ui", "resources"))
    with subprocess.Popen(
        [sys.executable, "-m", "annotator_ui", str(path)],
        env=os.environ | {"PYTHONPATH": folders, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    ) as window:
        waited_until = time.monotonic() + PATIENCE_S
        while not path.with_name("study.annotator-wal").exists():
            assert window.poll() is None
            assert time.monotonic() < waited_until
            time.sleep(0.05)  # between two looks at another process
        window.send_signal(number)
        assert window.wait(PATIENCE_S) == 0
        assert window.stderr is not None
        assert "Traceback" not in window.stderr.read()
    assert [item.name for item in tmp_path.iterdir()] == ["study.annotator"]
