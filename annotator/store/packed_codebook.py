"""Which codebook goes into a pack: the one of now, or one as it stood when it was frozen?

The rows keep their keys and uuids, so that what is coded under an earlier version finds its codes
and fields here when it comes back, also those that were renamed, removed or merged since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from msgspec import Struct

from annotator.errors import Refused
from annotator.model.code_fields import values_of
from annotator.model.code_ids import key_of
from annotator.model.versions import TEXTS
from annotator.store import read_codebook
from annotator.store.schema import code, code_field, code_rule, codebook_version, redefinition

if TYPE_CHECKING:
    from annotator.model.codebook import CodebookVersion
    from annotator.model.versions import FrozenCode, FrozenCodebook
    from annotator.store.images import Values

_ANOTHER = "Change the plan of the round to another version, or to the codebook as it is now."
_QUOTED = ("example", "counter_example")


class CodebookRows(Struct, frozen=True):
    """The rows of a codebook, whole, with the local keys of the project."""

    version: CodebookVersion
    """The one that the pack is coded under; no later one is in it."""
    versions: list[Values]
    codes: list[Values]
    fields: list[Values]
    rules: list[Values]
    redefinitions: list[Values]


def codebook_rows(
    project: sa.Connection, planned: UUID | None = None, in_round: str = ""
) -> CodebookRows:
    """The codebook of the planned version; None for the one of now.

    `Refused` where what it said was not kept, naming the round that is planned under it.
    """
    newest = read_codebook.version(project)
    if planned is None or planned == newest.uuid:
        return _of_now(project, newest)
    version = next((each for each in read_codebook.versions(project) if each.uuid == planned), None)
    said = None if version is None else read_codebook.said_in(project, version.id)
    if version is None or said is None:
        raise Refused(
            "What the codebook said in the version that "
            f"“{in_round}” is planned under was not kept.",
            _ANOTHER,
        )
    return _Frozen(project, version, said).rows()


def _of_now(project: sa.Connection, newest: CodebookVersion) -> CodebookRows:
    codes = _live(project, code)
    ids = {row["id"] for row in codes}

    def of_codes(rows: list[Values]) -> list[Values]:
        return [row for row in rows if row["code_id"] in ids]

    return CodebookRows(
        newest,
        _all(project, codebook_version),
        codes,
        of_codes(_all(project, code_field)),
        of_codes(_live(project, code_rule)),
        of_codes(_live(project, redefinition)),
    )


class _Frozen:
    """One version as it stood, made from the rows of now and what was kept of it."""

    def __init__(
        self, project: sa.Connection, version: CodebookVersion, said: FrozenCodebook
    ) -> None:
        self._project = project
        self._version = version
        self._said = said
        self._rows: dict[UUID, Values] = {row["uuid"]: row for row in _all(project, code)}
        self._ids = {each.uuid: self._id_of(each) for each in said.codes}

    def rows(self) -> CodebookRows:
        until = codebook_version.c.id <= self._version.id
        versions = _all(self._project, codebook_version, until)
        own = {row["id"] for row in versions}
        meant = [
            row
            for row in _live(self._project, redefinition)
            if row["code_id"] in set(self._ids.values()) and row["codebook_version_id"] in own
        ]
        return CodebookRows(
            self._version,
            versions,
            [self._code(each) for each in self._said.codes],
            list(self._fields()),
            list(self._rules()),
            meant,
        )

    def _id_of(self, said: FrozenCode) -> int:
        """The local key of a code; `Refused` where its row went with the merge that brought it."""
        row = self._rows.get(said.uuid)
        if row is None:
            raise Refused(
                f"“{said.name}” of codebook {self._version.name} is no longer in the project.",
                _ANOTHER,
            )
        return int(row["id"])

    def _code(self, said: FrozenCode) -> Values:
        row = self._rows[said.uuid]
        texts = {name: said.text(name) for name in TEXTS}
        links = {f"{name}_at": _link(row[f"{name}_at"], texts[name]) for name in _QUOTED}
        return {
            **row,
            **texts,
            **links,
            "code_id": said.code_id,
            "code_id_folded": said.code_id.casefold(),
            "name": said.name,
            "parent_id": None if said.parent is None else self._ids.get(said.parent),
            "is_group": said.is_group,
            "position": said.position,
            "number": said.number,
            "key": said.key,
            "color": said.color,
            "removed": False,
            "merged_into": None,
        }

    def _fields(self) -> Iterator[Values]:
        known = _KnownFields(_all(self._project, code_field), self._rows)
        for each in self._said.codes:
            uuids = each.field_uuids or (None,) * len(each.fields)
            for position, (draft, uuid) in enumerate(zip(each.fields, uuids, strict=True)):
                row = known.take(self._rows[each.uuid], uuid, draft.name)
                if row is None:
                    row = self._made(code_field) | {"id": known.next_id()}
                yield {
                    **row,
                    **values_of(draft),
                    "code_id": self._ids[each.uuid],
                    "position": position,
                    "removed": False,
                    "merged_into": None,
                }

    def _rules(self) -> Iterator[Values]:
        """Rules are matched with nothing when work comes back: rows of their own will do."""
        called = {each.code_id.casefold(): self._ids[each.uuid] for each in self._said.codes}
        number = 0
        for each in self._said.codes:
            for rule in each.rules:
                other = called.get(rule.other.casefold())
                if rule.other and other is None:
                    continue
                number += 1
                yield self._made(code_rule) | {
                    "id": number,
                    "code_id": self._ids[each.uuid],
                    "kind": rule.kind,
                    "other_id": other,
                    "scope": rule.scope,
                    "strict": rule.strict,
                }

    def _made(self, table: sa.Table) -> Values:
        """A row of the time when the version was frozen, by nobody."""
        at = self._version.frozen_at
        return dict.fromkeys(table.c.keys()) | {
            "uuid": uuid4(),
            "rev": 1,
            "replica_id": next(iter(self._rows.values()))["replica_id"],
            "created_at": at,
            "changed_at": at,
            "removed": False,
        }


class _KnownFields:
    """The fields there ever were; each stands for one field of the version."""

    def __init__(self, rows: list[Values], codes: Mapping[UUID, Values]) -> None:
        self._free = {row["uuid"]: row for row in rows}
        self._codes = codes
        self._last = max((row["id"] for row in rows), default=0)

    def take(self, owner: Values, uuid: UUID | None, name: str) -> Values | None:
        """By its uuid; where that was not kept, by its name among those of the code."""
        if uuid is None:
            uuid = self._called(owner, name)
        return None if uuid is None else self._free.pop(uuid, None)

    def next_id(self) -> int:
        self._last += 1
        return self._last

    def _called(self, owner: Values, name: str) -> UUID | None:
        """Of that name, live before removed and later before earlier; codes may have merged."""
        became = self._codes.get(owner["merged_into"])
        owners = {owner["id"], *([] if became is None else [became["id"]])}
        found = [
            row
            for row in self._free.values()
            if row["code_id"] in owners and key_of(row["name"]) == key_of(name)
        ]
        if not found:
            return None
        best = max(found, key=lambda row: (not row["removed"], row["id"]))
        uuid: UUID = best["uuid"]
        return uuid


def _link(at: Mapping[str, Any] | None, words: str) -> Mapping[str, Any] | None:
    """Where an example was quoted from, where it is still that quotation."""
    return at if at is not None and at["quote"] in words else None


def _live(project: sa.Connection, table: sa.Table) -> list[Values]:
    return _all(project, table, table.c.removed.is_(sa.false()))


def _all(
    project: sa.Connection, table: sa.Table, wanted: sa.ColumnElement[bool] | None = None
) -> list[Values]:
    query = sa.select(table).where(sa.true() if wanted is None else wanted).order_by(table.c.id)
    return [dict(row) for row in project.execute(query).mappings()]
