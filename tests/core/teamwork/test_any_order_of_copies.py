"""Three whole copies of a project are worked on apart: is the result the same in every order?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import TypeVar

import pytest

import annotator
from annotator.model.codebook import CodeDraft
from annotator.model.coding import Coding
from annotator.project import Project
from tests.core.teamwork.conftest import make_project

Act = Callable[[Project], object]
Told = TypeVar("Told")


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


def delete(code: str) -> Act:
    return lambda project: project.delete_code(project.code(code).id)


def coding_of(project: Project, code: str) -> Coding:
    return next(each for each in project.codings_in(1) if each.code_id == project.code(code).id)


def notes_on_coding_of(code: str) -> Act:
    return lambda project: project.write_memo("coding", coding_of(project, code).uuid, "Again.")


def doubts(code: str) -> Act:
    return lambda project: project.set_unsure(coding_of(project, code).id, unsure=True)


CASES: Mapping[str, tuple[Act, Act, Act]] = {
    "the merged one edited": (merge("AID", "BURDEN"), describe("AID", "x"), codes_with("AID")),
    "often": (merge("AID", "BURDEN"), describe("AID", "x", "y", "z"), codes_with("AID")),
    "the target edited": (merge("AID", "BURDEN"), describe("BURDEN", "x"), codes_with("AID")),
    "noted on": (merge("AID", "BURDEN"), notes_on("AID"), describe("AID", "x")),
    "both ways": (merge("AID", "BURDEN"), merge("BURDEN", "AID"), codes_with("AID")),
    "one after the other": (merge("AID", "BURDEN"), merge("BURDEN", "COSTS"), codes_with("AID")),
    "in a circle": (merge("AID", "BURDEN"), merge("BURDEN", "COSTS"), merge("COSTS", "AID")),
}
MEANWHILE: Mapping[str, Act] = {
    "coded with the one": codes_with("AID"),
    "coded with the other": codes_with("BURDEN"),
    "the one noted on": notes_on("AID"),
    "the other noted on": notes_on("BURDEN"),
    "the other described": describe("BURDEN", "x"),
    "a coding of the one noted on": notes_on_coding_of("AID"),
    "a coding of the other noted on": notes_on_coding_of("BURDEN"),
    "a coding of the one in doubt": doubts("AID"),
    "a coding of the other in doubt": doubts("BURDEN"),
    "the other merged too": merge("BURDEN", "COSTS"),
    "merged into the one": merge("COSTS", "AID"),
    "merged into the other": merge("COSTS", "BURDEN"),
}
"""What is done while one copy merges AID into BURDEN and another one deletes BURDEN."""


@pytest.mark.parametrize(
    "case",
    [
        case if case in {"often", "both ways"} else pytest.param(case, marks=pytest.mark.long)
        for case in CASES
    ],
)
def test_a_code_merged_in_one_copy_and_worked_on_in_others(case: str, tmp_path: Path) -> None:
    results = merged_in_every_order(CASES[case], tmp_path, _told)
    assert all(each == results[0] for each in results)
    codings, memos, _ = results[0]
    assert {(start, end) for start, end, _ in codings} >= {(11, 24), (25, 37)}
    assert all(any(body in memo for memo in memos) for body in ("AID", "BURDEN", "COSTS"))


@pytest.mark.parametrize("smaller", ["AID", "BURDEN"])
@pytest.mark.parametrize(
    "case",
    [
        case
        if case in {"coded with the one", "a coding of the other noted on"}
        else pytest.param(case, marks=pytest.mark.long)
        for case in MEANWHILE
    ],
)
def test_a_code_merged_into_one_that_another_copy_deletes(
    case: str, smaller: str, tmp_path: Path
) -> None:
    acts = (merge("AID", "BURDEN"), delete("BURDEN"), MEANWHILE[case])
    for times in (1, 2):
        folder = tmp_path / str(times)
        results = merged_in_every_order(acts, folder, _every_row, times=times, smaller=smaller)
        assert all(each == results[0] for each in results)


def merged_in_every_order(
    acts: Sequence[Act],
    folder: Path,
    told: Callable[[Project], Told],
    *,
    times: int = 2,
    smaller: str = "",
) -> list[Told]:
    """What is told of the project after each act was done in a copy and all were merged.

    Of two equal codings that of the code `smaller` has the smaller uuid.
    """
    project = make_project(folder / "work")
    for who in ("ann", "ben"):
        project.change_coder(project.find_coder(who), role="pi")
    for start, end, code in ((11, 24, "AID"), (11, 24, "BURDEN"), (25, 37, "COSTS")):
        project.apply_coding("D1", start, end, code)
    while smaller and coding_of(project, smaller).uuid != min(
        coding_of(project, code).uuid for code in ("AID", "BURDEN")
    ):
        project.remove_coding(coding_of(project, smaller).id)
        project.apply_coding("D1", 11, 24, smaller)
    for code in ("AID", "BURDEN", "COSTS"):
        project.write_memo("coding", coding_of(project, code).uuid, code)
    copies = []
    for who, act in zip(("ann", "ben", "boss"), acts, strict=True):
        copies.append(project.save_copy(folder / f"{who}.annotator"))
        with annotator.open(copies[-1], coder=who) as copy:
            act(copy)
    project.close()
    results = []
    for number, order in enumerate(permutations(copies)):
        whole = folder / f"{number}.annotator"
        shutil.copy(project.path, whole)
        with annotator.open(whole, coder="boss") as merged:
            for copy_ in [*order] * times:
                merged.merge_files([copy_])
            assert merged.check() == ()
            results.append(told(merged))
    return results


def _every_row(project: Project) -> set[tuple[object, ...]]:
    """Every coding and memo that stands with its uuid, and every code."""
    book = {each.id: each for each in project.codebook().codes}
    found: set[tuple[object, ...]] = {(each.uuid, each.code_id) for each in book.values()}
    for one in project.codings_in(1):
        found.add((one.uuid, one.start, one.end, book[one.code_id].uuid, one.unsure))
    return found | {(each.uuid, each.on_uuid, each.body) for each in project.memos()}


def _told(
    project: Project,
) -> tuple[set[tuple[int, int, str]], set[str], dict[str, str]]:
    book = {each.id: each for each in project.codebook().codes}
    codings = {(one.start, one.end, book[one.code_id].code_id) for one in project.codings_in(1)}
    memos = {each.body for each in project.memos()}
    return codings, memos, {each.code_id: each.brief for each in book.values()}
