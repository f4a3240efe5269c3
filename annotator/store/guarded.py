"""How is a database opened that a stranger may have made? With less allowed than SQLite allows.

A project needs tables, indexes and the statements of this program. Whatever in a file would act
on its own (triggers, views, virtual tables), reach for other files (ATTACH) or make the program
allocate without end is refused by SQLite itself, also where the look at the schema was deceived.
"""

from __future__ import annotations

import sqlite3
from types import MappingProxyType
from typing import Any, Final

LARGEST: Final = 500_000_000
"""Bytes of a text or blob; the history of a large merge is the largest there is."""

LIMITS: Final = MappingProxyType(
    {
        sqlite3.SQLITE_LIMIT_LENGTH: LARGEST,
        sqlite3.SQLITE_LIMIT_SQL_LENGTH: 10_000_000,
        sqlite3.SQLITE_LIMIT_COLUMN: 400,
        sqlite3.SQLITE_LIMIT_ATTACHED: 0,
        sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    }
)

_NEVER: Final = frozenset(
    {
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
    }
)
_NO_FUNCTIONS: Final = frozenset({"load_extension", "fts3_tokenizer", "readfile", "writefile"})


WAIT_MS: Final = 1000
"""How long somebody who opens a file waits for another program that holds it."""


def connect(address: str, *, wait_ms: int = WAIT_MS, **named: Any) -> sqlite3.Connection:
    """A guarded connection to an address of SQLite's (`door.uri`)."""
    raw: sqlite3.Connection = sqlite3.connect(address, uri=True, timeout=wait_ms / 1000, **named)
    try:
        guard(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def guard(raw: sqlite3.Connection) -> None:
    """Take away from a connection what no project needs."""
    for limit, most in LIMITS.items():
        raw.setlimit(limit, most)
    raw.set_authorizer(_Judge().may)
    raw.execute("PRAGMA trusted_schema=OFF")
    raw.execute("PRAGMA cell_size_check=ON")


class _Judge:
    """Says of one connection what a statement may do."""

    def __init__(self) -> None:
        self._views: set[str] = set()
        """Made on this very connection, which a file cannot bring: what a coder may see."""

    def may(
        self, action: int, one: str | None, two: str | None, _base: str | None, inside: str | None
    ) -> int:
        """Asked by SQLite for each thing; `inside` names the trigger or view it comes from."""
        if action == sqlite3.SQLITE_CREATE_TEMP_VIEW and one:
            self._views.add(one)
        if action in _NEVER or (inside is not None and inside not in self._views):
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION and (two or "").lower() in _NO_FUNCTIONS:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK
