"""Where are the icons, fonts, sample, codebooks and manual that ship with the program?"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. `resource("sample", "codebook.csv")`.

    The package is always installed as plain files (never inside an archive), so a path is enough;
    Qt and sqlite want paths too.
    """
    return _HERE.joinpath(*parts)
