"""Verbs of a team: round, allocate, pack, handback, merge, progress."""

from __future__ import annotations

from argparse import BooleanOptionalAction, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, replace

import annotator
from annotator.errors import Refused
from annotator.model.choosing import found_by
from annotator.model.counts import counted
from annotator.model.rounds import CODABLES, DECIDINGS, PURPOSES, AllocationRule, Purpose, RoundPlan
from annotator.terminal import words
from annotator.verbs import team_words as told
from annotator.verbs.answers import Answer, Bar, a_file, a_path, at_work, listed, verb
from annotator.verbs.passphrase import add_lock, passphrase_of

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.project import Project
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    _add_round(verbs)
    _add_allocate(verbs)
    pack = verb(verbs, "pack", _pack, "write the packs of a round, one file a coder")
    pack.add_argument("project", type=a_path)
    pack.add_argument("round", type=words)
    pack.add_argument("--out", type=a_path, default=".", metavar="FOLDER", help="default: here")
    pack.add_argument("--coders", nargs="+", type=words, metavar="NAME", help="default: all")
    pack.add_argument("--disguise", action="store_true", help="with other names, as the list says")
    add_lock(pack)
    back = verb(verbs, "handback", _hand_back, "write the return of a pack, with its receipt")
    back.add_argument("project", type=a_path, metavar="PACK")
    back.add_argument("--out", type=a_file, metavar="FILE", help="default: beside the pack")
    back.add_argument("--pace", action="store_true", help="tell how many units in how many minutes")
    add_lock(back)
    merge = verb(verbs, "merge", _merge, "take in returns, packs and copies of a project")
    merge.add_argument("project", type=a_path)
    merge.add_argument("files", nargs="+", type=a_path)
    merge.add_argument("--dry-run", action="store_true", help="only tell what would come")
    merge.add_argument("--accept", action="store_true", help="seal what came back as finished")
    merge.add_argument("--coder", type=words, help="who does it")
    add_lock(merge)
    progress = verb(verbs, "progress", _progress, "who has what in a round, and how far")
    progress.add_argument("project", type=a_path)
    progress.add_argument("round", nargs="?", type=words, help="default: the one at work")
    progress.add_argument(
        "--aside", action="store_true", help="what came back and could not stand, instead"
    )


def _add_round(verbs: Verbs) -> None:
    parser = verb(verbs, "round", _round, "list rounds; plan, change, freeze or export one")
    parser.add_argument("project", type=a_path)
    parser.add_argument("name", nargs="?", type=words, help="without it the rounds are listed")
    acts = parser.add_mutually_exclusive_group()
    for act, says in (
        ("plan", "a new round"),
        ("change", "change what is given"),
        ("freeze", "keep the plan as it stands"),
        ("use", "go on in this round"),
        ("remove", "take it out, where nothing was done in it"),
    ):
        acts.add_argument(f"--{act}", dest="act", action="store_const", const=act, help=says)
    acts.add_argument(
        "--out", type=a_file, metavar="FILE", help="write the frozen plan: .md, .json"
    )
    parser.add_argument("--purpose", choices=PURPOSES)
    blind = parser.add_mutually_exclusive_group()
    blind.add_argument("--blind", dest="blind", action="store_const", const=True)
    blind.add_argument("--open", dest="blind", action="store_const", const=False)
    parser.add_argument("--begins", type=words, metavar="DATE")
    parser.add_argument("--due", type=words, metavar="DATE")
    parser.add_argument("--unit", choices=("sentence", "paragraph", "turn"))
    parser.add_argument("--codable", choices=CODABLES, help="which turns may be coded")
    parser.add_argument("--persons", nargs="+", type=words, metavar="NAME")
    parser.add_argument("--decide", choices=DECIDINGS)
    parser.add_argument("--threshold", type=float)
    parser.add_argument("--again", type=words, metavar="ROUND", help="serve this round again")
    parser.add_argument("--codebook", type=words, metavar="VERSION", help="the one to code under")
    parser.add_argument(
        "--own-codings",
        action=BooleanOptionalAction,
        help="whether packs bring what their coder did in the round (they do)",
    )
    parser.add_argument("--rename", type=words, metavar="NAME", help="with --change")
    parser.add_argument("--coder", type=words, help="who does it")


