"""Which rows does a coder's pack hold? Copied one by one into an empty file, never pruned from one.

A file that once held other people's codings may keep their bytes in pages that are free; a file
that never held them cannot. Local keys stay as they are, so every reference holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from msgspec import Struct, field

from annotator.errors import Refused
from annotator.model.rounds import RoundPlan
from annotator.store import schema
from annotator.store.about import PACK, PACK_CODER, set_current_round
from annotator.store.disguising import Disguise, Disguised
from annotator.store.packed_codebook import CodebookRows, codebook_rows
from annotator.store.replicas import draw
from annotator.store.writer import insert_all, now

if TYPE_CHECKING:
    from annotator.store.images import Values

_AT_ONCE = 500


class PackContent(Struct, frozen=True):
    """What goes into a pack, by local keys of the project."""

    coder_id: int
    round_id: int
    transcript_ids: Collection[int]
    own_codings: bool
    """Whether the coder's earlier codings in this round go along."""
    pack_uuid: UUID
    """What the project keeps of the pack, and every return says."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What stands for names in the pack; empty: they stay."""


def fill_pack(
    project: sa.Connection, pack: sa.Connection, content: PackContent
) -> tuple[Disguised, ...]:
    """Copy into an empty file what one coder needs for one round, and nothing of others.

    Other people's names, codings, memos, decisions and choices stay behind, and so does the
    history. Who changed a row is kept only where it was the coder. Returns what the project has
    to keep of texts in which names were replaced.
    """
    packing = _Packing(project, pack, content)
    packing.run()
    return packing.disguised


def fill_answers(project: sa.Connection, answers: sa.Connection) -> None:
    """Copy into an empty file what was answered: neither who asked nor who answered."""
    nobody = PackContent(0, 0, (), own_codings=False, pack_uuid=UUID(int=0), names={})
    _Packing(project, answers, nobody).run_for_answers()


