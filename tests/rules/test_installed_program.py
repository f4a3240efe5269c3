"""Does the installed program hold what is imported by name, which no search for imports sees?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = ast.parse((ROOT / "packaging" / "annotator.spec").read_text(encoding="utf-8"))
LISTED = {node.value for node in ast.walk(SPEC) if isinstance(node, ast.Constant)}
MIGRATIONS = ROOT / "annotator" / "store" / "migrations" / "versions"


def by_name() -> Iterator[str]:
    """What `import_module` is given as it stands; our own packages are collected whole."""
    for folder in ("annotator", "ui", "resources"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and ast.unparse(node.func).endswith("import_module")
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield str(node.args[0].value)


def in_migrations() -> Iterator[str]:
    """What the steps import: they go along as files, so nobody looks into them."""
    for path in MIGRATIONS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "alembic":
                yield from (f"alembic.{name.name}" for name in node.names)


NAMES = sorted({*by_name(), *in_migrations()})


def test_some_are_found() -> None:
    assert {"pypdfium2", "alembic.op"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_in_the_definition_of_the_installed_program(name: str) -> None:
    assert find_spec(name) is not None
    assert name in LISTED, "add it to hiddenimports of packaging/annotator.spec"


def test_our_own_packages_go_along_whole() -> None:
    assert {
        "annotator",
        "annotator_ui",
        "annotator_resources",
        "annotator.store.migrations",
    } <= LISTED
    assert "transcript-annotator" in LISTED  # its metadata: by them the window is found
