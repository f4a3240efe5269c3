"""Does the code tree keep its order, count one row at a time, and ask for moves?"""

from __future__ import annotations

from uuid import uuid4

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStyleOptionViewItem, QTreeView
from pytestqt.qtbot import QtBot

from annotator.model.codebook import Code
from annotator_ui.item_models.code_row import CodeRow
from annotator_ui.item_models.code_tree import CodeFilter, CodeRole, CodeTree
from annotator_ui.item_models.folding import Folding
from annotator_ui.theme import theme_named

_EMPTY = Code(
    id=0,
    uuid=uuid4(),
    code_id="",
    name="",
    parent_id=None,
    is_group=False,
    position=0,
    number=None,
    key="",
    color="#2D6FB4",
    brief="",
    full="",
    use_when="",
    dont_use_when="",
    example="",
    counter_example="",
    memo="",
)


def _code(id_: int, name: str, parent: int | None = None, *, group: bool = False) -> Code:
    return replace(
        _EMPTY, id=id_, uuid=uuid4(), code_id=f"C{id_}", name=name, parent_id=parent, is_group=group
    )


CODES = (
    _code(1, "Policy", group=True),
    _code(2, "Burden sharing", 1),
    replace(_code(3, "Deterrence", 1), key="d", brief="Readiness of forces"),
    _code(4, "Register", group=True),
    _code(5, "Praise", 4),
    _code(6, "Loose"),
)


@pytest.fixture
def tree(qtbot: QtBot) -> CodeTree:
    del qtbot
    tree = CodeTree()
    QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Fatal, tree)
    tree.set_codebook(CODES)
    return tree


def _names(tree: CodeTree | CodeFilter, parent: QModelIndex | None = None) -> list[str]:
    parent = parent or QModelIndex()
    rows = (tree.index(row, 0, parent) for row in range(tree.rowCount(parent)))
    return [text for index in rows for text in (index.data(), *_names(tree, index))]


def test_the_tree_stands_in_codebook_order(tree: CodeTree) -> None:
    assert _names(tree) == [code.name for code in CODES]
    assert tree.index_of(3).parent() == tree.index_of(1)
    assert tree.index_of(3).data(CodeRole.DEPTH) == 1


def test_one_more_coding_tells_one_row(qtbot: QtBot, tree: CodeTree) -> None:
    told: list[int] = []
    tree.dataChanged.connect(lambda index, *_: told.append(index.data(CodeRole.CODE).id))
    with qtbot.assertNotEmitted(tree.modelReset):
        tree.change_count(5, 1)
    assert told == [5]
    assert tree.index_of(5).data(CodeRole.COUNT) == 1


def test_new_counts_tell_only_the_rows_that_differ(tree: CodeTree) -> None:
    tree.set_counts({2: 3, 5: 1})
    told: list[int] = []
    tree.dataChanged.connect(lambda index, *_: told.append(index.data(CodeRole.CODE).id))
    tree.set_counts({2: 3, 6: 2})
    assert sorted(told) == [5, 6]


def test_filtering_keeps_the_group_and_looks_into_definitions(tree: CodeTree) -> None:
    shown = CodeFilter(tree)
    shown.set_words("burd")
    assert _names(shown) == ["Policy", "Burden sharing"]
    shown.set_words("readiness")
    assert _names(shown) == ["Policy", "Deterrence"]
    shown.set_words("policy")
    assert _names(shown) == ["Policy", "Burden sharing", "Deterrence"]
    shown.set_words("nothing like it")
    assert _names(shown) == []
    shown.set_words("")
    assert len(_names(shown)) == len(CODES)


def test_words_that_find_the_same_codes_leave_the_rows_alone(qtbot: QtBot, tree: CodeTree) -> None:
    shown = CodeFilter(tree)
    with qtbot.assertNotEmitted(shown.layoutChanged):
        assert not shown.set_words(" ")
    assert shown.set_words("burd")
    with qtbot.assertNotEmitted(shown.layoutChanged):
        assert not shown.set_words("burde")


def test_codes_that_change_while_words_stand_are_looked_through_anew(tree: CodeTree) -> None:
    shown = CodeFilter(tree)
    shown.set_words("burd")
    tree.set_codebook([replace(code, brief="a burden") for code in CODES])
    assert len(_names(shown)) == len(CODES)
    assert shown.set_words("burden sh")
    assert _names(shown) == ["Policy", "Burden sharing"]


