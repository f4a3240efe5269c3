"""Are others' codings shown and counted only where they may be seen, and never touched?"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from annotator_ui.transcript_view import Shown
from tests.ui.code_place.desk import Desk
from tests.ui.code_place.test_show_menu import choose, coded, tint_at

KEY = Qt.Key


@pytest.fixture
def with_ben(desk: Desk) -> Desk:
    """Ana coded sentences 1 and 2; ben sentence 3 twice and, beside ana, sentence 1."""
    coded(desk)
    desk.session.use_coder("ben")
    for number, code in ((3, "UNITY"), (3, "BURDEN"), (1, "UNITY")):
        span = desk.sentence(number)
        desk.project.apply_coding(1, span.start, span.end, code)
    desk.session.use_coder("ana")
    desk.settle()
    return desk


def offered(desk: Desk) -> list[str]:
    menu = desk.place.show_menu.open()
    inner = [each.title().replace("&", "") for each in menu.findChildren(QMenu)]
    menu.close()
    return inner


def codes_over(desk: Desk, number: int) -> list[str]:
    names = {code.id: code.code_id for code in desk.project.codebook().codes}
    return [names[row.code_id] for row in desk.place.view.codings_over(desk.sentence(number))]


def test_one_coder_everybody_or_oneself_is_shown(with_ben: Desk) -> None:
    desk = with_ben
    desk.press(KEY.Key_Down)
    assert [codes_over(desk, number) for number in (1, 2, 3)] == [["BURDEN"], ["UNITY"], []]
    choose(desk, "ben")
    assert [codes_over(desk, n) for n in (1, 2, 3)] == [["UNITY"], [], ["UNITY", "BURDEN"]]
    assert desk.place.show_menu.button.words() == "Only by ben"
    assert tint_at(desk, 2) == tint_at(desk, 10)
    choose(desk, "Everybody")
    assert sorted(codes_over(desk, 1)) == ["BURDEN", "UNITY"]
    assert codes_over(desk, 2) == ["UNITY"]
    choose(desk, "Only unsure ones")
    assert [codes_over(desk, number) for number in (1, 2, 3)] == [[], ["UNITY"], []]
    choose(desk, "All codings")
    assert [codes_over(desk, number) for number in (1, 2, 3)] == [["BURDEN"], ["UNITY"], []]
    assert desk.place.show_menu.button.words() == "Show"


def test_keys_are_about_own_codings_while_others_are_shown(with_ben: Desk) -> None:
    desk = with_ben
    choose(desk, "Everybody")
    desk.place.view.go_to(desk.sentence(3))
    desk.settle()
    assert desk.place.inspector.says_of_others()
    before = len(desk.stored())
    desk.press(KEY.Key_Delete)  # nothing of ana's is here
    desk.type("t")
    assert len(desk.stored()) == before + 1
    assert codes_over(desk, 3) == ["UNITY", "BURDEN", "UNITY"]
    desk.type("t")
    assert len(desk.stored()) == before
    desk.session.undo()
    desk.settle()
    assert codes_over(desk, 3).count("UNITY") == 2
    desk.session.use_coder("ben")
    assert len(desk.stored()) == 3
    assert desk.place.show_menu.shown == Shown()  # another coder begins with their own


def test_counts_are_told_by_coder_and_follow_each_act(with_ben: Desk) -> None:
    desk = with_ben
    tree, unity = desk.place.code_tree, desk.code("UNITY").id
    desk.bot.waitUntil(lambda: (tree.count(unity), tree.total(unity)) == (1, 1))
    assert "ben: 2 here, 2 in the project" in tip(desk, "UNITY")
    choose(desk, "ben")
    assert tree.count(unity) == 2
    assert "you: 1 here, 1 in the project" in tip(desk, "UNITY")
    choose(desk, "Everybody")
    desk.place.view.go_to(desk.sentence(5))
    desk.type("t")
    assert tree.count(unity) == 4
    assert "you: 2 here, 2 in the project" in tip(desk, "UNITY")


def test_who_codes_blind_is_offered_and_told_nothing_of_others(with_ben: Desk) -> None:
    desk = with_ben
    choose(desk, "Everybody")
    assert "Coded by" in offered(desk)
    desk.project.change_round(desk.project.current_round().name, blind=True)
    desk.settle()
    assert "Coded by" not in offered(desk)
    assert [codes_over(desk, number) for number in (1, 2, 3)] == [["BURDEN"], ["UNITY"], []]
    desk.bot.waitUntil(lambda: "ben" not in tip(desk, "UNITY"))
    assert desk.place.inspector.says_of_others() == ""


def test_a_project_of_one_coder_has_no_such_choice(desk: Desk) -> None:
    assert "Coded by" not in offered(desk)


def tip(desk: Desk, code_id: str) -> str:
    index = desk.place.code_tree.index_of(desk.code(code_id).id)
    return str(index.data(Qt.ItemDataRole.ToolTipRole))
