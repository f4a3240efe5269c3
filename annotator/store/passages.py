"""Do the passages of a file that comes in stand on the words they quote?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.store.row_states import damaged
from annotator.store.schema import text, text_version

if TYPE_CHECKING:
    from annotator.store.images import Values


class Passages:
    """Reads the texts of one file as its codings go by; one of them is held at a time."""

    def __init__(self, source: sa.Connection) -> None:
        self._source = source
        self._version: int | None = None
        self._body = ""
        self._query = (
            sa.select(text.c.body)
            .join(text_version, text_version.c.sha256 == text.c.sha256)
            .where(text_version.c.id == sa.bindparam("version"))
        )

    def check(self, rows: Iterable[Values]) -> None:
        """Raise `ProjectProblem` where a coding, its keys those of the file, quotes other words."""
        for row in rows:
            if row["text_version_id"] != self._version:
                self._open(row["text_version_id"])
            if self._body[row["start"] : row["stop"]] != row["quote"]:
                raise damaged(f"a coding at {row['start']} does not stand on its words")

    def _open(self, version: Any) -> None:
        body = self._source.execute(self._query, {"version": version}).scalar_one_or_none()
        if body is None:
            raise damaged("a coding belongs to no text")
        self._version, self._body = version, body
