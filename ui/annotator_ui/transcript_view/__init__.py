"""The transcript as coders see it: text, codings, stripes, unit cursor."""

from __future__ import annotations

from annotator_ui.transcript_view.code_style import CodeStyle
from annotator_ui.transcript_view.shown import Shown
from annotator_ui.transcript_view.view import TranscriptView

__all__ = ["CodeStyle", "Shown", "TranscriptView"]
