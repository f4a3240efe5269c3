"""How is a text marked that a cell of a workbook cannot hold whole, and where is the whole?"""

from __future__ import annotations

from pathlib import PurePath

CUT_MARK = " [... cut: the full text is in the CSV beside this workbook]"


def long_texts_name(workbook: str) -> str:
    """The name of the CSV with the whole texts, beside a workbook of this name."""
    return f"{PurePath(workbook).stem}_long_texts.csv"
