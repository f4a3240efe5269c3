"""Refusals that no other test is about: each is said in words, and nothing was changed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.cli import main
from annotator.errors import UserError
from annotator.model.code_fields import FieldDraft
from annotator.model.codebook import CodeDraft
from annotator.model.persons import PersonDraft
from annotator.model.rounds import AllocationRule
from annotator.model.transcript import Metadata
from annotator.project import Project
from annotator.sample import build_sample
from annotator.store.connection import Store
from annotator.transcripts import Refusal, read_all
from tests.core.store.test_migrations import OLD
from tests.core.teamwork.conftest import make_project

GONE = 9_999
BY_LUCK = AllocationRule(strata=("luck",))
AGAIN = AllocationRule(scheme="again")
FOREIGN = "<?xml version='1.0' encoding='klingon'?><TEI>\u00e4</TEI>"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Two transcripts, three codes, a group and three coders."""
    with make_project(tmp_path_factory.mktemp("study")) as project:
        project.add_code(CodeDraft("GROUP", "Group", is_group=True))
        project.apply_coding("D1", 12, 24, "AID")
        project.apply_coding("D1", 25, 37, "BURDEN")
        yield project


def the(project: Project, code_id: str) -> int:
    return project.code(code_id).id


def large(folder: Path, name: str, size: int) -> Path:
    """A file that takes no room."""
    path = folder / name
    path.touch()
    os.truncate(path, size)
    return path


Asked = Callable[[Project, Path], object]

REFUSED: list[tuple[str, Asked]] = [
    # the codebook
    ("no scheme called", lambda p, _: p.add_template("astrology")),
    ("codes of this scheme already", lambda p, _: [p.add_template("sample") for _ in "12"]),
    ("field is no longer", lambda p, _: p.change_field(GONE, FieldDraft("a", "text"))),
    ("code is no longer", lambda p, _: p.add_field(GONE, FieldDraft("a", "text"))),
    ("rule is no longer", lambda p, _: p.remove_rule(GONE)),
    ("code is no longer", lambda p, _: p.delete_code(GONE)),
    ("“Group” is a group", lambda p, _: p.split_code(the(p, "GROUP"), CodeDraft("X", "X"), [])),
    ("no words to quote", lambda p, _: p.quote_example(the(p, "AID"), "D1", 24, 25)),
    ("This version of the codebook", lambda p, _: p.describe_version(GONE, name="a", note="")),
    ("change of a definition", lambda p, _: p.say_what_it_means(GONE, "narrower")),
    ("narrower, wider, both", lambda p, _: p.say_what_it_means(GONE, "odd")),
    ("no longer to be looked at", lambda p, _: p.decide_recheck(GONE, "keep")),
    ("too large for a codebook", lambda p, at: p.import_codebook(large(at, "a.qdc", 2**31))),
    ("There is no code", lambda p, _: p.code("nothing of the kind")),
    ("code is no longer", lambda p, _: p.code(GONE)),
    # coding
    ("no codable text here", lambda p, _: p.decide_nothing("D1", 0, 3)),
    ("not of one code in one", lambda p, _: p.remove_codings([one.id for one in p.codings_in(1)])),
    ("There is no merge", lambda p, _: p.undo_merge()),
    ("no such field", lambda p, _: p.set_fields(p.codings_in(1)[0].id, {GONE: "x"})),
    # transcripts and persons
    ("transcript is no longer", lambda p, _: p.info(GONE)),
    ("no such state of the text", lambda p, _: p.text_of_version(GONE)),
    ("id", lambda p, _: p.change_transcript(1, Metadata(), doc_id="a\nb")),
    ("called “Nobody” in", lambda p, _: p.person("Nobody")),
    ("name", lambda p, _: p.add_person(PersonDraft("a\x00b"))),
    # rounds and teams
    ("is the round at work", lambda p, _: p.remove_round("main")),
    ("There is no round called", lambda p, _: p.find_round("tenth")),
    ("A round cannot be for", lambda p, _: p.plan_round("a", purpose="fun")),
    ("A sample of 9", lambda p, _: p.try_allocation("main", ["ann"], AllocationRule(sample=9))),
    ("Nothing is known by", lambda p, _: p.try_allocation("main", ["ann"], BY_LUCK)),
    ("does not say which round", lambda p, _: p.try_allocation("main", ["ann"], AGAIN)),
    ("There is nothing to code", lambda p, at: p.write_pack(at / "a.annotator-pack", "ann", [])),
    ("Nobody was given work", lambda p, at: p.write_packs("main", at)),
    (
        "The folder .* cannot be made",
        lambda p, _: p.write_packs("main", p.path / "packs", coders=["ann"]),
    ),
    ("Only a pack is handed back", lambda p, at: p.hand_back(at / "a.annotator-return")),
    ("There is no file to merge", lambda p, _: p.merge_files([])),
    ("is this project itself", lambda p, _: p.merge_files([p.path])),
    # files
    ("A copy needs another name", lambda p, _: p.save_copy(p.path)),
    ("There is no folder called", lambda p, at: p.save_copy(at / "nowhere" / "a.annotator")),
    ("cannot be made", lambda _, at: build_sample(large(at, "file", 1) / "in it")),
]  # fmt: skip


