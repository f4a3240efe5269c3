"""Does the view look as it did? Pictures of it in each theme, compared with a tolerance.

One that is meant to be another is written anew: `uv run pytest --draw PATH`. Then look at it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span
from annotator.model.transcript import OpenTranscript
from annotator_ui.theme import ThemeName, code_shade, theme_named
from annotator_ui.transcript_view import CodeStyle, TranscriptView
from tests.ui.transcript_view.conftest import FILLS, NAMES

PICTURES = Path(__file__).parents[2] / "golden" / "pictures"
FINER, APART, MOST = 2, 40, 0.004
"""Pixels put together to one, steps of a channel that count, share of pixels that may differ."""
THEMES: list[ThemeName] = ["light", "dark", "contrast_light", "contrast_dark"]

Show = Callable[..., TranscriptView]
Coded = Callable[..., CodingColumns]


@pytest.mark.parametrize("name", THEMES)
def test_the_view_looks_as_it_did(
    show: Show,
    sample: OpenTranscript,
    coded: Coded,
    name: ThemeName,
    request: pytest.FixtureRequest,
) -> None:
    image = _drawn(show(sample), sample, coded, name)
    kept = PICTURES / f"view_{name}.png"
    if request.config.getoption("--draw"):
        kept.parent.mkdir(exist_ok=True)
        image.save(str(kept))
    assert apart(image, QImage(str(kept))) <= MOST


def test_one_coding_less_or_another_theme_is_seen(
    show: Show, sample: OpenTranscript, coded: Coded
) -> None:
    view = show(sample)
    light = _drawn(view, sample, coded, "light")
    assert apart(light, light) == 0
    view.remove_coding(2)
    assert apart(view.grab().toImage(), light) > MOST
    assert apart(_drawn(view, sample, coded, "dark"), light) > 0.5


def _drawn(view: TranscriptView, sample: OpenTranscript, coded: Coded, name: ThemeName) -> QImage:
    """Two speakers, codings that overlap, an unsure one, a decided unit, found words, a cursor."""
    theme = theme_named(name)
    view.set_theme(theme)
    view.set_codes({id_: CodeStyle(NAMES[id_], code_shade(FILLS[id_], theme)) for id_ in FILLS})
    sentences = sample.spans("sentence")
    first, third, fifth = sentences[1], sentences[3], sentences[5]
    view.set_codings(
        coded(
            (1, first.start, first.end, 1),
            (2, third.start, fifth.end, 2),
            (3, fifth.start, fifth.end, 3),
            (4, sentences[7].start, sentences[8].end, 4),
            unsure=(4,),
        )
    )
    view.set_decided(np.array([sentences[2].start]), np.array([sentences[2].end]))
    at = sample.text.index("Allies")
    view.set_found([Span(at, at + 6)], None)
    view.go_to(sentences[6])
    return view.grab().toImage()


def apart(one: QImage, other: QImage) -> float:
    """The share of pixels that differ, 0 to 1; letters that are smoothed otherwise do not count."""
    if one.size() != other.size():
        return 1.0
    a, b = _coarse(one), _coarse(other)
    differ = sum(
        abs(x - y) > APART for x, y in zip(bytes(a.constBits()), bytes(b.constBits()), strict=True)
    )
    return differ / (a.width() * a.height())


def _coarse(image: QImage) -> QImage:
    return image.scaled(
        image.width() // FINER,
        image.height() // FINER,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB32)
