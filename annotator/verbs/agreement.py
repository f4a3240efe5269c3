"""Verbs that tell how well coders agree: reliability."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import annotator
from annotator.terminal import words
from annotator.verbs.answers import Answer, a_path, listed, verb
from annotator.verbs.outward import add_other_names, for_export

# Said here again: the room of reliability comes with NumPy, which is not loaded for `--help`.
UNITS = ("sentence", "paragraph", "turn", "transcript", "character", "free span")
RULES = ("half", "any", "half of the unit")
WORKS = ("sealed", "finished", "drafts", "as finished")

if TYPE_CHECKING:
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "reliability", _reliability, "how well coders agree, by code")
    parser.add_argument("project", type=a_path)
    parser.add_argument(
        "--round", type=words, metavar="R", help="default: the newest with two coders"
    )
    parser.add_argument("--unit", default="sentence", choices=UNITS)
    for name in ("codes", "coders", "transcripts", "speakers", "roles"):
        parser.add_argument(f"--{name}", nargs="+", type=words, metavar="NAME", help="default: all")
    parser.add_argument("--since", default="", metavar="DATE", help="transcripts from this day on")
    parser.add_argument("--until", default="", metavar="DATE", help="and up to this one")
    parser.add_argument("--level", default="code", choices=("code", "parent"))
    parser.add_argument("--rule", default="half", choices=RULES, help="when a unit counts as coded")
    parser.add_argument(
        "--work",
        choices=WORKS,
        help="default: sealed work where two coders sealed the same transcript, else finished "
        "work, else drafts",
    )
    parser.add_argument(
        "--indicative", action="store_true", help="intervals below ten transcripts as well"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument(
        "--out",
        type=a_path,
        metavar="FILE",
        help="for a paper .docx, .tex or .md, for programs .json; without an ending a folder with "
        "units, figures and scripts that recompute them",
    )
    add_other_names(parser)


def _reliability(arguments: Namespace) -> Answer:
    from annotator.reports.panel_text import panel_data, panel_lines

    with annotator.open(arguments.project, read_only=True) as project:
        panel = project.reliability(
            round=arguments.round,
            unit=arguments.unit,
            coders=listed(arguments.coders),
            codes=listed(arguments.codes),
            transcripts=listed(arguments.transcripts),
            since=arguments.since,
            until=arguments.until,
            speakers=listed(arguments.speakers),
            roles=listed(arguments.roles),
            level=arguments.level,
            rule=arguments.rule,
            work=arguments.work,
            indicative=arguments.indicative,
            seed=arguments.seed,
            resamples=arguments.resamples,
        )
        data, lines = panel_data(panel), list(panel_lines(panel))
        if arguments.out:
            with for_export(project, arguments) as given:
                files = given.export_reliability(arguments.out, panel.choice)
            lines += ["", *_written(Path(arguments.out), files)]
            data |= {"files": [str(path.resolve()) for path in files]}
    return Answer(lines, data)


def _written(target: Path, files: Sequence[Path]) -> Iterator[str]:
    if len(files) == 1:
        yield f"Wrote {files[0].resolve()}."
    else:
        yield f"Wrote {len(files)} files to {target.resolve()}; README.txt says what they are."
