"""What is refused seldom: too large, not allowed, gone meanwhile. Room by room, each in words."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

import annotator
from annotator import window
from annotator.cli import main
from annotator.errors import UserError
from annotator.exchange import open_sheets, spreadsheets
from annotator.model.codebook import CodeDraft
from annotator.model.persons import PersonDraft
from annotator.model.rounds import AllocationRule, RoundPlan
from annotator.project import Project, unlocking
from annotator.reliability import u_alpha
from annotator.reliability.resampling import Resampling
from annotator.store.folders import must_be_writable
from annotator.store.lock import LockFile
from annotator.transcripts import Refusal, read_all
from annotator.transcripts.file_bytes import bytes_of
from annotator.transcripts.readers import archives, pdf, tables, xml_files, zip_files
from tests.core.teamwork.conftest import make_project
from tests.core.transcripts.made_files import pdf_lines
from tests.harness.rights import as_anybody

GONE = 9_999
PHRASE = "four or five words"
unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with make_project(tmp_path_factory.mktemp("study")) as project:
        asked = project.ask_question("What is aid?")
        project.answer_question(asked.id, "Help.")
        yield project


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Project]:
    """One to change."""
    with make_project(tmp_path / "own") as project:
        yield project


def refused(words: str, act: Callable[[], object]) -> None:
    with pytest.raises(UserError, match=words):
        act()


def first_refusal(path: Path) -> str:
    return next(one.error.message for one in read_all(path) if isinstance(one, Refusal))


@contextmanager
def no_room(size: int = 0) -> Iterator[None]:
    """Files cannot grow beyond so many bytes, as on a disk that is full."""
    import resource  # of Unix alone

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


# the codebook and tables


def test_tables_that_are_empty_too_large_or_closed(
    study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("\n\n", encoding="utf-8")
    refused("is empty", lambda: study.plan_codebook(empty))
    book = study.export_persons(tmp_path / "persons.xlsx")
    monkeypatch.setattr(spreadsheets, "_MAX_CELLS", 3)
    refused("too many for a table", lambda: study.import_persons(book))
    sheet = tmp_path / "book.ods"
    with zipfile.ZipFile(sheet, "w") as archive:
        archive.writestr("content.xml", "<a/>" * 10)
    monkeypatch.setattr(open_sheets, "_MOST_BYTES", 5)
    refused("too large for a table", lambda: study.plan_codebook(sheet))


@pytest.mark.parametrize("ending", [".xlsb", ".numbers"])
def test_a_workbook_of_another_kind(study: Project, tmp_path: Path, ending: str) -> None:
    book = tmp_path / f"book{ending}"
    book.write_bytes(b"PK")
    refused("another kind than .xlsx", lambda: study.plan_codebook(book))
    refused("another kind than .xlsx", lambda: study.import_persons(book))


@unix
@pytest.mark.parametrize("ending", [".csv", ".qdc"])
def test_a_codebook_that_may_not_be_read(study: Project, tmp_path: Path, ending: str) -> None:
    path = study.export_codebook(tmp_path / f"book{ending}")
    path.chmod(0)
    refused("cannot be read", lambda: as_anybody(lambda: study.plan_codebook(path)))


def test_a_column_the_command_line_does_not_find(
    study: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = study.export_codebook(tmp_path / "book.csv")
    look = ["codebook", "import", str(study.path), str(book), "--look", "--column"]
    assert main([*look, "nothing=name"]) == 2
    assert "There is no column called" in capsys.readouterr().err
    assert main([*look, "name=astrology"]) == 2
    assert "A column cannot be" in capsys.readouterr().err


def test_a_name_the_system_does_not_take(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", str(study.path), "x" * 300]) == 2
    assert "cannot be used" in capsys.readouterr().err


# transcripts and persons


def test_a_transcript_that_changed_since_it_was_looked_at(study: Project, tmp_path: Path) -> None:
    path = tmp_path / "talks.zip"
    for names in ("ab", "a"):
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(f"{name}.txt", f"Mr. Roe: Word {name}. And more words.")
        if names == "ab":
            plan = study.plan_import([path])
    refused("has changed since", lambda: study.preview(plan.entries[1]))


LIMITS: list[tuple[str, object, str, int, str, bytes]] = [
    ("more XML elements", xml_files, "_MOST_MARKS", 3, "a.xml", b"<TEI><text><p/></text></TEI>"),
    ("more than 2 rows", tables, "_MOST_ROWS", 2, "a.csv", b"speaker,text\na,b\na,c\n"),
    ("cannot be read as a table", zip_files, "MOST_OF_ONE", 5, "a.csv", b"speaker,text\na,bcdefgh"),
    ("more than 0 pages", pdf, "_MOST_PAGES", 0, "a.pdf", pdf_lines(["Mr. Roe: Words."])),
    ("holds no words", xml_files, "_MOST_MARKS", 99, "a.xml", b"<TEI><text><body/></text></TEI>"),
]  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS, ids=[one[0] for one in LIMITS])
def test_a_transcript_beyond_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, object, str, int, str, bytes]
) -> None:
    words, module, name, most, file, data = limit
    monkeypatch.setattr(module, name, most)
    (tmp_path / file).write_bytes(data)
    assert words in first_refusal(tmp_path / file)


def test_a_folder_of_too_many_and_one_that_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Some words here.")
    refused("is a folder, not a file", lambda: bytes_of(tmp_path))
    monkeypatch.setattr(archives, "_MOST_FILES", 2)
    assert any("more than 2 files" in one.error.message for one in read_all(tmp_path)
               if isinstance(one, Refusal))  # fmt: skip


@unix
def test_transcripts_that_may_not_be_read(tmp_path: Path) -> None:
    secret, closed = tmp_path / "secret.txt", tmp_path / "closed"
    secret.write_text("words")
    secret.chmod(0)
    closed.mkdir(0)
    assert "not allowed" in as_anybody(lambda: first_refusal(secret))
    assert "cannot be looked into" in as_anybody(lambda: first_refusal(closed))
    closed.chmod(0o700)


def test_what_somebody_decided_on_or_took_back(own: Project) -> None:
    kept = own.add_person(PersonDraft("Ben Other"))
    person = own.add_person(PersonDraft("Ann Example"))
    own.undo()
    refused("no longer in the register", lambda: own.place_speakers([], person.id))
    refused("no longer in the register", lambda: own.join_persons(kept.id, [person.id]))


# coding again after a correction or a change of a definition


def test_a_passage_whose_change_is_gone(own: Project) -> None:
    own.apply_coding("D1", 25, 37, "AID")
    aid = own.code("AID").id
    own.change_code(aid, CodeDraft("AID", "Aid", full="Only what is given."))
    own.say_what_it_means(own.redefinitions()[0].id, "narrower")
    [item] = own.recheck_queue()
    path = own.path
    own.close()
    with closing(sqlite3.connect(path)) as raw:  # as a merge of another machine might leave it
        raw.executescript("UPDATE redefinition SET removed = 1")
    with annotator.open(path) as again:
        refused("asked for this passage is gone", lambda: again.decide_recheck(item.id, "keep"))


def test_a_passage_of_a_correction_that_was_taken_back(own: Project) -> None:
    coding = own.apply_coding("D1", 25, 37, "AID")
    text = own.transcript("D1").text
    own.correct_text("D1", text.replace("must pay", "must not pay"))
    [waiting] = own.to_look_at()
    assert waiting.coding_id == coding.id
    own.undo()
    refused("no longer to be looked at", lambda: own.looked_at([waiting.id]))


# opening, saving, locks


def test_too_many_unlocked_copies(
    study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = study.save_copy(tmp_path / "away.annotator", passphrase=PHRASE)
    monkeypatch.setattr(unlocking, "_MOST", 2)
    annotator.unlock(locked, PHRASE)
    refused("unlocked too often", lambda: annotator.unlock(locked, PHRASE))


def test_a_project_of_another_process(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "getpid", lambda: 1)
        refused("opened by another process", own.n_codings)
        refused("opened by another process", lambda: own.add_code(CodeDraft("X", "X")))
    assert own.infos()


@unix
def test_a_lock_that_has_no_room_or_no_name(tmp_path: Path) -> None:
    with no_room():
        refused("no room for a lock", LockFile(tmp_path / "a.annotator").take)
    refused("is too long", LockFile(tmp_path / ("x" * 252)).take)


@unix
def test_folders_that_are_closed(own: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "deep").mkdir(parents=True)
    for mode, target, words in (
        (0o500, out / "a.annotator", "cannot be written to"),
        (0, out / "deep" / "a.annotator", "cannot be reached"),
    ):
        out.chmod(mode)
        refused(words, lambda target=target: as_anybody(lambda: own.save_copy(target)))
    refused("cannot be reached", lambda: as_anybody(lambda: must_be_writable(out / "deep")))
    out.chmod(0o700)


@unix
def test_links_that_lead_in_a_circle(tmp_path: Path) -> None:
    one, other = tmp_path / "one.annotator", tmp_path / "other.annotator"
    one.symlink_to(other)
    other.symlink_to(one)
    refused("a link that leads nowhere", lambda: annotator.open(one))


@unix
def test_a_crash_on_a_stick_that_is_now_write_protected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_project(tmp_path / "own") as project:
        path = project.path
    path.with_name(f"{path.name}-wal").write_bytes(b"what came last")
    protected = SimpleNamespace(f_flag=os.ST_RDONLY)
    monkeypatch.setattr(os, "statvfs", lambda _path: protected)
    refused("the two cannot be read together", lambda: annotator.open(path, read_only=True))


@unix
def test_projects_that_may_not_be_read(tmp_path: Path) -> None:
    with make_project(tmp_path / "own") as project:
        path = project.path
    path.chmod(0)
    refused("cannot be read", lambda: as_anybody(lambda: annotator.open(path)))
    path.chmod(0o600)
    path.parent.chmod(0)
    refused("cannot be reached", lambda: as_anybody(lambda: annotator.open(path)))
    path.parent.chmod(0o700)
    annotator.open(path).close()


CLOSED: list[tuple[str, Callable[[Project, Path], object]]] = [
    ("cannot be written to", lambda p, at: p.export_workbook(at / "a.xlsx")),
    ("cannot be written to", lambda p, at: p.export_codebook(at / "a.docx")),
    ("cannot be written here", lambda p, at: p.export_persons(at / "a.xlsx")),
    ("cannot be written to", lambda p, at: p.export_reliability(at / "a.md")),
    ("cannot be written to", lambda p, at: p.export_reliability(at / "a")),
    ("cannot be written to", lambda p, at: p.export_passages([1], at / "a.csv")),
    ("cannot be written to", lambda p, at: p.write_pack(at / "a", "ann", ["D1"])),
    ("cannot be read", lambda p, at: p.import_codebook(at / "a.csv")),
    ("cannot be reached", lambda p, at: p.merge_files([at / "a"])),
    ("cannot be reached", lambda p, at: p.save_copy(at / "a.annotator")),
    ("cannot be reached", lambda _, at: annotator.create(at / "a.annotator", coder="ann")),
]


@unix
@pytest.mark.parametrize("number", range(len(CLOSED)))
def test_nothing_comes_out_of_a_folder_that_nobody_may_look_into(
    study: Project, tmp_path: Path, number: int
) -> None:
    words, act = CLOSED[number]
    closed = tmp_path / "closed"
    closed.mkdir(0)
    try:
        refused(words, lambda: as_anybody(lambda: act(study, closed)))
        assert as_anybody(lambda: annotator.is_locked(closed / "a")) is False
    finally:
        closed.chmod(0o700)
    assert list(closed.iterdir()) == []


@unix
@pytest.mark.parametrize("room", [0, 100, 4096, 20_000])
def test_a_project_opened_on_a_full_disk_is_as_it_was(tmp_path: Path, room: int) -> None:
    with make_project(tmp_path / "own") as project:
        path = project.path
        before = project.steps()
    with no_room(room):
        refused("disk is full|could not be read or written", lambda: annotator.open(path))
    with annotator.open(path) as project:
        assert project.steps() == before
        assert project.check() == ()


@unix
def test_persons_on_a_full_disk(own: Project, tmp_path: Path) -> None:
    target = tmp_path / "persons.csv"
    target.write_text("old")
    own.add_person(PersonDraft("Ann Example"))
    with no_room():
        refused("cannot be written here", lambda: own.export_persons(target))
    assert target.read_text() == "old"
    assert not list(tmp_path.glob(".*"))


def test_many_new_coders_in_one_table(own: Project, tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    rows = (f"D1,12,24,AID,coder{number}" for number in range(40))
    table.write_text("\n".join(("doc_id,char_start,char_stop,code_id,coder_id", *rows)))
    own.import_codings(table)
    assert (len(own.coders()), own.n_codings()) == (43, 40)
    assert own.check() == ()
    own.undo()
    assert own.n_codings() == 0


def test_two_new_projects_at_once_on_one_path(tmp_path: Path) -> None:
    path = tmp_path / "one.annotator"
    start = threading.Barrier(4)

    def make(coder: str) -> str:
        start.wait()
        try:
            with annotator.create(path, coder=coder) as project:
                return project.coder.coder_id
        except UserError as error:
            return error.message

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(make, "abcd"))
    [first] = [each for each in told if len(each) == 1]
    others = {each for each in told if each != first}
    assert others <= {
        "There is already a file called one.annotator in this folder.",
        "This project is already open in this program.",
    }
    with annotator.open(path) as project:
        assert [each.coder_id for each in project.coders()] == [first]
    assert [each.name for each in tmp_path.iterdir()] == ["one.annotator"]


def test_a_project_that_cannot_be_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with make_project(tmp_path / "own") as project:
        path = project.path

    def held(file: Path, missing_ok: bool = False) -> None:  # noqa: ARG001
        raise PermissionError(13, "held by another program", str(file))

    monkeypatch.setattr(Path, "unlink", held)
    refused("could not be removed", lambda: annotator.delete(path))
    monkeypatch.undo()
    annotator.open(path).close()


# exports


@unix
def test_an_export_to_a_full_disk(study: Project, tmp_path: Path) -> None:
    target = tmp_path / "book.csv"
    target.write_text("old")
    with no_room():
        refused("disk is full", lambda: study.export_codebook(target))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_agreement_by_units_is_resampled_by_documents() -> None:
    spans = [[(0, 4, "A")], [(1, 5, "A")]]
    by_units = Resampling("units")
    refused("resampled by documents", lambda: u_alpha(spans, 10, resampling=by_units))


# teams


def test_packs_and_answers_in_the_wrong_place(study: Project, tmp_path: Path) -> None:
    answers = tmp_path / "news.annotator-answers"
    study.write_answers(answers)
    refused("the project they were written in", lambda: study.take_answers(answers))
    refused("holds answers for coders", lambda: study.merge_files([answers]))
    (tmp_path / "a.annotator-answers").mkdir()
    (tmp_path / "a.annotator-pack").mkdir()
    refused("is a folder", lambda: study.write_answers(tmp_path / "a.annotator-answers"))
    refused("is a folder", lambda: study.write_pack(tmp_path / "a.annotator-pack", "ann", ["D1"]))


def test_a_receipt_that_cannot_be_written(own: Project, tmp_path: Path) -> None:
    pack = own.write_pack(tmp_path / "ann.annotator-pack", "ann", ["D1"])
    with annotator.open(pack) as opened:
        receipt = opened.hand_back(tmp_path / "ann.annotator-return")
    refused("cannot be written", lambda: receipt.save(tmp_path))


def test_a_locked_return_and_other_passphrases(own: Project, tmp_path: Path) -> None:
    pack = own.write_pack(tmp_path / "ann.annotator-pack", "ann", ["D1"])
    with annotator.open(pack) as opened:
        back = opened.hand_back(tmp_path / "back", passphrase=PHRASE).path
    refused("None of the passphrases", lambda: own.merge_files([back], passphrases=["another one"]))


def test_none_of_the_transcripts(own: Project) -> None:
    rule = AllocationRule()
    refused("is chosen", lambda: own.try_allocation("main", ["ann"], rule, transcripts=[]))


def test_without_transcripts_there_is_nothing_to_hand_out(tmp_path: Path) -> None:
    with annotator.create(tmp_path / "empty.annotator", coder="ann") as project:
        refused(
            "no transcript to hand out",
            lambda: project.try_allocation("main", ["ann"], AllocationRule()),
        )


def test_questions_and_plans(own: Project, tmp_path: Path) -> None:
    refused("no longer there", lambda: own.answer_question(GONE, "Help."))
    asked = own.ask_question("What is aid?")
    refused("An answer needs words", lambda: own.answer_question(asked.id, " "))
    first = own.current_round()
    own.plan_round("second", purpose="training", plan=RoundPlan(again_of=first.uuid))
    again = AllocationRule(scheme="again")
    refused("Nobody has finished", lambda: own.try_allocation("second", ["ann"], again))
    own.allocate("main", ["ann"], AllocationRule())
    own.freeze_plan("main")
    refused("as .json or .md", lambda: own.export_plan("main", tmp_path / "plan.txt"))
    refused("cannot be written", lambda: own.export_plan("main", tmp_path / "no" / "plan.md"))


def test_what_the_team_says_wrongly_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_project(tmp_path / "own") as project:
        path = str(project.path)
        project.ask_question("What is aid?")
    short = tmp_path / "names.csv"
    short.write_text("name,other\nSmith\n")
    for argv, words in (
        (["names", path, "--drop", "Nobody"], "is not on the list of names"),
        (["names", path, "--from", str(short)], "Nothing stands for"),
        (["names", path, "--from", str(tmp_path)], "cannot be read"),
        (["allocate", path, "main", "--coders", "ann", "--matching", "zzz"], "No transcript has"),
        (["questions", path, "--answer", "1"], "An answer needs words"),
    ):
        assert main(argv) == 2
        assert words in capsys.readouterr().err


# the window


def test_a_window_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "entry_points", lambda **_: ())
    refused("not installed", lambda: window.open_window([]))
