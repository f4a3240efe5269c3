"""How is a project file made, opened and closed?"""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from annotator.errors import FileProblem, ProjectProblem
from annotator.history import History
from annotator.operations.beginning import begin_project
from annotator.project.asking import Asking
from annotator.project.codebook import CodebookActs
from annotator.project.coding import CodingActs
from annotator.project.correcting import CorrectingActs
from annotator.project.dividing import DividingActs
from annotator.project.handing_over import HandingOver
from annotator.project.keeping import Keeping
from annotator.project.people import PeopleActs
from annotator.project.retrieving import Retrieval
from annotator.project.sharing import Sharing
from annotator.project.team import TeamActs
from annotator.project.transcripts import TranscriptActs
from annotator.project.versions import VersionActs
from annotator.project.worklists import Worklists
from annotator.store.connection import Store, discard
from annotator.store.copying import part_of, put_in_place
from annotator.store.door import place_of, schema_number
from annotator.store.migrations import bring_up_to_date
from annotator.store.replicas import own_replica
from annotator.store.schema import SCHEMA


class Project(
    CodingActs,
    CodebookActs,
    VersionActs,
    TranscriptActs,
    PeopleActs,
    DividingActs,
    CorrectingActs,
    TeamActs,
    Asking,
    Sharing,
    HandingOver,
    Retrieval,
    Worklists,
    Keeping,
):
    """An open project. Acts are single transactions and undo steps; they publish `Changes`.

    Every act raises `UserError` (then nothing has changed). Offsets are Unicode code points,
    0-based, end exclusive. Transcripts and codes are named by local id (int) or by their short
    label or name (str, without regard to case; ambiguous ones raise `NotFound`).
    """

    def __init__(self, store: Store, *, coder: str | None = None) -> None:
        super().__init__(store)
        self._history = History(store, self._notifier, own_replica(store))
        self.coder = self.coders()[0]
        if coder is not None:
            self.use_coder(coder)

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, coder: str, name: str = "") -> Self:
        """Make a project file with one coder, the round "main" and an empty codebook 1.0."""
        target = place_of(path)  # through a link it is the same project
        if target.name.casefold() == ".annotator":
            raise FileProblem(
                f"{target.name} is the ending of a project file and no name.",
                "Put a name in front of it, such as study.annotator.",
            )
        if target.suffix.casefold() != ".annotator":
            raise FileProblem(
                f"A project file ends in .annotator, and {target.name} does not.",
                f"Call it {target.stem or 'study'}.annotator.",
            )
        # Made under another name: a project that is there is a whole one.
        part = part_of(target)
        if target.exists():
            raise FileProblem(
                f"There is already a file called {target.name} in this folder.",
                "Choose another name, or open that one.",
            )
        store = Store.create(part)
        try:
            begin_project(store, name=name or target.stem, coder=coder, home=target)
        except BaseException:
            store.close()
            discard(part)
            raise
        store.close()
        put_in_place(part, target)
        return cls.open(target, coder=coder)

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, coder: str | None = None, read_only: bool = False
    ) -> Self:
        """Open a project file, brought up to date where it is older (with a backup before)."""
        target = place_of(path)  # through a link it is the same project
        if schema_number(target, writing=not read_only) != SCHEMA and read_only:
            raise ProjectProblem(
                f"{target.name} is from an older version and must be brought up to date first.",
                "Open it once for writing.",
            )
        if not read_only:
            bring_up_to_date(target)
        store = Store.open(target, read_only=read_only)
        try:
            return cls(store, coder=coder)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Leave one file behind, and no lock."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
