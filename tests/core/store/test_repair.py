"""What is saved of a damaged file? All that can be read, and what a backup has of the rest."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator import cli
from annotator.errors import ProjectProblem, UserError
from annotator.model.codebook import CodeDraft
from annotator.project import Project

Coded = set[tuple[str, str, int, int]]
PAGE = 4096


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six transcripts with a few hundred codings of two coders, memos and history."""
    folder = tmp_path_factory.mktemp("study")
    files = []
    for number in range(6):
        turns = "\n\n".join(f"Ann: Word {number} {n}. Another word. And one." for n in range(30))
        files.append(folder / f"talk {number}.txt")
        files[-1].write_text(f"Talk {number}\n\n{turns}\n", encoding="utf-8")
    with annotator.create(folder / "study.annotator", coder="ann") as project:
        project.import_transcripts(files)
        project.add_codes([CodeDraft(f"C{n}", f"Code {n}") for n in range(5)])
        for coder in ("ann", "ben"):
            project.use_coder(coder)
            for info in project.transcripts():
                for n, span in enumerate(project.transcript(info.id).spans("sentence")):
                    if n % 3 == 0:
                        memo = "why?" if n % 9 == 0 else ""
                        code = f"C{n % 5}"
                        project.apply_coding(info.id, span.start, span.end, code, memo=memo)
    return project.path


@pytest.fixture
def copy(study: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(study, tmp_path / "study.annotator"))


def coded(project: Project) -> Coded:
    coders = {each.id: each.coder_id for each in project.coders()}
    return {
        (coders[each.coder_id], info.doc_id, each.start, each.end)
        for info in project.transcripts()
        for each in project.codings_in(info.id)
    }


def coded_in(path: Path) -> Coded:
    with annotator.open(path, read_only=True) as project:
        return coded(project)


