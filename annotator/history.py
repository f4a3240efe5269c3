"""What was done, by whom, and how is it taken back? Undo, redo and audit trail in one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from annotator.changes import Changes, Notifier, Place
from annotator.errors import Progress, Refused, no_progress
from annotator.store import (
    dependents,
    must_hold,
    read_codings,
    read_decisions,
    read_people,
    read_transcripts,
    steps,
)
from annotator.store.images import Image, PackedImages, Values
from annotator.store.packs_out import round_with_packs_since
from annotator.store.schema import coding, decision, metadata
from annotator.store.taking_out import TouchedSince, take_out
from annotator.store.writer import Writer, digest

if TYPE_CHECKING:
    from annotator.store.connection import Store
    from annotator.store.steps import Step

Kind = Literal["act", "set-up", "undo", "redo", "merge"]

_MANY = frozenset({"coding", "coding_field", "decision", "memo"})
"""What an act may change by the thousand; rows of these do not depend on each other's order."""
_MOST_AT_ONCE = 1_000
"""Rows after which a replay tells how far it is."""
_PEOPLE = frozenset({"coder", "round", "codebook_version", "person"})
"""What an act may bring with it, and what stays where others have come to need it."""


class Act(Writer):
    """A writer that knows what the act is called and where it happened."""

    label = ""
    place: Place | None = None
    is_rehearsed = False
    """Whether nothing of it stays, so that its images are of use to nobody afterwards."""
    is_told = False
    """Whether it is told and kept in the trail even where no row changed."""

    @property
    def counts(self) -> bool:
        """Whether there is something to keep in the trail."""
        return bool(self.images or self.packed or self.is_told)

    def pack_images(self) -> None:
        """Put the images there are away: an act that brings much cannot hold them all."""
        if self.is_rehearsed:
            self.is_told = self.counts
            self.images.clear()
            return
        if self.packed is None:
            self.packed = PackedImages()
        self.packed.add(self.images)
        self.images.clear()


