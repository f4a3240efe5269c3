"""How long will this work still take? Told in words, as soon as enough of it is done to say."""

from __future__ import annotations

from annotator.model.counts import counted

_SOONEST_S = 2.0
"""Before that nothing is said: the first files may be small or large ones."""
_MINUTE, _HOUR = 60.0, 3600.0


class TimeLeft:
    """Follows one piece of work; where it begins to count anew, so does the estimate."""

    def __init__(self) -> None:
        self._began = 0.0
        self._from = 0
        self._done = self._total = -1

    def at(self, done: int, total: int, now: float) -> str:
        """What is left when `done` of `total` are done; "" where that cannot be said yet.

        `now` is in seconds, of a clock that only goes forward.
        """
        if done < self._done or total != self._total:
            self._began, self._from = now, done
        self._done, self._total = done, total
        spent, made = now - self._began, done - self._from
        if spent < _SOONEST_S or made <= 0 or done >= total:
            return ""
        return f"{in_words(spent * (total - done) / made)} left"


def in_words(seconds: float) -> str:
    """A length of time that is an estimate: "about 20 seconds", "about 3 minutes"."""
    if seconds <= 5:
        return "a few seconds"
    if seconds <= 55:
        return f"about {counted(-(-int(seconds) // 5) * 5, 'second')}"
    if seconds < 1.5 * _HOUR:
        return f"about {counted(max(1, round(seconds / _MINUTE)), 'minute')}"
    return f"about {counted(round(seconds / _HOUR), 'hour')}"
