"""Is what a project holds compared as it was decided: finished, drafts, missing and zero?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.errors import NotFound, UserError
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.reliability import cohen_kappa, units_coded
from annotator.reliability.choice import Choice
from annotator.reliability.panel_words import figure, headline_words
from annotator.reliability.presence import presence_of
from annotator.reports.comparison import compare
from annotator.reports.prepared import Prepared
from annotator.sample import build_sample

TEXT = (
    "Joint statement\n\nAnna: One two three. Four five six. Seven eight nine.\n\n"
    "Ben: Ten. Eleven.\n"
)

# as worked out beside the sample: a unit is coded when any part of it is
BY_SENTENCE = {
    "UKR": 0.719828, "RUS": 0.638889, "MENA": 1.0, "SOUTH": 1.0, "CHINA": 1.0, "BURDEN": 0.638889,
    "DETER": -0.015625, "ENLARGE": None, "PARTNER": 0.656085, "UNITY": 0.439655,
    "PRAISE": 0.892562, "AGENDA": 0.677686,
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    built = build_sample(tmp_path_factory.mktemp("sample"))
    with annotator.open(built.project_path, read_only=True) as project:
        yield project


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """One transcript of five sentences, two codes in a group and one beside it."""
    source = tmp_path / "talk.txt"
    source.write_text(TEXT, encoding="utf-8")
    with annotator.create(tmp_path / "study.annotator", coder="a") as project:
        project.import_transcripts([source])
        project.add_codes(
            [
                CodeDraft("G", "Group", is_group=True),
                CodeDraft("X", "Ex", parent="G"),
                CodeDraft("Y", "Why", parent="G"),
                CodeDraft("Z", "Zed"),
            ]
        )
        yield project


def code(project: Project, coder: str, words: str, code: str) -> None:
    project.use_coder(coder)
    start = TEXT.index(words)
    project.apply_coding("D1", start, start + len(words), code)


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=6e-7)


def test_the_sample_gives_its_expected_figures(sample: Project) -> None:
    panel = sample.reliability(rule="any", work="as finished")
    assert {row.code.code_id: near(row.alpha.value) for row in panel.rows} == BY_SENTENCE
    assert panel.pooled.alpha.value == near(0.730451)
    assert panel.headline.same_code_sets == near(0.69697)
    assert sum(row.disagreements for row in panel.rows) == 17
    assert (panel.coders, panel.n_units) == (("coder_a", "coder_b"), 33)
    paragraphs = sample.reliability(rule="any", work="as finished", unit="paragraph")
    assert paragraphs.pooled.alpha.value == near(0.803384)
    characters = sample.reliability(work="as finished", unit="character")
    assert characters.pooled.alpha.value == near(0.644206)
    assert characters.n_units == 3308


def test_every_disagreement_has_one_kind(sample: Project) -> None:
    for row in sample.reliability(rule="any", work="as finished").rows:
        counted = row.kinds["only one coder coded"] + row.kinds["other code"]
        assert counted == row.disagreements


def test_pairs_are_the_single_coefficients(sample: Project) -> None:
    choice = Choice(rule="any", work="as finished")
    with sample._store.reading() as connection:
        found = compare(connection, choice, Prepared())
    presence = presence_of(
        [units_coded(one.coded.source, one.coded.codes, rule="any") for one in found.transcripts]
    )
    panel = sample.compared(choice)
    [pair] = panel.pairs
    for row, two in zip(panel.rows, pair.codes, strict=True):
        kappa = cohen_kappa(presence.ratings(row.code.id))
        assert two.alpha == near(row.alpha.value)
        assert two.kappa == near(kappa.value)
        assert row.kappa.value == near(kappa.value)
        assert two.units == 33
        assert (two.both + two.first_only, two.both + two.second_only) == row.uses
    assert pair.pooled_alpha == near(panel.pooled.alpha.value)


def test_codes_with_too_few_uses_stand_apart_and_say_so(sample: Project) -> None:
    panel = sample.reliability(rule="any", work="as finished")
    assert [row.code.code_id for row in panel.enough()] == ["AGENDA", "PRAISE", "MENA"]
    few = panel.too_few()
    assert few[0].code.code_id == "DETER"
    assert few[-1].code.code_id == "ENLARGE"
    assert few[-1].reason == "never used"
    assert "fewer than ten uses" in few[0].warnings


def test_there_is_no_interval_below_ten_transcripts_unless_asked_for(sample: Project) -> None:
    plain = sample.reliability(rule="any", work="as finished").row("AGENDA")
    assert plain is not None
    assert plain.alpha.interval is not None
    assert plain.alpha.interval.low is None
    assert "fewer than 10 transcripts" in plain.alpha.interval.reason
    asked = sample.reliability(rule="any", work="as finished", indicative=True).row("AGENDA")
    assert asked is not None
    assert asked.alpha.interval is not None
    assert asked.alpha.interval.indicative
    low, high = asked.alpha.interval.low, asked.alpha.interval.high
    assert low is not None
    assert high is not None
    assert low <= 0.677686 <= high


def test_nothing_is_not_a_number(sample: Project) -> None:
    for choice in (Choice(), Choice(unit="turn"), Choice(unit="transcript", work="as finished")):
        assert_finite(sample.compared(choice))


def assert_finite(thing: Any) -> None:
    if isinstance(thing, float):
        assert math.isfinite(thing)
    elif is_dataclass(thing):
        for one in fields(thing):
            assert_finite(getattr(thing, one.name))
    elif isinstance(thing, tuple):
        for item in thing:
            assert_finite(item)


def test_in_drafts_a_unit_without_a_decision_is_missing(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    code(study, "a", "Seven eight nine.", "Y")
    code(study, "b", "One two three.", "X")
    start = TEXT.index("Four")
    study.decide_nothing("D1", start, start + 5)
    panel = study.reliability()
    assert panel.choice.work == "drafts"
    assert panel.n_units == 1  # only the first sentence was decided by both
    assert panel.n_dropped == 4
    assert "drafts" in panel.notes[0]
    assert study.reliability(work="as finished").n_units == 5
    nobody = study.reliability(work="finished")
    assert nobody.n_units == 0
    assert {row.reason for row in nobody.rows} == {
        "needs two coders who both finished the same text"
    }
    assert nobody.notes == ("No two coders have judged the same text yet.",)


def test_one_coder_has_no_figures(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    panel = study.reliability(work="as finished")
    assert panel.coders == ("a",)
    assert panel.headline.median_alpha is None
    assert {row.reason for row in panel.rows} == {
        "needs two coders who both finished the same text"
    }
    assert headline_words(panel) == "No code has a value yet."


def test_a_group_stands_for_its_codes(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    code(study, "b", "One two three.", "Y")
    code(study, "a", "Ten.", "Z")
    code(study, "b", "Eleven.", "Z")
    codes = study.reliability(work="as finished")
    assert [row.disagreements for row in codes.rows] == [1, 1, 2]
    assert [row.kinds["other code"] for row in codes.rows] == [1, 1, 0]
    assert {(cell.code_id, cell.other_code_id) for cell in codes.confusion} == {
        ("X", "Y"), ("Z", ""), ("", "Z"),
    }  # fmt: skip
    groups = study.reliability(work="as finished", level="parent")
    assert [(row.code.code_id, row.disagreements) for row in groups.rows] == [("G", 0), ("Z", 2)]


def test_what_lies_elsewhere_in_the_unit_is_a_boundary(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    code(study, "b", "two three", "X")
    code(study, "a", "Ten.", "X")
    code(study, "b", "Ten.", "X")
    row = study.reliability(work="as finished").rows[0]
    assert row.disagreements == 0
    assert row.kinds["boundary only"] == 1


def test_three_coders_are_seen_in_pairs_and_one_by_one(study: Project) -> None:
    for coder in "abc":
        code(study, coder, "One two three.", "X")
    code(study, "c", "Ten.", "Y")
    panel = study.reliability(work="as finished")
    assert [(pair.first, pair.second) for pair in panel.pairs] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    assert [one.coder for one in panel.left_out] == ["a", "b", "c"]
    without_c = panel.left_out[2]
    assert without_c.alphas == (1.0, None, None)
    two = study.reliability(work="as finished", coders=["B", "a"])
    assert two.coders == ("a", "b")
    assert two.left_out == ()


def test_after_a_change_the_figures_are_those_of_a_fresh_reading(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    code(study, "b", "Ten.", "Y")
    study.reliability(work="as finished")
    code(study, "b", "One two three.", "X")
    kept = study.reliability(work="as finished")
    with annotator.open(study.path, read_only=True) as fresh:
        assert fresh.reliability(work="as finished") == kept
    assert kept.rows[0].alpha.value == 1.0


def test_names_that_are_unknown_are_refused_with_those_that_are_known(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    for wrong in ({"codes": ["Q"]}, {"coders": ["a", "q"]}, {"transcripts": ["Q"]}, {"round": "q"}):
        with pytest.raises(NotFound) as told:
            study.reliability(**wrong)
        assert "There are: " in told.value.hint
    with pytest.raises(UserError):
        study.reliability(unit="word")
    with pytest.raises(UserError):
        study.reliability(coders=["a"])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (-0.0157, "−0.02"),
        (0.996, "0.996"),
        (1.0, "1.00"),
        (-0.001, "0.00"),
        (0.8, "0.80"),
    ],
)
def test_a_figure_never_says_more_agreement_than_there_is(value: float | None, shown: str) -> None:
    assert figure(value) == shown
