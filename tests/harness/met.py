"""Which sentences of the program did the tests meet? A plugin of pytest, loaded by conftest.py.

    uv run pytest --sentences

lists those that no test met. A run of the whole suite fails where there is one: each sentence of
the table in the manual is reached by a test. What only a process of its own meets is not seen, and
what hypothesis happens to draw does not count: it draws something else another day.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import currently_in_test_context

from annotator.errors import UserError
from tests.harness.sentences import ROOT, Sentence, sentences

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
            while frame.f_locals.get("self") is error and frame.f_back is not None:
                frame = frame.f_back  # a class of errors that puts its words together
            if not currently_in_test_context():
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
        elif not session.exitstatus and _is_whole(session.config) and self._unmet():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return (yield)

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        unmet = self._unmet()
        if not config.getoption("--sentences") and not (unmet and _is_whole(config)):
            return
        every = len(sentences())
        terminalreporter.section(f"sentences: {every - len(unmet)} of {every} met")
        for one in unmet:
            terminalreporter.line(f"no test meets {one.place}: {one.message}")

    def _unmet(self) -> list[Sentence]:
        met = self.sentences()
        return [one for one in sentences() if one not in met]


def _is_whole(config: pytest.Config) -> bool:
    """Whether every test was asked for, on a system where every one runs."""
    chosen = ("keyword", "markexpr", "deselect", "lf", "ignore", "collectonly", "maxfail")
    return (
        sys.platform == "linux"
        and config.pluginmanager.has_plugin("pytestqt.plugin")
        and config.args_source is config.ArgsSource.TESTPATHS
        and not any(config.getoption(name, None) for name in chosen)
    )
