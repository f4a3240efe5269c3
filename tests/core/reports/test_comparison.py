"""Is what a project holds compared as it was decided: finished, drafts, missing and zero?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import astuple, replace

import annotator
from annotator.errors import NotFound, UserError
from annotator.model.codebook import CodeDraft
from annotator.model.rounds import AllocationRule, RoundPlan
from annotator.model.spans import Span, SpanRow
from annotator.project import Project
from annotator.reliability import (
    CodedText,
    Mark,
    codable_text,
    cohen_kappa,
    krippendorff_alpha,
    units_coded,
)
from annotator.reliability.choice import Choice
from annotator.reliability.panel_words import figure, headline_words
from annotator.reliability.presence import presence_of
from annotator.reports.comparison import compare
from annotator.reports.methods_text import methods_text
from annotator.reports.panel_text import panel_lines
from annotator.reports.passages import Behind
from annotator.reports.prepared import Prepared
from annotator.sample import build_sample
from annotator.store.schema import code as code_table
from annotator.store.schema import codebook_version
from annotator.store.schema import coding as coding_table
from tests.core.reports.conftest import TALK, code

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
    elif isinstance(thing, Struct):
        for one in astuple(thing):
            assert_finite(one)
    elif isinstance(thing, tuple):
        for item in thing:
            assert_finite(item)


def test_in_drafts_a_unit_without_a_decision_is_missing(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    code(study, "a", "Seven eight nine.", "Y")
    code(study, "b", "One two three.", "X")
    start = TALK.index("Four")
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


# rounds, seals, stretches


def finish_both(study: Project, *, accept: bool = False) -> None:
    """Both coders code a little and finish; with `accept` the work is sealed."""
    code(study, "a", "One two three.", "X")
    study.finish("D1")
    code(study, "b", "One two three.", "X")
    code(study, "b", "Ten.", "Y")
    study.finish("D1")
    study.use_coder("a")
    if accept:
        study.accept("main", ["a", "b"])


def test_finished_zeros_are_by_finishing_and_told(study: Project) -> None:
    finish_both(study)
    panel = study.reliability()
    assert panel.choice.work == "finished"
    assert panel.n_units == 5
    # of 5 units, 2 coders and 3 codes, 3 are coded; the other sentences were never decided
    assert panel.by_finishing is not None
    assert 0.5 < panel.by_finishing < 1
    assert "by finishing" in " ".join(panel.notes)
    assert panel.median_without_finishing is None  # only the first sentence was decided twice


def test_sealed_work_goes_before_finished_work(study: Project) -> None:
    finish_both(study, accept=True)
    panel = study.reliability()
    assert panel.choice.work == "sealed"
    assert panel.n_units == 5
    study.use_coder("c")
    code(study, "c", "Ten.", "Y")
    study.finish("D1")
    assert study.reliability().n_units == 5
    sealed = study.reliability(coders=["b", "c"])
    assert sealed.choice.work == "finished"  # nothing of both is sealed
    assert study.reliability(coders=["b", "c"], work="sealed").n_units == 0


def test_what_was_not_handed_out_is_missing(study: Project, tmp_path: Path) -> None:
    second = tmp_path / "second.txt"
    second.write_text(TALK.replace("Ten", "Twelve"), encoding="utf-8")
    study.import_transcripts([second])
    study.use_coder("b")
    study.use_coder("a")
    study.assign("main", {"a": ["D1"], "b": ["D1", "D2"]})
    for who in "ab":
        study.use_coder(who)
        for doc in ("D1", "D2"):
            study.apply_coding(doc, TALK.index("One"), TALK.index("One") + 14, "X")
    panel = study.reliability(work="as finished")
    assert panel.transcripts == ("D1",)
    assert panel.n_units == 5
    assert panel.n_dropped == 5  # the sentences of D2 have one judge


def test_only_the_stretch_that_was_handed_out_is_judged() -> None:
    text = codable_text(TALK, SpanRow([Span(24, 38), Span(39, 53), Span(54, 71)]))
    marks = [Mark("a", "x", 24, 38), Mark("b", "x", 24, 38), Mark("b", "x", 54, 71)]
    document = CodedText(
        "D1", text, ["a", "b"], marks, outside={"b": [Span(54, 71)], "a": [Span(39, 53)]}
    )
    presence = presence_of([units_coded(document, ["x"])])
    assert presence.judged.tolist() == [[True, True], [False, True], [True, False]]
    assert len(presence.unit) == 2  # what b coded outside is missing, not a code


def test_a_round_says_which_turns_are_codable(tmp_path: Path) -> None:
    source = tmp_path / "talk.txt"
    source.write_text(
        "Reporter: Why is that? Tell us.\n\nMinister: Because it is. We will act.\n", "utf-8"
    )
    with annotator.create(tmp_path / "study.annotator", coder="pi") as project:
        project.import_transcripts([source])
        project.add_codes([CodeDraft("X", "Ex")])
        project.plan_round("answers", plan=RoundPlan(codable="answers"))
        project.use_round("answers")
        for who in "ab":
            project.use_coder(who)
            project.apply_coding("D1", 43, 57, "X")
        panel = project.reliability(work="as finished")
        assert panel.n_units == 2
        assert "Only turns that answer a question were coded." in methods_text(panel)
        every = project.reliability(work="as finished", round="answers", unit="character")
        assert every.n_units == len("Because it is.We will act.")


def test_dates_choose_what_is_compared(study: Project) -> None:
    finish_both(study)
    info = study.info("D1")
    study.change_transcript(info.id, replace(info.metadata, date="2023-11-28"))
    assert study.reliability(since="2023-11-28", until="2023-11-28").n_units == 5
    assert study.reliability(until="2023").n_units == 5
    assert study.reliability(since="2023-12").n_units == 0


def test_speakers_and_roles_choose_what_is_compared(sample: Project) -> None:
    """The parts add up to the whole, and the passages are those of the part."""
    whole = sample.reliability(rule="any", work="as finished")
    names = {name for info in sample.transcripts() for name, _ in info.speakers}
    parts = [sample.reliability(rule="any", work="as finished", speakers=[name]) for name in names]
    assert sum(part.n_units for part in parts) == whole.n_units
    assert {part.n_dropped for part in parts} == {0}
    for number, row in enumerate(whole.rows):
        assert sum(part.rows[number].disagreements for part in parts) == row.disagreements
        assert sum(part.rows[number].coded for part in parts) == row.coded
    choice = Choice(rule="any", work="as finished", speakers=("jens stoltenberg",))
    rows = sample.passages(choice, Behind("UNITY", "all")).rows
    assert {row.speaker for row in rows} == {"Jens Stoltenberg"}
    secretary = sample.reliability(work="as finished", roles=["NATO Secretary General"])
    assert secretary.n_units == len(rows)
    assert sample.reliability(speakers=["nobody"]).n_units == 0


def test_a_code_that_a_coders_codebook_lacked_is_missing(study: Project) -> None:
    """b coded under a version that was frozen before Z was made."""
    code(study, "b", "One two three.", "X")
    study.use_coder("a")
    with study._store.writing() as connection:
        connection.execute(sa.update(codebook_version).values(frozen_at="2000-01-01T00:00:00Z"))
        old = [row.code_id for row in connection.execute(sa.select(code_table))]
        connection.execute(
            sa.update(code_table)
            .where(code_table.c.code_id != "Z")
            .values(created_at="1999-01-01T00:00:00Z")
        )
    assert "Z" in old
    code(study, "a", "Ten.", "Z")
    with study._store.writing() as connection:  # a has the open version
        row = connection.execute(sa.select(codebook_version)).one()._asdict()
        row |= {"id": 99, "uuid": uuid4(), "frozen_at": ""}
        connection.execute(sa.insert(codebook_version).values(row))
        connection.execute(
            sa.update(coding_table).where(coding_table.c.coder_id == study.coder.id)
            .values(codebook_version_id=99)
        )  # fmt: skip
    panel = study.reliability(work="as finished")
    found = {row.code.code_id: row.alpha for row in panel.rows}
    assert found["X"].n_units == 5
    assert found["Z"].n_units == 0
    assert found["Z"].reason == "no unit was judged by two coders"


def test_independently_is_said_of_sealed_blind_rounds_alone(study: Project) -> None:
    finish_both(study, accept=True)
    assert "Two coders coded one transcript" in methods_text(study.reliability())
    study.change_round("main", blind=True)
    assert "Two coders independently coded" in methods_text(study.reliability())
    assert "independently" not in methods_text(study.reliability(work="as finished"))


def test_the_methods_text_tells_of_a_frozen_plan_and_each_deviation(study: Project) -> None:
    finish_both(study, accept=True)
    assert "plan was frozen" not in methods_text(study.reliability())
    study.freeze_plan("main")
    assert re.search(
        r"The plan was frozen on [\d-]{10} and kept\.", methods_text(study.reliability())
    )
    assert "The plan set an alpha of 0.80 as enough." in methods_text(study.reliability())
    study.change_round("main", name="second", plan=RoundPlan(threshold=0.6))
    told = methods_text(study.reliability())
    assert "The plan set an alpha of 0.80 as enough." in told
    assert "The threshold: 0.6, planned was 0.8." in told
    assert "deviations: The round is called “second”, planned was “main”." in told


def test_deviations_are_told_where_no_code_has_a_value(study: Project) -> None:
    study.freeze_plan("main")
    study.change_round("main", name="second")
    panel = study.reliability()
    told = methods_text(panel)
    assert "no code has a value. The plan was frozen" in told
    assert "deviations: The round is called “second”, planned was “main”." in told
    assert "  Not as planned: The round is called “second”, planned was “main”." in panel_lines(
        panel
    )


def test_in_a_blind_round_nobody_sees_the_others_figures(study: Project) -> None:
    """Whoever has open work sees their own alone: no coefficient, no passage, no count."""
    study.change_round("main", blind=True)
    code(study, "a", "One two three.", "X")
    code(study, "b", "One two three.", "X")
    for who in "ab":
        study.use_coder(who)
        panel = study.reliability(work="as finished")
        assert panel.coders == (who,)
        assert panel.headline.median_alpha is None
        assert not study.can_compare()
        assert study.passages(Choice(work="as finished"), Behind()).rows == ()


def test_how_transcripts_were_chosen_is_told(study: Project, tmp_path: Path) -> None:
    for number in range(3):
        more = tmp_path / f"more {number}.txt"
        more.write_text(TALK.replace("Ten", f"Ten{number}"), encoding="utf-8")
        study.import_transcripts([more])
    finish_both(study)
    assert "25% of the corpus, selection not recorded" in methods_text(study.reliability())
    rule = AllocationRule(scheme="all", seed=7, sample=1, strata=("speaker",))
    study.change_round("main", plan=RoundPlan(rule=rule))
    told = methods_text(study.reliability())
    assert "25% of the corpus, drawn at random with seed 7, stratified by speaker" in told


# fields, groups, free spans


def test_a_field_is_compared_at_its_level_with_its_coverage(stances: Project) -> None:
    panel = stances.reliability(work="as finished")
    [row] = panel.fields
    assert (row.code.code_id, row.field, row.level) == ("X", "stance", "interval")
    alone = krippendorff_alpha([[-1, -1], [0, 1], [1, 1]], level="interval")
    assert row.alpha.value == near(alone.value)
    assert (row.n_coded, row.n_both, row.n_compared, row.conflicts) == (4, 4, 3, 0)
    assert row.alpha.coverage == near(0.75)
    found = panel.row("X")
    assert found is not None
    assert found.kinds["other field value"] == 1
    assert "interval alpha was" in methods_text(panel)


def test_the_passages_of_other_field_values_are_there(stances: Project) -> None:
    choice = Choice(work="as finished")
    found = stances.passages(choice, Behind("X"))
    assert found.counts["other field value"] == 1
    row = next(row for row in found.rows if row.kind == "other field value")
    assert row.unit == 2
    assert [coder.said for coder in row.coders] == [("stance: 0",), ("stance: 1",)]


def test_two_passages_of_one_coder_that_contradict_each_other_are_flagged(
    stances: Project,
) -> None:
    stances.use_coder("a")
    start = TALK.index("One two three.")
    stances.apply_coding("D1", start + 4, start + 14, "X", fields={"stance": "1"})
    [row] = stances.reliability(work="as finished").fields
    assert row.conflicts == 1
    assert row.n_compared == 2


def test_after_discussion_is_compared_on_request_and_told(study: Project, tmp_path: Path) -> None:
    finish_both(study)
    with annotator.open(study.write_pack(tmp_path / "b.annotator-pack", "b", ["D1"])) as pack:
        study.use_coder("a")
        study.accept("main", ["a", "b"])
        pack.reopen("D1")
        for own in pack.codings(1).ids:
            pack.remove_coding(own)
        code(pack, "b", "Eleven.", "Z")
        pack.finish("D1")
        back = pack.hand_back(tmp_path / "back").path
    before = study.reliability()
    study.merge_files([back])

    sealed = study.reliability()
    after = study.reliability(round="main, after discussion")

    assert sealed.rows[0].alpha == before.rows[0].alpha
    assert sealed.choice.work == "sealed"
    assert not sealed.facts.after_discussion
    # what a did stands as it was accepted, what b did is what b has now
    assert [row.uses for row in sealed.rows] == [(1, 1), (0, 1), (0, 0)]
    assert [row.uses for row in after.rows] == [(1, 0), (0, 0), (0, 1)]
    assert after.choice.work == "finished"
    assert after.facts.after_discussion
    assert after.notes[0].startswith("After discussion: ")
    assert "after discussion" in methods_text(after)
    assert "independently" not in methods_text(after)
    shown = study.passages(after.choice, Behind("X"))
    assert len(shown.rows) == 1
