"""Which columns does each sheet have, and what do they mean?

One truth for the header, the widths, the dictionary sheet and the data types of the frames.
Names are lower-case ASCII of at most 32 characters that neither R nor Stata reserves.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["text", "integer", "number", "date", "moment"]

NEVER = "never blank"
NONE_GIVEN = "blank: none given"


class Column(Struct, frozen=True):
    """One column: its name in every file, what kind of value it holds, how wide it stands."""

    name: str
    kind: Kind
    width: int
    meaning: str
    missing: str = NEVER


def _text(name: str, width: int, meaning: str, missing: str = NEVER) -> Column:
    return Column(name, "text", width, meaning, missing)


def _integer(name: str, width: int, meaning: str, missing: str = NEVER) -> Column:
    return Column(name, "integer", width, meaning, missing)


def _moment(name: str, meaning: str, missing: str = NEVER) -> Column:
    return Column(name, "moment", 20, meaning, missing)


DOC_ID = _text("doc_id", 14, "Short label of the transcript, unique in the project.")
DOC_TITLE = _text("doc_title", 30, "Title of the transcript.", NONE_GIVEN)
DOC_DATE = Column(
    "doc_date", "date", 12, "Day of the event, as a date.", "blank: none given or not a full date"
)
DOC_DATE_TEXT = _text(
    "doc_date_text",
    14,
    "The date as ISO text where it is not a full date from March 1900 on (2023-11, 1848-02-22); "
    "it stands here so that doc_date holds dates only.",
    "blank: doc_date holds the date, or none is given",
)
DOC_TYPE = _text("doc_type", 14, "Kind of transcript, for instance press point.", NONE_GIVEN)
SHA256 = _text("text_sha256", 16, "SHA-256 of the transcript's text as it is coded (UTF-8).")

SEGMENTS = (
    _integer("coding_id", 10, "Number of the coding in this project file."),
    DOC_ID,
    DOC_TITLE,
    DOC_DATE,
    DOC_DATE_TEXT,
    DOC_TYPE,
    _text("speaker", 22, "Who speaks where the passage starts, as labelled.", "blank: no label"),
    _text("speaker_role", 22, "Role or office of the speaker, as labelled.", NONE_GIVEN),
    _integer("turn", 7, "Number of the turn where the passage starts, from 1.", "blank: no turn"),
    _integer(
        "paragraph",
        10,
        "Number of the paragraph where the passage starts, from 1 over the whole transcript.",
        "blank: outside every paragraph",
    ),
    _integer(
        "sentence_first",
        10,
        "Number of the first sentence that the passage touches, from 1 over the whole transcript.",
        "blank: outside every sentence",
    ),
    _integer(
        "sentence_last",
        10,
        "Number of the last sentence that the passage touches.",
        "blank: outside every sentence",
    ),
    _integer("char_start", 10, "First character of the passage: 0-based, in code points."),
    _integer("char_stop", 10, "Character after the last one: text[char_start:char_stop]."),
    _text("code_id", 12, "Short label of the code."),
    _integer("code_num", 9, "Number of the code.", NONE_GIVEN),
    _text("code_name", 26, "Name of the code."),
    _text("group", 22, "Name of the group that the code stands in.", "blank: in no group"),
    _text("coder_id", 12, "Short label of the coder."),
    _text("round", 12, "Round in which the coding was made."),
    _text(
        "codebook_version",
        12,
        "Version of the codebook that the coding was made under.",
        "blank: a version without a name",
    ),
    _text("certainty", 10, "sure, or unsure where the coder marked doubt."),
    _integer("is_gold", 8, "1 for a coding of a consensus round, else 0."),
    _text("segment", 60, "The passage, word for word."),
    _text(
        "context_before",
        30,
        "Up to 120 characters that the same speaker says right before, in whole words.",
        "blank: the passage opens the turn",
    ),
    _text(
        "context_after",
        30,
        "Up to 120 characters that the same speaker says right after, in whole words.",
        "blank: the passage ends the turn",
    ),
    _moment("created_at", "When the coding was made, local time (see README)."),
    SHA256,
    _text("coding_uuid", 16, "Identity of the coding, the same in every copy of the project."),
)

_COUNT_MISSING = "blank: a group, or a form without counts"

CODEBOOK = (
    _text("code_id", 20, "Short label of the code, unique without regard to case."),
    _integer("code_num", 12, "Number of the code.", NONE_GIVEN),
    _text("group", 14, "Name of the group that the code stands in.", "blank: in no group"),
    _text("path", 16, "Names from the top group down to the code, joined by ' > '."),
    _text("name", 18, "Name of the code; the cell has the colour of the code."),
    _text("brief_definition", 24, "Definition in one sentence.", NONE_GIVEN),
    _text("full_definition", 40, "Definition in full.", NONE_GIVEN),
    _text("use_when", 28, "When to use the code.", NONE_GIVEN),
    _text("dont_use_when", 28, "When not to use it.", NONE_GIVEN),
    _text("example", 26, "A passage that gets the code.", NONE_GIVEN),
    _text("counter_example", 24, "A passage that looks like it and does not get it.", NONE_GIVEN),
    _text("key", 12, "Key that applies the code while coding.", "blank: no key"),
    _text("color", 12, "Colour of the code as #RRGGBB.", NONE_GIVEN),
    _text("version", 12, "Version of the codebook.", "blank: a version without a name"),
    Column("changed_on", "date", 12, "Day of the last change of the code.", "blank: not known"),
    _integer("n_codings", 12, "Codings with this code.", _COUNT_MISSING),
    _integer("n_docs", 12, "Transcripts in which the code is used.", _COUNT_MISSING),
    _integer("n_coders", 12, "Coders who used the code.", _COUNT_MISSING),
    _text("kind", 12, "code, or group for a row that only holds codes."),
    _text("memo", 36, "Note on the code.", NONE_GIVEN),
    _text(
        "fields", 30, "What is said with a coding beyond the code, one field a line.", NONE_GIVEN
    ),
    _text("code_rules", 26, "Which codes may or must stand together, one rule a line.", NONE_GIVEN),
    _text("code_uuid", 16, "Identity of the code, the same in every copy of the project."),
)

CODEBOOK_FORM = tuple(
    column
    for column in CODEBOOK
    if column.name not in {"version", "changed_on", "n_codings", "n_docs", "n_coders", "code_uuid"}
)
"""The columns of a codebook file that stands alone: what a person edits and brings back."""

BLANK_FORM = (
    *(
        column
        for column in CODEBOOK
        if column.name
        in {
            "code_id",
            "group",
            "name",
            "brief_definition",
            "full_definition",
            "use_when",
            "dont_use_when",
            "example",
        }
    ),
    _text("your_example", 30, "Left blank for the coder in training."),
    _text("your_questions", 30, "Left blank for the coder in training."),
)
"""The codebook as a form to work through in training: no counts, room to write."""

DOCUMENTS = (
    DOC_ID,
    DOC_TITLE,
    DOC_DATE,
    DOC_DATE_TEXT,
    DOC_TYPE,
    _text("byline", 36, "Who speaks or writes, as the header says.", NONE_GIVEN),
    _text(
        "last_updated",
        17,
        "When the page was last updated, as ISO text, as exact as the transcript says it.",
        NONE_GIVEN,
    ),
    _text("place", 18, "Where it was said.", NONE_GIVEN),
    _text("source", 30, "Where the transcript comes from.", NONE_GIVEN),
    _text("note", 20, "Note in the header, for instance (As delivered).", NONE_GIVEN),
    _text("language", 10, "Language of the text.", NONE_GIVEN),
    _text(
        "speakers",
        40,
        "Speakers with their roles, in the order of first speaking.",
        "blank: no speaker labels",
    ),
    _integer("n_turns", 10, "Turns."),
    _integer("n_paragraphs", 10, "Paragraphs."),
    _integer("n_sentences", 10, "Sentences."),
    _integer("n_chars", 10, "Code points of the text, header and labels included."),
    _integer("n_codings", 10, "Codings by all coders."),
    _text("file_name", 26, "Name of the file that was imported.", "blank: not from a file"),
    _moment("imported_at", "When it was imported, local time (see README)."),
    SHA256,
    _text("doc_uuid", 16, "Identity of the transcript, the same in every copy of the project."),
)

_NOT_ABOUT = "blank: the memo is about something else"

MEMOS = (
    _text("memo_on", 12, "What the memo is about: coding, passage, transcript, code or project."),
    _text("doc_id", 14, "Transcript that the memo is about or stands in.", _NOT_ABOUT),
    _text("code_id", 12, "Code that the memo, or the coding it is on, is about.", _NOT_ABOUT),
    _integer("coding_id", 10, "Coding that the memo is on, as in segments.", _NOT_ABOUT),
    _integer("char_start", 10, "First character of the passage, 0-based.", _NOT_ABOUT),
    _integer("char_stop", 10, "Character after the last one.", _NOT_ABOUT),
    _text("coder_id", 12, "Who wrote it."),
    _text("memo", 60, "The memo."),
    _moment("created_at", "When it was written, local time (see README)."),
    _moment("changed_at", "When it was last changed, local time."),
    _text("memo_uuid", 16, "Identity of the memo, the same in every copy of the project."),
)

LOG = (
    _moment("changed_at", "When the codebook was changed, local time (see README)."),
    _text("coder_id", 12, "Who changed it."),
    _text("act", 30, "What was done, in words."),
    _text("code_id", 12, "The code it was done to.", "blank: the codebook as a whole"),
    _text("field", 18, "Column of the codebook that changed.", "blank: a whole code"),
    _text("before", 40, "What stood there before.", "blank: nothing"),
    _text("after", 40, "What stands there since.", "blank: nothing"),
    _text(
        "codebook_version",
        12,
        "Version of the codebook that was being worked on.",
        "blank: a version without a name",
    ),
)

UNITS = (
    _text("unit_id", 14, "The transcript's doc_id, a colon and the number of the unit."),
    DOC_ID,
    _integer("unit", 8, "Number of the unit in its transcript, from 1."),
    _integer("turn", 7, "Number of the turn, from 1.", "blank: no turn"),
    _integer("paragraph", 10, "Number of the paragraph, from 1.", "blank: outside every one"),
    _text("speaker", 22, "Who speaks, as labelled.", "blank: no label"),
    _text("speaker_role", 22, "Role or office of the speaker.", NONE_GIVEN),
    _integer("char_start", 10, "First character of the unit: 0-based, in code points."),
    _integer("char_stop", 10, "Character after the last one."),
    _text("text", 60, "The words of the unit."),
    SHA256,
)

DICTIONARY = (
    _text("sheet", 14, "Sheet that the column stands in."),
    _text("column", 18, "Name of the column."),
    _text("type", 10, "text, integer, number, date or date and time."),
    _text("meaning", 70, "What stands in it."),
    _text("missing", 40, "What a blank cell means."),
)

README = (
    _text("item", 22, "What the line is about."),
    _text("text", 100, "What is to be said about it."),
)

TYPE_WORDS: dict[Kind, str] = {
    "text": "text",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "moment": "date and time",
}


def without_partial_dates(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of a project in which every date is a full one."""
    return tuple(column for column in columns if column is not DOC_DATE_TEXT)
