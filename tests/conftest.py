"""What does every test get: Qt without a screen, settings of its own, a check for leftovers?"""

from __future__ import annotations

import gc
import importlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.harness.met import Met

TESTS = Path(__file__).parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _why_no_qt() -> str:
    """The reason why Qt does not load here, empty where it does."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return f"Qt does not load here ({error}). {advice()}"
    return ""


def advice() -> str:
    from annotator.window import QT_PACKAGES

    return f"Debian, Ubuntu: sudo apt install -y {QT_PACKAGES} xvfb xdotool"


NO_QT = _why_no_qt()
_FINISHED = itertools.count(1)

# Loaded from here and not by its entry point (pyproject.toml blocks that), because pytest-qt ends
# the whole run where Qt's system libraries are missing, tests without any Qt included.
pytest_plugins = [] if NO_QT else ["pytestqt.plugin"]

settings.register_profile(
    "house",
    deadline=None,
    derandomize=IN_CI,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("house"), max_examples=1000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")
    parser.addoption("--draw", action="store_true", help="write the pictures of the view anew")
    parser.addoption("--sentences", action="store_true", help="list the refusals no test meets")
    if NO_QT:  # the keys stand in pyproject.toml, and --strict-config refuses unknown ones
        parser.addini("qt_log_level_fail", "of pytest-qt, which is not loaded")
        parser.addini("qt_log_ignore", "of pytest-qt, which is not loaded", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "house")
    met = Met()
    met.listen()
    config.pluginmanager.register(met)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: runs with --long"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no later collection of garbage walks through it again.

    And none begins by itself: the thread that listens to pytest-xdist would destroy widgets.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


def pytest_runtest_logfinish() -> None:
    if next(_FINISHED) % 20 == 0:
        gc.collect()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All processors for the whole suite; a few files are done sooner than workers start."""
    if config.args != config.getini("testpaths"):
        return 0
    return os.cpu_count() or 1


def missing(reason: str) -> None:
    """Skip for something this machine lacks; in CI such a skip would hide breakage, so fail."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)


if NO_QT:

    class WindowTests(pytest.Module):
        """A file of window tests, which cannot even be imported without Qt."""

        def collect(self) -> Iterator[pytest.Item]:
            missing(NO_QT)
            return iter(())

    def pytest_pycollect_makemodule(
        module_path: Path, parent: pytest.Collector
    ) -> pytest.Module | None:
        if module_path.relative_to(TESTS).parts[0] == "ui":
            module: pytest.Module = WindowTests.from_parent(parent, path=module_path)
            return module
        return None

    @pytest.fixture
    def qapp() -> None:
        missing(NO_QT)

    @pytest.fixture
    def qtbot(qapp: None) -> None:
        """Never gets here."""

else:

    @pytest.fixture(scope="session")
    def qapp_cls() -> Any:
        """The application object is the program's own."""
        from annotator_ui.wanted_files import Application

        return Application


@pytest.fixture
def needs_qt() -> None:
    """For tests that use Qt without `qtbot`, for example in a process of their own."""
    if NO_QT:
        missing(NO_QT)


@pytest.fixture
def failing_disk() -> None:
    """For tests that run a program on the disk of tests/harness, which is compiled first."""
    from tests.harness.disk import why_not

    if why_not():
        missing(why_not())


_HOMES = itertools.count(1)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def own_settings(_homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings, recent projects or documents of whoever runs it."""
    home = _homes / str(next(_HOMES))
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(home / "documents"))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program works offline and promises to stay so."""
    connect = socket.socket.connect

    def refuse(line: socket.socket, address: Any) -> None:
        if line.family in {socket.AF_INET, socket.AF_INET6}:
            message = f"This would reach the network: {address}"
            raise AssertionError(message)
        connect(line, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window test closes its windows and ends its threads."""
    if NO_QT or request.node.path.relative_to(TESTS).parts[0] != "ui":
        yield
        return
    windows, threads = set(_windows()), set(threading.enumerate())
    yield
    left = [name for pointer, name in _windows_left(windows).items() if pointer not in windows]
    left += [thread.name for thread in _threads_left(threads)]
    left += _lent_by_qt()
    if left:
        pytest.fail(f"The test left these windows or threads behind: {left}", pytrace=False)


def _windows() -> dict[int, str]:
    """Every top-level widget: its address in C++ and what it is."""
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    app = QApplication.instance()
    if app is None:
        return {}
    kept_by_qt = {"QTipLabel"}  # one tool tip window is kept for the next tip
    return {
        getCppPointer(widget)[0]: f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in QApplication.topLevelWidgets()
        if widget.metaObject().className() not in kept_by_qt
    }


def _windows_left(before: set[int]) -> dict[int, str]:
    """The top-level widgets that are still there once everything deletable is deleted."""
    from PySide6.QtCore import QCoreApplication, QEvent

    # Windows go first: garbage may hold what Python owns and a window still points to.
    delete = QEvent.Type.DeferredDelete.value
    if not _windows().keys() <= before:
        QCoreApplication.sendPostedEvents(None, delete)
    if _windows().keys() <= before:
        return {}
    gc.collect()
    QCoreApplication.sendPostedEvents(None, delete)
    return _windows()


def _lent_by_qt() -> list[str]:
    """What Python still holds of Qt's own that Qt frees without a word, as a block's layout.

    Whatever comes to lie at such an address is then taken for it. Objects say when they go, and
    the items of a layout are its own to free.
    """
    from PySide6.QtCore import QMetaObject, QObject
    from PySide6.QtWidgets import QLayoutItem
    from shiboken6 import Shiboken

    return [
        type(each).__name__
        for each in Shiboken.getAllValidWrappers()
        if not isinstance(each, QObject | QMetaObject | QLayoutItem)
        and not Shiboken.ownedByPython(each)
    ]


def _threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    from PySide6.QtCore import QThreadPool

    new = [
        thread
        for thread in threading.enumerate()
        # a dummy stands for a thread of Qt's and is forgotten only when Python ends
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in new:
        thread.join(2)
    QThreadPool.globalInstance().waitForDone(2000)
    return [thread for thread in new if thread.is_alive()]


@pytest.fixture(scope="session")
def virtual_display() -> Iterator[str]:
    """A screen of 1440 x 900 for programs under test: the value for DISPLAY."""
    if NO_QT:
        missing(NO_QT)
    if sys.platform != "linux" or not shutil.which("Xvfb"):
        missing(f"A virtual screen needs Linux and Xvfb. {advice()}")
    end, start = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(start), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[start],
        stderr=subprocess.DEVNULL,
    )
    os.close(start)
    try:
        with os.fdopen(end) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)
