"""Is the manual there, true to the program, and can it be read and searched offline?"""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from annotator.cli import VERBS
from annotator_ui.code_place.cheat_sheet import KEYS
from annotator_ui.main_window import MainWindow
from annotator_ui.manual.pages import hits, pages, plain_words

KEY = Qt.Key
PAGES = pages()
ALL = "\n".join(page.text for page in PAGES)


def test_every_key_of_the_card_is_in_the_manual() -> None:
    caps = {cap for _, keys in KEYS for group, _ in keys for cap in group}
    assert {cap for cap in caps if f"`{cap}`" not in ALL} <= {"a letter"}


def test_every_verb_of_the_command_line_is_in_the_manual() -> None:
    assert [verb for verb in VERBS if f"`annotator {verb}`" not in ALL] == []


def test_links_lead_to_pages_and_nowhere_else() -> None:
    names = {page.name for page in PAGES}
    assert set(re.findall(r"\]\((.+?)\)", ALL)) <= names
    assert "http" not in ALL


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_begins_with_its_title(page: object) -> None:
    text = getattr(page, "text", "")
    assert text.startswith(f"# {getattr(page, 'title', '?')}\n")


def test_words_are_found_as_they_are_read() -> None:
    assert plain_words("## A `key`, see [this](x.md)") == "A key, see this"
    [first, *_] = hits(PAGES, "undo")
    assert first.page.title == "Undo and backups"
    assert "undo" in first.around.casefold()
    assert hits(PAGES, "  ") == []
    assert hits(PAGES, "no such thing anywhere") == []


def test_the_manual_opens_by_its_key_is_searched_and_closed_by_the_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.commands.manual.trigger()
    manual = window.manual
    assert manual.isVisible()
    assert manual.sections.count() == len(PAGES)
    assert "unit cursor" in manual.pane.toPlainText()
    qtbot.keyClick(manual.sections, KEY.Key_Down)
    assert manual.pane.toPlainText().startswith("Importing transcripts")
    qtbot.keyClick(manual, KEY.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(manual.field, "encrypted")
    assert manual.sections.count() == 1
    assert manual.pane.toPlainText().startswith("Your data and your privacy")
    assert manual.pane.extraSelections()
    qtbot.keyClicks(manual.field, "xyz")
    assert manual.sections.count() == 0
    qtbot.keyClick(manual.field, KEY.Key_Escape)
    assert manual.sections.count() == len(PAGES)
    qtbot.keyClick(manual.sections, KEY.Key_Escape)
    assert not manual.isVisible()


def test_a_link_leads_to_its_page_and_an_address_nowhere(qtbot: QtBot, window: MainWindow) -> None:
    assert qtbot
    window.show_manual()
    pane = window.manual.pane
    pane.anchorClicked.emit(QUrl("05-codebook.md"))
    assert pane.toPlainText().startswith("The codebook")
    pane.anchorClicked.emit(QUrl("https://example.org/05.md"))
    assert pane.toPlainText().startswith("The codebook")
    window.look.choose_theme("dark")
    assert pane.toPlainText().startswith("The codebook")