class History:
    """Runs acts as one transaction and one step each, and takes them back."""

    def __init__(self, store: Store, notifier: Notifier, replica_id: int) -> None:
        self._store = store
        self._notifier = notifier
        self._replica_id = replica_id

    @contextmanager
    def act(self, coder_id: int | None, label: str, kind: Kind = "act") -> Iterator[Act]:
        """Everything written inside is one transaction and, if anything changed, one step."""
        with self._store.writing() as connection:
            act = self._writer(connection, coder_id)
            act.label, act.is_merge = label, kind == "merge"
            yield act
            _note_wholes(act)
            if act.counts:
                if kind != "set-up":
                    steps.drop_redo(connection, coder_id)
                steps.record(act, label=act.label, place=act.place, kind=kind, state="done")
        if act.counts:
            self._notifier.publish(_changes(act))

    @contextmanager
    def rehearsal(self, coder_id: int | None) -> Iterator[Act]:
        """Everything written inside is seen inside, and nothing of it stays."""
        with suppress(_Rehearsed), self._store.writing() as connection:
            act = self._writer(connection, coder_id)
            act.is_merge = act.is_rehearsed = True
            yield act
            raise _Rehearsed

    def next_undo(self, coder_id: int) -> str:
        """The label of the act that undo would take back, or ""."""
        return self._next(coder_id, "done")

    def undo_stops(self, coder_id: int) -> bool:
        """Whether undo leaves the last act alone: a merge (see `undo_merge`), or work handed out
        that packs hold by now.
        """
        with self._store.reading() as connection:
            step = steps.top(connection, coder_id, "done")
            return step is not None and (
                step.kind == "merge" or bool(round_with_packs_since(connection, step))
            )

    def last_merge(self) -> str:
        """The label of the merge that `undo_merge` would take back, or ""."""
        with self._store.reading() as connection:
            step = steps.last_merge(connection)
        return step.label if step else ""

    def next_redo(self, coder_id: int) -> str:
        """The label of the act that redo would do again, or ""."""
        return self._next(coder_id, "undone")

    def undo_is_long(self, coder_id: int) -> bool:
        """Whether the last act touched so much that taking it back needs a moment."""
        return self._is_long(coder_id, "done")

    def redo_is_long(self, coder_id: int) -> bool:
        return self._is_long(coder_id, "undone")

    def undo(self, coder_id: int, *, progress: Progress = no_progress) -> Changes:
        """Take back this coder's last act; `Refused` says what stands in the way.

        `progress` may raise `Cancelled`; then nothing has changed.
        """
        return self._travel(coder_id, "undo", progress)

    def redo(self, coder_id: int, *, progress: Progress = no_progress) -> Changes:
        """Do again what undo took back last."""
        return self._travel(coder_id, "redo", progress)

    def undo_merge(self, coder_id: int) -> Changes:
        """Take back the last merge exactly: what it brought is gone, what it changed is as before.

        `Refused` where its rows were worked on since; the sentence names the last acts.
        """
        with self._store.writing() as connection:
            step = steps.last_merge(connection)
            if step is None:
                raise Refused("There is no merge to take back.", "")
            act = self._writer(connection, coder_id)
            act.label = step.label
            try:
                take_out(act, step.id)
            except (TouchedSince, sa.exc.IntegrityError) as error:
                raise _built_upon(connection, step) from error
            steps.set_state(connection, step.id, "past")
            _note_wholes(act)
            steps.record(
                act, label=act.label, place=None, kind="undo", state="past", of_step=step.id
            )
        changes = _changes(act, undone=True)
        self._notifier.publish(changes)
        return changes

    def pass_over(self, coder_id: int) -> str:
        """Let this coder's last act stand for good, so that undo goes on with the one before.

        Returns its label; `Refused` where there is none, or it is a merge.
        """
        with self._store.writing() as connection:
            step = _next_step(connection, coder_id, "done", "undo")
            steps.set_state(connection, step.id, "past")
        self._notifier.publish(Changes())
        return step.label

    def steps(self) -> list[Step]:
        """The audit trail, oldest first."""
        with self._store.reading() as connection:
            return steps.every(connection)

    def _next(self, coder_id: int, state: str) -> str:
        with self._store.reading() as connection:
            step = steps.top(connection, coder_id, state)
        return step.label if step else ""

    def _is_long(self, coder_id: int, state: str) -> bool:
        with self._store.reading() as connection:
            step = steps.top(connection, coder_id, state)
            return step is not None and steps.is_long(connection, step.id)

    def _travel(self, coder_id: int, kind: Literal["undo", "redo"], progress: Progress) -> Changes:
        take, leave = ("done", "undone") if kind == "undo" else ("undone", "done")
        with self._store.writing() as connection:
            step = _next_step(connection, coder_id, take, kind)
            act = self._writer(connection, coder_id)
            act.label, act.place = step.label, step.place
            replay = _Replay(act, step, kind, progress)
            replay.run(steps.images_of(connection, step.id))
            _note_wholes(act)
            steps.set_state(connection, step.id, leave)
            steps.record(
                act, label=act.label, place=act.place, kind=kind, state="past", of_step=step.id
            )
        changes = _changes(act, undone=kind == "undo", redone=kind == "redo")
        self._notifier.publish(changes)
        return changes

    def _writer(self, connection: sa.Connection, coder_id: int | None) -> Act:
        return Act(connection, coder_id=coder_id, replica_id=self._replica_id)


class _Rehearsed(Exception):
    """Ends the transaction of a rehearsal."""


def _built_upon(connection: sa.Connection, merge: Step) -> Refused:
    """Why a merge stays, with the last acts that came after it."""
    later = [
        each.label
        for each in steps.every(connection)
        if each.id > merge.id and (each.kind, each.state) == ("act", "done")
    ]
    named = ", ".join(map(_quoted, later[-3:]))
    return Refused(
        f"{_quoted(merge.label)} cannot be taken back: what it brought was worked on since"
        + (f" ({named})." if named else "."),
        "Take those acts back first, or open the backup that was made before the merge.",
    )


def _next_step(
    connection: sa.Connection, coder_id: int, state: str, kind: Literal["undo", "redo"]
) -> Step:
    step = steps.top(connection, coder_id, state)
    if step is None:
        raise Refused(f"There is nothing to {kind}.", "")
    if step.kind == "merge":
        raise Refused(
            "Undo stops at a merge.", "Team takes a merge back, or `annotator undo --merge`."
        )
    return step


