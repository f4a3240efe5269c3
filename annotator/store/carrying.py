"""Where does work belong that comes back under a code that became another, or on a disguised text?

A pack may be out for weeks. Meanwhile one of its codes may have been merged into another; and it
may never have had the text itself, but one with other names in it. Each row is carried to where
it would stand had it been made here. (What stands on a text that was corrected since goes over to
the new one afterwards, with all else that does.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING, cast
from uuid import UUID

import sqlalchemy as sa

from annotator.model.text_map import Change, TextMap
from annotator.store import schema
from annotator.store.exactly import change_unstamped
from annotator.store.row_states import RowStates, damaged, parts
from annotator.store.taken import Taken

if TYPE_CHECKING:
    from annotator.store.images import Values
    from annotator.store.writer import Writer

_ON_TEXT = frozenset({"coding", "decision", "finished", "recheck", "question"})
_NO_WORDS = "There are no words of the text where it stands in the disguised one."


class Carrying:
    """Knows, while one file comes in, what became of the texts and codes it was made with."""

    def __init__(self, here: sa.Connection, taken: Taken) -> None:
        self._here = here
        self._taken = taken
        self._disguised: dict[int, TextMap] = {}
        """By text version of the file: the way to the text itself."""
        self._of_transcript: dict[UUID, TextMap] = {}
        """The same by transcript, for memos on passages."""
        self._body: tuple[int, str] = (0, "")

    def know_as(self, other: Carrying) -> None:
        """What another knows of the texts of the same file."""
        self._disguised, self._of_transcript = other._disguised, other._of_transcript

    def place_versions(
        self, there: Sequence[sa.Row[tuple[object, ...]]], keys: dict[int, int | None]
    ) -> None:
        """Find the texts behind those of the file that have other names in them."""
        unknown = {row.uuid: row for row in there if keys.get(row.id) is None}
        disguise = schema.disguise
        for part in parts(list(unknown)):
            for row in self._here.execute(sa.select(disguise).where(disguise.c.uuid.in_(part))):
                theirs = unknown[row.uuid]
                if theirs.sha256 != row.sha256:
                    raise damaged("a text was changed without saying so")
                keys[theirs.id] = row.text_version_id
                self._disguised[theirs.id] = way = way_back(row.spans)
                self._of_transcript[self._transcript_of(row.text_version_id)] = way

    def carry(self, table: sa.Table, row: Values, version_there: int | None) -> str:
        """Change a row, its keys local already, so that it stands where it belongs here.

        `version_there` is the text version it has in the file. Returns why it cannot stand, ""
        where it can.
        """
        if table.name == "coding_field":
            self._follow(row, "code_field_id", self._fields)
            return ""
        if table.name == "coding":
            self._follow(row, "code_id", self._codes)
        if table.name == "memo" and row["start"] is not None:
            way = self._of_transcript.get(row["on_uuid"])
            if way is not None:
                row["start"], row["stop"] = way.start(row["start"]), way.end(row["stop"])
            return ""
        way = self._disguised.get(version_there or 0)
        if way is None or table.name not in _ON_TEXT or row.get("start") is None:
            return ""
        row["start"], row["stop"] = way.start(row["start"]), way.end(row["stop"])
        return self._quote(row) if "quote" in row else ""

    def _transcript_of(self, version_id: int) -> UUID:
        version, transcript = schema.text_version, schema.transcript
        query = sa.select(transcript.c.uuid).join(version).where(version.c.id == version_id)
        return cast("UUID", self._here.execute(query).scalar_one())

    def _follow(self, row: Values, column: str, known: Mapping[int, int]) -> None:
        """Take the code, or field, that the row's became."""
        standing = known.get(row[column], row[column])
        if standing != row[column]:
            row[column] = standing
            self._taken.carried += 1

    def _quote(self, row: Values) -> str:
        """Quote the words that stand there now."""
        if row["text_version_id"] != self._body[0]:
            version, text = schema.text_version, schema.text
            query = (
                sa.select(text.c.body)
                .join(version, version.c.sha256 == text.c.sha256)
                .where(version.c.id == row["text_version_id"])
            )
            self._body = row["text_version_id"], self._here.execute(query).scalar_one()
        words = self._body[1][row["start"] : row["stop"]]
        if not words.strip():
            return _NO_WORDS
        row["quote"] = words
        return ""

    @cached_property
    def _codes(self) -> dict[int, int]:
        return _became(self._here, schema.code)

    @cached_property
    def _fields(self) -> dict[int, int]:
        return _became(self._here, schema.code_field)


