"""Is garbage collected on the window thread alone while another one works?"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from annotator_ui.garbage import Sweeper


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """As in the program: Python collects by itself; the tests do without."""
    gc.enable()
    yield
    gc.disable()


def test_nothing_is_collected_by_itself_until_the_last_work_is_done(qapp: QObject) -> None:
    first, second = Sweeper(qapp), Sweeper(qapp)
    assert not gc.isenabled()
    first.end()
    assert not gc.isenabled()
    second.end()
    second.end()
    assert gc.isenabled()


def test_where_nobody_collects_nobody_begins_to(qapp: QObject) -> None:
    gc.disable()
    Sweeper(qapp).end()
    assert not gc.isenabled()
