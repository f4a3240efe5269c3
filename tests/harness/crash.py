"""How many sudden ends does a project survive? Run by hand, and a few in the long tests.

    uv run python -m tests.harness.crash --kills 2000

Six ways to end, each of them while the program codes, imports, merges, undoes, changes the
codebook, copies, backs up and exports:

* `written`: SIGKILL before, in the middle of, and after one write to the disk after another
* `library`: SIGKILL at random moments
* `commands`: the same for verbs of the command line, one after another
* `window`: the same for the real window, on a virtual screen, driven by keys
* `migrated`: SIGKILL at one write after another of bringing an older project up to date
* `power`: what was not synced is gone, or some of it; in a log and in a rollback journal

After each the project is opened, checked, and must hold every act that was acknowledged.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness import disk, migrating, verdict
from tests.harness.disk import Control, Disk, acks_of, environment, started_so
from tests.harness.work import CODERS, PROJECT, Acks, Work, prepare, transcript

SHARES = {
    "written": 30,
    "migrated": 5,
    "library": 20,
    "commands": 15,
    "window": 5,
    "power": 25,
}
"""Of a hundred kills."""


@dataclass(slots=True)
class Tally:
    """What came of the kills of one way."""

    kills: int = 0
    acts: int = 0
    """Acknowledged before the kills, those of the preparation left out."""
    faults: list[str] = field(default_factory=list)

    def add(self, told: Sequence[str], faults: Sequence[str], where: str) -> None:
        self.kills += 1
        self.acts += sum(line.startswith("step ") for line in told)
        self.faults += [f"{where}: {fault}" for fault in faults]


class Grounds:
    """A folder under the disk that fails, filled anew for every kill."""

    def __init__(self, place: Path, *, synced: bool = False) -> None:
        self.root = place / "root"
        self.folder = self.root / "Dropbox" if synced else self.root / "work"
        self._template = place / "template"
        self.control = Control(place / "control")
        self.control.reset()
        if not self._template.exists():
            self._template.mkdir(parents=True)
            prepare(self._template)

    def fresh(self) -> None:
        self.control.reset()
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir()
        shutil.copytree(self._template, self.folder)
        acks_of(self.root).unlink(missing_ok=True)

    def told(self) -> list[str]:
        """What was acknowledged, whole lines."""
        path = acks_of(self.root)
        return path.read_text().splitlines() if path.exists() else []


# in a process of its own, forked: everything is loaded already


def _forked(work: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    answer = 0
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        work()
    except BaseException:  # noqa: BLE001 - told by the exit code, and where to look
        _fault_file().write_text(traceback.format_exc(), encoding="utf-8")
        answer = 70
    finally:
        os._exit(answer)


def _work_on(grounds: Grounds, seed: int, *, kinds_once: bool) -> None:
    import annotator

    acks = Acks(acks_of(grounds.root))
    project = annotator.open(grounds.folder / PROJECT, coder=CODERS[0])
    with closing(Work(project, grounds.folder, random.Random(seed), acks)) as work:
        if kinds_once:
            work.every_kind_once()
        else:
            work.do(10_000)


def _commands(grounds: Grounds, seed: int) -> None:
    """Verbs at random. Each is acknowledged when the command line returned 0."""
    from annotator import cli

    chance, acks = random.Random(seed), Acks(acks_of(grounds.root))
    path = grounds.folder / PROJECT
    for number in range(1000):
        argv = _a_command(chance, grounds.folder, number)
        if cli.main(argv) == 0 and argv[0] not in {"new", "export", "check", "info"}:
            acks.step(path)


def _a_command(chance: random.Random, folder: Path, number: int) -> list[str]:
    project = str(folder / PROJECT)
    start = chance.randrange(40, 80)
    one = ["--transcript", "D1", "--start", str(start), "--end", str(start + 9), "--code", "C1"]
    verb = chance.choice(("apply", "apply", "table", "import", "undo", "book", "backup", "export"))
    match verb:
        case "apply":
            return ["apply", project, *one, "--coder", chance.choice(CODERS), "--memo", "why?"]
        case "table":
            return ["apply", project, "--from", str(folder / "codings.csv")]
        case "import":
            new = folder / f"new {number}.txt"
            new.write_text(transcript(chance), encoding="utf-8", newline="\n")
            return ["import", project, str(new)]
        case "undo":
            return ["undo", project, "--coder", chance.choice(CODERS)]
        case "book":
            return ["codebook", "import", project, str(folder / "codebook.csv")]
        case "backup":
            return ["backup", project]
        case _:
            return ["export", project, "--out", str(folder / "out.xlsx")]


def _end_of(child: int) -> None:
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"the work itself failed: {_fault_file().read_text(encoding='utf-8')}")


def _fault_file() -> Path:
    return Path(os.environ["DISK_ROOT"]).with_name("fault")


# the ways


def written(grounds: Grounds, number: int, chance: random.Random) -> Tally:
    """One write after another is the last, spread over all there are."""
    tally = Tally()
    grounds.fresh()
    _end_of(_forked(lambda: _work_on(grounds, 0, kinds_once=True)))
    total = grounds.control.get("calls")
    first = chance.random()
    for count in range(number):
        call = 1 + int((count + first) * total / number)
        how = count % 3
        grounds.fresh()
        grounds.control.kill_at(call, how)
        _end_of(_forked(lambda: _work_on(grounds, 0, kinds_once=True)))
        grounds.control.reset()
        told = grounds.told()
        tally.add(told, verdict.faults(grounds.folder, told), f"call {call} of {total}, how {how}")
    return tally


def migrated(grounds: Grounds, number: int, chance: random.Random) -> Tally:
    """The same for the steps between schemas, each old file in turn."""
    tally = Tally()
    totals = {golden: _calls_to_migrate(grounds, golden) for golden in migrating.GOLDEN}
    for count in range(number):
        golden = migrating.GOLDEN[count % len(totals)]
        call, how = chance.randint(1, totals[golden]), count % 3
        old = _old_project(grounds, golden)
        grounds.control.kill_at(call, how)
        _end_of(_forked(lambda old=old: migrating.bring_up_to_date(old)))
        grounds.control.reset()
        where = f"call {call} of {totals[golden]}, how {how}"
        tally.add([], migrating.faults(old, golden), where)
    return tally


def _old_project(grounds: Grounds, golden: Path) -> Path:
    grounds.fresh()
    return Path(shutil.copy(golden, grounds.folder / "old.annotator"))


def _calls_to_migrate(grounds: Grounds, golden: Path) -> int:
    old = _old_project(grounds, golden)
    _end_of(_forked(lambda: migrating.bring_up_to_date(old)))
    return grounds.control.get("calls")


def _at_random(
    grounds: Grounds, number: int, chance: random.Random, work: Callable[[int], object], span: float
) -> Tally:
    tally = Tally()
    for _ in range(number):
        seed = chance.getrandbits(32)
        grounds.fresh()
        child = _forked(lambda seed=seed: work(seed))
        time.sleep(chance.uniform(0.02, span))
        os.kill(child, signal.SIGKILL)
        _end_of(child)
        told = grounds.told()
        tally.add(told, verdict.faults(grounds.folder, told), f"seed {seed}")
    return tally


def library(grounds: Grounds, number: int, chance: random.Random) -> Tally:
    def work(seed: int) -> None:
        _work_on(grounds, seed, kinds_once=False)

    return _at_random(grounds, number, chance, work, 1.5)


def commands(grounds: Grounds, number: int, chance: random.Random) -> Tally:
    def work(seed: int) -> None:
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):  # noqa: PTH123
            _commands(grounds, seed)

    return _at_random(grounds, number, chance, work, 2.5)


def window(grounds: Grounds, number: int, chance: random.Random) -> Tally:
    """The real program in a process of its own, on a virtual screen."""
    from tests.journeys.screen import virtual_screen

    tally = Tally()
    with tempfile.TemporaryDirectory() as picture, virtual_screen(Path(picture)) as screen:
        for _ in range(number):
            seed = chance.getrandbits(32)
            grounds.fresh()
            told = _one_window(grounds, screen.display, seed, chance)
            found = verdict.faults(grounds.folder, told)
            tally.add(told, found, f"seed {seed}")
    return tally


def _one_window(grounds: Grounds, display: str, seed: int, chance: random.Random) -> list[str]:
    home = grounds.root.with_name("home")
    environs = environment(grounds.control, grounds.root) | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE")},
    }
    command = [sys.executable, "-m", "tests.harness.driven_window", str(grounds.folder), str(seed)]
    with subprocess.Popen(
        command, env=started_so(environs), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        begun = running.stdout.readline()
        if begun:
            time.sleep(chance.uniform(0.02, 3.0))
        running.kill()
        said = running.communicate()[1]
    if not begun:
        raise RuntimeError(f"the window did not begin: {said.decode()[-2000:]}")
    reports = list(home.rglob("report*.txt"))
    if reports:
        raise RuntimeError(f"the window met a fault: {reports[0].read_text()}")
    return grounds.told()


def power(grounds: Grounds, number: int, chance: random.Random) -> Tally:
    """The power fails at random moments of one long day, or of as many days as it takes."""
    tally = Tally()
    per_day = 60
    while tally.kills < number:
        _one_day(grounds, min(per_day, number - tally.kills), chance, tally)
    return tally


def _one_day(grounds: Grounds, number: int, chance: random.Random, tally: Tally) -> None:
    seed = chance.getrandbits(32)
    grounds.fresh()
    log = grounds.root.with_name("log")
    log.unlink(missing_ok=True)
    found = Disk(grounds.root)
    command = [sys.executable, "-m", "tests.harness.crash", "--day", str(seed)]
    command += ["--place", str(grounds.root.parent), "--folder", grounds.folder.name]
    environs = started_so(environment(grounds.control, grounds.root, log=log))
    subprocess.run(command, env=environs, check=True)
    happened = disk.calls(log)
    moments = set(chance.sample(range(len(happened)), min(number, len(happened))))
    for count, call in enumerate(happened):
        found.do(call)
        if count not in moments:
            continue
        with tempfile.TemporaryDirectory(prefix="after-") as place:
            after = Path(place) / grounds.folder.name
            after.mkdir()
            found.after_failure(Path(place), chance if count % 3 else None)
            told = b"".join(found.acknowledged).decode().splitlines()
            faults = verdict.faults(after, told)
            tally.add(told, faults, f"{grounds.folder.name}, day {seed}, call {count}")


WAYS: dict[str, Callable[[Grounds, int, random.Random], Tally]] = {
    "written": written,
    "migrated": migrated,
    "library": library,
    "commands": commands,
    "window": window,
    "power": power,
}


def run(
    kills: int, seed: int, ways: Sequence[str], place: Path, say: Callable[[str], object]
) -> dict[str, Tally]:
    """All the kills; half of those of each way in a folder that a service synchronises."""
    chance = random.Random(seed)
    tallies: dict[str, Tally] = {}
    whole = sum(SHARES[way] for way in ways)
    for way in ways:
        wanted = max(2, kills * SHARES[way] // whole)
        for synced in (False, True):
            number = wanted // 2 if synced else wanted - wanted // 2
            grounds = Grounds(place, synced=synced)
            begun = time.monotonic()
            tally = WAYS[way](grounds, number, chance)
            name = f"{way}{', rollback journal' if synced else ''}"
            tallies[name] = tally
            say(_line(name, tally, time.monotonic() - begun))
    return tallies


def _line(name: str, tally: Tally, seconds: float) -> str:
    words = f"{name:<28} {tally.kills:>5} kills {tally.acts:>7} acts {len(tally.faults):>4} faults"
    return "\n".join([f"{words}  {seconds:.0f} s", *(f"    {fault}" for fault in tally.faults)])


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--ways", nargs="+", choices=sorted(WAYS), default=list(WAYS))
    parser.add_argument("--day", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.day is not None:
        _day(given.place, given.folder, given.day)
        return 0
    if disk.why_not():
        sys.stderr.write(disk.why_not() + "\n")
        return 2
    if "DISK_ROOT" not in os.environ:
        return disk.again_on_it("tests.harness.crash", argv, given.seed)
    place = Path(os.environ["DISK_ROOT"]).parent
    print(f"seed {given.seed}", flush=True)
    tallies = run(given.kills, given.seed, given.ways, place, lambda line: print(line, flush=True))
    kills = sum(tally.kills for tally in tallies.values())
    faults = sum(len(tally.faults) for tally in tallies.values())
    acts = sum(tally.acts for tally in tallies.values())
    print(f"{kills} kills, {acts} acknowledged acts, faults: {faults}")
    return 1 if faults else 0


def _day(place: Path, folder: str, seed: int) -> None:
    import annotator

    where = place / "root" / folder
    acks = Acks(acks_of(place / "root"))
    project = annotator.open(where / PROJECT, coder=CODERS[0])
    with closing(Work(project, where, random.Random(seed), acks)) as work:
        work.do(60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
