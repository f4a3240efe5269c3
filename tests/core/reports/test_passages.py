"""Are the passages behind a figure the right ones, with what each coder said?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

import annotator
from annotator.errors import NotFound
from annotator.project import Project
from annotator.reliability.choice import Choice
from annotator.reports.agreement_columns import DISAGREEMENTS
from annotator.reports.agreement_rows import disagreement_rows
from annotator.reports.passages import Behind
from annotator.sample import build_sample
from tests.core.reports.conftest import code

AS_EXPECTED = Choice(rule="any", work="as finished")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    built = build_sample(tmp_path_factory.mktemp("sample"))
    with annotator.open(built.project_path, read_only=True) as project:
        yield project


def test_the_passages_are_as_many_as_the_figures_say(sample: Project) -> None:
    rows = sample.disagreements(AS_EXPECTED)
    found = Counter((row.code_id, row.kind) for row in rows)
    for row in sample.compared(AS_EXPECTED).rows:
        for kind, count in row.kinds.items():
            assert found[row.code.code_id, kind] == count
    assert sum(row.kind != "boundary only" for row in rows) == 17


def test_they_are_sorted_by_kind(sample: Project) -> None:
    kinds = [row.kind for row in sample.disagreements(AS_EXPECTED)]
    assert kinds == sorted(kinds, key=["only one coder coded", "other code", "boundary only"].index)


def test_both_say_what_they_gave_and_on_which_words(sample: Project) -> None:
    rows = {row.unit: row for row in sample.disagreements(AS_EXPECTED, code="unity")}
    assert {unit: row.kind for unit, row in rows.items() if row.kind != "boundary only"} == {
        13: "other code", 21: "only one coder coded", 24: "other code", 30: "other code",
    }  # fmt: skip
    a, b = rows[13].coders
    assert (a.coder_id, a.coded, a.codes) == ("coder_a", False, ("BURDEN",))
    assert (b.coder_id, b.coded, b.codes) == ("coder_b", True, ("UNITY",))
    text = sample.transcript("D1").text
    for row in rows.values():
        assert row.text == text[row.start : row.end]
        for coder in row.coders:
            for (start, end), quote in zip(coder.spans, coder.quotes, strict=True):
                assert text[start:end] == quote
                assert start < row.end
                assert end > row.start
    assert rows[13].speaker == "Jens Stoltenberg"


def test_agreement_has_its_passages_too(sample: Project) -> None:
    agreed = sample.disagreements(AS_EXPECTED, code="UNITY", agreed=True)
    apart = sample.disagreements(AS_EXPECTED, code="UNITY")
    both = [row for row in (*agreed, *apart) if all(coder.coded for coder in row.coders)]
    assert len(both) == 2
    assert {row.kind for row in agreed} == {"agreed"}


def test_every_unit_stands_side_by_side_in_the_order_of_the_text(sample: Project) -> None:
    found = sample.passages(AS_EXPECTED, Behind("UNITY", "all"))
    assert [row.unit for row in found.rows] == list(range(1, 34))
    panel = sample.compared(AS_EXPECTED).row("UNITY")
    assert panel is not None
    counts = found.counts
    assert counts["agreed"] + counts.get("boundary only", 0) == 2
    assert counts["other code"] + counts["only one coder coded"] == panel.disagreements
    assert counts["neither"] == 33 - panel.coded
    assert found.total == 33


def test_a_page_of_them_is_the_same_as_all_of_them(sample: Project) -> None:
    whole = sample.passages(AS_EXPECTED, Behind()).rows
    pages = [sample.passages(AS_EXPECTED, Behind(), first=at, most=5) for at in (0, 5, 10)]
    assert [row for page in pages for row in page.rows] == list(whole[:15])
    assert {page.total for page in pages} == {len(whole)}


def test_what_one_called_this_and_the_other_that_has_its_passages(sample: Project) -> None:
    """As many as the cell of the confusion says, and each is what it says."""
    for cell in sample.compared(AS_EXPECTED).confusion:
        behind = Behind(cell.code_id, instead=cell.other_code_id)
        rows = sample.passages(AS_EXPECTED, behind).rows
        assert len(rows) == cell.units
        for row in rows:
            a, b = row.coders
            if cell.code_id and cell.other_code_id and cell.code_id != cell.other_code_id:
                assert a.coded
                assert not b.coded
                assert cell.other_code_id in b.codes


def test_characters_have_passages_as_well(sample: Project) -> None:
    choice = Choice(unit="character", work="as finished")
    text = sample.transcript("D1").text
    rows = sample.disagreements(choice, code="CHINA")
    row = sample.compared(choice).row("CHINA")
    assert row is not None
    assert sum(one.end - one.start for one in rows) == row.disagreements
    assert all(one.text == text[one.start : one.end] for one in rows)


def test_a_code_that_is_not_compared_is_refused(sample: Project) -> None:
    with pytest.raises(NotFound):
        sample.disagreements(Choice(codes=("UKR",)), code="RUS")


def test_what_both_gave_is_given_instead_of_nothing(study: Project) -> None:
    code(study, "a", "Ten.", "X")
    code(study, "a", "Ten.", "Y")
    code(study, "b", "Ten.", "X")
    code(study, "c", "Ten.", "Z")
    rows = study.disagreements(Choice(coders=("a", "b"), work="as finished"))
    [row] = rows
    assert (row.code_id, row.kind) == ("Y", "only one coder coded")
    assert row.coders[0].also == ("X",)
    assert row.coders[1].codes == ("X",)
    assert row.instead(row.coders[1]) == ()
    [cells] = disagreement_rows(rows)
    names = [column.name for column in DISAGREEMENTS]
    assert dict(zip(names, cells, strict=True))["instead"] == ""
    apart = study.disagreements(Choice(coders=("a", "c"), work="as finished"), code="Y")
    assert apart[0].instead(apart[0].coders[1]) == ("Z",)
