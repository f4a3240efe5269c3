"""How do many files become one project? All of them in one act, after a look at what would come.

What comes in is decided by what the file is. A *return* brings the work of its one coder and
nothing else; whatever else was changed in it is left out and said. A *project* (a copy that was
worked on elsewhere) brings everything. Nothing is decided by names or by clocks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from annotator.errors import Progress, Refused, UserError, no_progress
from annotator.operations.taking_over import take_over_late
from annotator.store import read_people
from annotator.store.bringing_back import bring_back
from annotator.store.carrying import follow_merged
from annotator.store.circles import CODES, WORK, break_circles
from annotator.store.coming_in import let_come_in
from annotator.store.door import place_of
from annotator.store.foreign_copies import opened
from annotator.store.garbage import without_looking_for_garbage
from annotator.store.joining import join_what_is_on_codings
from annotator.store.merging import OWN_WORK, ranks_of, take_in
from annotator.store.must_hold import make_hold
from annotator.store.text_chains import Places, transcripts_touched
from annotator.teamwork import doubts
from annotator.teamwork.acceptance import is_complete, seal_exactly
from annotator.teamwork.arriving_files import Identity, identity_of

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder
    from annotator.store.connection import Store
    from annotator.store.taken import Taken

Kind = Literal["project", "pack", "return"]

_MOST_NAMES = 5
"""More coders than this are counted, not named, in the label of a merge."""


class WorkOfCoder(Struct, frozen=True):
    """What one file changes in the work of one coder."""

    coder: str
    new: int
    """Codings that were not here."""
    changed: int
    removed: int
    memos: int
    finished: int
    """Transcripts newly marked finished."""
    decisions: int = 0
    """Decisions that nothing applies, new, changed or removed."""
    comments: int = 0
    """Memos on codes: what a coder has to say about the codebook."""
    questions: int = 0


class Arrived(Struct, frozen=True):
    """What one file brought, or why it brought nothing."""

    path: Path
    kind: Kind | None = None
    """None where the file was refused."""
    coder: str = ""
    """Whose return or pack it is; empty for a project."""
    round: str = ""
    """In which round; empty for a project."""
    work: tuple[WorkOfCoder, ...] = ()
    other: Mapping[str, int] = field(default_factory=dict)
    """Rows of other tables that came in or changed: transcripts, codes, persons."""
    left_out: int = 0
    """Rows that a file of this kind may not bring."""
    aside: Mapping[str, int] = field(default_factory=dict)
    """What was put aside because it cannot stand, by reason."""
    after_discussion: int = 0
    """Transcripts that were accepted before and came back changed: they go into a layer."""
    complete: bool = False
    """All that its coder was given in the round is finished and can be accepted."""
    notes: tuple[str, ...] = ()
    """What a person should look at, in sentences."""
    sha256: str = ""
    """Of the file's bytes, as the receipt of its coder says."""
    refused: UserError | None = None
    hidden: bool = False
    """Its numbers are not told: whoever looks codes blind in that round."""

    @property
    def nothing_new(self) -> bool:
        """Whether the project holds everything of this file already."""
        return self.refused is None and not (self.work or self.aside or any(self.other.values()))


class Merge(Struct, frozen=True):
    """What a merge did, or would do."""

    files: tuple[Arrived, ...]
    notes: tuple[str, ...] = ()
    """What all the files together brought about."""

    @property
    def refused(self) -> tuple[Arrived, ...]:
        return tuple(each for each in self.files if each.refused is not None)


class MergeOptions(Struct, frozen=True):
    """How to merge."""

    passphrases: Sequence[str] = ()
    """Tried on locked files."""
    accept: bool = False
    """Seal what coders handed back as finished."""


def merge_files(
    store: Store,
    history: History,
    paths: Sequence[Path],
    *,
    acting: Coder,
    options: MergeOptions | None = None,
    progress: Progress = no_progress,
) -> Merge:
    """Take in everything that the files bring, as one act that `History.undo_merge` takes back.

    A file that must be refused stops all: raises `UserError` with its reason, and nothing has
    changed. Look first (`look_at_files`) and leave such files out.
    """
    with history.act(acting.id, "", kind="merge") as act:
        merge = _Merging(store, act, options or MergeOptions(), progress).run(paths)
        for each in merge.refused:
            if each.refused is not None:
                raise each.refused
        act.label = f"{_whose(merge)} merged"
    return merge


def _whose(merge: Merge) -> str:
    """What came in, in a few words: whose work, or which files where a copy is among them."""
    coders = sorted({each.coder for each in merge.files})
    if all(coders):
        who = ", ".join(coders) if len(coders) <= _MOST_NAMES else f"{len(coders)} coders"
        return f"Work of {who}"
    names = [each.path.name for each in merge.files]
    return names[0] if len(names) == 1 else f"{len(names)} files"


def look_at_files(
    store: Store,
    history: History,
    paths: Sequence[Path],
    *,
    acting: Coder,
    options: MergeOptions | None = None,
    progress: Progress = no_progress,
) -> Merge:
    """What merging the files would do; nothing is changed."""
    with history.rehearsal(acting.id) as act:
        return _Merging(store, act, options or MergeOptions(), progress).run(paths)


