"""How do answers reach coders who have their packs already? By a small file of nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FileProblem, ProjectProblem, Refused
from annotator.store import about, read_questions
from annotator.store.connection import Store, discard
from annotator.store.explaining import explained
from annotator.store.foreign_copies import opened
from annotator.store.merging import take_in
from annotator.store.naming import keep_names
from annotator.store.packing import fill_answers

if TYPE_CHECKING:
    from annotator.history import History

ENDING = ".annotator-answers"


def write_answers(store: Store, target: Path) -> int:
    """Write every answer to a file for coders; how many there are. Raises `UserError`."""
    with store.reading() as connection:
        count = len(read_questions.answers(connection))
    if not count:
        raise Refused("Nothing is answered yet.", "Answer a question first.")
    if target.is_dir():
        raise FileProblem(f"{target.name} is a folder.", "Choose another name.")
    part = target.with_name(f".{uuid.uuid4().hex[:12]}.part")
    made = Store.create(part)
    try:
        with store.reading() as project, made.writing() as connection:
            fill_answers(project, connection)
        made.close()
        part.replace(target)
        keep_names(target.parent)
    except OSError as error:
        made.close()
        discard(part)
        raise explained(error, target) or error from error
    except BaseException:
        made.close()
        discard(part)
        raise
    return count


def take_answers(history: History, path: Path) -> int:
    """Bring answers into a pack; how many are new or changed. Raises `UserError`."""
    with opened(path) as source, history.act(None, "Answers came in", kind="set-up") as act:
        theirs, ours = about.about(source), about.about(act.connection)
        if theirs.kind != "answers":
            raise ProjectProblem(f"{path.name} holds no answers.", "Ask for the file of answers.")
        if theirs.uuid != ours.uuid:
            raise ProjectProblem(
                f"{path.name} belongs to another project, “{theirs.name}”.",
                "Only answers for this project can come in.",
            )
        taken = take_in(act, source, _Answers())
        return taken.came("answer")


class _Answers:
    """Answers come in, and nothing else."""

    def takes(self, table: str) -> bool:
        return table == "answer"

    def row(self, table: str, row: Mapping[str, Any]) -> bool:
        del row
        return table == "answer"
