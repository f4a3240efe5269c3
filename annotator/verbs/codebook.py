"""Verbs of the codebook: codebook import, codebook export."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

import annotator
from annotator.errors import NotFound, UserError
from annotator.exchange.codebooks.headings import ROLE_WORDS, ROLES, Role
from annotator.exchange.codebooks.layouts import Nesting
from annotator.terminal import words
from annotator.verbs.answers import Answer, a_file, a_path, at_work, verb
from annotator.verbs.outward import add_other_names, for_export

if TYPE_CHECKING:
    from annotator.exchange.codebooks.plans import CodebookPlan, PlannedChange
    from annotator.project import Project
    from annotator.verbs.answers import Verbs

_MOST_NOTES = 40
_NESTINGS = {
    "columns": "their columns",
    "signs": "paths in the names, parted by {sign}",
    "indents": "how far names are indented",
    "numbers": "numbers such as 1 and 1.1",
    "none": "nowhere: the file has no groups",
}


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    parser = verb(verbs, "codebook", _codebook, "bring a codebook in, or write it out")
    parser.add_argument("direction", choices=("import", "export"))
    parser.add_argument("project", type=a_path)
    parser.add_argument(
        "file",
        type=a_file,
        help="import: .xlsx, .xls, .ods, .csv, .md, .yml or .qdc; export: also .docx",
    )
    parser.add_argument("--coder", type=words, help="who does it")
    coming = parser.add_argument_group("import")
    coming.add_argument("--look", action="store_true", help="say what it would do, and do nothing")
    coming.add_argument("--sheet", type=words, default="", help="the sheet of a workbook")
    coming.add_argument(
        "--column",
        type=words,
        action="append",
        metavar="HEADING=ROLE",
        help=f"what a column is: {', '.join(role for role in ROLES if role)}, or nothing",
    )
    coming.add_argument("--groups", choices=get_args(Nesting), help="where groups come from")
    coming.add_argument("--sign", type=words, help="what parts the steps of a path")
    coming.add_argument(
        "--apply-holders",
        action="store_true",
        help="codes that hold codes can be applied too, each in a group of its name",
    )
    coming.add_argument(
        "--remove", action="store_true", help="also remove codes that the file does not have"
    )
    going = parser.add_argument_group("export")
    going.add_argument("--blank", action="store_true", help="a form to fill in, for training")
    add_other_names(parser)


def _codebook(arguments: Namespace) -> Answer:
    if arguments.direction == "export":
        with (
            annotator.open(arguments.project, read_only=True) as project,
            for_export(project, arguments) as given,
        ):
            written = given.export_codebook(arguments.file, blank=arguments.blank)
        path = str(written.resolve())
        return Answer([f"Wrote {path}."], {"file": path})
    if arguments.look:
        with annotator.open(arguments.project, read_only=True) as project:
            return _looked(_plan(project, arguments))
    with at_work(arguments.project, arguments.coder) as project:
        done = project.apply_codebook_plan(_plan(project, arguments))
    removed = f", {done.removed} removed" if done.removed else ""
    said = f"{done.added} codes and groups added, {done.changed} changed{removed}, "
    said += f"{done.same} the same."
    return Answer(
        [said, *_few(done.notes)],
        {
            "added": done.added,
            "changed": done.changed,
            "removed": done.removed,
            "same": done.same,
            "notes": list(done.notes),
        },
    )


def _plan(project: Project, arguments: Namespace) -> CodebookPlan:
    """The file as it was guessed, with what the command says about it."""
    plan = project.plan_codebook(arguments.file, sheet=arguments.sheet)
    for said in arguments.column or ():
        heading, found, role = said.rpartition("=")
        column = _column(plan, heading if found else said)
        plan = plan.with_role(column, _role(role if found else ""))
    if arguments.groups or arguments.sign:
        plan = plan.with_nesting(arguments.groups or "signs", arguments.sign or "")
    if arguments.apply_holders:
        plan = plan.with_holders(applied=True)
    if arguments.remove:
        plan = plan.decide((each.id for each in plan.of_kind("removed")), wanted=True)
    return plan


def _column(plan: CodebookPlan, heading: str) -> int:
    wanted = heading.strip().casefold()
    for column, each in enumerate(plan.headings):
        if each.casefold() == wanted:
            return column
    raise NotFound(
        f"There is no column called “{heading}”.", f"There are: {', '.join(plan.headings)}."
    )


def _role(said: str) -> Role:
    for role in ROLES:
        if said.strip().casefold() == role:
            return role
    raise UserError(
        f"A column cannot be “{said}”.",
        f"It can be one of: {', '.join(role for role in ROLES if role)}.",
    )


def _looked(plan: CodebookPlan) -> Answer:
    if plan.problem is not None and plan.table is None:
        raise plan.problem
    lines = [*_read_words(plan), ""]
    if plan.problem is not None:
        lines += [plan.problem.message, plan.problem.hint]
    else:
        lines.append(f"{plan.n_codes:,} codes and groups; {plan.n_same:,} stay as they are.")
        lines += [_change_words(each, plan) for each in plan.changes]
    lines += ["", *_few([str(note) for note in plan.notes])] if plan.notes else []
    return Answer(lines, _data(plan))


def _read_words(plan: CodebookPlan) -> Sequence[str]:
    layout = plan.layout
    if plan.table is None or layout is None:
        return [plan.path.name]
    sheet = f", sheet {plan.table.sheet}" if plan.table.sheet else ""
    nesting = _NESTINGS[layout.nesting].format(sign=layout.sign)
    width = max(map(len, plan.headings), default=0)
    return [
        f"{plan.path.name}{sheet}",
        *(
            f"  {heading:<{width}}  {ROLE_WORDS[role]}"
            for heading, role in zip(plan.headings, layout.roles, strict=True)
        ),
        f"Groups come from {nesting}.",
    ]


def _change_words(change: PlannedChange, plan: CodebookPlan) -> str:
    from annotator.model.versions import FIELD_WORDS

    where = " > ".join((*change.path, change.name))
    kept = " (kept: --remove removes it)" if change.id in plan.declined else ""
    parts = ", ".join(FIELD_WORDS[part.part].lower() for part in change.parts)
    about = f": {parts}" if parts and change.kind == "changed" else ""
    codings = f", {change.codings:,} codings" if change.codings else ""
    return f"  {change.kind:<8} {where} [{change.code_id}]{about}{codings}{kept}"


def _few(notes: Sequence[str]) -> list[str]:
    more = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], *([f"… and {more:,} more."] if more > 0 else [])]


def _data(plan: CodebookPlan) -> dict[str, Any]:
    layout = plan.layout
    roles = () if layout is None else layout.roles
    return {
        "sheet": "" if plan.table is None else plan.table.sheet,
        "sheets": [] if plan.table is None else list(plan.table.sheets),
        "columns": dict(zip(plan.headings, roles, strict=True)),
        "groups": "" if layout is None else layout.nesting,
        "sign": "" if layout is None else layout.sign,
        "problem": None if plan.problem is None else plan.problem.message,
        "same": plan.n_same,
        "changes": [
            {
                "kind": each.kind,
                "code_id": each.code_id,
                "name": each.name,
                "path": list(each.path),
                "parts": [part.part for part in each.parts],
                "row": each.row,
                "codings": each.codings,
                "wanted": each.id not in plan.declined,
            }
            for each in plan.changes
        ],
        "notes": [str(note) for note in plan.notes],
    }
