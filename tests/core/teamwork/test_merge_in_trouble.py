"""Killed or out of room at any write of a merge, the project is as before, or completely merged."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import annotator
from tests.core.teamwork.conftest import make_project
from tests.core.teamwork.test_any_history import rows
from tests.harness.disk import SIZE, WRITE, Control, environment

MERGING = """
import sys, annotator
with annotator.open(sys.argv[1]) as project:
    project.merge_files(sys.argv[2:])
"""


class Merging:
    """A study with two returns, merged again and again on a disk that fails."""

    def __init__(self, folder: Path) -> None:
        self._files = []
        with make_project(folder / "made") as project:
            self._base = project.path
            for coder in ("ann", "ben"):
                pack = project.write_pack(folder / "made" / coder, coder, ["D1", "D2"])
                with annotator.open(pack) as opened:
                    opened.apply_coding("D1", 11, 24, "AID", memo=f"{coder} thinks")
                    opened.finish("D1")
                    self._files.append(opened.hand_back(folder / "made" / f"{coder}-back").path)
        self.before = rows(self._base)
        self._root = folder / "root"
        self.control = Control(folder / "control")
        self.project = self._root / "study.annotator"

    def merge(self) -> int:
        """Merge in a process on that disk; how the process ended."""
        shutil.rmtree(self._root, ignore_errors=True)
        self._root.mkdir()
        shutil.copy(self._base, self.project)
        command = [sys.executable, "-c", MERGING, str(self.project)]
        done = subprocess.run(
            [*command, *map(str, self._files)],
            env=os.environ | environment(self.control, self._root),
            capture_output=True,
            check=False,
        )
        return done.returncode

    def found(self) -> dict[str, list[tuple[object, ...]]]:
        """What is there once the project is opened again, and whether nothing is wrong with it."""
        with annotator.open(self.project) as project:
            assert project.check() == ()
        return rows(self.project)


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.usefixtures("failing_disk")
@pytest.mark.parametrize("trouble", ["killed", "full"])
def test_a_merge_is_done_whole_or_not_at_all(trouble: str, tmp_path: Path) -> None:
    merging = Merging(tmp_path)
    merging.control.reset()
    assert merging.merge() == 0
    calls, after = merging.control.get("calls"), merging.found()
    assert after != merging.before
    step = 4 if trouble == "killed" else 9
    ends = set()
    for call in range(1, calls + 1, step):
        merging.control.reset()
        if trouble == "killed":
            merging.control.kill_at(call, call // step % 3)
        else:
            merging.control.set("fail_from", call)
            merging.control.fail(errno.ENOSPC, kinds=WRITE | SIZE)
        merging.merge()
        merging.control.reset()
        found = merging.found()
        assert found in (merging.before, after), f"{trouble} at call {call} of {calls}"
        ends.add(found == after)
    assert ends == {False, True}
