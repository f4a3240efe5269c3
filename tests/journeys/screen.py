"""A program on a virtual screen, driven as a person drives it: keys, clicks, and looking."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

PATIENCE = 40.0
"""Seconds until something that should happen counts as not happening."""

Found = TypeVar("Found")


def eventually(look: Callable[[], Found | None], what: str) -> Found:
    """The first answer of `look` that is not empty; fails with `what` when none comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)  # between two looks at another process there is nothing to wait on
    raise AssertionError(f"did not happen: {what}")


@dataclass(frozen=True, slots=True)
class Screen:
    """A virtual screen; its picture is a file that the server keeps up to date."""

    display: str
    picture: Path

    def xdotool(self, *words: str) -> str:
        told = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
        )
        return told.stdout

    def key(self, *keys: str) -> None:
        self.xdotool("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", "15", text)

    def click(self, place: tuple[int, int]) -> None:
        self.xdotool("mousemove", str(place[0]), str(place[1]))
        self.xdotool("click", "1")

    def window(self, name: str) -> str:
        """Wait for a visible window of that name and give it the keyboard."""
        found = eventually(
            lambda: self.xdotool("search", "--onlyvisible", "--name", name).split(),
            f"a window called {name}",
        )
        self.xdotool("windowfocus", "--sync", found[-1])
        return found[-1]

    def find(self, color: str, *, left_of: int) -> tuple[int, int] | None:
        """The middle of the first place that shows a colour (#RRGGBB) in the left part."""
        content = self.picture.read_bytes()
        header = struct.unpack(">25I", content[:100])
        start = header[0] + header[19] * 12
        width, stride = header[4], header[12]
        wanted = bytes.fromhex(color[1:])[::-1]
        for y in range(header[5]):
            row = content[start + y * stride : start + y * stride + min(width, left_of) * 4]
            at = row.find(wanted)
            while at >= 0 and at % 4:
                at = row.find(wanted, at + 1)
            if at >= 0:
                return at // 4 + 4, y + 4
        return None


@contextmanager
def virtual_screen(folder: Path) -> Iterator[Screen]:
    """Start a screen of 1440 x 900 that keeps its picture in `folder`."""
    end, start = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb", "-displayfd", str(start), "-screen", "0", "1440x900x24",
            "-nolisten", "tcp", "-fbdir", str(folder),
        ],
        pass_fds=[start],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(start)
    try:
        with os.fdopen(end) as answer:
            display = f":{answer.readline().strip()}"
        yield Screen(display, folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def program(
    screen: Screen, *argv: str, under: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run the real program on the screen; it is killed in the end if it still runs.

    `under` is what its environment holds besides, for instance to count what it asks for.
    """
    environment = {**os.environ, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
    environment |= under or {}
    with subprocess.Popen(
        [sys.executable, "-m", "annotator_ui", *argv],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            if running.poll() is None:
                running.send_signal(signal.SIGKILL)
