"""Whose work is it, and in which round? One act brings both, and reads keep rounds apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from annotator.errors import NotFound, Refused, UserError
from annotator.project import Project

HEADER = "doc_id,coder_id,code_id,char_start,char_stop,round,segment\n"


@pytest.fixture
def table(project: Project, tmp_path: Path) -> Callable[..., Path]:
    """Write a table of codings: (coder, code, words, round, words the table quotes)."""
    text = project.transcript(1).text

    def write(*rows: tuple[str, str, str, str, str]) -> Path:
        path = tmp_path / "codings.csv"
        lines = [
            f"D1,{coder},{code},{text.index(words)},{text.index(words) + len(words)},{name},{quote}"
            for coder, code, words, name, quote in rows
        ]
        path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def people(project: Project) -> list[str]:
    return [coder.coder_id for coder in project.coders()]


def rounds(project: Project) -> list[str]:
    return [item.name for item in project.rounds()]


def test_coders_and_rounds_come_and_go_with_the_table(
    project: Project, table: Callable[..., Path]
) -> None:
    steps = len(project.steps())
    project.import_codings(table(("coder_b", "UKR", "support Ukraine", "pilot", "")))
    assert len(project.steps()) == steps + 1
    assert (people(project), rounds(project)) == (["coder_a", "coder_b"], ["main", "pilot"])
    project.undo()
    assert (people(project), rounds(project)) == (["coder_a"], ["main"])
    project.redo()
    assert (people(project), rounds(project)) == (["coder_a", "coder_b"], ["main", "pilot"])
    assert project.n_codings() == 1


def test_a_coder_who_has_worked_since_stays(project: Project, table: Callable[..., Path]) -> None:
    project.import_codings(table(("coder_b", "UKR", "support Ukraine", "pilot", "")))
    project.use_coder("coder_b")
    project.apply_coding(1, *where(project, "China"), "CHINA")
    project.use_coder("coder_a")
    project.undo()
    assert (people(project), rounds(project)) == (["coder_a", "coder_b"], ["main"])
    assert project.n_codings() == 1
    project.redo()
    assert (people(project), rounds(project)) == (["coder_a", "coder_b"], ["main", "pilot"])
    assert project.check() == ()


def test_a_refused_table_leaves_nobody_behind(project: Project, table: Callable[..., Path]) -> None:
    good = ("coder_b", "UKR", "support Ukraine", "pilot", "")
    with pytest.raises(UserError):
        project.import_codings(table(good, ("coder_c", "UKR", "China", "x", "other words")))
    with pytest.raises(Refused, match="control characters"):
        project.import_codings(table(good, ("co\x07der", "UKR", "China", "x", "")))
    assert (people(project), rounds(project)) == (["coder_a"], ["main"])


def test_an_import_never_moves_the_work_to_another_round(
    project: Project, table: Callable[..., Path]
) -> None:
    project.import_codings(table(("coder_a", "UKR", "support Ukraine", "pilot", "")))
    assert project.current_round().name == "main"
    made = project.apply_coding(1, *where(project, "China"), "CHINA")
    assert made.round_id == project.current_round().id
    with project.open(project.path, read_only=True) as again:
        assert again.current_round().name == "main"


def test_what_is_read_is_of_the_round_at_work(project: Project, table: Callable[..., Path]) -> None:
    project.import_codings(table(("coder_a", "UKR", "support Ukraine", "pilot", "")))
    made = project.apply_coding(1, *where(project, "Costs are shared"), "UKR")
    project.decide_nothing(1, *where(project, "What about China"))
    assert project.codings(1).ids == (made.id,)
    assert project.codings_in(1) == (made,)
    assert project.last_uses(made.code_id) == (made,)
    assert project.code_counts() == {made.code_id: 1}
    assert project.code_counts(transcript_id=1, coder_id=project.coder.id) == {made.code_id: 1}
    assert project.transcripts()[0].n_codings == project.info(1).n_codings == 1
    assert len(project.decisions(1)) == 1
    everything = project.codings_in(1, round_id=None)
    assert len(everything) == len(project.codings(1, round_id=None)) == project.n_codings() == 2
    assert project.transcripts(round_id=None)[0].n_codings == 2
    assert len(project.frames.segments()) == 2


def test_going_on_in_another_round(project: Project) -> None:
    first = project.apply_coding(1, *where(project, "China"), "CHINA")
    with pytest.raises(NotFound):
        project.use_round("pilot")
    project.begin_round("pilot")
    assert project.current_round().name == "main"
    told: list[frozenset[int]] = []
    project.subscribe(lambda changes: told.append(changes.rounds))
    pilot = project.use_round("Pilot")
    assert told == [{pilot.id}]
    assert project.current_round() == pilot
    assert len(project.codings(1)) == 0
    second = project.apply_coding(1, *where(project, "China"), "CHINA")
    assert second.id != first.id
    project.use_round("main")
    assert project.codings(1).ids == (first.id,)


def test_somebody_who_did_nothing_can_leave(project: Project) -> None:
    new = project.use_coder("coder_b")
    assert not project.leave(new)
    project.use_coder("coder_a")
    assert project.leave(new)
    assert people(project) == ["coder_a"]
    project.use_coder("coder_b")
    project.apply_coding(1, *where(project, "China"), "CHINA")
    project.use_coder("coder_a")
    assert not project.leave(project.find_coder("coder_b"))


def test_many_new_coders_take_as_many_questions_each_as_few(
    project: Project, table: Callable[..., Path]
) -> None:
    """Else a table of a large class would take minutes."""
    asked: list[str] = []

    @sa.event.listens_for(project._store._engine, "before_cursor_execute")
    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    counts = []
    for number in (10, 60):
        asked.clear()
        rows = [(f"c{number}_{each}", "CHINA", "China", "", "") for each in range(number)]
        assert project.import_codings(table(*rows)) == number
        counts.append(len(asked) / number)
    assert counts[1] < counts[0] < 20


def where(project: Project, words: str) -> tuple[int, int]:
    start = project.transcript(1).text.index(words)
    return start, start + len(words)
