"""Progress passes on often enough to be seen and seldom enough to cost nothing."""

from __future__ import annotations

import pytest

from annotator.errors import Cancelled
from annotator.work import Throttled


def test_a_burst_of_rows_is_one_call_but_labels_and_the_end_always_pass() -> None:
    calls: list[tuple[int, str]] = []

    def progress(done: int, total: int, label: str = "") -> None:
        assert total == 1000
        calls.append((done, label))

    throttled = Throttled(progress)
    for done in range(500):
        throttled(done, 1000, "one")
    throttled(500, 1000, "two")
    throttled(1000, 1000, "two")
    assert calls[0] == (0, "one")
    assert calls[-2:] == [(500, "two"), (1000, "two")]
    assert len(calls) < 100


def test_cancelled_goes_through() -> None:
    def progress(done: int, total: int, label: str = "") -> None:
        raise Cancelled(f"{done} of {total} {label}")

    with pytest.raises(Cancelled):
        Throttled(progress)(0, 10)
