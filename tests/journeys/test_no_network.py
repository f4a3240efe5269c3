"""Does the program ask for another computer, or for its name, anywhere? Counted below it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.disk import Control, environment, started_so

ASKS = """
import socket
socket.socket(socket.AF_INET).close()
socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close()
socket.socket(socket.AF_UNIX).close()
socket.getaddrinfo("localhost", 80)
"""


def asked(folder: Path, *argv: str) -> tuple[int, int]:
    """Sockets to other computers and look-ups of names that a Python program asked for."""
    root = folder / "root"
    root.mkdir(exist_ok=True)
    control = Control(folder / "control")
    control.reset()
    told = subprocess.run(
        [sys.executable, *argv],
        env=started_so(environment(control, root)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert control.get("calls") or "-c" in argv  # else nobody was listening
    return control.get("sockets"), control.get("look_ups")


@pytest.mark.usefixtures("failing_disk")
def test_asking_is_counted(tmp_path: Path) -> None:
    assert asked(tmp_path, "-c", ASKS) == (2, 1)


@pytest.mark.long
@pytest.mark.usefixtures("failing_disk")
def test_no_verb_of_the_command_line_asks(tmp_path: Path) -> None:
    assert asked(tmp_path, "-m", "tests.journeys.every_verb", str(tmp_path / "root")) == (0, 0)
