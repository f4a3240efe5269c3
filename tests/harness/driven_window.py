"""The real window, in which somebody works without rest: keys at random, dialogs now and then.

    python -m tests.harness.driven_window FOLDER SEED

FOLDER is one that `work.prepare` filled. Each act is acknowledged when the window is told of it,
which is before it shows it.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from annotator_ui import app
from annotator_ui.codebook_place.place import CodebookPlace
from annotator_ui.main_window import MainWindow
from annotator_ui.quick_start import open_window
from tests.harness.disk import acks_of
from tests.harness.work import CODERS, PROJECT, Acks, transcript

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_ENOUGH = 60
"""Codings in one transcript of fifty sentences; whoever finds more takes some away."""
_LETTERS = [KEY.Key_A, KEY.Key_B, KEY.Key_C, KEY.Key_D, KEY.Key_E, KEY.Key_F]


class Person:
    """Presses keys in the Code place, and brings things in and out by the dialogs."""

    def __init__(self, window: MainWindow, folder: Path, seed: int, acks: Acks | None) -> None:
        self.window = window
        self._folder = folder
        self._chance = random.Random(seed)
        self._acks = acks
        self.acts = 0
        """Told by the window so far."""
        self._only_keys = False
        window.session.changed.connect(self._tell)

    def only_keys(self) -> None:
        """From now on no dialogs: the coding loop alone."""
        self._only_keys = True

    def _tell(self, _changes: object) -> None:
        self.acts += 1
        if self._acks is not None:
            self._acks.step(self.window.session.project.path)

    def one(self) -> None:
        """The next thing this person does."""
        if self._answer_a_dialog() or self._take_a_codebook_in():
            return
        if self.window.place is not self.window.code:
            self.window.show_code()
        lot = self._chance.random()
        if lot > 0.985 and not self._only_keys and not self.window.tasks.busy:
            self._out_of_the_loop()
        else:
            self._in_the_loop()

    def _in_the_loop(self) -> None:
        chance = self._chance
        code = self.window.code
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        if code is not None and QApplication.focusWidget() is not code.view:
            code.focus_text()  # it begins elsewhere, or another window took the keyboard
        if code is not None and len(code.loop.codings) > _ENOUGH and chance.random() < 0.3:
            self.press(KEY.Key_Delete)
            return
        key, modifier = chance.choices(
            [
                (KEY.Key_Down, None),
                (KEY.Key_Up, None),
                (KEY.Key_PageDown, None),
                (KEY.Key_PageDown, CTRL),
                (KEY.Key_PageUp, CTRL),
                (KEY.Key_Down, SHIFT),
                (KEY.Key_Tab, None),
                (chance.choice(_LETTERS), None),
                (KEY.Key_Space, None),
                (KEY.Key_Period, None),
                (KEY.Key_Question, None),
                (KEY.Key_0, None),
                (KEY.Key_Delete, None),
                (KEY.Key_Z, CTRL),
                (KEY.Key_Z, CTRL | SHIFT),
                (KEY.Key_M, CTRL),
            ],
            weights=[10, 8, 2, 0.3, 0.3, 2, 2, 14, 3, 2, 2, 2, 2, 6, 3, 2],
        )[0]
        self.press(key, modifier)
        if (key, modifier) == (KEY.Key_M, CTRL):
            self._write_a_memo()

    def _write_a_memo(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or self.window.code is None or focus is self.window.code.view:
            return
        QTest.keyClicks(focus, f"memo {self._chance.randrange(1000)}")
        self.press(KEY.Key_Return, CTRL)
        self.window.code.focus_text()

    def press(self, key: Qt.Key, modifier: Any = None) -> None:
        target: QWidget = QApplication.focusWidget() or self.window.focusWidget() or self.window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def _out_of_the_loop(self) -> None:
        commands = self.window.commands
        match self._chance.choice(("export", "copy", "import", "codebook")):
            case "export":
                commands.export.trigger()
            case "copy":
                commands.save_copy.trigger()
            case "codebook":
                commands.import_codebook.trigger()
            case _:
                new = self._folder / f"new {self._chance.getrandbits(40)}.txt"
                new.write_text(transcript(self._chance), encoding="utf-8", newline="\n")
                self.window.acts.import_files([new])

    def _answer_a_dialog(self) -> bool:
        for dialog in self.window.findChildren(QFileDialog):
            if dialog.isVisible():
                writes = dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
                name = "codebook.csv" if not writes else self._named(dialog)
                dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
                dialog.fileSelected.emit(str(self._folder / name))
                dialog.done(QFileDialog.DialogCode.Accepted)
                return True
        return False

    def _take_a_codebook_in(self) -> bool:
        place = self.window.place
        if not isinstance(place, CodebookPlace) or self.window.tasks.busy:
            return False
        if place.import_page.isVisible() and place.import_page.take_button.isEnabled():
            place.import_page.take_button.click()
            return True
        return False

    def _named(self, dialog: QFileDialog) -> str:
        return "out.xlsx" if dialog.defaultSuffix() == "xlsx" else "copy.annotator"


class DrivenWindow(MainWindow):
    """The window with somebody who works in it as soon as its project is open."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        folder, seed = Path(sys.argv[1]).resolve(), int(sys.argv[2])
        self._preferences.remember_coder(folder / PROJECT, CODERS[0])
        acks = Acks(acks_of(folder.parent))
        self.person = Person(self, folder, seed, acks)
        self._next = QTimer(self, interval=3)
        self._next.timeout.connect(self.person.one)
        self.session.opened.connect(self._begin)

    def _begin(self) -> None:
        # Where no window manager gives a window the keyboard, it is asked for.
        subprocess.run(["xdotool", "windowfocus", str(int(self.winId()))], check=False)
        print("begun", flush=True)
        self._next.start()


if __name__ == "__main__":
    app.MainWindow = DrivenWindow  # type: ignore[misc]
    sys.exit(open_window([str(Path(sys.argv[1]) / PROJECT)]))