class _Merging:
    """All files, one after another, in one act."""

    def __init__(self, store: Store, act: Act, options: MergeOptions, progress: Progress) -> None:
        self._store = store
        self._act = act
        self._options = options
        self._progress = progress
        self._codings: set[int] = set()
        """Those that came, or changed with what came."""

    def run(self, paths: Sequence[Path]) -> Merge:
        if not paths:
            raise Refused("There is no file to merge.", "Choose the files that came back.")
        found = []
        for number, path in enumerate(paths):
            self._number, self._count, self._name = number, len(paths), path.name
            self._tell(0, 1)
            found.append(self._attempt(path))
        waited = let_come_in(self._act)
        if self._act.counts:
            break_circles(self._act, CODES)
            break_circles(self._act, WORK)
            follow_merged(self._act, ranks_of(self._act.connection), self._codings)
            join_what_is_on_codings(self._act)
        notes = self._bring_back() if self._act.counts else []
        if waited:
            notes.append(_in_place(waited))
        take_over_late(self._act, sorted(transcripts_touched(self._act)))
        if self._options.accept:
            seal_exactly(self._act, [(each.coder, each.round) for each in found if each.coder])
        self._progress(len(paths), len(paths), "")
        return Merge(tuple(found), tuple(notes))

    def _bring_back(self) -> list[str]:
        places = Places(self._act)
        notes = bring_back(self._act)
        notes += make_hold(self._act)
        places.follow()
        return notes

    def _attempt(self, path: Path) -> Arrived:
        """One file, wholly or not at all."""
        try:
            with without_looking_for_garbage(), self._act.connection.begin_nested():
                return self._take(path)
        except UserError as error:
            self._act.images.clear()
            return Arrived(path, refused=_without_frames(error))

    def _take(self, path: Path) -> Arrived:
        if place_of(path).exists() and path.samefile(self._store.path):
            raise Refused(
                f"{path.name} is this project itself.", "Choose the files that came back."
            )
        connection = self._act.connection
        with opened(path, self._options.passphrases) as source:
            identity = identity_of(connection, source, path)
            if identity.round is not None:  # more can be compared in it now
                self._act.touched["round"].add(identity.round.id)
            before = read_people.coders(connection)
            notes = list(doubts.before(connection, source, identity))
            wanted = _Everything() if identity.coder is None else _Own(identity)
            taken = take_in(self._act, source, wanted, progress=self._tell)
            notes += doubts.after(connection, identity, taken)
        self._act.pack_images()
        # So many are told by their transcripts.
        self._codings |= self._act.touched.pop("coding", set())
        return self._arrived(path, identity, before, taken, notes)

    def _tell(self, done: int, total: int, label: str = "") -> None:
        del label
        part = round(100 * done / max(total, 1))
        self._progress(100 * self._number + part, 100 * self._count, self._name)

    def _arrived(
        self,
        path: Path,
        identity: Identity,
        before: Sequence[Coder],
        taken: Taken,
        notes: Sequence[str],
    ) -> Arrived:
        coders = read_people.coders(self._act.connection)
        work = (_work(taken, each, taken.comments[each.id]) for each in coders)
        joined = [each.coder_id for each in coders if each not in before]
        told = [*taken.relabelled, *notes]
        if joined:
            told.append(f"New among the coders: {', '.join(joined)}.")
        if taken.carried:
            told.append(_carried(taken.carried))
        return Arrived(
            path,
            identity.kind,
            "" if identity.coder is None else identity.coder.coder_id,
            "" if identity.round is None else identity.round.name,
            tuple(each for each in work if each is not None),
            {table: taken.came(table) for table in ("transcript", "code", "person", "coder")},
            sum(taken.number("left out", table) for table in OWN_WORK),
            dict(taken.why_aside),
            len({transcript for transcript, _ in taken.after_discussion}),
            is_complete(self._act.connection, identity),
            tuple(told),
            _sha256(path),
        )


class _Everything:
    """A copy of the project brings all it has."""

    def takes(self, table: str) -> bool:
        del table
        return True

    def row(self, table: str, row: Mapping[str, Any]) -> bool:
        del table, row
        return True


class _Own:
    """A return brings the work of its coder in its round."""

    def __init__(self, identity: Identity) -> None:
        self._coder_id = identity.coder.id if identity.coder else 0
        self._round_id = identity.round.id if identity.round else 0

    def takes(self, table: str) -> bool:
        return table in OWN_WORK

    def row(self, table: str, row: Mapping[str, Any]) -> bool:
        if table == "coding_field":
            return row["coding_id"] is not None
        own = bool(row["coder_id"] == self._coder_id)
        return own and ("round_id" not in row or row["round_id"] == self._round_id)


def _work(taken: Taken, coder: Coder, comments: int) -> WorkOfCoder | None:
    def number(what: Literal["added", "changed", "removed"], table: str) -> int:
        return taken.number(what, table, coder.id)

    def all_of(table: str) -> int:
        return number("added", table) + number("changed", table) + number("removed", table)

    found = WorkOfCoder(
        coder.coder_id,
        new=number("added", "coding"),
        changed=number("changed", "coding"),
        removed=number("removed", "coding"),
        memos=all_of("memo") - comments,
        finished=number("added", "finished"),
        decisions=all_of("decision"),
        comments=comments,
        questions=number("added", "question"),
    )
    rest = all_of("finished") + all_of("recheck") + all_of("question") + all_of("receipt")
    touched = found.new + found.changed + found.removed + found.decisions + all_of("memo") + rest
    return found if touched else None


def _in_place(number: int) -> str:
    if number == 1:
        return "One row that was put aside before has its place now, and came in."
    return f"{number:,} rows that were put aside before have their place now, and came in."


def _carried(number: int) -> str:
    if number == 1:
        return "One row was carried to the corrected text, or to the code that its own became."
    return f"{number:,} rows were carried to corrected texts, or to what their codes became."


def _without_frames(error: UserError) -> UserError:
    """What was being read where it was raised would keep the file locked as long as it is told."""
    for each in (error.__cause__, error.__context__):
        if each is not None:
            each.__traceback__ = None
    return error.with_traceback(None)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
