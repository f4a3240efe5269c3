"""Is a project whole after each of many acts, whatever their order? Acts at random, each checked.

    uv run python -m tests.harness.walk --seeds 1000

Faster than a state machine by far, so that it comes to states which that one never meets. After
each act

* the check of the project, and of the pack or copy that was worked in, finds nothing;
* what was refused has changed nothing;
* now and then, undo brings back just what stood before, and redo what stood after;
* a merge that is taken back at once leaves every row as it was.

A walk that finds something is walked again with fewer and fewer acts, and the shortest that still
finds something is told.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import annotator
from annotator.errors import UserError
from tests.harness.work import CODERS, COLLEAGUE, PROJECT, Work, prepare

ACTS = 120
_OFTEN = 0.2
"""How often what was done is taken back and done again at once."""
_LOOKS = 5
"""Acts between two checks; a walk that finds something is walked again with one after each."""
_NOT_CONTENT = ("step", "image", "sqlite_sequence", "replica")
_STAMPS = {"rev", "replica_id", "changed_at", "changed_by", "merged_into", "created_at"}
_MAY_STAY = ("coder", "round", "codebook_version", "person", "text", "text_version")
"""Of what an act made: others may have come to need it."""
_OF_TEXT = ("turn", "unit_boundaries")
"""Parts of a text: they come and go with it."""
_IN_PARTS = frozenset(
    {"work_in_a_pack", "colleague_works", "colleague_merges", "pass_answers_on", "hand_back"}
)
"""Acts in other files, or of several parts: what is refused may have been done in part."""
_WHOLE = frozenset({"merge", "merge_returns"})
_ALWAYS = frozenset({"code", "code_a_stretch", "undo", "other_coder"})
_CHAINS = tuple(
    frozenset(each.split())
    for each in (
        "send_pack work_in_a_pack hand_back merge_returns undo_merge",
        "send_pack work_in_a_pack hand_back merge_returns accept finish use_round back_to_main",
        "colleague_works merge undo_merge colleague_merges colleague_begins_anew",
        "ask answer withdraw_question pass_answers_on",
        "define_anew say_what_it_means look_again freeze_codebook other_code",
        "correct_text look_at_corrected other_ends note remove redo",
        "add_field change_field remove_field fill_fields merge_codes split_code redo",
        "make_persons add_person change_person remove_person join_persons place_speakers redo",
        "split_turn join_turn give_turns split_unit join_unit import_transcript redo",
        "new_code new_group move_code delete_code merge_codes note_elsewhere redo",
        "hand_out assign plan_round change_round remove_round freeze_plan use_round",
        "merge_codes note fill_fields doubt nothing redo undo_merge merge colleague_works",
    )
)

Act = Callable[[], object]

Row = tuple[Any, ...]
Rows = Mapping[str, frozenset[Row]]


class Wrong(Exception):
    """What must not be, in words."""


@dataclass(slots=True)
class Walked:
    """What came of one walk."""

    seed: int
    acts: Counter[str] = field(default_factory=Counter)
    """What was done, by kind of act."""
    trail: list[tuple[int, str]] = field(default_factory=list)
    """Number and name of what was done or tried."""
    wrong: str = ""


class Grounds:
    """A folder that every walk begins with."""

    def __init__(self, place: Path) -> None:
        self._template = place / "template"
        self.folder = place / "work"
        self._template.mkdir(parents=True)
        prepare(self._template)

    def fresh(self) -> Path:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._template, self.folder)
        return self.folder


def walk(
    grounds: Grounds, seed: int, acts: Sequence[int] = range(ACTS), *, looks: int = 1
) -> Walked:
    """Do these acts of the walk with this seed; each is drawn apart, so that some can be left out.

    Ends with the first thing that is wrong. All is checked after so many (`looks`) of them.
    """
    folder, walked = grounds.fresh(), Walked(seed)
    project = annotator.open(folder / PROJECT, coder=CODERS[0])
    with closing(Work(project, folder, random.Random(seed))) as work:
        walker = _Walker(work, walked)
        for count, number in enumerate(acts, 1):
            try:
                walker.one(number)
                if count % looks == 0 or count == len(acts):
                    walker.look()
            except Wrong as error:
                walked.wrong = str(error)
                break
            except Exception:  # noqa: BLE001 - this is what is looked for
                walked.wrong = traceback.format_exc()
                break
    return walked


def _some_of(kinds: Sequence[Act], chance: random.Random) -> list[Act]:
    """Few kinds of acts, each as often as the others: so they meet each other more often.

    What only makes sense together is taken together.
    """
    share = chance.choice((0.1, 0.2, 0.4))
    every = list(dict.fromkeys(kinds))
    names = {each.__name__ for each in every if chance.random() < share} | _ALWAYS
    for chain in _CHAINS:
        if chance.random() < share:
            names |= chain
    return [each for each in every if each.__name__ in names]


class _Walker:
    def __init__(self, work: Work, walked: Walked) -> None:
        self._work = work
        self._walked = walked
        chance = random.Random(walked.seed)
        self._kinds = work.kinds if chance.random() < 0.3 else _some_of(work.kinds, chance)
        self._looked: dict[Path, int] = {}

    def one(self, number: int) -> None:
        work, chance = self._work, random.Random(f"{self._walked.seed} {number}")
        work.chance = chance
        act = chance.choice(self._kinds)
        name = act.__name__
        path = work.project.path
        before, rows = _newest(path), _rows(path, stamps=name in _WHOLE)
        try:
            act()
        except UserError:
            self._walked.trail.append((number, f"({name})"))
            if name not in _IN_PARTS and _rows(path, stamps=name in _WHOLE) != rows:
                raise Wrong(f"{name} was refused and done") from None
            return
        self._walked.acts[name] += 1
        self._walked.trail.append((number, name))
        if name != "restore" and chance.random() < _OFTEN and _newest(path) == before + 1:
            self._back_and_again(name, rows)

    def _back_and_again(self, name: str, rows: Rows) -> None:
        """Take the newest act back, and do it again."""
        project = self._work.project
        step = project.steps()[-1]
        whole = name in _WHOLE
        if step.coder_id != project.coder.id or step.kind != ("merge" if whole else "act"):
            return
        after = _rows(project.path)
        try:
            project.undo_merge() if whole else project.undo()
        except UserError as error:
            raise Wrong(f"{name} cannot be taken back at once: {error} {error.hint}") from error
        self._walked.trail.append((-1, "taken back"))
        _must_be(f"{name} taken back", rows, _rows(project.path, stamps=whole), whole=whole)
        if whole:
            return
        project.redo()
        self._walked.trail.append((-1, "done again"))
        _must_be(f"{name} done again", after, _rows(project.path), whole=False)

    def look(self) -> None:
        found = [finding.message for finding in self._work.project.check()]
        place = self._work.folder
        for path in (place / COLLEAGUE, *sorted(place.glob("*.annotator-pack"))):
            changed = path.stat().st_mtime_ns if path.exists() else 0
            if changed and self._looked.get(path) != changed:
                found += _found_in(path)
                self._looked[path] = path.stat().st_mtime_ns
        if found:
            raise Wrong(" ".join(found))


def _found_in(path: Path) -> list[str]:
    with annotator.open(path, read_only=True) as other:
        return [f"{path.name}: {finding.message}" for finding in other.check()]


def _must_be(what: str, wanted: Rows, found: Rows, *, whole: bool) -> None:
    for table in wanted.keys() | found.keys():
        gone = wanted.get(table, frozenset()) - found.get(table, frozenset())
        more = found.get(table, frozenset()) - wanted.get(table, frozenset())
        if more and not gone and not whole and table in _MAY_STAY:
            continue
        if gone or more:
            few = [sorted(each, key=repr)[:3] for each in (gone, more)]
            raise Wrong(f"{what}: in {table} these are missing: {few[0]}, and too many: {few[1]}")


def _rows(path: Path, *, stamps: bool = False) -> Rows:
    """Everything live in a project, read beside whoever has it open; with stamps, all rows."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        return {table: _of_table(raw, table, stamps=stamps) for table in _tables(raw)}


