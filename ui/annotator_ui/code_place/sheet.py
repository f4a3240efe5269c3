"""What does the style sheet of the window not know about the Code place?"""

from __future__ import annotations

import re

from annotator_ui.theme import Theme

_SHEET = """
QLabel[part="pill"] {{
    font-size: 11px; color: {muted}; border: 1px solid {ctl}; border-radius: 8px;
    padding: 0px 8px; min-height: 16px; max-height: 16px;
}}
QLabel[kind="quote"] {{ color: {muted}; }}
QLabel[kind="quote"]:hover {{ color: {muted}; }}
[part="coding"] {{ border-radius: 6px; background: transparent; }}
[part="coding"][chosen="true"] {{ background: {hover}; }}
[part="coding"] QPushButton[kind="icon"] {{
    min-width: 22px; max-width: 22px; min-height: 20px; max-height: 20px; font-weight: 600;
}}
[part="coding"] QPushButton[kind="icon"]:checked {{ background: {warn_soft}; color: {warn_words}; }}
[part="coding"] QPushButton[has="true"] {{ background: {accent_soft}; }}
[part="popup"] {{ background: {panel}; border: 1px solid {ctl}; border-radius: 8px; }}
[part="popup"] QListView {{ background: {panel}; }}
"""


def sheet(theme: Theme, zoom: float) -> str:
    """The rules for pills, rows of codings and pop-ups; every length grows with the zoom."""
    tokens = {name: getattr(theme, name) for name in Theme.__slots__}
    return re.sub(
        r"(\d+)px",
        lambda found: f"{round(int(found[1]) * zoom) if found[1] != '1' else 1}px",
        _SHEET.format(**tokens),
    )
