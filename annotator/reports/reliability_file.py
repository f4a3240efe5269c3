"""In which file does the agreement of coders leave: for a program, a paper, a spreadsheet?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileProblem
from annotator.reports.appendix import write_latex, write_markdown, write_word
from annotator.reports.panel_text import panel_data
from annotator.reports.replacing import replacing

if TYPE_CHECKING:
    from annotator.reliability.panel import Panel

ENDINGS = (".docx", ".tex", ".md", ".json")


def write_panel(path: Path, panel: Panel) -> Path:
    """Write a panel in the format that the ending names; it stands there whole or not at all."""
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise FileProblem(
            f"Agreement is not written as {ending or 'a file without an ending'}.",
            f"Choose one of {', '.join(ENDINGS)}, or a folder.",
        )
    with replacing(path) as temporary:
        if ending == ".docx":
            write_word(temporary, panel)
        elif ending == ".tex":
            write_latex(temporary, panel)
        elif ending == ".md":
            write_markdown(temporary, panel)
        else:
            text = json.dumps(panel_data(panel), ensure_ascii=False, indent=2)
            temporary.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return path