def way_back(spans: Iterable[Sequence[int]]) -> TextMap:
    """From a disguised text to the text itself; `spans` are those of the way there."""
    return TextMap([Change(c, d, a, b) for a, b, c, d in spans])


def follow_merged(
    writer: Writer, ranks: Mapping[int, bytes], came: AbstractSet[int] = frozenset()
) -> None:
    """Let what stands under a code, or in a field, that became another follow it.

    What came before the codes were merged ends where it would have, had it come after. `came` are
    the codings that were written since: one of them may be equal to another now, or no longer.
    """
    for table, column, of in (
        (schema.coding, "code_id", schema.code),
        (schema.coding_field, "code_field_id", schema.code_field),
    ):
        became = _became(writer.connection, of)
        states = RowStates(writer, table, ranks)
        for part in parts(list(became)):
            of_these = table.c[column].in_(part)
            query = sa.select(table).where(of_these, table.c.removed.is_(sa.false()))
            rows = [dict(row) for row in writer.connection.execute(query).mappings()]
            if table is schema.coding and came:
                rows += _joined(writer.connection, of_these, came)
            states.know([row["uuid"] for row in rows])
            for row in rows:
                states.put(row | {column: became[row[column]]})
        states.settle()
        states.write(Taken())
    _let_notes_follow(writer)


def _joined(
    connection: sa.Connection, of_these: sa.ColumnElement[bool], came: AbstractSet[int]
) -> Iterator[Values]:
    """Codings that became one with another one, where one of the two came.

    The other one may have been under another code, and may be removed by now: so they are
    compared anew, with all that say the same under the code that theirs became.
    """
    coding, other = schema.coding, schema.coding.alias()
    query = (
        sa.select(coding, other.c.id.label("into"))
        .join(other, coding.c.merged_into == other.c.uuid)
        .where(of_these, coding.c.removed.is_(sa.true()), other.c.id != coding.c.id)
    )
    for found in connection.execute(query).mappings():
        row = dict(found)
        if {row["id"], row.pop("into")} & came:
            yield row


def let_fields_follow(writer: Writer) -> None:
    """A field that a code was given, or kept, elsewhere goes along with what is said in it."""
    field = schema.code_field
    became = _became(writer.connection, schema.code)
    for part in parts(list(became)):
        query = sa.select(field.c.id, field.c.code_id).where(
            field.c.code_id.in_(part), field.c.removed.is_(sa.false())
        )
        for row in writer.connection.execute(query).all():
            change_unstamped(writer, field, row.id, code_id=became[row.code_id])


def _let_notes_follow(writer: Writer) -> None:
    """What was noted on a code that became another is noted on that one."""
    code, memo = schema.code, schema.memo
    became = _became(writer.connection, code)
    for part in parts(list(became)):
        query = (
            sa.select(memo.c.id, code.c.id.label("code_id"))
            .join(code, memo.c.on_uuid == code.c.uuid)
            .where(code.c.id.in_(part), memo.c.removed.is_(sa.false()))
        )
        for row in writer.connection.execute(query).all():
            uuid = writer.row(code, became[row.code_id])["uuid"]
            change_unstamped(writer, memo, row.id, on_uuid=uuid)


def _became(connection: sa.Connection, table: sa.Table) -> dict[int, int]:
    """By id of a code or field that was merged into another: the one that stands now.

    One that was only removed is not in it: what was coded with it brings it back. So does what was
    coded with a code that became one that was removed: it is that one which comes back.
    """
    columns = (table.c.id, table.c.uuid, table.c.removed, table.c.merged_into)
    rows = connection.execute(sa.select(*columns)).all()
    by_uuid = {row.uuid: row for row in rows}
    found = {}
    for row in rows:
        last, seen = row, {row.uuid}
        while last.removed and last.merged_into in by_uuid and last.merged_into not in seen:
            last = by_uuid[last.merged_into]
            seen.add(last.uuid)
        if last is not row and (not last.removed or last.merged_into is None):
            found[row.id] = last.id
    return found
