"""What belongs to a coding that is put aside goes aside with it, and comes back with it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import pytest

import annotator
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from tests.core.teamwork.conftest import codings
from tests.core.teamwork.test_any_history import rows

HELP, SOON, NEVER = (11, 24), (25, 30), (31, 37)
POINTS = (Point("0", "against"), Point("1", "for"))


class Late(NamedTuple):
    """A project of which a copy was made before its last transcript came, and what came back."""

    whole: Path
    older: Path
    back: Path
    again: Path


Work = Callable[[Project], object]


def made(pack: Project) -> int:
    """A coding on the transcript that the older copy does not know."""
    return pack.apply_coding("D3", *HELP, "AID").id


def nothing(pack: Project) -> None:
    del pack


def memo(pack: Project) -> None:
    pack.apply_coding("D3", *HELP, "AID", memo="a memo")


def value(pack: Project) -> None:
    pack.set_fields(made(pack), {"stance": "1"})


def passage(pack: Project) -> None:
    pack.write_memo("passage", pack.info("D3").uuid, "on a passage", start=25, end=30)


def on_the_whole(pack: Project) -> None:
    pack.write_memo("transcript", pack.info("D3").uuid, "on all of it")


def comment(pack: Project) -> None:
    pack.write_memo("code", pack.code("LATE").uuid, "a comment")


def question(pack: Project) -> None:
    pack.ask_question("Why?", transcript="D3", start=11, end=24, code="LATE")


def doubt(pack: Project) -> None:
    pack.set_unsure(made(pack), unsure=True)
    pack.decide_nothing("D3", *NEVER)
    pack.finish("D3")


def recheck(pack: Project) -> None:
    for item in pack.recheck_queue(waiting=True):
        if pack.info("D3").id == item.transcript_id:
            pack.decide_recheck(item.id, "keep")


KINDS: dict[str, Work] = {
    "memo": memo,
    "coding_field": value,
    "passage": passage,
    "transcript": on_the_whole,
    "comment": comment,
    "question": question,
    "decision": doubt,
    "recheck": recheck,
}
EACH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def late(project: Project, tmp_path: Path) -> Callable[..., Late]:
    """A team whose members do this in their pack, hand back, then that, and hand back again."""

    def prepare(work: Work, more: Work = nothing) -> Late:
        aid = project.code("AID")
        project.add_field(aid.id, FieldDraft("stance", "scale", points=POINTS))
        older = project.save_copy(tmp_path / "older.annotator")
        news = tmp_path / "news.txt"
        news.write_text("Mr. Smith: We will help. Soon. Never.\n", encoding="utf-8")
        project.import_transcripts([news])
        project.add_code(CodeDraft("LATE", "Late"))
        project.use_coder("ann")
        project.apply_coding("D3", *SOON, "AID")
        project.use_coder("boss")
        project.change_code(aid.id, CodeDraft("AID", "Aid", brief="otherwise"))
        (change,) = project.redefinitions(aid.id)
        project.say_what_it_means(change.id, "narrower")
        pack = project.write_pack(tmp_path / "ann", "ann", ["D1", "D3"])
        with annotator.open(pack) as opened:
            work(opened)
            back = opened.hand_back(tmp_path / "back").path
            more(opened)
            again = opened.hand_back(tmp_path / "again").path
        return Late(project.path, older, back, again)

    return prepare


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that coders did, tombstones and stamps too, and what they decided again."""
    query = (
        "SELECT hex(recheck.uuid), rev, removed, changed_at, decision, why, hex(coding_uuid)"
        " FROM recheck ORDER BY 1"
    )
    with closing(sqlite3.connect(path)) as raw:
        return rows(path) | {"recheck": raw.execute(query).fetchall()}


@EACH
def test_it_waits_and_stands_in_the_end_as_where_it_came_at_once(
    kind: str, late: Callable[..., Late], project: Project, tmp_path: Path
) -> None:
    files = late(KINDS[kind])
    news = project.save_copy(tmp_path / "news.annotator")
    project.merge_files([files.back])
    with annotator.open(files.older) as behind:
        arrived = behind.merge_files([files.back]).files[0]
        assert behind.check() == ()
        assert not any(behind.memos())
        assert not any(behind.questions())
        assert codings(behind) == set()
        waiting = behind.put_aside()
        assert sum(arrived.aside.values()) == len(waiting) > 0
        assert arrived.left_out == 0
        behind.merge_files([files.back])
        assert behind.put_aside() == waiting
        behind.merge_files([news])
        assert behind.put_aside() == ()
        assert behind.check() == ()
    assert everything(files.older) == everything(files.whole)


@pytest.mark.parametrize("order", list(permutations(("back", "again", "news"))))
def test_what_was_changed_or_removed_meanwhile_is_so_in_any_order(
    order: Sequence[str], late: Callable[..., Late], project: Project, tmp_path: Path
) -> None:
    files = late(all_of_it, change_it)
    news = project.save_copy(tmp_path / "news.annotator")
    project.merge_files([files.back, files.again])
    by_name = {"back": files.back, "again": files.again, "news": news}
    with annotator.open(files.older) as behind:
        for name in order:
            behind.merge_files([by_name[name]])
            assert behind.check() == ()
        assert behind.put_aside() == ()
        told = {each.body for each in behind.memos()}
        assert told == {"otherwise", "on the other", "on a passage", "on all of it", "a comment"}
    assert everything(files.older) == everything(files.whole)


