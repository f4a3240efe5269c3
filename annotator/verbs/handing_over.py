"""Verbs that hand the data over: export."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import annotator
from annotator.verbs.answers import Answer, Bar, a_file, a_path, verb
from annotator.verbs.outward import add_other_names, for_export

if TYPE_CHECKING:
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "export", _export, "write the Excel workbook")
    parser.add_argument("project", type=a_path)
    parser.add_argument(
        "--out", type=a_file, metavar="FILE", help="default: beside the project, as .xlsx"
    )
    parser.add_argument(
        "--hide-coders", action="store_true", help="coder_1, coder_2 for the names of coders"
    )
    add_other_names(parser)


def _export(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, read_only=True) as project:
        path = arguments.out or str(Path(arguments.project).with_suffix(".xlsx"))
        with for_export(project, arguments) as given:
            report = given.export_workbook(path, hide_coders=arguments.hide_coders, progress=Bar())
    where = str(report.path.resolve())
    lines = [f"Wrote {where}.", *(f"  {name:<14} {n:>8} rows" for name, n in report.rows.items())]
    lines += [f"  note: {note}" for note in report.notes]
    return Answer(
        lines, {"workbook": where, "rows": dict(report.rows), "notes": list(report.notes)}
    )
