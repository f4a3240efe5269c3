"""Which sentences of the program did the tests meet? A plugin of pytest, loaded by conftest.py.

    uv run pytest --long --sentences

lists those that no test met. After a whole run with `--long` one that is not in `NOT_HERE` fails
the run, and so does one in it that was met after all.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import UserError
from tests.harness.sentences import ROOT, Sentence, sentences

NOT_HERE: tuple[str, ...] = ()
"""Beginnings of sentences that no test of this machine can meet, or that only a process of its own
meets."""

Place = tuple[str, int]


class Met:
    """The lines of the program that made a `UserError`, in this process and in its workers."""

    def __init__(self) -> None:
        self._lines: set[Place] = set()

    def listen(self) -> None:
        begin = UserError.__init__

        @functools.wraps(begin)
        def told(error: UserError, *given: Any, **named: Any) -> None:
            frame = sys._getframe(1)
            while frame.f_code.co_name == "__init__" and frame.f_back is not None:
                frame = frame.f_back
            self._lines.add((frame.f_code.co_filename, frame.f_lineno))
            begin(error, *given, **named)

        UserError.__init__ = told  # type: ignore[method-assign]

    def add(self, lines: Iterable[Place]) -> None:
        self._lines.update(map(tuple, lines))  # type: ignore[arg-type]

    def lines(self) -> list[Place]:
        return sorted(self._lines)

    def sentences(self) -> set[Sentence]:
        of_file: dict[str, set[int]] = {}
        for file, line in self._lines:
            if Path(file).is_relative_to(ROOT):
                name = Path(file).relative_to(ROOT).as_posix()
                of_file.setdefault(name, set()).add(line)
        return {
            one
            for one in sentences()
            if any(one.first_line <= at <= one.last_line for at in of_file.get(one.file, ()))
        }

    # what pytest calls

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.add(getattr(node, "workeroutput", {}).get("sentences", ()))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Any:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["sentences"] = self.lines()
        done = yield
        whole = output is None and _is_whole(session.config)
        if whole and not session.exitstatus and self.wrong():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return done

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        if not (_is_whole(config) or config.getoption("--sentences")):
            return
        met = self.sentences()
        terminalreporter.section(f"sentences: {len(met)} of {len(sentences())} met")
        for line in self.wrong():
            terminalreporter.line(line)

    def wrong(self) -> list[str]:
        met = self.sentences()
        missed = [one for one in sentences() if one not in met]
        lines = [
            f"no test meets {one.place}: {one.message}"
            for one in missed
            if not one.message.startswith(NOT_HERE or ("\0",))
        ]
        return lines + [
            f"met after all: {words}"
            for words in NOT_HERE
            if not any(one.message.startswith(words) for one in missed)
        ]


def _is_whole(config: pytest.Config) -> bool:
    """Whether everything runs, the long tests too."""
    chosen = config.getoption("-k") or config.getoption("-m") or config.getoption("--lf")
    everything = config.args == config.getini("testpaths")
    return bool(config.getoption("--long")) and everything and not chosen
