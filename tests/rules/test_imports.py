"""Does the library do without Qt, and the first paint of the window without slow libraries?"""

from __future__ import annotations

import json
import os
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import annotator
from annotator.sample import build_sample

ROOT = Path(__file__).parents[2]
SLOW = {"pandas", "openpyxl", "alembic", "charset_normalizer", "xlrd"}
NOT_BY_FIRST_PAINT = SLOW | {"docx", "lxml", "pypdfium2", "pypdf", "sqlalchemy", "numpy"}

WITHOUT_QT = "import sys; sys.modules['PySide6'] = None; sys.modules['shiboken6'] = None\n"
SAY_MODULES = "\nimport json, sys; print('LOADED', json.dumps(sorted(sys.modules)))"

# Starts the real window, and notes what is loaded when the first timer or posted call arrives
# after the first paint: what the window loads from there on purpose is then still to come.
FIRST_PAINT = """
import json, sys
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

class Watcher(QObject):
    painted = told = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            if not self.painted and watched.window().isVisible():
                self.painted = True
                QTimer.singleShot(0, QCoreApplication.quit)
        elif self.painted and not self.told:
            if event.type() in (QEvent.Type.Timer, QEvent.Type.MetaCall):
                self.told = True
                print("LOADED", json.dumps(sorted(sys.modules)), flush=True)
        return False

run_loop = QCoreApplication.exec
def watch_and_run(*_):
    watcher = Watcher()
    QCoreApplication.instance().installEventFilter(watcher)
    QTimer.singleShot(60_000, lambda: QCoreApplication.exit(3))
    return run_loop()

for kind in (QCoreApplication, QGuiApplication, QApplication):
    kind.exec = watch_and_run
from annotator_ui.app import open_window
sys.exit(open_window(sys.argv[1:]))
"""


def loaded_by(script: str, *arguments: str) -> set[str]:
    """The top-level names in `sys.modules` when the script says LOADED."""
    folders = (ROOT, ROOT / "ui", ROOT / "resources")
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, folders))},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [answer] = [line for line in done.stdout.splitlines() if line.startswith("LOADED ")]
    modules: Sequence[str] = json.loads(answer.removeprefix("LOADED "))
    return {name.partition(".")[0] for name in modules}


def library_modules() -> list[str]:
    found = pkgutil.walk_packages(annotator.__path__, "annotator.")
    no_start = {"annotator.__main__"}
    # a migration runs inside Alembic only
    return [m.name for m in found if m.name not in no_start and ".migrations." not in m.name]


def test_every_module_of_the_library_does_without_qt() -> None:
    names = library_modules()
    assert "annotator.project" in names
    imports = "\n".join(f"import {name}" for name in names)
    loaded = loaded_by(WITHOUT_QT + imports + SAY_MODULES)
    assert "annotator" in loaded
    assert "annotator_ui" not in loaded


def test_slow_libraries_wait_until_they_are_needed() -> None:
    loaded = loaded_by("import annotator, annotator.project, annotator.cli" + SAY_MODULES)
    assert loaded & SLOW == set()


@pytest.mark.usefixtures("needs_qt")
@pytest.mark.parametrize("asked", ["nothing", "a project"])
def test_the_first_paint_waits_for_no_slow_library(asked: str, tmp_path: Path) -> None:
    files = [build_sample(tmp_path).project_path] if asked == "a project" else []
    loaded = loaded_by(FIRST_PAINT, *map(str, files))
    assert "annotator_ui" in loaded
    assert loaded & NOT_BY_FIRST_PAINT == set()


def test_the_rooms_keep_their_arrows() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is missing"
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
