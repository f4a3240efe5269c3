"""Are groups of codes and free passages of a project compared as they were decided?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import annotator
from annotator.project import Project
from annotator.reliability import binary_u_alpha, krippendorff_alpha
from annotator.reliability.choice import Choice
from annotator.reports.comparison import compare
from annotator.reports.methods_text import methods_text
from annotator.reports.prepared import Prepared
from annotator.sample import build_sample
from tests.core.reports.conftest import TALK, code


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    built = build_sample(tmp_path_factory.mktemp("sample"))
    with annotator.open(built.project_path, read_only=True) as project:
        yield project


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=6e-7)


def test_an_exclusive_group_is_one_variable(stances: Project) -> None:
    [group] = stances.reliability(work="as finished").groups
    assert group.name == "Group"
    assert [one.code_id for one in group.codes] == ["X", "Y"]
    rows = [["x", "x"]] * 4 + [["n", "y"]]
    assert group.with_none.value == near(krippendorff_alpha(rows).value)
    assert group.family is None
    [group] = stances.reliability(work="as finished", unit="free span").groups
    assert group.family is not None
    assert group.family.u.value is not None
    assert len(group.family.by_code) == 2
    [group] = stances.reliability(work="as finished", unit="character").groups
    # a character is a unit; "Anna: " and "Ben: " belong to their sentences here
    rows = [["x", "x"]] * (14 + 14 + 17 + 4) + [["n", "y"]] * 7 + [["n", "n"]] * (6 + 5)
    assert group.with_none.value == near(krippendorff_alpha(rows).value)


def test_passages_that_exclude_each_other_are_named(stances: Project) -> None:
    code(stances, "b", "Ten.", "Y")
    [group] = stances.reliability(work="as finished", unit="free span").groups
    assert group.family is not None
    assert group.family.u.value is None
    assert "b in D1: X " in group.family.u.reason
    assert " and Y " in group.family.u.reason
    assert group.several == 1


def test_by_free_span_too_what_is_not_decided_is_missing(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    code(study, "b", "One two", "X")
    for who in "ab":
        study.use_coder(who)
        second = TALK.index("Four")
        study.decide_nothing("D1", second, second + 14)
    study.decide_nothing("D1", TALK.index("Eleven"), TALK.index("Eleven") + 7)  # b alone
    found = study.reliability(work="drafts", unit="free span").row("X")
    assert found is not None
    assert (found.alpha.n_units, found.alpha.n_dropped) == (20 + 14, 7)
    spans = [[(6, 20, "X")], [(6, 13, "X")]]
    assert found.alpha.value == near(binary_u_alpha(spans, 34, code="X").value)
    finished = study.reliability(work="as finished", unit="free span").row("X")
    assert finished is not None
    assert finished.alpha.n_units == 67


def test_by_free_span_too_only_what_the_chosen_say_is_compared(sample: Project) -> None:
    whole = sample.reliability(work="as finished", unit="free span")
    parts = [
        sample.reliability(work="as finished", unit="free span", speakers=[who])
        for who in ("Jens Stoltenberg", "Antony Blinken")
    ]
    sizes = [one.rows[0].alpha.n_units for one in parts]
    assert sum(sizes) == whole.rows[0].alpha.n_units
    assert sizes == [one.n_units for one in parts]
    assert sum(sum(row.uses) for one in parts for row in one.rows) == 60


def test_free_spans_have_their_own_alpha(sample: Project) -> None:
    panel = sample.reliability(work="as finished", unit="free span")
    choice = Choice(unit="free span", work="as finished")
    with sample._store.reading() as connection:
        found = compare(connection, choice, Prepared())
    for row, name in zip(panel.rows, found.compared.names, strict=True):
        assert found.compared.continua is not None
        alone = binary_u_alpha(found.compared.continua, code=name.id)
        assert row.alpha.value == near(alone.value)
        assert row.spans is not None
        assert row.kappa.value is None
        assert row.kappa.reason == "counted over units; free passages have none"
    unity = panel.row("UNITY")
    assert unity is not None
    assert unity.uses == (3, 4)  # passages, not characters
    assert "fewer than ten uses" in unity.warnings
    assert panel.headline.n_codes == 11
    assert "|u|-alpha" in methods_text(panel)
    assert panel.pairs == ()


def test_by_character_rare_is_about_passages(sample: Project) -> None:
    panel = sample.reliability(work="as finished", unit="character")
    china = panel.row("CHINA")
    assert china is not None
    assert not china.enough
    assert "fewer than ten uses" in china.warnings
