"""What may stay in memory, asked for on several threads, and never be older than a change?"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The last few answers by what was asked.

    An answer that was being read while something was forgotten is handed out and not kept: it
    may be from before the change.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Key, Value] = OrderedDict()
        self._forgotten = 0
        self._lock = Lock()

    def get(self, key: Key, read: Callable[[], Value]) -> Value:
        """The answer to `key`, read where it is not known."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            before = self._forgotten
        answer = read()
        with self._lock:
            if before == self._forgotten:
                self._answers[key] = answer
                self._answers.move_to_end(key)
                if len(self._answers) > self._most:
                    self._answers.popitem(last=False)
        return answer

    def forget(self, key: Key) -> None:
        """What was known about `key` has changed."""
        with self._lock:
            self._forgotten += 1
            self._answers.pop(key, None)

    def forget_where(self, is_old: Callable[[Value], bool]) -> None:
        """Answers of this kind may have changed."""
        with self._lock:
            self._forgotten += 1
            for key in [key for key, answer in self._answers.items() if is_old(answer)]:
                del self._answers[key]

    def forget_all(self) -> None:
        """Whatever was known may have changed."""
        with self._lock:
            self._forgotten += 1
            self._answers.clear()
