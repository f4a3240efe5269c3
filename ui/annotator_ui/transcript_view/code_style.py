"""How does the view show a code? Its name, its shades and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator_ui.theme import CodeShade


class CodeStyle(Struct, frozen=True):
    """A code as the view shows it."""

    name: str
    shade: CodeShade
    key: str = ""