@pytest.mark.parametrize(("words", "asked"), REFUSED, ids=[words for words, _ in REFUSED])
def test_it_is_refused_in_words(study: Project, tmp_path: Path, words: str, asked: Asked) -> None:
    before = [step.id for step in study.steps()]
    with pytest.raises(UserError, match=words):
        asked(study, tmp_path)
    if "scheme already" not in words:
        assert [step.id for step in study.steps()] == before


def test_what_was_undone_is_no_longer_there(tmp_path: Path) -> None:
    with make_project(tmp_path / "own") as project:
        person = project.add_person(PersonDraft("Ann Example"))
        project.undo()
        for asked in (
            lambda: project.remove_person(person.id),
            lambda: project.change_person(person.id, PersonDraft("Ann")),
        ):
            with pytest.raises(UserError, match="no longer in the register"):
                asked()


def test_units_that_somebody_decided_on_stay(tmp_path: Path) -> None:
    with make_project(tmp_path / "own") as project:
        project.decide_nothing("D1", 12, 20)
        with pytest.raises(UserError, match="are set"):
            project.split_unit("D1", "sentence", 14)


def test_an_old_file_is_only_read_once_it_was_written(tmp_path: Path) -> None:
    old = Path(shutil.copy(OLD[0], tmp_path / "old.annotator"))
    with pytest.raises(UserError, match="must be brought up to date first"):
        annotator.open(old, read_only=True)
    with pytest.raises(UserError, match="this program knows"):
        Store.open(old)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("PRAGMA user_version=-1", "is damaged and cannot be read"),
        ("PRAGMA user_version=0", "is damaged and cannot be read"),
        ("UPDATE coding SET code_id = 99999", "could not be brought up to date"),
    ],
)
def test_an_older_file_that_does_not_fit_stays_as_it_is(
    tmp_path: Path, script: str, words: str
) -> None:
    old = changed(Path(shutil.copy(OLD[0], tmp_path / "old.annotator")), script)
    before = old.read_bytes()
    with pytest.raises(UserError, match=words):
        annotator.open(old)
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("UPDATE text SET body = 'Other words.'", "is not the one that was imported"),
        ("UPDATE unit_boundaries SET level = 'page' WHERE level = 'sentence'", "unknown here"),
    ],
)
def test_a_text_that_was_tampered_with_is_not_shown(
    project: Project, script: str, words: str
) -> None:
    project.close()
    changed(project.path, script)
    with (
        annotator.open(project.path, read_only=True) as opened,
        pytest.raises(UserError, match=words),
    ):
        opened.transcript("D1").spans("sentence")


def changed(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)
    return path


def first_refusal(path: Path) -> str:
    return next(one.error.message for one in read_all(path) if isinstance(one, Refusal))


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def empty_zip(folder: Path) -> Path:
    path = folder / "empty.zip"
    zipfile.ZipFile(path, "w").close()
    return path


FILES: list[tuple[str, Callable[[Path], Path]]] = [
    ("holds no files", empty_zip),
    ("encoding it declares", lambda at: written(at, "a.xml", FOREIGN)),
]  # fmt: skip


@pytest.mark.parametrize(("words", "made"), FILES, ids=[words for words, _ in FILES])
def test_a_file_that_cannot_be_a_transcript(
    tmp_path: Path, words: str, made: Callable[[Path], Path]
) -> None:
    assert re.search(words, first_refusal(made(tmp_path)))


@pytest.mark.long
def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    xml = f"<TEI><text>{'<p></p>' * 3_000_000}</text></TEI>"
    assert "more XML elements" in first_refusal(written(tmp_path, "a.xml", xml))
    rows = "speaker,text\n" + "a,b\n" * 1_000_001
    assert "rows" in first_refusal(written(tmp_path, "a.csv", rows))


def test_on_the_command_line(study: Project, capsys: pytest.CaptureFixture[str]) -> None:
    study.backup()
    for argv, words in (
        (["restore", str(study.path), "nothing", "--look"], "no backup nothing"),
        (["codebook", "export", str(study.path), "x" * 5000 + ".csv"], "could not be"),
    ):
        assert main(argv) == 2
        assert re.search(words, capsys.readouterr().err)
