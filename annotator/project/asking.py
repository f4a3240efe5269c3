"""What do coders ask, and what is answered to everybody?"""

from __future__ import annotations

import os
from pathlib import Path

from annotator.errors import NotFound, Refused
from annotator.model.questions import Answer, Asked, Question
from annotator.model.spans import Span
from annotator.operations import questions as question_acts
from annotator.project.acting import Acting
from annotator.store import read_questions


class Asking(Acting):
    """Questions to the principal investigator, and answers to everybody."""

    def ask_question(
        self,
        body: str,
        *,
        transcript: int | str | None = None,
        start: int = 0,
        end: int = 0,
        code: int | str | None = None,
    ) -> Question:
        """Ask, from a passage (code points, end not included), about a code, or in general."""
        self._must_have("code")
        on = None
        if transcript is not None and end > start:
            opened = self.whole_transcript(transcript)
            if end > len(opened.text):
                raise Refused("The passage ends behind the text.", "Choose it again.")
            on = opened, Span(start, end)
        code_id = None if code is None else self.code(code).id
        return question_acts.ask(self._history, self.setting(), body, on=on, code_id=code_id)

    def withdraw_question(self, question: int) -> None:
        """Take a question of one's own back."""
        standing = self._question(question)
        if standing.coder_id != self.coder.id:
            raise Refused("This question is somebody else's.", "Answer it instead.")
        question_acts.withdraw(self._history, self.coder, standing)

    def questions(self) -> tuple[Asked, ...]:
        """Questions with their answers, the oldest first: one's own, for leads everybody's."""
        only = None if self._may("rounds") and self.kind == "project" else self.coder.id
        asked = self._ask(read_questions.questions, coder_id=only)
        answers = {each.on_uuid: each for each in self.answers()}
        return tuple(Asked(each, answers.get(each.uuid)) for each in asked)

    def answers(self) -> tuple[Answer, ...]:
        """Everything that was answered to everybody."""
        return self._ask(read_questions.answers)

    def answer_question(self, question: int, body: str, *, asked: str = "") -> Answer:
        """Answer to everybody; `asked` is the question as they read it, else as it was put."""
        self._must_have("rounds")
        standing = self._question(question)
        told = asked or standing.body
        return question_acts.answer_to_all(self._history, self.coder, standing, told, body)

    def write_answers(self, path: str | os.PathLike[str]) -> int:
        """Write all answers to a file for coders who have their packs already; how many."""
        from annotator.teamwork.answers import ENDING, write_answers

        self._must_have("rounds")
        target = Path(path)
        if target.suffix != ENDING:
            target = target.with_name(f"{target.name}{ENDING}")
        return write_answers(self._store, target)

    def take_answers(self, path: str | os.PathLike[str]) -> int:
        """Bring a file of answers into this pack; how many are new or changed."""
        from annotator.teamwork.answers import take_answers

        if self.kind != "pack":
            raise Refused(
                "Answers come into a pack, and this is the project they were written in.", ""
            )
        return take_answers(self._history, Path(path))

    def _question(self, question: int) -> Question:
        found = (each.question for each in self.questions() if each.question.id == question)
        standing = next(found, None)
        if standing is None:
            raise NotFound("This question is no longer there.", "")
        return standing
