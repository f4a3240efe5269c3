"""Three whole copies of a project are worked on apart: is the result the same in every order?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from itertools import permutations
from pathlib import Path

import pytest

import annotator
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from tests.core.teamwork.conftest import make_project

Act = Callable[[Project], object]


def merge(source: str, target: str) -> Act:
    return lambda project: project.merge_codes(project.code(source).id, project.code(target).id)


def describe(code: str, *briefs: str) -> Act:
    def act(project: Project) -> None:
        for brief in briefs:
            draft = CodeDraft(code, code.title(), brief=brief)
            project.change_code(project.code(code).id, draft)

    return act


def codes_with(code: str) -> Act:
    return lambda project: project.apply_coding("D1", 38, 49, code)


def notes_on(code: str) -> Act:
    return lambda project: project.write_memo("code", project.code(code).uuid, "Why two?")


CASES: Mapping[str, tuple[Act, Act, Act]] = {
    "the merged one edited": (merge("AID", "BURDEN"), describe("AID", "x"), codes_with("AID")),
    "often": (merge("AID", "BURDEN"), describe("AID", "x", "y", "z"), codes_with("AID")),
    "the target edited": (merge("AID", "BURDEN"), describe("BURDEN", "x"), codes_with("AID")),
    "noted on": (merge("AID", "BURDEN"), notes_on("AID"), describe("AID", "x")),
    "both ways": (merge("AID", "BURDEN"), merge("BURDEN", "AID"), codes_with("AID")),
    "one after the other": (merge("AID", "BURDEN"), merge("BURDEN", "COSTS"), codes_with("AID")),
    "in a circle": (merge("AID", "BURDEN"), merge("BURDEN", "COSTS"), merge("COSTS", "AID")),
}


@pytest.mark.parametrize(
    "case",
    [
        case if case in {"often", "both ways"} else pytest.param(case, marks=pytest.mark.long)
        for case in CASES
    ],
)
def test_a_code_merged_in_one_copy_and_worked_on_in_others(case: str, tmp_path: Path) -> None:
    project = make_project(tmp_path / "work")
    for who in ("ann", "ben"):
        project.change_coder(project.find_coder(who), role="pi")
    for start, end, code in ((11, 24, "AID"), (11, 24, "BURDEN"), (25, 37, "COSTS")):
        project.write_memo("coding", project.apply_coding("D1", start, end, code).uuid, code)
    copies = []
    for who, act in zip(("ann", "ben", "boss"), CASES[case], strict=True):
        copies.append(project.save_copy(tmp_path / f"{who}.annotator"))
        with annotator.open(copies[-1], coder=who) as copy:
            act(copy)
    project.close()
    results = []
    for number, order in enumerate(permutations(copies)):
        whole = tmp_path / f"{number}.annotator"
        shutil.copy(project.path, whole)
        with annotator.open(whole, coder="boss") as merged:
            for copy_ in (*order, *order):
                merged.merge_files([copy_])
            assert merged.check() == ()
            results.append(_told(merged))
    assert all(each == results[0] for each in results)
    codings, memos, _ = results[0]
    assert {(start, end) for start, end, _ in codings} >= {(11, 24), (25, 37)}
    assert all(any(body in memo for memo in memos) for body in ("AID", "BURDEN", "COSTS"))


def _told(
    project: Project,
) -> tuple[set[tuple[int, int, str]], set[str], dict[str, str]]:
    book = {each.id: each for each in project.codebook().codes}
    codings = {(one.start, one.end, book[one.code_id].code_id) for one in project.codings_in(1)}
    memos = {each.body for each in project.memos()}
    return codings, memos, {each.code_id: each.brief for each in book.values()}
