"""Does .ci/run run what README.md tells a user to type?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.window import QT_PACKAGES

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_ci_takes_its_commands_from_the_readme() -> None:
    shown = subprocess.run(
        ["bash", str(ROOT / ".ci" / "run"), "--show"], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert shown[0].startswith("sudo apt")
    assert shown[1:] == [
        "uv run annotator sample",
        "uv run pytest",
        "uv run pytest --long",
        "uv run ruff check .",
        "uv run ruff format --check .",
        "uv run mypy",
        "uv run lint-imports",
    ]
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert set(shown) <= set(readme)


def test_the_libraries_a_user_is_told_to_install_are_those_of_the_readme() -> None:
    assert f" {QT_PACKAGES} " in (ROOT / "README.md").read_text(encoding="utf-8")
