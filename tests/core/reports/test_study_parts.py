"""Do the parts of a study add up to it, and is the order of the work told?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import annotator
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.reliability.choice import Choice
from annotator.reports.study_parts import By, doc_ids
from annotator.sample import build_sample

FINISHED = Choice(rule="any", work="as finished")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    built = build_sample(tmp_path_factory.mktemp("sample"))
    with annotator.open(built.project_path, read_only=True) as project:
        yield project


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """Three transcripts of three days, coded by two in two rounds."""
    with annotator.create(tmp_path / "study.annotator", coder="a") as project:
        for number in range(3):
            path = tmp_path / f"{number}.txt"
            path.write_text(f"Number {number}. One two. Three four. Five six.\n", "utf-8")
            project.import_transcripts([path])
        for info in project.transcripts():
            date = f"2024-0{info.id}-15" if info.id < 3 else ""
            project.change_transcript(info.id, replace(info.metadata, date=date))
        project.add_codes([CodeDraft("X", "Ex"), CodeDraft("Y", "Why")])
        for name in ("main", "second"):
            project.use_coder("a")
            if name == "second":
                project.begin_round(name)
                project.use_round(name)
            for who in "ab":
                project.use_coder(who)
                for doc in ("D3", "D1", "D2"):  # the third was coded first
                    project.apply_coding(doc, 10, 18, "X")
                if name == "main" or who == "b":
                    project.apply_coding("D2", 19, 30, "Y")
        yield project


@pytest.mark.parametrize("by", ["speaker", "role", "transcript", "date"])
def test_the_parts_add_up_and_each_can_be_compared_alone(sample: Project, by: By) -> None:
    whole = sample.compared(FINISHED)
    parts = sample.reliability_by(by, FINISHED)
    assert sum(part.agreement.n_units for part in parts) == whole.n_units
    assert sum(part.agreement.disagreements for part in parts) == whole.pooled.disagreements
    for part in parts:
        alone = sample.compared(part.choice)
        assert alone.n_units == part.agreement.n_units
        assert alone.pooled.alpha.value == pytest.approx(part.agreement.pooled_alpha)
        assert alone.headline.median_alpha == pytest.approx(part.agreement.median_alpha)


def test_speakers_stand_with_whoever_says_most_first(sample: Project) -> None:
    parts = sample.reliability_by("speaker", FINISHED)
    assert {part.name for part in parts} == {"Jens Stoltenberg", "Antony Blinken"}
    sizes = [part.agreement.n_units for part in parts]
    assert sizes == sorted(sizes, reverse=True)


def test_days_stand_in_their_order_and_without_a_date_last(study: Project) -> None:
    parts = study.reliability_by("date", Choice(round="main", work="as finished"))
    assert [part.name for part in parts] == ["2024-01-15", "2024-02-15", "no date"]


def test_rounds_and_the_order_of_the_work(study: Project) -> None:
    found = study.drift(Choice(round="second", work="as finished"))
    assert [part.name for part in found.rounds] == ["main", "second"]
    first, second = (part.agreement.pooled_alpha for part in found.rounds)
    assert first == 1
    assert second is not None
    assert second < 1
    assert [stretch.doc_ids for stretch in found.stretches] == [("D3",), ("D1",), ("D2",)]
    assert found.stretches[0].coded_until <= found.stretches[2].coded_until
    assert found.coders == ("a", "b")
    worst = found.stretches[2].block
    assert worst.agreement.disagreements == 1
    assert worst.by_coder[0] == worst.by_coder[1] == worst.agreement.pooled_alpha
    assert doc_ids(found.stretches[0]) == "D3"
    many = replace(found.stretches[0], doc_ids=("D1", "D2", "D3", "D4"))
    assert doc_ids(many) == "D1 … D4 (4)"


def test_one_press_point_says_at_least_how_many(sample: Project) -> None:
    found = {one.code: one for one in sample.sample_sizes(FINISHED)}
    assert found["ENLARGE"].reason == "never used"
    unity = found["UNITY"]
    assert unity.at_least
    assert unity.documents == 1
    assert unity.low is None or unity.low > 1
    assert unity.prevalence == pytest.approx(6 / 33)
