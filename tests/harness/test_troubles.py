"""Does work go on after a disk was full, failing, read-only or gone? The long run is by hand."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.long
@pytest.mark.usefixtures("failing_disk")
def test_every_act_is_whole_or_not_at_all() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.harness.troubles", "--acts", "300", "--seed", "8"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "wrong: 0" in told.stdout
