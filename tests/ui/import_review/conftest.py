"""What does a test of the review sheet start from: a folder of mixed files, read and shown?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.import_review.sheet import ReviewSheet
    from annotator_ui.main_window import MainWindow

DEBATE = """Debate in the hall

MR. SMITH: Good evening to all of you.

MR. KENNEDY: Thank you, Mr. Smith.

MR. SMITH: The first question is yours.

MR. SNITH: I mean it as I said it.

MR. KENNEDY: Then I shall answer it.

MR. SMITH: Please do.

MR. KENNEDY: I just did.
"""
CLEAR = """Press point
by Secretary General Jens Stoltenberg
28 November 2023

JENS STOLTENBERG: Thank you all for coming. We met today.

JOURNALIST: What was decided?

JENS STOLTENBERG: We decided to go on. That is all.

JOURNALIST: Thank you.
"""
TWO_DAYS = """Doorstep remarks
03/04/2023

ANNA LEE: Good morning to you.

BEN ROY: Good morning. Will you go?

ANNA LEE: Yes. We will.

BEN ROY: When?

ANNA LEE: Soon.
"""
ANSWERS = """Questions and answers
by Josep Borrell

Q. Do you think more measures are needed?

More measures are needed, certainly.

Q. And when will they come?

They will come in the spring.
"""
CYRILLIC = """Заява Президента

ЗЕЛЕНСЬКИЙ: Дякую вам. Ми переможемо. Їжак є тут.

ШМИГАЛЬ: Коли це буде?

ЗЕЛЕНСЬКИЙ: Скоро. Дуже скоро.

ШМИГАЛЬ: Дякую.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One clear file twice, four that are asked about, two that are refused."""
    made = tmp_path / "press points"
    made.mkdir()
    for name, text in (
        ("answers.txt", ANSWERS),
        ("clear.txt", CLEAR),
        ("debate.txt", DEBATE),
        ("twin of clear.txt", CLEAR),
        ("two days.txt", TWO_DAYS),
    ):
        (made / name).write_text(text, encoding="utf-8")
    (made / "guess.txt").write_bytes(CYRILLIC.encode("cp1251"))
    (made / "empty.txt").write_bytes(b"")
    (made / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    return made


@pytest.fixture
def sheet(qtbot: QtBot, window: MainWindow, folder: Path, tmp_path: Path) -> ReviewSheet:
    """The sheet over the Transcripts place of an empty project, after the folder was dropped."""
    window.resize(1440, 900)
    window.session.create(tmp_path / "study.annotator", coder="ann", name="Study")
    with qtbot.waitSignal(window.acts.planned, timeout=20_000):
        window.take_files([folder])
    window.activateWindow()
    assert window.review is not None
    assert window.place is window.review
    window.review.begin()
    return window.review
