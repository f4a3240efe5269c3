"""Whatever the disk does in the middle of an act: is it done whole, or is all as before?

The state machines of the everyday suite, with a disk that fails during some of their acts. They
run in a process of their own, into which that disk is loaded.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.core.operations.test_two_at_work import TwoAtWork
from tests.core.operations.test_undo_over_everything import EveryAct
from tests.core.teamwork.test_team_in_any_order import TeamAtWork
from tests.harness.disk import Control, environment, started_so
from tests.harness.troubles import TROUBLES, Trouble

_ON_THAT_DISK = "DISK_ROOT" in os.environ


class _InTrouble(RuleBasedStateMachine):
    """The next act meets a trouble, which is over when it is looked at what became of it."""

    def __init__(self) -> None:
        super().__init__()
        self._control = Control(Path(os.environ["DISK_CONTROL"]))
        self._coming: tuple[Trouble, int] | None = None

    @rule(trouble=st.sampled_from(TROUBLES), seed=st.integers(0, 1000))
    def trouble_comes(self, trouble: Trouble, seed: int) -> None:
        self._coming = (trouble, seed)

    def act(self, doing: Any, *of: Any) -> None:
        super().act(lambda: self._in_trouble(doing), *of)  # type: ignore[misc]

    def _in_trouble(self, doing: Any) -> None:
        coming, self._coming = self._coming, None
        if coming is not None:
            trouble, seed = coming
            trouble.begin(self._control, random.Random(seed))
        try:
            doing()
        finally:
            self._control.work_again()
            self._control.set("delay_us", 0)
            self._control.set("clock_ms", 0)


class EveryActInTrouble(_InTrouble, EveryAct):
    """One person, and every state remembered."""


class TwoInTrouble(_InTrouble, TwoAtWork):
    """Two people in every room of the library."""


class TeamInTrouble(_InTrouble, TeamAtWork):
    """A team with packs, returns, fields, questions and merges."""


if _ON_THAT_DISK:
    TestEveryActInTrouble = EveryActInTrouble.TestCase
    TestTwoInTrouble = TwoInTrouble.TestCase
    TestTeamInTrouble = TeamInTrouble.TestCase
    for each in (TestEveryActInTrouble, TestTwoInTrouble, TestTeamInTrouble):
        each.settings = settings(
            max_examples=int(os.environ["EXAMPLES"]),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
    del each  # a case under another name would run a second time
else:

    @pytest.mark.long
    @pytest.mark.timeout(1500)
    @pytest.mark.usefixtures("failing_disk")
    def test_every_act_in_trouble(tmp_path: Path) -> None:
        root = tmp_path / "root"
        root.mkdir()
        control = Control(tmp_path / "control")
        control.reset()
        changes = environment(control, root) | {"TMPDIR": str(root), "EXAMPLES": "15"}
        told = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "--timeout=1200",
                "-p",
                "no:cacheprovider",
                __file__,
            ],
            env=started_so(changes),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stdout[-8000:] + told.stderr[-2000:]
        assert "3 passed" in told.stdout