class _Replay:
    """Takes one step back or does it again, and refuses where something has come in between."""

    def __init__(
        self, act: Act, step: Step, kind: Literal["undo", "redo"], progress: Progress
    ) -> None:
        self._act, self._step = act, step
        self._kind, self._progress = kind, progress
        self._done = 0
        self._not_done = "taken back" if kind == "undo" else "done again"

    def run(self, images: Sequence[Image]) -> None:
        self._total = len(images)
        if self._kind == "undo":
            self._must_not_be_out()
        try:
            self._take_back(images) if self._kind == "undo" else self._do_again(images)
        except sa.exc.IntegrityError as error:
            raise self._refused(
                "something equal stands there by now.", "Remove that first."
            ) from error
        self._must_leave_sealed_work()
        self._must_belong_somewhere()
        self._must_leave_nothing_alone()
        if self._kind == "undo":
            self._must_be_as_it_came_in(images)
        if any(image.table == "code" for image in images):
            self._must_not_share_keys()
        why = must_hold.broken(self._act.connection, self._act.images)
        if why:
            raise self._refused(why, "Do it by hand instead.")

    def _take_back(self, images: Sequence[Image]) -> None:
        """Replay the images backwards, each only onto a row that still is as the step left it."""
        for run in self._runs(reversed(images)):
            image = run[0]
            table = metadata.tables[image.table]
            if image.before is not None and len(run) > 1:
                self._change_all(table, run, [(each.after, each.before or {}) for each in run])
                continue
            row = self._act.row(table, image.row_id)
            if image.before is not None:
                self._must_equal(image, row, image.after)
                self._act.change(table, image.row_id, **image.before)
            elif row["removed"] or digest(table, row) != image.after["digest"]:
                raise self._changed_since(image)
            elif image.table not in _PEOPLE or not self._is_needed(image):
                self._act.remove(table, image.row_id)

    def _do_again(self, images: Sequence[Image]) -> None:
        for run in self._runs(images):
            image = run[0]
            table = metadata.tables[image.table]
            if image.before is not None and len(run) > 1:
                self._change_all(table, run, [(each.before or {}, each.after) for each in run])
                continue
            row = self._act.row(table, image.row_id)
            if image.before is not None:
                self._must_equal(image, row, image.before)
                self._act.change(table, image.row_id, **image.after)
            elif image.table in _PEOPLE and not row["removed"]:
                continue  # undo left it where it was
            elif not row["removed"] or digest(table, row) != image.after["digest"]:
                raise self._changed_since(image)
            else:
                self._act.change(table, image.row_id, removed=False)

    def _change_all(
        self,
        table: sa.Table,
        images: Sequence[Image],
        values: Sequence[tuple[Values, Values]],
    ) -> None:
        """Replay images that changed the same columns of many rows, from the one to the other."""
        expected = {
            image.row_id: (image, standing)
            for image, (standing, _) in zip(images, values, strict=True)
        }
        self._act.change_each(
            table,
            [(image.row_id, wanted) for image, (_, wanted) in zip(images, values, strict=True)],
            lambda row_id, row: self._must_equal(expected[row_id][0], row, expected[row_id][1]),
        )

    def _runs(self, images: Iterable[Image]) -> Iterator[list[Image]]:
        """The images in order, in runs that are replayed at once; tells how far it is."""
        for run in _runs(images):
            self._progress(self._done, self._total, "Codings")
            yield run
            self._done += len(run)

    def _is_needed(self, image: Image) -> bool:
        return dependents.is_needed(
            self._act.connection, metadata.tables[image.table], image.row_id
        )

    def _must_equal(
        self, image: Image, row: Mapping[str, Any], expected: Mapping[str, Any]
    ) -> None:
        if any(row[name] != value for name, value in expected.items()):
            raise self._changed_since(image)

    def _must_not_be_out(self) -> None:
        """What coders got in their packs is theirs to code; nothing calls a file back."""
        name = round_with_packs_since(self._act.connection, self._step)
        if name:
            raise self._refused(
                f"packs of “{name}” are out.",
                "Hand the work out anew where it must change; what comes back is taken in as ever.",
            )

    def _must_leave_sealed_work(self) -> None:
        """What was accepted is compared as it was accepted; a correction of its text moves it."""
        if any(image.table == "text_version" for image in self._act.images):
            return
        for table in (coding, decision):
            ids = {image.row_id for image in self._act.images if image.table == table.name}
            if read_decisions.sealed_among(self._act.connection, table, ids):
                raise self._refused(
                    "it belongs to work that was accepted and is sealed.",
                    "What changes after the discussion goes into a layer of its own.",
                )

    def _must_belong_somewhere(self) -> None:
        """What is live after a replay must not belong to something that was removed meanwhile."""
        found = dependents.without_parent(self._act.connection, self._act.images)
        if found is not None:
            raise self._blocked(found.on_table, found.on_row_id, "removed what it belongs to")

    def _must_leave_nothing_alone(self) -> None:
        """Nothing live may belong to a row that the replay removed."""
        found = dependents.left_alone(self._act.connection, self._act.images)
        if found is not None:
            raise self._blocked(found.table, found.row_id, "depends on it")

    def _must_be_as_it_came_in(self, images: Sequence[Image]) -> None:
        """Text, turns and units go with their transcript, and have no images of their own."""
        ids = [i.row_id for i in images if i.table == "transcript" and i.before is None]
        found = dependents.changed_part(self._act.connection, ids)
        if found is not None:
            raise self._blocked(found.table, found.row_id, "changed it")

    def _must_not_share_keys(self) -> None:
        """A replay may bring back a code whose key somebody gave to another meanwhile."""
        touched = {image.row_id for image in self._act.images if image.table == "code"}
        for key, codes in dependents.shared_keys(self._act.connection).items():
            other = next((code for code in codes if code not in touched), codes[0])
            raise self._blocked("code", other, f"gave the key {key.upper()} to another code")

    def _changed_since(self, image: Image) -> Refused:
        return self._blocked(image.table, image.row_id, "changed it")

    def _blocked(self, table: str, row_id: int, what: str) -> Refused:
        """Name what stands in the way: which act, whose and when."""
        connection = self._act.connection
        later = steps.last_on(connection, table, row_id)
        if later is None or later.id == self._step.id:
            return self._refused(f"something that was done since {what}.", "Do it by hand instead.")
        if later.coder_id == self._step.coder_id:
            who, hint = "you", "Take that back first, or do this by hand."
        else:
            names = {coder.id: coder.name for coder in read_people.coders(connection)}
            who = names.get(later.coder_id or 0, "somebody")
            hint = f"Once {who} takes that back, it can be; or do it by hand."
        words = f"{_quoted(later.label)}, done by {who} at {_local(later.at)}, {what}."
        return self._refused(words, hint)

    def _refused(self, why: str, hint: str) -> Refused:
        return Refused(f"{_quoted(self._step.label)} cannot be {self._not_done}: {why}", hint)


