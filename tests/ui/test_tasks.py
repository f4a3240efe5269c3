"""Does long work end in exactly one way, say how far it is, and stop when asked?"""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.errors import FileProblem, Progress
from annotator_ui.tasks import Task, Tasks


@pytest.fixture
def tasks(qapp: QApplication) -> Tasks:
    assert qapp
    return Tasks()


def endings(task: Task) -> list[object]:
    """What the task tells at its end, in the order it tells it."""
    told: list[object] = []
    task.done.connect(lambda value: told.append(("done", value)))
    task.refused.connect(lambda error: told.append(("refused", str(error))))
    task.failed.connect(lambda error: told.append(("failed", type(error).__name__)))
    task.cancelled.connect(lambda: told.append("cancelled"))
    return told


def test_the_result_arrives(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.idle):
        told = endings(tasks.run("Counting", lambda _progress: 42))
    assert told == [("done", 42)]
    assert not tasks.busy


def test_none_is_a_result_too(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.idle):
        told = endings(tasks.run("Nothing", lambda _progress: None))
    assert told == [("done", None)]


def test_what_a_user_can_cure_is_told_apart_from_a_bug(qtbot: QtBot, tasks: Tasks) -> None:
    def full(_progress: Progress) -> None:
        raise FileProblem("The disk is full.")

    def bug(_progress: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(tasks.idle):
        told = endings(tasks.run("Writing", full))
    assert told == [("refused", "The disk is full.")]
    with qtbot.waitSignal(tasks.idle):
        told = endings(tasks.run("Dividing", bug))
    assert told == [("failed", "ZeroDivisionError")]


def test_progress_arrives_and_cancel_stops_the_work(qtbot: QtBot, tasks: Tasks) -> None:
    going = threading.Event()

    def work(progress: Progress) -> None:
        for number in range(1_000_000):
            progress(number, 1_000_000, "row")
            going.wait(0.001)

    task = tasks.run("Writing", work)
    told = endings(task)
    with qtbot.waitSignal(task.progressed) as progressed:
        pass
    assert progressed.args[1:] == [1_000_000, "row"]
    with qtbot.waitSignal(tasks.idle):
        task.cancel()
    assert told == ["cancelled"]


def test_only_work_that_takes_a_while_is_shown(qtbot: QtBot, tasks: Tasks) -> None:
    shown: list[str] = []
    with qtbot.waitSignal(tasks.idle):
        quick = tasks.run("Quick", lambda _progress: None)
        quick.slow.connect(lambda: shown.append("quick"))
    go_on = threading.Event()
    slow = tasks.run("Slow", lambda _progress: go_on.wait(20))
    slow.slow.connect(lambda: shown.append("slow"))
    with qtbot.waitSignal(slow.slow):
        pass
    with qtbot.waitSignal(tasks.idle):
        go_on.set()
    assert shown == ["slow"]


def test_a_second_piece_of_work_is_not_begun_beside_the_first(qtbot: QtBot, tasks: Tasks) -> None:
    go_on = threading.Event()
    tasks.run("First", lambda _progress: go_on.wait(20))
    with pytest.raises(RuntimeError, match="First"):
        tasks.run("Second", lambda _progress: None)
    with qtbot.waitSignal(tasks.idle):
        go_on.set()


def test_stopping_waits_for_the_thread(qtbot: QtBot, tasks: Tasks) -> None:
    def work(progress: Progress) -> None:
        while True:
            progress(0, 1)

    told = endings(tasks.run("Endless", work))
    with qtbot.waitSignal(tasks.idle):
        tasks.stop()
    assert told == ["cancelled"]
