"""Does the window show text of others as it is, and never as HTML?

Qt reads as HTML whatever looks like it: in labels, tips and message boxes, unless it is told.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "ui").rglob("*.py"))
ITS_OWN_TIP = {"ui/annotator_ui/parts/buttons.py"}
"""Hands on the tip of an action, which is one already."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if name in {getattr(called, "attr", ""), getattr(called, "id", "")}:
                yield node


def is_of_the_program(node: ast.expr) -> bool:
    """Words that stand in the source, or a tip made by `plain_tip`."""
    match node:
        case ast.Constant():
            return True
        case ast.IfExp(body=one, orelse=other):
            return is_of_the_program(one) and is_of_the_program(other)
        case ast.Call(func=ast.Name(id="plain_tip")):
            return True
    return False


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_tips_and_labels_take_text_as_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    tips = [call for call in calls(tree, "setToolTip") if not is_of_the_program(call.args[0])]
    if name_of(path) not in ITS_OWN_TIP:
        assert [call.lineno for call in tips] == []
    if "ToolTipRole" in source:
        assert "plain_tip(" in source
    made = [*calls(tree, "QLabel"), *calls(tree, "QMessageBox")]
    made += [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and is_label(node)]  # type: ignore[misc]
    assert len(made) <= len(list(calls(tree, "setTextFormat")))
    assert list(calls(tree, "setInformativeText")) == [] or "QMessageBox" in source


def is_label(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "QLabel" for base in node.bases)
