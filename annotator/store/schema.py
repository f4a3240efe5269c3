"""Which tables does a project file hold? As SQLAlchemy Core tables.

Every row that may travel between laptops carries `uuid`, `rev` (1 + the highest seen for that
row), `replica_id` (the file it was last changed in), when and by whom, and `removed`: a removed
row stays as its own tombstone. Foreign keys are local; offsets are Unicode code points, end
exclusive; times are UTC, ISO 8601 with milliseconds. Booleans are compared with IS, so that the
partial indexes serve on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import sqlalchemy as sa

from annotator.store.columns import UUID_COLUMN as _UUID
from annotator.store.columns import key as _key
from annotator.store.columns import live_unique as _live_unique
from annotator.store.columns import metadata as metadata  # noqa: PLC0414 - all tables are read here
from annotator.store.columns import of_live as _of_live
from annotator.store.columns import stamps as _stamps
from annotator.store.columns import text_column as _text
from annotator.store.columns import to as _to

SCHEMA = 5
FIRST_SCHEMA = 1
APPLICATION_ID = 0x416E6E6F
"""SQLite's application_id of our files: the letters "Anno"."""

STAMPS = frozenset(
    {"uuid", "rev", "replica_id", "created_at", "changed_at", "changed_by", "merged_into"}
)
"""Columns that say how a row came about; they are not its content."""