def all_of_it(pack: Project) -> None:
    pack.apply_coding("D3", *HELP, "AID", memo="a memo", fields={"stance": "1"})
    pack.apply_coding("D3", *HELP, "BURDEN", memo="gone soon")
    pack.apply_coding("D3", *HELP, "LATE", memo="on the other")
    for work in (passage, on_the_whole, comment, question, recheck):
        work(pack)
    pack.decide_nothing("D3", *NEVER)


def change_it(pack: Project) -> None:
    """Some of it otherwise, some of it gone."""
    (burden,) = (each for each in pack.memos("coding") if each.body == "gone soon")
    (aid,) = (each for each in pack.memos("coding") if each.body == "a memo")
    pack.write_memo("coding", aid.on_uuid, "otherwise")
    by_uuid = {each.uuid: each for each in pack.codings_in(pack.info("D3").id)}
    pack.remove_coding(by_uuid[burden.on_uuid].id)
    pack.set_fields(by_uuid[aid.on_uuid].id, {"stance": "0"})
    pack.apply_coding("D3", *NEVER, "COSTS")
    pack.withdraw_question(pack.questions()[0].question.id)


def test_a_merge_taken_back_leaves_every_row_as_it_was(
    late: Callable[..., Late], project: Project, tmp_path: Path
) -> None:
    files = late(all_of_it, change_it)
    news = project.save_copy(tmp_path / "news.annotator")
    with annotator.open(files.older) as behind:
        states = []
        for file in (files.back, files.again, news):
            states.append(every_row(behind.path))
            behind.merge_files([file])
        done = everything(behind.path)
        for state in reversed(states):
            behind.undo_merge()
            assert every_row(behind.path) == state
            assert behind.check() == ()
        for file in (files.back, files.again, news):
            behind.merge_files([file])
        assert everything(behind.path) == done


def every_row(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All tables but the history."""
    with closing(sqlite3.connect(path)) as raw:
        tables = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            name: sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608
            for (name,) in tables
            if name not in {"step", "image", "sqlite_sequence", "replica"}
        }


def test_equal_codings_of_two_laptops_wait_and_become_one(
    late: Callable[..., Late], project: Project, tmp_path: Path
) -> None:
    files = late(nothing)
    news = project.save_copy(tmp_path / "news.annotator")
    laptops = []
    for name, value in (("one", "0"), ("two", "1")):
        pack = tmp_path / f"{name}.annotator-pack"
        shutil.copy(tmp_path / "ann.annotator-pack", pack)
        with annotator.open(pack) as opened:
            opened.apply_coding("D3", *HELP, "AID", memo=name, fields={"stance": value})
            laptops.append(opened.hand_back(tmp_path / name).path)
    project.merge_files(laptops)
    with annotator.open(files.older) as behind:
        for file in laptops:
            behind.merge_files([file])
        assert behind.check() == ()
        behind.merge_files([news])
        assert behind.put_aside() == ()
        assert behind.check() == ()
        assert {each.body for each in behind.memos("coding")} == {"one", "two"}
    assert everything(files.older) == everything(files.whole)


def test_a_memo_finds_its_passage_in_a_text_corrected_meanwhile(
    late: Callable[..., Late], project: Project, tmp_path: Path
) -> None:
    files = late(passage)
    text = project.transcript("D3").text
    project.correct_text("D3", text.replace("We will", "We surely will"))
    news = project.save_copy(tmp_path / "news.annotator")
    with annotator.open(files.older) as behind:
        behind.merge_files([files.back])
        assert behind.memos() == ()
        behind.merge_files([news])
        (found,) = behind.memos("passage")
        assert behind.transcript("D3").text[found.start : found.end] == "Soon."
        assert behind.check() == ()
        behind.undo_merge()
        assert behind.memos() == ()
        assert [each.words for each in behind.put_aside() if each.what == "memo"] == [
            "on a passage"
        ]


def test_a_seal_holds_against_what_was_put_aside(
    late: Callable[..., Late], project: Project, tmp_path: Path
) -> None:
    def first(pack: Project) -> None:
        pack.finish("D3")

    def then(pack: Project) -> None:
        pack.reopen("D3")
        pack.apply_coding("D3", *HELP, "BURDEN", memo="after all")

    files = late(first, then)
    project.merge_files([files.back], accept=True)
    accepted = codings(project)
    news = project.save_copy(tmp_path / "news.annotator")
    with annotator.open(files.older) as behind:
        behind.merge_files([files.again])
        behind.merge_files([news])
        assert codings(behind) == accepted
        assert {each.what for each in behind.put_aside()} == {"coding", "memo"}
        assert behind.check() == ()


def test_it_goes_on_waiting_in_other_copies_and_comes_in_where_its_place_is(
    late: Callable[..., Late], project: Project, tmp_path: Path
) -> None:
    files = late(all_of_it)
    other = shutil.copy(files.older, tmp_path / "other.annotator")
    news = project.save_copy(tmp_path / "news.annotator")
    with annotator.open(files.older) as behind:
        behind.merge_files([files.back])
        waiting = {each.words for each in behind.put_aside()}
    with annotator.open(other) as second:
        second.merge_files([files.older])
        assert {each.words for each in second.put_aside()} == waiting
        assert second.memos() == ()
        second.merge_files([news])
        assert second.put_aside() == ()
        assert second.check() == ()
    project.merge_files([files.older])
    assert project.put_aside() == ()
    assert project.check() == ()
    assert everything(files.whole) == everything(other)
    with annotator.open(files.older) as behind:
        behind.merge_files([other])
        assert behind.put_aside() == ()
        assert behind.check() == ()
    assert everything(files.older) == everything(other)
