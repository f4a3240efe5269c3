"""Does everything that was acknowledged survive a hundred sudden ends? The long run is by hand."""

from __future__ import annotations

import subprocess
import sys

import pytest

KILLS = {"written": 30, "migrated": 8, "library": 16, "commands": 12, "window": 6, "power": 30}


@pytest.mark.long
@pytest.mark.usefixtures("failing_disk")
@pytest.mark.parametrize("way", KILLS)
def test_nothing_is_lost(way: str) -> None:
    command = [sys.executable, "-m", "tests.harness.crash", "--ways", way]
    told = subprocess.run(
        [*command, "--kills", str(KILLS[way]), "--seed", "8"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "faults: 0" in told.stdout
