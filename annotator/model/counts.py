"""How is a number of things said?"""

from __future__ import annotations


def counted(number: float, what: str) -> str:
    """Say "1 turn", "3 turns" or "1,204 turns"."""
    return f"{number:,.0f} {what}" if number == 1 else f"{number:,.0f} {what}s"