def for_postgresql() -> sa.MetaData:
    """The tables with what PostgreSQL must be told of them; naming it loads its dialect."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if "where" in index.info:
                index.dialect_options["postgresql"]["where"] = index.info["where"]
    return metadata


project = sa.Table(
    "project",
    metadata,
    _key(),
    sa.Column("uuid", _UUID, nullable=False, unique=True),
    _text("name"),
    _text("description"),
    sa.Column("created_at", sa.Text, nullable=False),
    _text("kind"),  # project, pack or return
    sa.Column("replica_id", sa.ForeignKey("replica.id"), nullable=False),
    sa.Column("settings", sa.JSON, nullable=False, default=dict),  # current_round: a uuid in hex
)

replica = sa.Table(
    "replica",
    metadata,
    _key(),
    sa.Column("uuid", _UUID, nullable=False, unique=True),
    sa.Column("drawn_at", sa.Text, nullable=False),
    # A keyed digest of machine and path: tells that a file was copied without naming the laptop.
    _text("home"),
)

coder = sa.Table(
    "coder",
    metadata,
    _key(),
    *_stamps(),
    _text("coder_id"),
    _text("coder_id_folded"),
    _text("name"),
    _text("initials"),
    _text("color"),
    _text("role"),  # pi, coder, adjudicator, reader
)
_live_unique(coder, "coder_id_folded")

person = sa.Table(
    "person", metadata, _key(), *_stamps(), _text("name"), _text("role"), _text("note")
)

person_label = sa.Table(
    "person_label", metadata, _key(), *_stamps(), _to("person"), _text("label"), _text("source")
)

person_attribute = sa.Table(
    "person_attribute",  # what held for a person at a time: an office, a party
    metadata,
    _key(),
    *_stamps(),
    _to("person"),
    _text("kind"),  # office, country, party, organisation, or a word of the team's own
    _text("value"),
    _text("since"),  # ISO dates, partial ones too; empty: always, or still
    _text("until"),
)

label_choice = sa.Table(
    "label_choice",  # what was decided on a label or a column, for the next files of the source
    metadata,
    _key(),
    *_stamps(),
    _text("source"),
    _text("label"),
    sa.Column("speaker", sa.Boolean, nullable=False, default=True),
    _text("name"),
    sa.Column("role", sa.Text),  # NULL for the one that the label gives
    _text("joined"),  # the label whose person this is
)
_live_unique(label_choice, "source", "label")

transcript = sa.Table(
    "transcript",
    metadata,
    _key(),
    *_stamps(),
    _text("doc_id"),
    _text("doc_id_folded"),
    sa.Column("position", sa.Integer, nullable=False, default=0),
    _text("title"),
    _text("byline"),
    _text("date"),
    _text("last_updated"),
    _text("place"),
    _text("source"),
    _text("note"),
    _text("kind"),
    _text("language"),
    sa.Column("extra", sa.JSON, nullable=False, default=dict),  # {column of a table: value}
)
_live_unique(transcript, "doc_id_folded")

text = sa.Table(
    "text",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

text_version = sa.Table(
    "text_version",
    metadata,
    _key(),
    *_stamps(),
    _to("transcript"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("sha256", sa.ForeignKey("text.sha256"), nullable=False),
    sa.Column("length", sa.Integer, nullable=False),
    _text("source_name"),
    _text("source_sha256"),
    _text("encoding"),
    sa.Column("encoding_certain", sa.Boolean, nullable=False, default=True),
    sa.Column("normalised", sa.JSON, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column("header", sa.JSON, nullable=False),  # [[kind, start, end], ...]
    sa.Column("speakers", sa.JSON, nullable=False),  # [[name, role], ...], kept with the turns
    sa.Column("n_turns", sa.Integer, nullable=False),
    sa.Column("n_paragraphs", sa.Integer, nullable=False),
    sa.Column("n_sentences", sa.Integer, nullable=False),
    _text("note"),  # why the text was corrected
    # Where it differs from the version before: [[start, stop, start here, stop here], ...]
    sa.Column("changes", sa.JSON(none_as_null=True)),
)
_live_unique(text_version, "transcript_id", "number")

turn = sa.Table(
    "turn",
    metadata,
    _key(),
    *_stamps(),
    _to("text_version"),
    sa.Column("number", sa.Integer, nullable=False),
    _text("label"),
    _text("speaker"),
    _text("role"),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("text_start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    _to("person", nullable=True),
    sa.Index("ix_turn_text_version", "text_version_id", "number"),
)

unit_boundaries = sa.Table(
    "unit_boundaries",
    metadata,
    _key(),
    *_stamps(),
    _to("text_version"),
    _text("level"),
    _text("segmenter"),
    _text("segmenter_version"),
    sa.Column("packed", sa.LargeBinary, nullable=False),  # see SpanRow.packed
)
_live_unique(unit_boundaries, "text_version_id", "level")

codebook_version = sa.Table(
    "codebook_version",
    metadata,
    _key(),
    *_stamps(),
    _text("name"),
    _text("note"),
    _text("frozen_at"),
    sa.Column(
        "frozen", sa.JSON(none_as_null=True)
    ),  # the codebook as it stood when the version was frozen
)

code = sa.Table(
    "code",
    metadata,
    _key(),
    *_stamps(),
    _text("code_id"),
    _text("code_id_folded"),
    _text("name"),
    sa.Column("parent_id", sa.ForeignKey("code.id")),
    sa.Column("is_group", sa.Boolean, nullable=False, default=False),
    sa.Column("position", sa.Integer, nullable=False, default=0),
    sa.Column("number", sa.Integer),
    _text("key"),
    _text("color"),
    _text("brief"),
    _text("full"),
    _text("use_when"),
    _text("dont_use_when"),
    _text("example"),
    _text("counter_example"),
    _text("memo"),
    # Where a quoted example stands: {transcript: uuid in hex, start, stop, quote}.
    sa.Column("example_at", sa.JSON(none_as_null=True)),
    sa.Column("counter_example_at", sa.JSON(none_as_null=True)),
)
_live_unique(code, "code_id_folded")

code_field = sa.Table(
    "code_field",
    metadata,
    _key(),
    *_stamps(),
    _to("code"),
    _text("name"),
    _text("kind"),  # yes_no, scale, choice, number, person, text
    _text("level"),  # nominal, ordinal, interval, ratio
    sa.Column("required", sa.Boolean, nullable=False, default=False),
    sa.Column("choices", sa.JSON, nullable=False, default=list),  # [[value, name, key], ...]
    sa.Column("position", sa.Integer, nullable=False, default=0),
    _text("question"),
    sa.Column("detail", sa.JSON(none_as_null=True)),  # least, most, from_speaker
)

code_rule = sa.Table(
    "code_rule",  # which codes may, must or must not stand together
    metadata,
    _key(),
    *_stamps(),
    _to("code"),
    _text("kind"),  # exclusive, not_with, may_with, together, only_if
    sa.Column("other_id", sa.ForeignKey("code.id")),
    _text("scope"),  # passage, sentence, paragraph, turn, transcript
    sa.Column("strict", sa.Boolean, nullable=False, default=True),
    sa.Column("detail", sa.JSON(none_as_null=True)),
)

redefinition = sa.Table(
    "redefinition",  # what somebody said a change of a code means for codings made before it
    metadata,
    _key(),
    *_stamps(),
    _to("code"),
    _to("codebook_version"),  # the one that the change belongs to
    _text("meaning"),  # narrower, wider, both, wording
    _text("note"),
    sa.Column("changed", sa.JSON, nullable=False, default=dict),  # {text: [before, after]}
    sa.Column("asked", sa.JSON(none_as_null=True)),  # where passages were looked for: see Wider
)

round_ = sa.Table(
    "round",
    metadata,
    _key(),
    *_stamps(),
    _text("name"),
    _text("purpose"),
    sa.Column("blind", sa.Boolean, nullable=False, default=False),
    sa.Column("plan", sa.JSON, nullable=False, default=dict),
)

coding = sa.Table(
    "coding",
    metadata,
    _key(),
    *_stamps(),
    _to("transcript"),
    _to("text_version"),
    _to("round"),
    _to("coder"),
    _to("code"),
    _to("codebook_version"),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("unsure", sa.Boolean, nullable=False, default=False),
    _text("found_by"),
    sa.CheckConstraint("start >= 0 AND start < stop", name="span"),
)
_live_unique(coding, "text_version_id", "round_id", "coder_id", "code_id", "start", "stop")
# Covers what a view and a count ask for, so that neither touches the table itself.
sa.Index(
    "ix_coding_view",
    *(
        coding.c[name]
        for name in (
            *("text_version_id", "round_id", "coder_id"),
            *("start", "stop", "code_id", "unsure"),
        )
    ),
    **_of_live(coding),
)
sa.Index(
    "ix_coding_code",
    coding.c.code_id,
    coding.c.coder_id,
    coding.c.round_id,
    **_of_live(coding),
)

coding_field = sa.Table(
    "coding_field",
    metadata,
    _key(),
    *_stamps(),
    _to("coding"),
    _to("code_field"),
    _text("value"),
)
_live_unique(coding_field, "coding_id", "code_field_id")

sa.Index("ix_coding_field_field", coding_field.c.code_field_id, **_of_live(coding_field))

recheck = sa.Table(
    "recheck",  # a passage to look at again, and what its coder decided; no coding is touched
    metadata,
    _key(),
    *_stamps(),
    _to("redefinition"),
    _to("round"),
    _to("coder"),
    _to("transcript"),
    _to("text_version"),
    sa.Column("coding_uuid", _UUID),  # the coding in question; none where the code may belong
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    _text("why"),  # coded, neighbour, search, sample
    _text("decision"),  # keep, change, remove, add, leave; empty while it waits
    sa.Column("given_id", sa.ForeignKey("code.id")),  # the code of change and add
    _to("codebook_version", nullable=True),  # the one it was decided under
    _text("decided_at"),
    sa.CheckConstraint("start >= 0 AND start < stop", name="span"),
)
sa.Index("ix_recheck_coder", recheck.c.coder_id, recheck.c.decision, **_of_live(recheck))

carried = sa.Table(
    "carried",  # a coding that a correction of the text touched, as it stood before
    metadata,
    _key(),
    *_stamps(),
    _to("text_version"),  # the corrected one
    _to("transcript"),
    _to("round"),
    _to("coder"),
    sa.Column("coding_uuid", _UUID, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),  # in the text before
    sa.Column("stop", sa.Integer, nullable=False),
    _text("quote"),
    _text("what"),  # other words, gone, same
    _text("looked_at"),  # when; empty while it waits
    sa.CheckConstraint("start >= 0 AND start < stop", name="span"),
)
sa.Index("ix_carried_coder", carried.c.coder_id, carried.c.looked_at, **_of_live(carried))

decision = sa.Table(
    "decision",
    metadata,
    _key(),
    *_stamps(),
    _to("transcript"),
    _to("text_version"),
    _to("round"),
    _to("coder"),
    _text("level"),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    _text("kind"),  # nothing, finishing
)
_live_unique(decision, "text_version_id", "round_id", "coder_id", "level", "start", "stop")

finished = sa.Table(
    "finished",
    metadata,
    _key(),
    *_stamps(),
    _to("transcript"),
    _to("text_version"),
    _to("round"),
    _to("coder"),
    _text("sealed_at"),
)
_live_unique(finished, "text_version_id", "round_id", "coder_id")

# What says the same as another row after a merge points to it; few do, and each is looked for.
for _table in (coding, coding_field, decision, finished):
    sa.Index(
        f"merged_{_table.name}",
        _table.c.merged_into,
        sqlite_where=_table.c.merged_into.is_not(None),
        info={"where": _table.c.merged_into.is_not(None)},
    )

SAME_DECISION = {
    "coding": ("text_version_id", "round_id", "coder_id", "code_id", "start", "stop"),
    "decision": ("text_version_id", "round_id", "coder_id", "level", "start", "stop"),
    "finished": ("text_version_id", "round_id", "coder_id"),
    "coding_field": ("coding_id", "code_field_id"),
}
"""Columns in which two rows agree that say the same: made in two copies, they are one decision."""

memo = sa.Table(
    "memo",
    metadata,
    _key(),
    *_stamps(),
    _text("on_kind"),  # coding, passage, transcript, code, project
    sa.Column("on_uuid", _UUID, nullable=False),
    _to("coder"),
    sa.Column("start", sa.Integer),
    sa.Column("stop", sa.Integer),
    _text("body"),
)
sa.Index("ix_memo_on", memo.c.on_uuid, memo.c.on_kind)

assignment = sa.Table(
    "assignment",  # who is to code what in a round; a pack holds its coder's own alone
    metadata,
    _key(),
    *_stamps(),
    _to("round"),
    _to("coder"),
    _to("transcript"),
    # A stretch of the text in code points; 0 to 0 is the whole transcript.
    sa.Column("start", sa.Integer, nullable=False, default=0),
    sa.Column("stop", sa.Integer, nullable=False, default=0),
    sa.Column("position", sa.Integer, nullable=False, default=0),  # in the order to be coded
    sa.CheckConstraint("start >= 0 AND (start < stop OR stop = 0)", name="stretch"),
)
_live_unique(assignment, "round_id", "coder_id", "transcript_id", "start")

pack = sa.Table(
    "pack",  # a file that went out to a coder
    metadata,
    _key(),
    *_stamps(),
    _to("round"),
    _to("coder"),
    _text("name"),
    _text("sha256"),
    sa.Column("content", sa.JSON, nullable=False, default=dict),  # see PackOut
)

receipt = sa.Table(
    "receipt",  # a file that a coder handed back; written in the pack, comes in with it
    metadata,
    _key(),
    *_stamps(),
    _to("round"),
    _to("coder"),
    sa.Column("pack_uuid", _UUID, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # the first, the second that was handed back
    sa.Column("content", sa.JSON, nullable=False, default=dict),  # see HandedBack
)

question = sa.Table(
    "question",  # of a coder to the principal investigator
    metadata,
    _key(),
    *_stamps(),
    _to("round"),
    _to("coder"),
    _to("transcript", nullable=True),
    _to("text_version", nullable=True),
    _to("code", nullable=True),
    sa.Column("start", sa.Integer),
    sa.Column("stop", sa.Integer),
    _text("quote"),
    _text("body"),
)

answer = sa.Table(
    "answer",  # goes to every coder: says neither who asked nor about which passage
    metadata,
    _key(),
    *_stamps(),
    sa.Column("on_uuid", _UUID, nullable=False),  # of the question
    _to("coder", nullable=True),  # who answered; a pack does not say
    _text("asked"),
    _text("body"),
)
sa.Index("ix_answer_on_uuid", answer.c.on_uuid)

stand_in = sa.Table(
    "stand_in",  # names and what stands for them in packs; never leaves the project
    metadata,
    _key(),
    *_stamps(),
    _text("name"),
    _text("stands"),
)
_live_unique(stand_in, "name")

disguise = sa.Table(
    "disguise",  # a text as a pack has it, so that what comes back finds its place
    metadata,
    _key(),
    *_stamps(),  # the uuid is that of the text version in the pack
    _to("text_version"),
    _text("sha256"),
    sa.Column("spans", sa.JSON, nullable=False, default=list),  # [[start, end, length], ...]
)

aside = sa.Table(
    "aside",  # a row that came back and cannot stand: what it belongs to is gone, or not known
    metadata,
    _key(),
    *_stamps(),  # the uuid follows from that of the row
    _to("coder", nullable=True),
    _to("round", nullable=True),
    _to("transcript", nullable=True),
    _text("table_name"),
    sa.Column("row", sa.JSON, nullable=False, default=dict),  # foreign keys as uuids
    _text("why"),
)

tombstone = sa.Table(
    "tombstone",  # what is left of a removed row once it is purged
    metadata,
    _key(),
    _text("kind"),
    sa.Column("uuid", _UUID, nullable=False, unique=True),
    sa.Column("rev", sa.Integer, nullable=False),
    sa.Column("replica_id", sa.ForeignKey("replica.id"), nullable=False),
    sa.Column("removed_at", sa.Text, nullable=False),
    sa.Column("removed_by", sa.ForeignKey("coder.id")),
    sa.Column("merged_into", _UUID),
)

step = sa.Table(
    "step",
    metadata,
    _key(),
    sa.Column("uuid", _UUID, nullable=False),  # no index: only a merge looks, at all of them
    _to("coder", nullable=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # act, set-up, undo, redo, merge
    sa.Column("state", sa.Text, nullable=False),  # done, undone, past
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("of_step_id", sa.ForeignKey("step.id")),  # what an undo or redo took back
    sa.Column("place", sa.JSON(none_as_null=True)),  # [transcript_id, start, stop]
    sa.Column("packed", sa.LargeBinary),  # the images of a bulk step, compressed
    sa.Index("ix_step_stack", "coder_id", "state", "id"),
)

image = sa.Table(
    "image",
    metadata,
    sa.Column("step_id", sa.ForeignKey("step.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # from 0, in order
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("row_id", sa.Integer, nullable=False),
    sa.Column("before", sa.Text),  # JSON; NULL where the row was made
    sa.Column("after", sa.Text, nullable=False),  # JSON, or the digest of a row that was made
    sqlite_with_rowid=False,
)
