"""Whatever is done in copies, and however they are merged, one and the same project comes of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annotator
from annotator.errors import UserError
from annotator.model.code_fields import FieldDraft, Point
from annotator.project import Project
from tests.core.teamwork.conftest import codings, make_project

Act = tuple[str, int, int]
"""What is done, on which sentence, and a number for the rest."""

ACTS = (
    "code", "remove", "unsure", "memo", "nothing", "undo", "redo", "finish", "reopen", "move",
    "ask", "comment", "say",
)  # fmt: skip
Way = tuple[Sequence[int], tuple[int, ...], int]
"""In which order copies come in, how many at once, and which comes again."""
COPIES = ("ann", "ann's laptop", "ben")
ORDERS = list(permutations(range(len(COPIES))))
SIZES = [(3,), (2, 1), (1, 2), (1, 1, 1)]
POINTS = (Point("0", "against"), Point("1", "for"))
WORK = ("coding", "coding_field", "decision", "finished", "memo", "question", "receipt")


def act(pack: Project, step: Act) -> None:
    """Do one thing as a coder would; what is refused is no act."""
    what, at, number = step
    info = pack.infos()[at % 2]
    unit = pack.transcript(info.id).spans("sentence")[at // 2 % 2]
    mine = pack.codings_in(info.id)
    one = mine[number % len(mine)] if mine else None
    code = ("AID", "BURDEN", "COSTS")[number % 3]
    acts = {
        "code": lambda: pack.apply_coding(info.id, unit.start, unit.end, code),
        "remove": lambda: one and pack.remove_coding(one.id),
        "unsure": lambda: one and pack.set_unsure(one.id, unsure=not one.unsure),
        "memo": lambda: one and pack.write_memo("coding", one.uuid, f"memo {number}"),
        "nothing": lambda: pack.decide_nothing(info.id, unit.start, unit.end),
        "undo": pack.undo,
        "redo": pack.redo,
        "finish": lambda: pack.finish(info.id),
        "reopen": lambda: pack.reopen(info.id),
        "move": lambda: one and pack.change_passage(one.id, one.start, one.end - number % 3),
        "ask": lambda: pack.ask_question(f"question {number}"),
        "say": lambda: one and pack.set_fields(one.id, {"stance": ("", "0", "1")[number % 3]}),
        "comment": lambda: pack.write_memo("code", pack.code(code).uuid, f"comment {number}"),
    }
    try:
        acts[what]()
    except UserError:
        return


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that coders did, in words that no local number of a row is in."""
    found = {}
    with closing(sqlite3.connect(path)) as raw:
        for table in WORK:
            names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            columns = [name for name in names if name not in {"id", "replica_id", "coding_id"}]
            told = ", ".join(f"{table}.{name}" for name in columns)
            owner, whose = "", ""
            if table == "coding_field":
                owner, whose = ", coding.uuid", " JOIN coding ON coding.id = coding_id"
            replica = f" JOIN replica ON replica.id = {table}.replica_id"
            query = f"SELECT {told}{owner}, replica.uuid FROM {table}{replica}{whose}"  # noqa: S608
            found[table] = sorted(raw.execute(query).fetchall(), key=repr)
    return found


def grouped(files: Sequence[Path], way: Way) -> list[list[Path]]:
    """The files in this order, so many at once; one of them comes once more at the end."""
    order, sizes, again = way
    rest = iter([files[number] for number in order])
    return [[next(rest) for _ in range(size)] for size in sizes] + [[files[again]]]


def merged(base: Path, groups: Sequence[Sequence[Path]], folder: Path) -> Path:
    """A copy of the project into which these files came, group by group."""
    copy = Path(shutil.copy(base, folder / "merged.annotator"))
    with annotator.open(copy) as project:
        for group in groups:
            project.merge_files(group)
    return copy


def check(
    histories: Sequence[Sequence[Act]], folder: Path, ways: Sequence[Way]
) -> dict[str, list[tuple[object, ...]]]:
    """Three copies with these histories, merged in several orders and groupings, and twice."""
    with make_project(folder) as project:
        base = project.path
        for code in project.codebook().codes:
            project.add_field(code.id, FieldDraft("stance", "scale", points=POINTS))
        for coder in ("ann", "ben"):
            project.write_pack(folder / coder, coder, ["D1", "D2"])
    files, seen = [], {}
    made: set[bytes] = set()
    for name, history in zip(COPIES, histories, strict=True):
        pack = folder / name / "work.annotator-pack"
        pack.parent.mkdir()
        shutil.copy(folder / f"{name.split(chr(39))[0]}.annotator-pack", pack)
        with annotator.open(pack) as opened:
            for step in history:
                act(opened, step)
            seen[name] = codings(opened)
            files.append(opened.hand_back(folder / name / "back").path)
        with closing(sqlite3.connect(pack)) as raw:
            made |= {row[0] for row in raw.execute("SELECT uuid FROM coding")}
    found = [rows(merged(base, grouped(files, way), folder)) for way in ways]
    assert all(each == found[0] for each in found)
    with annotator.open(folder / "merged.annotator") as project:
        assert {each for each in codings(project) if each[0] == "ben"} == seen["ben"]
        mine = {each for each in codings(project) if each[0] == "ann"}
        assert mine <= seen["ann"] | seen["ann's laptop"]
        before = rows(folder / "merged.annotator")
        assert all(each.nothing_new for each in project.look_at_files(files).files)
        assert rows(folder / "merged.annotator") == before
    with closing(sqlite3.connect(folder / "merged.annotator")) as raw:
        assert made <= {row[0] for row in raw.execute("SELECT uuid FROM coding")}
    return found[0]


BOTH = [("code", 0, 0), ("code", 1, 1), ("say", 0, 1), ("memo", 1, 0), ("nothing", 2, 0)]
FULL = (
    [*BOTH, ("unsure", 0, 0), ("remove", 1, 0), ("finish", 0, 0), ("ask", 0, 1), ("say", 0, 2)],
    [*BOTH, ("move", 0, 1), ("undo", 0, 0), ("code", 3, 2), ("comment", 0, 0), ("say", 0, 0)],
    [*BOTH, ("remove", 0, 0), ("undo", 0, 0), ("finish", 1, 0), ("reopen", 1, 0)],
)
"""The same coder on two laptops, and another one; each does everything there is."""


def test_a_full_history_merges_to_one_project_in_every_order(tmp_path: Path) -> None:
    found = check(FULL, tmp_path, [((0, 1, 2), (3,), 1), ((2, 0, 1), (1, 2), 2)])
    assert all(found[table] for table in WORK)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_full_history_merges_to_one_project_in_all_orders_and_groupings(tmp_path: Path) -> None:
    check(FULL, tmp_path, [(order, sizes, order[0]) for order in ORDERS for sizes in SIZES])


HISTORY = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 5)), max_size=14
)


WAY = st.tuples(st.sampled_from(ORDERS), st.sampled_from(SIZES), st.integers(0, 2))


@pytest.mark.long
@pytest.mark.timeout(1500)
@given(
    histories=st.tuples(HISTORY, HISTORY, HISTORY),
    ways=st.lists(WAY, min_size=3, max_size=6, unique=True),
)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_any_history_merges_to_one_project_in_every_order(
    histories: tuple[list[Act], list[Act], list[Act]], ways: list[Way]
) -> None:
    with TemporaryDirectory() as name:
        check(histories, Path(name), ways)
