"""What can go wrong that a user can cause or cure, and how long work says how far it is."""

from __future__ import annotations

from typing import Protocol


class UserError(Exception):
    """Something a user can cause or cure.

    `message` says in one sentence what happened, `hint` what helps, `detail` what a
    supporter wants to know. None of the three holds text of a transcript.
    """

    def __init__(self, message: str, hint: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail
        self.ended_an_act = False
        """Whether it came while something was written, which can be tried again as a whole."""

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class FileProblem(UserError):
    """A file cannot be read or written: missing, empty, binary, no permission, disk full."""


class ProjectProblem(UserError):
    """A project file cannot be opened as asked: another program's, newer, locked, damaged."""


class Damaged(ProjectProblem):
    """A project file that cannot be read as one: a repair or a backup helps."""


class NotFound(UserError):
    """A name or id given by the user fits nothing, or more than one thing."""


class Locked(UserError):
    """A file cannot be read without its passphrase, or with this one."""


class Refused(UserError):
    """An act that the rules of the project do not allow; nothing was changed."""


class Cancelled(Exception):
    """Raised by a progress callback when the user pressed Cancel; the act leaves no trace."""


class Progress(Protocol):
    """Called by long work with how many of how many are done; may raise `Cancelled`."""

    def __call__(self, done: int, total: int, label: str = "") -> None: ...


def no_progress(done: int, total: int, label: str = "") -> None:
    """Swallow progress where nobody watches."""