def root_page(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        return int(found.fetchone()[0])


def damage(path: Path, *pages: int) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    path.write_bytes(content)


def test_a_whole_file_is_saved_whole(copy: Path) -> None:
    before, whole = copy.read_bytes(), coded_in(copy)
    done = annotator.repair(copy)
    assert (done.lost, done.findings, done.backup) == ((), (), None)
    assert done.saved["codings"] == len(whole) == coded_in(done.path).__len__()
    assert coded_in(done.path) == whole
    assert copy.read_bytes() == before
    with annotator.open(done.path, coder="ben") as project:
        assert project.undo().label
    with pytest.raises(UserError, match="already a file called"):
        annotator.repair(copy)


def test_a_damaged_index_costs_nothing(copy: Path) -> None:
    whole = coded_in(copy)
    damage(copy, root_page(copy, "ix_coding_view"), root_page(copy, "live_coding"))
    done = annotator.repair(copy)
    assert (done.lost, done.findings) == ((), ())
    assert coded_in(done.path) == whole


def leaves_of(path: Path, table: str) -> list[int]:
    """The pages that hold the rows of a table."""
    with closing(sqlite3.connect(path)) as raw:
        if not raw.execute("SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB')").fetchone()[0]:
            pytest.skip("this SQLite does not tell the pages of tables")
        query = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'"
        return [row[0] for row in raw.execute(query, (table,))]


def test_one_damaged_page_costs_its_rows_only_and_they_are_counted(copy: Path) -> None:
    whole, leaves = coded_in(copy), leaves_of(copy, "coding")
    damage(copy, leaves[len(leaves) // 2])
    with annotator.open(copy) as project:
        assert project.check()[0].kind == "file"
    done = annotator.repair(copy)
    saved = coded_in(done.path)
    assert saved < whole
    assert len(whole - saved) < len(whole) / len(leaves) * 3
    assert "Some codings stand on damaged pages of the file." in done.lost
    assert f"{len(whole - saved)} codings that the history tells of could not be read." in done.lost
    told = {finding.message for finding in done.findings}
    rows = f"{len(whole - saved)} rows of coding"
    assert f"{rows} are not as the history says they were left." in told


def test_a_backup_has_what_the_file_has_no_more(copy: Path) -> None:
    with annotator.open(copy, coder="ann") as project:
        project.backup()
        text = project.transcript("D1").text
        start = text.index("Another")
        project.apply_coding("D1", start, start + 7, "C4")
        whole = coded(project)
    damage(copy, *leaves_of(copy, "coding")[:3])
    done = annotator.repair(copy)
    assert coded_in(done.path) == whole
    assert done.from_backup["codings"] > 10
    assert done.backup is not None
    assert done.findings == ()


def test_what_is_altered_comes_from_the_backup(copy: Path) -> None:
    with annotator.open(copy) as project:
        project.backup()
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute("UPDATE text SET body = replace(body, 'Word 3', 'Ward 3')")
        raw.execute("UPDATE coding SET quote = x'ff' WHERE id = 4")
        raw.commit()
    done = annotator.repair(copy)
    assert done.findings == ()
    assert (done.from_backup["texts"], done.from_backup["codings"]) == (1, 1)


def test_without_a_backup_an_altered_text_is_kept_and_told(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute("UPDATE text SET body = replace(body, 'Word 3 7', 'Ward 3 7')")
        raw.commit()
    whole = coded_in(copy)
    done = annotator.repair(copy)
    assert coded_in(done.path) == whole
    assert done.findings[0].message == "The text of “Talk 3” is not the one that was imported."


def test_a_code_whose_name_is_lost_keeps_its_codings(copy: Path) -> None:
    whole = coded_in(copy)
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute("DELETE FROM code WHERE id = 2")
        raw.execute("DELETE FROM coder WHERE id = 2")
        raw.commit()
    done = annotator.repair(copy)
    assert len(coded_in(done.path)) == len(whole)
    assert "What the code number 2 was called is lost." in done.lost
    with annotator.open(done.path, read_only=True) as project:
        assert "lost code 2" in [code.name for code in project.codebook().codes]
        assert "lost coder 2" in [coder.name for coder in project.coders()]


def test_the_head_of_the_file_may_be_gone(copy: Path) -> None:
    whole = coded_in(copy)
    content = bytearray(copy.read_bytes())
    content[:100] = bytes(100)
    copy.write_bytes(content)
    with pytest.raises(ProjectProblem):
        annotator.open(copy)
    assert coded_in(annotator.repair(copy).path) == whole


def test_where_nothing_is_left_that_is_said_and_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "study.annotator"
    path.write_bytes(b"\xa5" * 40000)
    with pytest.raises(ProjectProblem, match="Nothing can be saved"):
        annotator.repair(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("seed", range(12))
def test_pages_damaged_at_random_never_end_in_a_fault(copy: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = coded_in(copy)
    with annotator.open(copy) as project:
        project.backup()
    n_pages = copy.stat().st_size // PAGE
    damage(copy, *(chance.randint(1, n_pages) for _ in range(chance.randint(1, 12))))
    done = annotator.repair(copy)
    assert coded_in(done.path) == whole  # the backup has everything
    assert done.findings == ()


def test_on_the_command_line(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(copy, leaves_of(copy, "memo")[0])
    assert cli.main(["check", str(copy)]) == 2
    assert "--repair" in capsys.readouterr().out
    out = copy.with_name("saved.annotator")
    assert cli.main(["check", str(copy), "--repair", "--out", str(out)]) == 2
    told = capsys.readouterr().out
    assert "codings" in told
    assert "lost: Some memos stand on damaged pages" in told
    assert cli.main(["check", str(copy), "--repair", "--out", str(out)]) == 2
    assert "already a file called" in capsys.readouterr().err


@pytest.mark.parametrize("number", [0, -3])
def test_a_project_that_lost_its_schema_number_is_not_taken_for_an_old_one(
    copy: Path, study: Path, number: int
) -> None:
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute(f"PRAGMA user_version={number}")
    before = copy.read_bytes()
    with pytest.raises(ProjectProblem, match="damaged") as told:
        annotator.open(copy)
    assert "Repair it" in told.value.hint
    assert copy.read_bytes() == before
    repaired = annotator.repair(copy)
    assert not repaired.lost
    assert coded_in(repaired.path) == coded_in(study)
