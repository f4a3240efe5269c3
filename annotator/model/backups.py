"""What does a backup hold, and what would change if it were restored?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct


class Backup(Struct, frozen=True):
    """One backup file."""

    path: Path
    when: datetime
    """When it was made, local time."""
    act: int
    """The number of the last act in it."""
    project: str
    """The first eight letters of the uuid of its project."""
    step: str
    """The same of its last act."""


class Change(Struct, frozen=True):
    """What restoring would do to the things of one kind."""

    kind: str
    """transcripts, codes, codings, decisions, memos"""
    goes: int
    """There now, not in the backup."""
    comes: int
    """In the backup, not there now."""
    changes: int
    """In both, and not the same."""
    of_coders: Mapping[str, int]
    """Of what goes, by coder; empty for what is nobody's own."""
    names: tuple[str, ...]
    """What goes, where it has names: titles, codes."""

    @property
    def is_none(self) -> bool:
        return not (self.goes or self.comes or self.changes)

    def words(self) -> str:
        """In one sentence, "" where nothing changes."""
        said = []
        if self.goes:
            inside = self._inside()
            verb = "goes" if self.goes == 1 else "go"
            said.append(f"{self._counted(self.goes)} {verb}{f' ({inside})' if inside else ''}")
        if self.comes:
            start = "" if said else f"{self._counted(self.comes)} "
            verb = "comes back" if self.comes == 1 else "come back"
            said.append(f"{start or f'{self.comes} '}{verb}")
        if self.changes:
            start = "" if said else f"{self._counted(self.changes)} "
            verb = "becomes as it was" if self.changes == 1 else "become as they were"
            said.append(f"{start or f'{self.changes} '}{verb}")
        return f"{', '.join(said)}." if said else ""

    def _counted(self, number: int) -> str:
        return f"{number} {self.kind}" if number != 1 else f"One {_ONE_OF[self.kind]}"

    def _inside(self) -> str:
        """Whose they are, or what they are called."""
        if self.of_coders:
            return ", ".join(f"{coder} {number}" for coder, number in self.of_coders.items())
        more = f" and {len(self.names) - 3} more" if len(self.names) > 3 else ""
        return ", ".join(f"“{name}”" for name in self.names[:3]) + more


_ONE_OF: Mapping[str, str] = {
    "transcripts": "transcript",
    "codes": "code",
    "codings": "coding",
    "decisions": "decision",
    "marks of finished work": "mark of finished work",
    "memos": "memo",
    "coders": "coder",
}


class Preview(Struct, frozen=True):
    """What restoring a backup would do."""

    backup: Backup
    last_act: str
    """The label of the last act in the backup."""
    changes: tuple[Change, ...]

    @property
    def changes_nothing(self) -> bool:
        return all(change.is_none for change in self.changes)

    def lines(self) -> tuple[str, ...]:
        """In sentences; one that says so where nothing changes."""
        said = tuple(words for change in self.changes if (words := change.words()))
        return said or ("Nothing: the project is as it was then.",)
