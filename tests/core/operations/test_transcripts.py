"""Do transcripts come in, change and go as one act each?"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.errors import Cancelled, NotFound, Refused
from annotator.project import Project


def test_what_came_in(project: Project) -> None:
    (info,) = project.transcripts()
    assert info.doc_id == "D1"
    assert info.metadata.title == "Doorstep statement"
    assert info.metadata.date == "2023-07-07"
    assert info.metadata.last_updated == "2023-07-07T09:15"
    assert info.metadata.note == "(As delivered)"
    assert info.speakers == (("Anna Example", "NATO Secretary General"), ("Reporter", ""))
    assert (info.n_turns, info.n_paragraphs) == (2, 3)
    opened = project.transcript("doorstep.txt")
    assert opened.text == (project.path.parent / "doorstep.txt").read_text(encoding="utf-8")
    assert opened.source.encoding == "utf-8"
    assert [opened.quote(span) for span in opened.spans("sentence")][
        1
    ] == "We will support Ukraine."


def test_a_text_without_shape_is_one_turn(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "plain words.txt"
    source.write_text("only some words\nand some more", encoding="utf-8")
    (info,) = project.import_transcripts([source]).imported
    assert (info.metadata.title, info.n_turns, info.speakers) == ("plain words", 1, ())
    assert project.apply_coding(info.id, 0, 4, "UKR").quote == "only"


def test_one_bad_file_does_not_stop_the_rest(project: Project, tmp_path: Path) -> None:
    good, empty, binary = (tmp_path / name for name in ("good.txt", "empty.txt", "binary.txt"))
    good.write_text("A: Hello.\n\nB: Hi.\n", encoding="utf-8")
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 20)
    gone = tmp_path / "gone.txt"
    report = project.import_transcripts([empty, binary, good, gone, good])
    assert [info.metadata.title for info in report.imported] == ["good"]
    assert [item.name for item in report.refused] == [
        "empty.txt",
        "binary.txt",
        "gone.txt",
        "good.txt",
    ]
    assert all(item.error.hint for item in report.refused)
    assert project.next_undo() == "One transcript imported"
    project.undo()
    assert [info.doc_id for info in project.transcripts()] == ["D1"]
    project.redo()
    assert [info.doc_id for info in project.transcripts()] == ["D1", "D2"]


def test_the_same_text_twice_is_refused(project: Project, press_point: Path) -> None:
    steps = len(project.steps())
    report = project.import_transcripts([press_point])
    assert report.imported == ()
    assert "in the project already" in report.refused[0].error.message
    assert len(project.steps()) == steps


def test_cancel_leaves_nothing(project: Project, tmp_path: Path) -> None:
    sources = []
    for number in range(5):
        source = tmp_path / f"talk {number}.txt"
        source.write_text(f"A: Hello {number}.\n\nB: Hi.\n", encoding="utf-8")
        sources.append(source)

    def stop(done: int, _total: int, _label: str = "") -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        project.import_transcripts(sources, progress=stop)
    assert len(project.transcripts()) == 1
    assert len(project.import_transcripts(sources).imported) == 5


def test_describe(project: Project) -> None:
    info = project.info(1)
    project.change_transcript(1, replace(info.metadata, title="Doorstep", place="Brussels"))
    assert project.info("doorstep").metadata.place == "Brussels"
    project.change_transcript(1, info.metadata, doc_id="NATO-1")
    assert project.transcript("nato-1").info.doc_id == "NATO-1"
    project.undo()
    assert project.info(1).doc_id == "D1"


def test_ids_are_unique_without_regard_to_case(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "b.txt"
    source.write_text("B: Hello.", encoding="utf-8")
    (info,) = project.import_transcripts([source]).imported
    with pytest.raises(Refused, match="belongs to another"):
        project.change_transcript(info.id, info.metadata, doc_id="d1")
    with pytest.raises(Refused, match="needs an id"):
        project.change_transcript(info.id, info.metadata, doc_id=" ")


def test_remove_and_back(project: Project) -> None:
    start = project.transcript(1).text.index("support Ukraine")
    project.apply_coding(1, start, start + 15, "UKR")
    project.write_memo("transcript", project.info(1).uuid, "read twice")
    assert project.remove_transcript(1) == 1
    assert project.transcripts() == ()
    assert project.check() == ()
    with pytest.raises(NotFound):
        project.transcript(1)
    project.undo()
    assert project.info(1).n_codings == 1
    assert [memo.body for memo in project.memos()] == ["read twice"]
