"""How does the view show a code? Its name, its shades and its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator_ui.theme import CodeShade


@dataclass(frozen=True, slots=True)
class CodeStyle:
    """A code as the view shows it."""

    name: str
    shade: CodeShade
    key: str = ""
