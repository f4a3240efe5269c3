"""Is everything that can be wrong with a file found, told in plain words, and nothing else?"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.model.codebook import CodeDraft
from annotator.project import Project


@pytest.fixture
def worked_on(project: Project) -> Project:
    """Coded, with memos and decisions, undone and done again."""
    text = project.transcript("D1").text
    for words, code in (("Good morning", "UKR"), ("support Ukraine", "UKR"), ("China", "CHINA")):
        start = text.index(words)
        project.apply_coding("D1", start, start + len(words), code, memo="why?")
    project.undo()
    project.redo()
    project.use_coder("coder_b")
    project.apply_coding("D1", text.index("China"), text.index("China") + 5, "CHINA")
    return project


def tampered(project: Project, *statements: str) -> list[str]:
    """What a check says after another program wrote to the file."""
    with closing(sqlite3.connect(project.path)) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()
    found = project.check()
    assert all(finding.hint for finding in found)
    return [finding.message for finding in found]


def test_nothing_is_found_where_nothing_is_wrong(worked_on: Project) -> None:
    assert worked_on.check() == ()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE coding SET quote = 'other' WHERE id = 1", "does not stand on the words"),
        ("UPDATE coding SET start = start + 1 WHERE id = 1", "does not stand on the words"),
        ("UPDATE coding SET transcript_id = 1, text_version_id = 9 WHERE id = 1", "not there"),
        ("UPDATE text SET body = replace(body, 'China', 'Chile')", "is not the one that was"),
        ("UPDATE text_version SET length = 10", "is not the one that was imported"),
        ("UPDATE turn SET stop = 100000", "turns or sentences"),
        ("UPDATE unit_boundaries SET packed = x'0102'", "turns or sentences"),
        ("UPDATE unit_boundaries SET packed = x'00000000ffffff00'", "turns or sentences"),
        ("UPDATE code SET removed = 1 WHERE code_id = 'CHINA'", "belong to a removed code"),
        ("UPDATE code SET parent_id = 1 WHERE id = 1", "stands inside itself"),
        ("UPDATE coding SET merged_into = zeroblob(16), removed = 1", "that is not there"),
        ("UPDATE coding SET uuid = 'zz' WHERE id = 1", r"never writes \(coding\.uuid in row 1\)"),
        ("DELETE FROM coding WHERE id = 1", "not as the history says"),
        ("UPDATE coding SET unsure = 1 WHERE id = 1", "not as the history says"),
        ("UPDATE code SET brief = 'other' WHERE id = 2", "not as the history says"),
        ("UPDATE image SET after = '{' WHERE step_id = 8", "acts of the history cannot be read"),
        ("UPDATE memo SET on_uuid = zeroblob(16)", "memos are on a coding that is gone"),
        ("INSERT INTO text VALUES ('ab', 'of nobody')", "belongs to no transcript"),
        ("DELETE FROM step WHERE id = 8", "acts without a name|something that is not there"),
    ],
)
def test_what_another_program_did_is_found(worked_on: Project, statement: str, words: str) -> None:
    told = tampered(worked_on, statement)
    assert any(re.search(words, message) for message in told), told


def test_an_index_that_does_not_fit_its_table_is_found(worked_on: Project) -> None:
    worked_on.close()
    with closing(sqlite3.connect(worked_on.path)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("DELETE FROM sqlite_master WHERE name = 'ix_coding_view'")
        raw.commit()
    with closing(sqlite3.connect(worked_on.path)) as raw:
        pages = raw.execute("PRAGMA integrity_check").fetchall()
    assert pages != [("ok",)]
    with annotator.open(worked_on.path) as project:
        (found,) = project.check()
    assert found.message.startswith("The file is damaged (")
    assert "Copy the whole folder" in found.hint


def test_a_merge_and_its_taking_back_are_part_of_the_history(
    worked_on: Project, tmp_path: Path
) -> None:
    copy = worked_on.save_copy(tmp_path / "copy.annotator")
    with annotator.open(copy, coder="coder_b") as other:
        text = other.transcript("D1").text
        start = text.index("Good morning")
        other.apply_coding("D1", start, start + 4, "BURDEN")
        other.use_coder("coder_a")
        other.add_code(CodeDraft("NEW", "New"))
    worked_on.use_coder("coder_a")
    worked_on.merge_files([copy])
    assert worked_on.check() == ()
    worked_on.undo_merge()
    assert worked_on.check() == ()
    assert tampered(worked_on, "UPDATE coding SET unsure = 1 WHERE id = 1")