class _Packing:
    def __init__(self, project: sa.Connection, pack: sa.Connection, content: PackContent) -> None:
        self._project = project
        self._pack = pack
        self._content = content
        self._hides_examples = False
        self._disguise = Disguise(content.names) if content.names else None

    @property
    def disguised(self) -> tuple[Disguised, ...]:
        """The texts in which names are replaced."""
        return tuple(self._disguise.done.values()) if self._disguise is not None else ()

    def run(self) -> None:
        content = self._content
        self._replicas()
        self._about()
        self._copy(schema.coder, schema.coder.c.id == content.coder_id)
        self._copy(schema.round_, schema.round_.c.id == content.round_id, _plan_of_coder)
        in_round = self._pack.execute(sa.select(schema.round_)).one()
        self._hides_examples = in_round.blind
        set_current_round(self._pack, in_round.uuid)
        for table in (schema.person, schema.person_label, schema.person_attribute):
            self._copy(table, sa.true())
        self._texts()
        self._work_given()
        book = self._codebook(in_round)
        self._answers()
        if content.own_codings:
            self._own_work(book, in_round.name)

    def run_for_answers(self) -> None:
        """A project opens with a coder, a round and a codebook; here they stand for nobody."""
        self._replicas()
        about = dict(self._project.execute(sa.select(schema.project)).mappings().one())
        replica_id = draw(self._pack, "")
        about |= {"kind": "answers", "replica_id": replica_id, "settings": {}}
        self._pack.execute(sa.insert(schema.project), about)
        moment = now()
        stamps = {
            "rev": 1, "replica_id": replica_id, "created_at": moment, "changed_at": moment,
        }  # fmt: skip
        for table, name in (
            (
                schema.coder,
                {"coder_id": "answers", "coder_id_folded": "answers", "name": "answers"},
            ),
            (schema.round_, {"name": "answers", "purpose": "main"}),
            (schema.codebook_version, {"name": "answers"}),
        ):
            self._pack.execute(sa.insert(table), {"uuid": uuid4(), **stamps, **name})
        self._answers()

    def _codebook(self, in_round: sa.Row[Any]) -> CodebookRows:
        """The version that the round is planned under, and those before it."""
        plan = RoundPlan.from_json(in_round.plan)
        book = codebook_rows(self._project, plan.codebook, in_round.name)
        self._put(schema.codebook_version, book.versions, self._version)
        self._put(schema.code, book.codes, self._code)
        self._put(schema.code_field, book.fields)
        self._put(schema.code_rule, book.rules)
        self._put(schema.redefinition, book.redefinitions)
        return book

    def _answers(self) -> None:
        live = schema.answer.c.removed.is_(sa.false())
        self._copy(schema.answer, live, lambda row: row | {"coder_id": None})

    def _replicas(self) -> None:
        replica = schema.replica
        for row in self._project.execute(sa.select(replica)).mappings():
            self._pack.execute(sa.insert(replica), dict(row) | {"home": ""})

    def _about(self) -> None:
        about = dict(self._project.execute(sa.select(schema.project)).mappings().one())
        coder = self._project.execute(
            sa.select(schema.coder.c.uuid).where(schema.coder.c.id == self._content.coder_id)
        ).scalar_one()
        about |= {
            "kind": "pack",
            "replica_id": draw(self._pack, ""),
            "settings": {PACK_CODER: coder.hex, PACK: self._content.pack_uuid.hex},
        }
        if self._disguise is not None:
            for name in ("name", "description"):
                about[name] = self._disguise.words(about[name])
        self._pack.execute(sa.insert(schema.project), about)

    def _texts(self) -> None:
        """The transcripts with the text that is read now, and all that belongs to it."""
        ids = sorted(self._content.transcript_ids)
        version = schema.text_version
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            self._copy(schema.transcript, schema.transcript.c.id.in_(part))
            current = self._newest_versions(part)
            if self._disguise is None:
                self._copy_texts(sa.select(version.c.sha256).where(version.c.id.in_(current)))
            else:
                self._copy_disguised(self._disguise, current)
            self._copy(version, version.c.id.in_(current))
            for table in (schema.turn, schema.unit_boundaries):
                self._copy(table, table.c.text_version_id.in_(current))

    def _work_given(self) -> None:
        """What the coder was given in the round, in their order; nobody else's."""
        given, content = schema.assignment, self._content
        own = (given.c.coder_id == content.coder_id) & (given.c.round_id == content.round_id)
        there = set(content.transcript_ids)
        self._copy(
            given,
            own & given.c.removed.is_(sa.false()),
            lambda row: row if row["transcript_id"] in there else None,
        )

    def _version(self, row: Values) -> Values:
        return row | {"frozen": None} if self._hides_examples else row

    def _code(self, row: Values) -> Values:
        """Blind, an example that is quoted from a text of the pack would say how it is coded."""
        if not self._hides_examples:
            return row
        for name in ("example", "counter_example"):
            if row[name].strip() and self._is_in_a_text(row[name].strip()):
                row |= {name: "", f"{name}_at": None}
        return row

    def _is_in_a_text(self, words: str) -> bool:
        bodies = self._pack.execute(sa.select(schema.text.c.body)).scalars()
        return any(words in body for body in bodies)

    def _newest_versions(self, transcript_ids: Collection[int]) -> list[int]:
        version = schema.text_version
        found = self._project.execute(
            sa.select(version.c.transcript_id, version.c.id)
            .where(version.c.transcript_id.in_(transcript_ids), version.c.removed.is_(sa.false()))
            .order_by(version.c.number)
        )
        return list({row.transcript_id: row.id for row in found}.values())

    def _copy_texts(self, hashes: sa.Select[Any]) -> None:
        text = schema.text
        known = set(self._pack.execute(sa.select(text.c.sha256)).scalars())
        for row in self._project.execute(sa.select(text).where(text.c.sha256.in_(hashes))):
            if row.sha256 not in known:
                self._pack.execute(sa.insert(text), {"sha256": row.sha256, "body": row.body})

    def _copy_disguised(self, disguise: Disguise, versions: Collection[int]) -> None:
        text = schema.text
        known = set(self._pack.execute(sa.select(text.c.sha256)).scalars())
        for version in versions:
            sha256, body = disguise.read(self._project, version)
            if sha256 not in known:
                self._pack.execute(sa.insert(text), {"sha256": sha256, "body": body})
                known.add(sha256)

    def _own_work(self, book: CodebookRows, round_name: str) -> None:
        content = self._content
        there = _There(book, set(self._pack.execute(sa.select(schema.text_version.c.id)).scalars()))
        for table in (schema.coding, schema.decision, schema.finished):
            own = (table.c.coder_id == content.coder_id) & (table.c.round_id == content.round_id)
            self._copy(table, own, lambda row: row if there.has_all(row) else None)
        if there.later:
            raise Refused(
                f"{self._coder_id()} has coded in “{round_name}” already, with what codebook "
                f"{book.version.name} does not have.",
                "Plan the round under the codebook as it is now, or let the packs go out without "
                "earlier codings.",
            )
        codings = {row.id: row.uuid for row in self._pack.execute(_codings())}
        fields = schema.coding_field
        own_codings = sa.select(schema.coding.c.id).where(
            schema.coding.c.coder_id == content.coder_id
        )
        in_book = {row["id"] for row in book.fields}
        self._copy(
            fields,
            fields.c.coding_id.in_(own_codings),
            lambda row: (
                row if row["coding_id"] in codings and row["code_field_id"] in in_book else None
            ),
        )
        rechecks = schema.recheck
        own = (rechecks.c.coder_id == content.coder_id) & (rechecks.c.round_id == content.round_id)
        asked = {row["id"] for row in book.redefinitions}
        self._copy(
            rechecks,
            own & rechecks.c.removed.is_(sa.false()),
            lambda row: row if row["redefinition_id"] in asked and there.has_all(row) else None,
        )
        known: set[UUID] = set(codings.values())
        known |= set(self._pack.execute(sa.select(schema.transcript.c.uuid)).scalars())
        known |= {row["uuid"] for row in book.codes}
        memo = schema.memo
        self._copy(
            memo,
            memo.c.coder_id == content.coder_id,
            lambda row: row if row["on_uuid"] in known else None,
        )

    def _coder_id(self) -> str:
        return str(self._pack.execute(sa.select(schema.coder.c.coder_id)).scalar_one())

    def _copy(
        self,
        table: sa.Table,
        wanted: sa.ColumnElement[bool],
        shape: Callable[[Values], Values | None] = lambda row: row,
    ) -> None:
        found = self._project.execute(sa.select(table).where(wanted).order_by(table.c.id))
        for part in found.mappings().partitions(4000):
            self._put(table, (dict(each) for each in part), shape)

    def _put(
        self,
        table: sa.Table,
        whole: Iterable[Values],
        shape: Callable[[Values], Values | None] = lambda row: row,
    ) -> None:
        rows = [row for row in (shape(each) for each in whole) if row is not None]
        if self._disguise is not None:
            dressed = (self._disguise.dress(table.name, row) for row in rows)
            rows = [row for row in dressed if row is not None]
        for row in rows:
            if row["changed_by"] != self._content.coder_id:
                row["changed_by"] = None
        if rows:
            insert_all(self._pack, table, rows)


