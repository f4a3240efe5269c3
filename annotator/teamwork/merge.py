"""How do many files become one project? All of them in one act, after a look at what would come.

What comes in is decided by what the file is. A *return* brings the work of its one coder and
nothing else; whatever else was changed in it is left out and said. A *project* (a copy that was
worked on elsewhere) brings everything. Nothing is decided by names or by clocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import Progress, ProjectProblem, Refused, UserError, no_progress
from annotator.history import Act, History
from annotator.model.people import Coder
from annotator.operations.taking_over import take_over_late
from annotator.store import about, integrity, read_people
from annotator.store.bringing_back import bring_back
from annotator.store.connection import Store
from annotator.store.merging import Keep, Taken, change_exactly, take_in
from annotator.store.schema import coder as coder_table
from annotator.store.schema import finished

Kind = Literal["project", "pack", "return"]

_OWN_WORK = frozenset(
    {"coding", "coding_field", "decision", "finished", "memo", "recheck", "carried"}
)


@dataclass(frozen=True, slots=True)
class WorkOfCoder:
    """What one file changes in the work of one coder."""

    coder: str
    new: int
    """Codings that were not here."""
    changed: int
    removed: int
    memos: int
    finished: int
    """Transcripts newly marked finished."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one file brought, or why it brought nothing."""

    path: Path
    kind: Kind | None
    """None where the file was refused."""
    coder: str
    """Whose return or pack it is; empty for a project."""
    work: tuple[WorkOfCoder, ...]
    other: Mapping[str, int]
    """Rows of other tables that came in or changed: transcripts, codes, persons."""
    left_out: int
    """Rows that a file of this kind may not bring."""
    notes: tuple[str, ...]
    refused: UserError | None = None

    @property
    def nothing_new(self) -> bool:
        """Whether the project holds everything of this file already."""
        return self.refused is None and not self.work and not any(self.other.values())


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge did, or would do."""

    files: tuple[Arrived, ...]

    @property
    def refused(self) -> tuple[Arrived, ...]:
        return tuple(each for each in self.files if each.refused is not None)


def merge_files(
    store: Store,
    history: History,
    paths: Sequence[Path],
    *,
    acting: Coder,
    progress: Progress = no_progress,
) -> Merge:
    """Take in everything that the files bring, as one act that `History.undo_merge` takes back.

    A file that must be refused stops all: raises `UserError` with its reason, and nothing has
    changed. Look first (`look_at_files`) and leave such files out.
    """
    names = ", ".join(path.name for path in paths[:3])
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    with history.act(acting.id, f"{names}{more} merged", kind="merge") as act:
        found = _take_all(store, act, paths, progress)
        for each in found:
            if each.refused is not None:
                raise each.refused
    return Merge(tuple(found))


def look_at_files(
    store: Store,
    history: History,
    paths: Sequence[Path],
    *,
    acting: Coder,
    progress: Progress = no_progress,
) -> Merge:
    """What merging the files would do; nothing is changed."""
    with history.rehearsal(acting.id) as act:
        return Merge(tuple(_take_all(store, act, paths, progress)))


def _take_all(store: Store, act: Act, paths: Sequence[Path], progress: Progress) -> list[Arrived]:
    if not paths:
        raise Refused("There is no file to merge.", "Choose the files that came back.")
    found = []
    for number, path in enumerate(paths):
        progress(number, len(paths), path.name)
        try:
            with act.connection.begin_nested():
                found.append(_take(store, act, path))
        except UserError as error:
            found.append(Arrived(path, None, "", (), {}, 0, (), error))
    progress(len(paths), len(paths), "")
    return found


def _take(store: Store, act: Act, path: Path) -> Arrived:
    standing = len(act.images)
    if path.exists() and path.samefile(store.path):
        raise Refused(f"{path.name} is this project itself.", "Choose the files that came back.")
    try:
        with _opened(path) as source:
            kind, owner = _identity(act, source, path)
            before = read_people.coders(act.connection)
            keep: Keep = _everything if owner is None else _Own(act, owner)
            taken = take_in(act, source, keep)
            taken.relabelled += bring_back(act)
            take_over_late(act, sorted(act.touched["codings_in"]))
            _check_passages(act, standing)
            if kind == "return" and owner is not None:
                _seal(act, owner)
    except BaseException:
        del act.images[standing:]
        raise
    whose = next((each.coder_id for each in before if each.uuid == owner), "")
    coders = read_people.coders(act.connection)
    joined = [each.coder_id for each in coders if each not in before]
    work = tuple(found for each in coders if (found := _work(taken, each)) is not None)
    return _arrived(Arrived(path, kind, whose, work, {}, 0, ()), taken, joined)


@contextmanager
def _opened(path: Path) -> Iterator[sa.Connection]:
    """A file that came back, opened as a stranger's: read only, and only if it is ours."""
    other = Store.open(path.resolve(), read_only=True)
    try:
        with other.reading() as source:
            yield source
    finally:
        other.close()


