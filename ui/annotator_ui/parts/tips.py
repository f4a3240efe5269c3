"""How does a tip show text as it is?"""

from __future__ import annotations

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """What a tip is given to show this text: Qt would read as HTML what looks like it."""
    if not Qt.mightBeRichText(text):
        return text
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space:pre-wrap; margin:0">{plain}</p>'