def _runs(images: Iterable[Image]) -> Iterator[list[Image]]:
    """Images one by one; neighbours that changed the same columns of codings stand together."""
    run: list[Image] = []
    ids: set[int] = set()
    for image in images:
        if run and (image.row_id in ids or len(run) == _MOST_AT_ONCE or not _is_alike(run, image)):
            yield run
            run, ids = [], set()
        run.append(image)
        ids.add(image.row_id)
    if run:
        yield run


def _is_alike(run: Sequence[Image], other: Image) -> bool:
    one = run[0]
    return (
        one.table == other.table
        and one.table in _MANY
        and one.before is not None
        and other.before is not None
        and one.before.keys() == other.before.keys()
    )


def _quoted(label: str) -> str:
    return f"‘{label}’" if "“" in label else f"“{label}”"


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone():%H:%M on %Y-%m-%d}"


def _note_wholes(act: Act) -> None:
    """A part that changed changed what it is a part of.

    What was said in the fields of a coding changed that coding and its transcript, and the turns
    and units of a text changed its transcript.
    """
    said_of = act.touched.pop("said_of", set())
    if said_of:
        act.touched["coding"] |= said_of
        act.touched["codings_in"] |= read_codings.transcripts_of(act.connection, said_of)
    text_of = act.touched.pop("text_of", set())
    if text_of:
        act.touched["transcript"] |= read_transcripts.of_versions(act.connection, text_of)


def _changes(act: Act, *, undone: bool = False, redone: bool = False) -> Changes:
    touched = act.touched
    return Changes(
        label=act.label,
        transcripts=frozenset(touched["transcript"]),
        codes=frozenset(touched["code"]),
        versions=frozenset(touched["codebook_version"]),
        codings_in=frozenset(touched["codings_in"]),
        codings=frozenset(touched["coding"]),
        coders=frozenset(touched["coder"]),
        rounds=frozenset(touched["round"]),
        memos=bool(touched["memo"]),
        rechecks=bool(touched["recheck"]),
        persons=any(touched[name] for name in ("person", "person_label", "person_attribute")),
        place=act.place,
        undone=undone,
        redone=redone,
    )
