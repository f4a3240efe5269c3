"""What stands in the sheet icr_summary where there is little or nothing to compare?"""

from __future__ import annotations

import json
from typing import Any

from annotator.project import Project
from annotator.reports.agreement_columns import SUMMARY
from annotator.reports.agreement_rows import summary_rows
from annotator.reports.panel_text import panel_data
from tests.core.reports.conftest import code

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
