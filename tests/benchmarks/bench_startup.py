"""How long from the start of the process until the window is seen, and the sample can be read?

Run by hand: `uv run python tests/benchmarks/bench_startup.py`. The three programs are started by
turns, so that a busy machine slows all alike; all ratios are from one run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from annotator.sample import build_sample

RUNS = 9
ROOT = Path(__file__).parents[2]

SAY = """
import sys, time
def say():
    print(time.time(), time.process_time(), flush=True)
    QApplication.quit()
"""

EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, say)
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""

OURS = """
from annotator_ui import quick_start
quick_start._hurry()
from PySide6.QtWidgets import QApplication
from annotator_ui import app, main_window
class Window(main_window.MainWindow):
    def __init__(self, *parts, **keywords):
        super().__init__(*parts, **keywords)
        self.painted.connect(say)
app.MainWindow = Window
app.open_window([])
"""

READABLE = """
from annotator_ui import quick_start
quick_start._hurry()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator_ui import app
begin = app._begin
def begin_and_watch(*parts):
    from annotator_ui.transcript_view.text_area import TextArea
    paint = TextArea.paintEvent
    def paint_and_say(area, event):
        paint(area, event)
        if area.document().blockCount() > 9:
            QTimer.singleShot(0, say)
    TextArea.paintEvent = paint_and_say
    begin(*parts)
app._begin = begin_and_watch
app.open_window(sys.argv[1:])
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sample = build_sample(Path(folder)).project_path
        settle_the_coder(sample, Path(folder))
        programs = {
            "an empty QMainWindow, painted": (EMPTY, []),
            "our window, painted": (OURS, []),
            "the sample, readable": (READABLE, [str(sample)]),
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for script, arguments in programs.values():  # once unmeasured: caches are written
            seconds(script, arguments, Path(folder))
        for _ in range(RUNS):
            for name, (script, arguments) in programs.items():
                times[name].append(seconds(script, arguments, Path(folder)))
    print(f"{'':36}{'wall':>10}{'ratio':>8}{'CPU':>10}{'ratio':>8}")
    base = middle(times["an empty QMainWindow, painted"])
    for name, measured in times.items():
        wall, cpu = middle(measured)
        print(
            f"{name:36}{wall * 1000:7.0f} ms{wall / base[0]:8.2f}"
            f"{cpu * 1000:7.0f} ms{cpu / base[1]:8.2f}"
        )


def middle(measured: list[tuple[float, float]]) -> tuple[float, float]:
    """The median of the wall times and of the CPU times."""
    return statistics.median(wall for wall, _ in measured), statistics.median(
        cpu for _, cpu in measured
    )


def settle_the_coder(sample: Path, home: Path) -> None:
    """Say who codes, so that the window does not ask."""
    script = (
        "import sys; from pathlib import Path; from annotator_ui.preferences import Preferences;"
        "Preferences().remember_coder(Path(sys.argv[1]), 'coder_a')"
    )
    subprocess.run([sys.executable, "-c", script, str(sample)], check=True, env=environment(home))


def seconds(script: str, arguments: list[str], home: Path) -> tuple[float, float]:
    """Wall and CPU time from the start of a process until it prints them."""
    begun = time.time()
    told = subprocess.run(
        [sys.executable, "-c", SAY + script, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment(home),
        timeout=60,
    )
    now, cpu = map(float, told.stdout.split()[-2:])
    return now - begun, cpu


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("", "ui", "resources")),
    }


if __name__ == "__main__":
    main()
