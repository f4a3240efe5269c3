"""Acts on questions: ask one, take it back, answer one to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.changes import Place
from annotator.errors import Refused
from annotator.store import read_questions
from annotator.store.schema import answer, question

if TYPE_CHECKING:
    from annotator.history import History
    from annotator.model.people import Coder
    from annotator.model.questions import Answer, Question
    from annotator.model.spans import Span
    from annotator.model.transcript import OpenTranscript
    from annotator.operations.coding import Setting


def ask(
    history: History,
    setting: Setting,
    body: str,
    *,
    on: tuple[OpenTranscript, Span] | None = None,
    code_id: int | None = None,
) -> Question:
    """Put a question to the principal investigator; `Refused` where it has no words."""
    words = body.strip()
    if not words:
        raise Refused("A question needs words.", "Write a sentence or two.")
    with history.act(setting.coder.id, "Question asked") as act:
        about: dict[str, object] = {}
        if on is not None:
            transcript, span = on
            info = transcript.info
            about = {
                "transcript_id": info.id,
                "text_version_id": info.text_version_id,
                "start": span.start,
                "stop": span.end,
                "quote": transcript.text[span.start : span.end],
            }
            act.place = Place(info.id, span.start, span.end)
        row_id = act.insert(
            question,
            round_id=setting.round_id,
            coder_id=setting.coder.id,
            code_id=code_id,
            body=words,
            **about,
        )
        act.touched["round"].add(setting.round_id)
        return _found(act.connection, row_id)


def withdraw(history: History, acting: Coder, standing: Question) -> None:
    """Take a question back."""
    with history.act(acting.id, "Question taken back") as act:
        act.remove(question, standing.id)
        act.touched["round"].add(standing.round_id)


def answer_to_all(
    history: History, acting: Coder, standing: Question, asked: str, body: str
) -> Answer:
    """Answer a question, or change its answer; `asked` is the question as everybody reads it."""
    words, told = body.strip(), asked.strip()
    if not words or not told:
        raise Refused(
            "An answer needs words, and so does the question that everybody reads.",
            "Write a sentence or two.",
        )
    with history.act(acting.id, "Question answered") as act:
        there = _answer_to(act.connection, standing)
        if there is None:
            values = {"on_uuid": standing.uuid, "coder_id": acting.id}
            act.insert(answer, asked=told, body=words, **values)
        else:
            act.change(answer, there.id, asked=told, body=words)
        act.touched["round"].add(standing.round_id)
        found = _answer_to(act.connection, standing)
        if found is None:
            raise RuntimeError("the answer that was written is not there")
        return found


def _answer_to(connection: sa.Connection, standing: Question) -> Answer | None:
    every = read_questions.answers(connection)
    return next((each for each in every if each.on_uuid == standing.uuid), None)


def _found(connection: sa.Connection, row_id: int) -> Question:
    every = read_questions.questions(connection)
    return next(each for each in every if each.id == row_id)
