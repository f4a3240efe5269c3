"""Acts on whole transcripts of a coder: finish and reopen one, accept what came back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.changes import Place
from annotator.errors import Refused
from annotator.model.spans import Span
from annotator.operations.coding import Setting, decide
from annotator.store import read_codings, read_decisions, read_people
from annotator.store.schema import decision, finished

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.coding import Finished
    from annotator.model.people import Coder, Round
    from annotator.model.transcript import Level, OpenTranscript


def finish(
    history: History,
    setting: Setting,
    transcript: OpenTranscript,
    *,
    level: Level = "sentence",
    explicit: bool = False,
) -> int:
    """Mark a transcript as done; how many units were counted as nothing by that.

    With `explicit` every unit needs a decision of its own, and `Refused` says how many lack one.
    """
    title = transcript.info.metadata.title or transcript.info.doc_id
    with history.act(setting.coder.id, f"“{title}” finished") as act:
        if _mark(act.connection, setting, transcript) is not None:
            raise Refused(f"“{title}” is finished already.", "Reopen it to change something.")
        left = undecided(act.connection, setting, transcript, level)
        if left and explicit:
            count = f"{len(left)} {level}s have" if len(left) > 1 else f"One {level} has"
            raise Refused(
                f"{count} no decision, and this round asks for one on each.",
                "Ctrl+J goes to the next; 0 says that nothing applies.",
            )
        decide(act, setting, transcript, level, left, kind="finishing")
        act.insert(
            finished,
            transcript_id=transcript.info.id,
            text_version_id=transcript.info.text_version_id,
            round_id=setting.round_id,
            coder_id=setting.coder.id,
        )
        act.place = Place(transcript.info.id, 0, 0)
        return len(left)


def reopen(history: History, setting: Setting, transcript: OpenTranscript) -> None:
    """Take the mark away; what finishing decided is undecided again. A sealed one stays."""
    title = transcript.info.metadata.title or transcript.info.doc_id
    with history.act(setting.coder.id, f"“{title}” reopened") as act:
        mark = _mark(act.connection, setting, transcript)
        if mark is None:
            raise Refused(f"“{title}” is not finished.", "There is nothing to reopen.")
        if mark.sealed_at:
            raise Refused(
                f"“{title}” was accepted and is sealed.",
                "What changes after the discussion goes into a layer of its own.",
            )
        act.remove(finished, mark.id)
        for each in read_decisions.decisions(
            act.connection,
            transcript.info.id,
            coder_id=setting.coder.id,
            round_id=setting.round_id,
        ):
            if each.kind == "finishing":
                act.remove(decision, each.id)
        act.place = Place(transcript.info.id, 0, 0)


def undecided(
    connection: sa.Connection, setting: Setting, transcript: OpenTranscript, level: Level
) -> list[Span]:
    """The units without a code and without a decision."""
    units = transcript.spans(level)
    if not len(units):
        return []
    whole = Span(units[0].start, units[len(units) - 1].end)
    who = {"coder_id": setting.coder.id, "round_id": setting.round_id}
    version = transcript.info.text_version_id
    spans = read_codings.touching(connection, version, whole, **who)
    spans += [each.span for each in read_decisions.touching(connection, version, whole, **who)]
    seen = {number for span in spans for number in units.touching(span)}
    return [unit for number, unit in enumerate(units) if number not in seen]


def accept(
    history: History, acting: Coder, standing: Round, coders: Sequence[Coder]
) -> dict[int, int]:
    """Seal what these coders finished in a round; how many transcripts, by coder."""
    names = ", ".join(each.name for each in coders)
    with history.act(acting.id, f"Work of {names} in “{standing.name}” accepted") as act:
        return {each.id: seal(act, standing, each) for each in coders}


def seal(act: Act, standing: Round, coder: Coder) -> int:
    """Seal what a coder finished in a round as part of an act; how many transcripts."""
    count = 0
    for mark in read_decisions.finished_marks(act.connection, round_id=standing.id):
        if mark.coder_id == coder.id and not mark.sealed_at:
            act.change(finished, mark.id, sealed_at=act.now)
            count += 1
    return count


def must_not_be_sealed(
    connection: sa.Connection, setting: Setting, transcript: OpenTranscript
) -> None:
    """`Refused` where this coder's work on the transcript was accepted."""
    mark = _mark(connection, setting, transcript)
    if mark is not None and mark.sealed_at:
        title = transcript.info.metadata.title or transcript.info.doc_id
        name = next(
            each.name for each in read_people.rounds(connection) if each.id == setting.round_id
        )
        raise Refused(
            f"Your work on “{title}” in “{name}” was accepted and is sealed.",
            "Reopen it after the discussion: changes go into a layer of their own.",
        )


def must_not_be_finished(
    connection: sa.Connection, setting: Setting, transcript: OpenTranscript
) -> None:
    """`Refused` where this coder is done with the transcript, accepted or not."""
    mark = _mark(connection, setting, transcript)
    if mark is not None:
        must_not_be_sealed(connection, setting, transcript)
        title = transcript.info.metadata.title or transcript.info.doc_id
        raise Refused(f"“{title}” is finished.", "Reopen it to change something: Ctrl+End.")


def _mark(
    connection: sa.Connection, setting: Setting, transcript: OpenTranscript
) -> Finished | None:
    return read_decisions.finished_mark(
        connection,
        transcript.info.text_version_id,
        coder_id=setting.coder.id,
        round_id=setting.round_id,
    )
