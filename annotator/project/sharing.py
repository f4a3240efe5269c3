"""Which other copies of an open project are there, and how do they come together?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.errors import FileProblem, Progress, no_progress
from annotator.project.acting import Acting
from annotator.store import read_aside
from annotator.store.copying import copy_file
from annotator.store.door import place_of

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.model.put_aside import PutAside
    from annotator.teamwork.merge import Merge


class Sharing(Acting):
    """The part of a project that knows of other copies of it."""

    def save_copy(self, path: str | os.PathLike[str], *, passphrase: str = "") -> Path:
        """Write a consistent copy of the project, also while it is being worked on.

        With a passphrase only who knows it can read the copy.
        """
        target = place_of(path)
        if target == self.path or _is_the_same(target, self.path):
            raise FileProblem("A copy needs another name.", "Choose another name or folder.")
        if passphrase:
            from annotator.store.locked_copies import copy_locked

            copy_locked(self._store, target, passphrase)
        else:
            copy_file(self._store, target)
        return target

    def look_at_files(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        passphrases: Sequence[str] = (),
        progress: Progress = no_progress,
    ) -> Merge:
        """What merging returns, packs and copies of this project would do, file by file."""
        from annotator.teamwork.merge import MergeOptions, look_at_files

        found = look_at_files(
            self._store,
            self._history,
            [Path(path) for path in paths],
            acting=self.coder,
            options=MergeOptions(passphrases),
            progress=progress,
        )
        return self._as_seen(found)

    def merge_files(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        passphrases: Sequence[str] = (),
        accept: bool = False,
        progress: Progress = no_progress,
    ) -> Merge:
        """Take in returns, packs and copies of this project as one act, after a backup.

        `passphrases` are tried on locked files. With `accept` what coders handed back as finished
        is sealed in the same act. Work that was sealed before and comes back changed goes into a
        layer "after discussion" and leaves the sealed work as it is.
        """
        from annotator.teamwork.merge import MergeOptions, merge_files

        self._must_have("merge")
        self.backup()
        done = merge_files(
            self._store,
            self._history,
            [Path(path) for path in paths],
            acting=self.coder,
            options=MergeOptions(passphrases, accept),
            progress=progress,
        )
        return self._as_seen(done)

    def put_aside(self) -> tuple[PutAside, ...]:
        """What came back and could not stand, the oldest first; it comes in once it can.

        For those who may see what others did, and are not blind in a round.
        """
        self._must_have("merge")
        blind = {each.name for each in self.blind_rounds()}
        kept = self._ask(read_aside.put_aside)
        return tuple(each for each in kept if not blind or each.round not in blind | {""})

    def last_merge(self) -> str:
        """What `undo_merge` would take back, in words; "" where there is no merge."""
        return self._history.last_merge()

    def undo_merge(self) -> Changes:
        """Take back the last merge exactly; `Refused` where its rows were worked on since."""
        self._must_have("merge")
        return self._history.undo_merge(self.coder.id)

    def _as_seen(self, merge: Merge) -> Merge:
        """Who codes blind in a round is told what came in, but not how much was coded there."""
        blind = {each.name for each in self.blind_rounds()}
        files = tuple(
            replace(each, hidden=each.round in blind or (bool(blind) and each.kind == "project"))
            for each in merge.files
        )
        return replace(merge, files=files)


def _is_the_same(one: Path, other: Path) -> bool:
    """Whether two names mean one file, as on drives that do not tell cases apart."""
    return one.exists() and other.exists() and one.samefile(other)
