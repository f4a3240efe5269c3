"""What stands in the sheet icr_summary where there is little or nothing to compare?"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.errors import ProjectProblem, UserError
from annotator.project import Project
from annotator.reports.agreement_columns import SUMMARY
from annotator.reports.agreement_rows import summary_rows
from annotator.reports.panel_text import panel_data
from tests.core.reports.conftest import TALK, code

EVERYWHERE = ("One two three.", "Four five six.", "Seven eight nine.", "Ten.", "Eleven.")


def cells(project: Project, **choice: Any) -> dict[str, dict[str, Any]]:
    """The row of each code in icr_summary; every cell is blank, a text or a finite number."""
    panel = project.reliability(**choice)
    names = [column.name for column in SUMMARY]
    rows = [dict(zip(names, row, strict=True)) for row in summary_rows([panel])]
    json.dumps([rows, panel_data(panel)], allow_nan=False)
    return {row["code_id"]: row for row in rows}


def test_never_used_used_everywhere_and_used_by_one_only(study: Project) -> None:
    for who in "ab":
        for words in EVERYWHERE:
            code(study, who, words, "X")
    code(study, "a", "Ten.", "Y")
    found = cells(study, work="as finished")
    never, always, alone = found["Z"], found["X"], found["Y"]
    assert (never["alpha"], never["status"], never["n_uses"]) == (None, "never used", 0)
    assert (never["percent"], never["positive"], never["enough"]) == (1.0, None, "no")
    assert (always["alpha"], always["status"]) == (None, "used by every coder everywhere")
    assert (always["percent"], always["positive"], always["n_uses"]) == (1.0, 1.0, 10)
    assert (alone["alpha"], alone["kappa"], alone["status"]) == (0.0, 0.0, "ok")
    assert alone["uses_by_coder"] == "a 1, b 0"
    assert alone["warnings"].split("; ")[:2] == ["used by one coder only", "fewer than ten uses"]


def test_one_coder_alone(study: Project) -> None:
    code(study, "a", "Ten.", "X")
    row = cells(study, work="as finished")["X"]
    assert row["status"] == "needs two coders who both finished the same text"
    assert (row["n_coders"], row["alpha"], row["percent"], row["kappa"]) == (1, None, None, None)


def test_units_that_one_coder_decided_are_dropped_and_counted(study: Project) -> None:
    code(study, "a", "One two three.", "X")
    code(study, "a", "Ten.", "X")
    code(study, "b", "One two three.", "X")
    row = cells(study, work="drafts")["X"]
    assert (row["n_units"], row["n_dropped"]) == (1, 4)
    assert row["alpha_low"] is None
    assert row["alpha_interval"]


def test_overlaps_of_one_coder_and_spaces_at_the_edges_count_once(study: Project) -> None:
    code(study, "a", "One two", "X")
    code(study, "a", "two three.", "X")
    code(study, "b", "One two three. ", "X")
    for unit in ("sentence", "character", "free span"):
        row = cells(study, work="as finished", unit=unit)["X"]
        assert (row["alpha"], row["n_apart"]) == (1.0, 0), unit


def test_no_variation_keeps_percent_and_number(study: Project) -> None:
    """Everybody gave one code everywhere, and nobody the other anywhere."""
    for who in "ab":
        for words in EVERYWHERE:
            code(study, who, words, "X")
    found = cells(study, work="as finished")
    for row in (found["X"], found["Y"]):
        assert row["alpha"] is row["kappa"] is row["fleiss"] is None
        assert (row["percent"], row["n_units"], row["n_coders"]) == (1.0, 5, 2)
        assert (row["alpha_low"], row["alpha_high"], row["alpha_interval"]) == (
            None, None, "no value",
        )  # fmt: skip


def test_few_uses_have_value_and_flag(study: Project) -> None:
    for who, words in (("a", "One two three."), ("b", "One two three."), ("a", "Ten.")):
        code(study, who, words, "X")
    row = cells(study, work="as finished", indicative=True)["X"]
    assert (row["enough"], row["n_uses"], row["uses_by_coder"]) == ("no", 3, "a 2, b 1")
    assert 0 < row["alpha"] < 1
    assert row["warnings"] == "fewer than ten uses; too few units"
    assert "parts of transcripts" in row["alpha_interval"] or row["alpha_low"] is None


def test_a_consensus_is_never_a_coder(study: Project, tmp_path: Path) -> None:
    code(study, "a", "Ten.", "X")
    code(study, "b", "One two three.", "X")
    study.use_coder("a")
    study.plan_round("settled")
    study.use_round("settled")
    code(study, "consensus", "Ten.", "X")
    code(study, "b", "Ten.", "Y")
    study.use_coder("a")
    assert cells(study, work="as finished")["X"]["round"] == "settled"  # so far two coders' work
    study.close()
    path = tmp_path / "study.annotator"
    with sqlite3.connect(path) as raw:  # what settles differences makes such rounds
        raw.execute("UPDATE round SET purpose = 'consensus' WHERE name = 'settled'")
    raw.close()
    with annotator.open(path, read_only=True) as settled:
        row = cells(settled, work="as finished")["X"]
        assert (row["round"], row["n_coders"]) == ("main", 2)
        assert row["uses_by_coder"] == "a 1, b 1"
        assert row["alpha"] == pytest.approx(-1 / 8)


def test_a_passage_without_length_cannot_be_coded_nor_read(study: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="The passage is empty"):
        study.apply_coding("D1", 24, 24, "X")
    table = tmp_path / "codings.csv"
    table.write_text("doc_id,coder_id,char_start,char_stop,code_id\nD1,b,24,24,X\n", "utf-8")
    with pytest.raises(UserError) as refused:
        study.import_codings(table)
    assert "the passage from 24 to 24 is empty" in f"{refused.value} {refused.value.detail}"
    code(study, "a", "Ten.", "X")
    code(study, "b", "Ten.", "X")
    row = cells(study, work="as finished", unit="free span")["X"]
    assert (row["n_uses"], row["alpha"]) == (2, 1.0)


def test_who_was_handed_what_decides(study: Project, tmp_path: Path) -> None:
    """A transcript read by one of two is missing for the other, whatever stands in it."""
    second = tmp_path / "second.txt"
    second.write_text(TALK.replace("Ten", "Twelve"), encoding="utf-8")
    study.import_transcripts([second])
    for who in "ba":
        study.use_coder(who)
    study.assign("main", {"a": ["D1"], "b": ["D1", "D2"]})
    code(study, "a", "Ten.", "X")
    code(study, "b", "Ten.", "X")
    study.apply_coding("D2", 24, 38, "X")
    row = cells(study, work="as finished")["X"]
    assert (row["n_units"], row["n_dropped"], row["alpha"]) == (5, 5, 1.0)
    assert row["uses_by_coder"] == "a 1, b 1"
    free = cells(study, work="as finished", unit="free span")["X"]
    assert free["n_dropped"] == free["n_units"] + len("Twelve") - len("Ten")


def test_drafts_are_left_out_and_counted(study: Project) -> None:
    """Where two finished, who has not is missing; their codings stand in no cell."""
    for who in "abc":
        code(study, who, "Ten.", "X")
    code(study, "c", "Eleven.", "X")
    for who in "ab":
        study.use_coder(who)
        study.finish("D1")
    row = cells(study)["X"]
    assert row["uses_by_coder"] == "a 1, b 1, c 0"
    assert (row["n_units"], row["n_coders"], row["alpha"]) == (5, 2, 1.0)
    assert study.reliability().choice.work == "finished"


def test_a_text_that_was_changed_is_refused(study: Project, tmp_path: Path) -> None:
    code(study, "a", "Ten.", "X")
    code(study, "b", "Ten.", "X")
    path = tmp_path / "study.annotator"
    study.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE text SET body = replace(body, 'Ten.', 'Nine')")
    raw.close()
    with annotator.open(path, read_only=True) as changed:
        with pytest.raises(ProjectProblem, match="is not the one that was imported"):
            cells(changed, work="as finished")
        with pytest.raises(ProjectProblem, match="is not the one that was imported"):
            changed.export_reliability(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_transcripts_of_one_coder_alone_make_no_interval(study: Project, tmp_path: Path) -> None:
    """Twelve transcripts, of which two coders read one: no interval, and the table says why."""
    for number in range(11):
        source = tmp_path / f"{number}.txt"
        source.write_text(TALK.replace("Ten", "Ten" + "n" * number), encoding="utf-8")
        study.import_transcripts([source])
    for who, words in (("a", "Ten."), ("b", "Ten."), ("a", "Eleven.")):
        code(study, who, words, "X")
    for info in study.transcripts():
        study.apply_coding(info.id, 24, 38, "X")
        study.decide_nothing(info.id, 39, 53)
        study.finish(info.id)
    study.use_coder("b")
    study.finish("D1")
    row = cells(study)["X"]
    assert study.reliability().n_codings == 4  # of the fifteen, those in D1
    by_finishing = study.reliability().by_finishing
    assert by_finishing is not None  # of 5 x 3 codes x 2 coders in D1, not in what a read alone
    assert by_finishing == pytest.approx((3 * 1 + 3 * 4) / (2 * 5 * 3 - 4))
    assert (row["n_units"], row["alpha_low"]) == (5, None)
    assert row["alpha_interval"] == "fewer than 10 transcripts: no interval by default"