class _There:
    """What the pack has: whatever belongs to something else stays behind."""

    def __init__(self, book: CodebookRows, texts: set[int]) -> None:
        self._texts = texts
        self._known = {
            "code_id": {row["id"] for row in book.codes},
            "given_id": {row["id"] for row in book.codes},
            "codebook_version_id": {row["id"] for row in book.versions},
        }
        self.later = False
        """Whether a coding that stands has a code or version that is not in the codebook."""

    def has_all(self, row: Values) -> bool:
        """Whether the text, code and version of a row are in the pack."""
        if row["text_version_id"] not in self._texts:
            return False
        names = [name for name in self._known if row.get(name) is not None]
        found = all(row[name] in self._known[name] for name in names)
        if not found and "quote" in row and not row["removed"]:
            self.later = True
        return found


def _codings() -> sa.Select[Any]:
    return sa.select(schema.coding.c.id, schema.coding.c.uuid)


def _plan_of_coder(row: Values) -> Values:
    """A coder is told how to code, but neither the rule that shares the work out nor the aim."""
    plan = RoundPlan.from_json(row["plan"])
    told = RoundPlan(
        codebook=plan.codebook,
        begins=plan.begins,
        due=plan.due,
        unit=plan.unit,
        codable=plan.codable,
        persons=plan.persons,
        decide=plan.decide,
    )
    return row | {"plan": told.as_json()}
