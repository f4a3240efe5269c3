"""How is a program run on a disk that fails, fills up, is slow or loses power at any moment?

`disk.c` is compiled once and preloaded into the program under test. Linux only.
"""

from __future__ import annotations

import mmap
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

SOURCE = Path(__file__).with_name("disk.c")

WRITE: Final = 1
SYNC: Final = 2
OPEN: Final = 4
NAME: Final = 8
SIZE: Final = 16
READ: Final = 32
EVERY_CHANGE: Final = WRITE | SYNC | OPEN | NAME | SIZE

_FIELDS = (
    "calls",
    "kill_at",
    "kill_how",
    "fail_with",
    "fail_kinds",
    "fail_from",
    "fail_until",
    "room",
    "delay_us",
    "clock_ms",
    "sockets",
    "look_ups",
    "failed",
)
_SIZE = 8 * len(_FIELDS)


def why_not() -> str:
    """Why no such disk can be had here, or ""."""
    if sys.platform != "linux":
        return "the disk that fails is made for Linux"
    if not shutil.which("gcc"):
        return "needs a C compiler: sudo apt install -y gcc libc6-dev"
    return ""


@cache
def library() -> Path:
    """The compiled `disk.c`."""
    made = Path(tempfile.mkdtemp(prefix="disk-")) / "disk.so"
    command = ["gcc", "-O2", "-fPIC", "-shared", "-o", str(made), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return made


class Control:
    """The numbers that program and harness share; each may be set while the program runs."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(bytes(_SIZE))
        self.file = file
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _SIZE)

    def reset(self) -> None:
        for name in _FIELDS:
            self.set(name, 0)
        self.set("room", -1)

    def get(self, name: str) -> int:
        at = 8 * _FIELDS.index(name)
        return int(struct.unpack("q", self._shared[at : at + 8])[0])

    def set(self, name: str, value: int) -> None:
        at = 8 * _FIELDS.index(name)
        self._shared[at : at + 8] = struct.pack("q", value)

    def kill_at(self, call: int, how: int) -> None:
        """Let the call with this number, counted from 1, be the last: before, half, after it."""
        self.set("kill_how", how)
        self.set("kill_at", call)

    def fail(self, with_errno: int, *, kinds: int = EVERY_CHANGE) -> None:
        """Let calls of these kinds fail from now on; `work_again` ends it."""
        self.set("fail_kinds", kinds)
        self.set("fail_with", with_errno)

    def work_again(self) -> None:
        self.set("fail_with", 0)
        self.set("room", -1)


def environment(control: Control, root: Path, *, log: Path | None = None) -> dict[str, str]:
    """What a program is started with so that its files under `root` lie on this disk.

    What it writes to the file `acks` beside `root` counts as acknowledged.
    """
    found = {
        "LD_PRELOAD": str(library()),
        "DISK_CONTROL": str(control.file),
        "DISK_ROOT": str(root.resolve()),
        "DISK_ACKS": str(acks_of(root)),
    }
    return found | ({"DISK_LOG": str(log)} if log else {})


def acks_of(root: Path) -> Path:
    return root.resolve().with_name(root.name + ".acks")


# the power fails

_HEAD = struct.Struct("qqqq")
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the log has it. Kinds: C reate, W rite, T runcate, S ync, D sync of a folder,
    R ename, U nlink, M ake a folder, A cknowledgement."""

    kind: str
    file: int
    offset: int
    data: bytes


def calls(log: Path) -> list[Call]:
    """What a program did to its disk, in order."""
    return list(_calls(log.read_bytes()))


def _calls(content: bytes) -> Iterator[Call]:
    at = 0
    while at + _HEAD.size <= len(content):
        kind, file, offset, size = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        name = chr(kind)
        length = size if name in "CWRUMA" else 0
        yield Call(name, file, offset, content[at : at + length])
        at += length


@dataclass(slots=True)
class _File:
    """A file as the disk holds it, and what waits to be written there."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[Call] = field(default_factory=list)


class Disk:
    """The files under `root` as they would be found after the power failed.

    What was synced is there. Of the rest a random part is: blocks of a write in any combination,
    names up to a random one of those made since the folder was last synced.
    """

    def __init__(self, root: Path) -> None:
        """Begin with what lies there now, all of it safe."""
        self._root = root.resolve()
        self._files: dict[int, _File] = {}
        self._number: dict[int, int] = {}
        """Of the file that an inode stands for now: a system gives the same one to another."""
        self._names: dict[str, int | None] = {}
        """Paths that are safe; None for a folder."""
        self._new_names: list[Call] = []
        self.acknowledged: list[bytes] = []
        for path in self._root.rglob("*"):
            if path.is_file():
                self._names[str(path)] = self._new(path.stat().st_ino, path.read_bytes())
            else:
                self._names[str(path)] = None

    def do(self, call: Call) -> None:
        """Take one call of the log."""
        match call.kind:
            case "A":
                self.acknowledged.append(call.data)
            case "C":
                self._new_names.append(replace(call, file=self._new(call.file)))
            case "R" | "U" | "M":
                self._new_names.append(call)
            case "D":
                self._settle_names(len(self._new_names))
            case "W" | "T":
                self._file(call.file).waiting.append(call)
            case "S":
                file = self._file(call.file)
                for waiting in file.waiting:
                    _apply(file.content, waiting)
                file.waiting.clear()

    def _new(self, inode: int, content: bytes = b"") -> int:
        number = len(self._files) + 1
        self._files[number] = _File(bytearray(content))
        self._number[inode] = number
        return number

    def _file(self, inode: int) -> _File:
        if inode not in self._number:
            self._new(inode)
        return self._files[self._number[inode]]

    def _settle_names(self, number: int) -> None:
        for call in self._new_names[:number]:
            _rename(self._names, call)
        del self._new_names[:number]

    def after_failure(self, target: Path, chance: random.Random | None) -> None:
        """Write what would be found into `target`; without a chance all that is unsafe is gone."""
        names = dict(self._names)
        kept = chance.randint(0, len(self._new_names)) if chance else 0
        for call in self._new_names[:kept]:
            _rename(names, call)
        for name, number in names.items():
            place = target / Path(name).relative_to(self._root)
            if number is None:
                place.mkdir(parents=True, exist_ok=True)
        for name, number in names.items():
            if number is not None:
                place = target / Path(name).relative_to(self._root)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(self._content(number, chance))

    def _content(self, number: int, chance: random.Random | None) -> bytes:
        file = self._files[number]
        content = bytearray(file.content)
        if chance:
            for call in file.waiting:
                _apply_some(content, call, chance)
        return bytes(content)


def _apply(content: bytearray, call: Call) -> None:
    if call.kind == "T":
        _resize(content, call.offset)
        return
    end = call.offset + len(call.data)
    if end > len(content):
        _resize(content, end)
    content[call.offset : end] = call.data


def _apply_some(content: bytearray, call: Call, chance: random.Random) -> None:
    """Some blocks of a write reach the disk, some do not, and one may be torn."""
    if call.kind == "T":
        if chance.random() < 0.5:
            _resize(content, call.offset)
        return
    for start in range(0, len(call.data), _BLOCK):
        block = call.data[start : start + _BLOCK]
        lot = chance.random()
        if lot < 0.1:
            block = block[: chance.randrange(0, len(block) + 1) // 512 * 512]
        if lot < 0.55 and block:
            _apply(content, Call("W", call.file, call.offset + start, block))


def _resize(content: bytearray, size: int) -> None:
    if size <= len(content):
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))


def _rename(names: dict[str, int | None], call: Call) -> None:
    one, _, other = call.data.decode().partition("\n")
    match call.kind:
        case "C":
            names[one] = call.file
        case "M":
            names[one] = None
        case "U":
            names.pop(one, None)
        case "R":
            if one in names:
                names[other] = names.pop(one)
            for path in [path for path in names if path.startswith(one + "/")]:
                names[other + path[len(one) :]] = names.pop(path)


def started_so(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with these changes."""
    return {**os.environ, **changes}


def again_on_it(module: str, argv: Sequence[str], seed: int) -> int:
    """This very program once more, with this disk under it and under all that it starts."""
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        place = Path(folder).resolve()
        root = place / "root"
        root.mkdir()
        control = Control(place / "control")
        control.reset()
        environs = started_so(environment(control, root))
        command = [sys.executable, "-m", module, *argv, "--seed", str(seed)]
        return subprocess.run(command, env=environs, check=False).returncode