def _tables(raw: sqlite3.Connection) -> list[str]:
    names = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return [name for (name,) in names if name not in _NOT_CONTENT]


def _of_table(raw: sqlite3.Connection, table: str, *, stamps: bool) -> frozenset[Row]:
    columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
    if not stamps:
        columns = [each for each in columns if each not in _STAMPS]
    live = "WHERE NOT removed" if "removed" in columns and not stamps else ""
    if live and "text_version_id" in columns and table in _OF_TEXT:
        live += (
            " AND text_version_id IN (SELECT v.id FROM text_version v JOIN transcript t"
            " ON t.id = v.transcript_id WHERE NOT v.removed AND NOT t.removed)"
        )
    names = ", ".join(f'"{each}"' for each in columns)
    return frozenset(raw.execute(f'SELECT {names} FROM "{table}" {live}'))  # noqa: S608


def _newest(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        return int(raw.execute("SELECT max(id) FROM step").fetchone()[0])


def shortest(grounds: Grounds, found: Walked) -> Walked:
    """A walk with as few of the acts as still end in something that is wrong."""
    numbers = [number for number, _ in found.trail if number >= 0]
    best, size = found, len(numbers) // 2
    while size:
        start, shorter = 0, False
        while start < len(numbers) - 1:
            fewer = numbers[:start] + numbers[start + size :]
            tried = walk(grounds, found.seed, fewer)
            if tried.wrong and _alike(tried.wrong, found.wrong):
                best, numbers = tried, [number for number, _ in tried.trail if number >= 0]
                shorter = True
            else:
                start += size
        size = size if shorter and size == 1 else size // 2
    return best


def _alike(one: str, other: str) -> bool:
    """The same finding, numbers and names aside."""
    return _kind(one) == _kind(other)


def _kind(wrong: str) -> str:
    last = wrong.strip().splitlines()[-1]
    return "".join(each for each in last if not each.isdigit())[:60]


def run(
    place: Path, seeds: Iterable[int], acts: int, say: Callable[[str], object]
) -> tuple[Counter[str], int]:
    """Walk; what was done by kind of act, and in how many walks something was wrong."""
    grounds, done, faults = Grounds(place), Counter[str](), 0
    for seed in seeds:
        walked = walk(grounds, seed, range(acts), looks=_LOOKS)
        done += walked.acts
        if walked.wrong:
            faults += 1
            short = shortest(grounds, walked)
            way = ", ".join(name for _, name in short.trail)
            numbers = " ".join(str(number) for number, _ in short.trail if number >= 0)
            say(f"seed {seed}: {short.wrong}\n    {way}\n    --only {numbers}")
    return done, faults


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=random.SystemRandom().getrandbits(31))
    parser.add_argument("--acts", type=int, default=ACTS)
    parser.add_argument("--only", type=int, nargs="+", help="these acts of the first walk alone")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="walk-") as place:
        if given.only:
            walked = walk(Grounds(Path(place)), given.first, given.only)
            print(*walked.trail, walked.wrong or "nothing is wrong", sep="\n")
            return 1 if walked.wrong else 0
        seeds = range(given.first, given.first + given.seeds)
        print(f"seeds {seeds.start} to {seeds.stop - 1}", flush=True)
        done, faults = run(Path(place), seeds, given.acts, lambda line: print(line, flush=True))
    for name, number in done.most_common():
        print(f"{number:>8}  {name}")
    print(f"{given.seeds} walks, {done.total()} acts done, wrong: {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
