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

SERVING = """
import os, sys
import annotator, annotator.teamwork.merge, annotator.store.backups

print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        ended = 1
        try:
            with annotator.open(sys.argv[1]) as project:
                project.merge_files(sys.argv[2:])
            ended = 0
        finally:
            os._exit(ended)
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""A child for each merge: what takes longest, to import everything, is done once."""


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
        self._root.mkdir()  # the disk takes its root as it is found when the process begins
        self.control = Control(folder / "control")
        self.project = self._root / "study.annotator"
        self._serving = subprocess.Popen(
            [sys.executable, "-c", SERVING, str(self.project), *map(str, self._files)],
            env=os.environ | environment(self.control, self._root),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._serving.stdout is not None
        assert self._serving.stdout.readline() == "ready\n"

    def merge(self) -> int:
        """Merge in a process on that disk; how the process ended."""
        shutil.rmtree(self._root, ignore_errors=True)
        self._root.mkdir()
        shutil.copy(self._base, self.project)
        ask, answer = self._serving.stdin, self._serving.stdout
        assert ask is not None
        assert answer is not None
        ask.write("once more\n")
        ask.flush()
        return int(answer.readline())

    def end(self) -> None:
        self._serving.communicate()

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
    try:
        at_every_call(merging, trouble)
    finally:
        merging.end()


def at_every_call(merging: Merging, trouble: str) -> None:
    """Of the disk: each write, sync, change of size or name of a merge."""
    merging.control.reset()
    assert merging.merge() == 0
    calls, after = merging.control.get("calls"), merging.found()
    assert after != merging.before
    ends = set()
    for call in range(1, calls + 1):
        merging.control.reset()
        if trouble == "killed":
            merging.control.kill_at(call, call % 3)
        else:
            merging.control.set("fail_from", call)
            merging.control.fail(errno.ENOSPC, kinds=WRITE | SIZE)
        merging.merge()
        merging.control.reset()
        found = merging.found()
        assert found in (merging.before, after), f"{trouble} at call {call} of {calls}"
        ends.add(found == after)
    assert ends == {False, True}
