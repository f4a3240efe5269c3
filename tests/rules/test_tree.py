"""Is the tree as it should be: no stray packages, small files and functions, telling names?"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("annotator", "ui", "resources", "tests", "packaging")
BARE_FOLDERS = ("ui", "resources", "tests", "packaging")
SAYS_NOTHING = {"utils", "util", "misc", "helpers", "helper", "common", "manager", "managers"}
LINES_OF_A_FILE = 600
LINES_OF_A_FUNCTION = 60

SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def long_functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_OF_A_FUNCTION:
                yield f"{node.name}, line {node.lineno}: {lines} lines"


def test_the_sources_are_found() -> None:
    names = {name_of(path) for path in SOURCES}
    assert {"annotator/__init__.py", "ui/annotator_ui/__init__.py"} <= names
    assert name_of(Path(__file__)) in names


@pytest.mark.parametrize("folder", BARE_FOLDERS)
def test_a_folder_of_packages_is_no_package_itself(folder: str) -> None:
    assert not (ROOT / folder / "__init__.py").exists()


def test_tests_are_in_no_package() -> None:
    assert [name_of(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


def test_the_folder_packaging_does_not_shadow_the_library() -> None:
    """From the root, `import packaging` must find the library of that name."""
    found = subprocess.run(
        [sys.executable, "-c", "import packaging.version as v; print(v.__file__)"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ROOT / "packaging" not in Path(found.stdout.strip()).parents


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_says_what_it_answers_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module opens with one sentence: what question it answers"
    assert len(text.splitlines()) <= LINES_OF_A_FILE
    assert list(long_functions(tree)) == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_name_says_what_is_in_it(path: Path) -> None:
    words = {
        word for part in path.relative_to(ROOT).with_suffix("").parts for word in part.split("_")
    }
    assert not words & SAYS_NOTHING
