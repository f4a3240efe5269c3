"""By which words is a transcript found, where some of many are chosen?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.transcript import TranscriptInfo


def found_by(info: TranscriptInfo) -> str:
    """Label, title, date, file and everybody who speaks in it, case folded."""
    data = info.metadata
    said = [info.doc_id, data.title, data.date, info.source_name]
    return " ".join([*said, *(who for who, _ in info.speakers)]).casefold()
