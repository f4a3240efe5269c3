"""Is the second file of a synchronised folder known for what it is, and can it be merged?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import annotator
from annotator.project import Project

NAMES = [
    "study (Ann's conflicted copy 2026-11-28).annotator",
    "study (Konflikt mit der Kopie von Ann 2026-11-28).annotator",
    "study (conflicted copy 2026-11-28 101112).annotator",
    "study (SFConflict ann@uni.example 2026-11-28-10-11-12).annotator",
    "study.sync-conflict-20261128-101112-ABCDEFG.annotator",
    "study [conflicted].annotator",
    "study (1).annotator",
    "study 2.annotator",
    "study-LAPTOP-7QK2.annotator",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_names_of_the_services(project: Project, name: str) -> None:
    copy = project.path.with_name(name)
    project.save_copy(copy)
    assert project.conflict_copies() == (copy,)


@pytest.mark.parametrize(
    "name",
    ["study copy.annotator", "study.annotator.bak", "other (1).annotator", "studying.annotator"],
)
def test_other_files_are_none(project: Project, name: str) -> None:
    project.save_copy(project.path.with_name(name))
    assert project.conflict_copies() == ()


def test_another_project_of_that_name_is_none(project: Project) -> None:
    annotator.create(project.path.with_name("study (1).annotator"), coder="x").close()
    project.path.with_name("study 2.annotator").write_bytes(b"no project")
    project.path.with_name("study 3.annotator").mkdir()
    assert project.conflict_copies() == ()


def test_both_halves_become_one(project: Project) -> None:
    text = project.transcript("D1").text
    path = project.path
    project.close()
    copy = Path(shutil.copy(path, path.with_name(NAMES[0])))
    for place, words in ((path, "Good morning"), (copy, "China")):
        with annotator.open(place, coder="coder_a") as half:
            start = text.index(words)
            half.apply_coding("D1", start, start + len(words), "CHINA")
    with annotator.open(path) as whole:
        (found,) = whole.conflict_copies()
        (looked,) = whole.look_at_files([found]).files
        assert [(work.coder, work.new) for work in looked.work] == [("coder_a", 1)]
        whole.merge_files([found])
        assert sorted(each.quote for each in whole.codings_in(1)) == ["China", "Good morning"]
        assert whole.look_at_files([found]).files[0].nothing_new
        assert whole.check() == ()
