"""Does anything that leaves the computer tell where on whose computer it was made?"""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.exchange.import_report import save_report
from tests.core.teamwork.conftest import TEXTS

NOBODYS_BUSINESS = "annas-laptop-and-home"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with everything that a project writes for others."""
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
        project.save_copy(out / "copy.annotator")
        pack = project.write_pack(out / "ann.annotator-pack", "ann", ["D1"])
    with annotator.open(pack) as opened:
        opened.hand_back(out / "ann.annotator-return")
    return out


def test_no_path_of_the_laptop_is_in_anything(out: Path) -> None:
    looked_at = 0
    for path in out.rglob("*"):
        if path.is_file():
            for part, content in contents(path):
                looked_at += 1
                for word in (NOBODYS_BUSINESS, os.fspath(out.parent)):
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
