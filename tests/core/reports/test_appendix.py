"""Does what goes into a paper say what the figures say, in Word, LaTeX and Markdown?"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.errors import FileProblem
from annotator.project import Project
from annotator.reliability.choice import Choice
from annotator.reports.methods_text import methods_text
from annotator.sample import build_sample

CHOICE = Choice(rule="any", work="as finished")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    built = build_sample(tmp_path_factory.mktemp("sample"))
    with annotator.open(built.project_path, read_only=True) as project:
        yield project


def test_the_sentence_says_what_was_done_and_claims_no_more(sample: Project) -> None:
    text = methods_text(sample.compared(CHOICE))
    for words in (
        "Two coders coded one transcript (33 sentences, 12 codes",
        "round pilot-1",
        "ranged from −0.02 to 1.00 (median 0.68 over 11 codes; 4 at .80 or above)",
        "Without a value (never used): ENLARGE.",
        "All sentences without a code count as zeros",
        "No intervals are given: there are fewer than ten transcripts.",
    ):
        assert words in text
    assert "independent" not in text
    drafts = methods_text(sample.compared(Choice()))
    assert "not marked as finished, but everything was decided. Of all zeros, 100% are" in drafts


def test_asked_for_intervals_are_named_with_their_seed(sample: Project) -> None:
    text = methods_text(sample.reliability(work="as finished", indicative=True, seed=7))
    assert "1,000 resamples of 9 parts inside transcripts (indicative only), seed 7" in text


@pytest.mark.parametrize("ending", [".docx", ".tex", ".md", ".json"])
def test_every_format_holds_every_code(sample: Project, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"icr{ending}"
    assert sample.export_reliability(path, CHOICE) == (path,)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    if ending == ".docx":
        with zipfile.ZipFile(path) as archive:
            text = archive.read("word/document.xml").decode("utf-8")
    else:
        text = path.read_text("utf-8")
    for row in sample.compared(CHOICE).rows:
        assert row.code.code_id in text
    if ending == ".json":
        assert json.loads(text)["headline"]["codes_at_least_80"] == 4
    else:
        assert "never used" in text
    if ending == ".tex":
        assert text.isascii()
        rows = [line for line in text.splitlines() if line.endswith(r"\\")]
        assert {line.count(" & ") for line in rows} == {8}


def test_another_ending_is_refused(sample: Project, tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        sample.export_reliability(tmp_path / "icr.pdf", CHOICE)
    assert list(tmp_path.iterdir()) == []
