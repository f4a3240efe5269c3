"""What is there to be worked on? One of each kind of thing, at random; the same seed, the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import annotator
from annotator.errors import UserError
from annotator.model.codebook import Code
from annotator.model.coding import Coding
from annotator.model.transcript import OpenTranscript, TranscriptInfo
from annotator.project import Project

Thing = TypeVar("Thing")


class Choosing:
    """A project, a folder beside it, and chance. What is not there raises `UserError`."""

    def __init__(self, project: Project, folder: Path, chance: random.Random) -> None:
        self._open: Project | None = project
        self._path, self._who = project.path, project.coder.coder_id
        self.folder = folder
        self.chance = chance

    @property
    def project(self) -> Project:
        """The open project; opened again where an act had to close it and could not go on."""
        if self._open is None:
            self._open = annotator.open(self._path, coder=self._who)
        return self._open

    def close(self) -> None:
        """Leave the project, where it is open."""
        if self._open is not None:
            self._who = self._open.coder.coder_id
            self._open.close()
            self._open = None

    def put_away(self, path: Path) -> None:
        """What a person does in the folder itself; a disk in trouble refuses that too."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{path.name} stays where it is.") from error

    def one_of(self, things: Sequence[Thing]) -> Thing:
        if not things:
            raise UserError("There is none of these.")
        return self.chance.choice(things)

    def word(self) -> str:
        """One that nothing is called yet."""
        return f"N{self.chance.getrandbits(40)}"

    def info(self) -> TranscriptInfo:
        return self.one_of(self.project.transcripts())

    def transcript(self) -> OpenTranscript:
        return self.project.transcript(self.info().id)

    def code_there(self) -> Code:
        """One that can be given."""
        return self.one_of([code for code in self.project.codebook().codes if not code.is_group])

    def any_code(self) -> Code:
        """A code or a group."""
        return self.one_of(self.project.codebook().codes)

    def coding(self) -> Coding:
        """One of the coder's own."""
        infos = list(self.project.transcripts())
        self.chance.shuffle(infos)
        for info in infos:
            found = self.own_codings(info.id)
            if found:
                return self.chance.choice(found)
        raise UserError("Nothing is coded yet.")

    def own_codings(self, transcript_id: int) -> list[Coding]:
        own = self.project.coder.id
        return [each for each in self.project.codings_in(transcript_id) if each.coder_id == own]
