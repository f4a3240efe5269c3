"""Does work go on when the disk fills, fails, is slow, read-only or gone, and when clocks jump?

    uv run python -m tests.harness.troubles --acts 2000

A sleep is one more: all stands still, and hours go by.

While somebody works, trouble begins in the middle of an act and ends some acts later. Each act
then is done as a whole, or is refused in words and changed nothing; afterwards it can be done
again, the project passes its check, and every act that was acknowledged is there.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import annotator
from annotator.errors import FileProblem, ProjectProblem, UserError
from tests.harness import disk, verdict
from tests.harness.disk import NAME, OPEN, READ, SIZE, SYNC, WRITE, Control
from tests.harness.work import CODERS, PROJECT, Acks, Work, prepare

_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that happens to a disk or a clock."""

    name: str
    begin: Callable[[Control, random.Random], object]


def _fails(with_errno: int, kinds: int) -> Callable[[Control, random.Random], object]:
    def begin(control: Control, chance: random.Random) -> None:
        control.set("fail_from", control.get("calls") + chance.randint(1, 25))
        control.set("fail_until", 0)
        control.fail(with_errno, kinds=kinds)

    return begin


def _sleeps(control: Control, chance: random.Random) -> int:
    """The lid is shut: all stands still in the middle of whatever is done, and hours go by."""
    after, hours = chance.uniform(0, 0.03), chance.randint(1, 72)
    begun = os.fork()
    if begun:
        return begun
    try:
        time.sleep(after)
        os.kill(os.getppid(), signal.SIGSTOP)
        time.sleep(0.02)
        control.set("clock_ms", hours * 3_600_000)
        os.kill(os.getppid(), signal.SIGCONT)
    finally:
        os._exit(0)


TROUBLES = (
    Trouble("full", lambda control, chance: control.set("room", chance.randint(0, 40_000))),
    Trouble("full at once", lambda control, _chance: control.set("room", 0)),
    Trouble("cannot write", _fails(errno.EIO, WRITE)),
    Trouble("cannot sync", _fails(errno.EIO, SYNC)),
    Trouble("cannot shorten", _fails(errno.EIO, SIZE)),
    Trouble("read-only", _fails(errno.EROFS, WRITE | OPEN | NAME | SIZE)),
    Trouble("permission withdrawn", _fails(errno.EACCES, OPEN | NAME)),
    Trouble("stick removed", _fails(errno.EIO, WRITE | SYNC | OPEN | NAME | SIZE | READ)),
    Trouble("slow", lambda control, chance: control.set("delay_us", chance.randint(500, 4000))),
    Trouble(
        "clock jumps",
        lambda control, chance: control.set("clock_ms", chance.randint(-4000, 4000) * _DAY_MS),
    ),
    Trouble("sleep and wake", _sleeps),
)


class Day:
    """Acts and troubles on one project, in this process."""

    def __init__(self, folder: Path, control: Control, seed: int) -> None:
        self._folder = folder
        self._control = control
        self._chance = random.Random(seed)
        self._acks_at = disk.acks_of(folder.parent)
        self.counts: Counter[str] = Counter()
        """Acts done, refused and done again, and faults that were injected, by trouble."""
        self.wrong: list[str] = []

    def run(self, acts: int) -> None:
        acks = Acks(self._acks_at)
        project = annotator.open(self._folder / PROJECT, coder=CODERS[0])
        with closing(Work(project, self._folder, self._chance, acks)) as work:
            while self.counts["acts"] < acts:
                self._in_trouble(work, self._chance.choice(TROUBLES))

    def _in_trouble(self, work: Work, trouble: Trouble) -> None:
        before = self._control.get("failed")
        begun = trouble.begin(self._control, self._chance)
        refused = []
        for _ in range(self._chance.randint(2, 6)):
            act = self._chance.choice(work.kinds)
            seed = self._chance.getrandbits(32)
            if self._one(work, act, seed, trouble):
                refused.append((act, seed))
        if isinstance(begun, int):
            os.waitpid(begun, 0)
            self.counts["slept and woken"] += 1
        self._end()
        self.counts[f"faults injected: {trouble.name}"] += self._control.get("failed") - before
        for act, seed in refused:
            if self._one(work, act, seed, trouble):
                self.wrong.append(f"{trouble.name}: {act.__name__} does not go through afterwards")
        self.counts["retried"] += len(refused)
        told = self._acks_at.read_text().splitlines() if self._acks_at.exists() else []
        self.wrong += [f"{trouble.name}: {fault}" for fault in verdict.of_open(work.project, told)]

    def _end(self) -> None:
        self._control.work_again()
        self._control.set("delay_us", 0)
        self._control.set("clock_ms", 0)

    def _one(
        self, work: Work, act: Callable[[], object], seed: int, trouble: Trouble
    ) -> UserError | None:
        """What the disk was said to have against an act; what the rules say is no trouble."""
        work.chance.seed(seed)
        before = self._newest_step(work)
        self.counts["acts"] += 1
        try:
            told = act()
            with suppress(sqlite3.OperationalError):  # the harness itself reads that disk
                work.tell(told)
        except (FileProblem, ProjectProblem) as error:
            self.counts["refused"] += 1
            after = self._newest_step(work)
            if before != after and None not in {before, after}:
                self.wrong.append(f"{trouble.name}: {act.__name__} was refused and done")
            return error
        except UserError:
            return None
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            words = f"{type(error).__name__}: {error} {error.__cause__}"
            self.wrong.append(f"{trouble.name}: {act.__name__} ended in {words}")
        return None

    def _newest_step(self, work: Work) -> int | None:
        try:
            return work.project.steps()[-1].id
        except UserError:
            return None  # nothing can be read at the moment


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--acts", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    given = parser.parse_args(argv)
    if disk.why_not():
        sys.stderr.write(disk.why_not() + "\n")
        return 2
    if "DISK_ROOT" not in os.environ:
        return disk.again_on_it("tests.harness.troubles", argv, given.seed)
    root = Path(os.environ["DISK_ROOT"])
    control = Control(root.with_name("control"))
    print(f"seed {given.seed}", flush=True)
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    for name in ("work", "Dropbox"):
        folder = root / name
        folder.mkdir()
        disk.acks_of(root).unlink(missing_ok=True)
        prepare(folder)
        day = Day(folder, control, given.seed)
        day.run(given.acts // 2)
        counts += day.counts
        wrong += day.wrong
    for what, number in sorted(counts.items()):
        print(f"{number:>8}  {what}")
    print(f"wrong: {len(wrong)}", *dict.fromkeys(wrong), sep="\n    ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
