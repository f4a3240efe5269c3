"""A small project for the tests of the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.model.codebook import CodeDraft
from annotator.project import Project

PRESS_POINT = """Doorstep statement

by NATO Secretary General Anna Example

  • 7 Jul. 2023 -
  • Last updated: 7 Jul. 2023 09:15

(As delivered)

NATO Secretary General Anna Example: Good morning 😀. We will support Ukraine. Costs are shared.

Наша поддержка важна. שלום לכולם. 我们支持。

Reporter: What about China? And cafe\u0301s?
"""


@pytest.fixture
def press_point(tmp_path: Path) -> Path:
    """A press point with two speakers, emoji, Cyrillic, Hebrew, Chinese and a combining mark."""
    path = tmp_path / "doorstep.txt"
    path.write_text(PRESS_POINT, encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def project(tmp_path: Path, press_point: Path) -> Iterator[Project]:
    """A project with one transcript (D1), one group and three codes; coder_a is at work."""
    with annotator.create(tmp_path / "study.annotator", coder="coder_a") as project:
        project.import_transcripts([press_point])
        project.add_codes(
            [
                CodeDraft("G1", "Theatres", is_group=True),
                CodeDraft("UKR", "Support for Ukraine", parent="G1", key="u"),
                CodeDraft("CHINA", "China", parent="G1", key="c"),
                CodeDraft("BURDEN", "Burden sharing", key="b"),
            ]
        )
        yield project
