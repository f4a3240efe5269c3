"""Is the sample what a person sees who opens it: a transcript with the codings of two coders?"""

from __future__ import annotations

from pathlib import Path

import pytest

import annotator
from annotator.reliability.choice import Choice
from annotator.sample import build_sample


def test_the_codings_are_in_the_round_at_work(tmp_path: Path) -> None:
    path = build_sample(tmp_path).project_path
    with annotator.open(path, coder="coder_a", read_only=True) as project:
        [info] = project.transcripts()
        shown = project.codings_in(info.id)
        assert len(shown) == project.n_codings() > 0
        assert {each.coder_id for each in shown} == {
            project.find_coder(name).id for name in ("coder_a", "coder_b")
        }


def test_both_coders_looked_at_every_sentence(tmp_path: Path) -> None:
    path = build_sample(tmp_path).project_path
    with annotator.open(path, read_only=True) as project:
        panel = project.compared(Choice(rule="any", work="drafts"))
        assert (panel.n_units, panel.n_dropped) == (33, 0)
        ukraine = next(row for row in panel.rows if row.code.code_id == "UKR")
        assert ukraine.alpha.value == pytest.approx(0.719828, abs=1e-6)
        assert project.coder.coder_id == "pi"