def _identity(act: Act, source: sa.Connection, path: Path) -> tuple[Kind, UUID | None]:
    here, there = about.about(act.connection), about.about(source)
    if here.uuid != there.uuid:
        raise ProjectProblem(
            f"{path.name} belongs to another project, “{there.name}”.",
            f"Only files that were made from “{here.name}” can be merged into it.",
        )
    if there.kind == "project":
        return "project", None
    owner = about.pack_coder(source)
    known = {each.uuid for each in read_people.coders(act.connection)}
    if owner is None or owner not in known:
        raise ProjectProblem(
            f"{path.name} does not say whose work it holds.",
            "Ask the coder to hand it back again.",
        )
    return ("return" if there.kind == "return" else "pack"), owner


def _everything(_table: str, _row: Mapping[str, Any]) -> bool:
    return True


class _Own:
    """Wants only the work of one coder."""

    def __init__(self, act: Act, owner: UUID) -> None:
        self._coder_id = _coder_id(act, owner)
        self._codings: set[int] = set()

    def __call__(self, table: str, row: Mapping[str, Any]) -> bool:
        if table not in _OWN_WORK:
            return False
        if table == "coding_field":
            return row["coding_id"] in self._codings
        own = bool(row["coder_id"] == self._coder_id)
        if own and table == "coding":
            self._codings.add(row["id"])
        return own


def _coder_id(act: Act, owner: UUID) -> int:
    found = sa.select(coder_table.c.id).where(coder_table.c.uuid == owner)
    return int(act.connection.execute(found).scalar_one())


def _check_passages(act: Act, standing: int) -> None:
    """Every transcript whose codings came in must hold them where they say they are."""
    if len(act.images) == standing:
        return
    for transcript_id in sorted(act.touched["codings_in"]):
        for finding in integrity.transcript_findings(act.connection, transcript_id):
            raise ProjectProblem(
                "This file was damaged or edited outside the program, and was not merged.",
                "Ask for it to be handed back again from the program.",
                finding.message,
            )


def _seal(act: Act, owner: UUID) -> None:
    """What a coder handed back as finished stays as it was handed back."""
    open_marks = sa.select(finished.c.id).where(
        finished.c.coder_id == _coder_id(act, owner),
        finished.c.removed.is_(sa.false()),
        finished.c.sealed_at == "",
    )
    for row_id in act.connection.execute(open_marks).scalars().all():
        change_exactly(act, finished, row_id, sealed_at=act.now)


def _arrived(arrived: Arrived, taken: Taken, joined: Sequence[str]) -> Arrived:
    """The same with what came in besides the work of coders."""
    other = {
        table: taken.number("added", table) + taken.number("changed", table)
        for table in ("transcript", "code", "person", "coder")
    }
    notes = list(taken.relabelled)
    if joined:
        notes.append(f"New among the coders: {', '.join(joined)}.")
    left_out = sum(
        number
        for count, number in taken.counts.items()
        if count.what == "left out" and count.table in _OWN_WORK
    )
    return replace(arrived, other=other, left_out=left_out, notes=tuple(notes))


def _work(taken: Taken, coder: Coder) -> WorkOfCoder | None:
    def number(what: Literal["added", "changed", "removed"], table: str) -> int:
        return taken.number(what, table, coder.id)

    memos = number("added", "memo") + number("changed", "memo") + number("removed", "memo")
    found = WorkOfCoder(
        coder.coder_id,
        new=number("added", "coding"),
        changed=number("changed", "coding"),
        removed=number("removed", "coding"),
        memos=memos,
        finished=number("added", "finished"),
    )
    decisions = sum(number(what, "decision") for what in ("added", "changed", "removed"))
    touched = found.new + found.changed + found.removed + memos + found.finished + decisions
    return found if touched else None
