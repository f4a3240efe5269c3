"""Which other copies of an open project are there? Backups, packs, returns and their merge."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.changes import Changes
from annotator.errors import Progress, Refused, no_progress
from annotator.questions import Questions
from annotator.store import backups

if TYPE_CHECKING:
    from annotator.teamwork.merge import Merge
    from annotator.teamwork.packs import Receipt


class Sharing(Questions):
    """The part of a project that knows of other copies of it."""

    def backup(self) -> Path:
        """Make a backup beside the project unless one holds the last act; returns its path."""
        return backups.make(self._store)

    def write_pack(
        self,
        path: str | os.PathLike[str],
        coder: str,
        transcripts: Iterable[int | str],
        *,
        own_codings: bool = True,
    ) -> Path:
        """Write what one coder needs to code these transcripts in the round at work.

        The file holds nobody else's codings, names or memos. `own_codings` takes along what the
        coder has done in this round already.
        """
        from annotator.teamwork.packs import write_pack

        self._must_be_whole()
        return write_pack(
            self._store,
            Path(path),
            coder=self.find_coder(coder),
            round_=self.current_round(),
            transcript_ids=[self.info(transcript).id for transcript in transcripts],
            own_codings=own_codings,
        )

    def hand_back(self, path: str | os.PathLike[str]) -> Receipt:
        """Write what was done in this pack as the file to send back."""
        from annotator.teamwork.packs import hand_back

        if self.kind != "pack":
            raise Refused(
                "Only a pack is handed back, and this is a whole project.",
                "Save a copy of the project instead.",
            )
        return hand_back(self._store, Path(path), coder=self.coder, round_=self.current_round())

    def look_at_files(
        self, paths: Iterable[str | os.PathLike[str]], *, progress: Progress = no_progress
    ) -> Merge:
        """What merging returns, packs and copies of this project would do, file by file."""
        from annotator.teamwork.merge import look_at_files

        files = [Path(path) for path in paths]
        return look_at_files(
            self._store, self._history, files, acting=self.coder, progress=progress
        )

    def merge_files(
        self, paths: Iterable[str | os.PathLike[str]], *, progress: Progress = no_progress
    ) -> Merge:
        """Take in returns, packs and copies of this project as one act, after a backup."""
        from annotator.teamwork.merge import merge_files

        self._must_be_whole()
        self.backup()
        files = [Path(path) for path in paths]
        return merge_files(self._store, self._history, files, acting=self.coder, progress=progress)

    def undo_merge(self) -> Changes:
        """Take back the last merge exactly; `Refused` where its rows were worked on since."""
        return self._history.undo_merge(self.coder.id)

    def _must_be_whole(self) -> None:
        """A pack holds the codebook and the transcripts as the principal investigator set them."""
        if self.kind != "project":
            raise Refused(
                "This is a coder's pack: its codebook and transcripts are set.",
                "Tell the principal investigator what should be changed.",
            )
