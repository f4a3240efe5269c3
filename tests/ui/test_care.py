"""Is a project backed up once per opening, and checked after a crash?"""

from __future__ import annotations

import shutil
from pathlib import Path

from pytestqt.qtbot import QtBot

import annotator
from annotator.model.codebook import CodeDraft
from annotator_ui.care import Care
from annotator_ui.session import Session


def a_study(folder: Path) -> Path:
    path, source = folder / "study.annotator", folder / "talk.txt"
    source.write_text("Anna: We will help.\n\nBen: Thanks.\n", encoding="utf-8")
    with annotator.create(path, coder="ann") as project:
        project.import_transcripts([source])
        project.add_code(CodeDraft("HELP", "Help", key="h"))
        start = project.transcript("D1").text.index("help")
        project.apply_coding("D1", start, start + 4, "HELP")
    return path


def test_a_backup_once_per_opening(qtbot: QtBot, tmp_path: Path) -> None:
    path = a_study(tmp_path)
    session = Session()
    care = Care(session, session)
    session.open(path)
    backups = tmp_path / "study backups"
    qtbot.waitUntil(lambda: len(list(backups.glob("*.annotator"))) == 1, timeout=10_000)
    care.stop()
    session.close()
    with annotator.open(next(backups.iterdir())) as kept:
        assert kept.n_codings() == 1


def test_after_a_crash_the_project_is_checked(qtbot: QtBot, tmp_path: Path) -> None:
    path = a_study(tmp_path)
    crashed = tmp_path / "crashed.annotator"
    with annotator.open(path) as project:
        project.write_memo("project", project.uuid, "not folded back yet")
        for side in ("", "-wal"):
            shutil.copy(f"{path}{side}", f"{crashed}{side}")
    session = Session()
    care = Care(session, session)
    with qtbot.waitSignal(care.said, timeout=10_000) as said:
        session.open(crashed)
    assert "not closed properly" in said.args[0]
    assert session.project.memos()[0].body == "not folded back yet"
    care.stop()
    session.close()
