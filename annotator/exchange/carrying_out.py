"""Which transcripts come out of a plan, or out of files that nobody looked at before?"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import Progress, Refused, UserError
from annotator.exchange.import_plan import Entry, ImportPlan, changed
from annotator.model.people import LabelChoice
from annotator.transcripts import Refusal, read_all
from annotator.transcripts.choices import Choice
from annotator.transcripts.decisions import read_decided
from annotator.transcripts.formats import found_in
from annotator.transcripts.languages import with_language
from annotator.transcripts.names import is_full_name
from annotator.transcripts.readers.table_columns import signature_of

if TYPE_CHECKING:
    from annotator.model.transcript import Transcript
    from annotator.operations.arriving import Waiting
    from annotator.transcripts.drafts import Asked

_TABLE = "(columns of the table) "
"""Begins the source of what is remembered of columns; the rest is the signature of the table."""


def put_down(
    paths: Sequence[Path],
    waiting: Waiting,
    *,
    standing: Container[str],
    progress: Progress,
) -> list[Refusal]:
    """Read files one after the other as they are; what cannot come in is returned.

    `standing` holds the SHA-256 (hexadecimal, of UTF-8) of the texts that are there already.
    """
    refused: list[Refusal] = []
    seen: set[str] = set()
    for number, path in enumerate(paths):
        progress(number, len(paths), path.name)
        for item in read_all(path):
            if isinstance(item, Refusal):
                refused.append(item)
                continue
            sha256 = hashlib.sha256(item.text.encode("utf-8")).hexdigest()
            if sha256 in standing or sha256 in seen:
                refused.append(Refusal(item.source.name, _twice(item.source.name)))
                continue
            seen.add(sha256)
            waiting.add(with_language(item), sha256=sha256, persons=_full_names(item))
    progress(len(paths), len(paths), "")
    return refused


def put_down_plan(
    plan: ImportPlan, waiting: Waiting, progress: Progress
) -> tuple[list[Entry], list[Refusal]]:
    """Read the files of a plan again, under its decisions, each file once.

    Returns the entries that came through, in the order in which they wait, and what could not be
    read any more.
    """
    came: list[Entry] = []
    refused: list[Refusal] = []
    coming = _without_replaced(plan)
    for _, group in groupby(coming, key=lambda one: one.path):
        entries = list(group)
        progress(len(came) + len(refused), len(coming), entries[0].name)
        for entry, item in _read(entries):
            if isinstance(item, UserError):
                refused.append(Refusal(entry.name, item))
                continue
            waiting.add(item, replaces=_replaced(entry), persons=_full_names(item))
            came.append(entry)
    progress(len(coming), len(coming), "")
    return came, refused


def refused_in(plan: ImportPlan) -> tuple[Refusal, ...]:
    """What could not be read when the plan was made."""
    return tuple(Refusal(one.name, one.error) for one in plan.entries if one.error is not None)


def skipped_in(plan: ImportPlan) -> tuple[Refusal, ...]:
    """What stays outside because its text is there already."""
    coming = {one.id for one in _without_replaced(plan)}
    return tuple(
        Refusal(one.name, Refused(str(one.twin or "Another file with its text replaces it."), ""))
        for one in plan.entries
        if one.survey is not None and one.id not in coming
    )


def kept_choices(plan: ImportPlan) -> tuple[LabelChoice, ...]:
    """What the plan decided on labels and columns, for the next files of the same sources.

    Of a table every column is kept: a decision on one says what is left of the others.
    """
    if not plan.remember:
        return ()
    labels = tuple(
        LabelChoice(source, label, one.speaker, one.name, one.role, one.join)
        for source, choices in plan.choices_by_source().items()
        for label, one in choices.items()
    )
    tables = {one.columns for one in plan.coming if one.decisions.columns and one.columns}
    return labels + tuple(
        LabelChoice(f"{_TABLE}{signature_of(columns)}", one.name, name=one.use)
        for columns in tables
        for one in columns
    )


def choices_of(
    kept: Sequence[LabelChoice], labels: Iterable[tuple[str, str, str]] = ()
) -> dict[str, dict[str, Choice]]:
    """Remembered decisions by source and label, as a plan takes them.

    `labels` of persons, as (source, label, name), count where nothing else was decided; without
    a source they count anywhere.
    """
    found: dict[str, dict[str, Choice]] = {}
    for source, label, name in labels:
        found.setdefault(source, {})[label] = Choice(name=name)
    for one in kept:
        if one.source.startswith(_TABLE):
            continue
        choice = Choice(one.speaker, one.name, one.role, one.joined)
        found.setdefault(one.source, {})[one.label] = choice
    return found


def columns_of(kept: Sequence[LabelChoice]) -> dict[str, list[tuple[str, str]]]:
    """Remembered (use, column) by the signature of their table, as a plan takes them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in kept:
        if one.source.startswith(_TABLE):
            table = found.setdefault(one.source.removeprefix(_TABLE), [])
            table.append((one.name, one.label))
    return found


def _without_replaced(plan: ImportPlan) -> list[Entry]:
    """What comes in, without files that a later one of the same text replaces."""
    coming = plan.coming
    replaced = {
        one.twin.entry_id for one in coming if one.twin is not None and one.twin_choice == "replace"
    }
    return [one for one in coming if one.id not in replaced]


def _replaced(entry: Entry) -> int | None:
    replaces = entry.twin is not None and entry.twin_choice == "replace"
    return entry.twin.transcript_id if replaces and entry.twin is not None else None


def _read(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Transcript | UserError]]:
    """The entries of one file, read in as few passes as their decisions allow."""
    by_asked: dict[Asked, dict[int, Entry]] = {}
    for entry in entries:
        by_asked.setdefault(entry.decisions.asked, {})[entry.number] = entry
    for asked, wanted in by_asked.items():
        yield from _pass(entries[0].path, asked, wanted)


def _pass(
    path: Path, asked: Asked, wanted: Mapping[int, Entry]
) -> Iterator[tuple[Entry, Transcript | UserError]]:
    missing = dict(wanted)
    for number, found in enumerate(found_in(path, asked)):
        entry = missing.pop(number, None)
        if entry is None:
            continue
        if isinstance(found, Refusal):
            yield entry, found.error
        else:
            yield entry, read_decided(found, entry.decisions)
        if not missing:
            return
    for entry in missing.values():
        yield entry, changed(entry)


def _full_names(item: Transcript) -> list[str]:
    """The speakers who are called as one person is; the others may become persons by hand."""
    spoken = dict.fromkeys(turn.speaker for turn in item.turns)
    return [name for name in spoken if is_full_name(name)]


def _twice(name: str) -> UserError:
    return Refused(
        f"The text of {name} is in the project already.",
        "Remove the other one first if this one shall replace it.",
    )