def test_groups_of_a_very_large_codebook_are_closed_until_somebody_opens_them(
    qtbot: QtBot, tree: CodeTree
) -> None:
    groups = [_code(n, f"Group {n}", group=True) for n in range(1, 6)]
    codes = [_code(n, f"Code {n}", 1 + n % 5) for n in range(10, 3_100)]
    view, shown = QTreeView(), CodeFilter(tree)
    qtbot.addWidget(view)
    view.setModel(shown)
    folding = Folding(view, tree, shown)

    def opened() -> list[int]:
        rows = (shown.index(row, 0) for row in range(shown.rowCount()))
        return [row.data(CodeRole.CODE).id for row in rows if view.isExpanded(row)]

    tree.set_codebook([*groups, *codes[:30]])
    folding.show(is_finding=False)
    assert opened() == [1, 2, 3, 4, 5]
    tree.set_codebook([*groups, *codes, _code(6, "New", group=True), _code(7, "In it", 6)])
    folding.show(is_finding=False)
    assert opened() == [1, 2, 3, 4, 5]  # as they were left; the new one is closed
    assert folding.has_closed
    fresh = Folding(view, tree, shown)
    fresh.show(is_finding=False)
    assert opened() == []
    fresh.note(shown.index(1, 0), folded=False)
    fresh.show(is_finding=False)
    assert opened() == [2]
    fresh.show(is_finding=True)
    assert opened() == [1, 2, 3, 4, 5, 6]


def test_a_screen_reader_hears_name_key_and_count(tree: CodeTree) -> None:
    tree.set_counts({3: 1})
    role = Qt.ItemDataRole.AccessibleTextRole
    assert tree.index_of(3).data(role) == "Deterrence, key D, 1 coding"
    assert tree.index_of(1).data(role) == "Group Policy"


@pytest.mark.parametrize(
    ("drop", "asked"),
    [
        ((5, 1, -1), (5, 1, 2)),  # on a group: to its end
        ((2, 1, 2), (2, 1, 1)),  # behind its neighbour
        ((3, 1, 0), (3, 1, 0)),  # before its neighbour
        ((2, None, 0), (2, None, 0)),  # to the top
        ((1, None, 3), (1, None, 2)),  # a group to the end
    ],
)
def test_a_drop_asks_for_the_move(
    qtbot: QtBot, tree: CodeTree, drop: tuple[int, int | None, int], asked: object
) -> None:
    dragged, onto, row = drop
    data = tree.mimeData([tree.index_of(dragged)])
    parent = QModelIndex() if onto is None else tree.index_of(onto)
    with qtbot.waitSignal(tree.move_asked) as moved:
        tree.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)
    assert tuple(moved.args or ()) == asked
    assert _names(tree) == [code.name for code in CODES]  # the project moves, not the tree


def test_a_drop_on_a_code_asks_for_the_merge(qtbot: QtBot, tree: CodeTree) -> None:
    data = tree.mimeData([tree.index_of(5)])
    with (
        qtbot.assertNotEmitted(tree.move_asked),
        qtbot.waitSignal(tree.merge_asked) as merged,
    ):
        tree.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, tree.index_of(2))
    assert tuple(merged.args or ()) == (5, 2)
    assert _names(tree) == [code.name for code in CODES]


def test_no_code_is_dropped_on_itself_and_no_group_into_itself(tree: CodeTree) -> None:
    move = Qt.DropAction.MoveAction
    code = tree.mimeData([tree.index_of(5)])
    assert not tree.canDropMimeData(code, move, -1, 0, tree.index_of(5))
    assert not tree.canDropMimeData(code, move, 0, 0, tree.index_of(2))
    group = tree.mimeData([tree.index_of(1)])
    assert not tree.canDropMimeData(group, move, -1, 0, tree.index_of(1))
    assert not tree.canDropMimeData(group, move, -1, 0, tree.index_of(5))
    assert tree.canDropMimeData(group, move, -1, 0, tree.index_of(4))


def test_a_code_without_a_group_does_not_stand_as_if_it_were_in_the_one_above(
    tree: CodeTree,
) -> None:
    row, option = CodeRow(theme_named("light")), QStyleOptionViewItem()

    def height(code_id: int) -> int:
        return row.sizeHint(option, tree.index_of(code_id)).height()

    assert height(6) > height(5)  # "No group" stands above it
    tree.set_codebook((*CODES, _code(7, "Loose too")))
    assert height(7) == height(5)


def test_a_group_in_a_group_stands_above_its_own_codes(tree: CodeTree) -> None:
    """Else the codes below would seem to belong to it, and it to no group."""
    tree.set_codebook(
        (
            _code(1, "Policy", group=True),
            _code(2, "Burden", 1, group=True),
            _code(3, "European share", 2),
            _code(4, "Unity", 1),
        )
    )
    assert _left_edge(tree, 1) < _left_edge(tree, 2)
    assert abs(_left_edge(tree, 2) - _left_edge(tree, 3)) <= 2
    assert _left_edge(tree, 4) < _left_edge(tree, 3)


def _left_edge(tree: CodeTree, code_id: int) -> int:
    """The first column of a row in which anything is painted."""
    row, option = CodeRow(theme_named("light")), QStyleOptionViewItem()
    option.rect = QRect(0, 0, 260, 36)
    picture = QImage(260, 36, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    row.paint(painter, option, tree.index_of(code_id))
    painter.end()
    ground = picture.pixelColor(0, 0)
    return next(
        x for x in range(260) if any(picture.pixelColor(x, y) != ground for y in range(2, 34))
    )
