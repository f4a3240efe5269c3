"""Does anything that leaves the computer tell where on whose computer it was made?"""

from __future__ import annotations

import getpass
import os
import platform
import socket
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator import faults
from annotator.exchange.import_report import save_report
from tests.core.teamwork.conftest import TEXTS

NOBODYS_BUSINESS = "annas-laptop-and-home"
HER_NAME, HER_LAPTOP = "anna-the-second", "thinkpad-of-anna"


@pytest.fixture
def her_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A system that tells who somebody is and what their computer is called."""
    for name in ("USER", "LOGNAME", "USERNAME", "LNAME"):
        monkeypatch.setenv(name, HER_NAME)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, os.fspath(tmp_path / NOBODYS_BUSINESS))
    for name in ("HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, HER_LAPTOP)
    monkeypatch.setattr(socket, "gethostname", lambda: HER_LAPTOP)
    if sys.platform != "win32":
        system, _, *others = os.uname()
        told = os.uname_result((system, HER_LAPTOP, *others))
        monkeypatch.setattr(os, "uname", lambda: told)
    monkeypatch.setattr(platform, "node", lambda: HER_LAPTOP)
    assert getpass.getuser() == HER_NAME


@pytest.fixture
def out(her_computer: None, tmp_path: Path) -> Path:
    """A folder with everything that a project writes for others."""
    del her_computer
    home, out = tmp_path / NOBODYS_BUSINESS, tmp_path / "out"
    home.mkdir()
    out.mkdir()
    for name, text in TEXTS.items():
        (home / name).write_text(text, encoding="utf-8")
    (home / "codes.csv").write_text("code_id,name\nAID,Aid\nCOST,Cost\n", encoding="utf-8")
    with annotator.create(home / "study.annotator", coder="boss") as project:
        report = project.import_transcripts(sorted(home.glob("*.txt")))
        project.import_codebook(home / "codes.csv")
        for coder in ("ann", "ben"):
            project.use_coder(coder)
            project.apply_coding("D1", 12, 24, "AID")
        project.use_coder("boss")
        save_report(report, out / "report.txt")
        project.export_workbook(out / "workbook.xlsx")
        for ending in ("csv", "xlsx", "qdc", "docx", "md"):
            project.export_codebook(out / f"codebook.{ending}")
        project.export_persons(out / "persons.csv")
        codings = [each.id for each in project.codings_in(1)]
        for ending in ("csv", "md", "docx"):
            project.export_passages(codings, out / f"passages.{ending}")
        project.export_reliability_folder(out / "reliability")
        project.plan_round("second")
        project.freeze_plan("second")
        project.export_plan("second", out / "plan.md")
        for ending in ("docx", "tex", "json"):
            project.export_reliability(out / f"agreement.{ending}")
        asked = project.ask_question("What is aid?", code="AID")
        project.answer_question(asked.id, "Money.")
        project.write_answers(out / "answers.annotator-answers")
        project.save_copy(out / "copy.annotator")
        faults.note("a line of the log", out / "reports")
        assert faults.save(faults.report(a_fault(home)), out / "reports")
        pack = project.write_pack(out / "ann.annotator-pack", "ann", ["D1"])
    with annotator.open(pack) as opened:
        opened.hand_back(out / "ann.annotator-return")
    return out


def a_fault(home: Path) -> Exception:
    """One that knows of a path, met in a file that lies in somebody's home."""
    file = home / "site" / "annotator" / "broken.py"
    try:
        exec(compile(f"raise RuntimeError({os.fspath(home)!r})", file, "exec"))  # noqa: S102
    except RuntimeError as error:
        return error
    raise AssertionError


def test_no_path_of_the_laptop_is_in_anything(out: Path) -> None:
    looked_at = 0
    for path in out.rglob("*"):
        if path.is_file():
            for part, content in contents(path):
                looked_at += 1
                for word in (NOBODYS_BUSINESS, os.fspath(out.parent), HER_NAME, HER_LAPTOP):
                    for encoding in ("utf-8", "utf-16-le"):
                        assert word.encode(encoding) not in content, (path.name, part)
    assert looked_at > 40


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, of the parts of a ZIP, of every value of a database."""
    yield "", path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    if path.suffix.startswith(".annotator"):
        with closing(sqlite3.connect(path)) as raw:
            yield "sql", "\n".join(raw.iterdump()).encode("utf-8")
