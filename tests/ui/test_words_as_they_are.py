"""Is text that looks like HTML shown as it is, wherever the window shows it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import annotator
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.codebook import CodeDraft
from annotator.model.persons import PersonDraft
from annotator.project import Project
from annotator_ui.main_window import MainWindow
from annotator_ui.parts.tips import plain_tip

MARK = "<b>bold</b><img src=//x>"
TEXT = f"{MARK} title\n\nDate: 2023-01-02\n\nMr. {MARK}: We {MARK} will help.\n\nMs. Ray: No.\n"


def hostile(project: Project, folder: Path) -> None:
    """Everything that a person or a file may name is called as if it were HTML."""
    file = folder / "<b>bold<img src=x>.txt"
    file.write_text(TEXT, encoding="utf-8")
    project.import_transcripts([file])
    info = project.info("D1")
    told = dict.fromkeys(("title", "byline", "place", "source", "note", "kind"), MARK)
    project.change_transcript(info.id, metadata=info.metadata.with_fields(told))
    project.add_codes([CodeDraft("G", f"{MARK} group", is_group=True, brief=MARK)])
    texts = dict.fromkeys(
        ("brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo"), MARK
    )
    project.add_codes([CodeDraft("AID", MARK, parent="G", key="a", **texts)])  # type: ignore[arg-type]
    field = FieldDraft(MARK, "choice", question=MARK, points=(Point(MARK), Point("other")))
    project.add_field(project.code("AID").id, field)
    project.add_person(PersonDraft(MARK, role=MARK, note=MARK))
    project.add_coder("ben", name=f"{MARK} Ben")
    project.change_coder(project.coder, name=f"{MARK} Boss")
    project.plan_round(f"{MARK} round")
    spans = project.transcript("D1").spans("sentence")
    for coder in ("ben", "boss"):
        project.use_coder(coder)
        coding = project.apply_coding("D1", spans[0].start, spans[0].end, "AID")
        project.write_memo("coding", coding.uuid, MARK)
    asked = project.ask_question(
        MARK, transcript="D1", start=spans[0].start, end=spans[0].end, code="AID"
    )
    project.answer_question(asked.id, MARK)
    project.freeze_codebook(f"{MARK} version", MARK)


@pytest.fixture
def opened(window: MainWindow, tmp_path: Path) -> Iterator[MainWindow]:
    with annotator.create(tmp_path / "<b>bold<img src=x>.annotator", coder="boss") as project:
        hostile(project, tmp_path)
    window.resize(1440, 900)
    window.session.open(project.path, coder="boss")
    yield window
    window.session.close()


def read_as_html(root: QWidget) -> list[str]:
    """Words of the project that Qt reads as HTML somewhere below a widget."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        where = f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()!r}"
        if is_read(widget.toolTip()):
            found.append(f"tip of {where}: {widget.toolTip()}")
        if widget.property("toolTipsVisible"):
            found += [
                f"tip of {each.text()}" for each in widget.actions() if is_read(each.toolTip())
            ]
        if isinstance(widget, QLabel) and is_read(words_of(widget)):
            found.append(f"{where}: {widget.text()}")
        if isinstance(widget, QTextEdit) and "￼" in widget.toPlainText():
            found.append(f"a picture in {where}")
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += [f"tip in {where}: {said}" for said in tips(widget.model()) if is_read(said)]
    return found


def is_read(text: str) -> bool:
    return GuiQt.mightBeRichText(text) and ("<b>bold" in text or "<img" in text)


def words_of(label: QLabel) -> str:
    return "" if label.textFormat() is Qt.TextFormat.PlainText else label.text()


def tips(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    above = QModelIndex() if parent is None else parent
    role = Qt.ItemDataRole.ToolTipRole
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(above)
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
        for row in range(model.rowCount(above)):
            index = model.index(row, column, above)
            yield str(index.data(role) or "")
            if column == 0 and not isinstance(model, QAbstractListModel):
                yield from tips(model, index)


def visit(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Ways to everything that the window shows."""
    commands, further = window.commands, window.show_further
    return {
        "transcripts": window.show_transcripts,
        "code": window.show_code,
        **{n: lambda n=n: further(n) for n in ("codebook", "team", "reliability", "explore")},  # type: ignore[misc]
        "coder": commands.choose_coder.trigger,
        "backups": commands.backups.trigger,
        "check": commands.check.trigger,
        "other names": commands.other_names.trigger,
        "delete": commands.delete_project.trigger,
        "keys": commands.keys.trigger,
    }


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.tasks.busy)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not window.tasks.busy)


def test_no_place_reads_text_as_html(qtbot: QtBot, opened: MainWindow) -> None:
    seen = 0
    for name, show in visit(opened).items():
        show()
        settle(qtbot, opened)
        for top in QApplication.topLevelWidgets():
            assert read_as_html(top) == [], name
            seen += sum(MARK[:11] in label.text() for label in top.findChildren(QLabel))
            if isinstance(top, QDialog) and top.isVisible():
                top.reject()
    assert seen, "the names were shown somewhere"


def test_the_review_of_a_file_does_not_either(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "other <b>bold<img src=x>.txt"
    file.write_text(TEXT.replace("No.", "Yes."), encoding="utf-8")
    opened.show_review(opened.session.project.plan_import([file]))
    settle(qtbot, opened)
    assert opened.review is not None
    assert read_as_html(opened) == []


def test_a_codebook_that_comes_in_does_not_either(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    book = tmp_path / "<b>bold<img src=x>.csv"
    cells = f'"{MARK}","{MARK} new"'
    book.write_text(f"code_id,name,brief_definition\nNEW,{cells}\nAID,{cells}\n", encoding="utf-8")
    opened.show_further("codebook")
    place: Any = opened.place
    place.show_plan(opened.session.project.plan_codebook(book))
    settle(qtbot, opened)
    assert place.import_page.isVisible()
    assert read_as_html(opened) == []
    assert "<b" in place.import_page.changes.detail.toPlainText()


def test_what_comes_back_does_not_either(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    project = opened.session.project
    pack = project.write_pack(tmp_path / "<b>bold<img src=x>", "ben", ["D1"])
    with annotator.open(pack) as packed:
        packed.ask_question(MARK, code="AID")
        back = packed.hand_back(tmp_path / "<b>bold<img src=back>").path
    opened.show_further("team")
    place: Any = opened.place
    place.look_at([back])
    settle(qtbot, opened)
    assert read_as_html(opened) == []


@pytest.mark.parametrize("place", ["code", "codebook"])
def test_a_question_before_deleting_does_not_either(opened: MainWindow, place: str) -> None:
    opened.show_code() if place == "code" else opened.show_further(place)
    code = opened.session.project.code("AID")
    where: Any = opened.code if place == "code" else opened.place
    box = where.acts.ask_delete(code)
    assert MARK in box.text()
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert MARK not in box.informativeText()
    box.reject()


@given(st.text(st.characters(codec="ascii", min_codepoint=32), max_size=40))
def test_a_tip_says_what_it_was_given(text: str) -> None:
    said = plain_tip(text)
    if not GuiQt.mightBeRichText(said):
        assert said == text
        return
    document = QTextDocument()
    document.setHtml(said)
    assert document.toPlainText() == text


def test_a_tip_of_several_lines_that_looks_like_html() -> None:
    document = QTextDocument()
    document.setHtml(plain_tip(f"{MARK}  two\n\n and & three &lt;"))
    assert document.toPlainText() == f"{MARK}  two\n\n and & three &lt;"