def _add_allocate(verbs: Verbs) -> None:
    parser = verb(verbs, "allocate", _allocate, "hand the work of a round out by a rule")
    parser.add_argument("project", type=a_path)
    parser.add_argument("round", type=words)
    parser.add_argument("--coders", nargs="+", type=words, required=True, metavar="NAME")
    parser.add_argument("--join", action="store_true", help="names that are not known join")
    parser.add_argument(
        "--scheme",
        choices=("all", "split", "pairs", "again"),
        default="split",
        help="all: everybody codes everything; split: each item one coder (the default); "
        "pairs: each item two coders in turn; again: everybody codes their own once more",
    )
    parser.add_argument("--overlap", default="0", metavar="N", help="items, or a share: 15%%")
    parser.add_argument("--overlap-coders", type=int, metavar="N", help="default: everybody")
    parser.add_argument(
        "--by", nargs="+", type=words, default=[], help="spread by: speaker, date …"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="draw so many of the items")
    parser.add_argument("--item", choices=("transcript", "turn", "paragraph"), default="transcript")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--transcripts", nargs="+", type=words, metavar="NAME", help="default: all")
    parser.add_argument(
        "--matching",
        type=words,
        metavar="WORDS",
        help="of these only those with the words in title, date, file or speakers",
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell who would code what")
    parser.add_argument("--coder", type=words, help="who does it")


def _round(arguments: Namespace) -> Answer:
    if arguments.name is None:
        with annotator.open(arguments.project, read_only=True) as project:
            now = project.current_round().id
            lines = [told.round_line(each, at_work=each.id == now) for each in project.rounds()]
            data = [told.round_data(each) for each in project.rounds()]
        return Answer(lines, {"rounds": data})
    if arguments.out:
        with annotator.open(arguments.project, read_only=True) as project:
            path = str(project.export_plan(arguments.name, arguments.out).resolve())
        return Answer([f"Wrote {path}."], {"file": path})
    with at_work(arguments.project, arguments.coder) as project:
        return _act_on_round(project, arguments)


def _act_on_round(project: Project, arguments: Namespace) -> Answer:
    name = arguments.name
    if arguments.act == "remove":
        project.remove_round(name)
        return Answer([f"The round “{name}” is gone."], {"removed": name})
    if arguments.act == "plan":
        plan = _plan(project, arguments, RoundPlan())
        purpose: Purpose = arguments.purpose or "main"
        standing = project.plan_round(name, purpose=purpose, blind=arguments.blind, plan=plan)
    elif arguments.act == "change":
        plan = _plan(project, arguments, project.find_round(name).plan)
        standing = project.change_round(
            name,
            name=arguments.rename,
            purpose=arguments.purpose,
            blind=arguments.blind,
            plan=plan,
        )
    elif arguments.act == "freeze":
        standing = project.freeze_plan(name)
    elif arguments.act == "use":
        standing = project.use_round(name)
    else:
        standing = project.find_round(name)
    deviations = project.deviations(standing)
    at_work = project.current_round().id == standing.id
    lines = [told.round_line(standing, at_work=at_work)]
    lines += [f"deviation: {each}" for each in deviations]
    return Answer(lines, told.round_data(standing) | {"deviations": list(deviations)})


def _plan(project: Project, arguments: Namespace, plan: RoundPlan) -> RoundPlan:
    """The plan with what was given on the line."""
    names = ("begins", "due", "unit", "codable", "decide", "threshold", "own_codings")
    given: dict[str, Any] = {
        name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None
    }
    if arguments.persons:
        given["persons"] = tuple(listed(arguments.persons) or ())
    if arguments.again:
        given["again_of"] = project.find_round(arguments.again).uuid
    if arguments.codebook:
        given["codebook"] = _version(project, arguments.codebook)
    return replace(plan, **given)


def _version(project: Project, name: str) -> UUID:
    versions = project.versions()
    found = next((each for each in versions if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in versions)
        raise Refused(f"There is no codebook version {name}.", f"There are: {known}.")
    return found.uuid


def _allocate(arguments: Namespace) -> Answer:
    number, share = _overlap(arguments.overlap)
    rule = AllocationRule(
        scheme=arguments.scheme,
        seed=arguments.seed,
        overlap=number,
        overlap_share=share,
        overlap_coders=arguments.overlap_coders,
        strata=tuple(listed(arguments.by) or ()),
        sample=arguments.sample,
        item=arguments.item,
    )
    coders = listed(arguments.coders) or []
    with at_work(arguments.project, arguments.coder) as project:
        texts = _texts(project, arguments)
        if arguments.join and not arguments.dry_run:
            _let_join(project, coders)
        hand_out = project.try_allocation if arguments.dry_run else project.allocate
        found = hand_out(arguments.round, coders, rule, transcripts=texts)
    return Answer(list(told.allocation_lines(found)), told.allocation_data(found))


def _texts(project: Project, arguments: Namespace) -> list[int | str] | None:
    """The transcripts that were chosen on the line; None: all, or those of the plan."""
    names, words_ = listed(arguments.transcripts), arguments.matching
    if words_ is None:
        return None if names is None else list(names)
    of = project.infos() if names is None else [project.info(each) for each in names]
    found: list[int | str] = [each.id for each in of if words_.casefold() in found_by(each)]
    if not found:
        raise Refused(
            f"No transcript has “{words_}” in its title, date, file or speakers.",
            "Look at the list with `annotator info`.",
        )
    return found


def _let_join(project: Project, names: Sequence[str]) -> None:
    known = {each.coder_id.casefold() for each in project.coders()}
    for name in names:
        if name.casefold() not in known:
            project.add_coder(name)


def _overlap(typed: str) -> tuple[int, float]:
    """A number of items, or a share of them."""
    try:
        if typed.endswith("%"):
            return 0, float(typed[:-1]) / 100
        return int(typed), 0.0
    except ValueError as error:
        raise Refused(
            f"“{typed}” is no overlap.", "Give a number of items, or a share such as 15%."
        ) from error


def _pack(arguments: Namespace) -> Answer:
    passphrase = passphrase_of(arguments)
    with annotator.open(arguments.project) as project:
        written = project.write_packs(
            arguments.round,
            arguments.out,
            coders=listed(arguments.coders),
            passphrase=passphrase,
            disguise=arguments.disguise,
            progress=Bar(),
        )
        names = {each.id: each.coder_id for each in project.coders()}
    lines = [
        f"{names[kept.coder_id]:<20} {counted(kept.transcripts, 'transcript'):>16}  {path}"
        for path, kept in written
    ]
    data = [
        {
            "coder": names[kept.coder_id],
            "file": str(path.resolve()),
            "transcripts": kept.transcripts,
            "sentences": kept.sentences,
            "codebook": kept.codebook,
            "locked": kept.locked,
            "disguised": kept.disguised,
            "sha256": kept.sha256,
        }
        for path, kept in written
    ]
    return Answer(lines, {"packs": data})


def _hand_back(arguments: Namespace) -> Answer:
    passphrase = passphrase_of(arguments)
    with annotator.open(arguments.project) as project:
        target = arguments.out or str(Path(arguments.project).with_suffix(".annotator-return"))
        receipt = project.hand_back(target, passphrase=passphrase, tell_pace=arguments.pace)
    handed = receipt.handed
    data = {
        "file": str(receipt.path.resolve()),
        "coder": receipt.coder,
        "round": receipt.round,
        "number": handed.number,
        "codings": handed.codings,
        "decisions": handed.decisions,
        "memos": handed.memos,
        "questions": handed.questions,
        "finished": handed.finished,
        "transcripts": handed.transcripts,
        "sha256": receipt.sha256,
        "digest": handed.digest,
    }
    return Answer(receipt.lines(), data)


def _merge(arguments: Namespace) -> Answer:
    passphrases = _passphrases(arguments)
    with at_work(arguments.project, arguments.coder) as project:
        if arguments.dry_run:
            merge = project.look_at_files(arguments.files, passphrases=passphrases, progress=Bar())
        else:
            merge = project.merge_files(
                arguments.files,
                passphrases=passphrases,
                accept=arguments.accept,
                progress=Bar(),
            )
    lines = list(told.merge_lines(merge))
    lines.append("Nothing was changed." if arguments.dry_run else "Merged.")
    return Answer(lines, told.merge_data(merge), exit_code=2 if merge.refused else 0)


def _progress(arguments: Namespace) -> Answer:
    with annotator.open(arguments.project, read_only=True) as project:
        if arguments.aside:
            kept = project.put_aside()
            return Answer(list(told.aside_lines(kept)), {"aside": [asdict(each) for each in kept]})
        found = project.team_progress(arguments.round)
    return Answer(list(told.progress_lines(found)), told.progress_data(found))


def _passphrases(arguments: Namespace) -> Sequence[str]:
    found = passphrase_of(arguments)
    return (found,) if found else ()
