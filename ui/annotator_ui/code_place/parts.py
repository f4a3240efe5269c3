"""Which pieces make up the Code place? Named once, handed to whoever works with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator_ui.code_place.codes_panel import CodesPanel
    from annotator_ui.code_place.coding_loop import CodingLoop
    from annotator_ui.code_place.inspector import Inspector
    from annotator_ui.code_place.layout import CodeLayout
    from annotator_ui.code_place.transcripts_panel import TranscriptsPanel
    from annotator_ui.item_models.code_tree import CodeTree
    from annotator_ui.item_models.transcript_list import TranscriptList
    from annotator_ui.session import Session
    from annotator_ui.transcript_view import TranscriptView


class Parts(Struct, frozen=True):
    """The session, the two models, the panels, the text, and the loop between them."""

    session: Session
    code_tree: CodeTree
    transcript_list: TranscriptList
    transcripts: TranscriptsPanel
    codes: CodesPanel
    view: TranscriptView
    inspector: Inspector
    loop: CodingLoop
    panels: CodeLayout
